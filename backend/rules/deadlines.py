"""By when, and why? Every deadline is reckoned here and carries the steps that led to it.

A deadline keeps the policy and the calendar it was reckoned with, and is stored as it was reckoned: a later change of
either moves nothing that people have been told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Self

from backend.rules.calendars import (
    CALENDAR_VERSION,
    add_working_days,
    is_excluded_from_clear_days,
    spoken_day,
    spoken_time,
    why_not_working,
)
from backend.rules.judgments import PaymentTerms
from backend.rules.periods import (
    ONE_DAY,
    add_months,
    after,
    clear_days,
    end_of,
    is_after_cut_off,
    london_day,
    london_instant,
    london_time,
)
from backend.rules.policies import (
    FILING_CUT_OFF,
    JUDGMENT_REMINDERS,
    NOTICE_CLEAR_DAYS,
    PAY_WITHIN_DAYS,
    REGISTER_MONTHS,
    RESPONSE,
    RESPONSE_REMINDERS,
    SECURITY_CODE_DAYS,
    WRIT_VALID_MONTHS,
    IssueRule,
    Policy,
    ResponsePeriod,
    in_force,
)
from backend.rules.vocabulary import Jurisdiction, PaymentOrder


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a reckoning: the day it arrives at, and a sentence for the person concerned."""

    on: date
    text: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """The first instant (UTC) that is too late, the last London day, and how both were reckoned.

    For a deadline of a whole day `at` is the end of that day; `policy` is the name that `find_policy` knows.
    """

    at: datetime
    on: date
    steps: tuple[Step, ...]
    policy: str
    source: str
    calendar_version: str = CALENDAR_VERSION

    def is_past(self, now: datetime) -> bool:
        """Whether it is too late at `now`: at 15:59:59 a deadline of 16:00 is open, at 16:00:00 it is past."""
        return now >= self.at

    @property
    def explanation(self) -> str:
        """The steps as one paragraph, with the policy at its end."""
        return f"{' '.join(step.text for step in self.steps)} (Policy {self.policy}: {self.source}.)"

    def to_json(self) -> dict[str, Any]:
        """As it is stored and as `from_json` reads it: instants and days in ISO 8601."""
        return {
            "at": self.at.isoformat(),
            "on": self.on.isoformat(),
            "steps": [{"on": step.on.isoformat(), "text": step.text} for step in self.steps],
            "policy": self.policy,
            "source": self.source,
            "calendar_version": self.calendar_version,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The deadline as it was stored; `KeyError` or `ValueError` where it is not one."""
        return cls(
            at=datetime.fromisoformat(stored["at"]),
            on=date.fromisoformat(stored["on"]),
            steps=tuple(Step(date.fromisoformat(step["on"]), step["text"]) for step in stored["steps"]),
            policy=stored["policy"],
            source=stored["source"],
            calendar_version=stored["calendar_version"],
        )


@dataclass(frozen=True, slots=True)
class ResponseTime:
    """A claim's first days: issued, counted as served, and the deadline for a response."""

    issued_on: date
    served_on: date
    deadline: Deadline


class Reminder(NamedTuple):
    """A reminder of a deadline: how many days before it, which is also its ordinal, and when (UTC)."""

    ordinal: int
    at: datetime


def service_and_response(
    lodged_at: datetime, jurisdiction: Jurisdiction, *, policy: Policy[ResponsePeriod] | None = None
) -> ResponseTime:
    """When a claim lodged at `lodged_at` is issued, counts as served, and must be answered (D-04).

    Under the policy in force on the day unless another is given (`RESPONSE_ALTERNATIVES`).
    """
    chosen = policy or in_force(RESPONSE, london_day(lodged_at))
    issue = _issue(lodged_at, chosen.value.issue, jurisdiction)
    issued_on = issue[-1].on
    service = _service(issued_on, chosen.value, jurisdiction)
    served_on = service[-1].on if service else issued_on
    response = _response(served_on, chosen.value.response_days, jurisdiction)
    last = response[-1].on
    closes = in_force(FILING_CUT_OFF, last).value
    closing = Step(last, f"The response must be in before {spoken_time(closes)} on {spoken_day(last)}.")
    steps = (*issue, *service, *response, closing)
    deadline = Deadline(london_instant(last, closes), last, steps, chosen.name, chosen.source)
    return ResponseTime(issued_on, served_on, deadline)


def response_reminders(deadline: Deadline) -> tuple[Reminder, ...]:
    """When the defendant is reminded of the deadline for a response, the earliest first (D-04)."""
    reminders = in_force(RESPONSE_REMINDERS, deadline.on).value
    return tuple(Reminder(days, london_instant(after(deadline.on, -days), reminders.at)) for days in reminders.days)


def judgment_reminder(deadline: Deadline) -> Deadline:
    """When the claimant is reminded that a judgment may be requested, the deadline for a response having passed."""
    policy = in_force(JUDGMENT_REMINDERS, deadline.on)
    (days,) = policy.value.days
    on = after(deadline.on, days)
    steps = (
        Step(deadline.on, f"The time to respond ended on {spoken_day(deadline.on)}."),
        Step(on, f"A reminder goes out {days} days later, on {spoken_day(on)}."),
    )
    return Deadline(london_instant(on, policy.value.at), on, steps, policy.name, policy.source)


def pay_within_28_days(entered_on: date) -> Deadline:
    """The last day of the promise that a judgment paid in full is cancelled (D-12, D-14); working or not."""
    policy = in_force(PAY_WITHIN_DAYS, entered_on)
    on = after(entered_on, policy.value)
    reached = Step(on, f"{policy.value} days after that is {spoken_day(on)}, which is the last day to pay in time.")
    return Deadline(end_of(on), on, (_entered(entered_on), reached), policy.name, policy.source)


def register_last_day(entered_on: date) -> Deadline:
    """The last day on which payment in full takes the judgment off the register (D-14, D-15).

    One calendar month is never shorter than the 28 days of `pay_within_28_days`: a test holds the two tables together.
    """
    policy = in_force(REGISTER_MONTHS, entered_on)
    on = add_months(entered_on, policy.value)
    clipped = "" if on.day == entered_on.day else ", the last day of a shorter month"
    reached = Step(on, f"One calendar month after that is {spoken_day(on)}{clipped}.")
    closing = Step(on, f"A judgment paid in full by the end of {spoken_day(on)} leaves the register.")
    return Deadline(end_of(on), on, (_entered(entered_on), reached, closing), policy.name, policy.source)


def payment_due(entered_on: date, terms: PaymentTerms) -> Deadline:
    """When the time that a judgment gives for payment is over, so that it can be enforced (D-17, CPR 83.9).

    At once: the day of the judgment. By a date: that day. By instalments: the day of the first, because until payments
    are recorded none after it can be known to be overdue.
    """
    match terms.payment_order:
        case PaymentOrder.BY_DATE if terms.pay_by:
            last, text = terms.pay_by, f"It is to be paid by {spoken_day(terms.pay_by)}."
        case PaymentOrder.INSTALMENTS if terms.first_instalment_on:
            last = terms.first_instalment_on
            text = f"It is to be paid by instalments, the first on {spoken_day(last)}."
        case _:
            last, text = entered_on, "It is to be paid at once."
    closing = Step(last, f"If it is not paid by the end of {spoken_day(last)}, it can be enforced.")
    steps = (_entered(entered_on), Step(last, text), closing)
    return Deadline(end_of(last), last, steps, "PAYMENT_DUE_2014", "CPR 83.9(5)")


def writ_last_day(issued_on: date) -> Deadline:
    """The last day of a writ: so many months beginning with the day of issue (W-18, CPR 83.3)."""
    policy = in_force(WRIT_VALID_MONTHS, issued_on)
    on = add_months(issued_on, policy.value) - ONE_DAY
    steps = (
        Step(issued_on, f"The writ was issued on {spoken_day(issued_on)}."),
        Step(on, f"It is valid for {policy.value} months beginning with that day: its last day is {spoken_day(on)}."),
    )
    return Deadline(end_of(on), on, steps, policy.name, policy.source)


def enforceable_from(given_on: date, jurisdiction: Jurisdiction) -> Deadline:
    """When an officer may take control of goods after notice was given: `at` is the first instant, `on` the day before.

    Seven clear days (W-18, SI 2013/1894 reg 6): both ends are left out, and Sundays and holidays do not count.
    """
    policy = in_force(NOTICE_CLEAR_DAYS, given_on)
    first = clear_days(given_on, policy.value, jurisdiction)
    last = after(first, -1)
    skipped = tuple(
        Step(day, f"{spoken_day(day)} does not count.")
        for day in (after(given_on, count) for count in range(1, (first - given_on).days))
        if is_excluded_from_clear_days(day, jurisdiction)
    )
    steps = (
        Step(given_on, f"Notice of enforcement was given on {spoken_day(given_on)}, which does not count."),
        *skipped,
        Step(last, f"{policy.value} clear days end on {spoken_day(last)}."),
        Step(first, f"From {spoken_day(first)} on the officer may take control of goods."),
    )
    return Deadline(end_of(last), last, steps, policy.name, policy.source)


def code_expiry(issued_at: datetime) -> Deadline:
    """Until when a security code works: through its last London day (D-02)."""
    issued_on = london_day(issued_at)
    policy = in_force(SECURITY_CODE_DAYS, issued_on)
    on = after(issued_on, policy.value)
    steps = (
        Step(issued_on, f"The code was made on {spoken_day(issued_on)}."),
        Step(on, f"It works for {policy.value} days after that, until the end of {spoken_day(on)}."),
    )
    return Deadline(end_of(on), on, steps, policy.name, policy.source)


def _issue(lodged_at: datetime, rule: IssueRule, jurisdiction: Jurisdiction) -> tuple[Step, ...]:
    lodged = london_time(lodged_at)
    day = lodged.date()
    steps = [Step(day, f"The claim was lodged on {spoken_day(day)} at {spoken_time(lodged.time())}.")]
    if is_after_cut_off(lodged_at):
        cut_off = spoken_time(in_force(FILING_CUT_OFF, day).value)
        day += ONE_DAY
        steps.append(Step(day, f"What comes in at {cut_off} or later counts for the day after, {spoken_day(day)}."))
    if rule is IssueRule.NEXT_WORKING_DAY:
        skipped = _days_off(day, jurisdiction)
        steps += skipped
        day = after(day, len(skipped))
    return (*steps, Step(day, f"It was issued on {spoken_day(day)}."))


def _service(issued_on: date, period: ResponsePeriod, jurisdiction: Jurisdiction) -> tuple[Step, ...]:
    """The step to service; none where the period runs from the issue."""
    days = period.service_days
    if not days:
        return ()
    counts = period.service_counts_working_days
    on = add_working_days(issued_on, days, jurisdiction) if counts else after(issued_on, days)
    return (Step(on, f"It counts as served {days} {'working ' if counts else ''}days later, on {spoken_day(on)}."),)


def _response(served_on: date, days: int, jurisdiction: Jurisdiction) -> tuple[Step, ...]:
    on = after(served_on, days)
    steps = (Step(on, f"{days} days after that is {spoken_day(on)}."), *_days_off(on, jurisdiction))
    moved = after(on, len(steps) - 1)
    return steps if moved == on else (*steps, Step(moved, f"The next working day is {spoken_day(moved)}."))


def _days_off(day: date, jurisdiction: Jurisdiction) -> list[Step]:
    """One step for each day from `day` on that is no working day."""
    steps: list[Step] = []
    while reason := why_not_working(day, jurisdiction):
        why = "" if spoken_day(day).startswith(reason) else f": {reason}"
        steps.append(Step(day, f"{spoken_day(day)} is not a working day{why}."))
        day += ONE_DAY
    return steps


def _entered(entered_on: date) -> Step:
    return Step(entered_on, f"The judgment was entered on {spoken_day(entered_on)}.")
