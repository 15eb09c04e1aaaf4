"""Service requests at the court: opened, planned once, worked line by line, closed by hand."""

import asyncio
from uuid import UUID

import pytest

from backend.models import (
    Activity,
    ActivityPlan,
    ServiceRequest,
)
from backend.operations import worked, writ_applications
from backend.operations.histories import verify
from backend.operations.unit import Unit
from backend.queries.reading import Reading
from backend.queries.service_requests import SERVICE_REQUEST
from backend.queries.work_facts import work_of
from backend.rules import refusals
from backend.rules.access import Actor
from backend.rules.casework.work_facts import Work
from backend.rules.vocabulary import (
    COURT_ONLY,
    ActivityStatus,
    EventKind,
    Role,
    ServiceRequestStatus,
    ServiceRequestSubStatus,
    WritApplicationState,
)
from tests.builders.casework import Casework, casework
from tests.builders.people import ENGLAND_WALES, add_actor
from tests.builders.service import Service

S, A, K = ServiceRequestStatus, ActivityStatus, EventKind
SENT_BACK = {"LOOK_AT_CHECKS": A.COMPLETE, "LOOK_AT_CORRECTIONS": A.NOT_REQUIRED, "LOOK_AT_FEE": A.NOT_REQUIRED}


def codes(refused: pytest.ExceptionInfo[refusals.Refused]) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


@pytest.mark.requirement("R-10")
async def test_starting_generates_the_plan_of_the_template_and_makes_it_the_starters(service: Service) -> None:
    work = await casework(service)
    assert await service.all(ActivityPlan) == []
    await work.start()
    row, plan = await work.row(), await service.one(ActivityPlan)
    assert (row.status, row.owner_id, row.version) == (S.IN_PROGRESS, work.olu.user_id, 2)
    assert (plan.service_request_id, plan.template) == (work.id, "VERIFY_WRIT_APPLICATION/1")
    assert list(await work.statuses()) == ["LOOK_AT_CHECKS", "LOOK_AT_CORRECTIONS", "LOOK_AT_FEE", "DECIDE"]
    assert set((await work.statuses()).values()) == {A.OUTSTANDING}


@pytest.mark.requirement("R-10")
async def test_of_many_starts_at_once_one_makes_the_plan(service: Service) -> None:
    work = await casework(service)
    ended = await asyncio.gather(
        *(work.start(by=by) for by in (work.olu, work.mia) for _ in range(3)), return_exceptions=True
    )
    refused = [each for each in ended if isinstance(each, refusals.Refused)]
    assert [[reason.code for reason in each.reasons] for each in refused] == [["SERVICE_REQUEST_STARTED"]] * 5
    assert len(await service.all(ActivityPlan)) == 1
    assert len(await service.all(Activity)) == 4
    assert [entry.kind for entry in await work.history()] == [K.SERVICE_REQUEST_OPENED, K.SERVICE_REQUEST_STARTED]


@pytest.mark.requirement("R-12")
async def test_a_service_request_is_closed_by_hand_only(service: Service) -> None:
    work = await casework(service)
    await work.put_up()
    await work.approve()
    assert (await work.row()).status is S.APPROVED
    await work.close()
    row = await work.row()
    assert (row.status, row.sub_status, row.closed_at) == (S.CLOSED, ServiceRequestSubStatus.COMPLETE, service.clock.at)
    with pytest.raises(refusals.Refused) as refused:
        await work.close()
    assert codes(refused) == ["SERVICE_REQUEST_CLOSED", "APPROVAL_NEEDED"]


@pytest.mark.requirement("X-03")
async def test_each_act_leaves_one_entry_for_the_court_alone_and_the_version_counts_them(service: Service) -> None:
    work = await casework(service)
    claim_before = (await service.stream(work.enforced.case_id)).court_version
    await work.put_up("RECOMMEND_REJECTION", reason="The defendant is another person.")
    await work.note()
    entries = await work.history()
    assert [entry.kind for entry in entries] == [
        K.SERVICE_REQUEST_OPENED,
        K.SERVICE_REQUEST_STARTED,
        *[K.ACTIVITY_COMPLETED] * 4,
        K.APPROVAL_REQUESTED,
        K.SERVICE_REQUEST_NOTED,
    ]
    row = await work.row()
    assert row.version == len(entries)
    assert {entry.audience for entry in entries} == {int(COURT_ONLY)}
    assert {entry.changes["serviceRequest"] for entry in entries} == {row.reference}
    assert (await service.stream(work.enforced.case_id)).court_version == claim_before
    assert "another person" not in str([entry.changes for entry in entries])
    assert (await verify(service.ground.database)).faults == []


