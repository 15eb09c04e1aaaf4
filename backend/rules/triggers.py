"""The triggers: every reason for which the calendar brings a case up, as data (R-01, R-02, R-35, R-46, R-50)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from backend.rules.calendars import spoken_day
from backend.rules.casework.facts import CaseFacts, ExpectedFacts, RequestFacts
from backend.rules.money import spoken
from backend.rules.periods import add_months
from backend.rules.policies import MISSED_PAYMENT_GRACE_DAYS, SURVEILLANCE_REVIEW_MONTHS, in_force
from backend.rules.schedules import compliance_is_due
from backend.rules.vocabulary import (
    ExpectedState,
    Flag,
    Jurisdiction,
    KindCode,
    LiabilityOrderState,
    Power,
    RoutingReason,
)

R = RoutingReason
EVERYWHERE = frozenset(Jurisdiction)


@dataclass(frozen=True, slots=True)
class Found:
    """What a trigger found on a case: the thing, what more is to be said of it, and its key where one is not enough."""

    about: UUID
    detail: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """One automatic reason: what it looks at and where, what silences it, and how its occasions are named."""

    code: RoutingReason
    looks_at: str
    rows: tuple[str, ...]
    """The requirements that ask for it."""
    name: str
    """What its occasions begin with. Two triggers of one name tell of the same occasion, so that one of them opens."""
    find: Callable[[CaseFacts], Iterator[Found]]
    in_enforcement: bool = True
    in_surveillance: bool = False
    elsewhere: bool = False
    silenced_by: Flag | None = None
    jurisdictions: frozenset[Jurisdiction] = EVERYWHERE
    opens: KindCode = KindCode.REVIEW_CASE
    answered_by: frozenset[KindCode] = frozenset({KindCode.REVIEW_CASE})
    """A service request of these kinds about the same thing: somebody was told already."""
    is_ours: bool = False
    """Not of the source: to be confirmed."""

    def watches(self, facts: CaseFacts) -> bool:
        """Whether it looks at the case at all."""
        if facts.is_rejected or facts.jurisdiction not in self.jurisdictions:
            return False
        if facts.in_surveillance:
            return self.in_surveillance
        return self.in_enforcement if facts.in_enforcement else self.elsewhere

    def is_silenced(self, facts: CaseFacts) -> bool:
        return self.silenced_by is not None and self.silenced_by in facts.flags


def late_before(today: date) -> date:
    """A payment that was expected before this day is late: its own day, and the days given beyond it, are over."""
    return today - timedelta(days=in_force(MISSED_PAYMENT_GRACE_DAYS, today).value)


def late(facts: CaseFacts) -> Iterator[ExpectedFacts]:
    """The payments that are late, and were not looked at or came in part."""
    before = late_before(facts.today)
    for each in facts.schedule.expected if facts.schedule else ():
        is_open = each.state in (ExpectedState.EXPECTED, ExpectedState.PARTIAL)
        if is_open and each.due_on < before and each.paid_pence < each.amount_pence:
            yield each


def becomes(expected: ExpectedFacts) -> ExpectedState:
    return ExpectedState.PARTIAL if expected.paid_pence else ExpectedState.MISSED


def _unmet(facts: CaseFacts, state: ExpectedState) -> Iterator[Found]:
    for each in late(facts):
        if facts.schedule and becomes(each) is state:
            paid = spoken(each.paid_pence) if each.paid_pence else "nothing"
            detail = f"Of {spoken(each.amount_pence)} due on {spoken_day(each.due_on)}, {paid} came in."
            yield Found(each.id or facts.schedule.id, detail, f"{facts.schedule.id}:{each.ordinal}")


def _excess(facts: CaseFacts) -> Iterator[Found]:
    yield from (Found(each) for each in facts.excess_payments)


def _paid_off(facts: CaseFacts) -> Iterator[Found]:
    yield from (Found(each.id) for each in facts.orders if each.state is LiabilityOrderState.PAID_OFF)


def _review(facts: CaseFacts) -> Iterator[Found]:
    if facts.review and facts.review.due_on <= facts.today:
        yield Found(facts.review.id, f"The case was to be reviewed on {spoken_day(facts.review.due_on)}.")


def _annual_review(facts: CaseFacts) -> Iterator[Found]:
    months = in_force(SURVEILLANCE_REVIEW_MONTHS, facts.today).value
    if facts.surveillance is None or any(_review(facts)):  # one trigger brings a case out
        return
    if add_months(facts.surveillance.since, months) <= facts.today:
        yield Found(facts.surveillance.id, f"It has been there since {spoken_day(facts.surveillance.since)}.")


def waits_over(facts: CaseFacts) -> tuple[RequestFacts, ...]:
    """The open service requests whose wait period is over, wherever the case is (R-44)."""
    return tuple(each for each in facts.open_requests if each.waits_until and each.waits_until <= facts.today)


def _waits(facts: CaseFacts) -> Iterator[Found]:
    yield from (Found(each.id, key=f"{each.id}:{each.waits_until}") for each in waits_over(facts))


def _charges_expired(facts: CaseFacts) -> Iterator[Found]:
    for each in facts.outstanding_artefacts:
        if each.power is Power.CHARGE_FOR_PAYMENT and each.expires_on and each.expires_on < facts.today:
            yield Found(each.id, f"It expired on {spoken_day(each.expires_on)}.")


def _completed(facts: CaseFacts) -> Iterator[Found]:
    """Its transfer date is reached, and no payment was missed that the monitor would have told of (R-46)."""
    schedule = facts.schedule
    if schedule is None or schedule.transfer_on is None or schedule.transfer_on > facts.today:
        return
    missed = [each for each in schedule.expected if each.due_on < schedule.transfer_on and not _is_met(each)]
    if not missed:
        yield Found(schedule.id)
    elif Flag.DISABLE_MISSED_PAYMENT_MONITOR in facts.flags:
        yield Found(schedule.id, f"Its monitor was disabled; payments that were not met: {len(missed)}.")


def _is_met(expected: ExpectedFacts) -> bool:
    return expected.state is ExpectedState.MET or expected.paid_pence >= expected.amount_pence


def _compliance(facts: CaseFacts) -> Iterator[Found]:
    """Its arrears are to be reviewed, unless somebody is at it already."""
    schedule = facts.schedule
    if any(each.kind is KindCode.ARREARS_REVIEW for each in facts.open_requests):
        return
    if schedule and schedule.compliance is None and compliance_is_due(schedule, facts.today):
        first = [each for each in schedule.expected if each.due_on <= facts.today]
        met = sum(_is_met(each) for each in first)
        yield Found(schedule.id, f"{met} of {len(first)} payments came in whole so far.")


TRIGGERS: tuple[Trigger, ...] = (
    Trigger(
        code=R.SURVEILLANCE_REVIEW_REACHED,
        looks_at="The case review date of a case in surveillance.",
        rows=("R-01", "R-26", "R-35"),
        name="review",
        find=_review,
        in_enforcement=False,
        in_surveillance=True,
    ),
    Trigger(
        code=R.SURVEILLANCE_ANNUAL_REVIEW,
        looks_at="How long a case has been in surveillance: a year brings it out.",
        rows=("R-35",),
        name="annual-review",
        find=_annual_review,
        in_enforcement=False,
        in_surveillance=True,
    ),
    Trigger(
        code=R.REVIEW_EXPIRED,
        looks_at="The case review date of a case in enforcement.",
        rows=("R-01", "R-02", "R-25", "R-26"),
        name="review",
        find=_review,
    ),
    Trigger(
        code=R.WAIT_PERIOD_EXPIRED,
        looks_at="Service requests that wait for a day.",
        rows=("R-02", "R-44"),
        name="wait-period",
        find=_waits,
        answered_by=frozenset(),
        is_ours=True,
    ),
    Trigger(
        code=R.MISSED_PAYMENT,
        looks_at="The payments that the live schedule expects: the day is over, and nothing came.",
        rows=("R-01", "R-02", "R-46"),
        name="payment-due",
        find=lambda facts: _unmet(facts, ExpectedState.MISSED),
        in_surveillance=True,
        silenced_by=Flag.DISABLE_MISSED_PAYMENT_MONITOR,
    ),
    Trigger(
        code=R.PARTIAL_PAYMENT,
        looks_at="The payments that the live schedule expects: the day is over, and less came.",
        rows=("R-01", "R-02"),
        name="payment-due",
        find=lambda facts: _unmet(facts, ExpectedState.PARTIAL),
        in_surveillance=True,
        silenced_by=Flag.DISABLE_MISSED_PAYMENT_MONITOR,
    ),
    Trigger(
        code=R.EXCESS_PAYMENT,
        looks_at="Payments of which a part is more than was owed.",
        rows=("R-01", "R-02"),
        name="excess",
        find=_excess,
    ),
    Trigger(
        code=R.LIABILITY_ORDER_PAID_OFF,
        looks_at="Liability orders that are paid off, where nobody was told of it.",
        rows=("R-02", "R-46"),
        name="lo-paid-off",
        find=_paid_off,
        answered_by=frozenset({KindCode.REVIEW_CASE, KindCode.LO_PAID_OFF, KindCode.CLEAR_OLD_ACTIONS}),
    ),
    Trigger(
        code=R.CHARGE_FOR_PAYMENT_EXPIRED,
        looks_at="Charges for payment that are outstanding: the day after their last.",
        rows=("R-02",),
        name="charge-expired",
        find=_charges_expired,
        jurisdictions=frozenset({Jurisdiction.SCOTLAND}),
    ),
    Trigger(
        code=R.SCHEDULE_COMPLETED,
        looks_at="The day on which a schedule says that the case goes back to maintenance.",
        rows=("R-46",),
        name="schedule-completed",
        find=_completed,
    ),
    Trigger(
        code=R.RDO_COMPLIANCE_ESTABLISHED,
        looks_at="The first three due dates of a regular deduction order, until its compliance is recorded.",
        rows=("R-50",),
        name="rdo-compliance",
        find=_compliance,
        elsewhere=True,
        opens=KindCode.ARREARS_REVIEW,
        answered_by=frozenset({KindCode.ARREARS_REVIEW}),
    ),
)
"""One for each reason that the calendar brings up. What outside systems tell of comes with their messages (R-35)."""
BY_CODE = {trigger.code: trigger for trigger in TRIGGERS}
