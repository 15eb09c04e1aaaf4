"""One read operation: one snapshot of the database, one statement a level, every row under the viewer's scope."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, Select, and_, func, true
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import ColumnElement

from backend.adapters.database import Database
from backend.queries import scope, statements
from backend.queries.case_facts import facts_of
from backend.queries.model import Derived, Entity, Facts, Related, Sum
from backend.queries.paging import Selection
from backend.queries.rows import Row, row_of
from backend.queries.scope import standing_of
from backend.rules.access import Actor
from backend.rules.casework.facts import CaseFacts
from backend.rules.periods import london_day, start_of

__all__ = ["Reading", "Row", "Selection"]


@dataclass(frozen=True, slots=True)
class Counted:
    """That the rows of a relation are to be counted, and up to which number."""

    related: Related
    at_most: int


class FactsOfCases:
    """That the facts of enforcement cases are asked for, by the cases' keys."""


FACTS_OF_CASES = FactsOfCases()


class Reading:
    """What one operation reads with. Loads that are asked for in the same turn of the event loop share a statement."""

    def __init__(self, database: Database, actor: Actor, now: datetime) -> None:
        self.now = now
        self.standing = standing_of(actor)
        """What those who stand as the viewer does have in common: what is read by it is the same for all of them."""
        self.is_personal = False
        """Whether anything that was read followed from who the viewer is."""
        self._actor = actor
        self._day_began = start_of(london_day(now))
        self._database = database
        self._kind = statements.Kind(scope.kind_of(actor), database.dialect)
        self._held: AbstractAsyncContextManager[AsyncConnection] | None = None
        self._connection: AsyncConnection | None = None
        self._lock = asyncio.Lock()
        self._batches: dict[Any, dict[Any, asyncio.Future[Any]]] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._facts: dict[Any, asyncio.Future[CaseFacts | None]] = {}

    @property
    def actor(self) -> Actor:
        """The viewer, for whoever has to know who they are; `standing` tells the rest."""
        self.is_personal = True
        return self._actor

    async def close(self) -> None:
        """Give the snapshot back. A load that is asked for afterwards opens a new one."""
        for task in list(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        self._facts.clear()
        held, self._held, self._connection = self._held, None, None
        if held:
            await held.__aexit__(None, None, None)

    async def execute(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Any]:
        """Run a statement in the operation's snapshot; statements of one operation never overlap on it.

        Who looks, the operation's instant and the beginning of its London day are bound to it under the names `viewer`,
        `now` and `day_began`.
        """
        async with self._lock:
            if self._connection is None:
                self._held = self._database.reading(self._actor)
                self._connection = await self._held.__aenter__()
            given = {"viewer": self._actor.user_id, "now": self.now, "day_began": self._day_began, **(values or {})}
            found = await self._connection.execute(statement, given)
            written: Any = found.context.compiled
            self.is_personal = self.is_personal or written is None or "viewer" in written.binds
            return found.all()

    def select(self, entity: Entity) -> Select[*tuple[Any, ...]]:
        """The entity's rows that the viewer may see, each with what the viewer is to it."""
        return statements.visible(entity, self._kind)

    async def rows(
        self, entity: Entity, statement: Select[*tuple[Any, ...]], values: Mapping[str, Any] | None = None
    ) -> list[Row]:
        return [row_of(entity, found)[0] for found in await self.execute(statement, values)]

    async def one(self, entity: Entity, *conditions: Any) -> Row | None:
        """The one row that these conditions name, or None: unknown and not visible answer alike."""
        found = await self.rows(entity, self.select(entity).where(*conditions).limit(2))
        return found[0] if len(found) == 1 else None

    async def page(self, entity: Entity, selection: Selection) -> list[Row]:
        """One page of all the viewer's rows, with one row more than asked for where there are more."""
        statement = statements.page(entity, self._kind, selection.shape)
        return await self.rows(entity, statement.where(*selection.where), selection.values)

    async def count(
        self, entity: Entity, conditions: Iterable[Any], *, at_most: int, given: Mapping[str, Any] | None = None
    ) -> int:
        """How many rows the viewer may see, counted no further than `at_most`; `given` is bound besides."""
        (count,) = await self.count_each(entity, [and_(true(), *conditions)], at_most=at_most, given=given)
        return count

    async def count_each(
        self,
        entity: Entity,
        of: Iterable[ColumnElement[bool]],
        *,
        at_most: int,
        along: Any = None,
        given: Mapping[str, Any] | None = None,
    ) -> list[int]:
        """How many rows the viewer may see under each of several conditions: one statement for all."""
        statement = statements.counts(entity, self._kind, of, along=along)
        (found,) = await self.execute(statement, {**(given or {}), "most": at_most})
        return [int(count) for count in found]

    def related(self, parent: Row, related: Related, selection: Selection | None = None) -> "asyncio.Future[list[Row]]":
        """What hangs on `parent`: one statement for all the parents of this turn."""
        if not related.to & parent.relation:
            return _ready([])
        return self._ask((related, selection), parent.stored[related.parent])

    def count_related(
        self, parent: Row, related: Related, selection: Selection, *, at_most: int
    ) -> "asyncio.Future[int]":
        """How many rows hang on `parent`, told as no more than `at_most`: one statement for all parents."""
        return self._ask((Counted(related, at_most), selection), parent.stored[related.parent])

    def by_key(self, entity: Entity, key: Any) -> "asyncio.Future[Row | None]":
        """The row of this key, or None: one statement for all the keys of this turn."""
        return self._ask((entity, None), key)

    def total(self, parent: Row, what: Sum) -> "asyncio.Future[int]":
        return self._ask((what, None), parent.stored[what.parent])

    def facts(self, case_id: Any) -> "asyncio.Future[CaseFacts | None]":
        """What the rules judge an enforcement case by, read once: the same statements for all the cases of this turn.

        For a case that the viewer was let through to; None for a claim.
        """
        if case_id not in self._facts:
            self._facts[case_id] = self._ask((FACTS_OF_CASES, None), case_id)
        return self._facts[case_id]

    async def derive(self, row: Row, derived: Derived) -> Any:
        """A derived field of a row that needs sums, blank outside its audience."""
        if not derived.to & row.relation:
            return None
        sums = {what.name: await self.total(row, what) for what in derived.sums}
        return derived.compute(Facts(row.stored, sums, row.relation, self.now))

    def derive_now(self, row: Row, derived: Derived) -> Any:
        """A derived field of a row that needs no sums, blank outside its audience."""
        return derived.compute(Facts(row.stored, {}, row.relation, self.now)) if derived.to & row.relation else None

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
            answers = await self._answers(of, list(batch), selection)
        except BaseException as fault:  # noqa: BLE001 - whoever waits gets it, whatever it is
            for future in batch.values():
                if not future.done():
                    future.set_exception(fault)
            return
        for key, future in batch.items():
            if not future.done():
                future.set_result(answers[key])

    async def _answers(self, of: Any, keys: list[Any], selection: Selection | None) -> dict[Any, Any]:
        match of:
            case Sum():
                return await self._sums(of, keys)
            case Counted():
                return await self._counts(of, keys, selection)
            case Entity():
                return await self._by_keys(of, keys)
            case FactsOfCases():
                return defaultdict(lambda: None, await facts_of(self.execute, keys, self.now))
            case _:
                return await self._children(of, keys, selection)

    async def _by_keys(self, entity: Entity, keys: list[Any]) -> dict[Any, Row | None]:
        answers: dict[Any, Row | None] = dict.fromkeys(keys)
        for found in await self.execute(statements.by_keys(entity, self._kind), {"keys": keys}):
            row, key = row_of(entity, found)
            answers[key] = row
        return answers

    async def _counts(self, of: "Counted", keys: list[Any], selection: Selection | None) -> dict[Any, int]:
        entity, child = of.related.target(), of.related.child()
        where = selection.where if selection else ()
        if len(keys) == 1:
            return {keys[0]: await self.count(entity, [child == keys[0], *where], at_most=of.at_most)}
        found = self.select(entity).where(statements.among_keys(child, self._kind), *where)
        counted = await self.execute(found.with_only_columns(child, func.count()).group_by(child), {"keys": keys})
        return dict.fromkeys(keys, 0) | {key: min(int(count), of.at_most) for key, count in counted}

    async def _sums(self, of: Sum, keys: list[Any]) -> dict[Any, int]:
        found = await self.execute(statements.sums(of, self._kind), {"keys": keys})
        return defaultdict(int, {key: int(total) for key, total in found})

    async def _children(self, of: Related, keys: list[Any], selection: Selection | None) -> dict[Any, list[Row]]:
        shape, is_alone = None, len(keys) == 1
        values: dict[str, Any] = {"key": keys[0]} if is_alone else {"keys": keys}
        if selection is not None:
            shape, values = selection.shape, {**selection.values, **values}
        if selection is not None and selection.where:
            statement = statements.children_where(selection.where, of, self._kind, shape, is_alone=is_alone)
        else:
            statement = statements.children(of, self._kind, shape, is_alone=is_alone)
        entity = of.target()
        answers: dict[Any, list[Row]] = {key: [] for key in keys}
        for found in await self.execute(statement, values):
            row, key = row_of(entity, found)
            answers[key].append(row)
        return answers


def _ready(answer: Any) -> "asyncio.Future[Any]":
    future = asyncio.get_running_loop().create_future()
    future.set_result(answer)
    return future
