"""What the results of all mutations share: successes that are read anew, and the ways of being refused."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, ClassVar, Union

import strawberry
from strawberry.types import Info

from backend.context import Context
from backend.queries import history
from backend.queries.model import Entity
from backend.schema.basics import Versioned
from backend.schema.declared import show
from backend.schema.errors import (
    IdempotencyConflictError,
    NotFoundError,
    NotPermittedError,
    RefusedError,
    UserError,
    ValidationErrors,
)
from backend.schema.nouns import HistoryEntry
from backend.schema.viewer import Viewer


@strawberry.type(description="The thing changed since you read it; nothing was done.")
class StaleVersionError(UserError):
    current: Versioned | None = strawberry.field(description="The thing as it is now.")
    changed_fields: list[str] = strawberry.field(description="The names of the fields changed since your version.")


@strawberry.interface(description="An act was done.")
class Success:
    shows: ClassVar[Mapping[str, Entity]] = {}
    """What changed: each name is a field of the success and of the outcome's subjects, read anew as its noun."""
    lost: ClassVar[frozenset[str]] = frozenset()
    """Which of them are null where the act itself took them out of the viewer's sight."""

    is_replayed: bool = strawberry.field(description="Whether it had been done before under this idempotency key.")
    history_keys: strawberry.Private[tuple[int, ...]]

    @strawberry.field(description="The history entries written, those that you may see.")
    async def history(self, info: Info[Context, Any]) -> list[HistoryEntry]:
        return [show(row) for row in await history.by_keys(info.context.reading, self.history_keys)]

    @strawberry.field(description="You, as things stand after it.")
    def viewer(self, info: Info[Context, Any]) -> Viewer:
        return Viewer(actor=info.context.actor)


@cache
def result_of(success: type) -> Any:
    """The union that a mutation of this success answers."""
    name = success.__name__.removesuffix("Success")
    members = (
        success,
        ValidationErrors,
        NotFoundError,
        NotPermittedError,
        StaleVersionError,
        RefusedError,
        IdempotencyConflictError,
    )
    description = "Done, or the way in which it was refused."
    return Annotated[Union[members], strawberry.union(f"{name}Result", description=description)] | None  # noqa: UP007
