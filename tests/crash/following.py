"""A live stream that is cut by kills and goes on at the other server: what it tells is the history, once, in order."""

import asyncio
import contextlib
import json
from dataclasses import dataclass, field

from sqlalchemy import select
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from backend.models import Case, HistoryEntry
from backend.queries.events import Position, from_cursor
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import Relation
from tests.api.world import Person
from tests.crash.site import PATIENCE, Site

DASHBOARD = """subscription ($after: EventCursor) { dashboardChanged(after: $after) {
    __typename ... on CaseChange { cursor } ... on Heartbeat { cursor } ... on ResyncRequired { cursor } } }"""


@dataclass
class Follower:
    """Somebody of the court who follows everything, and comes again whenever the line is cut."""

    site: Site
    who: Person
    began: str | None = None
    last: str | None = None
    told: list[str] = field(default_factory=list)
    cuts: int = 0
    resyncs: int = 0

    async def follow(self) -> None:
        """Follow until cancelled, from one server to the other."""
        place = 0
        while True:
            with contextlib.suppress(OSError, WebSocketException, TimeoutError, ValueError):
                address = self.site.urls[place].replace("http", "ws", 1) + "/graphql"
                async with connect(address, subprotocols=[Subprotocol("graphql-transport-ws")]) as socket:
                    await self._read(socket)
            place = 1 - place
            await asyncio.sleep(0.1)

    async def _read(self, socket: ClientConnection) -> None:
        await socket.send(_said("connection_init", payload={"authorization": f"Bearer {self.who.token}"}))
        await socket.recv()
        variables = {"after": self.last} if self.last else {}
        await socket.send(_said("subscribe", id="1", payload={"query": DASHBOARD, "variables": variables}))
        self.cuts += self.last is not None
        async for frame in socket:
            message = json.loads(frame)
            if message["type"] == "ping":
                await socket.send(_said("pong"))
            elif message["type"] != "next" or "errors" in message["payload"]:
                return  # the database is away for a moment
            else:
                self._take(message["payload"]["data"]["dashboardChanged"])

    def _take(self, event: dict[str, str]) -> None:
        self.last = event["cursor"]
        self.began = self.began or self.last
        self.resyncs += event["__typename"] == "ResyncRequired"
        if event["__typename"] == "CaseChange":
            self.told.append(self.last)

    async def faults(self) -> list[str]:
        """How what was told differs from the history of the court's cases since it began; waits for what comes yet."""
        sealer = self.site.world.ground.sealer
        expected = await self._expected(from_cursor(sealer, self.began or ""))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while len(self.told) < len(expected):  # noqa: ASYNC110 - it comes when it comes
                    await asyncio.sleep(0.1)
        told = [from_cursor(sealer, cursor) for cursor in self.told]
        missed, wrong = set(expected) - set(told), set(told) - set(expected)
        if told == expected and not self.resyncs:
            return []
        return [f"stream: {len(missed)} missed, {len(wrong)} wrong, {len(told)} told, {self.resyncs} times anew"]

    async def _expected(self, began: Position) -> list[Position]:
        async with self.site.world.database.reading(SYSTEM) as connection:
            entries = await connection.execute(
                select(HistoryEntry.xid, HistoryEntry.id, HistoryEntry.audience)
                .join(Case, Case.id == HistoryEntry.stream_id)
                .order_by(HistoryEntry.xid, HistoryEntry.id)
            )
            places = [Position(row.xid, row.id) for row in entries if row.audience & Relation.COURT]
        return [place for place in places if place > began]


def _said(kind: str, **more: object) -> str:
    return json.dumps({"type": kind, **more})
