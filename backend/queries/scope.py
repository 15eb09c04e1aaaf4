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
from sqlalchemy.sql import ColumnElement

from backend.models import Case, Link
from backend.rules.access import Actor
from backend.rules.vocabulary import CaseKind, PartySide, Relation

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


def own_parties(actor: Actor) -> Select[*tuple[Any, ...]]:
    """The parties that this actor proved to be."""
    return select(Link.party_id).where(
        Link.user_id == viewer(actor), Link.ended_at.is_(None), Link.party_id.is_not(None)
    )


def private_rows(party_id: SQLColumnExpression[Any], actor: Actor) -> ColumnElement[bool]:
    """Which rows private to a party this actor may see: their own; the court and the service see all."""
    if actor.is_system or actor.is_court_staff:
        return true()
    return or_(party_id.is_(None), party_id.in_(own_parties(actor)))


def addressed_rows(
    party_id: SQLColumnExpression[Any], hceo_id: SQLColumnExpression[Any], actor: Actor
) -> ColumnElement[bool]:
    """Which rows addressed to a party or to an officer this actor may see: those to them; the court all."""
    if actor.is_system or actor.is_court_staff:
        return true()
    mine = select(Link.hceo_id).where(Link.user_id == viewer(actor), Link.ended_at.is_(None), Link.hceo_id.is_not(None))
    return or_(party_id.in_(own_parties(actor)), hceo_id.in_(mine))


def cases_on_side(actor: Actor, side: PartySide) -> Select[*tuple[Any, ...]]:
    """The cases in which this actor is a party on this side."""
    return select(Link.case_id).where(
        Link.user_id == viewer(actor), Link.ended_at.is_(None), Link.relation == int(side.relation)
    )
