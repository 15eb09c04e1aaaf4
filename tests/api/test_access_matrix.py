"""Who sees what of a claim: the table written by hand, held to the SDL and to what each viewer is told."""

import json

import pytest

from backend.adapters.database import Database
from tests.api import enforcing
from tests.api.access_table import ACCESS, LEADS_BACK, NEVER_HELD
from tests.api.access_world import INSIDERS, OUTSIDERS, STATES, AccessWorld, access_world
from tests.api.everything import fields_below, told

OF_AN_APPLICATION = ("HWF-A1B-23C", "signature")
FOR_THE_OFFICER = ("A van", "AB12 CDE", "A dog")
NOT_TOLD = {
    "claimant": ("/1984", "/1975", "07700 900115", "carol@", "1975-01-02", "1984-11-02", "1988-05-17"),
    "co-claimant": ("/1984", "/1988", "07700 900114", "kate@", "1984-11-02", "1988-05-17", "1975-01-02"),
    "defendant": (
        "/1988",
        "/1975",
        "07700 900115",
        "07700 900128",
        "07700 900129",
        "carol@",
        "dora@",
        "1984-11-02",
        *OF_AN_APPLICATION,
        *FOR_THE_OFFICER,
    ),
    "co-defendant": (
        "/1988",
        "/1975",
        "07700 900115",
        "07700 900127",
        "07700 900129",
        "carol@",
        "andrew@",
        "1984-11-02",
        *OF_AN_APPLICATION,
        *FOR_THE_OFFICER,
    ),
    "officer": (
        "/1984",
        "/1988",
        "/1975",
        "07700 900115",
        "07700 900127",
        "07700 900128",
        "07700 900129",
        "carol@",
        "andrew@",
        "dora@",
        "1984-11-02",
        "never mine",
        *OF_AN_APPLICATION,
    ),
    "court officer": ("1984-11-02", "1988-05-17", "1975-01-02"),
}
"""Personal data that stands nowhere in all that somebody is told, whichever field it might have hidden in."""


def rows() -> dict[tuple[str, str, str], str]:
    return {
        (kind, label, field): marks
        for (kind, label), columns in ACCESS.items()
        for marks, fields in columns.items()
        for field in fields.split()
    }


@pytest.fixture
async def made(database: Database) -> AccessWorld:
    made = await access_world(database)
    await enforcing.be_noticed(made.world, made.people["officer"], made.writs["enforced"])
    return made


@pytest.mark.requirement("X-08")
def test_every_field_that_can_be_reached_from_a_claim_has_a_row_in_the_table() -> None:
    assert {(kind, field) for kind, _, field in rows()} | LEADS_BACK == fields_below("Claim")


def test_every_row_of_the_table_is_seen_by_somebody_somewhere() -> None:
    shown = {(kind, field) for (kind, _, field), marks in rows().items() if "v" in marks}
    assert shown | LEADS_BACK | NEVER_HELD == fields_below("Claim")


@pytest.mark.requirement("X-08")
async def test_each_field_is_told_to_exactly_those_whom_the_table_names(made: AccessWorld) -> None:
    assert await made.matrix() == rows()
    for viewer, words in NOT_TOLD.items():
        everything = json.dumps([await made.claim(viewer, state) for state in STATES])
        assert [word for word in words if word in everything] == [], viewer


REACHED = ("entered", "applied", "enforced")
"""The claims of which everything is asked for by its id."""


async def ids_of(made: AccessWorld, viewer: str, state: str) -> list[str]:
    """The ids of everything that stands in a claim for somebody, but for the register, which is open to all."""
    found = told(await made.claim(viewer, state))
    return sorted({each.value for each in found if each.field == "id" and each.type != "Hceo"})


@pytest.mark.requirement("X-08")
@pytest.mark.parametrize("state", REACHED)
async def test_nobody_else_reaches_anything_of_a_claim_by_any_way(made: AccessWorld, state: str) -> None:
    world = made.world
    ids = await ids_of(made, "court officer", state)
    reference = await world.reference(made.claims[state])
    ways = """query ($reference: String!, $a: [ID!]!) {
      claim(by: { reference: $reference }) { id } nodes(ids: $a) { id }
      viewer { claims(first: 100) { nodes { id } totalCount } dashboard { count } notices { isSeen }
               printQueue(first: 100) { nodes { id } totalCount } } }"""
    for viewer in OUTSIDERS:
        for at in range(0, len(ids), 20):
            some = ids[at : at + 20]
            data = await world.data(made.people[viewer], ways, reference=reference, a=some)
            assert data["claim"] is None
            assert data["nodes"] == [None] * len(some)
            if viewer == "anonymous":
                assert data["viewer"] is None
                continue
            assert data["viewer"]["claims"] == {"nodes": [], "totalCount": 0}
            assert {each["count"] for each in data["viewer"]["dashboard"]} == {0}
            assert data["viewer"]["notices"] == []
            prints = viewer in ("officer of Scotland", "case-manager", "team-leader")
            queue = {"nodes": [], "totalCount": 0} if prints else None
            assert data["viewer"]["printQueue"] == queue
        assert await made.claim(viewer, state) is None


@pytest.mark.requirement("X-08")
@pytest.mark.parametrize("state", REACHED)
async def test_an_insider_reaches_by_its_id_exactly_what_stands_in_the_claim(made: AccessWorld, state: str) -> None:
    ids = await ids_of(made, "court officer", state)
    for viewer in (*INSIDERS[:4], "officer"):
        reached = []
        for at in range(0, len(ids), 20):
            some = ids[at : at + 20]
            data = await made.world.data(
                made.people[viewer], "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=some
            )
            reached += [each["id"] for each in data["nodes"] if each]
        assert reached == (await ids_of(made, viewer, state)), viewer
