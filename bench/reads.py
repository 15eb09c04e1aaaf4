"""Three documents of the contract over generated claims, beside plain Strawberry with the ORM and DataLoaders.

    .venv/bin/python -m bench.reads --claims 100000

Both are real server processes, one each, on one PostgreSQL, as the role of the service with row-level security; they
take turns in one run, and their answers are compared first. Linux only: what a request costs is read from /proc.
"""

import argparse
import asyncio
import contextlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from backend.adapters.database import Database
from backend.contract import document_id, trusted
from backend.settings import DEMO_SECRET
from bench.claims import SERVICE, Cluster, People, ground_on, people_of
from bench.load import Asked, Cost, ask, load

OPERATIONS = Path(__file__).parent.parent / "frontend-contract" / "operations"
OURS, PEER = ("-m", "bench.serving"), ("-m", "bench.peers.plain_strawberry")
OWN_BY_NATURE = frozenset({"cursor", "endCursor"})
"""Opaque, and each server's own: left out where answers are compared."""
HEAD = "| document | server | req/s | CPU ms, server | CPU ms, database | statements |"
SENT = re.compile(r"LOG:  (?:statement|execute [^:]*): ")


@dataclass(frozen=True, slots=True)
class Read:
    """One document as somebody asks for it."""

    name: str
    token: str
    variables: dict[str, Any]

    @property
    def text(self) -> str:
        return (OPERATIONS / f"{self.name}.graphql").read_text(encoding="utf-8")

    def of(self, port: int, *, by_id: bool) -> Asked:
        named = {"documentId": document_id(trusted(self.text))} if by_id else {"query": trusted(self.text)}
        return Asked(port, self.token, {**named, "variables": self.variables})


@dataclass(frozen=True, slots=True)
class Served:
    """A server under load."""

    name: str
    port: int
    process: int
    takes_ids: bool


def reads_of(people: People) -> list[Read]:
    """A page of a long history, a page of the court's claims, a claimant's dashboard."""
    return [
        Read("case-history", people.officer, {"by": {"reference": people.reference}, "first": 50}),
        Read("staff-claims", people.officer, {"first": 50}),
        Read("claimant-dashboard", people.claimant, {"first": 10}),
    ]


@contextlib.contextmanager
def serving(name: str, module: Sequence[str], url: str) -> Iterator[Served]:
    """A server process for as long as the block runs."""
    given = {"DATABASE_URL": url, "PORT": "0", "SECRET": DEMO_SECRET, "HOSTS": '["127.0.0.1"]'}
    process = subprocess.Popen(
        [sys.executable, *module], env={**os.environ, **given}, stdout=subprocess.PIPE, stderr=sys.stderr, text=True
    )
    try:
        assert process.stdout
        ready = next(line for line in process.stdout if line.startswith("ready "))
        # What else it says is its log: thrown away, but by somebody who reads it.
        drain = subprocess.Popen(["cat"], stdin=process.stdout, stdout=subprocess.DEVNULL)
        yield Served(name, int(ready.rpartition(":")[2]), process.pid, takes_ids=module is OURS)
        process.terminate()
        process.wait(20)
        drain.wait(5)
    finally:
        process.kill()


def without(value: Any) -> Any:
    """An answer without what is each server's own."""
    if isinstance(value, dict):
        return {name: without(each) for name, each in value.items() if name not in OWN_BY_NATURE}
    return [without(each) for each in value] if isinstance(value, list) else value


async def statements(cluster: Cluster, asked: Asked) -> int:
    """How many statements one request sends, those that open and close transactions included: from PostgreSQL's log."""
    return len(SENT.findall(await cluster.logged(ask(asked))))


async def compare(cluster: Cluster, servers: Sequence[Served], read: Read, *, rounds: int, seconds: float) -> None:
    """Check that the answers are equal, then load both in turn and print what each costs."""
    asked = {each: read.of(each.port, by_id=each.takes_ids) for each in servers}
    ours, peer = [without(await ask(asked[each])) for each in servers]
    assert ours == peer, f"{read.name}: the answers differ: {difference(ours, peer)}"
    costs: dict[Served, list[Cost]] = {each: [] for each in servers}
    for number in range(rounds + 1):
        for each in servers if number % 2 else reversed(servers):
            cost = await load(asked[each], seconds=seconds, server=each.process, database=cluster.process_id)
            if number:  # the first round warms up
                costs[each].append(cost)
    told = {each: _median(costs[each]) for each in servers}
    for each in servers:
        cost, count = told[each], await statements(cluster, asked[each])
        print(
            f"| {read.name} | {each.name} | {cost.rate:.0f} | {cost.server:.2f} | {cost.database:.2f} | {count} |",
            flush=True,
        )
    first, second = (told[each] for each in servers)
    print(f"| | **ours / plain** | **{first.rate / second.rate:.1f}** | in all **{first.cpu / second.cpu:.2f}** | | |")


def _median(costs: list[Cost]) -> Cost:
    return Cost(
        rate=median(each.rate for each in costs),
        server=median(each.server for each in costs),
        database=median(each.database for each in costs),
    )


def difference(one: Any, other: Any, place: str = "data") -> str:
    """Where two answers first differ."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        pairs = [(one[name], other[name], f"{place}.{name}") for name in one]
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = [(mine, theirs, f"{place}[{n}]") for n, (mine, theirs) in enumerate(zip(one, other, strict=True))]
    else:
        return f"{place}: {one!r} and {other!r}"
    return next((difference(*each) for each in pairs if each[0] != each[1]), "")


async def run(cluster: Cluster, size: int, *, rounds: int, seconds: float) -> None:
    """Measure over one database of so many claims."""
    url = cluster.url(f"claims_{size}", user=SERVICE)
    database = Database(url)
    people = await people_of(ground_on(database))
    await database.dispose()
    with serving("ours", OURS, url) as ours, serving("plain Strawberry", PEER, url) as peer:
        print(f"\n{size:,} claims, {time.strftime('%d %B %Y')}, {os.cpu_count()} cores\n\n{HEAD}\n|{' --- |' * 6}")
        for read in reads_of(people):
            await compare(cluster, (ours, peer), read, rounds=rounds, seconds=seconds)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, nargs="+", default=[10_000], help="sizes of the databases")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0, help="how long a round takes")
    given = parser.parse_args()
    with Cluster().running() as cluster:
        for size in given.claims:
            cluster.claims(size)
            asyncio.run(run(cluster, size, rounds=given.rounds, seconds=given.seconds))
