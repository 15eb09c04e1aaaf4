"""The demonstration's own pages and routes, over a service small enough to look at."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from starlette.applications import Starlette

from backend.adapters.database import Database
from backend.demo.casework import CaseNow
from backend.demo.clock import DemoClock
from backend.demo.desk import Desk
from backend.demo.mailbox import Mailbox
from backend.demo.personas import Persona
from backend.demo.progress import Story
from backend.demo.routes import routes
from backend.operations.sessions import SignedIn

START = datetime(2027, 1, 4, 10, 0, tzinfo=UTC)


class World:
    """A service small enough to look at: sessions by counting, and two things that fall due."""

    def __init__(self, database: Database) -> None:
        self.due = [START + timedelta(days=2), START + timedelta(days=9)]
        self.sessions: list[str] = []
        self.clock = DemoClock(database)
        self.mailbox = Mailbox()
        self.story: Story | None = None
        self.cases: list[CaseNow] = []

    async def sign_in(self, persona: Persona) -> SignedIn:
        self.sessions.append(persona.key)
        return SignedIn(token=f"token-{len(self.sessions)}", expires_at=START + timedelta(hours=8))

    async def next_due(self) -> datetime | None:
        return self.due[0] if self.due else None

    async def run_due(self, at: datetime) -> int:
        left = [one for one in self.due if one > at]
        acts, self.due = len(self.due) - len(left), left
        return acts

    async def tell_story(self) -> Story | None:
        return self.story

    async def list_cases(self) -> list[CaseNow]:
        return self.cases

    async def verify(self, *_given: str) -> None:
        """No writ is known here."""


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    database = Database(sqlite_url)
    world = World(database)
    await world.clock.start(START)
    yield world
    await database.dispose()


@pytest.fixture
async def client(world: World) -> AsyncIterator[httpx2.AsyncClient]:
    desk = Desk(
        clock=world.clock,
        mailbox=world.mailbox,
        sign_in=world.sign_in,
        next_due=world.next_due,
        run_due=world.run_due,
        tell_story=world.tell_story,
        list_cases=world.list_cases,
        verify=world.verify,
    )
    transport = httpx2.ASGITransport(app=Starlette(routes=routes(desk)))
    async with httpx2.AsyncClient(transport=transport, base_url="http://demo.example") as client:
        yield client
