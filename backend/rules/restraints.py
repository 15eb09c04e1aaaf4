"""What stops enforcement for a time: until when, what is wrong with one that is recorded, how it is told (W-03)."""

from datetime import date, datetime, timedelta

from backend.rules.policies import BREATHING_SPACE_DAYS, in_force
from backend.rules.refusals import Problem
from backend.rules.texts import reason_problems
from backend.rules.vocabulary import RestraintKind

SPOKEN = {
    RestraintKind.STAY: "a stay",
    RestraintKind.BREATHING_SPACE: "breathing space",
    # Of which kind a breathing space is tells of somebody's health: it stands in no history.
    RestraintKind.MENTAL_HEALTH_CRISIS: "breathing space",
}


def restrains(*, ends_at: datetime | None, lifted_at: datetime | None, now: datetime) -> bool:
    """Whether a restraint stops enforcement at this instant; `queries.restraints.restrains_at` asks the same in SQL."""
    return lifted_at is None and (ends_at is None or ends_at > now)


def problems(kind: RestraintKind, reason: str, ends_on: date | None, *, today: date) -> tuple[Problem, ...]:
    """Everything wrong with a restraint; `ends_on` is its last London day. Only a breathing space must have one."""
    found = [*reason_problems(reason)]
    if ends_on is not None and ends_on < today:
        found.append(Problem("DATE_NOT_IN_FUTURE", ("endsOn",), "It cannot have ended already."))
    if kind is RestraintKind.BREATHING_SPACE:
        days = in_force(BREATHING_SPACE_DAYS, today).value
        if ends_on is None or ends_on > today + timedelta(days=days):
            message = f"A breathing space ends after at most {days} days: give its last day."
            found.append(Problem("DATE_OUT_OF_RANGE", ("endsOn",), message))
    return tuple(found)
