"""Approval takes two people: never one's own, never of what was edited since, and what it waits for is done once."""

import asyncio

import pytest

from backend.models import (
    HistoryEntry,
    ServiceRequestNote,
    Writ,
)
from backend.operations.service_requests import Prepared
from backend.rules import refusals
from backend.rules.vocabulary import (
    ActivityStatus,
    EventKind,
    ServiceRequestStatus,
    WritApplicationState,
)
from tests.builders.casework import casework, court_officer
from tests.builders.service import Service

S, A, K = ServiceRequestStatus, ActivityStatus, EventKind


def codes(refused: pytest.ExceptionInfo[refusals.Refused]) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


@pytest.mark.requirement("W-10")
async def test_what_is_put_up_is_approved_by_somebody_else_and_the_writ_is_issued(service: Service) -> None:
    work = await casework(service)
    await work.put_up()
    await work.approve()
    row = await work.row()
    assert (row.status, row.approval_requested_by, row.decided_by) == (S.APPROVED, work.olu.user_id, work.mia.user_id)
    assert (await work.enforced.writ()).application_id == work.enforced.application_id
    assert (await work.application()).state is WritApplicationState.ISSUED


@pytest.mark.requirement("W-10")
async def test_a_rejection_waits_for_approval_and_carries_its_reason(service: Service) -> None:
    work = await casework(service)
    await work.put_up("RECOMMEND_REJECTION", reason="The defendant is another person.")
    assert (await work.application()).state is WritApplicationState.SUBMITTED
    await work.approve()
    decided = await work.application()
    assert (decided.state, decided.decision_reason) == (
        WritApplicationState.REJECTED,
        "The defendant is another person.",
    )


@pytest.mark.requirement("R-37")
async def test_nobody_approves_what_they_put_up_chose_or_amended(service: Service) -> None:
    work = await casework(service)
    noah = await court_officer(service, "Noah Officer")
    await work.amend(by=noah)
    await work.check()
    await work.complete("DECIDE", "RECOMMEND_ISSUE", by=work.olu)
    await work.request_approval(by=work.mia)
    before = await service.counts()
    for author in (work.olu, work.mia, noah):
        with pytest.raises(refusals.Refused) as refused:
            await work.approve(by=author)
        assert codes(refused) == ["YOUR_OWN_WORK"], author.name
    assert await service.counts() == before
    assert await service.all(Writ) == []
    await work.approve(by=await court_officer(service, "Ada Approver"))
    assert len(await service.all(Writ)) == 1


@pytest.mark.requirement("R-37")
async def test_what_was_refused_approval_is_decided_again_and_put_up_again(service: Service) -> None:
    work = await casework(service)
    await work.put_up()
    await work.reject("The amount is not explained.")
    row = await work.row()
    assert (row.status, row.resolution, row.decided_by) == (S.REJECTED, None, work.mia.user_id)
    lines = await work.lines()
    assert (lines["DECIDE"].status, lines["DECIDE"].outcome, lines["DECIDE"].done_by) == (A.OUTSTANDING, None, None)
    assert lines["LOOK_AT_FEE"].status is A.COMPLETE
    assert [each.text for each in await service.all(ServiceRequestNote)] == ["The amount is not explained."]
    await work.complete("DECIDE", "RECOMMEND_ISSUE")
    assert (await work.row()).status is S.IN_PROGRESS
    await work.request_approval()
    await work.approve()
    assert (await work.row()).status is S.APPROVED


@pytest.mark.requirement("R-37")
@pytest.mark.requirement("W-10")
async def test_an_approval_that_was_asked_for_lapses_when_the_application_is_amended(service: Service) -> None:
    work = await casework(service)
    await work.put_up()
    await work.amend(by=work.mia)
    row = await work.row()
    assert (row.status, row.approval_requested_by) == (S.IN_PROGRESS, None)
    assert (await work.lines())["DECIDE"].status is A.OUTSTANDING
    assert (await work.history())[-1].kind is K.APPROVAL_LAPSED
    await work.complete("DECIDE", "RECOMMEND_ISSUE")
    await work.request_approval()
    with pytest.raises(refusals.Refused) as refused:
        await work.approve(by=work.mia)
    assert codes(refused) == ["YOUR_OWN_WORK"]


async def test_an_amendment_before_anything_is_put_up_changes_nothing_of_the_service_request(service: Service) -> None:
    work = await casework(service)
    await work.check()
    before = (await work.row()).version
    await work.amend(by=work.mia)
    assert (await work.row()).version == before


async def test_what_was_prepared_for_another_version_is_not_carried_out(service: Service) -> None:
    work = await casework(service)
    await work.put_up()
    prepared = await work.prepare()
    await work.note()
    for made in (prepared, Prepared()):
        with pytest.raises(refusals.Stale) as stale:
            await work.approve(made)
        assert (stale.value.noun, stale.value.case_id, stale.value.current) == ("ServiceRequest", work.id, 8)
    assert await service.all(Writ) == []


async def test_nothing_is_prepared_for_somebody_who_may_not_approve(service: Service) -> None:
    work = await casework(service)
    assert (await work.prepare(by=work.mia)).by_effect == {}
    await work.put_up()
    assert (await work.prepare(by=work.olu)).by_effect == {}
    assert (await work.prepare(by=service.kate)) == Prepared()
    assert list((await work.prepare(by=work.mia)).by_effect) == ["ISSUE_WRIT"]


@pytest.mark.requirement("R-37")
async def test_of_many_approvals_at_once_one_issues_the_writ(service: Service) -> None:
    work = await casework(service)
    await work.put_up()
    prepared = await work.prepare()
    ada = await court_officer(service, "Ada Approver")
    ended = await asyncio.gather(
        *(work.approve(prepared, by=by) for by in (work.mia, ada) for _ in range(2)), return_exceptions=True
    )
    assert [type(each) for each in ended].count(refusals.Refused) == 3
    assert len(await service.all(Writ)) == 1
    assert len(await service.all(HistoryEntry, kind=K.SERVICE_REQUEST_APPROVED)) == 1
