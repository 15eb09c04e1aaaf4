"""A rolling restart is invisible: no request fails, no change is missed, no letter is lost or doubled (P16, P21)."""

import asyncio
import contextlib
import random
import signal
import socket
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from sqlalchemy import select

from backend.adapters.database import Database
from backend.adapters.sealing import Sealer
from backend.demo.mailbox import Mailbox
from backend.models import HistoryEntry, Letter
from backend.queries.events import from_cursor
from backend.queries.ids import to_node_id
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import LetterState, Role
from tests.api.world import Person, World
from tests.conftest import Urls
from tests.journeys.client import Following, Persona, operation
from tests.journeys.story import ANDREW, KATE
from tests.live.following import history_seen_by
from tests.live.processes import SECRET, Process, production, start

pytestmark = pytest.mark.requirement("X-02", "X-05", "X-07")

CLIENTS = 3
BETWEEN = 0.2
"""Seconds between two claims of one client: a steady load, and not as much as the machine bears."""
PATIENCE = 60.0
SERVICE_RESTART = 1012


@dataclass
class Site:
    """Two addresses with a server behind each, and two workers."""

    environment: dict[str, str]
    urls: list[str]
    world: World
    http: httpx2.AsyncClient
    servers: list[Process] = field(default_factory=list)
    workers: list[Process] = field(default_factory=list)
    lodged: int = 0
    refused: int = 0
    closes: Counter[int] = field(default_factory=Counter)
    is_over: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, url: str) -> Process:
        """Start a server at one of the addresses."""
        port = url.rpartition(":")[2]
        server = start("-m", "backend", "serve", environment=self.environment | {"PORT": port})
        await asyncio.to_thread(server.await_line, "ready ")
        return server

    async def work(self) -> Process:
        worker = start("-m", "backend", "work", environment=self.environment)
        await asyncio.to_thread(worker.await_line, "working")
        return worker

    async def post(self, body: dict[str, Any], who: Person) -> Any:
        """Ask one of the servers; the other, under the same key, where the first one gave no answer at all."""
        urls = random.sample(self.urls, 2)
        for url in (*urls, *urls):
            try:
                answer = await self.http.post(
                    f"{url}/graphql", json=body, headers={"authorization": f"Bearer {who.token}"}
                )
            except httpx2.TransportError:
                self.refused += 1
                continue
            assert answer.status_code == 200, answer.text
            return answer.json()["data"]
        raise AssertionError("both servers were away")

    async def keep_lodging(self, who: Person) -> None:
        """Lodge claim after claim until the restart is over."""
        while not self.is_over.is_set():
            given = {"amount": "900.00", "whatFor": "A wall.", "claimants": [KATE], "defendants": [ANDREW]}
            data = await self.post(operation("lodge-claim", {"input": {"idempotencyKey": str(uuid4()), **given}}), who)
            assert data["lodgeClaim"]["__typename"] == "LodgeClaimSuccess", data
            self.lodged += 1
            await asyncio.sleep(BETWEEN)

    async def follow(self, who: Person, at: int, streams: list[Following]) -> None:
        """Follow the dashboard, and go on at the other server from the last cursor whenever a socket is closed."""
        while True:
            persona = Persona(who.name, self.urls[at], self.http, who.token)
            after = {"after": cursors_of(streams)[-1]} if streams else {}
            with contextlib.suppress(ConnectionRefusedError):
                async with persona.following("dashboard-changed", **after) as stream:
                    streams.append(stream)
                    self.closes[await stream.until_closed(within=10 * PATIENCE)] += 1
            at = 1 - at

    async def stop(self) -> None:
        for process in (*self.servers, *self.workers):
            await asyncio.to_thread(process.stop)
            process.output.unlink()


@asynccontextmanager
async def opened(urls: Urls, mailbox: Mailbox) -> AsyncIterator[Site]:
    database = Database(urls.service)
    world = World(database)
    environment = production(urls.service, smtp_port=mailbox.port)
    limits = httpx2.Limits(max_keepalive_connections=0)
    async with httpx2.AsyncClient(timeout=30, limits=limits) as http:
        site = Site(environment, [f"http://127.0.0.1:{port}" for port in free_ports(2)], world, http)
        try:
            site.servers = list(await asyncio.gather(*(site.serve(url) for url in site.urls)))
            site.workers = list(await asyncio.gather(site.work(), site.work()))
            yield site
        finally:
            await site.stop()
            await database.dispose()


