"""The databases that tests run on: SQLite files and a real PostgreSQL, each test with a fresh migrated one."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from backend.adapters import migrations
from backend.adapters.database import Database
from backend.adapters.engines import APP_ROLE
from backend.operations import installation
from backend.operations.ground import machine_now
from tests.postgres import SERVICE, Server, running

pytest_plugins = ["tests.trace"]
LONGEST = ("tests/api/", "tests/crash/", "tests/durable/", "tests/journeys/", "tests/workers/")
"""Where the longest files are: they begin first, so that none is still running when all else is done."""
_NUMBERS = count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The PostgreSQL server of this test session."""
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def postgresql_template(server: Server) -> str:
    """The name of a migrated PostgreSQL database that others are copied from, and the service's login."""
    migrations.upgrade(asyncio.run(server.create_database("migrated")))
    asyncio.run(server.execute(f"GRANT {APP_ROLE} TO {SERVICE}"))
    return "migrated"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that others are copied from."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    migrations.upgrade(f"sqlite:///{path}")
    return path


@dataclass(frozen=True, slots=True)
class Urls:
    """One fresh database: as the service signs in to it, and as its owner does."""

    service: str
    owner: str


@pytest.fixture
async def postgresql_urls(server: Server, postgresql_template: str) -> AsyncIterator[Urls]:
    """A fresh migrated PostgreSQL database."""
    name = f"test_{next(_NUMBERS)}"
    owner = await server.create_database(name, template=postgresql_template)
    await installation.stamp(owner, at=machine_now())
    yield Urls(service=server.url(name, user=SERVICE), owner=owner)
    await server.drop_database(name)


@pytest.fixture
async def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh migrated SQLite file."""
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'test.db')}"
    await installation.stamp(url, at=machine_now())
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_urls(request: pytest.FixtureRequest) -> Urls:
    """A fresh migrated database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        url = request.getfixturevalue("sqlite_url")
        return Urls(service=url, owner=url)
    urls: Urls = request.getfixturevalue("postgresql_urls")
    return urls


@pytest.fixture
def database_url(database_urls: Urls) -> str:
    """The URL by which the service signs in to a fresh migrated database."""
    return database_urls.service


@pytest.fixture
def owner_url(database_urls: Urls) -> str:
    """The URL by which the owner signs in to the same database as `database_url`."""
    return database_urls.owner


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh migrated database as the service sees it: on PostgreSQL, under row-level security."""
    database = Database(database_url, pool_size=5)
    yield database
    await database.dispose()


@pytest.fixture
async def postgresql(postgresql_urls: Urls) -> AsyncIterator[Database]:
    """The same, on PostgreSQL only."""
    database = Database(postgresql_urls.service, pool_size=5)
    yield database
    await database.dispose()
