"""What becomes of verifying an application that the claimant withdraws: needless work is closed, work begun is told."""

from sqlalchemy import select

from backend.models import ServiceRequest, WritApplication
from backend.operations import worked
from backend.operations.subject import Subject
from backend.operations.unit import Unit
from backend.operations.worked import Worked
from backend.rules.casework.work import may_be_closed_unworked
from backend.rules.vocabulary import Act, EventKind, ServiceRequestStatus, ServiceRequestSubStatus


async def end_verification(unit: Unit, subject: Subject, application: WritApplication) -> None:
    """Close what nobody has started about a withdrawn application; what was started gets a note and stays with staff.

    An effect of the withdrawal, for an act that was permitted: its author is whoever withdrew.
    """
    found = await unit.session.scalars(
        select(ServiceRequest)
        .where(
            ServiceRequest.case_id == subject.case.id,
            ServiceRequest.subject_id == application.id,
            ServiceRequest.status != ServiceRequestStatus.CLOSED,
        )
        .order_by(ServiceRequest.opened_at, ServiceRequest.id)
    )
    for row in found.all():
        each = await worked.of(unit, subject, row)
        if may_be_closed_unworked(each.work(None)):
            _close(unit, each)
        else:
            each.note(unit, f"The claimant withdrew application {application.reference}.", by=None)
            each.changed(unit, EventKind.SERVICE_REQUEST_NOTED)


def _close(unit: Unit, each: Worked) -> None:
    each.move(Act.CLOSE_SERVICE_REQUEST)
    row = each.service_request
    row.sub_status, row.closed_at = ServiceRequestSubStatus.CANCELLED, unit.now
    each.changed(unit, EventKind.SERVICE_REQUEST_CLOSED, subStatus=row.sub_status)
