"""How PostgreSQL runs the statements of the three documents: the plan of each, as the role of the service.

    .venv/bin/python -m bench.plans --claims 10000 100000 [--full]

The statements are those that the real server sent, taken with their values from PostgreSQL's log. The most rows that
any step of a plan touched must not grow with the number of claims, and no step may scan a table of a case's rows.
"""

import argparse
import asyncio
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import asyncpg

from backend.adapters.database import Database
from bench.claims import SERVICE, Cluster, ground_on, people_of
from bench.load import Asked, ask
from bench.reads import OURS, SENT, reads_of, serving

NEXT_LINE = re.compile(r"\n(?=\d{4}-\d\d-\d\d )")
GIVEN = re.compile(r"\$(\d+) = ('(?:[^']|'')*'|NULL)")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a plan came to: its time, the most rows that a step touched, the tables it scanned from end to end."""

    milliseconds: float
    most_rows: int
    scanned: frozenset[str]

    @classmethod
    def of(cls, explained: dict[str, Any]) -> "Plan":
        steps = list(_steps(explained["Plan"]))
        touched = (each["Actual Rows"] + each.get("Rows Removed by Filter", 0) for each in steps)
        scanned = {each["Relation Name"] for each in steps if each["Node Type"] == "Seq Scan"}
        return cls(explained["Execution Time"], int(max(touched)), frozenset(scanned))


def _steps(step: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield step
    for below in step.get("Plans", ()):
        yield from _steps(below)


async def sent(cluster: Cluster, asked: Asked) -> list[str]:
    """The statements of one request in their order, their values filled in."""
    found: list[str] = []
    for line in NEXT_LINE.split(await cluster.logged(ask(asked))):
        if begin := SENT.search(line):
            found.append(line[begin.end() :])
        elif "DETAIL:  " in line:
            for number, value in reversed(GIVEN.findall(line)):
                found[-1] = found[-1].replace(f"${number}", value)
    return found


async def plans(cluster: Cluster, name: str, statements: list[str], *, full: bool) -> list[tuple[str, Plan]]:
    """The plan of each statement that reads, in the snapshot that the server opened for it."""
    connection = await asyncpg.connect(cluster.url(name, user=SERVICE), server_settings=SETTINGS)
    found = []
    for statement in statements:
        if not statement.startswith(("SELECT", "WITH")):
            await connection.execute(statement)
            continue
        for _ in range(2):  # the first one warms up
            (row,) = await connection.fetch(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}")
        if full:
            print(statement)
            print("\n".join(each[0] for each in await connection.fetch(f"EXPLAIN (ANALYZE, TIMING OFF) {statement}")))
        found.append((re.sub(r"(?s).*?FROM\s+\(?(\w+).*", r"\1", statement, count=1), Plan.of(json.loads(row[0])[0])))
    await connection.close()
    return found


SETTINGS = {"role": "civil_enforcement_app", "jit": "off"}


async def show(cluster: Cluster, size: int, *, full: bool) -> None:
    """Print the plans of all three documents over so many claims."""
    name = f"claims_{size}"
    database = Database(cluster.url(name, user=SERVICE))
    people = await people_of(ground_on(database))
    await database.dispose()
    print(f"\n{size:,} claims\n\n| document | statement from | ms | most rows of a step | scanned |\n|{' --- |' * 5}")
    with serving("ours", OURS, cluster.url(name, user=SERVICE)) as served:
        for read in reads_of(people):
            asked = read.of(served.port, by_id=True)
            await ask(asked)
            for table, plan in await plans(cluster, name, await sent(cluster, asked), full=full):
                scanned = ", ".join(sorted(plan.scanned)) or "nothing"
                print(f"| {read.name} | {table} | {plan.milliseconds:.2f} | {plan.most_rows} | {scanned} |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, nargs="+", default=[10_000], help="sizes of the databases")
    parser.add_argument("--full", action="store_true", help="print the statements and their plans too")
    given = parser.parse_args()
    with Cluster().running() as cluster:
        for size in given.claims:
            cluster.claims(size)
            asyncio.run(show(cluster, size, full=given.full))
