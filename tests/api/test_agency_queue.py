"""The agency's work queue: a team's own, filtered by case; who has how much; for others there is none."""

from datetime import timedelta
from typing import Any

import pytest

from backend.adapters.database import Database
from backend.rules.vocabulary import Role
from tests.api.agency_world import AgencyWorld, agency_world, node, staff
from tests.api.world import LODGED_AT

QUEUE = """query ($filter: WorkQueueFilter) { viewer {
  workQueue(first: 50, filter: $filter) { nodes { reference kind owner { name } team { name } } totalCount }
  workQueueCounts { open mine unassigned forApproval overdue }
  agencyTeams { team { name } members { name } }
  courtTeams { team { name } }
  teamLoad { member { name } open dueToday overdue forApproval }
} }"""


@pytest.fixture
async def agency(database: Database) -> AgencyWorld:
    return await agency_world(database)


async def queue(agency: AgencyWorld, who: Any, **given: Any) -> Any:
    return (await agency.world.data(who, QUEUE, filter=given))["viewer"]


@pytest.mark.requirement("X-01", "X-08")
async def test_a_team_sees_its_own_work_by_owner_kind_case_and_due_day(agency: AgencyWorld) -> None:
    case_id, _ = await agency.assigned()
    await agency.refer()
    seen = await queue(agency, agency.manager)
    assert seen["workQueueCounts"] == {"open": 2, "mine": 1, "unassigned": 1, "forApproval": 0, "overdue": 0}
    assert {each["team"]["name"] for each in seen["workQueue"]["nodes"]} == {"Enforcement North"}

    async def count(**given: Any) -> int:
        return (await queue(agency, agency.manager, **given))["workQueue"]["totalCount"]

    assert await count(owner="ME") == 1
    assert await count(owner="UNASSIGNED") == 1
    assert await count(kind=["GATHER_INFORMATION"]) == 0
    assert await count(enforcementCaseId=node(case_id)) == 1
    assert await count(jurisdiction=["SCOTLAND"]) == 0
    assert await count(segment=["STANDARD"]) == 2
    assert await count(dueBefore="2036-01-01") == 2
    assert await count(dueBefore="2026-12-01") == 0


@pytest.mark.requirement("X-08")
async def test_whoever_is_no_staff_of_the_agency_has_no_queue_of_it(agency: AgencyWorld) -> None:
    await agency.assigned()
    court = await agency.world.person("Farah", Role.COURT_OFFICER)
    owner = await agency.world.person("Service owner", Role.SERVICE_OWNER)
    stranger = await agency.world.person("Somebody")
    nothing = {"workQueue": None, "workQueueCounts": None, "agencyTeams": None, "courtTeams": None, "teamLoad": None}
    assert await queue(agency, stranger) == nothing
    assert await queue(agency, owner) == nothing
    seen = await queue(agency, court)
    assert (seen["workQueue"]["totalCount"], seen["agencyTeams"], seen["teamLoad"]) == (0, None, None)


@pytest.mark.requirement("X-08")
async def test_a_complaints_worker_sees_no_work_of_a_case_that_is_not_theirs(agency: AgencyWorld) -> None:
    await agency.refer()
    worker = await staff(agency.world, "Siobhan Daly", Role.COMPLAINTS_WORKER, agency.team)
    assert (await queue(agency, worker, team="ANY"))["workQueue"] == {"nodes": [], "totalCount": 0}


async def test_the_agency_has_its_own_teams_and_never_the_courts(agency: AgencyWorld) -> None:
    teams = (await queue(agency, agency.manager))["agencyTeams"]
    assert [(each["team"]["name"], [one["name"] for one in each["members"]]) for each in teams] == [
        ("Complex Cases", []),
        ("Enforcement North", ["Leanne Whitaker", "Maureen Fletcher", "Oluwaseun Adeyemi", "Tomos Pugh"]),
    ]
    assert (await queue(agency, agency.manager))["courtTeams"] is None


@pytest.mark.requirement("X-01")
async def test_a_team_leader_sees_who_has_how_much(agency: AgencyWorld) -> None:
    for _ in range(2):
        await agency.assigned()
    await agency.refer()
    load = (await queue(agency, agency.leader))["teamLoad"]
    assert [(each["member"] and each["member"]["name"], each["open"], each["overdue"]) for each in load] == [
        (None, 1, 0),
        ("Leanne Whitaker", 2, 0),
        ("Oluwaseun Adeyemi", 0, 0),
        ("Tomos Pugh", 0, 0),
    ]
    agency.world.clock.at = LODGED_AT + timedelta(days=60)
    late = (await queue(agency, agency.leader))["teamLoad"]
    assert [each["overdue"] for each in late] == [1, 2, 0, 0]
    assert (await queue(agency, agency.manager))["teamLoad"] is None


@pytest.mark.requirement("X-01")
async def test_how_much_everybody_has_costs_one_statement(agency: AgencyWorld) -> None:
    document = "query { viewer { teamLoad { member { name } open } } }"
    counted = []
    for _ in range(2):
        await agency.assigned()
        with agency.world.database.count_statements() as seen:
            await agency.world.data(agency.leader, document)
        counted.append(len([each for each in seen.statements if not each.startswith("UPDATE sessions")]))
    # The session, and the load.
    assert counted == [2, 2]
