"""One read operation: one snapshot of the database, one statement a level, every row under the viewer's scope."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, Select, SQLColumnExpression, false, func, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import ColumnElement

from backend.adapters.database import Database
from backend.queries import scope
from backend.queries.model import Derived, Entity, Facts, Related, Sum
from backend.rules.access import Actor
from backend.rules.vocabulary import Relation


class Row:
    """One row as its viewer may see it: `seen` holds the published fields, blank where the audience leaves them out."""

    __slots__ = ("entity", "relation", "seen", "stored")

    def __init__(self, entity: Entity, stored: dict[str, Any], relation: Relation) -> None:
        self.entity = entity
        self.stored = stored
        self.relation = relation
        self.seen = {
            name: field.show(stored[name]) if field.to & relation and stored[name] is not None else None
            for name, field in entity.fields.items()
            if field.published
        }

    def shown(self, name: str) -> Any:
        """A published field's value."""
        return self.seen[name]


@dataclass(frozen=True, slots=True)
class Selection:
    """A page to read: how many, from where, in which direction, with which further conditions."""

    limit: int
    order: tuple[str, ...]
    descending: bool = False
    after: tuple[Any, ...] | None = None
    where: tuple[Any, ...] = ()


class Reading:
    """What one operation reads with. Loads that are asked for in the same turn of the event loop share a statement."""

    def __init__(self, database: Database, actor: Actor, now: datetime) -> None:
        self.actor = actor
        self.now = now
        self._database = database
        self._held: AbstractAsyncContextManager[AsyncConnection] | None = None
        self._connection: AsyncConnection | None = None
        self._lock = asyncio.Lock()
        self._batches: dict[Any, dict[Any, asyncio.Future[Any]]] = {}
        self._running: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Give the snapshot back. A load that is asked for afterwards opens a new one."""
        for task in list(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        held, self._held, self._connection = self._held, None, None
        if held:
            await held.__aexit__(None, None, None)

    async def execute(self, statement: Executable) -> Sequence[Any]:
        """Run a statement in the operation's snapshot; statements of one operation never overlap on it."""
        async with self._lock:
            if self._connection is None:
                self._held = self._database.reading(self.actor)
                self._connection = await self._held.__aenter__()
            return (await self._connection.execute(statement)).all()

    def select(self, entity: Entity, *extra: Any) -> Select[*tuple[Any, ...]]:
        """The entity's rows that the viewer may see, each with what the viewer is to it; `extra` columns stand last."""
        columns: list[Any] = [field.expression.label(name) for name, field in entity.fields.items()]
        if entity.case is None:
            return select(*columns, *extra).select_from(entity.source)
        visible = scope.visible_cases(self.actor).subquery("visible")
        own = entity.own.in_(scope.own_parties(self.actor)) if entity.own is not None else false()
        statement = select(
            *columns, visible.c.relation.label("relation_bits"), own.label("is_own"), *extra
        ).select_from(entity.source.join(visible, visible.c.case_id == entity.case))
        return statement.where(entity.rows(visible, self.actor)) if entity.rows is not None else statement

    async def rows(self, entity: Entity, statement: Select[*tuple[Any, ...]]) -> list[Row]:
        return [self._row(entity, found) for found in await self.execute(statement)]

    async def one(self, entity: Entity, *conditions: Any) -> Row | None:
        """The one row that these conditions name, or None: unknown and not visible answer alike."""
        found = await self.rows(entity, self.select(entity).where(*conditions).limit(2))
        return found[0] if len(found) == 1 else None

    async def page(self, entity: Entity, selection: Selection) -> list[Row]:
        """One page of all the viewer's rows, with one row more than asked for where there are more."""
        return await self.rows(entity, _paged(self.select(entity), entity, selection))

    async def count(self, entity: Entity, conditions: Iterable[Any], *, at_most: int) -> int:
        """How many rows the viewer may see, counted no further than `at_most`."""
        key = self.select(entity).where(*conditions).with_only_columns(entity.key).limit(at_most)
        found = await self.execute(select(func.count()).select_from(key.subquery()))
        return int(found[0][0])

    def related(self, parent: Row, related: Related, selection: Selection | None = None) -> "asyncio.Future[list[Row]]":
        """What hangs on `parent`: one statement for all the parents of this turn."""
        if not related.to & parent.relation:
            return _ready([])
        return self._ask((related, selection), parent.stored[related.parent])

    def total(self, parent: Row, what: Sum) -> "asyncio.Future[int]":
        return self._ask((what, None), parent.stored[what.parent])

    async def derive(self, row: Row, derived: Derived) -> Any:
        """A derived field of a row that needs sums, blank outside its audience."""
        if not derived.to & row.relation:
            return None
        sums = {what.name: await self.total(row, what) for what in derived.sums}
        return derived.compute(Facts(row.stored, sums, row.relation, self.now))

    def derive_now(self, row: Row, derived: Derived) -> Any:
        """A derived field of a row that needs no sums, blank outside its audience."""
        return derived.compute(Facts(row.stored, {}, row.relation, self.now)) if derived.to & row.relation else None

    def _row(self, entity: Entity, found: Any) -> Row:
        stored = dict(found._mapping)  # noqa: SLF001 - SQLAlchemy's published name for a row's mapping
        stored.pop("parent_key", None)
        relation = Relation(stored.pop("relation_bits", Relation.NONE))
        if stored.pop("is_own", False):
            relation |= Relation.OWN
        return Row(entity, stored, entity.bits(stored, relation) if entity.bits else relation)

    def _ask(self, what: tuple[Any, Selection | None], key: Any) -> "asyncio.Future[Any]":
        loop = asyncio.get_running_loop()
        batch = self._batches.get(what)
        if batch is None:
            batch = self._batches[what] = {}
            loop.call_soon(self._start, what)
        if key not in batch:
            batch[key] = loop.create_future()
        return batch[key]

    def _start(self, what: tuple[Any, Selection | None]) -> None:
        task = asyncio.get_running_loop().create_task(self._load(what, self._batches.pop(what)))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _load(self, what: tuple[Any, Selection | None], batch: dict[Any, "asyncio.Future[Any]"]) -> None:
        of, selection = what
        try:
            answers: dict[Any, Any] = await (
                self._sums(of, list(batch)) if isinstance(of, Sum) else self._children(of, list(batch), selection)
            )
        except BaseException as fault:  # noqa: BLE001 - whoever waits gets it, whatever it is
            for future in batch.values():
                if not future.done():
                    future.set_exception(fault)
            return
        for key, future in batch.items():
            if not future.done():
                future.set_result(answers[key])

    async def _sums(self, of: Sum, keys: list[Any]) -> dict[Any, int]:
        statement = select(of.by, of.expression).select_from(of.source).where(of.by.in_(keys)).group_by(of.by)
        if of.case is not None:
            visible = scope.visible_cases(self.actor).subquery("visible")
            statement = statement.join(visible, visible.c.case_id == of.case)
        answers: dict[Any, int] = defaultdict(int)
        answers.update({key: int(total) for key, total in await self.execute(statement)})
        return answers

    async def _children(self, of: Related, keys: list[Any], selection: Selection | None) -> dict[Any, list[Row]]:
        entity = of.target()
        child = of.child()
        statement = self.select(entity, child.label("parent_key")).where(child.in_(keys))
        if of.where is not None:
            statement = statement.where(of.where())
        if selection is None:
            statement = statement.order_by(*(entity.fields[name].expression for name in of.order))
        elif len(keys) == 1:
            statement = _paged(statement, entity, selection)
        else:
            statement = _paged_by_parent(statement, entity, selection, child)
        answers: dict[Any, list[Row]] = {key: [] for key in keys}
        for found in await self.execute(statement):
            answers[found.parent_key].append(self._row(entity, found))
        return answers


