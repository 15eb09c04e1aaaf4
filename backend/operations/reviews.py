"""The case review date: one of a case is live, another one ends it, its timer moves with it (R-24 to R-26, R-34)."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from backend.models import Review, new_id
from backend.operations.case_file import CaseFile
from backend.operations.unit import Unit
from backend.rules import refusals, review_dates
from backend.rules.casework.facts import ReviewFacts
from backend.rules.periods import london_day, start_of
from backend.rules.vocabulary import EventKind, ReviewKind, TimerKind

REPLACED = "another date was set"


async def set_review(
    unit: Unit, case_file: CaseFile, *, kind: ReviewKind, due_on: date, reason: str, service_request: UUID | None
) -> Review:
    """Set the date on which the case is to be reviewed, in place of an earlier one.

    For an act that was permitted. The timer is due at the start of that London day. Raises `Invalid` for a day that
    has come, or further ahead than the policy allows.
    """
    if found := review_dates.problems(due_on, today=london_day(unit.now)):
        raise refusals.Invalid(*found)
    await end_review(unit, case_file, REPLACED)
    review = Review(
        id=new_id(),
        case_id=case_file.case.id,
        kind=kind,
        due_on=due_on,
        reason=reason,
        service_request_id=service_request,
        set_at=unit.now,
        set_by=unit.actor.user_id,
    )
    unit.session.add(review)
    case_id = case_file.case.id
    await unit.remind(TimerKind.CASE_REVIEW, case_id=case_id, about=case_id, at=start_of(due_on))
    case_file.record(unit, EventKind.REVIEW_SET, subject_id=review.id, reviewOn=due_on.isoformat())
    case_file.facts = replace(case_file.facts, review=ReviewFacts(review.id, kind, due_on))
    return review


async def end_review(unit: Unit, case_file: CaseFile, why: str) -> Review | None:
    """End the live review date and its timer, for a reason of at most 60 characters; None where there is none."""
    if case_file.facts.review is None:
        return None
    live = await unit.session.get_one(Review, case_file.facts.review.id)
    live.ended_at, live.ended_why = unit.now, why
    await unit.forget(TimerKind.CASE_REVIEW, about=case_file.case.id)
    case_file.record(unit, EventKind.REVIEW_ENDED, subject_id=live.id, reviewOn=live.due_on.isoformat(), reason=why)
    # Ended before another one is added: at most one is live, which the database holds too.
    await unit.session.flush()
    case_file.facts = replace(case_file.facts, review=None)
    return live
