"""The work queue of a team: which service requests are in it, how many, and what happened to them since."""

from dataclasses import dataclass
from datetime import date
from enum import auto
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, case, exists, false, func, not_, null, or_, select, true, union_all
from sqlalchemy.sql import ColumnElement

from backend.models import Case, EnforcementCase, HistoryEntry, ServiceRequest, Team, User
from backend.queries.events import Position, beyond, published
from backend.queries.history import HISTORY_ENTRY
from backend.queries.model import Related
from backend.queries.reading import Reading, Row
from backend.queries.service_requests import SERVICE_REQUEST
from backend.queries.teams import Named, named
from backend.rules.access import Actor
from backend.rules.casework.catalogue import KINDS
from backend.rules.periods import london_day
from backend.rules.vocabulary import Jurisdiction, KindCode, Role, Segment, ServiceRequestStatus, Word

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
    jurisdiction: tuple[Jurisdiction, ...] | None = None
    segment: tuple[Segment, ...] | None = None
    team_id: UUID | None = None
    is_of_every_team: bool = False


OF_CASE = Related(
    target=lambda: SERVICE_REQUEST, child=lambda: ServiceRequest.case_id, parent="case_id", order=("opened_at", "key")
)
"""The service requests of an enforcement case."""


def open_or_closed(is_open: bool | None) -> tuple[tuple[Any, ...], str]:
    """The condition under which only some service requests of a case are listed, and its text for cursors."""
    if is_open is None:
        return (), ""
    return (OPEN if is_open else not_(OPEN),), f"open: {is_open}"


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
        true() if asked.is_of_every_team or asked.team_id else in_queue_of(actor),
        true() if asked.team_id is None else ServiceRequest.team_id == asked.team_id,
        true() if asked.jurisdiction is None else _of_case(Case, Case.jurisdiction.in_(asked.jurisdiction)),
        true() if asked.segment is None else _of_case(EnforcementCase, EnforcementCase.segment.in_(asked.segment)),
        OPEN if asked.status is None else ServiceRequest.status.in_(asked.status),
        owners[asked.owner],
        true() if asked.kind is None else or_(false(), *map(is_of_kind, asked.kind)),
        true() if asked.due_before is None else ServiceRequest.due_on < asked.due_before,
        true() if asked.case_id is None else ServiceRequest.case_id == asked.case_id,
    )


def _of_case(table: Any, condition: Any) -> ColumnElement[bool]:
    """Those on a case of which this holds."""
    key = table.id if table is Case else table.case_id
    return exists().where(key == ServiceRequest.case_id, condition).correlate(ServiceRequest)


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


@dataclass(frozen=True, slots=True)
class Load:
    """How much of the work of a team is somebody's; nobody's where no member is named."""

    member: Named | None
    open: int
    due_today: int
    overdue: int
    for_approval: int


async def load_of_team(reading: Reading) -> list[Load]:
    """Of each member of the leader's team, and of nobody, how much of the team's work there is: one statement.

    Members by name, what is nobody's first; for a team leader alone.
    """
    team_id = reading.standing.team_id
    if reading.standing.role is not Role.TEAM_LEADER or team_id is None:
        return []
    today = london_day(reading.now)
    work = reading.select(SERVICE_REQUEST).where(ServiceRequest.team_id == team_id, OPEN).subquery("work")
    put_up = work.c.status == ServiceRequestStatus.INITIATE_APPROVAL_PROCESS
    sums = [
        func.count(work.c.key),
        func.sum(case((work.c.due_on == today, 1), else_=0)),
        func.sum(case((work.c.due_on < today, 1), else_=0)),
        func.sum(case((put_up, 1), else_=0)),
    ]
    users = User.__table__
    theirs = (users.c.team_id == team_id) & users.c.is_active.is_(True) & (users.c.id != reading.actor.user_id)
    of_members: Select[Any] = (
        select(users.c.id, users.c.name, *sums)
        .select_from(users.outerjoin(work, work.c.owner_id == users.c.id))
        .where(theirs | work.c.key.is_not(None))
        .group_by(users.c.id, users.c.name)
    )
    of_nobody: Select[Any] = select(null(), null(), *sums).where(work.c.owner_id.is_(None))
    found = await reading.execute(union_all(of_members, of_nobody))
    loads = [Load(named(key, name), *(int(each or 0) for each in counted)) for key, name, *counted in found]
    return sorted(loads, key=lambda each: (each.member is not None, each.member.name if each.member else ""))


async def seen_after(reading: Reading, position: Position, *, dialect: str, skip: int = 0, limit: int) -> list[Row]:
    """The published entries beyond a place about what is in the viewer's queue now, or about its leaving it."""
    left = and_(Team.name == HistoryEntry.changes["fromTeam"].as_string(), Team.id == reading.standing.team_id)
    statement = (
        reading.select(HISTORY_ENTRY)
        .join(ServiceRequest, ServiceRequest.id == HistoryEntry.subject_id)
        .outerjoin(Team, left)
        .where(published(dialect), beyond(position), or_(in_queue_of(reading.standing), Team.id.is_not(None)))
    )
    ordered = statement.order_by(HistoryEntry.xid, HistoryEntry.id).offset(skip).limit(limit)
    return await reading.rows(HISTORY_ENTRY, ordered)
