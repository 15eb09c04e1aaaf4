"""Rights are judged for each event: once they are gone no later event comes, and the stream ends at once (P17)."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from backend.adapters.database import Database
from backend.models import Party, Session, User
from backend.operations import links, sessions
from backend.operations.ground import machine_now
from backend.operations.unit import Outcome, Unit
from backend.rules.errors import AccessEnded
from backend.rules.vocabulary import Act, Jurisdiction, Role
from tests.api.world import Person, World
from tests.live.following import CASE, DASHBOARD, fed, following

pytestmark = pytest.mark.requirement("X-02", "X-08")
Losing = Callable[[World, Person], Awaitable[None]]


@pytest.fixture
async def world(database: Database) -> World:
    world = World(database)
    for name in ("kate", "andrew"):
        await world.person(name)
    await world.person("officer", Role.COURT_OFFICER)
    return world


@pytest.fixture
async def case_id(world: World) -> UUID:
    case_id = await world.lodge(world.people["kate"])
    await world.stand_for(world.people["andrew"], case_id, "Andrew Hollis")
    return case_id


async def change(world: World, table: type, where: object, **values: object) -> None:
    """Change an account or a session, as whoever administers them would."""

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.SIGN_IN)
        await unit.session.execute(update(table).where(where).values(**values))
        return Outcome()

    await world.act(None, act)


async def signs_out(world: World, who: Person) -> None:
    await world.act(who, sessions.sign_out)


async def session_expires(world: World, who: Person) -> None:
    past = machine_now() - timedelta(seconds=1)
    await change(world, Session, Session.user_id == who.key, expires_at=past)


async def session_idles_out(world: World, who: Person) -> None:
    past = machine_now() - timedelta(seconds=1)
    await change(world, Session, Session.user_id == who.key, idle_expires_at=past)


async def is_deactivated(world: World, who: Person) -> None:
    await change(world, User, User.id == who.key, is_active=False)


async def loses_the_jurisdiction(world: World, who: Person) -> None:
    await change(world, User, User.id == who.key, jurisdictions=[Jurisdiction.SCOTLAND])


LOSING: tuple[Losing, ...] = (signs_out, session_expires, session_idles_out, is_deactivated, loses_the_jurisdiction)


@pytest.mark.parametrize("lose", LOSING)
async def test_a_stream_ends_within_two_seconds_and_tells_nothing_later(
    world: World, case_id: UUID, lose: Losing
) -> None:
    officer = world.people["officer"]
    async with (
        fed(world.ground) as feed,
        following(world, feed, officer, DASHBOARD) as stream,
        following(world, feed, world.people["kate"], DASHBOARD) as kates,
    ):
        await world.happen(case_id, 1)
        await stream.count(1)
        await lose(world, officer)
        await world.happen(case_id, 3)
        await stream.end()
        await kates.count(4)
    assert len(stream.changes) == 1
    assert not kates.has_ended


async def test_whoever_is_unlinked_is_told_nothing_later_of_the_claim(world: World, case_id: UUID) -> None:
    andrew = world.people["andrew"]
    other = await world.lodge(world.people["kate"])
    await world.stand_for(andrew, other, "Andrew Hollis")
    by = {"reference": await world.reference(case_id)}
    async with (
        fed(world.ground) as feed,
        following(world, feed, andrew, CASE, by=by) as of_the_case,
        following(world, feed, andrew, DASHBOARD) as of_all,
    ):
        await world.happen(case_id, 1)
        await of_the_case.count(1)
        await of_all.count(1)
        await unlink(world, case_id)
        await world.happen(case_id, 2)
        await of_the_case.end()
        await world.happen(other, 1)
        await of_all.count(2)
    assert len(of_the_case.changes) == 1
    assert [change["claim"]["reference"] for change in of_all.changes] == [
        by["reference"],
        await world.reference(other),
    ]


async def test_rights_that_end_while_a_client_catches_up_end_it_too(world: World, case_id: UUID) -> None:
    """A hundred changes are read at once: what is left of them must not go to whoever was unlinked meanwhile."""
    andrew = world.people["andrew"]
    by = {"reference": await world.reference(case_id)}
    async with fed(world.ground) as feed:
        async with following(world, feed, andrew, CASE, by=by) as stream:
            start = stream.events[0]["cursor"]
        await world.happen(case_id, 90)
        async with following(world, feed, andrew, CASE, by=by, after=start) as behind:
            await behind.count(1)
            await unlink(world, case_id)
            told = len(behind.changes)
            await behind.end()
    assert len(behind.changes) - told <= 1  # one may have been on its way


async def unlink(world: World, case_id: UUID) -> None:
    async with world.database.reading(world.people["officer"].actor) as connection:
        party_id = (
            await connection.execute(select(Party.id).where(Party.case_id == case_id, Party.name == "Andrew Hollis"))
        ).scalar_one()
    await world.act(
        world.people["officer"],
        lambda unit: links.unlink(unit, case_id, party_id=party_id, reason="Linked by mistake."),
    )


async def test_rights_that_end_while_an_event_is_carried_out_for_several_end_who_lost_them_alone(world: World) -> None:
    """They are judged once more after the reading, each by their own session, for whomever it was read."""
    officer, other = world.people["officer"], await world.person("other officer", Role.COURT_OFFICER)
    token = (await sessions.sign_in(world.ground, officer.key)).token
    asked = []

    async def execute(_context: object) -> str:
        asked.append(None)
        await signs_out(world, officer)
        return "told"

    async with AsyncExitStack() as stack:
        told = []
        for each in (officer.token, other.token, token):
            opened = world.contexts.open_context(token=each, caller="", request_id="test", kind="subscription")
            told.append(world.contexts.run_event(await stack.enter_async_context(opened), "an event", execute))
        answers = await asyncio.gather(*told, return_exceptions=True)
    assert [type(each) for each in answers] == [AccessEnded, str, str]
    assert len(asked) == 1
