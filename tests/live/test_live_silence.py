"""What a live stream does not tell: that something happened which is not its viewer's to see (P10)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import pytest

from backend.adapters.database import Database
from backend.adapters.sealing import Sealer
from backend.operations.subject import load
from backend.operations.unit import Outcome, Unit
from backend.queries.events import START, Position, from_cursor, to_cursor
from backend.rules.vocabulary import COURT_ONLY, Act, EventKind
from tests.api.world import World
from tests.live.following import CASE, DASHBOARD, fed, following

pytestmark = pytest.mark.requirement("X-02", "X-08")
SEALER = Sealer(b"a secret of tests that is long enough")


@pytest.fixture
async def world(database: Database) -> World:
    """One claimant, one defendant."""
    world = World(database)
    await world.person("kate")
    await world.person("andrew")
    return world


async def claim(world: World) -> UUID:
    case_id = await world.lodge(world.people["kate"])
    await world.stand_for(world.people["andrew"], case_id, "Andrew Hollis")
    return case_id


@asynccontextmanager
async def hidden_acts(world: World, case_id: UUID) -> AsyncIterator[list[int]]:
    """One act after another that the court alone sees; the list counts them."""
    done: list[int] = []

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.REMIND)
        subject = await load(unit, case_id)
        unit.record(subject.stream, EventKind.LETTER_SENT, audience=COURT_ONLY)
        return Outcome()

    async def go_on() -> None:
        while True:
            await world.act(None, act)
            done.append(1)

    acting = asyncio.create_task(go_on())
    try:
        yield done
    finally:
        acting.cancel()
        await asyncio.gather(acting, return_exceptions=True)


@pytest.mark.parametrize("document", [CASE, DASHBOARD], ids=["of a case", "of a dashboard"])
async def test_hidden_acts_leave_the_beat_of_a_stream_unmoved(world: World, document: str) -> None:
    """They follow each other faster than the beat: a stream that began its wait afresh with each would never beat."""
    case_id = await claim(world)
    by = {"by": {"reference": await world.reference(case_id)}} if document is CASE else {}
    async with (
        fed(world.ground, heartbeat_seconds=0.5) as feed,
        following(world, feed, world.people["andrew"], document, **by) as stream,
        hidden_acts(world, case_id) as done,
    ):
        await stream.until(lambda: len(stream.events) >= 4)
    assert {event["__typename"] for event in stream.events} == {"Heartbeat"}
    assert len(done) > len(stream.events)


async def test_what_was_told_is_followed_by_a_whole_beat_of_quiet(world: World) -> None:
    case_id = await claim(world)
    time = asyncio.get_running_loop().time
    async with (
        fed(world.ground, heartbeat_seconds=0.6) as feed,
        following(world, feed, world.people["andrew"], DASHBOARD) as stream,
    ):
        await asyncio.sleep(0.3)
        before = time()
        await world.happen(case_id, 1)
        await stream.until(lambda: len(stream.changes) == 1 and stream.events[-1]["__typename"] == "Heartbeat")
        assert time() - before >= 0.6


@pytest.mark.parametrize("position", [START, Position(7, 7), Position(2**62, 2**62)], ids=["start", "few", "many"])
def test_cursors_of_one_place_differ_are_equally_long_and_lead_there(position: Position) -> None:
    one, other = to_cursor(SEALER, position), to_cursor(SEALER, position)
    assert one != other
    assert from_cursor(SEALER, one) == from_cursor(SEALER, other) == position
    assert {len(one), len(other)} == {len(to_cursor(SEALER, START))}


async def test_two_streams_opened_one_after_the_other_do_not_tell_whether_anybody_wrote_between(world: World) -> None:
    await claim(world)
    begun = []
    async with fed(world.ground) as feed:
        for _ in range(2):
            async with following(world, feed, world.people["andrew"], DASHBOARD) as stream:
                begun.append(stream.events[0]["cursor"])
    assert begun[0] != begun[1]
    assert from_cursor(SEALER, begun[0]) == from_cursor(SEALER, begun[1])
