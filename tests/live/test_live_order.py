"""The order of the feed on PostgreSQL, where transactions overlap: nothing is lost, and no case is told backwards."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.adapters.database import Database
from backend.adapters.standing import permit_writing
from backend.models import HistoryEntry, Stream
from backend.operations.ground import Ground
from backend.operations.subject import load
from backend.operations.unit import Once, Outcome, Unit, carry_out
from backend.queries import events
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import PARTIES_AND_COURT, Act, EventKind
from tests.api.world import LODGED_AT, World

pytestmark = pytest.mark.requirement("X-02", "X-05")


@pytest.fixture
async def world(postgresql: Database) -> World:
    world = World(postgresql)
    await world.person("kate")
    return world


async def open_write(stack: AsyncExitStack, world: World, case_id: UUID) -> AsyncSession:
    """A transaction that has written an entry, and goes on."""
    session = await stack.enter_async_context(world.database.writing(SYSTEM))
    permit_writing(session.sync_session)
    stream = await session.get_one(Stream, case_id, with_for_update=True)
    unit = Unit(session, ground=world.ground, actor=SYSTEM, now=LODGED_AT)
    unit.record(stream, EventKind.RESPONSE_OVERDUE, audience=PARTIES_AND_COURT)
    await session.flush()
    return session


async def read_on(ground: Ground, position: events.Position) -> list[events.Written]:
    async with ground.database.reading(SYSTEM) as connection:
        return list(await events.after(connection, position, dialect="postgresql", limit=100))


@pytest.mark.parametrize("first_to_commit", [0, 1])
async def test_two_overlapping_transactions_lose_nothing_whichever_ends_first(
    world: World, first_to_commit: int
) -> None:
    cases = [await world.lodge(world.people["kate"]) for _ in range(2)]
    position = await events.last_position(world.database)
    told: list[events.Written] = []
    async with AsyncExitStack() as stack:
        sessions = [await open_write(stack, world, case_id) for case_id in cases]
        for index in (first_to_commit, 1 - first_to_commit):
            told += await read_on(world.ground, told[-1].position if told else position)
            await sessions[index].commit()
    told += await read_on(world.ground, told[-1].position if told else position)
    assert [each.stream_id for each in told] == cases
    assert [each.position for each in told] == sorted({each.position for each in told})


async def test_nothing_is_told_while_an_older_transaction_may_still_write_before_it(world: World) -> None:
    older, younger = [await world.lodge(world.people["kate"]) for _ in range(2)]
    position = await events.last_position(world.database)
    async with AsyncExitStack() as stack:
        first = await open_write(stack, world, older)
        second = await open_write(stack, world, younger)
        await second.commit()
        assert await read_on(world.ground, position) == []
        await first.commit()
    assert [each.stream_id for each in await read_on(world.ground, position)] == [older, younger]


async def test_two_acts_on_one_case_are_told_in_the_order_in_which_they_were_done(world: World) -> None:
    """The act that began first, and waited, comes last: its idempotency key must not have taken it a place before."""
    case_id = await world.lodge(world.people["kate"])
    began, go_on = asyncio.Event(), asyncio.Event()

    async def slow(unit: Unit) -> Outcome:
        began.set()
        await go_on.wait()
        return await note(unit)

    async def note(unit: Unit) -> Outcome:
        unit.permit(Act.REMIND)
        subject = await load(unit, case_id)
        unit.record(subject.stream, EventKind.RESPONSE_OVERDUE, audience=PARTIES_AND_COURT)
        return Outcome()

    kate = world.people["kate"].actor
    waiting = asyncio.create_task(carry_out(world.ground, kate, slow, once=Once.of(uuid4(), "slow", [])))
    await began.wait()
    await carry_out(world.ground, kate, note, once=Once.of(uuid4(), "quick", []))
    go_on.set()
    await waiting
    async with world.database.reading(SYSTEM) as connection:
        found = await connection.execute(
            select(HistoryEntry.number)
            .where(HistoryEntry.stream_id == case_id)
            .order_by(HistoryEntry.xid, HistoryEntry.id)
        )
        numbers: list[Any] = list(found.scalars())
    assert numbers == sorted(numbers)


async def test_whoever_waits_for_a_history_takes_no_place_in_the_feed_before_their_turn(world: World) -> None:
    case_id = await world.lodge(world.people["kate"])
    async with AsyncExitStack() as stack:
        first = await open_write(stack, world, case_id)
        waiting = asyncio.create_task(world.happen(case_id, 1))
        await asyncio.sleep(0.3)
        assert not waiting.done()
        await first.commit()
    await waiting
    async with world.database.reading(SYSTEM) as connection:
        rows = (
            await connection.execute(
                select(HistoryEntry.xid, HistoryEntry.number)
                .where(HistoryEntry.stream_id == case_id)
                .order_by(HistoryEntry.number)
            )
        ).all()
    assert [row.xid for row in rows] == sorted(row.xid for row in rows)
