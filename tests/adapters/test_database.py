"""One transaction for an act, one snapshot for a read: the same on SQLite and PostgreSQL."""

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from asyncpg import InterfaceError, PostgresError, UniqueViolationError, connect
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from backend.adapters.database import Database, is_retryable, require_safe_role
from backend.adapters.engines import Limits, is_lost
from backend.models import DemoClock, HistoryEntry, Organisation, Stream, new_id
from backend.rules.access import SYSTEM
from backend.rules.errors import ErrorCode, PublicError
from tests.conftest import Urls
from tests.postgres import Server

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


async def add_organisation(database: Database, name: str) -> None:
    async with database.writing(SYSTEM) as session:
        session.add(Organisation(name=name))
        await session.commit()


async def names(connection: Any) -> list[str]:
    return list(await connection.scalars(select(Organisation.name).order_by(Organisation.name)))


async def test_what_was_committed_is_read_back(database: Database) -> None:
    await add_organisation(database, "Acme")
    async with database.reading(SYSTEM) as connection:
        assert await names(connection) == ["Acme"]


async def test_what_was_not_committed_is_undone(database: Database) -> None:
    async with database.writing(SYSTEM) as session:
        session.add(Organisation(name="Acme"))
        await session.flush()
    async with database.reading(SYSTEM) as connection:
        assert await names(connection) == []


async def test_what_an_exception_leaves_is_undone(database: Database) -> None:
    async def fail_half_way() -> None:
        async with database.writing(SYSTEM) as session:
            session.add(Organisation(name="Acme"))
            await session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        await fail_half_way()
    async with database.reading(SYSTEM) as connection:
        assert await names(connection) == []


async def test_a_read_sees_one_state_however_long_it_lasts(database: Database) -> None:
    await add_organisation(database, "Acme")
    async with database.reading(SYSTEM) as connection:
        assert await names(connection) == ["Acme"]
        await add_organisation(database, "Bolt")
        assert await names(connection) == ["Acme"]
    async with database.reading(SYSTEM) as connection:
        assert await names(connection) == ["Acme", "Bolt"]


async def test_a_read_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"):
        async with database.reading(SYSTEM) as connection:
            await connection.execute(text("DELETE FROM sessions"))


async def test_a_connection_is_fit_for_use_after_a_failed_read(database: Database) -> None:
    for _ in range(12):
        with pytest.raises(DBAPIError):
            async with database.reading(SYSTEM) as connection:
                await connection.execute(text("SELECT nothing FROM nowhere"))
    await database.check()


async def test_a_connection_is_fit_for_use_after_a_cancelled_read(database: Database) -> None:
    async def read_for_ever() -> None:
        async with database.reading(SYSTEM) as connection:
            while True:
                await connection.execute(text("SELECT 1"))

    for delay in range(8):
        task = asyncio.create_task(read_for_ever())
        await asyncio.sleep(delay / 200)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await add_organisation(database, "Acme")
    async with database.reading(SYSTEM) as connection:
        assert await names(connection) == ["Acme"]


async def test_an_instant_comes_back_in_utc(database: Database) -> None:
    paris = NOON.astimezone(timezone(timedelta(hours=2)))
    async with database.writing(SYSTEM) as session:
        await session.execute(insert(DemoClock).values(id=1, now=paris))
        await session.commit()
    async with database.reading(SYSTEM) as connection:
        found = await connection.scalar(select(DemoClock.now))
    assert found == NOON
    assert found.tzinfo is UTC or found.utcoffset() == timedelta(0)


async def test_an_instant_without_a_time_zone_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="an instant needs a time zone"):
        async with database.writing(SYSTEM) as session:
            await session.execute(insert(DemoClock).values(id=1, now=NOON.replace(tzinfo=None)))


async def test_a_full_pool_is_told_as_a_busy_service(database_url: str) -> None:
    database = Database(database_url, pool_size=1, limits=Limits(pool_timeout=0.05))
    async with database.reading(SYSTEM):
        with pytest.raises(PublicError) as refused:
            async with database.reading(SYSTEM):
                pytest.fail("there was no connection left")
    assert refused.value.code is ErrorCode.SERVICE_UNAVAILABLE
    assert refused.value.retry_after == 1
    await database.dispose()


