"""What an officer follows live: the cases whose writ is theirs, from being served until being replaced (P17)."""

from uuid import UUID

import pytest

from backend.adapters.database import Database
from backend.operations.subject import load
from backend.operations.unit import Outcome, Unit
from backend.rules.vocabulary import Act, EventKind, Role
from tests.api.world import Person, World
from tests.builders.officers import EVERYONE_CONCERNED, add_officer, be_replaced, be_served
from tests.live.following import CASE, DASHBOARD, fed, following

pytestmark = pytest.mark.requirement("X-02", "X-08", "W-15")


@pytest.fixture
async def world(database: Database) -> World:
    world = World(database)
    await world.person("kate")
    for number, name in enumerate(("Idris", "Rosalind"), start=1):
        person = await world.person(name, Role.HCEO)
        await add_officer(world.ground, name, number=f"HCEO-000{number}", user_id=person.key)
    return world


async def entry_of(world: World, name: str) -> UUID:
    found = await world.data(
        world.people[name], "query ($name: String) { hceos(first: 1, name: $name) { nodes { id } } }", name=name
    )
    return UUID(hex=found["hceos"]["nodes"][0]["id"].removeprefix("hce_"))


async def serve(world: World, name: str, case_id: UUID) -> UUID:
    return await be_served(world.ground, await entry_of(world, name), case_id, by=world.people["kate"].key)


async def happen(world: World, case_id: UUID, times: int = 1) -> None:
    """Let something happen that concerns the officer too."""

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.ACKNOWLEDGE_WRIT)
        subject = await load(unit, case_id)
        for _ in range(times):
            unit.record(subject.stream, EventKind.WRIT_ACKNOWLEDGED, audience=EVERYONE_CONCERNED)
        return Outcome()

    await world.act(None, act)


async def test_an_officer_is_told_from_being_served_and_only_what_is_meant_for_them(world: World) -> None:
    case_id = await world.lodge(world.people["kate"])
    async with (
        fed(world.ground) as feed,
        following(world, feed, world.people["Idris"], DASHBOARD) as his,
        following(world, feed, world.people["Rosalind"], DASHBOARD) as hers,
        following(world, feed, world.people["kate"], DASHBOARD) as kates,
    ):
        await world.happen(case_id, 2)
        await serve(world, "Idris", case_id)
        await world.happen(case_id, 1)
        await happen(world, case_id)
        await his.count(3)
        await kates.count(6)
    assert his.kinds == ["WRIT_ISSUED", "WRIT_SERVED", "WRIT_ACKNOWLEDGED"]
    assert hers.changes == []


async def test_an_officer_who_was_replaced_is_told_nothing_later_of_the_case(world: World) -> None:
    case_id, other = [await world.lodge(world.people["kate"]) for _ in range(2)]
    writ = await serve(world, "Idris", case_id)
    await serve(world, "Idris", other)
    idris, by = world.people["Idris"], {"reference": await world.reference(case_id)}
    async with (
        fed(world.ground) as feed,
        following(world, feed, idris, CASE, by=by) as of_the_case,
        following(world, feed, idris, DASHBOARD) as of_all,
        following(world, feed, world.people["Rosalind"], DASHBOARD) as hers,
    ):
        await happen(world, case_id)
        await of_the_case.count(1)
        await of_all.count(1)
        await be_replaced(world.ground, writ, await entry_of(world, "Rosalind"))
        await happen(world, case_id, 2)
        await of_the_case.end()
        await hers.count(4)
        await happen(world, other)
        await of_all.count(2)
    assert len(of_the_case.changes) == 1
    # With the case comes what of its history is meant for its officer, whoever that was then.
    assert hers.kinds == ["WRIT_ACKNOWLEDGED", "WRIT_SERVED", "WRIT_ACKNOWLEDGED", "WRIT_ACKNOWLEDGED"]
    assert [change["claim"]["reference"] for change in of_all.changes] == [
        by["reference"],
        await world.reference(other),
    ]


async def test_a_claim_that_an_officer_does_not_hold_cannot_be_followed(world: World) -> None:
    case_id = await world.lodge(world.people["kate"])
    writ = await serve(world, "Idris", case_id)
    await be_replaced(world.ground, writ, await entry_of(world, "Rosalind"))
    by = {"reference": await world.reference(case_id)}
    for who, seen in (("Idris", None), ("Rosalind", {"status": "WRIT_ISSUED"})):
        person: Person = world.people[who]
        found = await world.data(person, "query ($by: ClaimBy!) { claim(by: $by) { status } }", by=by)
        assert found["claim"] == seen
