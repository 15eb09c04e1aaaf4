"""The service that the acts of these tests are carried out on."""

from collections.abc import AsyncIterator

import pytest

from backend.adapters.database import Database
from backend.operations.ground import Ground
from tests.builders.clocks import Watch
from tests.builders.paying import Till, till
from tests.builders.service import Service, open_service
from tests.shared_databases import database, postgresql, postgresql_urls, shared_file, shared_postgresql, sqlite_url

__all__ = ["database", "postgresql", "postgresql_urls", "shared_file", "shared_postgresql", "sqlite_url"]


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
