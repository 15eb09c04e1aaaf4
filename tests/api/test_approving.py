"""An application is verified and its writ issued through the API alone: by two officers, and never by one."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.adapters.database import Database
from backend.models import ServiceRequest
from backend.queries.ids import to_node_id
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import Desk
from tests.api.desk import add_team, do, staff, undelivered
from tests.api.enforcing import apply
from tests.api.world import LATE, Person, World
from tests.builders.officers import add_officer

CHECKED = {"LOOK_AT_CHECKS": "ALL_HOLD", "LOOK_AT_CORRECTIONS": "NONE_MADE", "LOOK_AT_FEE": "COVERED"}
SHOWN = """query ($id: ID!) { serviceRequest(by: {id: $id}) {
    status actions { name isOpen reasons { code } } about { ... on WritApplication { reference } }
    claim { status writ { number } }
} }"""
QUEUE = """query { viewer { workQueue(first: 50) { nodes {
    id version status kind title team { name } owner { name } claim { reference status }
    about { id } parent { id } children { id } notes { text }
    actions { name isOpen } closings { subStatus isOpen } plan { lines { code status actions { isOpen } } }
} } workQueueCounts { open } courtTeams { members { name } } } }"""


@pytest.fixture
async def world(database: Database) -> World:
    """Kate's judgment, due and unpaid, and two officers of the court."""
    world = World(database)
    team = await add_team(world, "Money Claims", *Desk)
    for name in ("olu", "mia"):
        await staff(world, name, team)
    await world.person("kate")
    return world


async def submitted(world: World) -> UUID:
    """Kate's application for a writ, with the court; the key of the service request that it opened."""
    kate = world.people["kate"]
    case_id = await world.lodge(kate)
    world.clock.at = LATE
    await world.request(kate, case_id)
    await world.enter(world.people["olu"], case_id)
    world.clock.at += timedelta(days=40)
    await apply(world, kate, case_id, await add_officer(world.ground))
    async with world.database.reading(SYSTEM) as connection:
        found: UUID = (await connection.execute(select(ServiceRequest.id))).scalar_one()
    return found


async def put_up(world: World, who: Person, key: UUID) -> None:
    await do(world, who, "startServiceRequest", key)
    for activity, outcome in {**CHECKED, "DECIDE": "RECOMMEND_ISSUE"}.items():
        answer = await do(world, who, "completeActivity", key, activity=activity, outcome=outcome)
        assert answer["__typename"] == "CompleteActivitySuccess", activity
    await do(world, who, "requestApproval", key)


async def shown(world: World, who: Person, key: UUID) -> tuple[Any, dict[str, Any]]:
    """The service request as somebody sees it, and its actions by their names."""
    row = (await world.data(who, SHOWN, id=to_node_id("ServiceRequest", key)))["serviceRequest"]
    return row, {each["name"]: each for each in row["actions"]}


@pytest.mark.requirement("W-10")
@pytest.mark.requirement("R-37")
@pytest.mark.requirement("X-04")
async def test_one_officer_puts_an_application_up_and_another_has_the_writ_issued(world: World) -> None:
    olu, mia, key = world.people["olu"], world.people["mia"], await submitted(world)
    await put_up(world, olu, key)
    _, actions = await shown(world, olu, key)
    assert actions["APPROVE_SERVICE_REQUEST"]["reasons"] == [{"code": "YOUR_OWN_WORK"}]
    refused = await do(world, olu, "approveServiceRequest", key)
    assert refused["reasons"] == actions["APPROVE_SERVICE_REQUEST"]["reasons"]
    row, actions = await shown(world, mia, key)
    assert (row["status"], row["claim"]["writ"]) == ("INITIATE_APPROVAL_PROCESS", None)
    assert actions["APPROVE_SERVICE_REQUEST"]["isOpen"] is True
    approved = await do(world, mia, "approveServiceRequest", key)
    assert [entry["kind"] for entry in approved["history"]] == [
        "SERVICE_REQUEST_APPROVED",
        "JUDGMENT_PAYMENTS_RECORDED",
        "WRIT_ISSUED",
        "WRIT_SERVED",
    ]
    row, _ = await shown(world, olu, key)
    assert (row["status"], row["claim"]["status"]) == ("APPROVED", "WRIT_ISSUED")
    assert row["claim"]["writ"]["number"].startswith("WOC-")


async def test_the_number_of_statements_of_a_queue_does_not_grow_with_it(world: World) -> None:
    olu, seen = world.people["olu"], []
    case_id = await world.lodge(world.people["kate"])
    for more in (2, 6):
        for _ in range(more):
            key = await undelivered(world, olu, case_id)
            await do(world, olu, "startServiceRequest", key)
        with world.database.count_statements() as counted:
            told = await world.data(olu, QUEUE, wide=True)
        seen.append(counted.count)
    assert len(told["viewer"]["workQueue"]["nodes"]) == 8
    assert seen[0] == seen[1]
