"""The service as processes that die, its surroundings that do not, and a client that sends until it is sure."""

import asyncio
import contextlib
import socket
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

import httpx2
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from backend.adapters.database import Database
from backend.adapters.sealing import Sealer
from backend.demo.mailbox import Mailbox
from backend.demo.pretend_pay import PretendPay
from backend.http import pay_messages
from backend.models import Letter, Payment
from backend.operations.ground import machine_now
from backend.queries.ids import to_node_id
from backend.rules.access import SYSTEM
from backend.rules.errors import PublicError
from backend.rules.vocabulary import LetterState, PaymentState
from tests.api.world import Person, World
from tests.builders.paying import pretend_pay
from tests.crash.documents import CLAIM, SEVERAL, document, keys_of
from tests.live.processes import SECRET, Process, production, start
from tests.postgres import Server

COPIES = (1, 1, 1, 2, 3, 5)
"""How often an act is sent at once under one key, each as likely as the others."""
PATIENCE = 180.0
PASSING = {"SERVICE_UNAVAILABLE", "RATE_LIMITED", "TIMEOUT"}
"""Errors that say: come again."""
UNKNOWN = {"SERVICE_UNAVAILABLE", "TIMEOUT"}
"""Those under which an act may stand all the same: the database went away, or time was up, at its very commit."""
BEFORE, BETWEEN, AFTER = "before commit", "between commit and reply", "after reply"


class WrongAnswerError(AssertionError):
    """The service answered what it must not."""


@dataclass
class Site:
    """Two servers and two workers over one PostgreSQL, a mail server and a payment provider."""

    postgres: Server
    world: World
    mailbox: Mailbox
    pay: PretendPay
    environment: dict[str, str]
    urls: list[str]
    http: httpx2.AsyncClient
    seed: int
    random: Random
    sent: Counter[tuple[str, str]] = field(default_factory=Counter)
    in_flight: Counter[str] = field(default_factory=Counter)
    acts: Counter[str] = field(default_factory=Counter)
    """What was acknowledged as done, by mutation."""
    keys: dict[UUID, str] = field(default_factory=dict)
    """The key of each act acknowledged, and which mutation it was."""
    lost: dict[str, bool] = field(default_factory=lambda: defaultdict(bool))
    """The keys of acts that arrived, or may have, and were not answered."""
    resent: int = 0
    cut: Counter[str] = field(default_factory=Counter)
    """Acts of which no answer came at first, by the moment at which the kill must have hit them."""
    faults: Counter[str] = field(default_factory=Counter)
    """Errors answered at all, by code."""

    def start(self, role: str, place: int, *, doom: str) -> Process:
        """Start a process of this place; `doom` is where it is going to die by itself."""
        port = {"PORT": self.urls[place].rpartition(":")[2]} if role == "serve" else {}
        return start("-m", "tests.crash.doomed", role, environment=self.environment | port | {"DOOM": doom})

    async def surely(self, who: Person, name: str, /, **given: Any) -> dict[str, Any]:
        """Do something once, sending it 1 to 5 times at once, and again for as long as nobody answers; its result."""
        self.sent[who.name, name] += 1
        random = Random(f"{self.seed}:{who.name}:{name}:{self.sent[who.name, name]}")
        key = UUID(int=random.getrandbits(128), version=4)
        body = {"query": document(name), "variables": {"input": {"idempotencyKey": str(key), **given}}}
        copies, was_cut = random.choice(COPIES), False
        async with asyncio.timeout(PATIENCE):
            while not (answers := await self._volley(who, body, copies)):
                was_cut = was_cut or self.lost[str(key)]
                await asyncio.sleep(0.2)
        results = [member for answer in answers for member in answer.values()]
        done = [each for each in results if each["__typename"].endswith("Success")]
        if not done:
            return results[0]
        keys = keys_of(name, key, given)
        self._count(name, keys, done, answered=len(answers), copies=copies, was_cut=was_cut)
        return done[0]

    def _count(
        self, name: str, keys: list[UUID], done: list[dict[str, Any]], *, answered: int, copies: int, was_cut: bool
    ) -> None:
        fresh = [each for each in done if not each["isReplayed"]]
        bare = {str({**each, "isReplayed": None, "claim": None}) for each in done if len(done) > 1}
        is_one_act = name not in SEVERAL
        if (is_one_act and len(fresh) > 1) or (answered == copies and not was_cut and not fresh):
            raise WrongAnswerError(f"{name}: {len(fresh)} of {len(done)} answers say that theirs did it")
        if len({each.get("application", {}).get("id") for each in done}) > 1:
            raise WrongAnswerError(f"{name}: one key, different answers: {bare}")
        if was_cut:
            self.cut[BETWEEN if not fresh else BEFORE] += 1
        self.acts[name] += len(keys)
        self.keys.update(dict.fromkeys(keys, name))
        self.resent += copies - 1 + was_cut

    async def _volley(self, who: Person, body: dict[str, Any], copies: int) -> list[dict[str, Any]]:
        """Send copies at once, each to one of the servers; those answers that came."""
        urls = [self.random.choice(self.urls) for _ in range(copies)]
        answers = await asyncio.gather(*(self._post(url, who, body) for url in urls))
        return [answer for answer in answers if answer is not None]

    async def ask(self, who: Person, query: str, **variables: Any) -> Any:
        async with asyncio.timeout(PATIENCE):
            while not (answers := await self._volley(who, {"query": query, "variables": variables}, 1)):  # noqa: ASYNC110
                await asyncio.sleep(0.2)
        return answers[0]

    async def claim(self, who: Person, case_id: UUID) -> Any:
        """A claim as somebody sees it now."""
        return (await self.ask(who, CLAIM, by={"id": to_node_id("Claim", case_id)}))["claim"]

    async def sign_out(self, who: Person) -> None:
        """End a session; one that has ended answers that it has, so this is sent one by one."""
        body = {"query": document("signOut"), "variables": {"input": {"idempotencyKey": str(who.key)}}}
        async with asyncio.timeout(PATIENCE):
            while True:
                with contextlib.suppress(httpx2.TransportError):
                    url, headers = self.random.choice(self.urls), {"authorization": f"Bearer {who.token}"}
                    answer = (await self.http.post(f"{url}/graphql", json=body, headers=headers)).json()
                    codes = {error["extensions"]["code"] for error in answer.get("errors", ())}
                    if codes - PASSING - {"UNAUTHENTICATED"}:
                        raise WrongAnswerError(f"signOut: {answer['errors']}")
                    if not codes or "UNAUTHENTICATED" in codes:
                        break
                await asyncio.sleep(0.2)
        self.acts["signOut"] += 1
        self.keys[who.key] = "signOut"

    async def read(self, read: Callable[[], Awaitable[Any]]) -> Any:
        """Look into the database past the API; again, where PostgreSQL is away."""
        async with asyncio.timeout(PATIENCE):
            while True:
                with contextlib.suppress(PublicError, DBAPIError, OSError):
                    return await read()
                await asyncio.sleep(0.2)

    async def _post(self, url: str, who: Person, body: dict[str, Any]) -> dict[str, Any] | None:
        """The data of an answer; None where none came, or one that says to come again."""
        self.in_flight[url] += 1
        try:
            answer = await self.http.post(f"{url}/graphql", json=body, headers={"authorization": f"Bearer {who.token}"})
        except httpx2.ConnectError:
            return None  # it never arrived
        except httpx2.TransportError:
            self.lost[_key_of(body)] = True
            return None
        finally:
            self.in_flight[url] -= 1
        told = answer.json()
        codes = {error["extensions"]["code"] for error in told.get("errors", ())}
        self.faults.update(codes)
        if codes & UNKNOWN:
            self.lost[_key_of(body)] = True
        if codes - PASSING:
            raise WrongAnswerError(f"{body['query'][:300]}: {told['errors']}")
        return None if codes else told["data"]

    async def give_back_leases(self) -> None:
        """What dead workers held may be taken up at once: nobody waits for five minutes here."""
        async with self.world.database.writing(SYSTEM) as session:
            now = machine_now()
            await session.execute(
                update(Letter)
                .where(Letter.state.in_((LetterState.WAITING, LetterState.SENDING)))
                .values(leased_until=now - timedelta(seconds=1), next_attempt_at=now)
            )
            await session.execute(
                update(Payment)
                .where(Payment.state.in_((PaymentState.INTENDED, PaymentState.CREATED)))
                .values(look_at=now)
            )
            await session.commit()

    async def until_quiet(self) -> None:
        """Wait until no letter waits and no payment hangs in the air."""
        async with asyncio.timeout(PATIENCE):
            while await self._waits():  # noqa: ASYNC110 - other processes bring it about
                await asyncio.sleep(0.3)

    async def _waits(self) -> bool:
        letters = select(Letter.id).where(Letter.state.in_((LetterState.WAITING, LetterState.SENDING))).limit(1)
        payments = select(Payment.id).where(Payment.state == PaymentState.INTENDED).limit(1)
        found = [await self.world.database.scalar(each) for each in (letters, payments)]
        return any(found)


