"""The one function that narrows what an actor may see, and what they are to each case they see (X-08)."""

from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    Select,
    SQLColumnExpression,
    Uuid,
    bindparam,
    false,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.sql import ColumnElement, FromClause

from backend.models import Case, Link, Writ
from backend.rules.access import Actor
from backend.rules.vocabulary import PARTIES_AND_COURT, CaseKind, PartySide, Relation, Role

NOBODY = UUID(int=0)


def kind_of(actor: Actor) -> Actor:
    """Whoever stands as this actor does: what decides a statement of this module, but for the value of `viewer`."""
    return Actor(
        user_id=NOBODY if actor.user_id else None,
        name="",
        role=actor.role,
        jurisdictions=actor.jurisdictions if actor.is_court_staff else frozenset(),
    )


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
    live = Link.ended_at.is_(None) if actor.user_id else false()
    return (
        select(Link.case_id.label("case_id"), func.max(Link.relation).label("relation"))
        .where(Link.user_id == viewer(actor), live)
        .group_by(Link.case_id)
    )


def of_no_case(actor: Actor) -> Relation:
    """What this actor is to the rows that belong to no case and are there for everybody."""
    if actor.is_system:
        return Relation.ANYBODY | Relation.SYSTEM
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
    if actor.is_system or actor.is_court_staff:
        return true()
    return or_(party_id.is_(None), party_id.in_(own_parties(actor)))


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
    if actor.is_system or actor.is_court_staff:
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
