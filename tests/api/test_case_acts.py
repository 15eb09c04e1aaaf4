"""Acts on an enforcement case through the API: flags, powers, arrears only, and what they answer when refused."""

from typing import Any

import pytest

from backend.adapters.database import Database
from backend.operations import transfers
from backend.operations.case_file import load
from backend.operations.unit import Outcome, Unit
from backend.queries.ids import to_node_id
from backend.rules.powers import POWERS
from backend.rules.reasons import enforcement as reasons
from backend.rules.vocabulary import Act, Flag, Jurisdiction, Role
from tests.api.agency_world import AgencyWorld, agency_world, node, staff

ANSWER = """__typename
  ... on RefusedError { reasons { code } }
  ... on ValidationErrors { errors { code path } }
  ... on NotPermittedError { code }
  ... on NotFoundError { code }
  ... on StaleVersionError { current { ... on EnforcementCase { version } } changedFields }"""
SET = f"""mutation ($input: SetFlagInput!) {{ setFlag(input: $input) {{ {ANSWER}
  ... on SetFlagSuccess {{ history {{ kind summary }} enforcementCase {{ version flags {{ flag reason }} }} }}
}} }}"""
REMOVE = f"""mutation ($input: RemoveFlagInput!) {{ removeFlag(input: $input) {{ {ANSWER}
  ... on RemoveFlagSuccess {{ history {{ kind }} enforcementCase {{ flags {{ flag }} pastFlags {{ endedWhy }} }} }}
}} }}"""
LAUNCH = f"""mutation ($input: LaunchPowerInput!) {{ launchPower(input: $input) {{ {ANSWER}
  ... on LaunchPowerSuccess {{ serviceRequest {{ kind }} }}
}} }}"""
CONSIDERED = f"""mutation ($input: RecordPowerConsideredInput!) {{ recordPowerConsidered(input: $input) {{ {ANSWER}
  ... on RecordPowerConsideredSuccess {{ enforcementCase {{ powersConsidered {{ power result reason }} }} }}
}} }}"""
CATEGORISE = f"""mutation ($input: CategoriseArrearsInput!) {{ categoriseArrears(input: $input) {{ {ANSWER} }} }}"""
CARRY_IN = f"""mutation ($input: RecordMigratedActionsInput!) {{ recordMigratedActions(input: $input) {{ {ANSWER}
  ... on RecordMigratedActionsSuccess {{ history {{ kind }} }}
}} }}"""
WHERE = "query ($by: EnforcementCaseBy!) { enforcementCase(by: $by) { jurisdiction team { name } } }"
VERSION = "query ($by: EnforcementCaseBy!) { enforcementCase(by: $by) { version } }"
REQUESTS = """query ($by: EnforcementCaseBy!) { enforcementCase(by: $by) {
  serviceRequests(first: 5) { nodes { id version } } actions { name isOpen reasons { code } }
} }"""


OPTIONS = """query ($by: EnforcementCaseBy!) { enforcementCase(by: $by) {
  powerOptions { power title isOpen reasons { code explanation source } serviceRequestId needsOrder isSanction
    leavesArtefact parallelWith source }
  flagOptions { flag title whatItDoes isSet actions { name isOpen reasons { code } } }
} }"""


@pytest.fixture
async def agency(database: Database) -> AgencyWorld:
    return await agency_world(database)


async def flag(agency: AgencyWorld, case_id: Any, **changed: Any) -> dict[str, Any]:
    version = (await agency.case(agency.manager, VERSION, case_id))["version"]
    given = {"flag": "LOCK_ASSIGNMENT", "reason": "He moves between jurisdictions.", "expectedVersion": version}
    return {"enforcementCaseId": node(case_id), **given, **changed}


@pytest.mark.requirement("R-20", "X-04")
async def test_a_flag_is_set_and_removed_once_each_and_read_again_with_its_history(agency: AgencyWorld) -> None:
    case_id, _ = await agency.assigned()
    given = await flag(agency, case_id)
    done = await agency.world.do(agency.manager, SET, **given)
    assert done["enforcementCase"]["flags"] == [
        {"flag": "LOCK_ASSIGNMENT", "reason": "He moves between jurisdictions."}
    ]
    assert done["history"] == [
        {"kind": "FLAG_SET", "summary": "The flag Lock assignment was set: He moves between jurisdictions."}
    ]
    stale = await agency.world.do(agency.manager, SET, **given)
    assert (stale["__typename"], stale["current"]) == (
        "StaleVersionError", {"version": done["enforcementCase"]["version"]},
    )  # fmt: skip
    again = await agency.world.do(agency.manager, SET, **await flag(agency, case_id))
    assert again["reasons"] == [{"code": "FLAG_ALREADY_SET"}]
    gone = await agency.world.do(agency.manager, REMOVE, **await flag(agency, case_id, reason="He stays."))
    assert gone["enforcementCase"] == {"flags": [], "pastFlags": [{"endedWhy": "He stays."}]}


