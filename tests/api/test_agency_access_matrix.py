"""Who sees what of an enforcement case: the table written by hand, held to what each viewer is told."""

import pytest

from backend.adapters.database import Database
from backend.queries.ids import to_node_id
from tests.api.agency_access_table import ACTS, FIELDS, NOTES, OUTSIDERS, REACHING, VIEWERS
from tests.api.agency_access_world import AgencyAccess, agency_access


@pytest.fixture
async def made(database: Database) -> AgencyAccess:
    return await agency_access(database)


@pytest.mark.requirement("X-08", "R-53")
async def test_each_field_of_a_case_is_told_to_exactly_those_whom_the_table_names(made: AgencyAccess) -> None:
    seen = {viewer: await made.seen(viewer) for viewer in VIEWERS}
    fields = seen["assigned"] or {}
    matrix: dict[str, list[str]] = {}
    for name in fields:
        marks = "".join("-" if found is None else found[name] for found in seen.values())
        matrix.setdefault(marks, []).append(name)
    told = {marks: " ".join(sorted(names)) for marks, names in matrix.items()}
    assert told == {marks: " ".join(sorted(names.split())) for marks, names in FIELDS.items()}


@pytest.mark.requirement("X-08")
async def test_whoever_stands_outside_finds_no_enforcement_case(made: AgencyAccess) -> None:
    assert {viewer: await made.seen(viewer) for viewer in OUTSIDERS} == dict.fromkeys(OUTSIDERS)


NOTED = """query ($by: EnforcementCaseBy!) { enforcementCase(by: $by) {
  serviceRequests(first: 10) { nodes { notes { text } letters { text } } }
  parties { side addressLines email phone } letters { name text failure } } }"""


def marks(found: list[bool | None]) -> str:
    return "".join("-" if each is None else "v" if each else "." for each in found)


@pytest.mark.requirement("X-08")
async def test_notes_are_for_who_works_the_case_or_leads_its_team(made: AgencyAccess) -> None:
    told: list[bool | None] = []
    for viewer in VIEWERS:
        case = await made.agency.case(made.people[viewer], NOTED, made.case_id)
        nodes = case["serviceRequests"]["nodes"] if case else []
        told.append(None if case is None else any(node["notes"] for node in nodes))
    assert marks(told) == NOTES


@pytest.mark.requirement("X-08")
async def test_how_to_reach_the_other_parent_is_for_who_works_the_case(made: AgencyAccess) -> None:
    told: list[bool | None] = []
    for viewer in VIEWERS:
        case = await made.agency.case(made.people[viewer], NOTED, made.case_id)
        other = "RECEIVING_PARENT" if viewer == "paying parent" else "PAYING_PARENT"
        reach = [each for each in (case or {}).get("parties", []) if each["side"] == other]
        told.append(None if case is None else any(each["addressLines"] or each["email"] for each in reach))
    assert marks(told) == REACHING


@pytest.mark.requirement("R-52", "X-08")
async def test_a_letter_that_was_not_signed_off_is_nobodys_but_the_agencys(made: AgencyAccess) -> None:
    told = {}
    for viewer in ("receiving parent", "paying parent", "assigned", "not assigned", "leader", "senior"):
        case = await made.agency.case(made.people[viewer], NOTED, made.case_id)
        told[viewer] = sorted((each["name"], each["text"]) for each in case["letters"])
    draft, own = ("CMEL9271", "Please call us."), ("CMEL7402", None)
    assert told == {
        "receiving parent": [own], "paying parent": [own], "assigned": [own, own, own, draft], "not assigned": [],
        "leader": [own, own, own, draft], "senior": [draft],
    }  # fmt: skip


SEND = """mutation ($input: SendCaseLetterInput!) { sendCaseLetter(input: $input) { __typename
  ... on SendCaseLetterSuccess { letter { name state recipientName } serviceRequest { letters { name } }
    enforcementCase { reference } }
  ... on RefusedError { reasons { code } } } }"""
DRAFT = """mutation ($input: DraftCaseLetterInput!) { draftCaseLetter(input: $input) { __typename
  ... on DraftCaseLetterSuccess { letter { name state text } }
  ... on RefusedError { reasons { code } } } }"""


@pytest.mark.requirement("R-52", "R-53", "X-08")
async def test_letters_are_written_by_whom_the_table_names(made: AgencyAccess) -> None:
    world, to = made.agency.world, await made.party("RECEIVING_PARENT")
    routing = {"serviceRequestId": to_node_id("ServiceRequest", made.routing)}
    pause = {"cmel7402": {"toId": to, "pausedUntil": "2027-06-01"}}
    found: dict[str, dict[str, str]] = {"sendCaseLetter": {}, "draftCaseLetter": {}}
    for viewer in ACTS["sendCaseLetter"]:
        who = made.people[viewer]
        given = {**routing, "expectedVersion": await made.version()}
        sent = await world.do(who, SEND, **given, letter=pause)
        found["sendCaseLetter"][viewer] = sent["__typename"].removesuffix("Success").removesuffix("Error")
        given = {**routing, "expectedVersion": await made.version()}
        drafted = await world.do(who, DRAFT, **given, letter="CMEL9271", toId=to, text="x")
        found["draftCaseLetter"][viewer] = drafted["__typename"].removesuffix("Success").removesuffix("Error")
    assert found == ACTS


@pytest.mark.requirement("R-23", "R-52")
async def test_a_letter_sent_is_shown_with_the_case_and_with_its_service_request(made: AgencyAccess) -> None:
    world, to = made.agency.world, await made.party("RECEIVING_PARENT")
    sent = await world.do(
        made.people["assigned"], SEND, serviceRequestId=to_node_id("ServiceRequest", made.routing),
        expectedVersion=await made.version(), letter={"cmel7402": {"toId": to, "pausedUntil": "2027-06-01"}},
    )  # fmt: skip
    assert sent["letter"] == {"name": "CMEL7402", "state": "WAITING", "recipientName": "Chantelle Grant"}
    assert [each["name"] for each in sent["serviceRequest"]["letters"]][-1] == "CMEL7402"
