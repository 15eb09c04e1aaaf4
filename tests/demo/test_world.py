import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from rich.console import Console
from sqlalchemy import func, select

from backend.adapters.database import Database
from backend.demo.clock import DemoClock
from backend.demo.generate import AlreadyGeneratedError, draw, generate
from backend.demo.guard import DemoRefusedError, refuse_demonstrated
from backend.demo.personas import PERSONAS
from backend.demo.world import HAND_MADE, SIZE, load_world
from backend.models import (
    Case,
    Claim,
    Debt,
    HistoryEntry,
    Judgment,
    LedgerLine,
    Letter,
    Link,
    Party,
    Response,
    Timer,
    User,
)
from backend.notices.catalogue import CATALOGUE
from backend.operations.histories import verify
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import ClaimState, DebtKind, EventKind, LetterState, PartySide
from tests.postgres import SERVICE

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
QUIET = Console(quiet=True)
DEMO, PRODUCTION = SimpleNamespace(demo=True), SimpleNamespace(demo=False)


def untold(_claims: int) -> None:
    """Nobody watches."""


async def rows(database, statement):
    async with database.reading(SYSTEM) as connection:
        return (await connection.execute(statement)).all()


async def count(database, model) -> int:
    return await database.scalar(select(func.count()).select_from(model))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
async def world(request, tmp_path_factory) -> AsyncIterator[Database]:
    """One world for every test here: they only look."""
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        url = f"sqlite:///{shutil.copy(template, tmp_path_factory.mktemp('world') / 'world.db')}"
    else:
        server, template = request.getfixturevalue("server"), request.getfixturevalue("postgresql_template")
        await server.create_database("demo_world", template=template)
        url = server.url("demo_world", user=SERVICE)
    database = Database(url)
    await load_world(database, now=NOW, settings=DEMO, console=QUIET)
    yield database
    await database.dispose()


async def test_the_world_has_every_persona_and_claims_in_every_state_before_a_writ(world):
    subjects = {row.subject for row in await rows(world, select(User.subject))}
    assert {persona.subject for persona in PERSONAS.values()} <= subjects
    states = dict(map(tuple, await rows(world, select(Claim.state, func.count()).group_by(Claim.state))))
    # A writ is issued with its sealed document, which only the real act makes.
    assert set(states) == set(ClaimState) - {ClaimState.WRIT_ISSUED}
    assert sum(states.values()) == SIZE + len(HAND_MADE)
    assert all(number >= 10 for number in states.values())


async def test_a_second_load_keeps_what_is_there(world):
    before = [await count(world, model) for model in (User, Case, HistoryEntry, Letter)]
    assert await load_world(world, now=NOW, settings=DEMO, console=QUIET) is False
    assert [await count(world, model) for model in (User, Case, HistoryEntry, Letter)] == before


async def test_andrew_2_is_claimant_in_one_claim_and_defendant_in_another(world):
    links = await rows(
        world,
        select(Party.side, Claim.state)
        .join(Link, Link.party_id == Party.id)
        .join(User, User.id == Link.user_id)
        .join(Claim, Claim.case_id == Party.case_id)
        .where(User.subject == PERSONAS["andrew-2"].subject),
    )
    assert {tuple(row) for row in links} == {
        (PartySide.CLAIMANT, ClaimState.JUDGMENT_ENTERED),
        (PartySide.DEFENDANT, ClaimState.AWAITING_RESPONSE),
    }


async def test_kate_and_andrew_begin_with_nothing(world):
    mine = select(func.count()).select_from(Link).join(User, User.id == Link.user_id)
    for key in ("kate", "andrew"):
        assert await world.scalar(mine.where(User.subject == PERSONAS[key].subject)) == 0


async def test_every_history_is_chained_and_its_head_is_the_streams(world):
    found = await verify(world, against={})
    assert found.faults == []
    assert len(found.heads) == SIZE + len(HAND_MADE) + 1  # the register of officers has one too