@pytest.mark.requirement("W-10")
async def test_sending_back_is_done_at_once_and_makes_the_other_lines_needless(service: Service) -> None:
    work = await casework(service)
    await work.start()
    await work.complete("LOOK_AT_CHECKS", "SEND_BACK", reason=" The address is incomplete. ")
    sent = await work.application()
    assert (sent.state, sent.decision_reason) == (WritApplicationState.RETURNED, "The address is incomplete.")
    assert await work.statuses() == {**SENT_BACK, "DECIDE": A.NOT_REQUIRED}
    row = await work.row()
    assert (row.status, row.resolution) == (S.IN_PROGRESS, "RETURNED")
    await work.close()
    assert (await work.row()).sub_status is ServiceRequestSubStatus.COMPLETE


@pytest.mark.requirement("W-10")
async def test_a_resubmission_opens_a_service_request_of_its_own(service: Service) -> None:
    work = await casework(service, is_fee_paid=False)
    await work.start()
    await work.complete("LOOK_AT_CHECKS", "SEND_BACK", reason="The address is incomplete.")
    await service.carry_out(
        service.kate,
        lambda unit: writ_applications.resubmit(unit, work.enforced.application_id, expected_version=None),
    )
    found = await service.all(ServiceRequest, by=ServiceRequest.id, subject_id=work.enforced.application_id)
    assert [each.status for each in found] == [S.IN_PROGRESS, S.OPEN]


@pytest.mark.requirement("R-12")
async def test_a_child_is_opened_under_its_parent_which_waits_for_it(service: Service) -> None:
    work = await casework(service)
    await work.start()
    await work.complete("LOOK_AT_CHECKS", "ALL_HOLD")
    await work.complete("LOOK_AT_CORRECTIONS", "NONE_MADE")
    await work.complete("LOOK_AT_FEE", "NOT_AGREED")
    child = await service.one(ServiceRequest, parent_id=work.id)
    parent = await work.row()
    assert (child.sub_area, child.status, child.team_id) == ("Payment does not match", S.OPEN, work.team_id)
    assert child.reason == f"Opened under {parent.reference}."
    with pytest.raises(refusals.Refused) as refused:
        await work.complete("DECIDE", "RECOMMEND_ISSUE")
    assert codes(refused) == ["OPEN_CHILDREN"]
    with pytest.raises(refusals.Refused) as refused:
        await work.close(ServiceRequestSubStatus.CANCELLED, note="Opened in error.")
    assert codes(refused) == ["OPEN_CHILDREN"]
    await work.start(key=child.id)
    await work.complete("COMPARE", "AGREES", key=child.id, note="Paid twice, refunded once.")
    await work.close(key=child.id)
    assert (await work.row()).status is S.IN_PROGRESS
    await work.complete("DECIDE", "RECOMMEND_ISSUE")


@pytest.mark.parametrize(
    ("code", "outcome", "given", "refused_with"),
    [
        ("DECIDE", "RECOMMEND_ISSUE", {}, ["EARLIER_ACTIVITY_OUTSTANDING"]),
        ("LOOK_AT_CHECKS", "COVERED", {}, ["OUTCOME_NOT_OFFERED"]),
        ("LOOK_AT_CHECKS", "SETTLED", {}, ["NOTE_REQUIRED"]),
        ("LOOK_AT_CHECKS", "SEND_BACK", {"note": "Incomplete."}, ["REASON_REQUIRED"]),
    ],
    ids=["before-its-turn", "of-another-line", "without-a-note", "without-a-reason"],
)
async def test_a_refused_line_changes_nothing(
    service: Service, code: str, outcome: str, given: dict[str, str], refused_with: list[str]
) -> None:
    work = await casework(service)
    await work.start()
    before = await service.counts()
    with pytest.raises(refusals.Refused) as refused:
        await work.complete(code, outcome, **given)
    assert codes(refused) == refused_with
    assert await service.counts() == before
    assert (await work.row()).version == 2
    assert set((await work.statuses()).values()) == {A.OUTSTANDING}


async def test_no_line_is_completed_before_the_start_twice_or_after_closing(service: Service) -> None:
    work = await casework(service)
    with pytest.raises(refusals.NotFound):
        await work.complete("LOOK_AT_CHECKS", "ALL_HOLD")
    await work.start()
    await work.complete("LOOK_AT_CHECKS", "ALL_HOLD")
    with pytest.raises(refusals.Refused) as refused:
        await work.complete("LOOK_AT_CHECKS", "SEND_BACK", reason="Incomplete.")
    assert codes(refused) == ["ACTIVITY_DONE"]
    await work.close(ServiceRequestSubStatus.CANCELLED, note="The claimant withdrew.")
    with pytest.raises(refusals.Refused) as refused:
        await work.complete("LOOK_AT_FEE", "COVERED")
    assert codes(refused) == ["SERVICE_REQUEST_NOT_IN_PROGRESS"]


