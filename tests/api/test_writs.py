"""Writs through the API: what each sees of them, and what the officer does."""

from datetime import timedelta
from typing import Any

import pytest

from backend.adapters.database import Database
from backend.models import HistoryEntry
from backend.queries.ids import to_node_id
from backend.rules.access import Actor
from backend.rules.periods import end_of
from backend.rules.vocabulary import Role
from backend.rules.writ_details import Address
from tests.api.asking import Api, open_api
from tests.builders.enforcement import UNPAID_AT
from tests.builders.officers import add_officer
from tests.builders.people import add_actor
from tests.builders.writs import Enforced, applied_for, issued
from tests.documents.reading import words_of

FIELDS = """id number claimReference status version issuedOn expiresOn total dailyInterest servedAt receivedAt
  noticeMethod noticeGivenOn enforceableAt amounts { text amount } lastDay { on explanation }
  enforceable { at on explanation } enforcementAddresses { lines postCode } officer { name firm }
  actions { name isOpen reasons { code } } document { id name mediaType byteSize sha256 version } claim { reference }"""
ONE = f"query ($by: WritBy!) {{ writ(by: $by) {{ {FIELDS} }} }}"
TOLD = "query ($id: ID!) { node(id: $id) { ... on Writ { goods vehicles safety } } }"
MINE = "query ($first: Int = 10) { viewer { writs(first: $first) { totalCount nodes { number } } } }"
TODAY = """query ($id: ID!) { node(id: $id) { ... on Writ { status
  claim { notices { name } nextSteps { code } } } } }"""
OF_CLAIM = "query ($by: ClaimBy!) { claim(by: $by) { version writ { number } writs { number } } }"
ACKNOWLEDGE = """mutation ($input: AcknowledgeWritInput!) { acknowledgeWrit(input: $input) { __typename
  ... on AcknowledgeWritSuccess { isReplayed writ { receivedAt } claim { reference } }
  ... on ValidationErrors { errors { code path } } ... on RefusedError { reasons { code } } } }"""
NOTICE = """mutation ($input: GiveNoticeOfEnforcementInput!) { giveNoticeOfEnforcement(input: $input) { __typename
  ... on GiveNoticeOfEnforcementSuccess { writ { status enforceableAt } history { kind summary } }
  ... on RefusedError { reasons { code } } } }"""


@pytest.fixture
async def api(database: Database) -> Api:
    return await open_api(database)


async def seen(api: Api, who: Actor | None, enforced: Enforced) -> Any:
    number = (await enforced.writ()).number
    return (await api.data(who, ONE, by={"number": number.lower()}))["writ"]


@pytest.mark.requirement("W-11", "W-12", "W-15")
async def test_both_sides_the_court_and_the_officer_see_the_writ_and_nobody_else(api: Api) -> None:
    enforced = await issued(api.service)
    service = api.service
    told = await seen(api, service.kate, enforced)
    assert (told["status"], told["total"], told["officer"]["name"]) == ("ISSUED", "1465.62", "Idris Bowen")
    assert told["lastDay"]["on"] == told["expiresOn"] == "2027-03-24"
    assert told["claimReference"] == told["claim"]["reference"]
    assert told["document"]["name"] == f"writ-{told['number']}.pdf"
    for who in (service.andrew, service.officer, enforced.hceo):
        assert (await seen(api, who, enforced))["number"] == told["number"]
    another = Actor((await another_officer(api)).user_id, "Another", Role.HCEO)
    for who in (service.stranger, another, None):
        assert await seen(api, who, enforced) is None


@pytest.mark.requirement("X-08")
async def test_the_addresses_for_enforcement_are_kept_from_the_defendant(api: Api) -> None:
    workshop = Address(("Unit 3", "Mill Lane", "York"), "YO1 9AA")
    enforced = await issued(api.service, addresses=(workshop,))
    service = api.service
    for who in (service.kate, service.officer, enforced.hceo):
        addresses = (await seen(api, who, enforced))["enforcementAddresses"]
        assert [each["postCode"] for each in addresses] == ["YO31 7EW", "YO1 9AA"]
    assert (await seen(api, service.andrew, enforced))["enforcementAddresses"] is None


