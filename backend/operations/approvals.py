"""What becomes of an approval when the thing that was put up is edited: it lapses (R-37, W-10)."""

from uuid import UUID

from sqlalchemy import select

from backend.models import ServiceRequest
from backend.operations import worked
from backend.operations.subject import Subject
from backend.operations.unit import Unit
from backend.rules.casework.work import LAPSED


async def lapse(unit: Unit, subject: Subject, about: UUID) -> None:
    """Send back to work whatever put `about` up for approval: for an act that edits it, and was permitted.

    What was decided has to be decided again on what it is now. Where nothing was put up, nothing happens.
    """
    found = await unit.session.scalars(
        select(ServiceRequest).where(
            ServiceRequest.case_id == subject.case.id,
            ServiceRequest.subject_id == about,
            ServiceRequest.status.in_(LAPSED),
        )
    )
    for row in found.all():
        (await worked.of(unit, subject, row)).lapse(unit)
