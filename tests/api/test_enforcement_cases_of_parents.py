"""What a parent sees of their enforcement case: a summary of their own, and nothing by which to find the other."""

import json
from typing import Any
from uuid import UUID

import pytest

from backend.adapters.database import Database
from backend.models import FlagSetting, MaintenanceCase, new_id
from backend.operations.case_file import load
from backend.operations.unit import Outcome, Unit
from backend.rules.vocabulary import Act, EventKind, Flag, Relation
from tests.api.agency_world import SECOND, AgencyWorld, agency_world, node, two_families
from tests.api.test_enforcement_cases import CASE, LIST
from tests.api.world import LODGED_AT, Person

OWN = """query ($by: EnforcementCaseBy!) { enforcementCase(by: $by) {
  reference position version updatedAt arrears
  maintenanceCases { number arrears receivingParent }
  parties { side name addressLines postCode email phone dateOfBirth dateOfBirthMasked }
  arrearsLines(first: 10) { nodes { amount } totalCount }
  history(first: 10) { nodes { kind actorName number } totalCount }
} }"""


@pytest.fixture
async def agency(database: Database) -> AgencyWorld:
    return await agency_world(database)


async def change(agency: AgencyWorld, case_id: UUID, kind: EventKind, audience: Relation, **changes: Any) -> None:
    """Something happens on the case that this audience is told of."""

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.MONITOR_CASE)
        case_file = await load(unit, case_id)
        case_file.record(unit, kind, audience=audience, **changes)
        return Outcome()

    await agency.world.act(None, act)


async def both(agency: AgencyWorld) -> tuple[UUID, Person, Person]:
    case_id, _ = await agency.assigned(**two_families())
    dean, chantelle = await agency.parents(case_id)
    return case_id, dean, chantelle


@pytest.mark.requirement("X-08")
async def test_a_receiving_parent_sees_their_own_maintenance_case_and_no_other_of_the_group(
    agency: AgencyWorld,
) -> None:
    case_id, _, chantelle = await both(agency)
    seen = await agency.case(chantelle, OWN, case_id)
    assert seen["maintenanceCases"] == [
        {"number": "121000456701", "arrears": "2400.00", "receivingParent": "Chantelle Grant"}
    ]
    assert (seen["arrears"], seen["arrearsLines"]) == (None, {"nodes": [{"amount": "2400.00"}], "totalCount": 1})
    assert sorted(each["name"] for each in seen["parties"]) == ["Chantelle Grant", "Dean Sutton"]
    assert SECOND not in json.dumps(seen)
    assert seen["position"].startswith("The case is in enforcement")


@pytest.mark.requirement("X-08")
async def test_a_paying_parent_sees_what_they_owe_in_all_and_to_whom(agency: AgencyWorld) -> None:
    case_id, dean, _ = await both(agency)
    seen = await agency.case(dean, OWN, case_id)
    assert (seen["arrears"], len(seen["maintenanceCases"])) == ("3300.00", 2)
    assert sorted(each["name"] for each in seen["parties"]) == ["Chantelle Grant", "Dean Sutton", SECOND]


@pytest.mark.requirement("X-08")
async def test_neither_parent_learns_how_to_reach_the_other(agency: AgencyWorld) -> None:
    case_id, dean, chantelle = await both(agency)
    for who in (dean, chantelle):
        parties = (await agency.case(who, OWN, case_id))["parties"]
        others = [each for each in parties if each["name"] != who.name]
        assert others
        reach = ("addressLines", "postCode", "email", "phone", "dateOfBirth", "dateOfBirthMasked")
        assert {each[name] for each in others for name in reach} == {None}
        (own,) = [each for each in parties if each["name"] == who.name]
        assert own["addressLines"] is not None


