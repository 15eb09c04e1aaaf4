"""An enforcement case through the API: the whole of it for who works it, decisions with reasons, the review screen."""

from typing import Any
from uuid import UUID

import pytest

from backend.adapters.database import Database
from backend.models import Artefact, Finding, FlagSetting, PowerConsidered, Review, Surveillance, new_id
from backend.operations.unit import Outcome, Unit
from backend.rules.vocabulary import (
    Act,
    Feed,
    FindingKind,
    Flag,
    Power,
    PowerResult,
    ReviewKind,
    Role,
    RoutingReason,
)
from tests.api.agency_world import AgencyWorld, agency_world, node, staff, two_families
from tests.api.world import LODGED_AT

CASE = """query ($by: EnforcementCaseBy!) { enforcementCase(by: $by) {
  id reference jurisdiction area segment reason origin referredAt isCriminal isMigrated hasConfidentAddress hasProperty
  diedOn isCompliant rejectedAt version updatedAt team { name } position arrears
  parties { side name addressLines email phone dateOfBirth dateOfBirthMasked }
  maintenanceCases { number isMaster receivingParent arrears }
  flags { flag setAt setBy reason endedAt } pastFlags { flag endedAt endedBy endedWhy }
  review { kind dueOn reason setBy } reviews { dueOn endedAt endedWhy }
  surveillance { reason startedBy } surveillances { reason startedAt endedAt exit }
  movements { fromArea fromTeam toArea toTeam reason at by }
  powersConsidered { power result reason at by serviceRequest }
  findings { kind feed text foundOn recordedAt }
  letters { id } liabilityOrders { number } schedule { kind } schedules { kind } artefacts { power }
  outstandingArtefacts { power isOutstanding }
  serviceRequests(first: 10, isOpen: true) { nodes { kind status } totalCount }
  arrearsLines(first: 10) { nodes { kind amount } } payments(first: 10) { nodes { amount } }
  history(first: 50) { nodes { kind summary actorName number } totalCount }
  actions { name isOpen reasons { code } }
  decisions { name isOpen reasons { code } ways { kind activity outcome act isOpen } }
  caseReview {
    doArrearsRemain isActionGoingOn isScheduleFitting isFurtherActionFitting
    hasManualAllocation hasLockAssignment isMissedPaymentMonitorDisabled
    inTheWayOfMaintenance { flags serviceRequests { kind status } reasons { code } }
  }
} }"""
DECISIONS = "query ($by: EnforcementCaseBy!) { caseDecisions(by: $by) { name isOpen reasons { code } } }"
LIST = """query ($filter: EnforcementCaseFilter) { viewer { enforcementCases(first: 50, filter: $filter) {
  nodes { reference } totalCount
} } }"""
DETAILS = """mutation ($input: ReadPartyDetailsInput!) { readPartyDetails(input: $input) {
  __typename
  ... on ReadPartyDetailsSuccess { isReplayed details { name addressLines email } history { kind summary } }
  ... on NotPermittedError { code }
} }"""
PARTIES = "query ($by: EnforcementCaseBy!) { enforcementCase(by: $by) { parties { id side name addressLines } } }"


@pytest.fixture
async def agency(database: Database) -> AgencyWorld:
    return await agency_world(database)


async def add(agency: AgencyWorld, *rows: Any) -> None:
    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.MONITOR_CASE)
        unit.session.add_all(rows)
        return Outcome()

    await agency.world.act(None, act)


def flagged(agency: AgencyWorld, case_id: UUID, flag: Flag, **more: Any) -> FlagSetting:
    given = {"set_at": LODGED_AT, "set_by": agency.manager.key, "reason": "He moves often.", **more}
    return FlagSetting(id=new_id(), case_id=case_id, flag=flag, **given)


