"""The one function that narrows what an actor may see, and what they are to each case they see (X-08)."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    Select,
    SQLColumnExpression,
    Uuid,
    and_,
    bindparam,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy import case as sql_case
from sqlalchemy.sql import ColumnElement, FromClause

from backend.models import Case, EnforcementCase, Link, Schedule, ServiceRequest, Writ
from backend.rules.access import DESKS_OF, ENFORCERS, Actor
from backend.rules.vocabulary import (
    PARTIES_AND_COURT,
    CaseArea,
    CaseKind,
    Desk,
    PartySide,
    Relation,
    Role,
    ScheduleKind,
    ServiceRequestStatus,
)

NOBODY = UUID(int=0)


def kind_of(actor: Actor) -> Actor:
    """Whoever stands as this actor does: what decides a statement of this module, but for the value of `viewer`."""
    return Actor(
        user_id=NOBODY if actor.user_id else None,
        name="",
        role=actor.role,
        jurisdictions=actor.jurisdictions if actor.is_staff else frozenset(),
        team_id=actor.team_id if actor.role is Role.TEAM_LEADER else None,
    )


def standing_of(actor: Actor) -> Actor:
    """Whoever stands as this actor does, and in the same team: whatever an answer may follow from but who they are."""
    return replace(kind_of(actor), team_id=actor.team_id)


def viewer(actor: Actor) -> BindParameter[UUID]:
    """Who looks, bound under one name: for a kind of viewer it is nobody until the statement is run for somebody."""
    return bindparam("viewer", actor.user_id, Uuid)


def visible_cases(actor: Actor) -> Select[*tuple[Any, ...]]:
    """The cases that this actor may see, as `case_id` and `relation` (the bits of `Relation`). Deny by default.

    Every read of anything that belongs to a case joins this.
    """
    if actor.is_system:
        return select(Case.id.label("case_id"), literal(int(Relation.SYSTEM)).label("relation"))
    if actor.is_court_staff:
        return select(Case.id.label("case_id"), literal(int(Relation.COURT)).label("relation")).where(
            Case.kind == CaseKind.CLAIM, Case.jurisdiction.in_(sorted(actor.jurisdictions))
        )
    if actor.is_agency_staff:
        return _of_the_agency(actor)
    live = Link.ended_at.is_(None) if actor.user_id else false()
    return (
        select(Link.case_id.label("case_id"), func.max(Link.relation).label("relation"))
        .where(Link.user_id == viewer(actor), live)
        .group_by(Link.case_id)
    )


def _of_the_agency(actor: Actor) -> Select[*tuple[Any, ...]]:
    """The enforcement cases of the actor's jurisdictions that their role has to do with, and what they are to each."""
    standing = {
        Role.TEAM_LEADER: Relation.AGENCY,
        Role.SENIOR_MANAGER: Relation.SENIOR,
        **dict.fromkeys(ENFORCERS, Relation.AGENCY),
    }.get(actor.role, Relation.PARTNER)
    open_here = and_(ServiceRequest.case_id == Case.id, ServiceRequest.status != ServiceRequestStatus.CLOSED)
    owns = exists().where(open_here, ServiceRequest.owner_id == viewer(actor)).correlate(Case)
    deducted = (
        exists()
        .where(Schedule.case_id == Case.id, Schedule.kind == ScheduleKind.REGULAR_DEDUCTION_ORDER)
        .correlate(Case)
    )
    to_sign = exists().where(open_here, ServiceRequest.desk == Desk.SENIOR_MANAGEMENT).correlate(Case)
    in_team = exists().where(open_here, ServiceRequest.team_id == actor.team_id).correlate(Case)
    has_to_do: dict[Role, ColumnElement[bool]] = {
        **dict.fromkeys(ENFORCERS, true()),
        Role.TEAM_LEADER: or_(EnforcementCase.team_id == actor.team_id, in_team) if actor.team_id else false(),
        Role.SENIOR_MANAGER: to_sign,
        Role.MAINTENANCE_WORKER: or_(
            EnforcementCase.area == CaseArea.MAINTENANCE, EnforcementCase.origin == CaseArea.MAINTENANCE
        ),
        Role.COMPLAINTS_WORKER: or_(
            EnforcementCase.area == CaseArea.COMPLAINTS, EnforcementCase.origin == CaseArea.COMPLAINTS
        ),
        Role.TRANSITION_WORKER: EnforcementCase.is_migrated.is_(True),
        Role.ARREARS_CASE_OWNER: deducted,
        Role.DOT: deducted,
    }
    owned = Relation.ASSIGNED | (Relation.COMPLEX if actor.role is Role.COMPLEX_CASE_WORKER else Relation.NONE)
    bits = literal(int(standing)) + sql_case((owns, int(owned)), else_=0)
    if actor.role is Role.TEAM_LEADER:
        bits = bits + sql_case((has_to_do[actor.role], int(Relation.LEADER)), else_=0)
    return (
        select(Case.id.label("case_id"), bits.label("relation"))
        .join(EnforcementCase, EnforcementCase.case_id == Case.id)
        .where(Case.jurisdiction.in_(sorted(actor.jurisdictions)), or_(has_to_do[actor.role], owns))
    )


