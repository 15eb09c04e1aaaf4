"""The enforcement cases of the demonstration: there for every persona, in every situation, told once."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from rich.console import Console
from sqlalchemy import func, select

from backend.adapters.database import Database
from backend.adapters.sealing import Sealer
from backend.adapters.wake import InProcessWake
from backend.demo.agency import load_cases
from backend.demo.agency_cases import STORIES
from backend.demo.personas import PERSONAS
from backend.demo.world import load_world
from backend.models import (
    Artefact,
    EnforcementCase,
    HistoryEntry,
    Letter,
    Link,
    Review,
    Schedule,
    ServiceRequest,
    Surveillance,
    User,
)
from backend.operations.ground import Ground, MachineClock
from backend.operations.histories import verify
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import CaseArea, Desk, LetterState

NOW = datetime(2026, 12, 1, 10, tzinfo=UTC)


async def told(database: Database) -> int:
    ground = Ground(
        database=database, clock=MachineClock(), sealer=Sealer(b"a secret of tests that is long enough"),
        wake=InProcessWake(),
    )  # fmt: skip
    await load_world(database, now=NOW, settings=SimpleNamespace(demo=True), console=Console(quiet=True))
    return await load_cases(ground, STORIES, now=NOW)


@pytest.mark.requirement("R-53", "R-56")
async def test_the_cases_are_told_once_and_stand_in_different_situations(sqlite_url: str, database: Database) -> None:
    assert await told(database) == len(STORIES) == 13
    assert await told(database) == 0

    async def count(statement: object) -> int:
        async with database.reading(SYSTEM) as connection:
            return int(await connection.scalar(select(func.count()).select_from(statement.subquery())))

    live = (
        select(Review).where(Review.ended_at.is_(None)),
        select(Surveillance).where(Surveillance.ended_at.is_(None)),
        select(EnforcementCase).where(EnforcementCase.area == CaseArea.MAINTENANCE),
        select(Artefact).where(Artefact.is_outstanding.is_(True)),
        select(Schedule),
        select(Letter).where(Letter.state == LetterState.AWAITING_SIGN_OFF),
        select(ServiceRequest).where(ServiceRequest.desk == Desk.SENIOR_MANAGEMENT),
        select(ServiceRequest).where(ServiceRequest.team_id.is_(None)),
    )
    assert [await count(each) for each in live] == [2, 1, 1, 3, 2, 1, 1, 0]
    async with database.reading(SYSTEM) as connection:
        linked = set(
            await connection.scalars(
                select(User.subject).join(Link, Link.user_id == User.id).where(Link.relation.in_((256, 512)))
            )
        )
        assert linked == {PERSONAS["paying-parent"].subject, PERSONAS["receiving-parent"].subject}
        assert await connection.scalar(select(func.max(HistoryEntry.at))) <= NOW
    assert (await verify(database, against={})).faults == []
