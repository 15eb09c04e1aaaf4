"""Surveillance: a case that nothing fits now waits in maintenance until something changes (R-31 to R-35)."""

from datetime import date

from sqlalchemy import select

from backend.models import Surveillance
from backend.operations import flags, reviews, transfers
from backend.operations.case_file import CaseFile
from backend.operations.unit import Unit
from backend.operations.worked import Worked
from backend.rules import refusals
from backend.rules import transfers as rules
from backend.rules.flags import judge_ever_in_enforcement
from backend.rules.periods import london_day
from backend.rules.reasons import case_acts as reasons
from backend.rules.routing_reasons import REASONS
from backend.rules.vocabulary import CaseArea, EventKind, Flag, ReviewKind, RoutingReason

ENDED = "the case came out of surveillance"


async def start(unit: Unit, worked: Worked, *, reason: str, review_on: date) -> None:
    """Put a case into surveillance as closing its service request asks for: all of R-33, or nothing.

    Raises `Refused` where service requests of enforcement are still open or a court enforces the schedule (R-38), or
    where the review date has come meanwhile.
    """
    case_file, asked_by = worked.case_file, worked.service_request
    await case_file.read_again(unit)
    if found := rules.before_maintenance(case_file.facts, for_surveillance=True):
        raise refusals.Refused(*found)
    await _set_review(unit, worked, reason, review_on)
    note = f"Case is in Surveillance: {reason}"
    for flag in (Flag.DISABLE_MISSED_PAYMENT_MONITOR, Flag.DEO_DESIRE):
        await flags.set_flag(unit, case_file, flag, note)
    if not judge_ever_in_enforcement(case_file.facts):
        await flags.set_flag(unit, case_file, Flag.EVER_IN_ENFORCEMENT, note)
    await flags.remove_flag(unit, case_file, Flag.LOCK_ASSIGNMENT, note)
    worked.note(unit, note, by=unit.actor.user_id)
    unit.session.add(
        Surveillance(case_id=case_file.case.id, reason=reason, started_at=unit.now, started_by=unit.actor.user_id)
    )
    case_file.record(unit, EventKind.SURVEILLANCE_STARTED, reason=reason)
    await transfers.move(unit, case_file, CaseArea.MAINTENANCE, reason=note, service_request=asked_by.id)


async def _set_review(unit: Unit, worked: Worked, reason: str, review_on: date) -> None:
    """That the review date which the decision set is still the live one."""
    review = worked.case_file.facts.review
    if review and review.kind is ReviewKind.SETUP_AND_TRANSFER and review.due_on == review_on:
        return
    if review_on <= london_day(unit.now):
        raise refusals.Refused(reasons.REVIEW_DATE_GONE)
    await reviews.set_review(
        unit,
        worked.case_file,
        kind=ReviewKind.SETUP_AND_TRANSFER,
        due_on=review_on,
        reason=reason,
        service_request=worked.service_request.id,
    )


async def leave(unit: Unit, case_file: CaseFile, exit_reason: RoutingReason) -> bool:
    """Bring a case out of surveillance, back into enforcement; False where it is not in it (R-35).

    For an act of the service that was permitted, which opens the routing service request. Every flag stays as it is.
    """
    live: Surveillance | None = await unit.session.scalar(
        select(Surveillance).where(Surveillance.case_id == case_file.case.id, Surveillance.ended_at.is_(None))
    )
    if live is None:
        return False
    live.ended_at, live.exit = unit.now, exit_reason
    words = REASONS[exit_reason]
    case_file.record(unit, EventKind.SURVEILLANCE_ENDED, reason=words.in_words)
    await reviews.end_review(unit, case_file, ENDED)
    if not case_file.facts.in_enforcement:
        await transfers.move(unit, case_file, CaseArea.ENFORCEMENT, reason=words.sentence)
    else:
        await case_file.read_again(unit)
    return True
