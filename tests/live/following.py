"""Following a live stream in process, through the engine; and what its viewer ought to have seen, reckoned apart."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.adapters.database import Database
from backend.context import Contexts
from backend.execution.requests import Request
from backend.models import Case, HistoryEntry, Link
from backend.operations.feed import Feed
from backend.operations.ground import Ground
from backend.queries.ids import to_node_id
from backend.rules.access import SYSTEM
from backend.rules.errors import AccessEnded
from backend.rules.vocabulary import Relation
from tests.api.world import Person, World

SELECTION = """{
    __typename
    ... on CaseChange { cursor version kind summary entry { id } claim { reference version status } }
    ... on Heartbeat { cursor }
    ... on ResyncRequired { cursor }
}"""
DASHBOARD = f"subscription ($after: EventCursor) {{ dashboardChanged(after: $after) {SELECTION} }}"
CASE = f"subscription ($by: ClaimBy!, $after: EventCursor) {{ caseChanged(by: $by, after: $after) {SELECTION} }}"


@dataclass
class Stream:
    """What came over one live stream, in order, and whether the service ended it."""

    events: list[dict[str, Any]] = field(default_factory=list)
    has_ended: bool = False
    errors: list[dict[str, Any]] = field(default_factory=list)
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def changes(self) -> list[dict[str, Any]]:
        return [event for event in self.events if event["__typename"] == "CaseChange"]

    @property
    def ids(self) -> list[str]:
        """The ids of the history entries told, in their order."""
        return [change["entry"]["id"] for change in self.changes]

    @property
    def kinds(self) -> list[str]:
        return [change["kind"] for change in self.changes]

    async def until(self, reached: Any, *, within: float = 5.0) -> None:
        """Wait until a condition on this stream holds."""
        async with asyncio.timeout(within), self._news:
            await self._news.wait_for(reached)

    async def count(self, number: int) -> None:
        """Wait until so many changes have come."""
        await self.until(lambda: len(self.changes) >= number)

    async def end(self, *, within: float = 2.0) -> None:
        """Wait until the service has ended the stream: two seconds are what P17 allows."""
        await self.until(lambda: self.has_ended, within=within)

    async def read(self, answers: AsyncGenerator[Any]) -> None:
        try:
            async for answer in answers:
                async with self._news:
                    body = json.loads(answer.body())
                    self.errors.extend(body.get("errors", ()))
                    self.events.extend((body.get("data") or {}).values())
                    self._news.notify_all()
        except AccessEnded:
            async with self._news:
                self.has_ended = True
                self._news.notify_all()


@asynccontextmanager
async def following(world: World, feed: Feed, who: Person, document: str, **variables: Any) -> AsyncGenerator[Stream]:
    """Follow a stream as somebody until the block ends; it has begun to listen when the block begins."""
    contexts = Contexts(world.ground, feed, is_ready=_is_ready)
    operation = world.engine.prepare(Request.of({"query": document, "variables": variables}))
    opened = contexts.open_context(token=who.token, caller=who.name, request_id="test", kind="subscription")
    answers = world.engine.subscribe(operation, opened, run_event=contexts.run_event, request_id="test")
    stream = Stream()
    task = asyncio.create_task(stream.read(answers))
    try:
        if "after" not in variables:
            await stream.until(lambda: stream.events)  # the first heartbeat
        yield stream
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await answers.aclose()


@asynccontextmanager
async def fed(ground: Ground, *, heartbeat_seconds: float = 20.0) -> AsyncGenerator[Feed]:
    """A feed that runs, as in a server process."""
    feed = Feed(ground, heartbeat_seconds=heartbeat_seconds)
    task = asyncio.create_task(feed.run())
    try:
        yield feed
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def history_seen_by(database: Database, who: Person, case_id: UUID | None = None) -> list[str]:
    """The ids of the entries that somebody may see as their links stand now: reckoned row by row, not by a query."""
    async with database.reading(SYSTEM) as connection:
        entries = (await connection.execute(select(HistoryEntry.__table__))).all()
        links = (await connection.execute(select(Link.__table__).where(Link.ended_at.is_(None)))).all()
        cases = {row.id: row for row in await connection.execute(select(Case.__table__))}
    mine = [link for link in links if link.user_id == who.key]

    def may_see(entry: Any) -> bool:
        if who.actor.is_court_staff:
            is_theirs = cases[entry.stream_id].jurisdiction in who.actor.jurisdictions
            return is_theirs and bool(entry.audience & Relation.COURT)
        relations = [link.relation for link in mine if link.case_id == entry.stream_id]
        is_meant = any(entry.audience & relation for relation in relations)
        return is_meant and (entry.party_id is None or entry.party_id in {link.party_id for link in mine})

    told = [each for each in entries if may_see(each) and case_id in {None, each.stream_id}]
    return [to_node_id("HistoryEntry", each.uid) for each in sorted(told, key=lambda each: (each.xid, each.id))]


async def _is_ready() -> bool:
    return True