async def test_statements_are_counted_but_for_those_that_open_and_tell(database: Database) -> None:
    await add_organisation(database, "Acme")
    with database.count_statements() as seen:
        async with database.reading(SYSTEM) as connection:
            await names(connection)
            await names(connection)
        async with database.writing(SYSTEM) as session:
            await session.execute(update(Organisation).values(name="Bolt"))
    assert seen.count == 3
    with database.count_statements() as again:
        pass
    assert again.count == 0


async def test_errors_do_not_hold_the_values_of_a_statement(database: Database) -> None:
    canary = "canary-4711"
    with pytest.raises(DBAPIError) as failed:
        async with database.reading(SYSTEM) as connection:
            await connection.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": canary})
    assert canary not in str(failed.value)


async def test_the_schema_tells_its_revision(database: Database) -> None:
    assert await database.revision() == "0006"


async def test_a_login_that_is_only_the_service_is_safe(database: Database) -> None:
    await require_safe_role(database)


def test_what_is_no_fault_of_the_database_is_not_retried() -> None:
    assert not is_retryable(ValueError("no"))


@pytest.mark.parametrize("url", ["mysql://localhost/x", "sqlite://", "sqlite:///:memory:"])
def test_a_database_that_cannot_serve_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"(?i)sqlite"):
        Database(url)


@pytest.mark.parametrize("verb", ["UPDATE history SET number = 9", "DELETE FROM history"])
async def test_sqlite_refuses_to_change_history(sqlite_url: str, verb: str) -> None:
    database = Database(sqlite_url)
    async with database.writing(SYSTEM) as session:
        stream = Stream(id=new_id(), name="security")
        session.add(stream)
        await session.flush()
        entry = HistoryEntry(
            stream_id=stream.id, number=1, kind="LINK_FAILED", at=NOON, recorded_at=NOON, actor_role="SYSTEM",
            audience=8, changes={}, versions={}, previous_hash=b"", hash=b"",
        )  # fmt: skip
        session.add(entry)
        await session.commit()
    assert entry.xid == 0
    with pytest.raises(DBAPIError, match="history is never changed and never deleted"):
        async with database.writing(SYSTEM) as session:
            await session.execute(text(verb))
    await database.dispose()


