"""Acts on payments of court fees (W-07, W-08): intended, then settled as the provider shows them, each once.

No act calls the provider: `operations.paying` does, between two of them.
"""

from uuid import UUID

from sqlalchemy import select

from backend.adapters.payments import Seen
from backend.models import Payment, WritApplication, new_id
from backend.operations import applying
from backend.operations.ground import machine_now
from backend.operations.opening import open_once
from backend.operations.subject import Subject, load, new_reference, version_for
from backend.operations.submitting import submitted
from backend.operations.unit import Outcome, Unit
from backend.rules import payments as rules
from backend.rules import refusals
from backend.rules.payments import Finding, Standing, Told
from backend.rules.reasons import payments as reasons
from backend.rules.vocabulary import (
    CLAIMANT_AND_COURT,
    Act,
    EventKind,
    KindCode,
    PaymentState,
)
from backend.rules.writ_applications import awaits_fee

UNKNOWN_TO_PROVIDER = "UNKNOWN_TO_PROVIDER"
_THIS_ONE = "Another sum than the fee was received, or the fee was not awaited any more."
_ANOTHER = "A second payment under the same reference was received."


async def intend(unit: Unit, application_id: UUID, *, expected_version: int) -> Outcome:
    """Note that the fee of an application is to be paid: `payment`, which the provider knows nothing of yet.

    A payment that is live is answered, whatever version was read: two clicks are one intent. Raises what stands
    against paying, and `PAYMENT_BEING_LOOKED_AT` where money came in that staff are looking at.
    """
    subject, application = await applying.load(unit, application_id)
    live = await _live(unit, application_id)
    if live is None and expected_version != (current := version_for(subject.stream, subject.relation)):
        raise refusals.Stale(case_id=subject.case.id, expected=expected_version, current=current)
    await applying.require(unit, subject, application, Act.CHECK_FEE_PAYMENT if live else Act.PAY_WRIT_FEE)
    if live is None:
        if await _is_being_looked_at(unit, application_id):
            raise refusals.Refused(reasons.PAYMENT_BEING_LOOKED_AT)
        live = _intended(unit, subject, application)
    return Outcome({"claim": subject.case.id, "application": application_id, "payment": live.id})


def _intended(unit: Unit, subject: Subject, application: WritApplication) -> Payment:
    assert unit.actor.user_id is not None
    payment = Payment(
        id=new_id(),
        case_id=subject.case.id,
        application_id=application.id,
        reference=new_reference("PAY"),
        amount_pence=application.fee_pence,
        state=PaymentState.INTENDED,
        intended_at=unit.now,
        intended_by=unit.actor.user_id,
        look_at=machine_now(),
        looks=0,
    )
    unit.session.add(payment)
    _record(unit, subject, payment, EventKind.FEE_PAYMENT_STARTED, pence=payment.amount_pence)
    return payment


async def settle(unit: Unit, payment_id: UUID, seen: Seen) -> Outcome:
    """Put on record how the provider shows a payment; an act of the service. Told twice or late, it changes nothing.

    The fee received submits its application. Money that was not awaited is kept on record and opens a service
    request, never lost.
    """
    unit.permit(Act.SETTLE_FEE_PAYMENT, when=unit.actor.is_system)
    subject, payment, application = await _loaded(unit, payment_id)
    told = Told(state=seen.state, amount_pence=seen.amount_pence, provider_id=seen.provider_id)
    match rules.finding(_standing(payment, application), told):
        case Finding.OPEN:
            payment.state, payment.provider_id = PaymentState.CREATED, seen.provider_id
            # A page that the payer has begun is told no more; the one that was told still leads to it.
            payment.next_url = seen.next_url or payment.next_url
        case Finding.ENDED:
            payment.provider_id = seen.provider_id
            _end(unit, subject, payment, seen.state, failure=seen.failure)
        case Finding.PAID:
            _receive(unit, payment, seen)
            _record(unit, subject, payment, EventKind.FEE_PAYMENT_SUCCEEDED, pence=seen.amount_pence)
            await submitted(unit, subject, application, Act.SETTLE_FEE_PAYMENT, payment=payment)
        case Finding.SURPLUS:
            await _keep(unit, subject, payment, seen)
        case Finding.NOTHING_NEW:
            pass
    return Outcome({"claim": payment.case_id, "application": payment.application_id, "payment": payment.id})