async def test_restarting_every_process_one_after_another_under_load_is_noticed_by_nobody(
    postgresql_urls: Urls,
) -> None:
    mailbox = Mailbox(limit=100_000)
    await mailbox.start()
    async with opened(postgresql_urls, mailbox) as site:
        officer = await site.world.person("officer", Role.COURT_OFFICER)
        people = [await site.world.person(f"claimant {number}") for number in range(CLIENTS)]
        told: list[list[Following]] = [[], []]
        following = [asyncio.create_task(site.follow(officer, first, told[first])) for first in (0, 1)]
        lodging = [asyncio.create_task(site.keep_lodging(who)) for who in people]
        await until(lambda: site.lodged >= CLIENTS and all(cursors_of(each) for each in told))
        for index, url in enumerate(site.urls):
            await asyncio.gather(
                replace(site.servers, index, lambda url=url: site.serve(url)),
                replace(site.workers, index, site.work),
            )
            before = site.lodged
            await until(lambda before=before: site.lodged >= before + CLIENTS)
        site.is_over.set()
        await asyncio.gather(*lodging)
        await until_sent(site.world.database)
        expected = await positions(site.world.database, officer)
        await until(lambda: all(len(cursors_of(each)) >= len(expected) for each in told))
        for each in following:
            each.cancel()
        await asyncio.gather(*following, return_exceptions=True)
        assert set(site.closes) == {SERVICE_RESTART}
        assert site.closes.total() >= len(site.urls)
        sealer = Sealer(SECRET.encode())
        assert [[from_cursor(sealer, cursor) for cursor in cursors_of(each)] for each in told] == [expected, expected]
        letters = await letters_of(site.world.database)
        assert Counter(letter.state for letter in letters) == {LetterState.SENT: len(letters)}
        assert Counter(letter.message_id for letter in mailbox.letters()).total() == len(letters) == 2 * site.lodged
        assert len({letter.message_id for letter in mailbox.letters()}) == len(letters)
    await mailbox.stop()


def cursors_of(streams: list[Following]) -> list[str]:
    """The cursors of all changes told by one stream after another."""
    return [cursor for stream in streams for cursor in stream.cursors]


async def replace(processes: list[Process], index: int, start_another: Any) -> None:
    """Stop one process as whoever runs it does, and start another in its place."""
    await asyncio.to_thread(processes[index].stop)
    # Each passes the signal on when it has stopped orderly; one that had to be killed would say so.
    assert processes[index].popen.returncode == -signal.SIGTERM, processes[index].said
    processes[index].output.unlink()
    processes[index] = await start_another()


async def positions(database: Database, who: Person) -> list[tuple[int, int]]:
    """The places in the feed of the entries that somebody may see, in order."""
    seen = set(await history_seen_by(database, who))
    async with database.reading(SYSTEM) as connection:
        entries = await connection.execute(
            select(HistoryEntry.xid, HistoryEntry.id, HistoryEntry.uid).order_by(HistoryEntry.xid, HistoryEntry.id)
        )
        return [(entry.xid, entry.id) for entry in entries if to_node_id("HistoryEntry", entry.uid) in seen]


async def letters_of(database: Database) -> list[Letter]:
    async with database.writing(SYSTEM) as session:
        return list(await session.scalars(select(Letter)))


async def until_sent(database: Database) -> None:
    async with asyncio.timeout(PATIENCE):
        while any(letter.state is not LetterState.SENT for letter in await letters_of(database)):  # noqa: ASYNC110
            await asyncio.sleep(0.2)


async def until(reached: Any) -> None:
    async with asyncio.timeout(PATIENCE):
        while not reached():  # noqa: ASYNC110 - many things may bring it about
            await asyncio.sleep(0.05)


def free_ports(number: int) -> list[int]:
    bound = [socket.socket() for _ in range(number)]
    for each in bound:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in bound]
    for each in bound:
        each.close()
    return ports
