"""The work queue of a team: which service requests are in it, how many, and what happened to them since."""

from dataclasses import dataclass
from datetime import date
from enum import auto
from typing import Any
from uuid import UUID

from sqlalchemy import and_, false, or_, true
from sqlalchemy.sql import ColumnElement

from backend.models import HistoryEntry, ServiceRequest, Team
from backend.queries.events import Position, beyond, published
from backend.queries.history import HISTORY_ENTRY
from backend.queries.reading import Reading, Row
from backend.queries.service_requests import SERVICE_REQUEST
from backend.rules.access import Actor
from backend.rules.casework.catalogue import KINDS
from backend.rules.periods import london_day
from backend.rules.vocabulary import KindCode, ServiceRequestStatus, Word

COUNTED_TO = 1_000
OPEN = ServiceRequest.status != ServiceRequestStatus.CLOSED


class QueueOwner(Word):
    """Whose a service request is, to whoever looks."""

    ME = auto()
    UNASSIGNED = auto()


@dataclass(frozen=True, slots=True)
class Asked:
    """Which service requests are asked for: everything given must hold. Without a status, those not closed."""

    status: tuple[ServiceRequestStatus, ...] | None = None
    owner: QueueOwner | None = None
    kind: tuple[KindCode, ...] | None = None
    due_before: date | None = None
    case_id: UUID | None = None
    is_of_every_team: bool = False


def in_queue_of(actor: Actor) -> ColumnElement[bool]:
    """Those of the viewer's team, and those that no team takes, so that none of them is lost."""
    return or_(ServiceRequest.team_id == actor.team_id, ServiceRequest.team_id.is_(None))


def conditions(asked: Asked, actor: Actor) -> ColumnElement[bool]:
    """What is asked for, as SQL."""
    owners = {
        None: true(),
        QueueOwner.ME: ServiceRequest.owner_id == actor.user_id,
        QueueOwner.UNASSIGNED: ServiceRequest.owner_id.is_(None),
    }
    return and_(
        true() if asked.is_of_every_team else in_queue_of(actor),
        OPEN if asked.status is None else ServiceRequest.status.in_(asked.status),
        owners[asked.owner],
        true() if asked.kind is None else or_(false(), *map(is_of_kind, asked.kind)),
        true() if asked.due_before is None else ServiceRequest.due_on < asked.due_before,
        true() if asked.case_id is None else ServiceRequest.case_id == asked.case_id,
    )


def is_of_kind(code: KindCode) -> ColumnElement[bool]:
    """Those that stand at the place of this kind in the procedure."""
    process, area, sub_area = KINDS[code].place
    return and_(ServiceRequest.process == process, ServiceRequest.area == area, ServiceRequest.sub_area == sub_area)


async def counts(reading: Reading) -> dict[str, int]:
    """How much there is in the viewer's queue, counted up to 1,000 each: one statement."""
    here = and_(in_queue_of(reading.actor), OPEN)
    put_up = ServiceRequest.status == ServiceRequestStatus.INITIATE_APPROVAL_PROCESS
    each: dict[str, Any] = {
        "open": here,
        "mine": and_(here, ServiceRequest.owner_id == reading.actor.user_id),
        "unassigned": and_(here, ServiceRequest.owner_id.is_(None)),
        "for_approval": and_(here, put_up),
        "overdue": and_(here, ServiceRequest.due_on < london_day(reading.now)),
    }
    found = await reading.count_each(SERVICE_REQUEST, each.values(), at_most=COUNTED_TO, along=ServiceRequest.due_on)
    return dict(zip(each, found, strict=True))


async def seen_after(reading: Reading, position: Position, *, dialect: str, skip: int = 0, limit: int) -> list[Row]:
    """The published entries beyond a place about what is in the viewer's queue now, or about its leaving it."""
    left = and_(Team.name == HistoryEntry.changes["fromTeam"].as_string(), Team.id == reading.actor.team_id)
    statement = (
        reading.select(HISTORY_ENTRY)
        .join(ServiceRequest, ServiceRequest.id == HistoryEntry.subject_id)
        .outerjoin(Team, left)
        .where(published(dialect), beyond(position), or_(in_queue_of(reading.actor), Team.id.is_not(None)))
    )
    ordered = statement.order_by(HistoryEntry.xid, HistoryEntry.id).offset(skip).limit(limit)
    return await reading.rows(HISTORY_ENTRY, ordered)
