"""Revisions go up and down on both databases, fit the models, and survive being killed."""

import asyncio
import signal
import sqlite3
import sys
from itertools import count
from pathlib import Path

import asyncpg
import pytest

from backend.adapters import migrations
from backend.adapters.database import Database, UnsafeRoleError, require_safe_role
from tests.postgres import Server

_NUMBERS = count(1)

UPGRADE = "import sys; from backend.adapters import migrations; migrations.upgrade(sys.argv[1])"
UPGRADE_AND_DIE = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from backend.adapters import migrations

@event.listens_for(Engine, "before_cursor_execute")
def die(_connection, _cursor, statement, *_):
    if sys.argv[2] in statement:
        os.kill(os.getpid(), signal.SIGKILL)

migrations.upgrade(sys.argv[1])
"""


async def python(program: str, *arguments: str) -> int:
    """Run a program in a process of its own; answers what it exited with."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, *arguments)
    return await process.wait()


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty_url(request: pytest.FixtureRequest, server: Server, tmp_path: Path) -> str:
    """An empty database, as its owner signs in to it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new' / 'empty.db'}"
    return await server.create_database(f"empty_{next(_NUMBERS)}")


async def revision_of(url: str) -> str | None:
    database = Database(url)
    try:
        return await database.revision()
    finally:
        await database.dispose()


async def test_revisions_go_up_and_down_and_up_and_fit_the_models(empty_url: str) -> None:
    await asyncio.to_thread(migrations.check, empty_url)
    assert await revision_of(empty_url) == migrations.head()


async def test_going_down_leaves_nothing_of_ours(empty_url: str, server: Server) -> None:
    await asyncio.to_thread(migrations.upgrade, empty_url)
    await asyncio.to_thread(migrations.downgrade, empty_url)
    if empty_url.startswith("sqlite"):
        connection = sqlite3.connect(empty_url.removeprefix("sqlite:///"))
        left = {
            row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')")
        }
        connection.close()
    else:
        owner = await asyncpg.connect(empty_url)
        left = {
            row[0]
            for row in await owner.fetch(
                "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S')"
                " UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
                " UNION ALL SELECT polname FROM pg_policy"
            )
        }
        await owner.close()
    assert left == {"alembic_version"}


@pytest.mark.parametrize("at", ["CREATE TABLE claims", "INSERT INTO alembic_version", "CREATE TRIGGER"])
async def test_an_upgrade_killed_half_way_is_run_again(empty_url: str, at: str) -> None:
    assert await python(UPGRADE_AND_DIE, empty_url, at) == -signal.SIGKILL
    await asyncio.to_thread(migrations.upgrade, empty_url)
    assert await revision_of(empty_url) == migrations.head()


async def test_two_servers_that_start_together_take_turns(empty_url: str) -> None:
    assert await asyncio.gather(*(python(UPGRADE, empty_url) for _ in range(2))) == [0, 0]
    assert await revision_of(empty_url) == migrations.head()


async def test_an_owner_who_is_no_superuser_migrates_and_is_refused_as_a_login(server: Server) -> None:
    name = await _owned_by_an_ordinary_role(server)
    url = server.url(name, user="ordinary_owner")
    await asyncio.to_thread(migrations.upgrade, url)
    assert await revision_of(url) == migrations.head()
    database = Database(url)
    with pytest.raises(UnsafeRoleError, match="owns tables"):
        await require_safe_role(database)
    await database.dispose()


async def _owned_by_an_ordinary_role(server: Server) -> str:
    """A database whose owner may make roles and nothing more, in a cluster where ours may be there already."""
    name = f"empty_{next(_NUMBERS)}"
    await server.execute(
        "CREATE ROLE ordinary_owner LOGIN CREATEROLE",
        "DO $$ BEGIN CREATE ROLE civil_enforcement_app; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        "GRANT civil_enforcement_app TO ordinary_owner WITH ADMIN TRUE, SET FALSE",
        f"CREATE DATABASE {name} OWNER ordinary_owner",
    )
    return name
