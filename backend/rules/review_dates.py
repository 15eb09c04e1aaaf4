"""On which day may a case be reviewed (R-24, R-34)?"""

from datetime import date

from backend.rules.periods import add_months
from backend.rules.policies import REVIEW_MONTHS, REVIEW_MONTHS_WITHOUT_ADDRESS, in_force
from backend.rules.refusals import Problem


def furthest(today: date) -> date:
    """The last day to which a review can be put off."""
    return add_months(today, in_force(REVIEW_MONTHS, today).value)


def usual(today: date, *, has_confident_address: bool) -> date:
    """The day that is offered: sooner where nobody is sure of the paying parent's address (DLO)."""
    table = REVIEW_MONTHS if has_confident_address else REVIEW_MONTHS_WITHOUT_ADDRESS
    return add_months(today, in_force(table, today).value)


def problems(due_on: date, *, today: date) -> tuple[Problem, ...]:
    """What is wrong with a review date: it lies ahead, and no further than the policy of today allows."""
    if due_on <= today:
        return (Problem("DATE_NOT_IN_FUTURE", ("on",), "Give a day that is still to come."),)
    if due_on > furthest(today):
        months = in_force(REVIEW_MONTHS, today).value
        return (Problem("DATE_OUT_OF_RANGE", ("on",), f"Give a day within the next {months} months."),)
    return ()