@pytest.mark.requirement("X-01", "R-20")
async def test_whoever_works_a_case_sees_all_of_it(agency: AgencyWorld) -> None:
    case_id, _ = await agency.assigned(**two_families())
    await add(
        agency,
        flagged(agency, case_id, Flag.LOCK_ASSIGNMENT),
        flagged(agency, case_id, Flag.MANUAL_ALLOCATION, ended_at=LODGED_AT, ended_why="No longer needed."),
        Review(id=new_id(), case_id=case_id, kind=ReviewKind.SETUP_ONLY, due_on=LODGED_AT.date(), reason="To see.",
               set_at=LODGED_AT),
        Surveillance(id=new_id(), case_id=case_id, reason="No address.", started_at=LODGED_AT, ended_at=LODGED_AT,
                     exit=RoutingReason.SURVEILLANCE_NEW_ADDRESS),
        PowerConsidered(id=new_id(), case_id=case_id, power=Power.DEDUCTION_ORDER, result=PowerResult.EXHAUSTED,
                        reason="No employer.", at=LODGED_AT, by=agency.manager.key),
        Finding(id=new_id(), case_id=case_id, feed=Feed.HMRC, kind=FindingKind.EMPLOYMENT, text="Works at a garage.",
                data={}, found_on=LODGED_AT.date(), recorded_at=LODGED_AT),
    )  # fmt: skip
    seen = await agency.case(agency.manager, CASE, case_id)
    assert (seen["area"], seen["team"], seen["arrears"]) == ("ENFORCEMENT", {"name": "Enforcement North"}, "3300.00")
    assert [(each["number"], each["isMaster"], each["arrears"]) for each in seen["maintenanceCases"]] == [
        ("121000456701", True, "2400.00"),
        ("121000456702", False, "900.00"),
    ]
    assert [(each["flag"], each["setBy"], each["reason"]) for each in seen["flags"]] == [
        ("LOCK_ASSIGNMENT", "Leanne Whitaker", "He moves often.")
    ]
    assert [(each["flag"], each["endedBy"], each["endedWhy"]) for each in seen["pastFlags"]] == [
        ("MANUAL_ALLOCATION", None, "No longer needed.")
    ]
    assert seen["review"] == {"kind": "SETUP_ONLY", "dueOn": "2026-12-01", "reason": "To see.", "setBy": None}
    assert (seen["surveillance"], seen["surveillances"][0]["exit"]) == (None, "SURVEILLANCE_NEW_ADDRESS")
    assert seen["powersConsidered"][0]["by"] == "Leanne Whitaker"
    assert [each["text"] for each in seen["findings"]] == ["Works at a garage."]
    assert seen["serviceRequests"] == {"nodes": [{"kind": "REVIEW_CASE", "status": "OPEN"}], "totalCount": 1}
    payer = next(each for each in seen["parties"] if each["side"] == "PAYING_PARENT")
    assert payer["addressLines"] == ["14 Clarence Street", "York"]
    assert (payer["dateOfBirth"], payer["dateOfBirthMasked"]) == (None, "**/**/1986")


@pytest.mark.requirement("X-08")
async def test_how_to_reach_a_party_is_for_whoever_works_the_case_alone(agency: AgencyWorld) -> None:
    case_id, _ = await agency.assigned()
    by_person = {
        who.name: [each["addressLines"] is not None for each in (await agency.case(who, PARTIES, case_id))["parties"]]
        for who in (agency.manager, agency.colleague, agency.leader)
    }
    assert by_person == {
        "Leanne Whitaker": [True, True, True],
        "Tomos Pugh": [False, False, False],
        "Maureen Fletcher": [False, False, False],
    }


@pytest.mark.requirement("X-08")
async def test_only_a_complex_case_worker_who_works_the_case_reads_a_date_of_birth(agency: AgencyWorld) -> None:
    case_id, routing = await agency.assigned()

    async def born() -> dict[str, tuple[Any, Any]]:
        found = {}
        for who in (agency.worker, agency.manager, agency.leader):
            parties = (await agency.case(who, CASE, case_id))["parties"]
            payer = next(each for each in parties if each["side"] == "PAYING_PARENT")
            found[who.name] = (payer["dateOfBirth"], payer["dateOfBirthMasked"])
        return found

    masked = (None, "**/**/1986")
    assert await born() == {
        "Oluwaseun Adeyemi": (None, None),
        "Leanne Whitaker": masked,
        "Maureen Fletcher": masked,
    }
    await agency.assign(routing, agency.worker)
    assert await born() == {
        "Oluwaseun Adeyemi": ("1986-07-04", "**/**/1986"),
        "Leanne Whitaker": (None, None),
        "Maureen Fletcher": masked,
    }


