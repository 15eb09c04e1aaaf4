"""What one read operation costs its client, by driver and by how the actor's settings travel.

    .venv/bin/python -m bench.drivers          psycopg is measured too where it is installed

Every operation is a REPEATABLE READ READ ONLY transaction of 1, 4 or 8 statements, each by primary key under row-level
security, as the role of the service, on a PostgreSQL of this machine. Given is the client's own CPU time in
microseconds, the best of several rounds. Compare columns within one run; times differ from machine to machine.
"""

import asyncio
import importlib
import importlib.util
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import asyncpg
import uvloop
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from backend.adapters import migrations
from backend.adapters.database import Database, driver_of
from backend.adapters.engines import APP_ROLE
from backend.adapters.standing import TELL, settings_of, snapshot_for
from backend.models import Case, Link, Party, Stream, User, new_id
from backend.rules.access import SYSTEM, Actor
from backend.rules.vocabulary import Role
from tests.postgres import SERVICE, Server, running

STATEMENTS = (1, 4, 8)
ROUNDS, OPERATIONS = 40, 50
CASE, READER = new_id(), Actor(user_id=new_id(), name="reader", role=Role.CITIZEN)
BY_KEY = "SELECT id, reference, jurisdiction, created_at FROM cases WHERE id = {}"
ASYNCPG_SQL, PSYCOPG_SQL = BY_KEY.format("$1"), BY_KEY.format("%s")
CORE = select(Case.id, Case.reference, Case.jurisdiction, Case.created_at).where(Case.id == CASE)
NAMES = ("user", "standing", "jurisdictions")
TELL_ASYNCPG = "SELECT " + ", ".join(f"set_config('app.{name}', ${n}, true)" for n, name in enumerate(NAMES, 1))
TELL_PSYCOPG = "SELECT " + ", ".join(f"set_config('app.{name}', %s, true)" for name in NAMES)
SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

Operation = Callable[[int], Awaitable[int]]


def told() -> tuple[str, ...]:
    settings = settings_of(READER)
    return tuple(settings[name] for name in NAMES)


def with_asyncpg(connection: Any) -> dict[str, Operation]:
    """The driver alone, on one connection."""

    async def bare(count: int) -> int:
        return sum([len(await connection.fetch(ASYNCPG_SQL, CASE)) for _ in range(count)])

    async def separate(count: int) -> int:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            await connection.fetch(TELL_ASYNCPG, *told())
            return await bare(count)

    async def joined(count: int) -> int:
        await connection.execute(snapshot_for(READER))
        try:
            return await bare(count)
        finally:
            await connection.execute("ROLLBACK")

    return named("asyncpg", bare, separate, joined)


def with_psycopg(connection: Any) -> dict[str, Operation]:
    """The same on the other driver."""

    async def bare(count: int) -> int:
        return sum([len(await (await connection.execute(PSYCOPG_SQL, (CASE,))).fetchall()) for _ in range(count)])

    async def separate(count: int) -> int:
        await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        await connection.execute(TELL_PSYCOPG, told())
        try:
            return await bare(count)
        finally:
            await connection.execute("COMMIT")

    async def joined(count: int) -> int:
        await connection.execute(snapshot_for(READER))
        try:
            return await bare(count)
        finally:
            await connection.execute("ROLLBACK")

    return named("psycopg", bare, separate, joined)


def named(driver: str, bare: Operation, separate: Operation, joined: Operation) -> dict[str, Operation]:
    return {
        f"{driver}: statements alone, settings left on the connection": bare,
        f"{driver}: BEGIN, settings, …, COMMIT": separate,
        f"{driver}: BEGIN with settings, …, ROLLBACK": joined,
    }


def with_core(engine: AsyncEngine) -> Operation:
    async def operation(count: int) -> int:
        async with engine.connect() as connection:
            await connection.execute(TELL, settings_of(READER))
            return sum([len((await connection.execute(CORE)).all()) for _ in range(count)])

    return operation


