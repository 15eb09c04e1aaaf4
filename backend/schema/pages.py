"""Pages of a list: keyset cursors, opaque and bound to the list, its filter, its order and the viewer."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.adapters.sealing import SealBrokenError
from backend.context import Context
from backend.queries.model import Entity, Order, Related
from backend.queries.reading import Row, Selection
from backend.rules.errors import ErrorCode, PublicError
from backend.schema.basics import Connection, Edge, PageInfo
from backend.schema.declared import show

MOST = 100
COUNTED_TO = 1_000


@dataclass(frozen=True, slots=True)
class PageArgs:
    """What a client asked for: `first` with `after`, or `last` with `before`."""

    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None

    @property
    def size(self) -> int:
        """How many items. Raises BAD_USER_INPUT unless exactly one of `first` and `last` is from 1 to 100."""
        given = [each for each in (self.first, self.last) if each is not None]
        if len(given) != 1 or not 1 <= given[0] <= MOST:
            raise PublicError(ErrorCode.BAD_USER_INPUT, f"Give `first` or `last`, from 1 to {MOST}.")
        if (self.first is None and self.after) or (self.last is None and self.before):
            raise PublicError(ErrorCode.BAD_USER_INPUT, "`after` goes with `first`, `before` with `last`.")
        return given[0]


@dataclass(frozen=True, slots=True)
class List:
    """The list that a page is of: an entity's rows in an order, under conditions, perhaps under a parent row."""

    entity: Entity
    order: Order
    where: tuple[Any, ...] = ()
    filter_text: str = ""
    """The filter as the client gave it: a cursor works only under the filter it was made under."""
    parent: Row | None = None
    relation: Related | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    """What is bound to the entity's own expressions and to the conditions."""


async def page(context: Context, listed: List, args: PageArgs) -> Connection[Any]:
    """One page, in one statement; `totalCount` costs another, when it is selected."""
    size = args.size
    backwards = args.first is None
    cursors = Cursors(context, listed)
    text = args.before if backwards else args.after
    selection = Selection(
        limit=size,
        order=listed.order.by,
        descending=listed.order.descending is not backwards,
        after=cursors.read(text) if text else None,
        where=listed.where,
        where_text=listed.filter_text,
        given=listed.given,
    )
    rows = await _rows(context, listed, selection)
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    edges = [Edge(node=show(row), cursor=cursors.write(row)) for row in rows]
    return Connection(
        edges=edges,
        nodes=[edge.node for edge in edges],
        page_info=PageInfo(
            has_next_page=bool(text) if backwards else more,
            has_previous_page=more if backwards else bool(text),
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        ),
        count=_counter(context, listed),
    )


async def _rows(context: Context, listed: List, selection: Selection) -> list[Row]:
    if listed.parent is not None and listed.relation is not None:
        return list(await context.reading.related(listed.parent, listed.relation, selection))
    return await context.reading.page(listed.entity, selection)


def _counter(context: Context, listed: List) -> Callable[[], Awaitable[int]]:
    async def count() -> int:
        reading = context.reading
        if listed.parent is None or listed.relation is None:
            return await reading.count(listed.entity, listed.where, at_most=COUNTED_TO, given=listed.given)
        counted = Selection(limit=0, order=(), where=listed.where, where_text=listed.filter_text)
        return await reading.count_related(listed.parent, listed.relation, counted, at_most=COUNTED_TO)

    return count


class Cursors:
    """Writes and reads the cursors of one list for one viewer."""

    def __init__(self, context: Context, listed: List) -> None:
        self._sealer = context.ground.sealer
        self._names = listed.order.by
        parent = listed.parent.stored[listed.relation.parent] if listed.parent and listed.relation else ""
        self._purpose = "page cursor"
        self._bound = self._sealer.digest(
            "page", f"{listed.entity.name}|{parent}|{listed.order}|{listed.filter_text}|{context.actor.user_id}"
        )[:8].hex()

    def write(self, row: Row) -> str:
        key = [_plain(row.stored[name]) for name in self._names]
        return self._sealer.seal_text(self._purpose, json.dumps([self._bound, key]).encode())

    def read(self, text: str) -> tuple[Any, ...]:
        """The key of the row that a cursor names. Raises BAD_USER_INPUT for one of another list."""
        try:
            bound, key = json.loads(self._sealer.open_text(self._purpose, text))
        except SealBrokenError:
            bound, key = "", []
        if bound != self._bound:
            raise PublicError(ErrorCode.BAD_USER_INPUT, "The cursor is not one of this list, filter and order.")
        return tuple(_typed(value) for value in key)


def _plain(value: Any) -> Sequence[Any]:
    """A key's value with its type, as JSON."""
    if isinstance(value, datetime):
        return ["at", value.isoformat()]
    if isinstance(value, date):
        return ["on", value.isoformat()]
    if isinstance(value, UUID):
        return ["id", value.hex]
    return ["is", value]


def _typed(value: Sequence[Any]) -> Any:
    kind, text = value
    readers: dict[str, Callable[[Any], Any]] = {
        "at": datetime.fromisoformat,
        "on": date.fromisoformat,
        "id": lambda hexadecimal: UUID(hex=hexadecimal),
        "is": lambda plain: plain,
    }
    return readers[kind](text)