async def test_nothing_in_the_world_lies_ahead_of_its_clock_but_what_waits(world):
    assert await world.scalar(select(func.max(HistoryEntry.at))) <= NOW
    assert await world.scalar(select(func.max(Claim.lodged_at))) <= NOW
    overdue = select(func.count()).select_from(Timer).where(Timer.done_at.is_(None), Timer.due_at <= NOW)
    assert await world.scalar(overdue) == 0
    waiting = {row.state for row in await rows(world, select(Letter.state).distinct())}
    assert waiting == {LetterState.SENT, LetterState.POSTED, LetterState.TO_PRINT}


async def test_every_letter_has_the_facts_of_its_entry_in_the_catalogue(world):
    for letter in await rows(world, select(Letter.template, Letter.facts)):
        assert set(letter.facts) == set(CATALOGUE[letter.template].facts)


async def test_the_state_of_each_claim_follows_from_what_its_history_says(world):
    kinds: dict = {}
    for row in await rows(world, select(HistoryEntry.stream_id, HistoryEntry.kind)):
        kinds.setdefault(row.stream_id, set()).add(row.kind)
    for claim in await rows(world, select(Claim.case_id, Claim.state, Claim.response_due_at)):
        happened = kinds[claim.case_id]
        assert (EventKind.RESPONSE_RECEIVED in happened) == (claim.state is ClaimState.DEFENDED)
        assert (EventKind.JUDGMENT_ENTERED in happened) == (claim.state is ClaimState.JUDGMENT_ENTERED)
        if claim.state is ClaimState.AWAITING_RESPONSE:
            assert (EventKind.RESPONSE_OVERDUE in happened) == (claim.response_due_at <= NOW)
    assert await count(world, Response) > 0


async def test_the_debt_of_a_claim_is_merged_in_its_judgment(world):
    sums = select(Debt.kind, Debt.case_id, func.sum(LedgerLine.amount_pence).label("owed"))
    grouped = sums.join(LedgerLine, LedgerLine.debt_id == Debt.id).group_by(Debt.kind, Debt.case_id)
    owed = {(row.kind, row.case_id): int(row.owed) for row in await rows(world, grouped)}
    judgments = await rows(world, select(Judgment.case_id, Judgment.total_pence))
    for judgment in judgments:
        assert owed[DebtKind.CLAIM, judgment.case_id] == 0
        assert owed[DebtKind.JUDGMENT, judgment.case_id] == judgment.total_pence
    assert all(pence > 0 for (kind, case), pence in owed.items() if case not in {row.case_id for row in judgments})


def test_the_same_seed_draws_the_same_claims():
    def drawn() -> list:
        batches = draw(size=40, seed=7, now=NOW, series="x")
        return [(claim["case_id"], claim["what_for"]) for _, batch in batches for claim in batch.of(Claim)]

    assert drawn() == drawn()


async def test_the_generator_writes_as_many_claims_as_were_asked_for_and_each_seed_once(database):
    told: list[int] = []
    made = await generate(database, size=600, seed=3, now=NOW, settings=DEMO, told=told.append)
    assert (made.claims, sum(told)) == (600, 600)
    assert await count(database, Case) == 600
    with pytest.raises(AlreadyGeneratedError):
        await generate(database, size=600, seed=3, now=NOW, settings=DEMO, told=untold)
    await generate(database, size=5, seed=4, now=NOW, settings=DEMO, told=untold)
    assert await count(database, Case) == 605


@pytest.mark.parametrize("size", [0, -1, 1_000_001])
async def test_a_size_out_of_range_writes_nothing(sqlite_url, database, size):
    with pytest.raises(ValueError, match="1,000,000"):
        await generate(database, size=size, seed=1, now=NOW, settings=DEMO, told=untold)
    assert await count(database, User) == 0


async def test_production_refuses_the_world_and_the_generator(database):
    with pytest.raises(DemoRefusedError):
        await load_world(database, now=NOW, settings=PRODUCTION, console=QUIET)
    with pytest.raises(DemoRefusedError):
        await generate(database, size=1, seed=1, now=NOW, settings=PRODUCTION, told=untold)
    assert await count(database, User) == 0


async def test_production_refuses_a_database_that_a_demonstration_has_used(database):
    await refuse_demonstrated(database)
    await DemoClock(database).start(NOW)
    with pytest.raises(DemoRefusedError):
        await refuse_demonstrated(database)
