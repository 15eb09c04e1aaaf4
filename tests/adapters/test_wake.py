"""The wake, in one process and by PostgreSQL: one contract, and what only the latter has to survive."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from backend.adapters.database import Database
from backend.adapters.wake import InProcessWake, PostgresWake, Wake
from backend.models import HistoryEntry, Stream, new_id
from backend.rules.access import SYSTEM
from tests.conftest import Urls
from tests.postgres import Server

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
async def wake(database: Database, database_url: str) -> AsyncIterator[Wake]:
    """The wake that belongs to the database."""
    wake = InProcessWake() if database.dialect == "sqlite" else PostgresWake(database_url)
    yield wake
    await wake.close()


async def write_history(database: Database, *, commit: bool = True) -> None:
    async with database.writing(SYSTEM) as session:
        stream = Stream(id=new_id(), name=new_id().hex)
        session.add(stream)
        await session.flush()
        told = {"kind": "LINK_FAILED", "actor_role": "SYSTEM", "audience": 8, "changes": {}, "versions": {}}
        chained = {"number": 1, "previous_hash": b"", "hash": b""}
        session.add(HistoryEntry(stream_id=stream.id, at=NOW, recorded_at=NOW, **told, **chained))
        await session.flush()
        if commit:
            await session.commit()


async def act(database: Database, wake: Wake) -> None:
    """Write and tell, as every act does."""
    await write_history(database)
    await wake.publish()


async def settled(wake: Wake) -> None:
    """Let what is left of earlier wakes go by."""
    async with wake.listen() as listener:
        while await listener.wait(0.02):
            pass


async def test_whoever_follows_is_woken_by_an_act(database: Database, wake: Wake) -> None:
    await settled(wake)
    async with wake.listen() as first, wake.listen() as second:
        while await first.wait(0.02) or await second.wait(0.02):
            pass
        await act(database, wake)
        assert await first.wait(2) is True
        assert await second.wait(2) is True


async def test_nothing_wakes_where_nothing_was_written(database: Database, wake: Wake) -> None:
    await settled(wake)
    async with wake.listen() as listener:
        assert await listener.wait(0.05) is False


async def test_an_act_between_listening_and_waiting_is_not_missed(database: Database, wake: Wake) -> None:
    await settled(wake)
    async with wake.listen() as listener:
        await act(database, wake)
        await asyncio.sleep(0.05)
        assert await listener.wait(2) is True


async def test_many_acts_wake_once(database: Database, wake: Wake) -> None:
    await settled(wake)
    async with wake.listen() as listener:
        for _ in range(3):
            await act(database, wake)
        await asyncio.sleep(0.1)
        assert await listener.wait(2) is True
        assert await listener.wait(0.05) is False


async def test_closing_lets_whoever_waits_go(database: Database, wake: Wake) -> None:
    await settled(wake)
    async with wake.listen() as listener:
        waiting = asyncio.create_task(listener.wait(5))
        await asyncio.sleep(0.01)
        await wake.close()
        assert await asyncio.wait_for(waiting, 1) is True


async def test_what_is_undone_wakes_nobody(postgresql: Database, postgresql_urls: Urls) -> None:
    wake = PostgresWake(postgresql_urls.service)
    await settled(wake)
    async with wake.listen() as listener:
        await write_history(postgresql, commit=False)
        assert await listener.wait(0.1) is False
    await wake.close()


async def test_a_restart_of_the_server_wakes_everyone_and_then_goes_on(
    postgresql: Database, postgresql_urls: Urls, server: Server
) -> None:
    wake = PostgresWake(postgresql_urls.service)
    await settled(wake)
    async with wake.listen() as listener:
        server.stop()
        await asyncio.sleep(0.2)
        server.start()
        assert await listener.wait(5) is True
        await act(postgresql, wake)
        assert await listener.wait(2) is True
    await wake.close()


async def test_a_server_that_is_away_keeps_nobody_from_reading(postgresql_urls: Urls, server: Server) -> None:
    wake = PostgresWake(server.url("no_such_database"), longest_delay=0.2)
    async with wake.listen() as listener:
        assert await listener.wait(0.01) is False
    await wake.close()