def with_database(database: Database, *, raw: bool) -> Operation:
    async def core(count: int) -> int:
        async with database.reading(READER) as connection:
            return sum([len((await connection.execute(CORE)).all()) for _ in range(count)])

    async def beneath(count: int) -> int:
        async with database.reading(READER) as connection:
            driver = driver_of(connection)
            return sum([len(await driver.fetch(ASYNCPG_SQL, CASE)) for _ in range(count)])

    return beneath if raw else core


async def cost_of(operation: Operation, count: int) -> float:
    started = time.process_time()
    for _ in range(OPERATIONS):
        await operation(count)
    return (time.process_time() - started) / OPERATIONS * 1e6


async def compare(operations: dict[str, Operation]) -> None:
    """Measure all in turn, many times over, so that what else the machine does falls on all alike."""
    best = {(name, count): float("inf") for name in operations for count in STATEMENTS}
    for _ in range(ROUNDS):
        for name, operation in operations.items():
            for count in STATEMENTS:
                assert await operation(count) == count
                best[name, count] = min(best[name, count], await cost_of(operation, count))
    print(f"| client CPU, µs | {' | '.join(f'{count} statements' for count in STATEMENTS)} | each further statement |")
    print("| --- |" + " ---: |" * (len(STATEMENTS) + 1))
    for name in operations:
        costs = [best[name, count] for count in STATEMENTS]
        a_statement = (costs[-1] - costs[0]) / (STATEMENTS[-1] - STATEMENTS[0])
        print(f"| {name} | " + " | ".join(f"{cost:.0f}" for cost in costs) + f" | {a_statement:.0f} |")


@asynccontextmanager
async def prepared(server: Server) -> AsyncIterator[Database]:
    """A database of the service that holds the one case that is read."""
    now = datetime.now(UTC)
    database = Database(server.url("bench", user=SERVICE))
    party = Party(
        id=new_id(), case_id=CASE, side="CLAIMANT", position=1, kind="PERSON", name="", address_lines=[], post_code=""
    )
    user = User(id=READER.user_id, subject="reader", name="", role=READER.role, created_at=now)
    case = Case(id=CASE, kind="CLAIM", reference="1", jurisdiction="ENGLAND_WALES", created_at=now)
    link = Link(case_id=CASE, party_id=party.id, user_id=user.id, relation=1, since=now)
    async with database.writing(SYSTEM) as session:
        for row in (Stream(id=CASE, name="1"), user, case, party, link):
            session.add(row)
            await session.flush()
        await session.commit()
    yield database
    await database.dispose()


async def main(server: Server) -> None:
    """Open a connection of each kind, as the role of the service, and compare."""
    await server.execute(f"GRANT {APP_ROLE} TO {SERVICE}")
    place = {"host": str(server.sockets), "user": SERVICE}
    url = server.url("bench", user=SERVICE)
    arguments: dict[str, Any] = {"asyncpg": {"server_settings": {"role": APP_ROLE}}}
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(prepared(server))
        first = await asyncpg.connect(**place, **arguments["asyncpg"], database="bench")
        stack.push_async_callback(first.close)
        await first.execute(TELL_ASYNCPG.replace("true", "false"), *told())
        operations = with_asyncpg(first)
        if importlib.util.find_spec("psycopg"):
            arguments["psycopg"] = {"options": f"-c role={APP_ROLE}"}
            connect = importlib.import_module("psycopg").AsyncConnection.connect
            second = await connect(**place, **arguments["psycopg"], dbname="bench", autocommit=True)
            stack.push_async_callback(second.close)
            await second.execute(TELL_PSYCOPG.replace("true", "false"), told())
            operations |= with_psycopg(second)
        for driver, given in arguments.items():
            address = url.replace("postgresql", f"postgresql+{driver}")
            engine = create_async_engine(address, connect_args=given, execution_options=SNAPSHOT)
            stack.push_async_callback(engine.dispose)
            operations[f"SQLAlchemy Core on {driver}: BEGIN, settings, …, ROLLBACK"] = with_core(engine)
        operations["`Database.reading`, Core statements"] = with_database(database, raw=False)
        operations["`Database.reading`, statements on the driver beneath"] = with_database(database, raw=True)
        await compare(operations)


if __name__ == "__main__":
    with running() as server:
        migrations.upgrade(asyncio.run(server.create_database("bench")))
        uvloop.run(main(server))
