"""`monitor [--dry-run]`, run as its user runs it."""

import asyncio
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner, Result

from backend.adapters.database import Database
from backend.cli import app
from backend.models import Case, ServiceRequest
from backend.rules.access import SYSTEM
from tests.builders.enforcement_cases import agency
from tests.builders.monitoring import review_on
from tests.builders.seals import seal_settings
from tests.builders.service import open_service

REAL = {"SECRET": "x" * 32, "HOSTS": '["cases.example.org"]', "PORT": "0", "PAYMENTS": "off", **seal_settings()}
REVIEW_ON = date(2026, 4, 13)
"""Long past by the machine's clock, by which the command goes."""
WHY = "Review duration time elapsed. The case was to be reviewed on Monday 13 April 2026."


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A real database with one enforcement case, whose review date has passed unseen."""
    url = f"sqlite:///{tmp_path / 'agency.db'}"
    assert run("migrate", url=url).exit_code == 0
    asyncio.run(_fill(url))
    return url


async def _fill(url: str) -> None:
    database = Database(url)
    await review_on(await (await agency(await open_service(database))).refer(), REVIEW_ON)
    await database.dispose()


def run(*words: str, url: str) -> Result:
    return CliRunner().invoke(app, list(words), env={"DATABASE_URL": url, "MIGRATION_DATABASE_URL": url, **REAL})


async def _read(url: str) -> tuple[str, int]:
    database = Database(url)
    async with database.reading(SYSTEM) as connection:
        reference = await connection.scalar(select(Case.reference))
        requests = len((await connection.execute(select(ServiceRequest.id))).all())
    await database.dispose()
    return str(reference), requests


def lines(told: Result) -> list[str]:
    return told.stdout.splitlines()


@pytest.mark.requirement("R-01", "R-02")
def test_a_dry_run_lists_what_would_be_opened_and_a_real_one_opens_it_once(url: str) -> None:
    reference, before = asyncio.run(_read(url))
    dry = run("monitor", "--dry-run", url=url)
    assert (dry.exit_code, lines(dry)) == (
        0,
        [
            f"{reference}  REVIEW_EXPIRED  {WHY}",
            "1 would be opened; nothing was changed",
        ],
    )
    assert asyncio.run(_read(url)) == (reference, before)
    assert lines(run("monitor", url=url)) == ["1 candidates, 1 opened, 0 failed"]
    assert lines(run("monitor", url=url)) == ["0 candidates, 0 opened, 0 failed"]
    assert lines(run("monitor", "--dry-run", url=url)) == ["0 would be opened; nothing was changed"]
    assert asyncio.run(_read(url)) == (reference, before + 1)


def test_a_database_that_was_not_released_is_left_alone(url: str) -> None:
    before = asyncio.run(_read(url))
    assert run("hold", url=url).exit_code == 0
    told = run("monitor", url=url)
    assert (told.exit_code, told.stdout) == (1, "")
    assert asyncio.run(_read(url)) == before
