"""Payment schedules: when payments are due, how much each is, what is wrong with one, and what money meets of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from backend.rules.calendars import next_working_day
from backend.rules.casework.facts import CaseFacts, ScheduleFacts
from backend.rules.periods import add_months
from backend.rules.policies import DEDUCTION_MOST_PERCENT, DUE_DATES_OF_COMPLIANCE, SCHEDULE_MOST_PAYMENTS, in_force
from backend.rules.refusals import Problem
from backend.rules.vocabulary import Compliance, ExpectedState, InstalmentFrequency, Jurisdiction, ScheduleKind

F, S = InstalmentFrequency, ExpectedState
WEEKS_IN_YEAR, MONTHS_IN_YEAR = 52, 12
WEEKS = {F.WEEKLY: 1, F.EVERY_TWO_WEEKS: 2, F.EVERY_FOUR_WEEKS: 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A schedule as it is agreed; money in pence."""

    kind: ScheduleKind
    frequency: InstalmentFrequency
    instalment_pence: int
    total_pence: int
    first_on: date
    weekly_income_pence: int | None = None
    """The paying parent's gross weekly income, where it is known: for a deduction order."""

    @property
    def count(self) -> int:
        """How many payments it has; the last is the remainder."""
        return -(-self.total_pence // self.instalment_pence)

    @property
    def weekly_pence(self) -> Fraction:
        """One instalment as so much a week."""
        if self.frequency is F.MONTHLY:
            return Fraction(self.instalment_pence * MONTHS_IN_YEAR, WEEKS_IN_YEAR)
        return Fraction(self.instalment_pence, WEEKS[self.frequency])


@dataclass(frozen=True, slots=True)
class Due:
    """One payment that is due."""

    ordinal: int
    on: date
    pence: int


@dataclass(frozen=True, slots=True)
class Expected:
    """One payment that a schedule expects, as it stands."""

    ordinal: int
    pence: int
    paid_pence: int
    state: ExpectedState


def due(terms: Terms, jurisdiction: Jurisdiction) -> tuple[Due, ...]:
    """Every payment of a schedule. A deduction due on no working day is due on the next one (SI 1992/1989 reg 25B)."""
    return tuple(_due(terms, jurisdiction))


def _due(terms: Terms, jurisdiction: Jurisdiction) -> Iterator[Due]:
    left = terms.total_pence
    for index in range(terms.count):
        if terms.frequency is F.MONTHLY:
            on = add_months(terms.first_on, index)
        else:
            on = terms.first_on + timedelta(weeks=index * WEEKS[terms.frequency])
        if terms.kind is ScheduleKind.REGULAR_DEDUCTION_ORDER:
            on = next_working_day(on, jurisdiction)
        yield Due(index + 1, on, min(left, terms.instalment_pence))
        left -= terms.instalment_pence


def problems(terms: Terms, *, owed_pence: int, today: date) -> tuple[Problem, ...]:
    """What is wrong with a schedule on the day it is agreed."""
    return tuple(_problems(terms, owed_pence, today))


def _problems(terms: Terms, owed_pence: int, today: date) -> Iterator[Problem]:
    if not 0 < terms.total_pence <= owed_pence:
        message = "A schedule is over more than nothing and at most what is owed."
        yield Problem("AMOUNT_OUT_OF_RANGE", ("total",), message)
    if not 0 < terms.instalment_pence <= terms.total_pence:
        message = "An instalment is more than nothing and at most the total."
        yield Problem("AMOUNT_OUT_OF_RANGE", ("instalment",), message)
    elif terms.count > (most_payments := in_force(SCHEDULE_MOST_PAYMENTS, today).value):
        yield Problem("COUNT_OUT_OF_RANGE", ("instalment",), f"A schedule has at most {most_payments} payments.")
    if terms.first_on <= today:
        yield Problem("DATE_NOT_IN_FUTURE", ("firstOn",), "The first payment must lie in the future.")
    if terms.weekly_income_pence is not None and terms.kind is ScheduleKind.REGULAR_DEDUCTION_ORDER:
        most = in_force(DEDUCTION_MOST_PERCENT, today).value
        if terms.weekly_pence * 100 > terms.weekly_income_pence * most:
            message = f"At most {most}% of the gross weekly income may be deducted."
            yield Problem("AMOUNT_OUT_OF_RANGE", ("instalment",), message)


def meet(expected: Iterable[Expected], pence: int) -> tuple[Expected, ...]:
    """The expected payments that money changes, in order of their due dates; one missed that is paid late stays so
    until all of it came."""
    changed = []
    for each in expected:
        more = min(each.pence - each.paid_pence, pence)
        if more <= 0 or each.state is S.ENDED:
            continue
        pence -= more
        paid = each.paid_pence + more
        partly = S.MISSED if each.state is S.MISSED else S.PARTIAL
        changed.append(Expected(each.ordinal, each.pence, paid, S.MET if paid == each.pence else partly))
    return tuple(changed)


def compliance_is_due(schedule: ScheduleFacts | None, today: date) -> bool:
    """Whether the due date has come at which compliance with a deduction order is established (R-50)."""
    if schedule is None or schedule.kind is not ScheduleKind.REGULAR_DEDUCTION_ORDER:
        return False
    dates = sorted(each.due_on for each in schedule.expected)
    over = min(in_force(DUE_DATES_OF_COMPLIANCE, today).value, len(dates))
    return dates[over - 1] <= today if dates else False


def monitor_must_be_disabled(facts: CaseFacts) -> bool:
    """R-50: in enforcement, while a deduction order is not, or only partly, complied with."""
    compliance = facts.schedule.compliance if facts.schedule else None
    return facts.in_enforcement and compliance in (Compliance.PARTLY_COMPLIANT, Compliance.NON_COMPLIANT)
