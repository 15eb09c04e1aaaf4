"""An enforcement case changes: what a stale editor is told, what the monitor did, and the history that keeps it all."""

from uuid import UUID

import pytest

from backend.adapters.database import Database
from backend.operations import monitoring
from backend.operations.case_file import load
from backend.operations.unit import Outcome, Unit
from backend.queries.ids import to_node_id
from backend.rules import enforcement_summaries
from backend.rules.vocabulary import Act, RoutingReason
from backend.schema.enforcement_cases import EnforcementCase
from tests.api.agency_world import AgencyWorld, agency_world, node
from tests.api.test_enforcement_cases import CASE

SET = """mutation ($input: SetFlagInput!) { setFlag(input: $input) {
  __typename
  ... on SetFlagSuccess { enforcementCase { version flags { flag setBy reason } } history { kind } }
  ... on StaleVersionError { message changedFields current { id version ... on EnforcementCase { flags { flag } } } }
} }"""
HISTORY = """query ($by: EnforcementCaseBy!, $first: Int!, $after: String, $filter: HistoryFilter) {
  enforcementCase(by: $by) { history(first: $first, after: $after, filter: $filter) {
    nodes { kind summary actorName actorRole recordedAt number hash changes { field to } }
    pageInfo { hasNextPage endCursor } totalCount
  } }
}"""
ROUTED = """query ($by: EnforcementCaseBy!) { enforcementCase(by: $by) {
  serviceRequests(first: 10) { nodes { kind status reason owner { name } } }
  open: serviceRequests(first: 10, isOpen: true) { totalCount }
  closed: serviceRequests(first: 10, isOpen: false) { totalCount }
  caseReview { inTheWayOfMaintenance { serviceRequests { id kind } reasons { code } } }
} }"""


@pytest.fixture
async def agency(database: Database) -> AgencyWorld:
    return await agency_world(database)


async def missed(agency: AgencyWorld, case_id: UUID) -> UUID:
    """The monitor finds a payment missed, and has the case routed; the key of what it opened."""
    opened: list[UUID] = []

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.MONITOR_CASE)
        case_file = await load(unit, case_id)
        found = await monitoring.open_routing(unit, case_file, RoutingReason.MISSED_PAYMENT, occasion="missed:1")
        assert found is not None
        opened.append(found.id)
        return Outcome()

    await agency.world.act(None, act)
    return opened[0]


@pytest.mark.requirement("X-04")
async def test_who_works_from_an_old_version_is_told_which_fields_changed_since(agency: AgencyWorld) -> None:
    case_id, _ = await agency.assigned()
    version = (await agency.case(agency.manager, CASE, case_id))["version"]
    given = {"enforcementCaseId": node(case_id), "expectedVersion": version, "reason": "He moves often."}
    done = await agency.world.do(agency.manager, SET, flag="LOCK_ASSIGNMENT", **given)
    assert done["enforcementCase"] == {
        "version": version + 1,
        "flags": [{"flag": "LOCK_ASSIGNMENT", "setBy": "Leanne Whitaker", "reason": "He moves often."}],
    }
    stale = await agency.world.do(agency.manager, SET, flag="DEO_DESIRE", **given)
    assert stale == {
        "__typename": "StaleVersionError",
        "message": "The enforcement case changed since you read it.",
        "changedFields": ["actions", "flags", "pastFlags"],
        "current": {"id": node(case_id), "version": version + 1, "flags": [{"flag": "LOCK_ASSIGNMENT"}]},
    }


def test_every_field_that_an_entry_says_it_changed_is_one_of_the_enforcement_case() -> None:
    fields = {
        each.graphql_name or camel(each.python_name)
        for each in EnforcementCase.__strawberry_definition__.fields  # type: ignore[attr-defined]
    }
    named = {name for names in enforcement_summaries.FIELDS_CHANGED.values() for name in names}
    assert named - fields == set()


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


@pytest.mark.requirement("R-01", "R-07")
async def test_what_the_monitor_found_is_seen_on_the_case_and_stands_in_the_way_until_it_is_worked(
    agency: AgencyWorld,
) -> None:
    case_id, routing = await agency.assigned()
    key = await missed(agency, case_id)
    seen = await agency.case(agency.manager, ROUTED, case_id)
    assert [(each["kind"], each["reason"]) for each in seen["serviceRequests"]["nodes"]] == [
        ("REVIEW_CASE", "Case transferred to enforcement."),
        ("REVIEW_CASE", "Missed payment."),
    ]
    assert (seen["open"]["totalCount"], seen["closed"]["totalCount"]) == (2, 0)
    in_the_way = seen["caseReview"]["inTheWayOfMaintenance"]
    assert routing != key
    assert in_the_way == {
        "serviceRequests": [{"id": to_node_id("ServiceRequest", key), "kind": "REVIEW_CASE"}],
        "reasons": [{"code": "OTHER_SERVICE_REQUESTS_OPEN"}],
    }


@pytest.mark.requirement("X-03")
async def test_the_agency_reads_the_whole_history_of_a_case_filtered_and_paged(agency: AgencyWorld) -> None:
    case_id, _ = await agency.assigned()
    await missed(agency, case_id)

    async def page(**given: object) -> dict[str, object]:
        found = await agency.case(agency.manager, HISTORY, case_id, **{"first": 50, **given})
        return found["history"]

    whole = await page()
    assert [(each["number"], each["kind"]) for each in whole["nodes"]] == [
        (1, "CASE_REFERRED"),
        (2, "SERVICE_REQUEST_OPENED"),
        (3, "SERVICE_REQUEST_ASSIGNED"),
        (4, "SERVICE_REQUEST_OPENED"),
    ]
    assert [each["actorName"] for each in whole["nodes"]] == [None, None, "Maureen Fletcher", None]
    assert all(each["recordedAt"] and len(each["hash"]) == 64 for each in whole["nodes"])
    opened = await page(filter={"kind": ["SERVICE_REQUEST_OPENED"]}, first=1)
    assert (opened["totalCount"], opened["pageInfo"]["hasNextPage"]) == (2, True)
    rest = await page(filter={"kind": ["SERVICE_REQUEST_OPENED"]}, first=1, after=opened["pageInfo"]["endCursor"])
    assert [each["number"] for each in (*opened["nodes"], *rest["nodes"])] == [2, 4]


@pytest.mark.requirement("X-04")
async def test_what_is_shown_as_open_is_what_is_done(agency: AgencyWorld) -> None:
    case_id, _ = await agency.assigned()
    given = {"enforcementCaseId": node(case_id), "flag": "LOCK_ASSIGNMENT", "reason": "He moves often."}
    for who in (agency.manager, agency.colleague, agency.leader):
        seen = await agency.case(who, CASE, case_id)
        shown = {each["name"]: each["isOpen"] for each in seen["actions"]}
        answer = await agency.world.do(who, SET, expectedVersion=seen["version"], **given)
        assert (answer["__typename"] == "SetFlagSuccess") is shown.get("SET_FLAG", False)