@pytest.mark.requirement("R-11", "R-53")
async def test_a_flag_is_refused_with_its_reason_to_whoever_may_not_set_it(agency: AgencyWorld) -> None:
    case_id, _ = await agency.assigned()
    given = await flag(agency, case_id)
    refused = await agency.world.do(agency.manager, SET, **{**given, "flag": "EVER_IN_ENFORCEMENT"})
    assert refused["reasons"] == [{"code": "FLAG_SET_BY_THE_SERVICE"}]
    assert (await agency.world.do(agency.colleague, SET, **given))["code"] == "NOT_PERMITTED"
    empty = await agency.world.do(agency.manager, SET, **{**given, "reason": " "})
    assert empty["errors"] == [{"code": "TEXT_LENGTH", "path": ["reason"]}]
    assert (await agency.case(agency.manager, VERSION, case_id))["version"] == given["expectedVersion"]


@pytest.mark.requirement("R-18", "R-31", "X-04")
async def test_a_power_is_considered_or_refused_with_everything_that_stands_against_it(agency: AgencyWorld) -> None:
    case_id, routing = await agency.assigned()
    shown = await agency.case(agency.manager, REQUESTS, case_id)
    (request,) = shown["serviceRequests"]["nodes"]
    assert request["id"] == to_node_id("ServiceRequest", routing)
    actions = {each["name"]: [reason["code"] for reason in each["reasons"]] for each in shown["actions"]}
    assert (actions["LAUNCH_POWER"], actions["SET_FLAG"]) == ([], [])
    assert actions["CATEGORISE_ARREARS"] == ["NOT_ARREARS_ONLY", "NEVER_IN_SURVEILLANCE"]
    given = {"serviceRequestId": request["id"], "power": "DEDUCTION_ORDER", "reason": "He is in work."}
    given["expectedVersion"] = request["version"]
    refused = await agency.world.do(agency.manager, LAUNCH, **given)
    assert refused["reasons"] == [{"code": "NOT_INITIATED"}, {"code": "WELFARE_NOT_DECIDED"}]
    done = await agency.world.do(agency.manager, CONSIDERED, **given, result="NOT_APPROPRIATE")
    assert done["enforcementCase"]["powersConsidered"] == [
        {"power": "DEDUCTION_ORDER", "result": "NOT_APPROPRIATE", "reason": "He is in work."}
    ]


@pytest.mark.requirement("R-18", "R-56", "X-04")
async def test_the_powers_of_the_jurisdiction_are_told_as_launching_them_answers(agency: AgencyWorld) -> None:
    case_id, routing = await agency.assigned()
    options = (await agency.case(agency.manager, OPTIONS, case_id))["powerOptions"]
    assert [each["power"] for each in options] == [rule.power for rule in POWERS[Jurisdiction.ENGLAND_WALES]]
    by_power = {each["power"]: each for each in options}
    assert by_power["COMMITMENT"] == {
        "power": "COMMITMENT",
        "title": "Commitment to prison",
        "isOpen": False,
        "reasons": [
            {"code": each.code, "explanation": each.explanation, "source": each.source}
            for each in (reasons.NOT_INITIATED, reasons.WELFARE_NOT_DECIDED, reasons.NO_LIABILITY_ORDER)
        ],
        "serviceRequestId": to_node_id("ServiceRequest", routing),
        "needsOrder": True,
        "isSanction": True,
        "leavesArtefact": True,
        "parallelWith": sorted(set(by_power) - {"COMMITMENT", "DRIVING_DISQUALIFICATION", "PASSPORT_DISQUALIFICATION"}),
        "source": "Child Support Act 1991 s.31 to s.40B; requirements R-18, R-31",
    }
    version = (await agency.case(agency.manager, REQUESTS, case_id))["serviceRequests"]["nodes"][0]["version"]
    for each in options:
        given = {"serviceRequestId": each["serviceRequestId"], "power": each["power"], "reason": "He is in work."}
        refused = await agency.world.do(agency.manager, LAUNCH, **given, expectedVersion=version)
        assert refused["reasons"] == [{"code": reason["code"]} for reason in each["reasons"]]


