"""Teams and who works in them: for the staff of their side, to give work to one another, and how much each has."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.models import Team, User
from backend.queries.model import Entity, Field
from backend.queries.reading import Reading
from backend.rules.access import AGENCY_ROLES, COURT_ROLES
from backend.rules.vocabulary import COURT_ONLY, Relation, Side

COLLEAGUES = COURT_ONLY | Relation.AGENCY
TEAM = Entity(
    name="Team",
    source=Team.__table__,
    key=Team.id,
    case=None,
    fields={"key": Field(Team.id, to=COLLEAGUES), "name": Field(Team.name, to=COLLEAGUES)},
)
COLLEAGUE = Entity(
    name="Colleague",
    source=User.__table__,
    key=User.id,
    case=None,
    fields={
        "key": Field(User.id, to=COLLEAGUES),
        "name": Field(User.name, to=COLLEAGUES),
        "team_id": Field(User.team_id, to=COLLEAGUES),
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


async def of_the_viewers_side(reading: Reading) -> list[tuple[Named, list[Named]]]:
    """The teams of the viewer's side by name, each with who is active in it by name; none for who is not staff."""
    if not reading.standing.is_staff:
        return []
    side, roles = (Side.COURT, COURT_ROLES) if reading.standing.is_court_staff else (Side.AGENCY, AGENCY_ROLES)
    of_teams: Any = reading.select(TEAM).where(Team.side == side).order_by(Team.name, Team.id)
    of_users: Any = (
        reading.select(COLLEAGUE)
        .where(User.role.in_(sorted(roles)), User.is_active, User.team_id.is_not(None))
        .order_by(User.name, User.id)
    )
    found, people = await asyncio.gather(reading.rows(TEAM, of_teams), reading.rows(COLLEAGUE, of_users))
    members: dict[UUID, list[Named]] = defaultdict(list)
    for each in people:
        members[each.stored["team_id"]].append(Named(each.stored["key"], each.stored["name"]))
    return [(Named(each.stored["key"], each.stored["name"]), members[each.stored["key"]]) for each in found]
