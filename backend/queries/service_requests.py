"""Service requests with their plans and notes: the staff's own, and the lists by which they are worked."""

import asyncio
from uuid import UUID

from sqlalchemy import and_, case, false, func, select, true, union_all
from sqlalchemy.sql import ColumnElement, FromClause

from backend.models import (
    Activity,
    ActivityPlan,
    Case,
    OfflineTask,
    RelatedServiceRequest,
    ServiceRequest,
    ServiceRequestNote,
    Team,
    User,
    WritApplication,
)
from backend.queries import scope
from backend.queries.claims import CLAIM
from backend.queries.ids import to_node_id
from backend.queries.model import Derived, Entity, Facts, Field, Order, Related, Sum
from backend.queries.reading import Reading, Row
from backend.queries.teams import named
from backend.rules.access import DESKS_OF, Actor
from backend.rules.casework.catalogue import PERFORM_AMENDMENT, kind_at
from backend.rules.casework.kinds import Kind
from backend.rules.vocabulary import Relation, ServiceRequestStatus

CHILD = ServiceRequest.__table__.alias("children")


def for_staff(_visible: FromClause, actor: Actor) -> ColumnElement[bool]:
    """Casework exists for staff alone: of the cases they see, what is theirs to see."""
    return scope.requests_seen(ServiceRequest.__table__, actor)


def of_seen(_visible: FromClause, actor: Actor) -> ColumnElement[bool]:
    return scope.of_requests_seen(OfflineTask.service_request_id, actor)


def for_all_staff(_visible: FromClause, actor: Actor) -> ColumnElement[bool]:
    """What is reached through a service request alone."""
    return true() if actor.is_system or actor.is_staff else false()


def for_whoever_works_it(visible: FromClause, actor: Actor) -> ColumnElement[bool]:
    """Notes, among them welfare decisions: the court's for its staff; of the agency for who works or leads the case."""
    if actor.role in DESKS_OF:
        return scope.of_own_requests(ServiceRequestNote.service_request_id, actor)
    if actor.is_agency_staff:
        return scope.stands_as(visible, Relation.ASSIGNED | Relation.LEADER)
    return for_all_staff(visible, actor)


AMENDMENT = ActivityPlan.__table__.alias("amendment_plans")
_AMENDMENTS = f"{PERFORM_AMENDMENT}/%"
IS_FIRST_PLAN = ActivityPlan.template.not_like(_AMENDMENTS)
IS_AMENDMENT = AMENDMENT.c.template.like(_AMENDMENTS)

SERVICE_REQUEST = Entity(
    name="ServiceRequest",
    source=ServiceRequest.__table__.outerjoin(Team.__table__, Team.id == ServiceRequest.team_id)
    .outerjoin(User.__table__, User.id == ServiceRequest.owner_id)
    .outerjoin(ActivityPlan.__table__, and_(ActivityPlan.service_request_id == ServiceRequest.id, IS_FIRST_PLAN))
    .outerjoin(AMENDMENT, and_(AMENDMENT.c.service_request_id == ServiceRequest.id, IS_AMENDMENT))
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
        "amendment": Field(AMENDMENT.c.template, published=False),
        "amendment_generated_at": Field(AMENDMENT.c.generated_at, published=False),
        "desk": Field(ServiceRequest.desk, published=False),
        "data": Field(ServiceRequest.data, published=False),
        "waits_until": Field(ServiceRequest.waits_until, published=False),
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
    rows=for_all_staff,
    fields={
        "plan_id": Field(Activity.plan_id, published=False),
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
    rows=for_whoever_works_it,
    fields={
        "key": Field(ServiceRequestNote.id, published=False),
        "written_at": Field(ServiceRequestNote.written_at),
        "author": Field(User.name),
        "kind": Field(ServiceRequestNote.kind),
        "text": Field(ServiceRequestNote.text),
    },
)

OFFLINE_TASK = Entity(
    name="OfflineTask",
    source=OfflineTask.__table__.outerjoin(User.__table__, User.id == OfflineTask.recorded_by),
    key=OfflineTask.id,
    case=OfflineTask.case_id,
    rows=of_seen,
    fields={
        "key": Field(OfflineTask.id, published=False),
        "id": Field(OfflineTask.id, show=lambda key: to_node_id("OfflineTask", key)),
        "kind": Field(OfflineTask.kind),
        "with_whom": Field(OfflineTask.with_whom),
        "by_whom": Field(OfflineTask.by_whom),
        "reference": Field(OfflineTask.reference),
        "amount_pence": Field(OfflineTask.amount_pence),
        "requested_on": Field(OfflineTask.requested_on),
        "received_on": Field(OfflineTask.received_on),
        "recorded_at": Field(OfflineTask.recorded_at, published=False),
        "recorded_by": Field(User.name),
    },
)

_BOTH_WAYS = union_all(
    select(
        RelatedServiceRequest.id,
        RelatedServiceRequest.case_id,
        RelatedServiceRequest.first_id.label("of_id"),
        RelatedServiceRequest.second_id.label("other_id"),
    ),
    select(
        RelatedServiceRequest.id,
        RelatedServiceRequest.case_id,
        RelatedServiceRequest.second_id,
        RelatedServiceRequest.first_id,
    ),
).subquery("related_both_ways")
LINK = Entity(
    name="RelatedServiceRequest",
    source=_BOTH_WAYS,
    key=_BOTH_WAYS.c.id,
    case=_BOTH_WAYS.c.case_id,
    rows=for_all_staff,
    fields={
        "key": Field(_BOTH_WAYS.c.id, published=False),
        "other_id": Field(_BOTH_WAYS.c.other_id, published=False),
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
    target=lambda: ACTIVITY, child=lambda: Activity.service_request_id, parent="key", order=("plan_id", "position")
)
NOTES = Related(
    target=lambda: NOTE, child=lambda: ServiceRequestNote.service_request_id, parent="key", order=("written_at", "key")
)
CHILDREN = Related(
    target=lambda: SERVICE_REQUEST, child=lambda: ServiceRequest.parent_id, parent="key", order=("opened_at", "key")
)
LINKS = Related(target=lambda: LINK, child=lambda: _BOTH_WAYS.c.of_id, parent="key", order=("key",))
OFFLINE_TASKS = Related(
    target=lambda: OFFLINE_TASK,
    child=lambda: OfflineTask.service_request_id,
    parent="key",
    order=("recorded_at", "key"),
)
PARENT = Related(target=lambda: SERVICE_REQUEST, child=lambda: ServiceRequest.id, parent="parent_id", one=True)
CLAIM_OF = Related(target=lambda: CLAIM, child=lambda: Case.id, parent="case_id", one=True)


async def related_to(reading: Reading, row: Row) -> list[Row]:
    """The service requests that belong with this one, oldest first: two statements for a level."""
    links = await reading.related(row, LINKS)
    found = await asyncio.gather(*(reading.by_key(SERVICE_REQUEST, each.stored["other_id"]) for each in links))
    return sorted((each for each in found if each), key=lambda each: (each.stored["opened_at"], each.stored["key"]))


def kind_of(row: Row | Facts) -> Kind:
    """The kind that stands at the place of a service request in the procedure."""
    return kind_at(row.stored["process"], row.stored["area"], row.stored["sub_area"])


KIND = Derived(lambda f: kind_of(f).code)
TITLE = Derived(lambda f: kind_of(f).title)
TEAM = Derived(lambda f: named(f.stored["team_id"], f.stored["team_name"]))
OWNER = Derived(lambda f: named(f.stored["owner_id"], f.stored["owner_name"]))
