"""The service that the acts of these tests are carried out on."""

from collections.abc import AsyncIterator

import pytest

from backend.adapters.database import Database
from backend.models import Base
from backend.operations import installation
from backend.operations.ground import Ground, machine_now
from tests.builders.clocks import Watch
from tests.builders.paying import Till, till
from tests.builders.service import Service, open_service
from tests.conftest import Urls
from tests.postgres import SERVICE, Server

SHARED = "operations"
EMPTY = "; ".join(f"DELETE FROM {table.name}" for table in reversed(Base.metadata.sorted_tables))


@pytest.fixture(scope="session")
async def shared(server: Server, postgresql_template: str) -> AsyncIterator[Database]:
    """One migrated PostgreSQL database for all of these tests: emptying it is much faster than making another."""
    await server.create_database(SHARED, template=postgresql_template)
    database = Database(server.url(SHARED, user=SERVICE), pool_size=5)
    yield database
    await database.dispose()
    await server.drop_database(SHARED)


@pytest.fixture
async def postgresql_urls(server: Server, shared: Database) -> Urls:
    """The shared database, emptied."""
    await server.execute(EMPTY, database=SHARED)
    await installation.stamp(server.url(SHARED), at=machine_now())
    return Urls(service=server.url(SHARED, user=SERVICE), owner=server.url(SHARED))


@pytest.fixture
async def database(request: pytest.FixtureRequest, database_urls: Urls) -> AsyncIterator[Database]:
    """An empty database as the service sees it: on PostgreSQL, under row-level security."""
    if database_urls.service.startswith("postgresql"):
        yield request.getfixturevalue("shared")
        return
    database = Database(database_urls.service, pool_size=5)
    yield database
    await database.dispose()


@pytest.fixture
async def service(database: Database) -> Service:
    """The service on an empty database, with its people; linking takes no longer than it needs."""
    return await open_service(database)


@pytest.fixture
def ground(service: Service) -> Ground:
    return service.ground


@pytest.fixture
def watch() -> Watch:
    """The payment provider's own clock."""
    return Watch()


@pytest.fixture
async def desk(service: Service, watch: Watch) -> AsyncIterator[Till]:
    """An application of Kate's that waits for its fee, and the provider that takes it."""
    async with till(service, now=watch) as made:
        yield made