def of_no_case(actor: Actor) -> Relation:
    """What this actor is to the rows that belong to no case and are there for everybody."""
    if actor.is_system:
        return Relation.ANYBODY | Relation.SYSTEM
    if actor.is_agency_staff:
        return Relation.ANYBODY | Relation.AGENCY
    return Relation.ANYBODY | Relation.COURT if actor.is_court_staff else Relation.ANYBODY


def own_parties(actor: Actor) -> Select[*tuple[Any, ...]]:
    """The parties that this actor proved to be."""
    return select(Link.party_id).where(
        Link.user_id == viewer(actor), Link.ended_at.is_(None), Link.party_id.is_not(None)
    )


def own_entries(actor: Actor) -> Select[*tuple[Any, ...]]:
    """The entries of the register of officers by which this actor was appointed."""
    return select(Link.hceo_id).where(Link.user_id == viewer(actor), Link.ended_at.is_(None), Link.hceo_id.is_not(None))


def private_rows(party_id: SQLColumnExpression[Any], actor: Actor) -> ColumnElement[bool]:
    """Which rows private to a party this actor may see: their own; the court and the service see all."""
    if actor.is_system or actor.is_staff:
        return true()
    return or_(party_id.is_(None), party_id.in_(own_parties(actor)))


def requests_seen(case_request: FromClause, actor: Actor) -> ColumnElement[bool]:
    """Which service requests of the cases they see are shown to this actor: none but to staff.

    Other areas of the agency, and senior managers, see those of their desks and their own; everybody else of the staff
    all of them (X-08).
    """
    if actor.role not in DESKS_OF:
        return true() if actor.is_system or actor.is_staff else false()
    row = case_request.c
    theirs = row.desk.in_(sorted(DESKS_OF[actor.role]))
    return or_(theirs, row.owner_id == viewer(actor), row.opened_by == viewer(actor))


def of_requests_seen(request_id: SQLColumnExpression[Any], actor: Actor) -> ColumnElement[bool]:
    """Which rows that hang on a service request: those of the service requests that this actor is shown."""
    if actor.role not in DESKS_OF:
        return true() if actor.is_system or actor.is_staff else false()
    shown = ServiceRequest.__table__.alias("shown")
    return request_id.in_(select(shown.c.id).where(requests_seen(shown, actor)))


def of_own_requests(request_id: SQLColumnExpression[Any], actor: Actor) -> ColumnElement[bool]:
    """Which rows that hang on a service request: those of the ones that this actor owns."""
    own = ServiceRequest.__table__.alias("own")
    return request_id.in_(select(own.c.id).where(own.c.owner_id == viewer(actor)))


def stands_as(visible: FromClause, relation: Relation) -> ColumnElement[bool]:
    """Whether a viewer is to a case of `visible_cases` any of what this mask names."""
    bits = visible.c.relation
    stands: ColumnElement[bool] = bits.op("&", return_type=bits.type)(int(relation)) != 0
    return stands


def for_parties_and_court(visible: FromClause, _actor: Actor) -> ColumnElement[bool]:
    """Which rows of a case are the parties' and the court's: none of them are for an officer who enforces it."""
    return stands_as(visible, PARTIES_AND_COURT)


def addressed_rows(
    party_id: SQLColumnExpression[Any], hceo_id: SQLColumnExpression[Any], actor: Actor
) -> ColumnElement[bool]:
    """Which rows addressed to a party or to an officer this actor may see: those to them; the court all."""
    if actor.is_system or actor.is_staff:
        return true()
    return or_(party_id.in_(own_parties(actor)), hceo_id.in_(own_entries(actor)))


def served_rows(hceo_id: SQLColumnExpression[Any], actor: Actor) -> ColumnElement[bool]:
    """Which writs this actor may see of a case: an officer those served on them, whoever else sees the case all."""
    if actor.role is not Role.HCEO:
        return true()
    return hceo_id.in_(own_entries(actor))


def of_served_writs(writ_id: SQLColumnExpression[Any], actor: Actor) -> ColumnElement[bool]:
    """Which rows about a writ this actor may see: an officer those about writs served on them."""
    if actor.role is not Role.HCEO:
        return true()
    return writ_id.in_(select(Writ.id).where(served_rows(Writ.hceo_id, actor)))


def cases_on_side(actor: Actor, side: PartySide) -> Select[*tuple[Any, ...]]:
    """The cases in which this actor is a party on this side."""
    return select(Link.case_id).where(
        Link.user_id == viewer(actor), Link.ended_at.is_(None), Link.relation == int(side.relation)
    )
