"""Live streams in one process: every change that the viewer may see, once and in order (X-02, P16)."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from random import Random
from uuid import UUID

import pytest

from backend.adapters.database import Database
from backend.adapters.wake import WakeListener
from backend.operations import claims
from backend.rules.vocabulary import ResponseKind, Role
from tests.api.world import BIRTH, LATE, World, lodging, party
from tests.live.following import CASE, DASHBOARD, fed, following, history_seen_by

ACTS = 25
PATIENCE = 60.0


@pytest.fixture
async def world(database: Database) -> World:
    """Two claimants, two defendants and the court."""
    world = World(database)
    for name in ("kate", "petra", "andrew", "ben"):
        await world.person(name)
    await world.person("officer", Role.COURT_OFFICER)
    return world


async def claim_between(world: World, claimant: str, defendant: str) -> UUID:
    """A claim whose defendant is linked."""
    case_id = await world.lodge(world.people[claimant])
    await world.stand_for(world.people[defendant], case_id, "Andrew Hollis")
    return case_id


@pytest.mark.requirement("X-02")
async def test_each_dashboard_sees_every_step_once_and_in_order(world: World) -> None:
    kate, andrew, officer = (world.people[name] for name in ("kate", "andrew", "officer"))
    async with (
        fed(world.ground) as feed,
        following(world, feed, kate, DASHBOARD) as kates,
        following(world, feed, officer, DASHBOARD) as officers,
    ):
        case_id = await world.lodge(kate)
        await world.link(andrew, case_id)
        by = {"reference": await world.reference(case_id)}
        async with following(world, feed, andrew, CASE, by=by) as andrews:
            world.clock.at = LATE
            await world.act(None, lambda unit: claims.note_response_overdue(unit, case_id))
            await world.request(kate, case_id)
            await world.enter(officer, case_id)
            await andrews.count(3)
            await kates.count(4)
            await officers.count(5)
    assert andrews.kinds == ["RESPONSE_OVERDUE", "JUDGMENT_REQUESTED", "JUDGMENT_ENTERED"]
    assert kates.kinds == ["CLAIM_LODGED", *andrews.kinds]
    assert officers.kinds == ["CLAIM_LODGED", "DEFENDANT_LINKED", *andrews.kinds]
    assert officers.ids == await history_seen_by(world.database, officer)
    assert kates.ids == await history_seen_by(world.database, kate)
    assert andrews.ids == (await history_seen_by(world.database, andrew))[-3:]


@pytest.mark.requirement("X-02")
@pytest.mark.parametrize("seed", [1, 2])
async def test_under_random_acts_and_cuts_what_came_is_the_history_that_the_viewer_may_see(
    world: World, seed: int
) -> None:
    """Two streams for each person: one that is never cut, one that is cut anywhere and goes on by its last cursor."""
    random = Random(seed)
    told: dict[str, list[str]] = {name: [] for name in world.people}
    async with fed(world.ground) as feed:
        for person in world.people.values():
            async with following(world, feed, person, DASHBOARD) as stream:
                start = stream.events[0]["cursor"]
        acting = asyncio.create_task(_at_random(world, random))
        cuts = [_follow_with_cuts(world, feed, name, start, told[name], acting, random) for name in world.people]
        await asyncio.gather(acting, *cuts)
    for name, person in world.people.items():
        assert told[name] == await history_seen_by(world.database, person), name
    assert sum(map(len, told.values())) > ACTS


async def _at_random(world: World, random: Random) -> None:
    """Claims, answers and letters in random order, by people who act at the same time."""
    cases: list[UUID] = []
    for _ in range(ACTS):
        if len(cases) < 3 or random.random() < 0.15:
            cases.append(await claim_between(world, random.choice(["kate", "petra"]), random.choice(["andrew", "ben"])))
            continue
        await asyncio.gather(*(world.happen(each, random.randint(1, 3)) for each in random.sample(cases, 2)))


async def _follow_with_cuts(world, feed, name, start, told, acting, random) -> None:
    """Follow, be cut after a random number of changes, and go on from the last cursor, until all has been told."""
    cursor, person = start, world.people[name]
    async with asyncio.timeout(PATIENCE):
        while not acting.done() or len(told) < len(await history_seen_by(world.database, person)):
            async with following(world, feed, person, DASHBOARD, after=cursor) as stream:
                with contextlib.suppress(TimeoutError):
                    await stream.until(lambda: len(stream.changes) >= random.randint(1, 9), within=0.4)
                taken = stream.changes[: random.randint(1, 9)]
            if taken:
                told.extend(change["entry"]["id"] for change in taken)
                cursor = taken[-1]["cursor"]


@pytest.mark.requirement("X-02", "X-08")
async def test_what_is_private_to_another_party_is_not_told(world: World) -> None:
    defendants = (party("Andrew Hollis", date_of_birth=BIRTH), party("Ben Carter", date_of_birth=BIRTH))
    case_id = await world.lodge(world.people["kate"], lodging(defendants=defendants))
    await world.link(world.people["andrew"], case_id)
    by = {"reference": await world.reference(case_id)}
    async with (
        fed(world.ground) as feed,
        following(world, feed, world.people["andrew"], CASE, by=by) as andrews,
        following(world, feed, world.people["kate"], DASHBOARD) as kates,
        following(world, feed, world.people["officer"], DASHBOARD) as officers,
    ):
        await world.link(world.people["ben"], case_id, index=1)
        await world.respond(world.people["ben"], case_id, ResponseKind.DISPUTES_ALL)
        await andrews.count(1)
        await kates.count(1)
        await officers.count(2)
    assert officers.kinds == ["DEFENDANT_LINKED", "RESPONSE_RECEIVED"]
    assert andrews.kinds == kates.kinds == ["RESPONSE_RECEIVED"]


@pytest.mark.requirement("X-02")
async def test_a_stranger_is_told_nothing_and_may_not_follow_the_case(world: World) -> None:
    case_id = await claim_between(world, "kate", "andrew")
    by = {"reference": await world.reference(case_id)}
    stranger = world.people["ben"]
    async with fed(world.ground) as feed, following(world, feed, stranger, DASHBOARD) as stream:
        await world.happen(case_id, 3)
        for unseen in (by, {"reference": "MC-0000-0000"}):
            async with following(world, feed, stranger, CASE, by=unseen, after=stream.events[0]["cursor"]) as refused:
                await refused.until(lambda: refused.errors)
            assert [error["extensions"]["code"] for error in refused.errors] == ["FORBIDDEN"]
        await asyncio.sleep(0.2)
    assert stream.changes == []


@pytest.mark.requirement("X-02")
async def test_a_stream_begins_with_a_cursor_and_says_that_it_is_alive(world: World) -> None:
    case_id = await claim_between(world, "kate", "andrew")
    async with fed(world.ground, heartbeat_seconds=0.1) as feed:
        async with following(world, feed, world.people["kate"], DASHBOARD) as stream:
            await stream.until(lambda: len(stream.events) >= 3)
        assert {event["__typename"] for event in stream.events} == {"Heartbeat"}
        await world.happen(case_id, 2)
        async with following(world, feed, world.people["kate"], DASHBOARD, after=stream.events[0]["cursor"]) as resumed:
            await resumed.count(2)
    assert resumed.kinds == ["RESPONSE_OVERDUE"] * 2


@pytest.mark.requirement("X-02")
async def test_whoever_is_too_far_behind_is_told_to_read_anew_and_goes_on_from_there(world: World) -> None:
    case_id = await claim_between(world, "kate", "andrew")
    async with fed(world.ground) as feed:
        async with following(world, feed, world.people["kate"], DASHBOARD) as stream:
            start = stream.events[0]["cursor"]
        await world.happen(case_id, 1_050)
        async with following(world, feed, world.people["kate"], DASHBOARD, after=start) as resumed:
            await resumed.until(lambda: resumed.events)
            await world.happen(case_id, 1)
            await resumed.count(1)
    assert [event["__typename"] for event in resumed.events] == ["ResyncRequired", "CaseChange"]
    assert resumed.ids == (await history_seen_by(world.database, world.people["kate"]))[-1:]


class LosesAll:
    """A wake whose every message is lost on the way."""

    async def publish(self) -> None:
        pass

    @asynccontextmanager
    async def listen(self) -> AsyncIterator[WakeListener]:
        yield WakeListener()

    async def close(self) -> None:
        pass


@pytest.mark.requirement("X-02")
async def test_a_wake_that_is_lost_is_made_good(world: World) -> None:
    case_id = await claim_between(world, "kate", "andrew")
    world.ground = replace(world.ground, wake=LosesAll())
    async with (
        fed(world.ground) as feed,
        following(world, feed, world.people["andrew"], DASHBOARD) as stream,
    ):
        await world.happen(case_id, 2)
        await stream.count(2)
    assert stream.kinds == ["RESPONSE_OVERDUE"] * 2


@pytest.mark.parametrize("cursor", ["nonsense", "bf318f93-af98-4cbf-80cd-94334657fbf2"])
async def test_a_cursor_that_is_none_of_ours_is_refused(world: World, cursor: str) -> None:
    async with (
        fed(world.ground) as feed,
        following(world, feed, world.people["kate"], DASHBOARD, after=cursor) as stream,
    ):
        await stream.until(lambda: stream.errors)
    assert [error["extensions"]["code"] for error in stream.errors] == ["BAD_USER_INPUT"]