async def test_cancelling_needs_a_note_that_says_why(service: Service) -> None:
    work = await casework(service)
    with pytest.raises(refusals.Refused) as refused:
        await work.close(ServiceRequestSubStatus.CANCELLED)
    assert codes(refused) == ["NOTE_REQUIRED"]
    with pytest.raises(refusals.Invalid):
        await work.close(ServiceRequestSubStatus.CANCELLED, note=" ")
    await work.close(ServiceRequestSubStatus.CANCELLED, note="The claimant withdrew.")
    assert (await work.row()).sub_status is ServiceRequestSubStatus.CANCELLED


async def test_an_effect_that_is_refused_undoes_the_line_that_asked_for_it(service: Service) -> None:
    work = await casework(service)
    await work.start()
    await service.carry_out(
        service.kate,
        lambda unit: writ_applications.withdraw(unit, work.enforced.application_id, expected_version=None),
    )
    with pytest.raises(refusals.Refused):
        await work.complete("LOOK_AT_CHECKS", "SEND_BACK", reason="Incomplete.")
    assert set((await work.statuses()).values()) == {A.OUTSTANDING}
    assert (await work.row()).version == 3  # started, told of the withdrawal


async def test_an_old_version_is_stale(service: Service) -> None:
    work = await casework(service)
    await work.start(version=1)
    with pytest.raises(refusals.Stale) as stale:
        await work.complete("LOOK_AT_CHECKS", "ALL_HOLD", version=1)
    assert (stale.value.noun, stale.value.case_id, stale.value.expected, stale.value.current) == (
        "ServiceRequest",
        work.id,
        1,
        2,
    )


@pytest.mark.requirement("X-08")
async def test_for_everybody_but_staff_of_its_jurisdiction_there_is_no_such_thing(service: Service) -> None:
    work = await casework(service)
    outsiders = [
        service.kate,
        service.andrew,
        work.enforced.hceo,
        await add_actor(service.ground, "Isla Officer", Role.COURT_OFFICER, ()),
        await add_actor(service.ground, "Tom Leader", Role.TEAM_LEADER, ENGLAND_WALES),
        await add_actor(service.ground, "Ann Admin", Role.ADMIN, ENGLAND_WALES),
    ]
    before = await service.counts()
    for who in outsiders:
        with pytest.raises(refusals.NotFound):
            await work.start(by=who)
    assert await service.counts() == before


async def judged(work: Casework, viewer: Actor) -> tuple[Work, Work]:
    """What the acts and what the queries judge by."""
    ground = work.service.ground
    async with ground.database.writing(viewer) as session:
        unit = Unit(session, ground=ground, actor=viewer, now=work.service.clock.at)
        acts = (await worked.load(unit, work.id)).work(viewer.user_id)
    reading = Reading(ground.database, viewer, work.service.clock.at)
    row = await reading.one(SERVICE_REQUEST, SERVICE_REQUEST.key == work.id)
    assert row is not None
    shown = await work_of(reading, row)
    await reading.close()
    return acts, shown


@pytest.mark.requirement("X-04")
async def test_acts_and_queries_judge_by_the_same_facts(service: Service) -> None:
    work = await casework(service)
    assert len({*await judged(work, work.mia)}) == 1
    await work.amend(by=work.mia)
    await work.start()
    await work.complete("LOOK_AT_CHECKS", "ALL_HOLD")
    await work.complete("LOOK_AT_CORRECTIONS", "NONE_MADE")
    await work.complete("LOOK_AT_FEE", "NOT_AGREED")
    acts, shown = await judged(work, work.mia)
    assert acts == shown
    assert (acts.open_children, acts.amended_by) == (1, frozenset({work.mia.user_id}))
    child: UUID = (await service.one(ServiceRequest, parent_id=work.id)).id
    await work.close(ServiceRequestSubStatus.CANCELLED, key=child, note="In error.")
    await work.complete("DECIDE", "RECOMMEND_ISSUE")
    await work.request_approval()
    acts, shown = await judged(work, work.olu)
    assert acts == shown
    assert (acts.open_children, acts.put_up_by, acts.viewer) == (0, work.olu.user_id, work.olu.user_id)