@pytest.mark.requirement("R-38", "R-49", "X-04")
async def test_each_flag_is_told_with_what_setting_and_removing_it_answers(agency: AgencyWorld) -> None:
    case_id, _ = await agency.assigned()
    await agency.world.do(agency.manager, SET, **await flag(agency, case_id))
    told = (await agency.case(agency.manager, OPTIONS, case_id))["flagOptions"]
    assert [each["flag"] for each in told] == list(Flag)
    assert [each["flag"] for each in told if each["isSet"]] == ["LOCK_ASSIGNMENT"]
    assert next(each for each in told if each["isSet"]) == {
        "flag": "LOCK_ASSIGNMENT",
        "title": "Lock assignment",
        "whatItDoes": "The case group stays with its team when the paying parent moves to another jurisdiction.",
        "isSet": True,
        "actions": [
            {"name": "SET_FLAG", "isOpen": False, "reasons": [{"code": "FLAG_ALREADY_SET"}]},
            {"name": "REMOVE_FLAG", "isOpen": True, "reasons": []},
        ],
    }
    refused = [
        await agency.world.do(agency.manager, act, **await flag(agency, case_id, flag="EVER_IN_ENFORCEMENT"))
        for act in (SET, REMOVE)
    ]
    closed = [each["actions"] for each in told if each["flag"] == "EVER_IN_ENFORCEMENT"]
    assert [[act["reasons"] for act in actions] for actions in closed] == [[each["reasons"] for each in refused]]
    of_others = (await agency.case(agency.colleague, OPTIONS, case_id))["flagOptions"]
    assert {reason["code"] for each in of_others for act in each["actions"] for reason in act["reasons"]} == {
        "NOT_OPEN_TO_YOU"
    }


@pytest.mark.requirement("R-32")
async def test_arrears_are_not_categorised_where_the_case_is_not_arrears_only(agency: AgencyWorld) -> None:
    case_id, _ = await agency.assigned()
    given = await flag(agency, case_id)
    del given["flag"]
    refused = await agency.world.do(agency.manager, CATEGORISE, **given)
    assert refused["reasons"] == [{"code": "NOT_ARREARS_ONLY"}, {"code": "NEVER_IN_SURVEILLANCE"}]


@pytest.mark.requirement("R-19")
async def test_the_transition_team_carries_in_what_was_done_before(agency: AgencyWorld) -> None:
    case_id, _ = await agency.assigned(is_migrated=True)
    worker = await staff(agency.world, "Piotr Zielinski", Role.TRANSITION_WORKER, agency.team)
    given = await flag(agency, case_id)
    given = {name: given[name] for name in ("enforcementCaseId", "expectedVersion")} | {
        "actions": ["2024: the bailiff took nothing."],
        "considered": [{"power": "ENFORCEMENT_AGENTS", "result": "EXHAUSTED", "reason": "Nothing was there to take."}],
        "liabilityOrders": [
            {"number": "LO-1998-77", "amount": "1000.00", "court": "Leeds Magistrates' Court",
             "grantedOn": "2025-06-02", "jurisdiction": "ENGLAND_WALES"},
        ],
    }  # fmt: skip
    assert (await agency.world.do(agency.manager, CARRY_IN, **given))["code"] == "NOT_PERMITTED"
    done = await agency.world.do(worker, CARRY_IN, **given)
    assert done["__typename"] == "RecordMigratedActionsSuccess"


@pytest.mark.requirement("R-20")
async def test_a_case_that_is_locked_to_its_team_shows_the_jurisdiction_in_which_the_paying_parent_lives(
    agency: AgencyWorld,
) -> None:
    case_id, _ = await agency.assigned()
    await agency.world.do(agency.manager, SET, **await flag(agency, case_id))

    async def move(unit: Unit) -> Outcome:
        unit.permit(Act.MONITOR_CASE)
        await transfers.change_jurisdiction(unit, await load(unit, case_id), Jurisdiction.SCOTLAND)
        return Outcome()

    await agency.world.act(None, move)
    shown = await agency.case(agency.manager, WHERE, case_id)
    assert shown == {"jurisdiction": "SCOTLAND", "team": {"name": "Enforcement North"}}
