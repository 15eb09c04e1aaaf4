"""Opening a service request: by an occasion that the service meets, under another one, or by hand (W-10, R-12)."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from backend.models import Case, ServiceRequest, Stream, Team, new_id
from backend.operations.subject import new_reference
from backend.operations.unit import Unit
from backend.rules.calendars import next_working_day
from backend.rules.casework.catalogue import KINDS
from backend.rules.periods import london_day
from backend.rules.vocabulary import COURT_ONLY, Desk, EventKind, KindCode, ServiceRequestStatus, Side


async def open_service_request(
    unit: Unit,
    stream: Stream,
    case: Case,
    kind: KindCode,
    *,
    reason: str,
    about: UUID | None,
    occasion: str | None,
    parent_id: UUID | None = None,
) -> ServiceRequest | None:
    """Open a service request in the queue of the team whose desk it is, owned by nobody yet.

    For an act that was permitted and holds `stream` locked. `reason` is a sentence for staff, of at most 300
    characters. An `occasion` opens once, however often it is met: None where it did before.
    """
    place, key = KINDS[kind], new_id()
    opened = await unit.session.scalar(
        unit.insert(ServiceRequest)
        .values(
            id=key,
            case_id=case.id,
            reference=new_reference("SR"),
            process=place.process,
            area=place.area,
            sub_area=place.sub_area,
            status=ServiceRequestStatus.OPEN,
            reason=reason,
            subject_id=about,
            opened_for=occasion,
            parent_id=parent_id,
            desk=place.desk,
            team_id=await _team_of(unit, place.desk),
            due_on=next_working_day(london_day(unit.now) + timedelta(days=place.due_days), case.jurisdiction),
            data={},
            version=1,
            updated_at=unit.now,
            opened_at=unit.now,
            opened_by=unit.actor.user_id,
        )
        .on_conflict_do_nothing(index_elements=["opened_for"])
        .returning(ServiceRequest.id)
    )
    if opened is None:
        return None
    found = (await unit.session.scalars(select(ServiceRequest).where(ServiceRequest.id == key))).one()
    unit.record(
        stream,
        EventKind.SERVICE_REQUEST_OPENED,
        audience=COURT_ONLY,
        changes={"serviceRequest": found.reference, "reason": reason},
        subject_id=key,
    )
    return found


async def _team_of(unit: Unit, desk: Desk) -> UUID | None:
    """The court's team that takes the work of this desk, the first by name; None where none does."""
    teams = await unit.session.scalars(select(Team).where(Team.side == Side.COURT).order_by(Team.name))
    return next((team.id for team in teams if desk in team.desks), None)
