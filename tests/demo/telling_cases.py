"""The enforcement cases of the demonstration told in a database, and who looks at them."""

from datetime import UTC, datetime
from types import SimpleNamespace

from rich.console import Console
from sqlalchemy import select

from backend.adapters.database import Database
from backend.adapters.sealing import Sealer
from backend.adapters.wake import InProcessWake
from backend.demo.agency import load_cases
from backend.demo.agency_cases import STORIES
from backend.demo.personas import PERSONAS
from backend.demo.world import load_world
from backend.models import User
from backend.operations.ground import Ground, MachineClock
from backend.rules.access import SYSTEM, Actor
from backend.rules.vocabulary import Jurisdiction, Role

NOW = datetime(2026, 12, 1, 10, tzinfo=UTC)


def ground_of(database: Database) -> Ground:
    return Ground(
        database=database, clock=MachineClock(), sealer=Sealer(b"a secret of tests that is long enough"),
        wake=InProcessWake(),
    )  # fmt: skip


async def told(database: Database) -> int:
    """Load the world and its enforcement cases; how many were told that were not there."""
    await load_world(database, now=NOW, settings=SimpleNamespace(demo=True), console=Console(quiet=True))
    return await load_cases(ground_of(database), STORIES, now=NOW)


async def actor_of(database: Database, persona: str) -> Actor:
    async with database.reading(SYSTEM) as connection:
        found = (await connection.execute(select(User).where(User.subject == PERSONAS[persona].subject))).one()
    places = frozenset(map(Jurisdiction, found.jurisdictions))
    return Actor(found.id, found.name, Role(found.role), places, found.team_id)
