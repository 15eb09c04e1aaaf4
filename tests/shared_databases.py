"""Databases that the tests of a folder share, one on SQLite and one on PostgreSQL, each emptied before a test.

Emptying takes a fraction of making another, and the statements that were written for the last test are written no more.
A `conftest.py` that imports these fixtures has them in place of those of `tests/conftest.py`. What a test changes of
the schema, of roles or of policies stays: such a test needs a database of its own. Sequences go on where they stood.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from backend.adapters.database import Database
from backend.models import Base, Installation
from backend.operations import installation
from backend.operations.ground import machine_now
from tests.conftest import Urls
from tests.postgres import SERVICE, Server

__all__ = ["database", "postgresql", "postgresql_urls", "shared_file", "shared_postgresql", "sqlite_url"]

STAMP = Installation.__tablename__
KEEP = ("CREATE SCHEMA kept", f"CREATE TABLE kept.{STAMP} AS TABLE {STAMP}")
END_OPEN_TRANSACTIONS = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"""
"""A test that fails half-way may leave one, which would hold its rows."""
DELETES = (f"DELETE FROM {table.name}" for table in reversed(Base.metadata.sorted_tables))
EMPTY = "; ".join((END_OPEN_TRANSACTIONS, *DELETES, f"INSERT INTO {STAMP} TABLE kept.{STAMP}"))
_NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class Shared:
    """One database, open for all the tests."""

    database: Database
    urls: Urls
    empty: Callable[[], Awaitable[None]]
    """Make it as it was when it was migrated."""


@pytest.fixture(scope="session")
async def shared_postgresql(server: Server, postgresql_template: str) -> AsyncIterator[Shared]:
    """The PostgreSQL database of these tests, as the last of them left it."""
    name = f"shared_{next(_NUMBERS)}"
    owner = await server.create_database(name, template=postgresql_template)
    await installation.stamp(owner, at=machine_now())
    await server.execute(*KEEP, database=name)
    urls = Urls(service=server.url(name, user=SERVICE), owner=owner)
    shared = Shared(Database(urls.service, pool_size=5), urls, partial(server.execute, EMPTY, database=name))
    yield shared
    await shared.database.dispose()
    await server.drop_database(name)


@pytest.fixture
async def postgresql_urls(shared_postgresql: Shared) -> AsyncIterator[Urls]:
    """The shared database, emptied."""
    await shared_postgresql.empty()
    yield shared_postgresql.urls
    if shared_postgresql.database._readers.pool.checkedout():  # by a test that failed: the others need a whole pool
        await shared_postgresql.database.dispose()


@pytest.fixture(scope="session")
def shared_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """The SQLite database of these tests, as the last of them left it."""
    path = tmp_path_factory.mktemp("shared") / "test.db"
    url = f"sqlite:///{path}"
    database = Database(url, pool_size=5)

    async def empty() -> None:
        await database.dispose()
        # Another file of this name, with nothing beside it: what was cut off or killed may still hold the last one.
        await asyncio.to_thread(_copy, sqlite_template, path)
        await installation.stamp(url, at=machine_now())

    return Shared(database, Urls(url, url), empty)


def _copy(template: Path, path: Path) -> None:
    for each in path.parent.iterdir():
        each.unlink()
    shutil.copy(template, path)


@pytest.fixture
async def sqlite_url(shared_file: Shared) -> AsyncIterator[str]:
    """The shared file, emptied."""
    await shared_file.empty()
    yield shared_file.urls.service
    await shared_file.database.dispose()


@pytest.fixture
def database(request: pytest.FixtureRequest, database_urls: Urls) -> Database:
    """An empty database as the service sees it: on PostgreSQL, under row-level security."""
    if database_urls.service.startswith("sqlite"):
        file: Shared = request.getfixturevalue("shared_file")
        return file.database
    found: Database = request.getfixturevalue("postgresql")
    return found


@pytest.fixture
def postgresql(shared_postgresql: Shared, postgresql_urls: Urls) -> Database:
    """The same, on PostgreSQL only."""
    return shared_postgresql.database
