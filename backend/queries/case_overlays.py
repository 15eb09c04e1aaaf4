"""What overlays where an enforcement case stands: flags, review dates, surveillance, movements, powers, findings."""

from typing import Any

from sqlalchemy import func
from sqlalchemy.sql import ColumnElement, FromClause

from backend.models import (
    ArrearsLine,
    Finding,
    FlagSetting,
    MaintenanceCase,
    Movement,
    Party,
    PowerConsidered,
    Review,
    ServiceRequest,
    Surveillance,
    Team,
    User,
)
from backend.queries import scope
from backend.queries.ids import to_node_id
from backend.queries.model import Derived, Entity, Field, Related, Sum
from backend.rules.access import PARTNERS, Actor
from backend.rules.vocabulary import EVERYBODY_OF_THE_AGENCY, PARENTS, Relation, Role

READS_FINDINGS = Relation.ASSIGNED | Relation.LEADER | Relation.SYSTEM
"""What others told about a paying parent is for whoever works the case, and who leads them."""
_ENDED_BY = User.__table__.alias("enders")
_FROM = Team.__table__.alias("teams_left")


AREAS = Relation.AGENCY | Relation.PARTNER | Relation.SYSTEM
"""Who takes part in a case: not a senior manager, who signs off a letter and reads nothing else of it (R-52)."""


def for_agency(visible: FromClause, _actor: Actor) -> ColumnElement[bool]:
    """What is the agency's own: no parent sees any of it."""
    return scope.stands_as(visible, AREAS)


def but_not_deductions(visible: FromClause, actor: Actor) -> ColumnElement[bool]:
    """The same, but for the deduction order team: of the overlays it sees flags and review dates."""
    return scope.stands_as(visible, Relation.NONE if actor.role is Role.DOT else AREAS)


def for_whoever_works_it(visible: FromClause, actor: Actor) -> ColumnElement[bool]:
    """Other areas of the agency read none of it, whatever of the case they own."""
    return scope.stands_as(visible, Relation.NONE if actor.role in PARTNERS else READS_FINDINGS)


def for_its_parents(visible: FromClause, actor: Actor) -> ColumnElement[bool]:
    """The agency and the paying parent see every maintenance case of the group, a receiving parent their own."""
    whole = scope.stands_as(visible, EVERYBODY_OF_THE_AGENCY | Relation.PAYING_PARENT)
    if actor.is_system or actor.is_staff:
        return whole
    return whole | MaintenanceCase.receiving_parent_id.in_(scope.own_parties(actor))


def _by(table: Any, column: Any) -> Any:
    """The rows, each with the user who made it."""
    return table.outerjoin(User.__table__, User.id == column)


FLAG_SETTING = Entity(
    name="CaseFlag",
    source=_by(FlagSetting.__table__, FlagSetting.set_by).outerjoin(_ENDED_BY, _ENDED_BY.c.id == FlagSetting.ended_by),
    key=FlagSetting.id,
    case=FlagSetting.case_id,
    rows=for_agency,
    fields={
        "key": Field(FlagSetting.id, published=False),
        "flag": Field(FlagSetting.flag),
        "set_at": Field(FlagSetting.set_at),
        "set_by": Field(User.name),
        "reason": Field(FlagSetting.reason),
        "ended_at": Field(FlagSetting.ended_at),
        "ended_by": Field(_ENDED_BY.c.name),
        "ended_why": Field(FlagSetting.ended_why),
    },
)
REVIEW = Entity(
    name="CaseReviewDate",
    source=_by(Review.__table__, Review.set_by),
    key=Review.id,
    case=Review.case_id,
    rows=for_agency,
    fields={
        "key": Field(Review.id, published=False),
        "kind": Field(Review.kind),
        "due_on": Field(Review.due_on),
        "reason": Field(Review.reason),
        "set_at": Field(Review.set_at),
        "set_by": Field(User.name),
        "ended_at": Field(Review.ended_at),
        "ended_why": Field(Review.ended_why),
    },
)
SURVEILLANCE = Entity(
    name="Surveillance",
    source=_by(Surveillance.__table__, Surveillance.started_by),
    key=Surveillance.id,
    case=Surveillance.case_id,
    rows=but_not_deductions,
    fields={
        "key": Field(Surveillance.id, published=False),
        "reason": Field(Surveillance.reason),
        "started_at": Field(Surveillance.started_at),
        "started_by": Field(User.name),
        "ended_at": Field(Surveillance.ended_at),
        "exit": Field(Surveillance.exit),
    },
)
MOVEMENT = Entity(
    name="CaseMovement",
    source=_by(Movement.__table__, Movement.by)
    .outerjoin(_FROM, _FROM.c.id == Movement.from_team_id)
    .outerjoin(Team.__table__, Team.id == Movement.to_team_id),
    key=Movement.id,
    case=Movement.case_id,
    rows=but_not_deductions,
    fields={
        "key": Field(Movement.id, published=False),
        "from_area": Field(Movement.from_area),
        "from_team": Field(_FROM.c.name),
        "to_area": Field(Movement.to_area),
        "to_team": Field(Team.name),
        "reason": Field(Movement.reason),
        "at": Field(Movement.at),
        "by": Field(User.name),
    },
)
POWER_CONSIDERED = Entity(
    name="PowerConsidered",
    source=_by(PowerConsidered.__table__, PowerConsidered.by).outerjoin(
        ServiceRequest.__table__, ServiceRequest.id == PowerConsidered.service_request_id
    ),
    key=PowerConsidered.id,
    case=PowerConsidered.case_id,
    rows=but_not_deductions,
    fields={
        "key": Field(PowerConsidered.id, published=False),
        "power": Field(PowerConsidered.power),
        "result": Field(PowerConsidered.result),
        "reason": Field(PowerConsidered.reason),
        "at": Field(PowerConsidered.at),
        "by": Field(User.name),
        "service_request": Field(ServiceRequest.reference),
    },
)
FINDING = Entity(
    name="Finding",
    source=Finding.__table__,
    key=Finding.id,
    case=Finding.case_id,
    rows=for_whoever_works_it,
    fields={
        "key": Field(Finding.id, published=False),
        "kind": Field(Finding.kind),
        "feed": Field(Finding.feed),
        "text": Field(Finding.text),
        "found_on": Field(Finding.found_on),
        "recorded_at": Field(Finding.recorded_at),
    },
)

