"""The court's desk in the small world: its team, those who work there, and service requests for them."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import update

from backend.models import Team, User, new_id
from backend.operations import sessions, work_queue
from backend.operations.unit import Outcome, Unit
from backend.queries.ids import to_node_id
from backend.rules.vocabulary import Act, Desk, KindCode, Role, Side
from tests.api.world import Person, World

VERSION = "query ($id: ID!) { serviceRequest(by: {id: $id}) { version } }"


async def add_team(world: World, name: str, *desks: Desk) -> UUID:
    """A team of the court that takes the work of these desks; its key."""
    key = new_id()

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.SIGN_IN)
        unit.session.add(Team(id=key, name=name, side=Side.COURT, desks=list(desks)))
        return Outcome()

    await world.act(None, act)
    return key


async def staff(world: World, name: str, team_id: UUID | None) -> Person:
    """An officer of the court, signed in, who works in this team."""
    person = await world.person(name, Role.COURT_OFFICER)

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.SIGN_IN)
        await unit.session.execute(update(User).where(User.id == person.key).values(team_id=team_id))
        return Outcome()

    await world.act(None, act)
    actor = await sessions.authenticate(world.ground, person.token or "")
    world.people[name] = replace(person, actor=actor)
    return world.people[name]


async def undelivered(world: World, who: Person, case_id: UUID, reason: str = "A letter came back.") -> UUID:
    """A service request on a claim, opened by hand for the post desk; its key."""
    outcome = await world.act(
        who,
        lambda unit: work_queue.open_by_hand(unit, case_id, KindCode.UNDELIVERED_LETTER, reason=reason, about=None),
    )
    return outcome.subjects["service_request"]


async def do(world: World, who: Person, mutation: str, key: UUID, **given: Any) -> Any:
    """The answer of a mutation on a service request, of the version that there is: its type, reasons and history."""
    kind = mutation[0].upper() + mutation[1:]
    node_id = to_node_id("ServiceRequest", key)
    if "expectedVersion" not in given:
        found = (await world.data(who, VERSION, id=node_id))["serviceRequest"]
        given["expectedVersion"] = found["version"] if found else 1
    document = f"""mutation ($input: {kind}Input!) {{ {mutation}(input: $input) {{
        __typename
        ... on {kind}Success {{ history {{ kind }} serviceRequest {{ version status }} }}
        ... on RefusedError {{ reasons {{ code }} }}
        ... on StaleVersionError {{ changedFields current {{ id version ... on ServiceRequest {{ status }} }} }}
    }} }}"""
    return await world.do(who, document, serviceRequestId=node_id, **given)
