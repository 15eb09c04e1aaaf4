"""How a noun is declared: what can be read of it, from where, by whom. Everything that reads, reads by this."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import SQLColumnExpression
from sqlalchemy.sql import ColumnElement, FromClause

from backend.rules.access import Actor
from backend.rules.vocabulary import Relation

EVERYONE = Relation(-1)
"""An audience: whoever sees the row sees the field."""


def as_stored(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Field:
    """One leaf: an SQL expression, who may read it on a row to which they have a relation, and how it is shown."""

    expression: SQLColumnExpression[Any]
    to: Relation = EVERYONE
    show: Callable[[Any], Any] = as_stored
    load: Callable[[Any], Any] = as_stored
    """What is made of the stored value once for a row, where several derived fields need it."""
    published: bool = True
    """False: not a field of the API; there for what is derived from it."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum or count over rows that hang on this one; read by one statement for a whole level, and only when asked."""

    name: str
    source: FromClause
    by: SQLColumnExpression[Any]
    expression: SQLColumnExpression[Any]
    case: SQLColumnExpression[Any] | None = None
    parent: str = "id"
    to: Relation = EVERYONE
    """For whom it is summed, by what they are to the case; for others it is nothing."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A pure function of a row's stored facts and declared sums, judged at the operation's instant."""

    compute: Callable[["Facts"], Any]
    sums: tuple[Sum, ...] = ()
    to: Relation = EVERYONE
    published: bool = True
    """False: not a field of the API."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a derived field is computed from."""

    stored: Mapping[str, Any]
    sums: Mapping[str, int]
    relation: Relation
    now: Any


@dataclass(frozen=True, slots=True)
class Order:
    """One published order of a list: the columns of its keyset, the last of them unique."""

    by: tuple[str, ...]
    descending: bool = False


@dataclass(frozen=True, eq=False)
class Entity:
    """A noun that can be read.

    `case` is the column that ties a row to its case: the scope is joined on it, and its relation bits decide the
    audience of each field; what belongs to no case is there for everybody, with the bits of `scope.of_no_case`. `rows`
    narrows further, to rows that not everyone who sees the case may see. `bits` adds what the viewer is to this very
    row.
    """

    name: str
    source: FromClause
    key: SQLColumnExpression[Any]
    case: SQLColumnExpression[Any] | None
    fields: Mapping[str, Field]
    rows: Callable[[FromClause, Actor], ColumnElement[bool]] | None = None
    bits: Callable[[Mapping[str, Any], Relation], Relation] | None = None
    own: SQLColumnExpression[Any] | None = None
    """The column that names a party: the row is the viewer's own where they proved to be that party."""
    orders: Mapping[str, Order] | None = None
    counted: FromClause | None = None
    """What is enough to count the rows: the source without what neither adds rows to it nor takes any away."""


@dataclass(frozen=True, eq=False)
class Related:
    """Rows of another noun that hang on a row of this one. `one`, or a list bounded by nature, or pages of it."""

    target: Callable[[], Entity]
    child: Callable[[], SQLColumnExpression[Any]]
    parent: str = "id"
    order: tuple[str, ...] = ("id",)
    one: bool = False
    to: Relation = EVERYONE
    where: Callable[[], ColumnElement[bool]] | None = None
