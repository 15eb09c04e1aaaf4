"""The agency's cases live: who works one and whose it is follow it, each what they may see, until it is not theirs."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from backend.adapters.database import Database
from backend.models import EnforcementCase, User
from backend.operations import service_requests
from backend.operations.case_file import load
from backend.operations.opening import open_service_request
from backend.operations.unit import Outcome, Unit
from backend.rules.vocabulary import Act, EventKind, Jurisdiction, KindCode, Relation, Role
from tests.api.agency_world import AgencyWorld, agency_world, change_user, node, staff
from tests.live.following import Stream, fed, following

CHANGE = """{
  __typename
  ... on EnforcementCaseChange { cursor version kind summary entry { id } enforcementCase { reference version area } }
  ... on Heartbeat { cursor }
  ... on ResyncRequired { cursor }
}"""
CASE = (
    "subscription ($by: EnforcementCaseBy!, $after: EventCursor) "
    f"{{ enforcementCaseChanged(by: $by, after: $after) {CHANGE} }}"
)
DASHBOARD = f"subscription ($after: EventCursor) {{ dashboardChanged(after: $after) {CHANGE} }}"
QUEUE = """subscription ($after: EventCursor) { workQueueChanged(after: $after) {
  __typename
  ... on WorkQueueChange { cursor kind isInQueue serviceRequest { kind status owner { name } } }
  ... on Heartbeat { cursor }
} }"""
TO_PAYER = Relation.AGENCY | Relation.PAYING_PARENT
TO_BOTH = TO_PAYER | Relation.RECEIVING_PARENT


@pytest.fixture
async def agency(database: Database) -> AgencyWorld:
    return await agency_world(database)


async def happen(agency: AgencyWorld, case_id: UUID, audience: Relation, **changes: Any) -> None:
    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.MONITOR_CASE)
        case_file = await load(unit, case_id)
        case_file.record(unit, EventKind.PAYMENT_RECEIVED, audience=audience, **changes)
        return Outcome()

    await agency.world.act(None, act)


def changes(stream: Stream) -> list[dict[str, Any]]:
    return [each for each in stream.events if each["__typename"].endswith("Change")]


async def heard(stream: Stream, number: int) -> list[dict[str, Any]]:
    await stream.until(lambda: len(changes(stream)) >= number)
    return changes(stream)


@pytest.mark.requirement("X-02", "X-08")
async def test_each_follows_of_a_case_what_they_may_see_once_and_in_order(agency: AgencyWorld) -> None:
    case_id, _ = await agency.assigned()
    dean, chantelle = await agency.parents(case_id)
    world, by = agency.world, {"id": node(case_id)}
    async with (
        fed(world.ground) as feed,
        following(world, feed, agency.manager, CASE, by=by) as works,
        following(world, feed, dean, CASE, by=by) as pays,
        following(world, feed, chantelle, DASHBOARD) as receives,
    ):
        await happen(agency, case_id, Relation.AGENCY, amount=100)
        await happen(agency, case_id, TO_PAYER, amount=200)
        await happen(agency, case_id, TO_BOTH, amount=300)
        told = [await heard(works, 3), await heard(pays, 2), await heard(receives, 1)]
    assert [[each["summary"] for each in stream] for stream in told] == [
        ["£1.00 came in.", "£2.00 came in.", "£3.00 came in."],
        ["£2.00 came in.", "£3.00 came in."],
        ["£3.00 came in."],
    ]
    assert [[each["version"] for each in stream] for stream in told] == [[2, 3, 4], [1, 2], [1]]
    assert {each["enforcementCase"]["area"] for each in (*told[1], *told[2])} == {None}


@pytest.mark.requirement("X-02")
async def test_who_was_away_goes_on_from_their_cursor(agency: AgencyWorld) -> None:
    case_id, _ = await agency.assigned()
    world, by = agency.world, {"id": node(case_id)}
    async with fed(world.ground) as feed:
        async with following(world, feed, agency.manager, CASE, by=by) as stream:
            await happen(agency, case_id, Relation.AGENCY, amount=100)
            (first,) = await heard(stream, 1)
        await happen(agency, case_id, Relation.AGENCY, amount=200)
        async with following(world, feed, agency.manager, CASE, by=by, after=first["cursor"]) as stream:
            missed = await heard(stream, 1)
    assert [each["summary"] for each in missed] == ["£2.00 came in."]


@pytest.mark.requirement("X-02", "X-08")
async def test_a_case_that_is_no_longer_theirs_ends_the_stream_before_another_event(agency: AgencyWorld) -> None:
    case_id, _ = await agency.refer()
    world, by = agency.world, {"id": node(case_id)}
    far = await staff(world, "Far Leader", Role.TEAM_LEADER, agency.team)

    async def goes_to_another_team(unit: Unit) -> Outcome:
        unit.permit(Act.MONITOR_CASE)
        case_file = await load(unit, case_id)
        await unit.session.execute(update(User).where(User.id == far.key).values(team_id=agency.teams["Complex Cases"]))
        await unit.session.execute(
            update(EnforcementCase).where(EnforcementCase.case_id == case_id).values(team_id=agency.team)
        )
        case_file.record(unit, EventKind.PAYMENT_RECEIVED, amount=100)
        return Outcome()

    async with (
        fed(world.ground) as feed,
        following(world, feed, far, CASE, by=by) as theirs,
        following(world, feed, agency.manager, CASE, by=by) as managers,
    ):
        await world.act(None, goes_to_another_team)
        await heard(managers, 1)
        await theirs.end()
        await change_user(world, agency.manager, jurisdictions=[Jurisdiction.SCOTLAND])
        await happen(agency, case_id, Relation.AGENCY, amount=200)
        await managers.end()
    assert (changes(theirs), len(changes(managers))) == ([], 1)


@pytest.mark.requirement("X-08")
async def test_nobody_follows_a_case_that_they_do_not_see(agency: AgencyWorld) -> None:
    case_id, _ = await agency.assigned()
    stranger = await agency.world.person("Somebody")
    court = await agency.world.person("Farah", Role.COURT_OFFICER)
    async with fed(agency.world.ground) as feed:
        for who in (stranger, court):
            async with following(agency.world, feed, who, CASE, by={"id": node(case_id)}, after=None) as stream:
                await stream.until(lambda stream=stream: stream.errors)
            assert [each["extensions"]["code"] for each in stream.errors] == ["FORBIDDEN"]


@pytest.mark.requirement("X-02")
async def test_the_agency_follows_its_work_queue_and_partners_what_is_in_theirs(agency: AgencyWorld) -> None:
    world = agency.world
    court = await world.person("Farah", Role.COURT_OFFICER)
    maintenance = await staff(world, "Callum Reid", Role.MAINTENANCE_WORKER, agency.team)

    async def old_actions_are_to_be_cleared(unit: Unit) -> Outcome:
        unit.permit(Act.MONITOR_CASE)
        of = await load(unit, case_id)
        await open_service_request(unit, of.stream, of.case, KindCode.CLEAR_OLD_ACTIONS, reason="LO paid off")
        return Outcome()

    async with (
        fed(world.ground) as feed,
        following(world, feed, agency.manager, QUEUE) as mine,
        following(world, feed, maintenance, QUEUE) as partners,
        following(world, feed, court, QUEUE) as courts,
    ):
        case_id, key = await agency.assigned()
        await world.act(agency.manager, lambda unit: service_requests.start(unit, key, expected_version=None))
        await world.act(None, old_actions_are_to_be_cleared)
        told, theirs = await heard(mine, 4), await heard(partners, 1)
    assert [(each["kind"], each["serviceRequest"]["kind"]) for each in told] == [
        ("SERVICE_REQUEST_OPENED", "REVIEW_CASE"),
        ("SERVICE_REQUEST_ASSIGNED", "REVIEW_CASE"),
        ("SERVICE_REQUEST_STARTED", "REVIEW_CASE"),
        ("SERVICE_REQUEST_OPENED", "CLEAR_OLD_ACTIONS"),
    ]
    assert [each["serviceRequest"]["kind"] for each in theirs] == ["CLEAR_OLD_ACTIONS"]
    assert changes(courts) == []
