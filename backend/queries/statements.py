"""The statements by which nouns are read: each written once for a kind of viewer, its values bound when it is run.

What a viewer may see is in every one of them, by `scope`. Who the viewer is comes with the values, so that writing SQL
costs nothing from the second time on; a statement that was given no viewer reads for nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import ARRAY, Select, bindparam, false, func, literal, select
from sqlalchemy.sql import ColumnElement, FromClause

from backend.queries import scope
from backend.queries.model import EVERYONE, Entity, Related, Sum
from backend.queries.paging import Shape, most, paged, paged_by_parent
from backend.rules.access import Actor

Selected = Select[*tuple[Any, ...]]
Dialect = Literal["sqlite", "postgresql"]
written_once = lru_cache(maxsize=2_000)


@dataclass(frozen=True, slots=True)
class Kind:
    """For whom, and for which database, a statement is written."""

    viewer: Actor
    """Not one person: whoever `scope.kind_of` makes the same."""
    dialect: Dialect


@written_once
def visible(entity: Entity, kind: Kind) -> Selected:
    """The rows that the viewer may see: the entity's fields in order, what the viewer is to it, if it is their own."""
    columns: list[Any] = [field.expression.label(name) for name, field in entity.fields.items()]
    if entity.case is None:
        stands = literal(int(scope.of_no_case(kind.viewer))).label("relation_bits")
        return select(*columns, stands).select_from(entity.source)
    cases = scope.visible_cases(kind.viewer).subquery("visible")
    own = entity.own.in_(scope.own_parties(kind.viewer)) if entity.own is not None else false()
    found = select(*columns, cases.c.relation.label("relation_bits"), own.label("is_own"))
    return _narrowed(found.select_from(entity.source.join(cases, cases.c.case_id == entity.case)), entity, kind, cases)


@written_once
def visible_keys(entity: Entity, kind: Kind) -> Selected:
    """The keys alone of the rows that the viewer may see: what there is to count."""
    found, source = select(entity.key), entity.source if entity.counted is None else entity.counted
    if entity.case is None:
        return found.select_from(source)
    cases = scope.visible_cases(kind.viewer).subquery("visible")
    return _narrowed(found.select_from(source.join(cases, cases.c.case_id == entity.case)), entity, kind, cases)


def _narrowed(found: Selected, entity: Entity, kind: Kind, cases: FromClause) -> Selected:
    return found if entity.rows is None else found.where(entity.rows(cases, kind.viewer))


@written_once
def by_keys(entity: Entity, kind: Kind) -> Selected:
    """The rows of some keys (`keys`), each with its key (`parent_key`)."""
    return visible(entity, kind).add_columns(entity.key.label("parent_key")).where(among_keys(entity.key, kind))


@written_once
def page(entity: Entity, kind: Kind, shape: Shape) -> Selected:
    """A page of all the viewer's rows."""
    return paged(visible(entity, kind), entity, shape)


@written_once
def children(related: Related, kind: Kind, shape: Shape | None, *, is_alone: bool) -> Selected:
    """What hangs on some parents (`keys`) or on one (`key`), each with its parent's key; by a shape, a page."""
    return children_where((), related, kind, shape, is_alone=is_alone)


def children_where(
    conditions: tuple[Any, ...], related: Related, kind: Kind, shape: Shape | None, *, is_alone: bool
) -> Selected:
    """The same under further conditions."""
    entity, child = related.target(), related.child()
    hangs = is_key(child) if is_alone else among_keys(child, kind)
    statement = visible(entity, kind).add_columns(child.label("parent_key")).where(hangs, *conditions)
    if related.where is not None:
        statement = statement.where(related.where())
    if shape is None:
        return statement.order_by(*(entity.fields[name].expression for name in related.order))
    return paged(statement, entity, shape) if is_alone else paged_by_parent(statement, entity, shape, child)


@written_once
def sums(of: Sum, kind: Kind) -> Selected:
    """A sum under each of some keys."""
    statement = select(of.by, of.expression).select_from(of.source).where(among_keys(of.by, kind)).group_by(of.by)
    if of.case is None:
        return statement
    cases = scope.visible_cases(kind.viewer).subquery("visible")
    summed = statement.join(cases, cases.c.case_id == of.case)
    if of.to == EVERYONE:
        return summed
    bits = cases.c.relation
    return summed.where(bits.op("&", return_type=bits.type)(int(of.to)) != 0)


def counts(entity: Entity, kind: Kind, each: Iterable[ColumnElement[bool]], *, along: Any = None) -> Selected:
    """How many rows the viewer may see under each of some conditions, each counted no further than `most`.

    `along` is a column by whose index they are counted: without an order a planner may gather all before it stops.
    """
    keys = visible_keys(entity, kind).order_by(along).limit(most())
    some = [keys.where(condition).subquery() for condition in each]
    return select(*(select(func.count()).select_from(found).scalar_subquery() for found in some))


def among_keys(column: Any, kind: Kind) -> ColumnElement[bool]:
    """That a column is one of `keys`: an array on PostgreSQL, so that their number does not change the statement."""
    one: ColumnElement[bool] = (
        column == func.any(bindparam("keys", type_=ARRAY(column.type)))
        if kind.dialect == "postgresql"
        else column.in_(bindparam("keys", expanding=True))
    )
    return one


def is_key(column: Any) -> ColumnElement[bool]:
    """That a column is `key`: an index on it and on what follows keeps its order, as it would not for several."""
    one: ColumnElement[bool] = column == bindparam("key", type_=column.type)
    return one
