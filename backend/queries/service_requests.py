"""Service requests with their plans and notes: the staff's own, and the lists by which they are worked."""

import asyncio
from uuid import UUID

from sqlalchemy import case, false, func, true
from sqlalchemy.sql import ColumnElement, FromClause

from backend.models import Activity, ActivityPlan, Case, ServiceRequest, ServiceRequestNote, Team, User, WritApplication
from backend.queries.claims import CLAIM
from backend.queries.ids import to_node_id
from backend.queries.model import Derived, Entity, Facts, Field, Order, Related, Sum
from backend.queries.reading import Reading, Row
from backend.queries.teams import named
from backend.rules.access import Actor
from backend.rules.casework.catalogue import TEMPLATES, kind_at
from backend.rules.casework.kinds import Kind
from backend.rules.casework.work import LineState, Work
from backend.rules.vocabulary import ServiceRequestStatus

CHILD = ServiceRequest.__table__.alias("children")


def for_staff(_visible: FromClause, actor: Actor) -> ColumnElement[bool]:
    """Casework exists for staff alone: all of the cases they see, and for nobody else any of it."""
    return true() if actor.is_system or actor.is_court_staff else false()


SERVICE_REQUEST = Entity(
    name="ServiceRequest",
    source=ServiceRequest.__table__.outerjoin(Team.__table__, Team.id == ServiceRequest.team_id)
    .outerjoin(User.__table__, User.id == ServiceRequest.owner_id)
    .outerjoin(ActivityPlan.__table__, ActivityPlan.service_request_id == ServiceRequest.id)
    .outerjoin(WritApplication.__table__, WritApplication.id == ServiceRequest.subject_id),
    counted=ServiceRequest.__table__,
    key=ServiceRequest.id,
    case=ServiceRequest.case_id,
    rows=for_staff,
    fields={
        "key": Field(ServiceRequest.id, published=False),
        "id": Field(ServiceRequest.id, show=lambda key: to_node_id("ServiceRequest", key)),
        "case_id": Field(ServiceRequest.case_id, published=False),
        "parent_id": Field(ServiceRequest.parent_id, published=False),
        "subject_id": Field(ServiceRequest.subject_id, published=False),
        "reference": Field(ServiceRequest.reference),
        "process": Field(ServiceRequest.process),
        "area": Field(ServiceRequest.area),
        "sub_area": Field(ServiceRequest.sub_area),
        "status": Field(ServiceRequest.status),
        "sub_status": Field(ServiceRequest.sub_status),
        "reason": Field(ServiceRequest.reason),
        "resolution": Field(ServiceRequest.resolution),
        "due_on": Field(ServiceRequest.due_on),
        "opened_at": Field(ServiceRequest.opened_at),
        "started_at": Field(ServiceRequest.started_at),
        "approval_requested_at": Field(ServiceRequest.approval_requested_at),
        "approval_requested_by": Field(ServiceRequest.approval_requested_by, published=False),
        "decided_at": Field(ServiceRequest.decided_at),
        "closed_at": Field(ServiceRequest.closed_at),
        "version": Field(ServiceRequest.version),
        "updated_at": Field(ServiceRequest.updated_at),
        "team_id": Field(ServiceRequest.team_id, published=False),
        "team_name": Field(Team.name, published=False),
        "owner_id": Field(ServiceRequest.owner_id, published=False),
        "owner_name": Field(User.name, published=False),
        "template": Field(ActivityPlan.template, published=False),
        "generated_at": Field(ActivityPlan.generated_at, published=False),
        "amended_by": Field(
            WritApplication.amended_by, load=lambda found: frozenset(map(UUID, found or ())), published=False
        ),
    },
    orders={
        "DUE_FIRST": Order(("due_on", "key")),
        "OPENED_FIRST": Order(("opened_at", "key")),
        "OPENED_LAST": Order(("opened_at", "key"), descending=True),
    },
)

ACTIVITY = Entity(
    name="Activity",
    source=Activity.__table__.outerjoin(User.__table__, User.id == Activity.done_by),
    key=Activity.id,
    case=Activity.case_id,
    rows=for_staff,
    fields={
        "position": Field(Activity.position),
        "code": Field(Activity.code),
        "status": Field(Activity.status),
        "outcome": Field(Activity.outcome),
        "reason": Field(Activity.reason),
        "on": Field(Activity.on),
        "note": Field(Activity.comment),
        "done_at": Field(Activity.done_at),
        "done_by": Field(Activity.done_by, published=False),
        "done_by_name": Field(User.name, published=False),
    },
)

NOTE = Entity(
    name="ServiceRequestNote",
    source=ServiceRequestNote.__table__.outerjoin(User.__table__, User.id == ServiceRequestNote.written_by),
    key=ServiceRequestNote.id,
    case=ServiceRequestNote.case_id,
    rows=for_staff,
    fields={
        "key": Field(ServiceRequestNote.id, published=False),
        "written_at": Field(ServiceRequestNote.written_at),
        "author": Field(User.name),
        "text": Field(ServiceRequestNote.text),
    },
)

OPEN_CHILDREN = Sum(
    name="open_children",
    source=CHILD,
    by=CHILD.c.parent_id,
    expression=func.sum(case((CHILD.c.status == ServiceRequestStatus.CLOSED, 0), else_=1)),
    case=CHILD.c.case_id,
    parent="key",
)
ACTIVITIES = Related(
    target=lambda: ACTIVITY, child=lambda: Activity.service_request_id, parent="key", order=("position",)
)
NOTES = Related(
    target=lambda: NOTE, child=lambda: ServiceRequestNote.service_request_id, parent="key", order=("written_at", "key")
)
CHILDREN = Related(
    target=lambda: SERVICE_REQUEST, child=lambda: ServiceRequest.parent_id, parent="key", order=("opened_at", "key")
)
PARENT = Related(target=lambda: SERVICE_REQUEST, child=lambda: ServiceRequest.id, parent="parent_id", one=True)
CLAIM_OF = Related(target=lambda: CLAIM, child=lambda: Case.id, parent="case_id", one=True)


def kind_of(row: Row | Facts) -> Kind:
    """The kind that stands at the place of a service request in the procedure."""
    return kind_at(row.stored["process"], row.stored["area"], row.stored["sub_area"])


KIND = Derived(lambda f: kind_of(f).code)
TITLE = Derived(lambda f: kind_of(f).title)
TEAM = Derived(lambda f: named(f.stored["team_id"], f.stored["team_name"]))
OWNER = Derived(lambda f: named(f.stored["owner_id"], f.stored["owner_name"]))


async def work_of(reading: Reading, row: Row) -> Work:
    """What the rules need of a service request, and who looks; the same facts as `operations.worked.Worked.work`."""
    activities, open_children = await asyncio.gather(
        reading.related(row, ACTIVITIES), reading.total(row, OPEN_CHILDREN)
    )
    stored = row.stored
    return Work(
        kind=kind_of(row),
        status=stored["status"],
        template=TEMPLATES[stored["template"]] if stored["template"] else None,
        lines=tuple(state_of(each) for each in activities),
        open_children=open_children,
        put_up_by=stored["approval_requested_by"],
        amended_by=stored["amended_by"],
        viewer=reading.actor.user_id,
    )


def state_of(activity: Row) -> LineState:
    """A line as the rules look at it."""
    stored = activity.stored
    return LineState(stored["code"], stored["status"], stored["outcome"], stored["done_by"])
