"""Streams that one event wakes are told together what each would have been told alone, and share what it costs."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import pytest

from backend.adapters.database import Database
from backend.contract import documents
from backend.queries import events
from backend.rules.vocabulary import Desk
from tests.api.agency_world import AgencyWorld, agency_world, node, two_families
from tests.api.desk import add_team, do, staff, undelivered
from tests.api.world import Person, World
from tests.live.following import DASHBOARD, Stream, fed, following

pytestmark = pytest.mark.requirement("X-02", "X-08")
DOCUMENTS = documents()
MANY = 20


@pytest.fixture
async def world(database: Database) -> World:
    world = World(database)
    team = await add_team(world, "Money Claims", *Desk)
    for name in ("kate", "andrew", "dean"):
        await world.person(name)
    for number in range(MANY):
        await staff(world, f"officer {number}", team)
    await staff(world, "far", await add_team(world, "Far Office"))
    return world


@pytest.fixture
async def agency(database: Database) -> AgencyWorld:
    return await agency_world(database)


async def told(stream: Stream) -> list[dict[str, Any]]:
    """The changes until all was quiet, but for their cursors, which are never twice the same."""
    await stream.until(lambda: any(each["__typename"] == "Heartbeat" for each in stream.events), within=20)
    changes = [each for each in stream.events if each["__typename"].endswith("Change")]
    return [{name: value for name, value in each.items() if name != "cursor"} for each in changes]


async def statements(world: World, followers: list[Person], document: str) -> int:
    """How many statements it takes until all of them are told of one event on a claim of Kate's."""
    case_id = await world.lodge(world.people["kate"])
    async with fed(world.ground, heartbeat_seconds=60) as feed, AsyncExitStack() as stack:
        streams = [await stack.enter_async_context(following(world, feed, who, document)) for who in followers]
        await asyncio.sleep(0.2)  # the feed has looked, and all is quiet
        with world.database.count_statements() as seen:
            await world.happen(case_id, 1)
            for stream in streams:
                await stream.count(1)
    return seen.count


async def test_an_event_is_read_once_for_all_who_stand_alike(world: World) -> None:
    officers = [world.people[f"officer {number}"] for number in range(MANY)]
    alone = await statements(world, officers[:1], DASHBOARD)
    together = await statements(world, officers, DASHBOARD)
    # The feed looks by itself once a second, and who is woken a moment later is read for with the next.
    assert together <= 3 * alone, (alone, together)


async def alone_and_together(world: World, **followers: list[tuple[Person, dict[str, Any]]]) -> None:
    """Each follower is told the whole history, first one after the other, then all at once, twice each."""
    start = events.to_cursor(world.ground.sealer, events.START)
    asked = [
        (who, DOCUMENTS[name.replace("_", "-")], {**variables, "after": start})
        for name, each in followers.items()
        for who, variables in each
    ]
    async with fed(world.ground, heartbeat_seconds=0.3) as feed, AsyncExitStack() as stack:
        alone = []
        for who, document, variables in asked:
            async with following(world, feed, who, document, **variables) as stream:
                alone.append(await told(stream))
        streams = [
            [await stack.enter_async_context(following(world, feed, who, document, **variables)) for _ in range(2)]
            for who, document, variables in asked
        ]
        for (who, _, _), expected, both in zip(asked, alone, streams, strict=True):
            for stream in both:
                assert await told(stream) == expected, who.name
    assert len({str(each) for each in alone}) > len(followers)


async def test_court_and_parties_are_told_together_what_each_is_told_alone(world: World) -> None:
    kate, andrew, olu = world.people["kate"], world.people["andrew"], world.people["officer 0"]
    case_id, other = await world.lodge(kate), await world.lodge(kate)
    await world.stand_for(andrew, case_id, "Andrew Hollis")
    await world.happen(case_id, 2)
    request = await undelivered(world, olu, other)
    await do(world, olu, "startServiceRequest", request)
    claim = {"by": {"reference": await world.reference(case_id)}}
    officers = ("officer 0", "officer 1", "far")
    await alone_and_together(
        world,
        dashboard_changed=[(world.people[name], {}) for name in ("kate", "andrew", *officers)],
        case_changed=[(world.people[name], claim) for name in ("kate", "andrew", *officers)],
        work_queue_changed=[(world.people[name], {}) for name in officers[:2]],
    )


async def test_the_agency_and_the_parents_are_told_together_what_each_is_told_alone(agency: AgencyWorld) -> None:
    case_id, routing = await agency.assigned()
    await agency.refer(**two_families())
    dean, chantelle = await agency.parents(case_id)
    await do(agency.world, agency.manager, "startServiceRequest", routing)
    by = {"by": {"id": node(case_id)}}
    staff = (agency.leader, agency.manager, agency.colleague, agency.worker)
    await alone_and_together(
        agency.world,
        dashboard_changed=[(who, {}) for who in (*staff, dean, chantelle)],
        enforcement_case_changed=[(who, by) for who in (*staff, dean)],
        work_queue_changed=[(who, {}) for who in staff],
    )
