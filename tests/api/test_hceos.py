"""The register of officers through the API: its public part for everybody, the rest for court staff."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from backend.adapters.database import Database
from backend.queries.ids import to_node_id
from backend.rules.vocabulary import CoverageBasis, Role
from tests.api.world import NOBODY, Person, World, codes_of
from tests.builders.officers import add_officer, be_served, suspend

ASSIGNED, UNDERTAKEN = CoverageBasis.ASSIGNED, CoverageBasis.UNDERTAKEN
LIST = """query ($first: Int = 10, $after: String, $region: Region, $postCode: PostCode, $name: String) {
  hceos(first: $first, after: $after, region: $region, postCode: $postCode, name: $name) {
    totalCount nodes { name } pageInfo { endCursor hasNextPage } } }"""
ONE = """query ($id: ID!) { hceo(id: $id) {
  id number name firm firmNumber email phone state stateReason canBeServed version openWrits regions
  districts { district name basis region } actions { name isOpen reasons { code } } } }"""


@pytest.fixture
async def world(database: Database) -> World:
    return World(database)


@pytest.fixture
async def court(world: World) -> Person:
    return await world.person("Olu Officer", Role.COURT_OFFICER)


async def add_three(world: World) -> dict[str, UUID]:
    """Ann (assigned to York), Bob (undertaken to execute writs in York, assigned to Hull), Cat (London West)."""
    return {
        "Ann": await add_officer(world.ground, "Ann", "YO", number="HCEO-0001"),
        "Bob": await add_officer(
            world.ground, "Bob", number="HCEO-0002", has_account=False, districts={"YO": UNDERTAKEN, "HU": ASSIGNED}
        ),
        "Cat": await add_officer(world.ground, "Cat", "W", number="HCEO-0003", firm="Cat & Co", firm_number=None),
    }


async def names(world: World, who: Person = NOBODY, **given: Any) -> list[str]:
    found = (await world.data(who, LIST, **given))["hceos"]
    assert found["totalCount"] == len(found["nodes"])
    return [each["name"] for each in found["nodes"]]


async def one(world: World, who: Person, key: UUID) -> Any:
    return (await world.data(who, ONE, id=to_node_id("Hceo", key)))["hceo"]


@pytest.mark.requirement("W-06")
async def test_everybody_reads_the_active_officers_by_name(world: World, court: Person) -> None:
    keys = await add_three(world)
    kate = await world.person("Kate Marlowe")
    assert await names(world) == await names(world, kate) == ["Ann", "Bob", "Cat"]
    await suspend(world.ground, keys["Bob"])
    assert await names(world) == await names(world, kate) == ["Ann", "Cat"]
    assert await names(world, court) == ["Ann", "Bob", "Cat"]


@pytest.mark.requirement("W-06")
async def test_officers_are_found_by_region_postcode_and_name(world: World) -> None:
    await add_three(world)
    assert await names(world, region="YORKSHIRE_HUMBER") == ["Ann", "Bob"]
    assert await names(world, region="WALES") == []
    assert await names(world, postCode="YO31 7EW") == ["Ann", "Bob"]
    assert await names(world, postCode="HU1 1AA") == ["Bob"]
    assert await names(world, postCode="EH1 1AA") == []
    assert await names(world, name="a") == ["Ann", "Cat"]
    assert await names(world, name="%") == []
    assert await names(world, postCode="YO31 7EW", name="BO") == ["Bob"]


async def test_for_a_postcode_those_assigned_come_first(world: World) -> None:
    await add_officer(world.ground, "Abe", number="HCEO-0001", districts={"YO": UNDERTAKEN})
    await add_officer(world.ground, "Zoe", "YO", number="HCEO-0002")
    assert await names(world, postCode="YO31 7EW") == ["Zoe", "Abe"]
    assert await names(world) == ["Abe", "Zoe"]


async def test_the_list_is_paged_and_its_cursor_is_bound_to_the_postcode(world: World) -> None:
    await add_officer(world.ground, "Abe", number="HCEO-0001", districts={"YO": UNDERTAKEN})
    for number, name in enumerate(("Ann", "Zoe"), start=2):
        await add_officer(world.ground, name, "YO", number=f"HCEO-000{number}")
    seen, after = [], None
    while True:
        found = (await world.data(NOBODY, LIST, first=1, after=after, postCode="YO31 7EW"))["hceos"]
        assert found["totalCount"] == 3
        seen += [each["name"] for each in found["nodes"]]
        after = found["pageInfo"]["endCursor"]
        if not found["pageInfo"]["hasNextPage"]:
            break
    assert seen == ["Ann", "Zoe", "Abe"]
    assert codes_of(await world.ask(NOBODY, LIST, after=after, postCode="LS1 4AB")) == ["BAD_USER_INPUT"]


@pytest.mark.requirement("W-06")
async def test_the_public_part_of_an_entry_is_for_everybody_and_the_rest_for_the_court(
    world: World, court: Person
) -> None:
    key = (await add_three(world))["Bob"]
    await suspend(world.ground, key)
    public = {
        "id": to_node_id("Hceo", key),
        "number": "HCEO-0002",
        "name": "Bob",
        "firm": "Marches Enforcement Ltd",
        "firmNumber": "09100201",
        "email": "bob@marches-enforcement.example",
        "phone": "01743 496 0100",
        "state": "SUSPENDED",
        "canBeServed": False,
        "version": 2,
        "regions": ["YORKSHIRE_HUMBER"],
        "districts": [
            {"district": "HU", "name": "Hull", "basis": "ASSIGNED", "region": "YORKSHIRE_HUMBER"},
            {"district": "YO", "name": "York", "basis": "UNDERTAKEN", "region": "YORKSHIRE_HUMBER"},
        ],
    }
    closed = {"stateReason": None, "openWrits": None, "actions": []}
    hceo, kate = await world.person("Bob", Role.HCEO), await world.person("Kate Marlowe")
    for who in (NOBODY, kate, hceo):
        assert await one(world, who, key) == {**public, **closed}, who.name
    assert await one(world, court, key) == {
        **public,
        "stateReason": "Their certificate has lapsed.",
        "openWrits": 0,
        "actions": [
            {"name": "AMEND_HCEO", "isOpen": True, "reasons": []},
            {"name": "SUSPEND_HCEO", "isOpen": False, "reasons": [{"code": "HCEO_NOT_ACTIVE"}]},
            {"name": "REINSTATE_HCEO", "isOpen": True, "reasons": []},
        ],
    }


async def test_nobody_has_the_entry_of_an_unknown_id(world: World) -> None:
    assert await one(world, NOBODY, uuid4()) is None
    assert codes_of(await world.ask(NOBODY, ONE, id=to_node_id("Claim", uuid4()))) == ["BAD_USER_INPUT"]


@pytest.mark.requirement("W-16")
async def test_staff_see_how_many_open_writs_an_officer_holds_in_their_own_jurisdiction(
    world: World, court: Person
) -> None:
    key = (await add_three(world))["Ann"]
    kate = await world.person("Kate Marlowe")
    for _ in range(2):
        await be_served(world.ground, key, await world.lodge(kate), by=kate.key)
    scottish = await world.person("Sandy Officer", Role.COURT_OFFICER, ["SCOTLAND"])
    assert [(await one(world, who, key))["openWrits"] for who in (court, scottish, kate, NOBODY)] == [2, 0, None, None]


def act(name: str) -> str:
    kind = name[0].upper() + name[1:]
    return f"""mutation ($input: {kind}Input!) {{ {name}(input: $input) {{ __typename
      ... on {kind}Success {{ hceo {{ id name state version districts {{ district basis }} }} }}
      ... on ValidationErrors {{ errors {{ code path }} }} ... on RefusedError {{ reasons {{ code }} }}
      ... on StaleVersionError {{ current {{ id version }} changedFields }} }} }}"""


ENTRY = {
    "name": "Idris Bowen",
    "firm": "Marches Enforcement Ltd",
    "email": "idris.bowen@marches-enforcement.example",
    "districts": [{"district": "yo"}, {"district": "LS", "basis": "UNDERTAKEN"}],
}


@pytest.mark.requirement("W-16")
async def test_court_staff_add_amend_suspend_and_reinstate_an_officer(world: World, court: Person) -> None:
    added = await world.do(court, act("addHceo"), number="HCEO-0123", entry=ENTRY)
    assert added["__typename"] == "AddHceoSuccess"
    key = added["hceo"]["id"]
    assert added["hceo"]["districts"] == [
        {"district": "LS", "basis": "UNDERTAKEN"},
        {"district": "YO", "basis": "ASSIGNED"},
    ]
    amended = await world.do(
        court, act("amendHceo"), hceoId=key, entry={**ENTRY, "districts": [{"district": "YO"}]}, expectedVersion=1
    )
    assert amended["hceo"]["districts"] == [{"district": "YO", "basis": "ASSIGNED"}]
    suspended = await world.do(court, act("suspendHceo"), hceoId=key, reason="Insolvent.", expectedVersion=2)
    assert (suspended["hceo"]["state"], suspended["hceo"]["version"]) == ("SUSPENDED", 3)
    stale = await world.do(court, act("reinstateHceo"), hceoId=key, expectedVersion=2)
    assert stale == {
        "__typename": "StaleVersionError",
        "current": {"id": key, "version": 3},
        "changedFields": [],
    }
    active = await world.do(court, act("reinstateHceo"), hceoId=key, expectedVersion=3)
    assert active["hceo"]["state"] == "ACTIVE"


async def test_one_key_adds_one_officer(world: World, court: Person) -> None:
    given = {"number": "HCEO-0123", "entry": ENTRY, "idempotencyKey": str(uuid4())}
    first = await world.do(court, act("addHceo"), **given)
    assert await world.do(court, act("addHceo"), **given) == first
    assert await names(world) == ["Idris Bowen"]


async def test_what_is_wrong_with_an_entry_is_told_by_its_path(world: World, court: Person) -> None:
    wrong = {**ENTRY, "name": " ", "districts": [{"district": "EH"}]}
    told = await world.do(court, act("addHceo"), number="12", entry=wrong)
    assert told["errors"] == [
        {"code": "HCEO_NUMBER", "path": ["number"]},
        {"code": "TEXT_LENGTH", "path": ["entry", "name"]},
        {"code": "DISTRICT", "path": ["entry", "districts", "0"]},
    ]
