"""The live work queue: every change of what is in it, once and in order, and the word that something left it (X-02)."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.adapters.database import Database
from backend.models import HistoryEntry
from backend.operations import sessions
from backend.queries.ids import to_node_id
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import Desk
from tests.api.desk import add_team, do, staff, undelivered
from tests.api.world import Person, World
from tests.live.following import DASHBOARD, Stream, fed, following

QUEUE = """subscription ($after: EventCursor) { workQueueChanged(after: $after) {
    __typename
    ... on WorkQueueChange {
        cursor kind summary isInQueue entry { id } serviceRequest { id status team { name } owner { name } }
    }
    ... on Heartbeat { cursor }
    ... on ResyncRequired { cursor }
} }"""


@pytest.fixture
async def world(database: Database) -> World:
    """Kate's claim, and two teams of the court with an officer each."""
    world = World(database)
    await world.person("kate")
    claims = await add_team(world, "Money Claims", *Desk)
    await staff(world, "olu", claims)
    await staff(world, "far", await add_team(world, "Far Office"))
    return world


def changes(stream: Stream) -> list[dict[str, object]]:
    return [event for event in stream.events if event["__typename"] == "WorkQueueChange"]


async def heard(stream: Stream, number: int) -> list[dict[str, object]]:
    """The changes once so many have come."""
    await stream.until(lambda: len(changes(stream)) >= number)
    return changes(stream)


async def entries_about(world: World, key: UUID) -> list[str]:
    """The ids of the entries about a service request, in the order of the feed."""
    async with world.database.reading(SYSTEM) as connection:
        found = await connection.execute(
            select(HistoryEntry.uid).where(HistoryEntry.subject_id == key).order_by(HistoryEntry.xid, HistoryEntry.id)
        )
        return [to_node_id("HistoryEntry", uid) for uid in found.scalars()]


async def worked(world: World, who: Person, key: UUID, notes: int = 1) -> None:
    await do(world, who, "startServiceRequest", key)
    for number in range(notes):
        await do(world, who, "addServiceRequestNote", key, text=f"Note {number}.")


@pytest.mark.requirement("X-02")
async def test_a_team_sees_every_change_of_its_queue_once_and_in_order_and_no_other_team_does(world: World) -> None:
    olu, far = world.people["olu"], world.people["far"]
    case_id = await world.lodge(world.people["kate"])
    async with (
        fed(world.ground) as feed,
        following(world, feed, olu, QUEUE) as mine,
        following(world, feed, far, QUEUE) as others,
    ):
        key = await undelivered(world, olu, case_id)
        await worked(world, olu, key)
        told = await heard(mine, 3)
        await do(world, olu, "assignServiceRequest", key, to={"colleagueId": to_node_id("User", far.key)})
        await heard(others, 4)
        told = await heard(mine, 4)
    assert [change["kind"] for change in told] == [
        "SERVICE_REQUEST_OPENED",
        "SERVICE_REQUEST_STARTED",
        "SERVICE_REQUEST_NOTED",
        "SERVICE_REQUEST_ASSIGNED",
    ]
    assert [change["entry"]["id"] for change in told] == await entries_about(world, key)
    assert told[-1]["summary"] == f"Service request {await reference(world, olu, key)} was given to far."
    assert told[-1]["isInQueue"] is False
    assert told[-1]["serviceRequest"]["team"] == {"name": "Far Office"}
    assert [change["isInQueue"] for change in changes(others)][-1] is True


async def reference(world: World, who: Person, key: UUID) -> str:
    document = "query ($id: ID!) { serviceRequest(by: {id: $id}) { reference } }"
    found = await world.data(who, document, id=to_node_id("ServiceRequest", key))
    return str(found["serviceRequest"]["reference"])


@pytest.mark.requirement("X-02")
async def test_who_was_away_gets_what_they_missed_from_their_cursor_on(world: World) -> None:
    olu, case_id = world.people["olu"], await world.lodge(world.people["kate"])
    async with fed(world.ground) as feed:
        async with following(world, feed, olu, QUEUE) as stream:
            key = await undelivered(world, olu, case_id)
            (opened,) = await heard(stream, 1)
        await worked(world, olu, key, notes=3)
        async with following(world, feed, olu, QUEUE, after=opened["cursor"]) as stream:
            missed = await heard(stream, 4)
            await do(world, olu, "addServiceRequestNote", key, text="And now.")
            told = await heard(stream, 5)
    assert [opened["entry"]["id"], *(change["entry"]["id"] for change in told)] == await entries_about(world, key)
    assert {change["serviceRequest"]["status"] for change in missed} == {"IN_PROGRESS"}


@pytest.mark.requirement("X-02")
async def test_who_was_away_while_it_left_their_queue_is_told_that_it_did(world: World) -> None:
    olu, far, case_id = world.people["olu"], world.people["far"], await world.lodge(world.people["kate"])
    async with fed(world.ground) as feed:
        async with following(world, feed, olu, QUEUE) as stream:
            key = await undelivered(world, olu, case_id)
            (opened,) = await heard(stream, 1)
        await worked(world, olu, key)
        await do(world, olu, "assignServiceRequest", key, to={"colleagueId": to_node_id("User", far.key)})
        await do(world, far, "addServiceRequestNote", key, text="It is ours now.")
        async with following(world, feed, olu, QUEUE, after=opened["cursor"]) as stream:
            told = await heard(stream, 1)
            other = await undelivered(world, olu, case_id)
            told = await heard(stream, 2)
    assert [(change["kind"], change["isInQueue"]) for change in told] == [
        ("SERVICE_REQUEST_ASSIGNED", False),
        ("SERVICE_REQUEST_OPENED", True),
    ]
    assert told[1]["serviceRequest"]["id"] == to_node_id("ServiceRequest", other)


@pytest.mark.requirement("X-08")
async def test_nobody_but_court_staff_follows_a_queue_or_hears_of_casework(world: World) -> None:
    kate, olu = world.people["kate"], world.people["olu"]
    case_id = await world.lodge(kate)
    async with fed(world.ground) as feed:
        async with following(world, feed, kate, DASHBOARD) as dashboard:
            await worked(world, olu, await undelivered(world, olu, case_id))
            await world.happen(case_id, 1)
            await dashboard.count(1)
        async with following(world, feed, kate, QUEUE, after=dashboard.events[0]["cursor"]) as stream:
            await stream.until(lambda: stream.errors)
    assert dashboard.kinds == ["RESPONSE_OVERDUE"]
    assert [error["extensions"]["code"] for error in stream.errors] == ["FORBIDDEN"]


@pytest.mark.requirement("X-02")
async def test_a_stream_ends_when_its_viewer_goes_to_another_team(world: World) -> None:
    olu, far = world.people["olu"], world.people["far"]
    case_id = await world.lodge(world.people["kate"])
    async with fed(world.ground) as feed, following(world, feed, olu, QUEUE) as stream:
        moved = await staff(world, "olu", far.actor.team_id if far.actor else None)
        await undelivered(world, moved, case_id)
        await stream.end(within=5.0)
    assert changes(stream) == []
    assert await sessions.authenticate(world.ground, moved.token or "") == replace(olu.actor, team_id=far.actor.team_id)
