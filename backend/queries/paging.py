"""Pages by keyset: rows beyond the last one seen, of one list or of the same list under several parents."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BindParameter, Integer, Select, SQLColumnExpression, bindparam, func, select, tuple_
from sqlalchemy.sql import ColumnElement

from backend.queries.model import Entity


@dataclass(frozen=True, slots=True)
class Selection:
    """A page to read: how many, from where, in which direction, with which further conditions."""

    limit: int
    order: tuple[str, ...]
    descending: bool = False
    after: tuple[Any, ...] | None = None
    where: tuple[Any, ...] = field(default=(), compare=False)
    where_text: str = ""
    """The conditions as they were asked for: two selections of the same text share a statement."""
    given: Mapping[str, Any] = field(default_factory=dict, compare=False)
    """What else is bound: values of the entity's own expressions and of the conditions."""

    @property
    def shape(self) -> "Shape":
        """What of it decides the statement."""
        return Shape(self.order, descending=self.descending, is_first=self.after is None)

    @property
    def values(self) -> dict[str, Any]:
        """What is bound to the statement of its shape: one row more than asked for tells whether there are more."""
        key = {f"after_{number}": value for number, value in enumerate(self.after or ())}
        return {**self.given, **key, "most": self.limit + 1}


@dataclass(frozen=True, slots=True)
class Shape:
    """What two pages must have in common to be read by one statement."""

    order: tuple[str, ...]
    descending: bool
    is_first: bool


def _keyset(entity: Entity, shape: Shape) -> tuple[list[Any], list[ColumnElement[bool]]]:
    """The order of a page and what bounds it: rows beyond the cursor's key, never an offset."""
    columns: list[Any] = [entity.fields[name].expression for name in shape.order]
    bounds: list[ColumnElement[bool]] = []
    if not shape.is_first:
        here = tuple_(*(bindparam(f"after_{n}", type_=column.type) for n, column in enumerate(columns)))
        bounds.append(tuple_(*columns) < here if shape.descending else tuple_(*columns) > here)
    return [column.desc() if shape.descending else column.asc() for column in columns], bounds


def paged(statement: Select[*tuple[Any, ...]], entity: Entity, shape: Shape) -> Select[*tuple[Any, ...]]:
    """One page, of `most` rows."""
    order, bounds = _keyset(entity, shape)
    return statement.where(*bounds).order_by(*order).limit(most())


def paged_by_parent(
    statement: Select[*tuple[Any, ...]], entity: Entity, shape: Shape, child: SQLColumnExpression[Any]
) -> Select[*tuple[Any, ...]]:
    """The same page under each of several parents, in one statement."""
    order, bounds = _keyset(entity, shape)
    rank = func.row_number().over(partition_by=child, order_by=order).label("rank_in_parent")
    ranked = statement.where(*bounds).add_columns(rank).subquery("ranked")
    columns = [column for column in ranked.c if column.key != "rank_in_parent"]
    return select(*columns).where(ranked.c.rank_in_parent <= most()).order_by(ranked.c.rank_in_parent)


def most() -> BindParameter[int]:
    """How many rows, written into the statement as it is run: no planner can plan for a number that it is not told."""
    return bindparam("most", type_=Integer, literal_execute=True)