@pytest.mark.requirement("X-08")
async def test_no_parent_sees_anything_of_the_casework(agency: AgencyWorld) -> None:
    case_id, dean, chantelle = await both(agency)

    async def set_flag(unit: Unit) -> Outcome:
        unit.permit(Act.MONITOR_CASE)
        unit.session.add(
            FlagSetting(id=new_id(), case_id=case_id, flag=Flag.DEO_DESIRE, set_at=LODGED_AT, reason="Employed.")
        )
        return Outcome()

    await agency.world.act(None, set_flag)
    for who in (dean, chantelle):
        seen = await agency.case(who, CASE, case_id)
        lists = (
            "flags", "pastFlags", "reviews", "surveillances", "movements", "powersConsidered", "findings", "letters",
            "artefacts", "outstandingArtefacts", "actions", "decisions",
        )  # fmt: skip
        assert {name: seen[name] for name in lists} == {name: [] for name in lists}
        alone = ("area", "team", "segment", "reason", "origin", "isMigrated", "review", "surveillance", "caseReview")
        assert {seen[name] for name in alone} == {None}
        assert seen["serviceRequests"] == {"nodes": [], "totalCount": 0}
        assert seen["history"] == {"nodes": [], "totalCount": 0}
        assert {each["isMaster"] for each in seen["maintenanceCases"]} == {None}


@pytest.mark.requirement("X-08")
async def test_a_parent_is_not_told_by_a_version_that_something_happened_to_others(agency: AgencyWorld) -> None:
    case_id, dean, chantelle = await both(agency)
    before = await agency.case(chantelle, OWN, case_id)
    agency.world.clock.at = LODGED_AT.replace(day=3)
    paying = Relation.AGENCY | Relation.PAYING_PARENT
    await change(agency, case_id, EventKind.SCHEDULE_AGREED, paying, amount=10_000)
    await change(agency, case_id, EventKind.FLAG_SET, Relation.AGENCY, flag="DEO_DESIRE", reason="Employed.")
    assert await agency.case(chantelle, OWN, case_id) == before
    his = await agency.case(dean, OWN, case_id)
    assert (his["version"], [each["kind"] for each in his["history"]["nodes"]]) == (1, ["SCHEDULE_AGREED"])
    assert {(each["actorName"], each["number"]) for each in his["history"]["nodes"]} == {(None, None)}


@pytest.mark.requirement("X-08")
@pytest.mark.parametrize(
    "given", [{"flag": ["DEO_DESIRE"]}, {"area": ["ENFORCEMENT"]}, {"segment": ["STANDARD"]},
              {"isAssignedToMe": False}, {"isInSurveillance": False}, {"reviewDueBefore": "2030-01-01"}],
    ids=lambda given: next(iter(given)),
)  # fmt: skip
async def test_no_filter_of_the_agency_tells_a_parent_anything(agency: AgencyWorld, given: dict[str, Any]) -> None:
    await both(agency)
    her = agency.world.people["Chantelle Grant"]
    listed = (await agency.world.data(her, LIST, filter=given))["viewer"]["enforcementCases"]
    assert listed == {"nodes": [], "totalCount": 0}
    everything = (await agency.world.data(her, LIST))["viewer"]["enforcementCases"]
    assert everything["totalCount"] == 1


@pytest.mark.requirement("X-08")
async def test_a_parent_does_not_find_a_case_by_the_number_of_another_family(agency: AgencyWorld) -> None:
    case_id, dean, chantelle = await both(agency)
    assert (await agency.world.data(chantelle, OWN, by={"caseNumber": "121000456702"}))["enforcementCase"] is None
    assert (await agency.world.data(dean, OWN, by={"caseNumber": "121000456701"}))["enforcementCase"] is None
    document = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    async with agency.world.database.reading(agency.manager.actor) as connection:
        found = await connection.execute(
            MaintenanceCase.__table__.select().where(MaintenanceCase.number == "121000456702")
        )
        key = found.one().id
    other = f"mnc_{key.hex}"
    assert (await agency.world.data(chantelle, document, ids=[other, node(case_id)]))["nodes"] == [
        None,
        {"id": node(case_id)},
    ]
