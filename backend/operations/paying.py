"""Paying a court fee through the provider (W-07): the intent is committed, then the call, then its answer is committed.

So nobody pays twice and no payment vanishes, wherever a process dies: an intent without an answer is taken up again by
whoever finds it first. What a browser or a message says is not believed: the payment is read at the provider, and
settled under the lock of its claim.
"""

import asyncio
from dataclasses import replace
from enum import Enum, auto
from typing import TypeAlias, assert_never
from uuid import UUID

import structlog
from sqlalchemy import or_, select

from backend.adapters.payments import Created, Declined, Looked, NotThere, OutOfReach, Seen
from backend.models import Payment
from backend.operations import payments
from backend.operations.ground import Ground
from backend.operations.payments_due import Taken, take_up
from backend.operations.unit import Once, Outcome, Unit, carry_out
from backend.queries import scope
from backend.rules import refusals
from backend.rules.access import SYSTEM, Actor
from backend.rules.payments import LIVE
from backend.rules.reasons import payments as reasons
from backend.rules.vocabulary import PaymentState, Relation

log = structlog.get_logger(__name__)
Entries: TypeAlias = tuple[int, ...]
"""Of a claim's history, by their keys."""
MOST_LOOKS = 150
"""After so many looks (about a day) a payment that the provider does not know is given up."""
_WAIT_STEPS, _WAIT_SECONDS = 30, 0.1
"""How long a second click waits for the page that the first is about to get."""


class Heard(Enum):
    """What became of a message about a payment."""

    SETTLED = auto()
    NOT_OURS = auto()
    OUT_OF_REACH = auto()


async def start(ground: Ground, actor: Actor, application_id: UUID, *, expected_version: int, once: Once) -> Outcome:
    """Start paying the fee of an application: `payment`, with the page to pay on where the provider answered.

    Where it did not, the intent stands and is made good later. Raises refusals.
    """
    if not ground.payments.are_taken:
        raise refusals.Refused(reasons.CARD_PAYMENTS_CLOSED)
    # A page that leads nowhere any more is not told again: the payment behind it is ended first. What that adds to the
    # claim's history was not to be read yet by whoever clicked, and does not make what they read stale.
    live = await _live_of(ground, actor, application_id)
    expected_version += len(await refresh(ground, live)) if live else 0

    async def act(unit: Unit) -> Outcome:
        return await payments.intend(unit, application_id, expected_version=expected_version)

    outcome = await carry_out(ground, actor, act, once=once)
    if live != outcome.subjects["payment"]:
        await refresh(ground, outcome.subjects["payment"])
    return outcome


async def check(ground: Ground, actor: Actor, payment_id: UUID, *, once: Once) -> Outcome:
    """Look how a payment stands at the provider, for the claimant who comes back from its page. Raises refusals."""

    async def act(unit: Unit) -> Outcome:
        return await payments.note_checked(unit, payment_id)

    outcome = await carry_out(ground, actor, act, once=once)
    return replace(outcome, history=await refresh(ground, payment_id))


async def hear(ground: Ground, provider_id: str) -> Heard:
    """Somebody says that a payment changed at the provider: look whether it is so, and settle it."""
    seen = await ground.payments.read(provider_id)
    if isinstance(seen, OutOfReach):
        return Heard.OUT_OF_REACH
    payment_id = None if isinstance(seen, NotThere) else await _payment_of(ground, seen)
    if isinstance(seen, NotThere) or payment_id is None:
        log.warning("payments.not_ours")
        return Heard.NOT_OURS
    await _settled(ground, payment_id, seen)
    return Heard.SETTLED


async def refresh(ground: Ground, payment_id: UUID) -> Entries:
    """Bring a payment to where the provider has it; the entries that this made in the claim's history.

    Somebody else who is about to make it is waited for; one that was read a moment ago is left as it is on record.
    """
    async with ground.database.reading(SYSTEM) as connection:
        found = (
            await connection.execute(select(Payment.state, Payment.provider_id).where(Payment.id == payment_id))
        ).one()
    if found.provider_id is not None:
        if not ground.reads.take_turn(payment_id):
            return ()
        # Also of one that has ended: money that came late is found.
        return await _note(ground, payment_id, await ground.payments.read(found.provider_id), looks=0)
    if found.state in LIVE:
        if taken := await take_up(ground, payment_id):
            return await look(ground, taken)
        await _made_by_another(ground, payment_id)
    return ()


