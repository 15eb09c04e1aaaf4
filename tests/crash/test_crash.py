"""The small size of `make crash`: every act of the API, sent again and again while processes die (P1, P2)."""

import asyncio
from collections.abc import Iterator

import pytest

from backend.adapters import migrations
from backend.adapters.engines import APP_ROLE
from backend.operations import installation
from backend.operations.ground import machine_now
from tests.crash.documents import mutations
from tests.crash.run import SMALL, crash
from tests.postgres import SERVICE, Server, running

SEED = 1


@pytest.fixture(scope="module")
def postgres() -> Iterator[Server]:
    """A PostgreSQL of its own, which may be killed."""
    with running(survives_crashes=True) as server:
        owner = asyncio.run(server.create_database("crash"))
        migrations.upgrade(owner)
        asyncio.run(installation.stamp(owner, at=machine_now()))
        asyncio.run(server.execute(f"GRANT {APP_ROLE} TO {SERVICE}"))
        yield server


@pytest.mark.requirement("X-02", "X-05", "X-07")
async def test_every_act_stands_once_and_whole_whatever_is_killed(postgres: Server) -> None:
    report = await crash(postgres, postgres.url("crash", user=SERVICE), seed=SEED, size=SMALL)
    assert report.faults == []
    assert set(report.acts) == set(mutations())
    assert report.kills.total() > 0
