"""A small workload over HTTP that survives kill -9 of servers and workers, and what must be true when it is over."""

import asyncio
import contextlib
import socket
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
from sqlalchemy import func, select

from backend.adapters.database import Database
from backend.adapters.sealing import Sealer
from backend.demo.mailbox import Mailbox
from backend.models import Case, HistoryEntry, IdempotencyKey, Letter
from backend.operations import histories
from backend.operations.ground import machine_now
from backend.queries.ids import to_node_id
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import EventKind, LetterState, Role
from tests.api.world import Person, World
from tests.journeys.client import operation
from tests.journeys.story import ANDREW, KATE, STATEMENT
from tests.live.processes import SECRET, Process, production, start

AGO = timedelta(days=60)
"""How long ago the claims were lodged whose time to respond is over."""
WORKERS = 2
PATIENCE = 120.0


@dataclass
class Crashing:
    """One database, its servers and workers, and everything that was acknowledged by them."""

    world: World
    mailbox: Mailbox
    environment: dict[str, str]
    http: httpx2.AsyncClient
    server: Process | None = None
    workers: list[Process] = field(default_factory=list)
    acknowledged: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    in_flight: set[UUID] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.environment['PORT']}/graphql"

    async def serve(self, doom: str = "never:0") -> None:
        """Start the server; `doom` is where it is going to die by itself."""
        self.server = start("-m", "tests.durable.doomed_server", environment=self.environment | {"DOOM": doom})
        await asyncio.to_thread(self.server.await_line, "ready ")

    async def work(self, number: int = WORKERS) -> None:
        """Start workers, until there are so many."""
        fresh = [start("-m", "backend", "work", environment=self.environment) for _ in range(number)]
        self.workers += fresh
        for worker in fresh:
            await asyncio.to_thread(worker.await_line, "working")

    async def surely(self, who: Person, name: str, **given: Any) -> Any:
        """Do something once, sending it again under the same key for as long as no answer comes; its result."""
        key = uuid4()
        body = operation(name, {"input": {"idempotencyKey": str(key), **given}})
        was_cut = False
        async with asyncio.timeout(PATIENCE):
            while True:
                self.in_flight.add(key)
                answer = await self._post(who, body)
                if answer is not None:
                    break
                was_cut = True
                self.in_flight.discard(key)
                await asyncio.sleep(0.1)
        self.in_flight.discard(key)
        (result,) = answer["data"].values()
        if result["__typename"] == "StaleVersionError":
            self.kills["before commit"] += was_cut
            return result
        assert result["__typename"].endswith("Success"), (name, result)
        if was_cut:
            self.kills["between commit and reply" if result["isReplayed"] else "before commit"] += 1
        self.acknowledged += 1
        return result

    async def ask(self, who: Person, name: str, **variables: Any) -> Any:
        async with asyncio.timeout(PATIENCE):
            while (answer := await self._post(who, operation(name, variables))) is None:  # noqa: ASYNC110 - it is down
                await asyncio.sleep(0.1)
        return answer["data"]

    async def _post(self, who: Person, body: dict[str, Any]) -> Any:
        headers = {"authorization": f"Bearer {who.token}"}
        with contextlib.suppress(httpx2.TransportError):
            answer = await self.http.post(self.url, json=body, headers=headers)
            if answer.status_code < 500:
                assert "errors" not in answer.json(), answer.text
                return answer.json()
        return None

    async def one_claim(self, *, overdue: UUID, responds: bool) -> None:
        """Lodge a claim; request judgment on one that is overdue, and have it entered or answered."""
        kate, andrew, officer = (self.world.people[name] for name in ("kate", "andrew", "officer"))
        await self.surely(
            kate, "lodge-claim", amount="900.00", whatFor="A wall.", claimants=[KATE], defendants=[ANDREW]
        )
        claim_id = to_node_id("Claim", overdue)
        await self._as_it_is_now(kate, "request-judgment", claim_id, paymentOrder={"immediately": True})
        if responds:
            given = {"claimId": claim_id, "kind": "DISPUTES_ALL", "statement": STATEMENT}
            await self.surely(andrew, "respond-to-claim", **given)
        else:
            await self._as_it_is_now(officer, "enter-judgment", claim_id)

    async def _as_it_is_now(self, who: Person, name: str, claim_id: str, **given: Any) -> None:
        """Act on the claim's version as it is; again, where a timer's act came between reading and acting."""
        while True:
            claim = (await self.ask(who, "claim", by={"id": claim_id}))["claim"]
            result = await self.surely(who, name, claimId=claim_id, expectedVersion=claim["version"], **given)
            if result["__typename"].endswith("Success"):
                return

    async def drain(self) -> None:
        """Wait until no letter waits any more."""
        open_letters = select(func.count()).where(
            Letter.state.in_((LetterState.WAITING, LetterState.SENDING)), Letter.leased_until.is_(None)
        )
        async with asyncio.timeout(PATIENCE):
            while await self.world.database.scalar(open_letters):  # noqa: ASYNC110 - another process sends them
                await asyncio.sleep(0.2)

    async def stop(self) -> None:
        for process in (self.server, *self.workers):
            if process is not None:
                await asyncio.to_thread(process.stop)
                process.output.unlink(missing_ok=True)