@pytest.mark.requirement("X-08")
async def test_a_team_leader_reads_how_to_reach_a_party_once_the_reason_is_in_the_history(agency: AgencyWorld) -> None:
    case_id, _ = await agency.assigned()
    parties = (await agency.case(agency.leader, PARTIES, case_id))["parties"]
    payer = next(each for each in parties if each["side"] == "PAYING_PARENT")
    given = {"enforcementCaseId": node(case_id), "partyId": payer["id"], "reason": "A complaint about a visit."}
    refused = await agency.world.do(agency.colleague, DETAILS, **given)
    assert refused == {"__typename": "NotPermittedError", "code": "NOT_PERMITTED"}
    before = (await agency.case(agency.leader, CASE, case_id))["history"]["totalCount"]
    read = await agency.world.do(agency.leader, DETAILS, **given)
    assert read["details"]["addressLines"] == ["14 Clarence Street", "York"]
    assert read["history"] == [
        {
            "kind": "PARTY_DETAILS_READ",
            "summary": "How to reach the paying parent was read: A complaint about a visit.",
        }
    ]
    seen = await agency.case(agency.leader, CASE, case_id)
    assert seen["history"]["totalCount"] == before + 1
    assert all(each["addressLines"] is None for each in seen["parties"])


@pytest.mark.requirement("X-08")
async def test_what_others_told_is_for_whoever_works_or_leads_the_case(agency: AgencyWorld) -> None:
    case_id, _ = await agency.assigned()
    told = Finding(
        id=new_id(), case_id=case_id, feed=Feed.HMRC, kind=FindingKind.EMPLOYMENT, text="Works at a garage.", data={},
        found_on=LODGED_AT.date(), recorded_at=LODGED_AT,
    )  # fmt: skip
    await add(agency, told)
    seen = {
        who.name: len((await agency.case(who, CASE, case_id))["findings"])
        for who in (agency.manager, agency.leader, agency.colleague)
    }
    assert seen == {"Leanne Whitaker": 1, "Maureen Fletcher": 1, "Tomos Pugh": 0}


@pytest.mark.requirement("R-07")
async def test_the_review_screen_says_what_remains_and_what_stands_in_the_way_of_maintenance(
    agency: AgencyWorld,
) -> None:
    case_id, _ = await agency.assigned()
    await add(
        agency,
        flagged(agency, case_id, Flag.LOCK_ASSIGNMENT),
        flagged(agency, case_id, Flag.DISABLE_MISSED_PAYMENT_MONITOR),
    )
    review = (await agency.case(agency.manager, CASE, case_id))["caseReview"]
    in_the_way = review.pop("inTheWayOfMaintenance")
    assert review == {
        "doArrearsRemain": True,
        "isActionGoingOn": False,
        "isScheduleFitting": True,
        "isFurtherActionFitting": True,
        "hasManualAllocation": False,
        "hasLockAssignment": True,
        "isMissedPaymentMonitorDisabled": True,
    }
    assert (in_the_way["flags"], in_the_way["serviceRequests"]) == (
        ["LOCK_ASSIGNMENT", "DISABLE_MISSED_PAYMENT_MONITOR"],
        [],
    )
    assert [each["code"] for each in in_the_way["reasons"]] == ["MONITOR_DISABLED", "ASSIGNMENT_LOCKED"]


