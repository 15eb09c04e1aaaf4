"""How often applications for a writ were sent to the court on a claim this London day."""

from typing import Any

from sqlalchemy import Select, bindparam, func, select

from backend.models import HistoryEntry
from backend.queries.model import Sum
from backend.rules.vocabulary import CLAIMANT_AND_COURT, EventKind


def submissions_since(instant: Any) -> Select[Any]:
    """The claim of each sending since an instant, or since what is bound for one."""
    return select(HistoryEntry.stream_id).where(
        HistoryEntry.kind == EventKind.WRIT_APPLICATION_SUBMITTED, HistoryEntry.at >= instant
    )


_TODAY = submissions_since(bindparam("day_began", type_=HistoryEntry.at.type)).subquery("submissions")
SUBMISSIONS = Sum(
    name="submissions",
    source=_TODAY,
    by=_TODAY.c.stream_id,
    expression=func.count(),
    case=_TODAY.c.stream_id,
    parent="case_id",
    to=CLAIMANT_AND_COURT,
)
"""For everybody else there are none, because no application is."""