@pytest.mark.requirement("W-05", "W-15", "X-08")
async def test_what_the_claimant_told_for_the_officer_reaches_the_officer_and_never_the_defendant(api: Api) -> None:
    told = {"goods": "A kiln", "vehicles": ("AB12 CDE, a van",), "safety": "A guard dog"}
    enforced = await issued(api.service, told=told)
    service, key = api.service, to_node_id("Writ", (await enforced.writ()).id)
    for who in (enforced.hceo, service.kate, service.officer):
        assert (await api.data(who, TOLD, id=key))["node"] == {**told, "vehicles": ["AB12 CDE, a van"]}
    assert (await api.data(service.andrew, TOLD, id=key))["node"] == {"goods": None, "vehicles": None, "safety": None}
    for who in (service.stranger, None):
        assert (await api.data(who, TOLD, id=key))["node"] is None


@pytest.mark.requirement("W-05", "X-08")
async def test_neither_the_writ_on_paper_nor_the_history_says_what_was_told_for_the_officer(api: Api) -> None:
    enforced = await applied_for(api.service, told={"goods": "A kiln", "safety": "A guard dog"})
    prepared = await enforced.prepare()
    assert prepared is not None
    await enforced.issue(prepared)
    written = [words_of(prepared.pdf), *(str(each.changes) for each in await api.service.all(HistoryEntry))]
    assert (await enforced.writ()).number in written[0]
    assert [word for word in ("kiln", "dog") if any(word in each for each in written)] == []


@pytest.mark.requirement("W-15")
async def test_an_officer_sees_exactly_the_writs_served_on_them(api: Api) -> None:
    enforced = await issued(api.service)
    number = (await enforced.writ()).number
    assert await mine(api, enforced.hceo) == [number]
    assert await mine(api, await another_officer(api)) == []
    assert await mine(api, api.service.kate) == await mine(api, api.service.andrew) == [number]


@pytest.mark.requirement("X-08")
async def test_before_its_issue_there_is_no_writ_and_the_officer_sees_no_claim(api: Api) -> None:
    enforced = await applied_for(api.service)
    reference = (await api.service.case(enforced.case_id)).reference
    for who in (api.service.kate, api.service.andrew, api.service.officer):
        claim = (await api.data(who, OF_CLAIM, by={"reference": reference}))["claim"]
        assert (claim["writ"], claim["writs"]) == (None, [])
    assert (await api.data(enforced.hceo, OF_CLAIM, by={"reference": reference}))["claim"] is None
    await enforced.issue()
    claim = (await api.data(enforced.hceo, OF_CLAIM, by={"reference": reference}))["claim"]
    assert claim["writ"]["number"] == (await enforced.writ()).number
    assert claim["version"] == 2


@pytest.mark.requirement("W-15", "X-04")
async def test_the_officer_acknowledges_receipt_once(api: Api) -> None:
    enforced = await issued(api.service)
    writ_id = to_node_id("Writ", (await enforced.writ()).id)
    api.service.clock.go(hours=1)
    received = (UNPAID_AT + timedelta(minutes=30)).isoformat()
    assert await actions(api, enforced, enforced.hceo) == {
        "ACKNOWLEDGE_WRIT": [],
        "GIVE_NOTICE_OF_ENFORCEMENT": [],
        "DOWNLOAD_DOCUMENT": [],
    }
    early = await api.do(enforced.hceo, ACKNOWLEDGE, writId=writ_id, receivedAt="2026-03-25T09:59:59Z")
    assert early["errors"] == [{"code": "DATE_BEFORE_ISSUE", "path": ["receivedAt"]}]
    done = await api.do(enforced.hceo, ACKNOWLEDGE, writId=writ_id, receivedAt=received, expectedVersion=2)
    assert (done["__typename"], done["isReplayed"]) == ("AcknowledgeWritSuccess", False)
    again = await api.do(enforced.hceo, ACKNOWLEDGE, writId=writ_id, receivedAt=received)
    assert again["reasons"] == [{"code": "RECEIPT_ACKNOWLEDGED"}]
    assert (await actions(api, enforced, enforced.hceo))["ACKNOWLEDGE_WRIT"] == ["RECEIPT_ACKNOWLEDGED"]


