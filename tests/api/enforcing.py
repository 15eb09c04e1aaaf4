"""Enforcing a judgment in the small world, each step by the real act: applied for, paid, issued, given to another."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from backend.adapters.payments import Seen
from backend.models import Payment, WritApplication
from backend.operations import enforcement, payments, subject, writ_applications, writs
from backend.operations.unit import Outcome, Unit
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import Act, NoticeMethod, PaymentState, Region, RestraintKind
from backend.rules.writ_details import Details, Paid
from tests.api.world import Person, World


@dataclass(frozen=True)
class Asked:
    """By what the writ is asked for."""

    case_id: UUID
    subject_id: UUID


async def begin(
    world: World, who: Person, case_id: UUID, *, hceo_id: UUID | None, region: Region | None = None
) -> UUID:
    """Apply for a writ that an officer named, or the next of a region, is to execute; only the fee is open."""
    started = await world.act(who, lambda unit: writ_applications.start(unit, case_id, expected_version=None))
    key = started.subjects["application"]
    details = await _details(world, key)
    await world.act(who, lambda unit: writ_applications.give_details(unit, key, details, expected_version=None))
    await world.act(
        who, lambda unit: writ_applications.appoint(unit, key, hceo_id=hceo_id, region=region, expected_version=None)
    )
    return key


async def apply(world: World, who: Person, case_id: UUID, hceo_id: UUID) -> UUID:
    """Apply for a writ and pay for it, at the second attempt: the application is with the court."""
    key = await begin(world, who, case_id, hceo_id=hceo_id)
    await pay(world, who, case_id, key, PaymentState.FAILED)
    await pay(world, who, case_id, key, PaymentState.SUCCEEDED)
    return key


async def be_rejected(world: World, who: Person, court: Person, case_id: UUID) -> None:
    """Apply for a writ by rota and with Help with Fees, and be refused it."""
    key = await begin(world, who, case_id, hceo_id=None, region=Region.YORKSHIRE_HUMBER)
    help_with_fees = "HWF-A1B-23C"
    await world.act(
        who, lambda unit: writ_applications.use_help_with_fees(unit, key, help_with_fees, expected_version=None)
    )

    async def act(unit: Unit) -> Outcome:
        loaded = await subject.load(unit, case_id)
        unit.permit(Act.APPROVE_SERVICE_REQUEST)
        application = await unit.session.get_one(WritApplication, key)
        await writ_applications.reject(unit, loaded, application, "A signature is lacking.")
        return Outcome()

    await world.act(court, act)


async def _details(world: World, key: UUID) -> Details:
    """What was filled in, and what only the claimant can say."""
    async with world.database.writing(SYSTEM) as session:
        filled_in = Details.from_json((await session.get_one(WritApplication, key)).details)
    unrecorded = not filled_in.payments
    return replace(
        filled_in,
        due_pence=filled_in.due_pence - (10_00 if unrecorded else 0),
        payments=filled_in.payments or (Paid(world.clock.at.date(), 10_00),),
        is_regulated=False,
        goods="A van",
        vehicles=("AB12 CDE",),
        safety="A dog",
    )


async def pay(world: World, who: Person, case_id: UUID, key: UUID, state: PaymentState) -> None:
    """Pay the fee of an application by card, and succeed or fail."""

    async def intend(unit: Unit) -> Outcome:
        loaded = await subject.load(unit, case_id)
        version = subject.version_for(loaded.stream, loaded.relation)
        return await payments.intend(unit, key, expected_version=version)

    intended = (await world.act(who, intend)).subjects["payment"]
    async with world.database.writing(SYSTEM) as session:
        payment = await session.get_one(Payment, intended)
        reference, pence = payment.reference, payment.amount_pence
    failure = "PAYER_CANCELLED" if state is PaymentState.FAILED else None
    seen = Seen(provider_id=intended.hex[:26], reference=reference, state=state, amount_pence=pence, failure=failure)
    await world.act(None, lambda unit: payments.settle(unit, intended, seen))


async def issue(world: World, court: Person, case_id: UUID, application_id: UUID) -> UUID:
    """Approve an application: its writ is issued and served; the writ's key."""
    prepared = await writs.prepare(world.ground, Asked(case_id, application_id))

    async def act(unit: Unit) -> Outcome:
        loaded = await subject.load(unit, case_id)
        application = await unit.session.get_one(WritApplication, application_id, populate_existing=True)
        writ = await writs.issue(unit, loaded, application, prepared)
        return Outcome({"writ": writ.id})

    return (await world.act(court, act)).subjects["writ"]


async def stay(world: World, court: Person, case_id: UUID, *, until: date | None = None) -> None:
    """Stop enforcement, and let it go on again."""
    ends_on = until or world.clock.at.date() + timedelta(days=30)
    stayed = await world.act(
        court,
        lambda unit: enforcement.restrain(
            unit,
            case_id,
            kind=RestraintKind.STAY,
            reason="The defendant asked for time.",
            ends_on=ends_on,
            expected_version=None,
        ),
    )
    key = stayed.subjects["restraint"]
    await world.act(court, lambda unit: enforcement.lift(unit, case_id, restraint_id=key, expected_version=None))


async def be_noticed(world: World, officer: Person, writ_id: UUID) -> None:
    """Let the officer acknowledge a writ and give notice of enforcement."""
    now = world.clock.at
    await world.act(officer, lambda unit: writs.acknowledge(unit, writ_id, now))
    await world.act(officer, lambda unit: writs.give_notice(unit, writ_id, NoticeMethod.POST, now.date()))