async def look(ground: Ground, taken: Taken) -> Entries:
    """Make a payment at the provider, see how it stands, or end it where it is not wanted any more; as `refresh`."""
    provider, payment_id = ground.payments, taken.intent.key
    answer: Created | Looked
    if taken.provider_id is None:
        answer = await provider.create(taken.intent)
    elif taken.is_wanted:
        answer = await provider.read(taken.provider_id)
    else:
        answer = await provider.cancel(taken.provider_id)
    return await _note(ground, payment_id, answer, looks=taken.looks)


async def _note(ground: Ground, payment_id: UUID, answer: Created | Looked, *, looks: int) -> Entries:
    match answer:
        case Seen():
            return await _settled(ground, payment_id, answer)
        case Declined(code):
            log.error("payments.declined", code=code)
            return await _given_up(ground, payment_id, f"DECLINED_{code}")
        case NotThere():
            log.error("payments.unknown_to_provider")
            return await _given_up(ground, payment_id, payments.UNKNOWN_TO_PROVIDER) if looks >= MOST_LOOKS else ()
        case OutOfReach():
            log.warning("payments.out_of_reach")
            return ()
        case _:
            assert_never(answer)


async def _settled(ground: Ground, payment_id: UUID, seen: Seen) -> Entries:
    outcome = await carry_out(ground, SYSTEM, lambda unit: payments.settle(unit, payment_id, seen))
    made = outcome.history
    if seen.state is PaymentState.CREATED:
        stands = await ground.database.scalar(select(Payment.provider_id).where(Payment.id == payment_id))
        if stands != seen.provider_id:
            # Made twice at the provider, because its first answer never came: nobody is to pay this one.
            log.warning("payments.orphan_cancelled")
            after = await ground.payments.cancel(seen.provider_id)
            if isinstance(after, Seen) and after.state is PaymentState.SUCCEEDED:
                made += await _settled(ground, payment_id, after)
    return made


async def _given_up(ground: Ground, payment_id: UUID, failure: str) -> Entries:
    outcome = await carry_out(ground, SYSTEM, lambda unit: payments.give_up(unit, payment_id, failure))
    return outcome.history


async def _made_by_another(ground: Ground, payment_id: UUID) -> None:
    """Wait a little for whoever makes the payment now; the payer can ask again where that takes longer."""
    state = select(Payment.state).where(Payment.id == payment_id)
    for _ in range(_WAIT_STEPS):
        if await ground.database.scalar(state) is not PaymentState.INTENDED:
            return
        await asyncio.sleep(_WAIT_SECONDS)


async def _live_of(ground: Ground, actor: Actor, application_id: UUID) -> UUID | None:
    """The live payment of an application of the actor's own claim."""
    visible = scope.visible_cases(actor).subquery("visible")
    async with ground.database.reading(actor) as connection:
        found: UUID | None = await connection.scalar(
            select(Payment.id)
            .join(visible, visible.c.case_id == Payment.case_id)
            .where(
                Payment.application_id == application_id,
                Payment.state.in_(LIVE),
                scope.stands_as(visible, Relation.CLAIMANT),
            )
        )
    return found


async def _payment_of(ground: Ground, seen: Seen) -> UUID | None:
    """Ours that is meant: by the provider's id, else by our reference."""
    async with ground.database.reading(SYSTEM) as connection:
        found = await connection.execute(
            select(Payment.id, Payment.provider_id).where(
                or_(Payment.provider_id == seen.provider_id, Payment.reference == seen.reference)
            )
        )
        rows = found.all()
    return next((row.id for row in rows if row.provider_id == seen.provider_id), rows[0].id if rows else None)