async def test_sqlite_is_set_up_to_keep_what_it_acknowledged(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    async with database.writing(SYSTEM) as session:
        found = [
            await session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    assert found == ["wal", 2, 1, 4000]
    await database.dispose()


async def test_sqlite_writers_of_two_processes_wait_for_each_other(sqlite_url: str) -> None:
    first, second = Database(sqlite_url), Database(sqlite_url)
    async with first.writing(SYSTEM) as session:
        session.add(Organisation(name="Acme"))
        await session.flush()
        other = asyncio.create_task(add_organisation(second, "Bolt"))
        await asyncio.sleep(0.05)
        assert not other.done()
        await session.commit()
    await other
    async with first.reading(SYSTEM) as connection:
        assert await names(connection) == ["Acme", "Bolt"]
    await first.dispose()
    await second.dispose()


async def test_postgresql_is_set_up_with_the_limits_of_the_service(postgresql: Database) -> None:
    async with postgresql.writing(SYSTEM) as session:
        found = [
            await session.scalar(text(f"SHOW {name}"))
            for name in ("statement_timeout", "lock_timeout", "transaction_isolation", "jit")
        ]
    assert found == ["4s", "1s", "read committed", "off"]


async def test_a_lock_waited_for_too_long_is_retryable(postgresql_urls: Urls) -> None:
    database = Database(postgresql_urls.service, limits=Limits(lock_timeout=0.05))
    await add_organisation(database, "Acme")
    rename = update(Organisation).values(name="Bolt")
    async with database.writing(SYSTEM) as first, database.writing(SYSTEM) as second:
        await first.execute(rename)
        with pytest.raises(DBAPIError) as waited:
            await second.execute(rename)
    assert is_retryable(waited.value)
    await database.dispose()


async def test_a_statement_that_takes_too_long_is_told_as_a_busy_service(postgresql_urls: Urls) -> None:
    database = Database(postgresql_urls.service, limits=Limits(statement_timeout=0.05))
    with pytest.raises(PublicError) as told:
        await database.scalar(text("SELECT pg_sleep(5)"))
    assert told.value.code is ErrorCode.SERVICE_UNAVAILABLE
    assert await database.scalar(text("SELECT 1")) == 1
    await database.dispose()


async def test_a_deadlock_is_retryable(postgresql_urls: Urls) -> None:
    database = Database(postgresql_urls.service, limits=Limits(lock_timeout=4))
    await add_organisation(database, "Acme")
    await add_organisation(database, "Bolt")

    async def rename(session: AsyncSession, name: str) -> None:
        await session.execute(update(Organisation).where(Organisation.name == name).values(number=new_id().hex[-20:]))

    async with database.writing(SYSTEM) as first, database.writing(SYSTEM) as second:
        await rename(first, "Acme")
        await rename(second, "Bolt")
        outcomes = await asyncio.gather(rename(first, "Bolt"), rename(second, "Acme"), return_exceptions=True)
    (fault,) = [outcome for outcome in outcomes if outcome is not None]
    assert is_retryable(fault)
    await database.dispose()


async def test_a_restart_of_the_server_costs_no_operation(postgresql: Database, server: Server) -> None:
    await asyncio.gather(*(postgresql.check() for _ in range(4)))
    server.stop()
    server.start()
    await asyncio.sleep(0.05)
    await asyncio.gather(*(postgresql.check() for _ in range(4)))


async def test_a_server_that_is_down_is_told_as_a_busy_service(tmp_path: Path) -> None:
    database = Database(f"postgresql://nobody@/nothing?host={tmp_path}")
    with pytest.raises(PublicError) as refused:
        await database.check()
    assert refused.value.code is ErrorCode.SERVICE_UNAVAILABLE
    await database.dispose()


@pytest.mark.requirement("X-05")
async def test_a_connection_lost_under_an_act_is_told_as_a_busy_service(
    postgresql: Database, postgresql_urls: Urls
) -> None:
    async def write() -> None:
        async with postgresql.writing(SYSTEM) as session:
            session.add(Organisation(name="Acme"))
            await session.flush()
            await cut(session, postgresql_urls)
            session.add(Organisation(name="Bolt"))
            await session.flush()

    await refused_as_busy(write())
    async with postgresql.reading(SYSTEM) as connection:
        assert await names(connection) == []


async def test_a_connection_lost_under_a_commit_is_told_as_a_busy_service(
    postgresql: Database, postgresql_urls: Urls
) -> None:
    async def commit() -> None:
        async with postgresql.writing(SYSTEM) as session:
            session.add(Organisation(name="Acme"))
            await session.flush()
            await cut(session, postgresql_urls)
            await session.commit()

    await refused_as_busy(commit())
    await add_organisation(postgresql, "Bolt")
    async with postgresql.reading(SYSTEM) as connection:
        assert await names(connection) == ["Bolt"]


async def test_a_connection_lost_under_a_read_is_told_as_a_busy_service(
    postgresql: Database, postgresql_urls: Urls
) -> None:
    async def read() -> None:
        async with postgresql.reading(SYSTEM) as connection:
            await cut(connection, postgresql_urls)
            await names(connection)

    await refused_as_busy(read())
    await postgresql.check()


async def test_what_was_read_before_the_connection_was_lost_is_kept(
    postgresql: Database, postgresql_urls: Urls
) -> None:
    await add_organisation(postgresql, "Acme")
    async with postgresql.reading(SYSTEM) as connection:
        found = await names(connection)
        await cut(connection, postgresql_urls)
    assert found == ["Acme"]
    await postgresql.check()


@pytest.mark.parametrize("state", ["57P01", "57P02", "57P03", "08003", "08006"])
def test_a_state_that_says_the_server_went_away_is_a_loss(state: str) -> None:
    assert is_lost(PostgresError.new({"C": state}))


def test_a_fault_of_ours_is_no_loss() -> None:
    assert not is_lost(UniqueViolationError())
    assert not is_lost(InterfaceError("cannot perform operation: another operation is in progress"))
    assert not is_lost(ValueError("no"))


async def cut(connection: AsyncSession | AsyncConnection, urls: Urls) -> None:
    """Have the server end the connection."""
    own = await connection.scalar(text("SELECT pg_backend_pid()"))
    owner = await connect(urls.owner)
    assert await owner.fetchval("SELECT pg_terminate_backend($1, 5000)", own)
    await owner.close()


async def refused_as_busy(work: Coroutine[Any, Any, None]) -> None:
    with pytest.raises(PublicError) as refused:
        await work
    assert refused.value.code is ErrorCode.SERVICE_UNAVAILABLE
    assert refused.value.retry_after == 1
