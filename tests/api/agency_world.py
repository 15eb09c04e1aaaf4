"""The agency behind the real API, in process: its teams and people signed in, and case groups referred to it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import update

from backend.adapters.database import Database
from backend.models import Team, User, new_id
from backend.operations import referrals, sessions, work_queue
from backend.operations.unit import Outcome, Unit
from backend.queries.ids import to_node_id
from backend.rules.referrals import MaintenanceCaseDetails
from backend.rules.vocabulary import Act, Desk, Jurisdiction, Role, Side
from tests.api.world import Person, World
from tests.builders.enforcement_cases import ENFORCEMENT_DESKS, chantelle, person, referral

EVERYWHERE = tuple(Jurisdiction)
DEAN, CHANTELLE, SECOND = "Dean Sutton", "Chantelle Grant", "Mara Lindqvist"


@dataclass
class AgencyWorld:
    """A team of enforcement with its leader, two case managers and a complex case worker; and another team."""

    world: World
    team: UUID
    teams: dict[str, UUID]
    leader: Person
    manager: Person
    colleague: Person
    worker: Person
    """A complex case worker of the same team."""

    async def refer(self, **changed: Any) -> tuple[UUID, UUID]:
        """A case group comes in: its key, and that of its routing service request."""
        outcome = await self.world.act(None, lambda unit: referrals.refer(unit, referral(**changed)))
        return outcome.subjects["enforcement_case"], outcome.subjects["service_request"]

    async def assigned(self, to: Person | None = None, **changed: Any) -> tuple[UUID, UUID]:
        """A case group came in, and the team leader routed it to Leanne, or to somebody else."""
        case_id, routing = await self.refer(**changed)
        await self.assign(routing, to or self.manager)
        return case_id, routing

    async def assign(self, key: UUID, to: Person) -> None:
        await self.world.act(self.leader, lambda unit: work_queue.give_to(unit, key, to.key, expected_version=None))

    async def parents(self, case_id: UUID) -> tuple[Person, Person]:
        """Dean and Chantelle, signed in and linked to their case."""
        dean, her = await self.world.person(DEAN), await self.world.person(CHANTELLE)
        await self.world.stand_for(dean, case_id, DEAN)
        await self.world.stand_for(her, case_id, CHANTELLE)
        return dean, her

    async def case(self, who: Person, document: str, case_id: UUID, **variables: Any) -> Any:
        """What a document `query ($by: EnforcementCaseBy!)` tells somebody of a case."""
        by = {"id": node(case_id)}
        return (await self.world.data(who, document, wide=True, by=by, **variables))["enforcementCase"]


def node(case_id: UUID) -> str:
    return to_node_id("EnforcementCase", case_id)


def two_families() -> dict[str, Any]:
    """A group of two maintenance cases: the paying parent owes Chantelle, and Mara."""
    first, second = "121000456701", "121000456702"
    return {
        "cases": (
            MaintenanceCaseDetails(first, chantelle(), 240_000, referral().cases[0].arrears_since),
            MaintenanceCaseDetails(second, person(SECOND), 90_000, referral().cases[0].arrears_since),
        )
    }


async def agency_world(database: Database) -> AgencyWorld:
    """The agency on an empty database."""
    return await agency_in(World(database))


async def agency_in(world: World) -> AgencyWorld:
    """The agency in a world in which nobody of it is known yet."""
    home = await add_team(world, "Enforcement North", ENFORCEMENT_DESKS)
    far = await add_team(world, "Complex Cases", {Desk.COMPLEX_CASES})
    return AgencyWorld(
        world,
        home,
        {"Enforcement North": home, "Complex Cases": far},
        await staff(world, "Maureen Fletcher", Role.TEAM_LEADER, home),
        await staff(world, "Leanne Whitaker", Role.CASE_MANAGER, home),
        await staff(world, "Tomos Pugh", Role.CASE_MANAGER, home),
        await staff(world, "Oluwaseun Adeyemi", Role.COMPLEX_CASE_WORKER, home),
    )


async def add_team(world: World, name: str, desks: Iterable[Desk]) -> UUID:
    """A team of the agency that takes the work of these desks, of every jurisdiction; its key."""
    key = new_id()

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.SIGN_IN)
        unit.session.add(Team(id=key, name=name, side=Side.AGENCY, desks=sorted(desks), jurisdictions=[]))
        return Outcome()

    await world.act(None, act)
    return key


async def staff(
    world: World, name: str, role: Role, team_id: UUID | None, places: Iterable[Jurisdiction] = EVERYWHERE
) -> Person:
    """Somebody of the agency, signed in, who works in this team."""
    person = await world.person(name, role, places)
    await change_user(world, person, team_id=team_id)
    actor = await sessions.authenticate(world.ground, person.token or "")
    world.people[name] = replace(person, actor=actor)
    return world.people[name]


async def change_user(world: World, who: Person, **values: Any) -> None:
    """Change what an account may do."""

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.SIGN_IN)
        await unit.session.execute(update(User).where(User.id == who.key).values(**values))
        return Outcome()

    await world.act(None, act)
