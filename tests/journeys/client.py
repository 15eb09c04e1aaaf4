"""A client as a front end would be: documents of the contract over HTTP, live streams over a WebSocket."""

import asyncio
import json
import re
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosedError
from websockets.typing import Subprotocol

CONTRACT = Path(__file__).parents[2] / "frontend-contract"
NAMED = re.compile(r"\b(?:query|mutation|subscription)\s+(\w+)")


@cache
def document_ids() -> dict[str, str]:
    """The ids of the contract's documents by the names of their operations: `LodgeClaim`."""
    manifest = json.loads((CONTRACT / "trusted-documents.json").read_text(encoding="utf-8"))
    return {NAMED.search(text)[1]: key for key, text in manifest.items()}


def operation(name: str, variables: dict[str, Any]) -> dict[str, Any]:
    """A document of the contract (`lodge-claim`) to run, by the id under which production knows it."""
    named = "".join(word.title() for word in name.split("-"))
    return {"documentId": document_ids()[named], "variables": variables}


@dataclass
class Following:
    """What came over a live stream, in order, and how it ended."""

    events: list[dict[str, Any]] = field(default_factory=list)
    has_begun: bool = False
    closed_with: int | None = None
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def kinds(self) -> list[str]:
        return [event["kind"] for event in self.events]

    @property
    def cursors(self) -> list[str]:
        return [event["cursor"] for event in self.events]

    @property
    def cursor(self) -> str:
        """Where to go on from after a cut."""
        cursor: str = self.events[-1]["cursor"]
        return cursor

    async def read(self, socket: ClientConnection) -> None:
        """Take what comes until the socket is closed."""
        with suppress(ConnectionClosedError):
            async for frame in socket:
                message = json.loads(frame)
                if message["type"] == "ping":
                    await socket.send(_message("pong"))
                else:
                    self._take(message)
        self.closed_with = socket.close_code
        self._news.set()

    def _take(self, message: dict[str, Any]) -> None:
        assert message["type"] == "next", message
        (event,) = message["payload"]["data"].values()
        self.has_begun = True
        if event["__typename"] in {"CaseChange", "EnforcementCaseChange", "WorkQueueChange"}:
            self.events.append(event)
        self._news.set()

    async def until(self, kind: str, *, within: float = 10.0) -> dict[str, Any]:
        """Wait until an event of this kind has come; the newest."""
        await self._until(lambda: kind in self.kinds, within)
        return next(event for event in reversed(self.events) if event["kind"] == kind)

    async def about(self, case_id: str, kind: str, *, within: float = 10.0) -> dict[str, Any]:
        """Wait until this has come of a service request of an enforcement case; the newest."""

        def found() -> list[dict[str, Any]]:
            cases = [(each, each["serviceRequest"]["enforcementCase"]) for each in self.events if each["kind"] == kind]
            return [each for each, case in cases if case and case["id"] == case_id]

        await self._until(lambda: bool(found()), within)
        return found()[-1]

    async def count(self, number: int, *, within: float = 10.0) -> None:
        """Wait until so many changes have come."""
        await self._until(lambda: len(self.events) >= number, within)

    async def begun(self, *, within: float = 10.0) -> None:
        """Wait until the stream has begun: it says so at once."""
        await self._until(lambda: self.has_begun, within)

    async def until_closed(self, *, within: float = 5.0) -> int | None:
        """Wait until the server has closed the socket; its close code."""
        await self._until(lambda: self.closed_with is not None, within)
        return self.closed_with

    async def _until(self, reached: Callable[[], bool], within: float) -> None:
        async with asyncio.timeout(within):
            while not reached():
                self._news.clear()
                await self._news.wait()


@dataclass
class Persona:
    """Somebody who uses a running demonstration, signed in unless they have no token."""

    name: str
    url: str
    http: httpx2.AsyncClient
    token: str | None

    async def ask(self, name: str, **variables: Any) -> Any:
        """Run a document of the contract; its data. Fails on a top-level error."""
        body = await self.answer(name, **variables)
        assert "errors" not in body, body["errors"]
        return body["data"]

    async def answer(self, name: str, **variables: Any) -> Any:
        """Run a document of the contract; the whole answer, with top-level errors where there are any."""
        identity = {"authorization": f"Bearer {self.token}"} if self.token else {}
        answer = await self.http.post(
            f"{self.url}/graphql",
            json=operation(name, variables),
            headers={**identity, "accept": "application/graphql-response+json"},
        )
        return answer.json()

    async def do(self, name: str, **given: Any) -> Any:
        """Run a mutation with a fresh idempotency key; the member of its result union."""
        data = await self.ask(name, input={"idempotencyKey": str(uuid4()), **given})
        (result,) = data.values()
        return result

    async def claim(self, reference: str) -> Any:
        """A claim as this persona sees it, or None."""
        return (await self.ask("claim", by={"reference": reference}))["claim"]

    @asynccontextmanager
    async def following(self, name: str, **variables: Any) -> AsyncGenerator[Following]:
        """Follow a live stream on a socket of its own, until the block ends."""
        address = self.url.replace("http", "ws", 1) + "/graphql"
        async with connect(address, subprotocols=[Subprotocol("graphql-transport-ws")]) as socket:
            await socket.send(_message("connection_init", payload={"authorization": f"Bearer {self.token}"}))
            acknowledged = json.loads(await socket.recv())
            assert acknowledged["type"] == "connection_ack", acknowledged
            await socket.send(_message("subscribe", id="1", payload=operation(name, variables)))
            stream = Following()
            reading = asyncio.create_task(stream.read(socket))
            try:
                if "after" not in variables:
                    await stream.begun()
                yield stream
            finally:
                reading.cancel()
                with suppress(asyncio.CancelledError):
                    await reading


class World:
    """A running demonstration, seen from outside."""

    def __init__(self, url: str, http: httpx2.AsyncClient) -> None:
        self.url = url
        self.http = http

    async def sign_in(self, persona: str) -> Persona:
        answer = await self._post("/demo/sign-in", {"persona": persona})
        return Persona(persona, self.url, self.http, answer["token"])

    def nobody(self) -> Persona:
        """Somebody who is not signed in."""
        return Persona("nobody", self.url, self.http, None)

    async def move_clock(self, **order: str) -> Any:
        return await self._post("/demo/clock", order)

    async def now(self) -> str:
        now: str = (await self.http.get(f"{self.url}/demo/clock")).json()["now"]
        return now

    async def letters(self, *, to: str) -> list[dict[str, Any]]:
        answer = await self.http.get(f"{self.url}/demo/mail", params={"to": to})
        letters: list[dict[str, Any]] = answer.json()
        return letters

    async def letter(self, *, to: str, saying: tuple[str, ...], within: float = 10.0) -> dict[str, Any]:
        """Wait for a letter to somebody that says all of this; the newest one."""
        async with asyncio.timeout(within):
            while True:
                for letter in reversed(await self.letters(to=to)):
                    if all(words in letter["subject"] + letter["text"] for words in saying):
                        return letter
                await asyncio.sleep(0.1)

    async def _post(self, path: str, body: dict[str, str]) -> Any:
        answer = await self.http.post(f"{self.url}{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()


@asynccontextmanager
async def world_at(url: str) -> AsyncGenerator[World]:
    """The demonstration that runs at this address."""
    async with httpx2.AsyncClient(timeout=30) as http:
        yield World(url, http)


def _message(kind: str, **more: Any) -> str:
    return json.dumps({"type": kind, **more})