@asynccontextmanager
async def crashing(database_url: str) -> AsyncIterator[Crashing]:
    """A migrated database with people, a mail server, and nothing running yet."""
    database, mailbox = Database(database_url), Mailbox(limit=100_000)
    world = World(database)
    world.ground = _with_secret(world)
    for name, role in (("kate", Role.CITIZEN), ("andrew", Role.CITIZEN), ("officer", Role.COURT_OFFICER)):
        await world.person(name, role)
    await mailbox.start()
    environment = production(database_url, smtp_port=mailbox.port) | {"PORT": str(_free_port())}
    async with httpx2.AsyncClient(timeout=30) as http:
        crashing = Crashing(world, mailbox, environment, http)
        try:
            yield crashing
        finally:
            await crashing.stop()
            await mailbox.stop()
            await database.dispose()


async def overdue_claims(world: World, number: int) -> list[UUID]:
    """Claims that were lodged long ago and not answered, with their defendant linked."""
    world.clock.at = machine_now() - AGO
    made = []
    for _ in range(number):
        made.append(await world.lodge(world.people["kate"]))
        await world.stand_for(world.people["andrew"], made[-1], "Andrew Hollis")
    world.clock.at = machine_now()
    return made


async def nothing_was_lost_halved_or_doubled(crashing: Crashing, *, lodged: int, entered: int, answered: int) -> None:
    """Every act that was acknowledged stands once, whole, and every letter has left once or as a marked copy."""
    database = crashing.world.database
    found = await histories.verify(database)
    assert found.faults == []
    async with database.reading(SYSTEM) as connection:
        kinds = Counter((await connection.execute(select(HistoryEntry.kind))).scalars())
        cases = (await connection.execute(select(func.count()).select_from(Case))).scalar_one()
        keys = (await connection.execute(select(func.count()).select_from(IdempotencyKey))).scalar_one()
        letters = (await connection.execute(select(Letter.__table__))).all()
    assert cases == lodged
    assert keys == crashing.acknowledged
    assert kinds[EventKind.CLAIM_LODGED] == lodged
    assert kinds[EventKind.JUDGMENT_REQUESTED] == entered + answered
    assert kinds[EventKind.JUDGMENT_ENTERED] == entered
    assert kinds[EventKind.RESPONSE_RECEIVED] == answered
    sent = [letter for letter in letters if letter.state is LetterState.SENT]
    assert kinds[EventKind.LETTER_SENT] == len(sent)
    arrived = Counter(letter.message_id for letter in crashing.mailbox.letters())
    copies = {key for key, times in arrived.items() if times > 1}
    marked = sum(letter.may_be_copy for letter in letters)
    assert len(arrived) >= len(sent)
    assert max(arrived.values(), default=1) <= 2
    assert len(copies) <= marked


def _with_secret(world: World) -> Any:
    """The test's ground under the secret of the processes: codes that it makes can be read by them."""
    return type(world.ground)(
        database=world.ground.database,
        clock=world.ground.clock,
        sealer=Sealer(SECRET.encode()),
        wake=world.ground.wake,
        linking_takes_seconds=0,
    )


def _free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])
