"""`make crash [SEED=1] [RUNS=1]`: many acts and many kills; prints what was killed when, and what is wrong.

The same seed makes the same stories, the same keys and the same dooms. What else the machine does moves the moments.
"""

import argparse
import asyncio
import sys
from random import SystemRandom

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from backend.adapters import migrations
from backend.adapters.engines import APP_ROLE
from backend.operations import installation
from backend.operations.ground import machine_now
from tests.crash.run import LARGE, SMALL, Report, Size, crash
from tests.crash.site import AFTER, BEFORE, BETWEEN
from tests.postgres import SERVICE, Server, running

console = Console()


async def one(postgres: Server, *, seed: int, size: Size) -> Report:
    """One run on a database of its own, under a bar."""
    name = f"crash_{seed}"
    owner = await postgres.create_database(name)
    await asyncio.to_thread(migrations.upgrade, owner)
    await installation.stamp(owner, at=machine_now())
    await postgres.execute(f"GRANT {APP_ROLE} TO {SERVICE}")
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as bar:
        task = bar.add_task(f"seed {seed}", total=size.unanswered + size.unpaid + 3)
        return await crash(
            postgres, postgres.url(name, user=SERVICE), seed=seed, size=size, told=lambda: bar.advance(task)
        )


def show(seed: int, report: Report) -> None:
    """What was done, what was killed and when, and what is wrong."""
    table = Table("what", "how often", title=f"seed {seed}")
    table.add_row("acts acknowledged", str(report.acts.total()))
    table.add_row("kinds of act", str(len(report.acts)))
    table.add_row("acts sent more than once", str(report.resent))
    for moment in (BEFORE, BETWEEN, AFTER):
        table.add_row(f"cut {moment}", str(report.cut[moment]))
    table.add_row("live stream cut, and gone on", str(report.cuts))
    for what, times in sorted(report.kills.items()):
        table.add_row(f"killed: {what}", str(times))
    for code, times in sorted(report.errors.items()):
        table.add_row(f"answered {code}", str(times))
    table.add_row("wrong", str(len(report.faults)))
    console.print(table)
    for fault in report.faults:
        console.print(fault)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, help="the first seed; chosen by chance where it is not given")
    parser.add_argument("--runs", type=int, default=1, help="how many seeds, one after another")
    parser.add_argument("--small", action="store_true", help="the size of the test")
    given = parser.parse_args()
    first = SystemRandom().randrange(10**6) if given.seed is None else given.seed
    wrong = 0
    with running(survives_crashes=True) as postgres:
        for seed in range(first, first + given.runs):
            report = asyncio.run(one(postgres, seed=seed, size=SMALL if given.small else LARGE))
            show(seed, report)
            wrong += len(report.faults)
            if report.faults:
                console.print(f"again: make crash SEED={seed}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