@pytest.mark.requirement("W-18", "D-18")
async def test_after_notice_the_writ_shows_from_when_goods_may_be_taken_and_then_that_they_may(api: Api) -> None:
    enforced = await issued(api.service)
    writ_id = to_node_id("Writ", (await enforced.writ()).id)
    done = await api.do(enforced.hceo, NOTICE, writId=writ_id, method="IN_PERSON", givenOn="2026-03-25")
    assert done["writ"] == {"status": "NOTICE_GIVEN", "enforceableAt": "2026-04-02T23:00:00Z"}
    assert done["history"] == [
        {
            "kind": "NOTICE_OF_ENFORCEMENT_GIVEN",
            "summary": "Notice of enforcement was given; goods may be taken from 2026-04-03.",
        }
    ]
    for who in (api.service.kate, api.service.andrew):
        told = await seen(api, who, enforced)
        assert told["enforceable"]["on"] == "2026-04-02"
        assert "From Friday 3 April 2026 on the officer may take control" in told["enforceable"]["explanation"]
    api.service.clock.go(days=9)
    assert (await seen(api, api.service.andrew, enforced))["status"] == "ENFORCEABLE"


@pytest.mark.requirement("W-15", "D-03")
async def test_after_its_last_day_a_writ_is_expired_wherever_it_is_told_of(api: Api) -> None:
    enforced = await issued(api.service)
    writ = await enforced.writ()
    writ_id = to_node_id("Writ", writ.id)
    await api.do(enforced.hceo, NOTICE, writId=writ_id, method="POST", givenOn="2026-03-25")
    steps = {enforced.hceo: ["CEASE"], api.service.kate: ["KNOW_ENFORCEMENT"]}
    api.service.clock.at = end_of(writ.expires_on) - timedelta(microseconds=1)
    for who in steps:
        assert (await api.data(who, TODAY, id=writ_id))["node"]["status"] == "ENFORCEABLE"
    api.service.clock.go(seconds=1)
    for who, codes in steps.items():
        told = (await api.data(who, TODAY, id=writ_id))["node"]
        assert told["status"] == "EXPIRED"
        assert told["claim"]["notices"] == [{"name": "WRIT_EXPIRED"}]
        assert [each["code"] for each in told["claim"]["nextSteps"]] == codes
    assert (await actions(api, enforced, enforced.hceo))["GIVE_NOTICE_OF_ENFORCEMENT"] == [
        "WRIT_EXPIRED",
        "NOTICE_GIVEN_ALREADY",
    ]


@pytest.mark.requirement("W-15")
@pytest.mark.parametrize("who", ["kate", "andrew", "officer", "stranger"])
async def test_nobody_else_gives_notice(api: Api, who: str) -> None:
    enforced = await issued(api.service)
    writ_id = to_node_id("Writ", (await enforced.writ()).id)
    answer = await api.do(getattr(api.service, who), NOTICE, writId=writ_id, method="POST", givenOn="2026-03-25")
    assert answer["__typename"] == ("NotFoundError" if who == "stranger" else "NotPermittedError")
    assert (await enforced.writ()).notice_given_on is None


async def another_officer(api: Api) -> Actor:
    """An officer of the register on whom nothing was served."""
    await add_officer(api.service.ground, "Ann Other", number="HCEO-0002", has_account=False)
    return await add_actor(api.service.ground, "Ann Other", Role.HCEO)


async def mine(api: Api, who: Actor) -> list[str]:
    found = (await api.data(who, MINE))["viewer"]["writs"]
    assert found["totalCount"] == len(found["nodes"])
    return [each["number"] for each in found["nodes"]]


async def actions(api: Api, enforced: Enforced, who: Actor) -> dict[str, list[str]]:
    told = (await seen(api, who, enforced))["actions"]
    assert all(each["isOpen"] is not bool(each["reasons"]) for each in told)
    return {each["name"]: [reason["code"] for reason in each["reasons"]] for each in told}
