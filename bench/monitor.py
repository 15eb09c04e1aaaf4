"""`python -m bench.monitor 10000 100000`: what a day's monitoring costs over so many enforcement cases.

Each size gets a database of its own on a PostgreSQL of its own (the wheel's), filled in bulk. Then, each in a process
of its own as the role of the service: a dry run, a real run, and another real run, which finds nothing left to do.
Printed are seconds, the most memory that the process held (the service imported is most of it) and the statements sent;
then how much each grew from one size to the next, beside how much the cases grew.
"""

import asyncio
import json
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from rich.console import Console

from backend.adapters import migrations
from backend.adapters.database import Database
from backend.adapters.engines import APP_ROLE
from backend.adapters.sealing import Sealer
from backend.adapters.wake import InProcessWake
from backend.demo.generate import progress_bar
from backend.operations import installation
from backend.operations.ground import Ground, machine_now
from backend.workers.monitor import Monitor
from bench.enforcement_cases import NOW, generate
from tests.postgres import SERVICE, Server, running

SECRET = b"a secret of benchmarks, 32 bytes"
RUNS = ("dry run", "real run", "run again")


@dataclass
class Stopped:
    """A clock that stands."""

    at: datetime = NOW

    async def now(self) -> datetime:
        return self.at


@dataclass(frozen=True)
class Measured:
    seconds: float
    megabytes: float
    statements: int
    found: int
    """What was planned, or opened."""


async def measure(url: str, run: str) -> Measured:
    """One run, measured. Statements count transactions' own but not what opens them."""
    database = Database(url)
    monitor = Monitor(Ground(database, Stopped(), Sealer(SECRET), InProcessWake()))
    await database.check()
    began, statements = time.perf_counter(), Counted()
    with database.count_statements() as seen:
        seen.statements = statements
        if run == "dry run":
            found = 0
            async for _each in monitor.planned():
                found += 1
        else:
            looked = await monitor.look()
            assert looked.failed == 0, looked
            found = looked.opened
    measured = Measured(time.perf_counter() - began, _peak(), statements.count, found)
    await database.dispose()
    return measured


class Counted(list[str]):
    """Counts what is appended, and keeps none of it: the measurement must not grow."""

    count = 0

    def append(self, _statement: str) -> None:
        self.count += 1


def _peak() -> float:
    """The most memory that this process held so far, in megabytes. Not `ru_maxrss`: that begins with its parent's."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))


def in_its_own_process(url: str, run: str) -> Measured:
    done = subprocess.run(
        [sys.executable, "-m", "bench.monitor", "--measure", url, run], check=True, capture_output=True, text=True
    )
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def filled(server: Server, size: int) -> str:
    """A database with so many cases; the service's URL."""
    name = f"cases_{size}"
    owner = asyncio.run(server.create_database(name))
    migrations.upgrade(owner)
    asyncio.run(installation.stamp(owner, at=machine_now()))
    with progress_bar(Console(stderr=True)) as progress:
        task = progress.add_task("cases", total=size)
        asyncio.run(generate(owner, size, lambda count: progress.advance(task, count)))
    return server.url(name, user=SERVICE)


def show(sizes: list[int]) -> None:
    print("| cases | run | seconds | peak MB | statements | found |\n| ---: | --- | ---: | ---: | ---: | ---: |")
    found: dict[tuple[int, str], Measured] = {}
    with running() as server:
        for number, size in enumerate(sizes):
            url = filled(server, size)
            if number == 0:
                asyncio.run(server.execute(f"GRANT {APP_ROLE} TO {SERVICE}"))
            for run in RUNS:
                each = found[size, run] = in_its_own_process(url, run)
                print(
                    f"| {size:,} | {run} | {each.seconds:.1f} | {each.megabytes:.1f} | {each.statements:,} "
                    f"| {each.found:,} |",
                    flush=True,
                )
    for less, more in pairwise(sizes):
        print(f"\nfrom {less:,} to {more:,} cases, {more / less:.0f} times as many:")
        for run in RUNS:
            small, large = found[less, run], found[more, run]
            print(
                f"- {run}: {large.seconds / small.seconds:.1f} times the seconds, "
                f"{large.statements / small.statements:.1f} times the statements, "
                f"{large.megabytes - small.megabytes:+.1f} MB"
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(vars(asyncio.run(measure(sys.argv[2], sys.argv[3])))))
    else:
        show([int(each) for each in sys.argv[1:]] or [10_000, 100_000])