def _ready(answer: Any) -> "asyncio.Future[Any]":
    future = asyncio.get_running_loop().create_future()
    future.set_result(answer)
    return future


def _keyset(entity: Entity, selection: Selection) -> tuple[list[Any], list[ColumnElement[bool]]]:
    """The order of a page and what bounds it: rows beyond the cursor's key, never an offset."""
    columns: list[Any] = [entity.fields[name].expression for name in selection.order]
    bounds = list(selection.where)
    if selection.after is not None:
        here = tuple_(*(literal(value, column.type) for value, column in zip(selection.after, columns, strict=True)))
        bounds.append(tuple_(*columns) < here if selection.descending else tuple_(*columns) > here)
    return [column.desc() if selection.descending else column.asc() for column in columns], bounds


def _paged(statement: Select[*tuple[Any, ...]], entity: Entity, selection: Selection) -> Select[*tuple[Any, ...]]:
    order, bounds = _keyset(entity, selection)
    return statement.where(*bounds).order_by(*order).limit(selection.limit + 1)


def _paged_by_parent(
    statement: Select[*tuple[Any, ...]], entity: Entity, selection: Selection, child: SQLColumnExpression[Any]
) -> Select[*tuple[Any, ...]]:
    """The same page under each of several parents, in one statement."""
    order, bounds = _keyset(entity, selection)
    rank = func.row_number().over(partition_by=child, order_by=order).label("rank_in_parent")
    ranked = statement.where(*bounds).add_columns(rank).subquery("ranked")
    columns = [column for column in ranked.c if column.key != "rank_in_parent"]
    return select(*columns).where(ranked.c.rank_in_parent <= selection.limit + 1).order_by(ranked.c.rank_in_parent)
