"""What one act costs through the API, beside the bare SQL of the rows that it writes.

    .venv/bin/python -m bench.acts [--acts 30]

Each act is carried out many times on a copy of generated claims: signed in, judged, written with its history, letters,
timers and idempotency key, and read back for its answer. The statements that write are noted on a second copy, and
sent again on a third one by the driver alone, a transaction an act. Given is CPU time, of client and database together.
"""

import argparse
import asyncio
import contextlib
import shutil
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import asyncpg
from sqlalchemy import event, select
from sqlalchemy.engine import Engine as SqlEngine

from backend.adapters import migrations
from backend.adapters.database import Database
from backend.api import schema
from backend.context import Contexts
from backend.demo.generate import generate_with_bar
from backend.demo.serve import BEGINS
from backend.execution.engine import Engine
from backend.execution.requests import Request
from backend.models import Case, Claim, Link, Stream, User
from backend.operations import codes, sessions
from backend.operations.feed import Feed
from backend.operations.ground import Ground, machine_now
from backend.queries.ids import to_node_id
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import ClaimState, Relation, Role
from bench.claims import SERVICE, Cluster, ground_on
from bench.load import spent
from bench.reads import OPERATIONS

CLAIMS = 2_000
PERSON = {
    "kind": "PERSON",
    "name": "Kate Marlowe",
    "addressLines": ["14 Clarence Street", "York"],
    "postCode": "YO31 7EW",
}
LODGED = {
    "amount": "1250.00",
    "whatFor": "Repairs to a garden wall that were paid for and never done.",
    "claimants": [{**PERSON, "email": "kate@example.org"}],
    "defendants": [{**PERSON, "name": "Andrew Hollis", "email": "andrew@example.org", "dateOfBirth": "1984-11-02"}],
}
WRITES = ("INSERT", "UPDATE", "DELETE")
TELL_SYSTEM = "SELECT set_config('app.standing', 'system', true)"
Sent = list[tuple[str, tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Doing:
    """One act to do: which document, as whom, with which input."""

    document: str
    token: str
    given: dict[str, Any]

    @property
    def request(self) -> Request:
        text = (OPERATIONS / f"{self.document}.graphql").read_text(encoding="utf-8")
        return Request(query=text, variables={"input": {"idempotencyKey": str(uuid4()), **self.given}})


@dataclass(slots=True)
class Noted:
    """The statements of the acts: how many in all, and those that write, by act."""

    count: int = 0
    writes: list[Sent] = field(default_factory=list)

    @contextlib.contextmanager
    def noting(self) -> Any:
        """Listen to every engine while the block runs."""

        def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
            self.count += 1
            if statement.startswith(WRITES):
                rows = parameters if isinstance(parameters, list) else [parameters]
                self.writes[-1] += [(statement, tuple(row)) for row in rows]

        event.listen(SqlEngine, "before_cursor_execute", note)
        try:
            yield
        finally:
            event.remove(SqlEngine, "before_cursor_execute", note)


class Service:
    """The service without its transport: documents in, answers out."""

    def __init__(self, ground: Ground) -> None:
        async def is_ready() -> bool:
            return True

        self._engine = Engine(schema)
        self._contexts = Contexts(ground, Feed(ground), is_ready=is_ready)

    async def do(self, doing: Doing) -> None:
        """Carry out one act. Raises ValueError unless it succeeds."""
        opened = self._contexts.open_context(token=doing.token, caller="", request_id="", kind="mutation")
        answer = await self._engine.execute(self._engine.prepare(doing.request), opened, request_id="")
        (result,) = (answer.data or {"": None}).values()
        if not result or not result["__typename"].endswith("Success"):
            raise ValueError(result or answer.problems)


async def doings(ground: Ground, count: int) -> dict[str, list[Doing]]:
    """As many of each act as asked for, on claims that wait for it."""
    tokens: dict[Any, str] = {}

    async def token(user_id: Any) -> str:
        if user_id not in tokens:
            tokens[user_id] = (await sessions.sign_in(ground, user_id)).token
        return tokens[user_id]

    async with ground.database.reading(SYSTEM) as connection:
        officer = (await connection.scalars(select(User.id).where(User.role == Role.COURT_OFFICER).limit(1))).one()

        async def waiting(state: ClaimState, side: Relation, *conditions: Any) -> Sequence[Any]:
            linked = select(Case.id, Stream, Link.user_id).join(Claim, Claim.case_id == Case.id)
            linked = linked.join(Stream, Stream.id == Case.id).join(Link, Link.case_id == Case.id)
            mine = (Claim.state == state, Link.relation == int(side), Link.ended_at.is_(None))
            return (await connection.execute(linked.where(*mine, *conditions).order_by(Case.id).limit(count))).all()

        unanswered = await waiting(ClaimState.AWAITING_RESPONSE, Relation.DEFENDANT)
        taken = Case.id.not_in([row[0] for row in unanswered])
        overdue = Claim.response_due_at < machine_now()
        silent = await waiting(ClaimState.AWAITING_RESPONSE, Relation.CLAIMANT, overdue, taken)
        requested = await waiting(ClaimState.JUDGMENT_REQUESTED, Relation.CLAIMANT)
    lodger = silent[0].user_id
    answer = {"kind": "DISPUTES_ALL", "statement": "It was never mine."}
    asked = {"paymentOrder": {"immediately": True}}
    return {
        "lodge": [Doing("lodge-claim", await token(lodger), LODGED)] * count,
        "respond": [
            Doing("respond-to-claim", await token(row.user_id), {"claimId": _id(row), **answer}) for row in unanswered
        ],
        "requestJudgment": [
            Doing(
                "request-judgment",
                await token(row.user_id),
                {"claimId": _id(row), "expectedVersion": row.claimant_version, **asked},
            )
            for row in silent
        ],
        "enterJudgment": [
            Doing("enter-judgment", await token(officer), {"claimId": _id(row), "expectedVersion": row.court_version})
            for row in requested
        ],
    }


def _id(row: Any) -> str:
    return to_node_id("Claim", row[0])


@dataclass(frozen=True, slots=True)
class Place:
    """Where copies of the generated claims are made: on SQLite or on PostgreSQL."""

    name: str
    copy: Callable[[str], Any]
    """A fresh copy under a name; answers its URL, awaited."""
    bare: Callable[[str, list[Sent]], Any]
    """Sends the statements of each act in a transaction, by the driver alone; answers CPU seconds, awaited."""
    spent: Callable[[], float]


async def measure(place: Place, count: int) -> None:
    """Carry out, note and send again; print a line an act."""
    async with opened(await place.copy("measured")) as ground:
        service, found = Service(ground), await doings(ground, count + 5)
        cost = {}
        for name, each in found.items():
            for doing in each[:5]:
                await service.do(doing)
            began = place.spent()
            for doing in each[5:]:
                await service.do(doing)
            cost[name] = (place.spent() - began) / len(each[5:])
    noted: dict[str, Noted] = {}
    async with opened(await place.copy("noted")) as ground:
        service, found = Service(ground), await doings(ground, count + 5)
        for name, each in found.items():
            noted[name] = Noted()
            with noted[name].noting():
                for doing in each:
                    noted[name].writes.append([])
                    await service.do(doing)
    url = await place.copy("bare")
    for name, each in found.items():
        writes = noted[name].writes
        bare = await place.bare(url, writes) / len(writes)
        print(
            f"| {place.name} | {name} | {noted[name].count / len(each):.0f} | {mean(map(len, writes)):.0f} |"
            f" {cost[name] * 1e3:.1f} | {bare * 1e3:.2f} | {cost[name] / bare:.1f} |",
            flush=True,
        )


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Ground]:
    database = Database(url)
    try:
        yield ground_on(database)
    finally:
        await database.dispose()


def on_postgresql(cluster: Cluster) -> Place:
    """Copies in the cluster, whose own CPU counts too."""
    template = cluster.claims(CLAIMS)

    def used() -> float:
        return time.process_time() + spent(cluster.process_id)

    async def copy(name: str) -> str:
        return cluster.url(await cluster.fresh(name, template=template), user=SERVICE)

    async def bare(url: str, acts: list[Sent]) -> float:
        connection = await asyncpg.connect(url, server_settings={"role": "civil_enforcement_app", "jit": "off"})
        await connection.execute("SELECT 1")
        began = used()
        for act in acts:
            async with connection.transaction():
                await connection.fetch(TELL_SYSTEM)
                for statement, parameters in act:
                    await connection.fetch(statement, *parameters)
        took = used() - began
        await connection.close()
        return took

    return Place("PostgreSQL", copy, bare, used)


async def on_sqlite(folder: Path) -> Place:
    """Copies of a file."""
    template = folder / "template.db"
    await asyncio.to_thread(migrations.upgrade, f"sqlite:///{template}")
    database = Database(f"sqlite:///{template}")
    await generate_with_bar(database, size=CLAIMS, seed=1, now=BEGINS, settings=SimpleNamespace(demo=True))
    await database.dispose()

    async def copy(name: str) -> str:
        return f"sqlite:///{shutil.copy(template, folder / f'{name}.db')}"

    async def bare(url: str, acts: list[Sent]) -> float:
        connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON")
        began = time.process_time()
        for act in acts:
            connection.execute("BEGIN IMMEDIATE")
            for statement, parameters in act:
                connection.execute(statement, parameters).fetchall()
            connection.execute("COMMIT")
        took = time.process_time() - began
        connection.close()
        return took

    return Place("SQLite", copy, bare, time.process_time)


async def cost_of_a_code(ground: Ground) -> float:
    """CPU milliseconds of one security code, whose hash is meant to be dear: part of lodging, and not of its rows."""
    began = time.process_time()
    await codes.new_codes(ground, 5)
    return (time.process_time() - began) / 5 * 1e3


async def main(cluster: Cluster, count: int, place: Place) -> None:
    print(f"\n{count} of each act, {time.strftime('%d %B %Y')}\n")
    print("| database | act | statements | of which write | CPU ms | bare SQL, CPU ms | ratio |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: |")
    await measure(place, count)
    with TemporaryDirectory() as folder:
        await measure(await on_sqlite(Path(folder)), count)
    async with opened(cluster.url(f"claims_{CLAIMS}", user=SERVICE)) as ground:
        print(f"\nOne security code's hash, in `lodge` alone: {await cost_of_a_code(ground):.0f} ms.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--acts", type=int, default=30, help="how often each act is done")
    given = parser.parse_args()
    with Cluster().running() as cluster:
        asyncio.run(main(cluster, given.acts, on_postgresql(cluster)))