@asynccontextmanager
async def opened(postgres: Server, database_url: str, *, seed: int) -> AsyncIterator[Site]:
    """Everything around the processes, on a migrated database; none of them runs yet."""
    database, mailbox = Database(database_url, pool_size=4), Mailbox(limit=1_000_000)
    world = World(database)
    world.ground = replace(world.ground, sealer=Sealer(SECRET.encode()))
    await mailbox.start()
    urls = [f"http://127.0.0.1:{port}" for port in _free_ports(2)]
    async with pretend_pay(tell=urls[0] + pay_messages.PATH) as pay, httpx2.AsyncClient(timeout=30) as http:
        environment = production(database_url, smtp_port=mailbox.port) | {
            "TRUSTED_DOCUMENTS": "false",
            "PAYMENTS": "gov-uk-pay",
            "PAY_URL": pay.url,
            "PAY_KEY": pay.key,
            "PAY_WEBHOOK_SECRET": pay.secret,
        }
        try:
            yield Site(postgres, world, mailbox, pay, environment, urls, http, seed, Random(seed))
        finally:
            with contextlib.suppress(OSError):
                await mailbox.stop()
            await database.dispose()


def _key_of(body: dict[str, Any]) -> str:
    """The idempotency key of an act; empty for what only reads."""
    given: str = body["variables"].get("input", {}).get("idempotencyKey", "")
    return given


def _free_ports(number: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        bound = [stack.enter_context(socket.socket()) for _ in range(number)]
        for each in bound:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in bound]
