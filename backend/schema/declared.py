"""How a shape of the API is tied to its declaration in queries/: leaves, relations, derived fields and pages.

A shape is made from a row without running a constructor, its leaves already judged by their audience; so a leaf costs
an attribute read. Relations and derived fields ask the operation's `Reading`, which batches them by level.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import strawberry
from strawberry.types import Info

from backend.context import Context
from backend.queries.model import Derived, Entity, Related
from backend.queries.reading import Row

T = TypeVar("T")
SHAPES: dict[Entity, type] = {}
DECLARED = "declared"
"""Under this word a field's metadata holds the declaration that it is tied to."""


def leaf(description: str, *, name: str | None = None) -> Any:
    """A field that stands in the row; the attribute's name is that of the entity's field."""
    return strawberry.field(description=description, name=name)


def shape(entity: Entity, cls: type[T]) -> type[T]:
    """Tie a decorated type to the entity that its instances are rows of."""
    SHAPES[entity] = cls
    return cls


def show(row: Row) -> Any:
    """The row as the API shows it."""
    shown: Any = object.__new__(SHAPES[row.entity])
    shown.__dict__.update(row.seen)
    shown.__dict__["row"] = row
    return shown


def row_of(shown: Any) -> Row:
    """The row behind a shape."""
    return cast("Row", shown.row)


def related(relation: Related, description: str) -> Any:
    """A bounded list of what hangs on this row, or the one row that does."""

    async def resolve_many(root: strawberry.Parent[Any], info: Info[Context, Any]) -> Any:
        return [show(row) for row in await info.context.reading.related(row_of(root), relation)]

    async def resolve_one(root: strawberry.Parent[Any], info: Info[Context, Any]) -> Any:
        rows = await info.context.reading.related(row_of(root), relation)
        return show(rows[0]) if rows else None

    resolver = resolve_one if relation.one else resolve_many
    return strawberry.field(resolver=resolver, description=description, metadata={DECLARED: relation})


def derived(
    declared: Derived, description: str, *, of: Callable[[Any], Any] | None = None, name: str | None = None
) -> Any:
    """A field that follows from the row; `of` turns what the rule answers into its shape."""
    if not declared.sums:

        def resolve(root: strawberry.Parent[Any], info: Info[Context, Any]) -> Any:
            return _shown(info.context.reading.derive_now(row_of(root), declared), of)

        return strawberry.field(resolver=resolve, description=description, name=name, metadata={DECLARED: declared})

    async def resolve_later(root: strawberry.Parent[Any], info: Info[Context, Any]) -> Any:
        return _shown(await info.context.reading.derive(row_of(root), declared), of)

    return strawberry.field(resolver=resolve_later, description=description, name=name, metadata={DECLARED: declared})


def _shown(value: Any, of: Callable[[Any], Any] | None) -> Any:
    if of is None or value is None:
        return value
    return [of(each) for each in value] if isinstance(value, tuple) else of(value)
