from collections.abc import AsyncIterator

import pytest

from tests.transport.serving import Served, serving


@pytest.fixture(scope="session")
async def shared() -> AsyncIterator[Served]:
    """One server with the limits as published."""
    async with serving() as served:
        yield served


@pytest.fixture
def served(shared: Served) -> Served:
    """The shared server, whose world has forgotten what earlier tests did."""
    shared.world.__init__()
    return shared
