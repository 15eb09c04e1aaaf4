"""Holding a live payment while it is looked at, so that of any number of processes one calls the provider for it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from backend.adapters.payments import Intent
from backend.models import Case, Payment, WritApplication
from backend.operations.ground import Ground, machine_now
from backend.operations.unit import Outcome, Unit, carry_out
from backend.rules.access import SYSTEM
from backend.rules.payments import LIVE
from backend.rules.vocabulary import Act
from backend.rules.writ_applications import awaits_fee

MARGIN = timedelta(seconds=10)
"""How much longer a payment is held than a call to the provider may take."""
FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(minutes=10)
LONGEST_WAIT_FOR_PAGE = timedelta(seconds=40)
"""While there is no page to pay on yet, the payer stands there and waits for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A live payment held by one worker, until its next look is due."""

    intent: Intent
    provider_id: str | None
    is_wanted: bool
    """Whether its application still waits for its fee."""
    looks: int


class _NothingDueError(Exception):
    """There is nothing to hold: nothing is written."""


async def take_up(ground: Ground, payment_id: UUID | None = None) -> Taken | None:
    """Hold the live payment that has been due longest (or this one, if it is due); None where another holds it."""
    taken: list[Taken] = []
    now = machine_now()
    due = select(Payment, WritApplication, Case.reference).where(
        Payment.state.in_(LIVE), Payment.look_at <= now, *([Payment.id == payment_id] if payment_id else [])
    )

    async def act(unit: Unit) -> Outcome:
        taken.clear()
        found = await unit.session.execute(
            due.join(WritApplication, WritApplication.id == Payment.application_id)
            .join(Case, Case.id == Payment.case_id)
            .order_by(Payment.look_at, Payment.id)
            .limit(1)
            .with_for_update(of=Payment, skip_locked=True)
        )
        row = found.one_or_none()
        if row is None:
            raise _NothingDueError
        unit.permit(Act.SETTLE_FEE_PAYMENT)
        payment, application, reference = row
        taken.append(_taken(payment, application, reference))
        payment.looks += 1
        held = timedelta(seconds=ground.payments.time_limit) + MARGIN
        longest = LONGEST_WAIT if payment.next_url else LONGEST_WAIT_FOR_PAGE
        payment.look_at = now + max(held, min(FIRST_WAIT * (1 << min(payment.looks, 10)), longest))
        return Outcome()

    try:
        await carry_out(ground, SYSTEM, act)
    except _NothingDueError:
        return None
    return taken[0]


def _taken(payment: Payment, application: WritApplication, case_reference: str) -> Taken:
    return Taken(
        intent=Intent(
            key=payment.id,
            reference=payment.reference,
            amount_pence=payment.amount_pence,
            description=f"Court fee for a writ of control, claim {case_reference}",
            return_path=f"/claims/{case_reference}",
            may_exist=payment.looks > 0,
        ),
        provider_id=payment.provider_id,
        is_wanted=awaits_fee(application.state, application.fee_method),
        looks=payment.looks,
    )