@pytest.mark.requirement("R-15", "X-04")
async def test_the_eleven_decisions_are_on_offer_each_closed_one_with_its_reasons(agency: AgencyWorld) -> None:
    case_id, _ = await agency.assigned()
    by = {"id": node(case_id)}
    decisions = (await agency.world.data(agency.manager, DECISIONS, by=by))["caseDecisions"]
    assert [each["name"] for each in decisions] == [
        "INITIATE", "PAUSE", "RESUME", "AMEND", "SURVEILLANCE", "TRANSFER", "LOCK_ASSIGNMENT", "CLEAR_ARTEFACTS",
        "NEGOTIATE", "MISSED_PAYMENT_MONITOR", "CANCEL",
    ]  # fmt: skip
    assert all(each["isOpen"] == (not each["reasons"]) for each in decisions)
    by_name = {each["name"]: each for each in decisions}
    assert by_name["TRANSFER"]["isOpen"] is True
    assert by_name["CANCEL"]["isOpen"] is False
    led = (await agency.world.data(agency.leader, DECISIONS, by=by))["caseDecisions"]
    assert {code["code"] for each in led for code in each["reasons"]} == {"DECISION_NOT_YOURS"}


@pytest.mark.requirement("R-41")
async def test_the_artefacts_that_still_stand_are_listed_by_themselves(agency: AgencyWorld) -> None:
    case_id, _ = await agency.assigned()

    def artefact(power: Power, *, outstanding: bool) -> Artefact:
        return Artefact(
            id=new_id(), case_id=case_id, power=power, commenced_on=LODGED_AT.date(), is_outstanding=outstanding,
            form={},
        )  # fmt: skip

    await add(
        agency,
        artefact(Power.CHARGING_ORDER, outstanding=True),
        artefact(Power.REGISTER_ENTRY, outstanding=False),
    )
    seen = await agency.case(agency.manager, CASE, case_id)
    assert sorted(each["power"] for each in seen["artefacts"]) == ["CHARGING_ORDER", "REGISTER_ENTRY"]
    assert seen["outstandingArtefacts"] == [{"power": "CHARGING_ORDER", "isOutstanding": True}]


@pytest.mark.requirement("X-01", "X-08")
async def test_cases_are_found_by_id_reference_and_number_and_by_nobody_without_business_in_them(
    agency: AgencyWorld,
) -> None:
    case_id, _ = await agency.assigned()
    document = "query ($by: EnforcementCaseBy!) { enforcementCase(by: $by) { reference } }"
    reference = (await agency.case(agency.manager, document, case_id))["reference"]
    court = await agency.world.person("Farah", Role.COURT_OFFICER)
    dot = await staff(agency.world, "DOT desk", Role.DOT, None)
    stranger = await agency.world.person("Somebody")
    for by in ({"id": node(case_id)}, {"reference": reference.lower()}, {"caseNumber": " 121000456701 "}):
        found = [
            (await agency.world.data(who, document, by=by))["enforcementCase"]
            for who in (agency.manager, court, dot, stranger)
        ]
        assert found == [{"reference": reference}, None, None, None]


@pytest.mark.requirement("X-01")
async def test_the_list_of_cases_is_filtered_by_what_the_agency_asks(agency: AgencyWorld) -> None:
    mine, _ = await agency.assigned()
    other, _ = await agency.refer()
    await add(agency, flagged(agency, other, Flag.LOCK_ASSIGNMENT))
    document = "query ($by: EnforcementCaseBy!) { enforcementCase(by: $by) { reference } }"
    names = {(await agency.case(agency.manager, document, key))["reference"]: key for key in (mine, other)}

    async def listed(**given: Any) -> set[UUID]:
        found = (await agency.world.data(agency.manager, LIST, filter=given))["viewer"]["enforcementCases"]
        assert found["totalCount"] == len(found["nodes"])
        return {names[each["reference"]] for each in found["nodes"]}

    assert await listed() == {mine, other}
    assert await listed(isAssignedToMe=True) == {mine}
    assert await listed(isAssignedToMe=False, area=["ENFORCEMENT"]) == {other}
    assert await listed(flag=["LOCK_ASSIGNMENT"]) == {other}
    assert await listed(segment=["SEGMENT_5"]) == set()
    assert await listed(jurisdiction=["SCOTLAND"]) == set()
    assert await listed(isInSurveillance=True) == set()
    assert await listed(reviewDueBefore="2027-01-01") == set()
