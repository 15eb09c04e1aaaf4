from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from rich.console import Console
from sqlalchemy import select

from backend.adapters.database import Database
from backend.demo.claims import Opening
from backend.demo.generate import draw, write
from backend.demo.personas import PERSONAS
from backend.demo.plots import Plot
from backend.demo.progress import STEPS, tell_story
from backend.demo.world import load_world, persona_figure
from backend.models import User
from backend.rules.access import SYSTEM

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture
async def database(sqlite_url) -> AsyncIterator[Database]:
    database = Database(sqlite_url)
    await load_world(database, now=NOW, settings=SimpleNamespace(demo=True), console=Console(quiet=True))
    yield database
    await database.dispose()


async def figure(database, key):
    async with database.reading(SYSTEM) as connection:
        user_id = await connection.scalar(select(User.id).where(User.subject == PERSONAS[key].subject))
    return persona_figure(key, user_id)


async def add_claim(database, plot: Plot, *, days_ago: int, seed: int) -> None:
    kate, andrew = await figure(database, "kate"), await figure(database, "andrew")
    opening = Opening(plot, NOW - timedelta(days=days_ago), claimant=kate, defendant=andrew)
    for _, rows in draw(size=0, seed=seed, now=NOW, series=f"story-{seed}", also=[opening]):
        await write(database, rows)


async def test_there_is_no_story_before_kate_has_claimed(database):
    assert await tell_story(database) is None


async def test_a_story_told_to_its_judgment_has_every_step_to_it_behind_it_in_order(database):
    await add_claim(database, Plot.ENTERED, days_ago=100, seed=1)
    story = await tell_story(database)
    assert story is not None
    assert [step.title for step in story.steps] == [step.title for step in STEPS]
    told = [step.done_at for step in story.steps]
    done = [at for at in told if at]
    assert done == sorted(done)
    # The way of the writ lies ahead: only the real acts go it (tests/journeys).
    assert told == [*done, *[None] * 7]


async def test_the_newest_claim_is_the_story(database):
    await add_claim(database, Plot.ENTERED, days_ago=100, seed=1)
    before = await tell_story(database)
    await add_claim(database, Plot.WAITING, days_ago=2, seed=2)
    after = await tell_story(database)
    assert after is not None
    assert after.reference != before.reference
    assert after.steps[-1].done_at is None
