"""Court staff work a queue through the API: what it shows as open is what it does, and for others there is none."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.adapters.database import Database
from backend.queries.ids import to_node_id
from backend.rules.access import AGENCY_ROLES
from backend.rules.vocabulary import Desk, KindCode, Role
from tests.api.desk import add_team, do, staff, undelivered
from tests.api.world import Person, World, codes_of

QUEUE = """query ($filter: WorkQueueFilter, $order: WorkQueueOrder! = DUE_FIRST, $first: Int! = 50, $after: String) {
  viewer {
    workQueue(first: $first, after: $after, filter: $filter, order: $order) {
      nodes { id reference kind title status reason owner { id name } team { id name } dueOn claim { reference } }
      pageInfo { hasNextPage endCursor } totalCount
    }
    workQueueCounts { open mine unassigned forApproval overdue }
    courtTeams { team { id name } members { id name } }
  }
}"""
ONE = """query ($id: ID!) { serviceRequest(by: {id: $id}) {
  id reference version status subStatus process area subArea resolution kind title reason dueOn openedAt startedAt
  approvalRequestedAt decidedAt closedAt updatedAt
  about { id __typename } parent { id } children { id reason } notes { text author writtenAt }
  owner { name } team { name } claim { reference }
  actions { name isOpen reasons { code } } closings { subStatus isOpen reasons { code } }
  plan { template generatedAt lines {
    code activity status reason note on doneAt doneBy outcome { code title }
    outcomes { code title whatItDoes needsReason needsNote needsDate needsApproval }
    actions { name isOpen reasons { code } }
  } }
} }"""


@dataclass
class Court:
    """Two teams, three officers, and a claim with a service request at the post desk."""

    world: World
    olu: Person
    mia: Person
    far: Person
    case_id: UUID
    key: UUID
    teams: dict[str, UUID]

    async def one(self, who: Person | None = None, key: UUID | None = None) -> Any:
        node_id = to_node_id("ServiceRequest", key or self.key)
        return (await self.world.data(who or self.olu, ONE, wide=True, id=node_id))["serviceRequest"]

    async def queue(self, who: Person | None = None, **given: Any) -> Any:
        return (await self.world.data(who or self.olu, QUEUE, wide=True, **given))["viewer"]

    async def listed(self, who: Person | None = None, **given: Any) -> list[str]:
        """The reasons of those in the queue, in their order."""
        return [each["reason"] for each in (await self.queue(who, **given))["workQueue"]["nodes"]]


@pytest.fixture
async def court(database: Database) -> Court:
    world = World(database)
    kate = await world.person("Kate Marlowe")
    teams = {
        "Money Claims": await add_team(world, "Money Claims", *Desk),
        "Far Office": await add_team(world, "Far Office"),
    }
    olu, mia = [await staff(world, name, teams["Money Claims"]) for name in ("Olu Officer", "Mia Officer")]
    far = await staff(world, "Fay Far", teams["Far Office"])
    case_id = await world.lodge(kate)
    return Court(world, olu, mia, far, case_id, await undelivered(world, olu, case_id), teams)


@pytest.mark.requirement("X-02")
async def test_a_queue_holds_what_is_the_teams_and_what_no_team_takes(court: Court) -> None:
    told = await court.queue()
    (row,) = told["workQueue"]["nodes"]
    assert (row["kind"], row["status"], row["reason"]) == ("UNDELIVERED_LETTER", "OPEN", "A letter came back.")
    assert (row["owner"], row["team"]["name"]) == (None, "Money Claims")
    assert told["workQueueCounts"] == {"open": 1, "mine": 0, "unassigned": 1, "forApproval": 0, "overdue": 0}
    assert [(each["team"]["name"], [member["name"] for member in each["members"]]) for each in told["courtTeams"]] == [
        ("Far Office", ["Fay Far"]),
        ("Money Claims", ["Mia Officer", "Olu Officer"]),
    ]
    assert await court.listed(court.far) == []
    assert await court.listed(court.far, filter={"team": "ANY"}) == ["A letter came back."]


async def test_a_queue_is_filtered_ordered_and_paged(court: Court) -> None:
    world = court.world
    world.clock.at += timedelta(days=7)
    second = await undelivered(world, court.olu, court.case_id, "Another came back.")
    await do(world, court.mia, "startServiceRequest", second)
    both = ["A letter came back.", "Another came back."]
    assert await court.listed() == both
    assert await court.listed(order="OPENED_LAST") == both[::-1]
    assert await court.listed(filter={"owner": "UNASSIGNED"}) == both[:1]
    assert await court.listed(court.mia, filter={"owner": "ME"}) == both[1:]
    assert await court.listed(filter={"status": ["IN_PROGRESS"]}) == both[1:]
    assert await court.listed(filter={"kind": ["PAYMENT_MISMATCH"]}) == []
    assert await court.listed(filter={"kind": ["PAYMENT_MISMATCH", "UNDELIVERED_LETTER"]}) == both
    assert await court.listed(filter={"dueBefore": world.clock.at.date().isoformat()}) == both[:1]
    assert await court.listed(filter={"claimId": to_node_id("Claim", court.case_id)}) == both
    page = (await court.queue(first=1))["workQueue"]
    assert page["pageInfo"]["hasNextPage"] is True
    assert await court.listed(first=1, after=page["pageInfo"]["endCursor"]) == both[1:]
    assert (await court.queue(court.mia))["workQueueCounts"] == {
        "open": 2, "mine": 1, "unassigned": 1, "forApproval": 0, "overdue": 1,
    }  # fmt: skip


async def test_what_is_closed_leaves_the_queue_unless_it_is_asked_for(court: Court) -> None:
    closed = await do(
        court.world, court.olu, "closeServiceRequest", court.key, subStatus="CANCELLED", note="Opened in error."
    )
    assert closed["__typename"] == "CloseServiceRequestSuccess"
    assert await court.listed() == []
    assert await court.listed(filter={"status": ["CLOSED"]}) == ["A letter came back."]
    assert (await court.one())["notes"][0]["text"] == "Opened in error."


@pytest.mark.requirement("X-08")
@pytest.mark.parametrize(
    "role", [each for each in Role if each not in AGENCY_ROLES | {Role.COURT_OFFICER, Role.SYSTEM}]
)
async def test_for_everybody_else_there_is_no_casework(court: Court, role: Role) -> None:
    someone = await court.world.person(f"a {role}", role)
    told = await court.queue(someone)
    assert told == {"workQueue": None, "workQueueCounts": None, "courtTeams": None}
    await nothing_of_it_is_theirs(court, someone)


@pytest.mark.requirement("X-08")
@pytest.mark.parametrize("role", sorted(AGENCY_ROLES))
async def test_in_the_agencys_queue_there_is_nothing_of_the_court(court: Court, role: Role) -> None:
    someone = await court.world.person(f"a {role}", role)
    told = await court.queue(someone)
    assert (told["workQueue"]["nodes"], told["workQueue"]["totalCount"], told["courtTeams"]) == ([], 0, None)
    assert set(told["workQueueCounts"].values()) == {0}
    await nothing_of_it_is_theirs(court, someone)


async def nothing_of_it_is_theirs(court: Court, someone: Person) -> None:
    assert await court.one(someone) is None
    node = "query ($id: ID!) { node(id: $id) { id } }"
    assert (await court.world.data(someone, node, id=to_node_id("ServiceRequest", court.key)))["node"] is None
    answer = await do(court.world, someone, "startServiceRequest", court.key)
    assert answer["__typename"] == "NotFoundError"


@pytest.mark.requirement("X-08")
async def test_a_claimant_does_not_notice_the_casework_on_their_claim(court: Court) -> None:
    kate = court.world.people["Kate Marlowe"]
    document = """query ($id: ID!) { claim(by: {id: $id}) { version updatedAt
        history(first: 50) { totalCount nodes { kind } } actions { name } } }"""
    before = await court.world.data(kate, document, id=to_node_id("Claim", court.case_id))
    await do(court.world, court.olu, "startServiceRequest", court.key)
    await do(court.world, court.olu, "addServiceRequestNote", court.key, text="Rang Kate.")
    assert await court.world.data(kate, document, id=to_node_id("Claim", court.case_id)) == before


ACTS: dict[str, dict[str, Any]] = {
    "assignServiceRequest": {"to": {"me": True}},
    "startServiceRequest": {},
    "addServiceRequestNote": {"text": "Rang the claimant."},
    "requestApproval": {},
    "approveServiceRequest": {},
    "rejectServiceRequest": {"reason": "Not explained."},
    "closeServiceRequest": {"subStatus": "CANCELLED", "note": "Opened in error."},
}
"""Every act on a service request with an input in order."""


def act_of(mutation: str) -> str:
    return "".join(f"_{each}" if each.isupper() else each for each in mutation).upper()


@pytest.mark.requirement("X-04")
@pytest.mark.parametrize("stage", ["opened", "started", "worked through", "closed"])
async def test_an_act_shown_as_open_is_done_and_one_shown_as_closed_is_refused_for_those_reasons(
    court: Court, stage: str
) -> None:
    await bring_to(court, stage)
    shown = {each["name"]: each for each in (await court.one())["actions"]}
    assert set(shown) == {act_of(mutation) for mutation in ACTS}
    for mutation, given in ACTS.items():
        action = shown[act_of(mutation)]
        if action["isOpen"]:
            continue
        answer = await do(court.world, court.olu, mutation, court.key, **given)
        assert (answer["__typename"], answer["reasons"]) == ("RefusedError", action["reasons"]), mutation
    for mutation in [each for each in ACTS if shown[act_of(each)]["isOpen"]]:
        action = next(each for each in (await court.one())["actions"] if each["name"] == act_of(mutation))
        if action["isOpen"]:
            answer = await do(court.world, court.olu, mutation, court.key, **ACTS[mutation])
            assert answer["__typename"].endswith("Success"), mutation


async def bring_to(court: Court, stage: str) -> None:
    """Work the service request up to a stage."""
    world, olu, key = court.world, court.olu, court.key
    if stage == "opened":
        return
    await do(world, olu, "startServiceRequest", key)
    if stage == "started":
        return
    await do(world, olu, "completeActivity", key, activity="LOOK_UP_ADDRESS", outcome="AS_KNOWN")
    today = world.clock.at.date().isoformat()
    await do(world, olu, "completeActivity", key, activity="SEND", outcome="POSTED", on=today)
    if stage == "closed":
        await do(world, olu, "closeServiceRequest", key, subStatus="COMPLETE")


@pytest.mark.requirement("X-04")
async def test_a_line_says_what_it_offers_what_that_does_and_why_it_is_closed(court: Court) -> None:
    assert (await court.one())["plan"] is None
    await bring_to(court, "started")
    look_up, send = (await court.one())["plan"]["lines"]
    assert look_up["actions"] == [{"name": "COMPLETE_ACTIVITY", "isOpen": True, "reasons": []}]
    assert send["actions"][0]["reasons"] == [{"code": "EARLIER_ACTIVITY_OUTSTANDING"}]
    assert look_up["outcomes"][2] == {
        "code": "NOWHERE",
        "title": "None can be found",
        "whatItDoes": "The other lines are not required any more.",
        "needsReason": True,
        "needsNote": False,
        "needsDate": False,
        "needsApproval": False,
    }
    refused = await do(court.world, court.olu, "completeActivity", court.key, activity="SEND", outcome="POSTED")
    assert refused["reasons"] == send["actions"][0]["reasons"]
    done = await do(
        court.world, court.olu, "completeActivity", court.key, activity="LOOK_UP_ADDRESS", outcome="NOWHERE",
        reason="The house was pulled down.",
    )  # fmt: skip
    assert [entry["kind"] for entry in done["history"]] == ["ACTIVITY_COMPLETED"]
    row = await court.one()
    look_up, send = row["plan"]["lines"]
    assert (look_up["status"], look_up["doneBy"], look_up["reason"]) == (
        "COMPLETE",
        "Olu Officer",
        "The house was pulled down.",
    )
    assert (send["status"], row["resolution"]) == ("NOT_REQUIRED", "UNDELIVERABLE")
    assert row["closings"][0] == {"subStatus": "COMPLETE", "isOpen": True, "reasons": []}


async def test_a_stale_version_answers_the_service_request_as_it_is_and_what_changed(court: Court) -> None:
    await do(court.world, court.mia, "startServiceRequest", court.key)
    await do(court.world, court.mia, "addServiceRequestNote", court.key, text="Rang Kate.")
    answer = await do(court.world, court.olu, "startServiceRequest", court.key, expectedVersion=1)
    assert answer == {
        "__typename": "StaleVersionError",
        "changedFields": ["notes", "owner", "plan", "status"],
        "current": {"id": to_node_id("ServiceRequest", court.key), "version": 3, "status": "IN_PROGRESS"},
    }


async def test_a_service_request_is_given_to_a_colleague_a_team_and_nobody(court: Court) -> None:
    world = court.world

    async def give(**to: Any) -> tuple[str | None, str | None]:
        answer = await do(world, court.olu, "assignServiceRequest", court.key, to=to)
        assert answer["__typename"] == "AssignServiceRequestSuccess"
        row = await court.one()
        return row["owner"] and row["owner"]["name"], row["team"] and row["team"]["name"]

    assert await give(colleagueId=to_node_id("User", court.mia.key)) == ("Mia Officer", "Money Claims")
    assert await give(me=True) == ("Olu Officer", "Money Claims")
    assert await give(nobody=True) == (None, "Money Claims")
    assert await give(colleagueId=to_node_id("User", court.far.key)) == ("Fay Far", "Far Office")
    assert await give(teamId=to_node_id("Team", court.teams["Money Claims"])) == (None, "Money Claims")
    kate = to_node_id("User", world.people["Kate Marlowe"].key)
    refused = await do(world, court.olu, "assignServiceRequest", court.key, to={"colleagueId": kate})
    assert refused["reasons"] == [{"code": "OWNER_NOT_OF_THE_COURT"}]


@pytest.mark.parametrize(
    ("given", "answered"),
    [
        ({"kind": "VERIFY_WRIT_APPLICATION"}, ["NOT_TO_BE_WORKED"]),
        ({"kind": "UNDELIVERED_LETTER", "aboutId": "ltr_" + "0" * 32}, ["NOT_TO_BE_WORKED"]),
    ],
    ids=["about-nothing", "about-an-unknown-letter"],
)
async def test_what_is_about_nothing_of_the_claim_is_not_opened_by_hand(
    court: Court, given: dict[str, str], answered: list[str]
) -> None:
    document = """mutation ($input: OpenServiceRequestInput!) { openServiceRequest(input: $input) {
        __typename ... on RefusedError { reasons { code } } } }"""
    claim_id = to_node_id("Claim", court.case_id)
    answer = await court.world.do(court.olu, document, claimId=claim_id, reason="It came back.", **given)
    assert [each["code"] for each in answer["reasons"]] == answered
    assert (await court.queue())["workQueueCounts"]["open"] == 1


async def test_what_is_worked_already_is_not_opened_again_and_is_told_what_it_is_about(court: Court) -> None:
    letters = """query ($id: ID!) { claim(by: {id: $id}) { letters { id } } }"""
    claim_id = to_node_id("Claim", court.case_id)
    letter = (await court.world.data(court.olu, letters, id=claim_id))["claim"]["letters"][0]["id"]
    document = """mutation ($input: OpenServiceRequestInput!) { openServiceRequest(input: $input) {
        __typename ... on RefusedError { reasons { code } }
        ... on OpenServiceRequestSuccess { serviceRequest { about { id __typename } } } } }"""
    given = {"claimId": claim_id, "kind": KindCode.UNDELIVERED_LETTER, "reason": "It came back.", "aboutId": letter}
    opened = await court.world.do(court.olu, document, **given)
    assert opened["serviceRequest"]["about"] == {"id": letter, "__typename": "Letter"}
    again = await court.world.do(court.mia, document, **given)
    assert again["reasons"] == [{"code": "ALREADY_OPENED"}]


async def test_a_sub_status_that_closes_nothing_is_no_input(court: Court) -> None:
    document = "mutation ($input: CloseServiceRequestInput!) { closeServiceRequest(input: $input) { __typename } }"
    given = {
        "idempotencyKey": "6b2f6a3e-8a0f-4f6e-9d55-2d5b8f1f2a10",
        "serviceRequestId": to_node_id("ServiceRequest", court.key),
        "subStatus": "READY_FOR_PAUSE",
        "expectedVersion": 1,
    }
    assert codes_of(await court.world.ask(court.olu, document, input=given)) == ["BAD_USER_INPUT"]
