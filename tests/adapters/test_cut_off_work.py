"""Work on a database is cut off at any place, and leaves nothing behind: no lock, no connection, no task."""

import asyncio
import sqlite3
from contextlib import closing
from itertools import product

import pytest
from sqlalchemy import func, select

from backend.adapters.database import Database
from backend.adapters.sqlite import connecting
from backend.models import Organisation
from backend.rules.access import SYSTEM

PLACES = range(40)
PACES = (0, 0.0002, 0.001)
"""How long the loop turns to others between two steps, in seconds: work on a thread goes on meanwhile."""


async def write(database: Database, name: str) -> None:
    async with database.writing(SYSTEM) as session:
        session.add(Organisation(name=name))
        await session.flush()
        await session.scalars(select(Organisation.name))
        await session.commit()


async def read(database: Database) -> int:
    async with database.reading(SYSTEM) as connection:
        await connection.scalars(select(Organisation.name))
        return await connection.scalar(select(func.count()).select_from(Organisation)) or 0


async def cut(work: asyncio.Task[object], *, place: int, pace: float) -> None:
    for _ in range(place):
        await asyncio.sleep(pace)
    work.cancel()
    await asyncio.sleep(0)
    work.cancel()  # as a server that stops does to what has not yet taken the first one in
    await asyncio.gather(work, return_exceptions=True)


@pytest.mark.parametrize("pace", PACES)
async def test_a_write_that_was_cut_off_keeps_nobody_from_writing(database: Database, pace: float) -> None:
    for place in PLACES:
        await cut(asyncio.create_task(write(database, f"Cut {place}")), place=place, pace=pace)
        await write(database, f"Whole {place}")
    async with database.reading(SYSTEM) as connection:
        kept = set(await connection.scalars(select(Organisation.name)))
    assert {f"Whole {place}" for place in PLACES} <= kept


async def test_a_read_that_was_cut_off_keeps_nobody_from_reading_or_writing(database: Database) -> None:
    await write(database, "Acme")
    for place, pace in product(PLACES, PACES[:2]):
        await cut(asyncio.create_task(read(database)), place=place, pace=pace)
        assert await read(database) == 1
    await write(database, "Bolt")
    assert await read(database) == 2


async def test_what_was_cut_off_leaves_no_task_behind(database: Database) -> None:
    before = asyncio.all_tasks()
    for place in PLACES:
        await cut(asyncio.create_task(write(database, f"Cut {place}")), place=place, pace=0)
    await write(database, "Whole")
    async with asyncio.timeout(5):
        while left := asyncio.all_tasks() - before:
            await asyncio.wait(left)
    assert await read(database) >= 1


async def test_a_connection_that_cannot_undo_its_work_ends_all_the_same(sqlite_url: str) -> None:
    connection = await connecting(sqlite_url.removeprefix("sqlite:///"), [])()
    await connection._execute(connection._conn.close)  # as if the file had gone from beneath it
    await connection.close()
    await asyncio.to_thread(connection._thread.join, 5)
    assert not connection._thread.is_alive()


async def test_a_connection_closed_in_the_middle_of_a_statement_gives_its_lock_back(sqlite_url: str) -> None:
    file = sqlite_url.removeprefix("sqlite:///")
    connection = await connecting(file, ["foreign_keys=ON"])()
    await connection.execute("BEGIN IMMEDIATE")
    await connection.execute("INSERT INTO demo_clock (id, now) VALUES (1, 0), (2, 0)")
    unfinished = await connection.execute("SELECT id FROM demo_clock")
    assert await unfinished.fetchone() == (1,)
    await connection.close()
    await connection.close()
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert other.execute("SELECT count(*) FROM demo_clock").fetchone() == (0,)
