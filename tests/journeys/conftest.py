"""The demonstration that the journeys are played against."""

from collections.abc import Iterator

import pytest

from tests.conftest import Urls
from tests.live.processes import Process, running


@pytest.fixture
def demonstration(database_urls: Urls) -> Iterator[Process]:
    """A demonstration in a process of its own, signed in to its database as in production."""
    environment = {
        "DATABASE_URL": database_urls.service,
        "MIGRATION_DATABASE_URL": database_urls.owner,
        "PORT": "0",
    }
    with running("-m", "tests.journeys.demonstration", environment=environment) as process:
        yield process
