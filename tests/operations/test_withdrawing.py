"""What becomes of the court's work on an application that is withdrawn (W-10, R-12)."""

import pytest

from backend.models import HistoryEntry, ServiceRequest, ServiceRequestNote
from backend.operations import service_requests
from backend.rules.vocabulary import EventKind, Relation, ServiceRequestStatus, ServiceRequestSubStatus
from tests.builders.enforcement import UNPAID_AT, submitted_application
from tests.builders.service import Service


@pytest.mark.requirement("W-10", "R-12")
async def test_what_nobody_started_is_cancelled_with_the_application_it_verifies(service: Service) -> None:
    made = await submitted_application(service)
    await made.withdraw()
    closed = await service.one(ServiceRequest, subject_id=made.id)
    assert (closed.status, closed.sub_status) == (ServiceRequestStatus.CLOSED, ServiceRequestSubStatus.CANCELLED)
    assert (closed.closed_at, closed.version) == (UNPAID_AT, 2)
    entry = await service.one(HistoryEntry, subject_id=closed.id, kind=EventKind.SERVICE_REQUEST_CLOSED)
    assert entry.changes == {"serviceRequest": closed.reference, "subStatus": "CANCELLED"}
    assert entry.actor_id == service.kate.user_id
    assert not entry.audience & int(Relation.CLAIMANT | Relation.DEFENDANT)


@pytest.mark.requirement("W-10", "R-12")
async def test_what_staff_started_is_told_of_a_withdrawal_and_stays_with_them(service: Service) -> None:
    made = await submitted_application(service)
    found = await service.one(ServiceRequest, subject_id=made.id)
    await service.carry_out(service.officer, lambda unit: service_requests.start(unit, found.id, expected_version=None))
    await made.withdraw()
    left = await service.one(ServiceRequest, subject_id=made.id)
    assert (left.status, left.owner_id, left.version) == (
        ServiceRequestStatus.IN_PROGRESS,
        service.officer.user_id,
        found.version + 2,
    )
    note = await service.one(ServiceRequestNote, service_request_id=found.id)
    reference = (await made.stored()).reference
    assert (note.text, note.written_by) == (f"The claimant withdrew application {reference}.", None)