async def give_up(unit: Unit, payment_id: UUID, failure: str) -> Outcome:
    """End a live payment that the provider will not make or does not know; an act of the service."""
    unit.permit(Act.SETTLE_FEE_PAYMENT, when=unit.actor.is_system)
    subject, payment, _application = await _loaded(unit, payment_id)
    if payment.state in rules.LIVE:
        _end(unit, subject, payment, PaymentState.ERRORED, failure=failure)
    return Outcome({"claim": payment.case_id, "payment": payment.id})


async def note_checked(unit: Unit, payment_id: UUID) -> Outcome:
    """Note that the claimant asked how a payment stands, so that the same asking is answered once."""
    application_id = await unit.session.scalar(select(Payment.application_id).where(Payment.id == payment_id))
    if application_id is None:
        raise refusals.NotFound
    subject, application = await applying.load(unit, application_id)
    await applying.require(unit, subject, application, Act.CHECK_FEE_PAYMENT)
    return Outcome({"claim": subject.case.id, "application": application_id, "payment": payment_id})


async def _loaded(unit: Unit, payment_id: UUID) -> tuple[Subject, Payment, WritApplication]:
    """A payment under the lock of its claim's history."""
    case_id = await unit.session.scalar(select(Payment.case_id).where(Payment.id == payment_id))
    if case_id is None:
        raise refusals.NotFound
    subject = await load(unit, case_id)
    found = await unit.session.execute(
        select(Payment, WritApplication)
        .join(WritApplication, WritApplication.id == Payment.application_id)
        .where(Payment.id == payment_id)
        .execution_options(populate_existing=True)
    )
    payment, application = found.one()
    return subject, payment, application


def _standing(payment: Payment, application: WritApplication) -> Standing:
    return Standing(
        state=payment.state,
        amount_pence=payment.amount_pence,
        received_pence=payment.received_pence,
        provider_id=payment.provider_id,
        awaits_fee=awaits_fee(application.state, application.fee_method),
    )


def _end(unit: Unit, subject: Subject, payment: Payment, state: PaymentState, *, failure: str | None) -> None:
    payment.state = rules.after(payment.state, state)
    payment.ended_at, payment.failure, payment.next_url = unit.now, failure, None
    changes = {"payment": payment.reference, "state": state, "failure": failure}
    unit.record(
        subject.stream,
        EventKind.FEE_PAYMENT_ENDED,
        audience=CLAIMANT_AND_COURT,
        changes=changes,
        subject_id=payment.application_id,
    )


def _receive(unit: Unit, payment: Payment, seen: Seen) -> None:
    """Note the money: the state too where the payment was live; what had ended stays as it ended."""
    payment.received_pence = seen.amount_pence
    if payment.state in rules.LIVE:
        payment.state = rules.after(payment.state, PaymentState.SUCCEEDED)
        payment.ended_at, payment.provider_id, payment.next_url = unit.now, seen.provider_id, None


async def _keep(unit: Unit, subject: Subject, payment: Payment, seen: Seen) -> None:
    """Keep money on record that covers no fee, and have staff look at it, once."""
    is_this_one = payment.provider_id in {None, seen.provider_id}
    opened = await open_once(
        unit,
        subject.stream,
        subject.case,
        KindCode.PAYMENT_MISMATCH,
        reason=f"{_THIS_ONE if is_this_one else _ANOTHER} {payment.reference}, at the provider {seen.provider_id}.",
        about=payment.id,
        occasion=f"payment:{seen.provider_id}",
    )
    if opened is None:
        return
    if is_this_one:
        _receive(unit, payment, seen)
    _record(unit, subject, payment, EventKind.FEE_PAYMENT_SUCCEEDED, pence=seen.amount_pence)


def _record(unit: Unit, subject: Subject, payment: Payment, kind: EventKind, *, pence: int) -> None:
    unit.record(
        subject.stream,
        kind,
        audience=CLAIMANT_AND_COURT,
        changes={"payment": payment.reference, "amount": pence},
        subject_id=payment.application_id,
    )


async def _live(unit: Unit, application_id: UUID) -> Payment | None:
    payment: Payment | None = await unit.session.scalar(
        select(Payment).where(Payment.application_id == application_id, Payment.state.in_(rules.LIVE))
    )
    return payment


async def _is_being_looked_at(unit: Unit, application_id: UUID) -> bool:
    found = await unit.session.scalar(
        select(Payment.id).where(Payment.application_id == application_id, Payment.received_pence.is_not(None)).limit(1)
    )
    return found is not None
