"""Enforcement action pauses, goes on, or ends: what the outcomes of a routing service request do (R-22, R-27, R-40)."""

from datetime import date

from sqlalchemy import select

from backend.models import ServiceRequest
from backend.operations import reviews
from backend.operations.case_file import CaseFile
from backend.operations.unit import Unit
from backend.operations.worked import Worked
from backend.rules import refusals
from backend.rules.periods import london_day, start_of
from backend.rules.reasons import case_acts as reasons
from backend.rules.refusals import Problem
from backend.rules.vocabulary import (
    EventKind,
    ReviewKind,
    ServiceRequestStatus,
    ServiceRequestSubStatus,
    TimerKind,
)

Mark = ServiceRequestSubStatus
GOES_ON = "enforcement action was resumed"


async def pause(unit: Unit, worked: Worked, *, reason: str, until: date) -> None:
    """Pause what is marked Ready for Pause until the review date, with a note of the reasons (R-22)."""
    worked.note(unit, f"Enforcement action is paused: {reason}", by=unit.actor.user_id)
    paused = await _marked(unit, worked.case_file, Mark.READY_FOR_PAUSE)
    worked.case_file.record(
        unit,
        EventKind.ENFORCEMENT_PAUSED,
        subject_id=worked.service_request.id,
        reviewOn=until.isoformat(),
        serviceRequests=_named(paused),
    )


async def resume(unit: Unit, worked: Worked) -> None:
    """Have what is marked Ready for Re-progressing go on (R-27). The date until which the case was on hold ends."""
    case_file = worked.case_file
    going_on = await _marked(unit, case_file, Mark.READY_FOR_REPROGRESSING)
    case_file.record(
        unit,
        EventKind.ENFORCEMENT_RESUMED,
        subject_id=worked.service_request.id,
        serviceRequests=_named(going_on),
    )
    review = case_file.facts.review
    if review and review.kind is ReviewKind.SETUP_ONLY:
        await reviews.end_review(unit, case_file, GOES_ON)


async def cancel(unit: Unit, worked: Worked, *, reason: str) -> None:
    """End enforcement action, with a note of the orders and artefacts that are to be looked at (R-40).

    Raises `Refused` while what was marked Ready for Cancellation is not closed.
    """
    case_file = worked.case_file
    if await _marked(unit, case_file, Mark.READY_FOR_CANCELLATION):
        raise refusals.Refused(reasons.MARKED_REQUESTS_OPEN)
    orders = len(case_file.facts.orders_in_force)
    artefacts = len(case_file.facts.outstanding_artefacts)
    note = (
        f"Enforcement action ended. To be checked: {orders} live liability orders, {artefacts} outstanding artefacts."
    )
    worked.note(unit, note, by=None)
    case_file.record(unit, EventKind.ENFORCEMENT_CANCELLED, subject_id=worked.service_request.id, reason=reason)


async def wait(unit: Unit, worked: Worked, *, until: date) -> None:
    """Have a service request wait until a day, on which it comes to the top of its queue by itself (R-44)."""
    if until <= london_day(unit.now):
        raise refusals.Invalid(Problem("DATE_NOT_IN_FUTURE", ("on",), "Give a day that is still to come."))
    row = worked.service_request
    row.waits_until = until
    await unit.remind(TimerKind.WAIT_PERIOD, case_id=row.case_id, about=row.id, at=start_of(until))


async def _marked(unit: Unit, case_file: CaseFile, mark: ServiceRequestSubStatus) -> list[ServiceRequest]:
    found = await unit.session.scalars(
        select(ServiceRequest)
        .where(
            ServiceRequest.case_id == case_file.case.id,
            ServiceRequest.sub_status == mark,
            ServiceRequest.status != ServiceRequestStatus.CLOSED,
        )
        .order_by(ServiceRequest.opened_at, ServiceRequest.id)
    )
    return list(found)


def _named(rows: list[ServiceRequest]) -> str | None:
    return ", ".join(row.reference for row in rows) or None
