"""Service requests of the agency through the API: plan with every outcome judged, form, notes, links, simulation."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from backend.adapters.database import Database
from backend.models import Base, Party, ServiceRequest
from backend.operations import case_letters
from backend.operations.unit import Outcome, Unit
from backend.queries.ids import to_node_id
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import Desk, Letter, PartySide, Role
from tests.api.agency_world import AgencyWorld, add_team, agency_world, node, staff
from tests.api.world import Person

SHOWN = """query ($id: ID!) { serviceRequest(by: {id: $id}) {
  version status subStatus kind claim { id } enforcementCase { id reference }
  form { code kind isRequired isOurs choices { value title } value { text isYes on amount choice caseNumbers } }
  notes { text kind } related { kind related { id } } children { kind owner { name } }
  offlineTasks { id kind withWhom amount receivedOn }
  plan { template lines { code isOptional isOurs status
    outcomes { code isOpen reasons { code } needsForm isDateAhead decision } } }
  amendment { lines { code status } }
  actions { name isOpen reasons { code } } closings { subStatus isOpen reasons { code } }
} }"""
SIMULATE = """query ($id: ID!, $outcome: String!, $reason: String) {
  simulateOutcome(serviceRequestId: $id, activity: "INITIATE_DATA_GATHERING", outcome: $outcome, reason: $reason) {
    wouldBeDone code reasons { code } errors { path } history { kind summary } serviceRequests { kind reason }
    letters { name } dates { what at }
  }
}"""


@pytest.fixture
async def agency(database: Database) -> AgencyWorld:
    return await agency_world(database)


def sr(key: UUID) -> str:
    return to_node_id("ServiceRequest", key)


async def shown(agency: AgencyWorld, who: Person, key: UUID) -> Any:
    return (await agency.world.data(who, SHOWN, wide=True, id=sr(key)))["serviceRequest"]


async def do(agency: AgencyWorld, who: Person, mutation: str, key: UUID, *, input: str = "", **given: Any) -> Any:  # noqa: A002
    """The answer of a mutation on a service request, of the version that there is."""
    kind = mutation[0].upper() + mutation[1:]
    if "expectedVersion" not in given:
        found = await shown(agency, who, key)
        given["expectedVersion"] = found["version"] if found else 1
    document = f"""mutation ($input: {input or kind + "Input"}!) {{ {mutation}(input: $input) {{
        __typename
        ... on {kind}Success {{ history {{ kind }} serviceRequest {{ id subStatus }} claim {{ id }}
                                enforcementCase {{ id }} }}
        ... on RefusedError {{ reasons {{ code }} }}
        ... on ValidationErrors {{ errors {{ code path }} }}
        ... on StaleVersionError {{ changedFields }}
    }} }}"""
    return await agency.world.do(who, document, serviceRequestId=sr(key), **given)


@pytest.mark.requirement("X-04", "R-15")
async def test_each_outcome_tells_whether_it_is_open_and_every_reason_why_not(agency: AgencyWorld) -> None:
    case_id, routing = await agency.assigned()
    answer = await do(agency, agency.manager, "startServiceRequest", routing)
    assert (answer["__typename"], answer["claim"]) == ("StartServiceRequestSuccess", None)
    assert answer["enforcementCase"] == {"id": node(case_id)}
    seen = await shown(agency, agency.manager, routing)
    outcomes = {
        (line["code"], outcome["code"]): outcome for line in seen["plan"]["lines"] for outcome in line["outcomes"]
    }
    assert outcomes["INITIATE_DATA_GATHERING", "INITIATE"]["isOpen"]
    initiate = outcomes["INITIATE_ENFORCEMENT_ACTION", "INITIATE"]
    assert (initiate["isOpen"], initiate["decision"]) == (False, "INITIATE")
    assert "FORM_NOT_FILLED_IN" in {reason["code"] for reason in initiate["reasons"]}
    assert outcomes["SET_CASE_FOR_REVIEW", "SETUP_ONLY"]["isDateAhead"]
    refused = await do(
        agency, agency.manager, "completeActivity", routing, activity="INITIATE_ENFORCEMENT_ACTION", outcome="INITIATE",
        reason="Decision to initiate enforcement action", note="He works.",
    )  # fmt: skip
    assert refused["reasons"] == initiate["reasons"]


@pytest.mark.requirement("X-04", "R-06")
async def test_to_a_colleague_every_act_of_its_owner_is_closed_with_the_reason(agency: AgencyWorld) -> None:
    _, routing = await agency.assigned()
    await do(agency, agency.manager, "startServiceRequest", routing)
    seen = await shown(agency, agency.colleague, routing)
    for line in seen["plan"]["lines"]:
        for outcome in line["outcomes"]:
            assert {"code": "NOT_ASSIGNED_TO_YOU"} in outcome["reasons"]
    assert not any(action["isOpen"] for action in seen["actions"])
    assert "ASSIGN_SERVICE_REQUEST" not in {action["name"] for action in seen["actions"]}
    theirs = await shown(agency, agency.leader, routing)
    assert {"name": "ASSIGN_SERVICE_REQUEST", "isOpen": True, "reasons": []} in theirs["actions"]


@pytest.mark.requirement("R-03")
async def test_the_data_form_is_filled_in_and_shown_typed(agency: AgencyWorld) -> None:
    _, routing = await agency.assigned()
    fields = [
        {"code": "ARREARS_REMAIN", "value": {"isYes": True}},
        {"code": "PARALLEL_ACTION_RESULT", "value": {"text": "None fits."}},
    ]
    answer = await do(agency, agency.manager, "recordForm", routing, fields=fields)
    assert answer["history"] == [{"kind": "FORM_RECORDED"}]
    form = {each["code"]: each for each in (await shown(agency, agency.manager, routing))["form"]}
    assert form["ARREARS_REMAIN"]["value"]["isYes"] is True
    assert form["PARALLEL_ACTION_RESULT"]["value"]["text"] == "None fits."
    assert form["ACTION_ONGOING"]["value"] is None
    wrong = [{"code": "ARREARS_REMAIN", "value": {"on": "2026-12-01"}}]
    answer = await do(agency, agency.manager, "recordForm", routing, fields=wrong)
    assert answer["errors"] == [{"code": "FIELD_KIND", "path": ["fields", "0", "value"]}]


@pytest.mark.requirement("R-18", "R-45")
async def test_what_is_opened_by_hand_is_linked_and_shown_from_both_sides(agency: AgencyWorld) -> None:
    case_id, routing = await agency.assigned()
    document = """mutation ($input: OpenCaseServiceRequestInput!) { openCaseServiceRequest(input: $input) {
        __typename ... on OpenCaseServiceRequestSuccess { serviceRequest { id kind owner { name } parent { id } } }
        ... on RefusedError { reasons { code } } } }"""
    place = {"process": "Enforcement", "area": "Assess Next Action", "subArea": "Negotiation"}
    given = {"enforcementCaseId": node(case_id), "reason": "He asked.", "parentId": sr(routing), "of": {"place": place}}
    opened = (await agency.world.do(agency.manager, document, **given))["serviceRequest"]
    assert (opened["kind"], opened["owner"], opened["parent"]) == (
        "NEGOTIATION", {"name": "Leanne Whitaker"}, {"id": sr(routing)},
    )  # fmt: skip
    answer = await do(agency, agency.manager, "linkServiceRequests", routing, relatedId=opened["id"])
    assert answer["__typename"] == "LinkServiceRequestsSuccess"
    seen = await shown(agency, agency.manager, routing)
    assert seen["related"] == [{"kind": "NEGOTIATION", "related": [{"id": sr(routing)}]}]


@pytest.mark.requirement("R-19")
async def test_who_routes_a_case_reads_what_was_done_before_it_came(agency: AgencyWorld) -> None:
    told = ("12 May 2025: deduction from earnings order, employer left", "3 August 2025: no answer to letters")
    case_id, routing = await agency.assigned(earlier_actions=told)
    (note,) = (await shown(agency, agency.manager, routing))["notes"]
    assert note == {"text": "\n".join(("Done before the case was referred:", *told)), "kind": "NOTE"}
    document = """query ($by: EnforcementCaseBy!) { enforcementCase(by: $by) {
        history(first: 10) { nodes { kind actorName } } } }"""
    nodes = (await agency.case(agency.manager, document, case_id))["history"]["nodes"]
    assert [each["kind"] for each in nodes].count("SERVICE_REQUEST_NOTED") == 1


@pytest.mark.requirement("R-14")
async def test_a_note_shows_its_kind_and_the_welfare_decision_has_its_place(agency: AgencyWorld) -> None:
    _, routing = await agency.assigned()
    note = {"text": "Rang her.", "kind": "CONTACT"}
    assert (await do(agency, agency.manager, "addServiceRequestNote", routing, **note))["history"]
    welfare = {"text": "Considered.", "kind": "WELFARE_DECISION"}
    answer = await do(agency, agency.manager, "addServiceRequestNote", routing, **welfare)
    assert answer["reasons"] == [{"code": "WELFARE_DECISION_ELSEWHERE"}]
    seen = await shown(agency, agency.manager, routing)
    assert seen["notes"] == [{"text": "Rang her.", "kind": "CONTACT"}]


@pytest.mark.requirement("R-09")
async def test_a_payment_by_card_is_recorded_and_its_receipt(agency: AgencyWorld) -> None:
    _, routing = await agency.assigned()
    given = {
        "kind": "PROCUREMENT_CARD_PAYMENT", "byWhom": "Leanne Whitaker", "withWhom": "York County Court",
        "amount": "119.00", "requestedOn": "2026-11-30",
    }  # fmt: skip
    assert (await do(agency, agency.manager, "recordOfflineTask", routing, **given))["history"]
    (task,) = (await shown(agency, agency.manager, routing))["offlineTasks"]
    assert (task["withWhom"], task["amount"], task["receivedOn"]) == ("York County Court", "119.00", None)
    received = {"offlineTaskId": task["id"], "receivedOn": "2026-12-01"}
    assert (await do(agency, agency.manager, "receiveOfflineTask", routing, **received))["history"]
    (task,) = (await shown(agency, agency.manager, routing))["offlineTasks"]
    assert task["receivedOn"] == "2026-12-01"


@pytest.mark.requirement("R-22")
async def test_a_routing_service_request_is_not_marked(agency: AgencyWorld) -> None:
    _, routing = await agency.assigned()
    await do(agency, agency.manager, "startServiceRequest", routing)
    for mutation in ("markReadyForPause", "markReadyForReprogressing", "markReadyForCancellation"):
        answer = await do(agency, agency.manager, mutation, routing, input="MarkInput", note="So.")
        assert answer["reasons"] == [{"code": "NOT_ENFORCEMENT_ACTION"}]


@pytest.mark.requirement("R-06")
async def test_a_team_leader_gives_many_at_once_and_is_told_of_each(agency: AgencyWorld) -> None:
    routings = [(await agency.refer())[1] for _ in range(2)]
    document = """mutation ($input: AssignServiceRequestsInput!) { assignServiceRequests(input: $input) {
        __typename ... on AssignServiceRequestsSuccess { isReplayed history { kind }
            done { id owner { name } } refused { id code message reasons { code } } } } }"""
    unknown, key = sr(uuid4()), str(uuid4())
    given = {
        "idempotencyKey": key,
        "serviceRequestIds": [*map(sr, routings), unknown],
        "to": {"colleagueId": to_node_id("User", agency.colleague.key)},
    }
    answer = await agency.world.do(agency.leader, document, **given)
    assert sorted(each["id"] for each in answer["done"]) == sorted(map(sr, routings))
    assert {each["owner"]["name"] for each in answer["done"]} == {"Tomos Pugh"}
    assert [(each["id"], each["code"]) for each in answer["refused"]] == [(unknown, "NOT_FOUND")]
    assert answer["history"] == [{"kind": "SERVICE_REQUEST_ASSIGNED"}] * 2
    assert (await agency.world.do(agency.leader, document, **given))["isReplayed"]
    answer = await agency.world.do(agency.manager, document, **{**given, "idempotencyKey": str(uuid4())})
    assert answer["__typename"] == "NotPermittedError"


async def everything(agency: AgencyWorld) -> dict[str, list[tuple[Any, ...]]]:
    async with agency.world.database.reading(SYSTEM) as connection:
        return {
            table.name: sorted((tuple(row) for row in await connection.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
            if table.name != "sessions"
        }


@pytest.mark.requirement("X-04")
async def test_an_outcome_is_simulated_and_nothing_is_changed(agency: AgencyWorld) -> None:
    _, routing = await agency.assigned()
    await do(agency, agency.manager, "startServiceRequest", routing)
    before = await everything(agency)
    asked = {"id": sr(routing), "outcome": "INITIATE"}
    told = (await agency.world.data(agency.manager, SIMULATE, reason="Nothing is known.", **asked))["simulateOutcome"]
    assert (told["wouldBeDone"], told["code"], told["reasons"]) == (True, None, [])
    assert [each["kind"] for each in told["history"]] == ["ACTIVITY_COMPLETED", "SERVICE_REQUEST_OPENED"]
    assert [each["kind"] for each in told["serviceRequests"]] == ["GATHER_INFORMATION"]
    refused = (await agency.world.data(agency.manager, SIMULATE, **asked))["simulateOutcome"]
    assert (refused["wouldBeDone"], refused["code"]) == (False, "REFUSED")
    assert refused["reasons"] == [{"code": "REASON_REQUIRED"}]
    assert refused["history"] == []
    too_long = (await agency.world.data(agency.manager, SIMULATE, reason="x" * 1_001, **asked))["simulateOutcome"]
    assert too_long["errors"] == [{"path": ["reason"]}]
    stranger = await agency.world.person("Somebody")
    assert (await agency.world.data(stranger, SIMULATE, **asked))["simulateOutcome"] is None
    assert {**await everything(agency), "users": before["users"]} == before


@pytest.mark.requirement("X-04")
async def test_closing_and_approving_are_simulated_too(agency: AgencyWorld) -> None:
    _, routing = await agency.assigned()
    document = """query ($id: ID!) {
      simulateClosing(serviceRequestId: $id, subStatus: CANCELLED, note: "In error.") { wouldBeDone history { kind } }
      simulateApproval(serviceRequestId: $id) { wouldBeDone code reasons { code } }
    }"""
    told = await agency.world.data(agency.manager, document, id=sr(routing))
    assert told["simulateClosing"] == {"wouldBeDone": True, "history": [{"kind": "SERVICE_REQUEST_CLOSED"}]}
    assert (told["simulateApproval"]["code"], told["simulateApproval"]["reasons"]) == (
        "NOT_PERMITTED", [{"code": "NOT_OPEN_TO_YOU"}],
    )  # fmt: skip
    assert (await shown(agency, agency.manager, routing))["status"] == "OPEN"


@pytest.mark.parametrize("count", [2, 6])
async def test_the_statements_of_a_page_of_service_requests_do_not_grow_with_their_cases(
    agency: AgencyWorld, count: int
) -> None:
    for _ in range(count):
        _, routing = await agency.assigned()
        await do(agency, agency.manager, "startServiceRequest", routing)
    page = """query { viewer { workQueue(first: 20) { nodes {
      form { code } related { id } offlineTasks { id } notes { kind } enforcementCase { id }
      plan { lines { code outcomes { isOpen } } } actions { name isOpen } closings { isOpen }
    } } } }"""
    with agency.world.database.count_statements() as seen:
        nodes = (await agency.world.data(agency.manager, page, wide=True))["viewer"]["workQueue"]["nodes"]
    assert len(nodes) == count
    assert seen.count == STATEMENTS


STATEMENTS = 9
"""The session and the page; links, tasks, notes, cases, lines, open children; and the facts of the cases."""


@pytest.mark.requirement("R-52", "X-08")
async def test_who_loses_sight_of_a_case_by_closing_their_part_of_it_is_told_that_it_was_done(
    agency: AgencyWorld,
) -> None:
    _, routing = await agency.assigned()
    seniors = await add_team(agency.world, "Senior Managers", {Desk.SENIOR_MANAGEMENT})
    patricia = await staff(agency.world, "Patricia Lowe", Role.SENIOR_MANAGER, seniors)
    async with agency.world.database.reading(SYSTEM) as connection:
        to = await connection.scalar(select(Party.id).where(Party.side == PartySide.PAYING_PARENT))
    asked: list[UUID] = []

    async def drafted(unit: Unit) -> Outcome:
        outcome = await case_letters.draft(
            unit, routing, Letter.CMEL9271, to_id=to, text="Action has ended.", expected_version=None
        )
        desk = ServiceRequest.desk == Desk.SENIOR_MANAGEMENT
        asked.append((await unit.session.scalars(select(ServiceRequest.id).where(desk))).one())
        return outcome

    await agency.world.act(agency.manager, drafted)
    (key,) = asked
    await do(agency, patricia, "startServiceRequest", key)
    done = await do(agency, patricia, "completeActivity", key, activity="SIGN_OFF", outcome="SIGNED_OFF")
    assert (done["__typename"], done["serviceRequest"]["id"]) == ("CompleteActivitySuccess", sr(key))
    closed = await do(agency, patricia, "closeServiceRequest", key, subStatus="COMPLETE")
    assert (closed["__typename"], closed["serviceRequest"], closed["enforcementCase"]) == (
        "CloseServiceRequestSuccess", None, None,
    )  # fmt: skip
    assert await shown(agency, patricia, key) is None
    seen = await shown(agency, agency.manager, key)
    assert (seen["status"], seen["subStatus"]) == ("CLOSED", "COMPLETE")