MAINTENANCE_CASE = Entity(
    name="MaintenanceCase",
    source=MaintenanceCase.__table__.join(Party.__table__, Party.id == MaintenanceCase.receiving_parent_id),
    key=MaintenanceCase.id,
    case=MaintenanceCase.case_id,
    own=MaintenanceCase.receiving_parent_id,
    rows=for_its_parents,
    fields={
        "key": Field(MaintenanceCase.id, published=False),
        "id": Field(MaintenanceCase.id, show=lambda key: to_node_id("MaintenanceCase", key)),
        "number": Field(MaintenanceCase.number),
        "is_master": Field(MaintenanceCase.is_master, to=EVERYBODY_OF_THE_AGENCY),
        "receiving_parent": Field(Party.name),
    },
)
ARREARS_OF_MAINTENANCE_CASE = Sum(
    name="arrears_of_maintenance_case",
    source=ArrearsLine.__table__,
    by=ArrearsLine.maintenance_case_id,
    expression=func.sum(ArrearsLine.amount_pence),
    case=ArrearsLine.case_id,
    parent="key",
    to=EVERYBODY_OF_THE_AGENCY | PARENTS,
)
ARREARS_OF_CASE_OF_GROUP = Derived(lambda f: f.sums["arrears_of_maintenance_case"], sums=(ARREARS_OF_MAINTENANCE_CASE,))


def _of_the_agency(target: Entity, child: Any, order: str, **more: Any) -> Related:
    """What hangs on a case and is the agency's own."""
    return Related(
        target=lambda: target,
        child=lambda: child,
        parent="case_id",
        order=(order, "key"),
        to=AREAS,
        **more,
    )


FLAGS = _of_the_agency(FLAG_SETTING, FlagSetting.case_id, "set_at", where=lambda: FlagSetting.ended_at.is_(None))
PAST_FLAGS = _of_the_agency(
    FLAG_SETTING, FlagSetting.case_id, "set_at", where=lambda: FlagSetting.ended_at.is_not(None)
)
REVIEWS = _of_the_agency(REVIEW, Review.case_id, "set_at")
LIVE_REVIEW = _of_the_agency(REVIEW, Review.case_id, "set_at", where=lambda: Review.ended_at.is_(None), one=True)
SURVEILLANCES = _of_the_agency(SURVEILLANCE, Surveillance.case_id, "started_at")
LIVE_SURVEILLANCE = _of_the_agency(
    SURVEILLANCE, Surveillance.case_id, "started_at", where=lambda: Surveillance.ended_at.is_(None), one=True
)
MOVEMENTS = _of_the_agency(MOVEMENT, Movement.case_id, "at")
POWERS_CONSIDERED = _of_the_agency(POWER_CONSIDERED, PowerConsidered.case_id, "at")
FINDINGS = Related(
    target=lambda: FINDING,
    child=lambda: Finding.case_id,
    parent="case_id",
    order=("recorded_at", "key"),
    to=READS_FINDINGS,
)
MAINTENANCE_CASES = Related(
    target=lambda: MAINTENANCE_CASE, child=lambda: MaintenanceCase.case_id, parent="case_id", order=("number", "key")
)
