"""Opening a service request: by an occasion that the service meets, under another one, or by hand (W-10, R-12)."""

from datetime import timedelta
from uuid import UUID

from backend.models import Case, ServiceRequest, Stream, new_id
from backend.operations.subject import new_reference
from backend.operations.teams import team_on
from backend.operations.unit import Unit
from backend.rules.calendars import next_working_day
from backend.rules.casework.catalogue import KINDS, kind_at
from backend.rules.casework.kinds import Kind
from backend.rules.periods import london_day
from backend.rules.vocabulary import EventKind, KindCode, ServiceRequestStatus


async def open_service_request(
    unit: Unit,
    stream: Stream,
    case: Case,
    kind: KindCode,
    *,
    reason: str,
    about: UUID | None = None,
    parent_id: UUID | None = None,
    owner_id: UUID | None = None,
) -> ServiceRequest:
    """Open a service request in the queue of the team whose desk it is; without `owner_id` it is nobody's yet.

    For an act that was permitted and holds `stream` locked. `reason` is a sentence for staff of at most 300 characters.
    """
    row = ServiceRequest(
        **await _values(unit, case, KINDS[kind], reason, about), parent_id=parent_id, owner_id=owner_id
    )
    unit.session.add(row)
    _opened(unit, stream, row)
    await unit.session.flush()
    return row


async def open_once(
    unit: Unit, stream: Stream, case: Case, kind: KindCode, *, occasion: str, reason: str, about: UUID | None = None
) -> ServiceRequest | None:
    """Open a service request for an occasion, once however often it is met: None where it was met before.

    Like `open_service_request`, for what the service meets by itself. `occasion` has at most 120 characters.
    """
    row: ServiceRequest | None = await unit.session.scalar(
        unit.insert(ServiceRequest)
        .values(**await _values(unit, case, KINDS[kind], reason, about), opened_for=occasion)
        .on_conflict_do_nothing(index_elements=["opened_for"])
        .returning(ServiceRequest)
    )
    if row is not None:
        _opened(unit, stream, row)
    return row


async def _values(unit: Unit, case: Case, kind: Kind, reason: str, about: UUID | None) -> dict[str, object]:
    due_on = next_working_day(london_day(unit.now) + timedelta(days=kind.due_days), case.jurisdiction)
    return {
        "id": new_id(),
        "case_id": case.id,
        "reference": new_reference("SR"),
        "process": kind.process,
        "area": kind.area,
        "sub_area": kind.sub_area,
        "status": ServiceRequestStatus.OPEN,
        "reason": reason,
        "subject_id": about,
        "desk": kind.desk,
        "team_id": await team_on(unit, kind.desk, case),
        "due_on": due_on,
        "data": {},
        "version": 1,
        "updated_at": unit.now,
        "opened_at": unit.now,
        "opened_by": unit.actor.user_id,
    }


def _opened(unit: Unit, stream: Stream, row: ServiceRequest) -> None:
    unit.record(
        stream,
        EventKind.SERVICE_REQUEST_OPENED,
        audience=kind_at(row.process, row.area, row.sub_area).staff,
        changes={"serviceRequest": row.reference, "reason": row.reason},
        subject_id=row.id,
    )
