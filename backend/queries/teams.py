"""The teams of the court and who works in them: for its staff, to give work to one another."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.models import Team, User
from backend.queries.model import Entity, Field
from backend.queries.reading import Reading
from backend.rules.vocabulary import COURT_ONLY, Role, Side

TEAM = Entity(
    name="Team",
    source=Team.__table__,
    key=Team.id,
    case=None,
    fields={"key": Field(Team.id, to=COURT_ONLY), "name": Field(Team.name, to=COURT_ONLY)},
)
COLLEAGUE = Entity(
    name="Colleague",
    source=User.__table__,
    key=User.id,
    case=None,
    fields={
        "key": Field(User.id, to=COURT_ONLY),
        "name": Field(User.name, to=COURT_ONLY),
        "team_id": Field(User.team_id, to=COURT_ONLY),
    },
)


@dataclass(frozen=True, slots=True)
class Named:
    """A team or a user, as far as casework shows them."""

    key: UUID
    name: str


def named(key: UUID | None, name: str | None) -> Named | None:
    """Who is meant, or None where it is nobody."""
    return Named(key, name or "") if key else None


async def of_the_court(reading: Reading) -> list[tuple[Named, list[Named]]]:
    """The court's teams by name, each with its active officers by name; none for anybody but court staff."""
    if not reading.actor.is_court_staff:
        return []
    of_teams: Any = reading.select(TEAM).where(Team.side == Side.COURT).order_by(Team.name, Team.id)
    of_users: Any = (
        reading.select(COLLEAGUE)
        .where(User.role == Role.COURT_OFFICER, User.is_active, User.team_id.is_not(None))
        .order_by(User.name, User.id)
    )
    found, people = await asyncio.gather(reading.rows(TEAM, of_teams), reading.rows(COLLEAGUE, of_users))
    members: dict[UUID, list[Named]] = defaultdict(list)
    for each in people:
        members[each.stored["team_id"]].append(Named(each.stored["key"], each.stored["name"]))
    return [(Named(each.stored["key"], each.stored["name"]), members[each.stored["key"]]) for each in found]
