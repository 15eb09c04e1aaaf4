"""Enforcement action is marked to be paused, taken up again or cancelled, and amended by a plan of its own."""

import asyncio

import pytest

from backend.models import ActivityPlan, ServiceRequestNote
from backend.rules import refusals
from backend.rules.casework.forms import Entry
from backend.rules.vocabulary import (
    Act,
    ActivityStatus,
    EventKind,
    FormFieldKind,
    KindCode,
    NoteKind,
    ServiceRequestStatus,
    ServiceRequestSubStatus,
)
from tests.builders.agency_requests import AMENDED, CANCELLED, action, fill_in, have_opened, link, mark
from tests.builders.enforcement_cases import Referred, agency
from tests.builders.service import Service

A, F, Sub = ActivityStatus, FormFieldKind, ServiceRequestSubStatus
TO_CANCEL = Act.MARK_READY_FOR_CANCELLATION
NOTE = "He pays as agreed."


def codes(refused: pytest.ExceptionInfo[refusals.Refused]) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


async def worked(service: Service) -> Referred:
    return await (await agency(service)).assigned()


async def exit_by(case: Referred, key: object, outcome: str) -> None:
    await case.complete("CANCEL_ENF_ACTION", outcome, key=key, note=NOTE)  # type: ignore[arg-type]


@pytest.mark.requirement("R-22", "R-27")
@pytest.mark.parametrize(
    ("act", "sub_status"),
    [
        (Act.MARK_READY_FOR_PAUSE, Sub.READY_FOR_PAUSE),
        (Act.MARK_READY_FOR_REPROGRESSING, Sub.READY_FOR_REPROGRESSING),
    ],
)
async def test_action_is_marked_with_a_note_and_the_history_tells(
    service: Service, act: Act, sub_status: ServiceRequestSubStatus
) -> None:
    case = await worked(service)
    key = await action(case)
    before = (await case.request(key)).version
    await mark(case, key, act, text="He is in hospital.")
    row = await case.request(key)
    assert (row.status, row.sub_status, row.version) == (ServiceRequestStatus.IN_PROGRESS, sub_status, before + 1)
    (note,) = await service.all(ServiceRequestNote)
    assert (note.kind, note.text) == (NoteKind.AMENDMENT, "He is in hospital.")
    entry = (await case.history())[-1]
    assert (entry.kind, entry.changes["subStatus"]) == (EventKind.SERVICE_REQUEST_MARKED, sub_status)
    assert [each.template for each in await service.all(ActivityPlan)] == ["POWER_CHARGING_ORDER/1"]


@pytest.mark.requirement("R-22")
async def test_what_is_no_enforcement_action_or_was_not_begun_is_not_marked(service: Service) -> None:
    case = await worked(service)
    await case.start()
    waiting = await have_opened(case, KindCode.CHARGING_ORDER)
    for key, code in ((case.routing, "NOT_ENFORCEMENT_ACTION"), (waiting, "SERVICE_REQUEST_NOT_IN_PROGRESS")):
        with pytest.raises(refusals.Refused) as refused:
            await mark(case, key, Act.MARK_READY_FOR_PAUSE)
        assert codes(refused) == [code]
    with pytest.raises(refusals.NotPermitted):
        await mark(case, waiting, Act.MARK_READY_FOR_PAUSE, by=case.agency.colleague)


@pytest.mark.requirement("R-28", "R-29", "R-40")
async def test_without_validation_every_outstanding_line_is_not_required_and_it_is_closed_by_hand_as_cancelled(
    service: Service,
) -> None:
    case = await worked(service)
    key = await action(case)
    await case.complete("PREPARE", "PREPARED", key=key)
    with pytest.raises(refusals.Refused) as refused:
        await case.close(key, CANCELLED, note=NOTE)
    assert codes(refused) == ["AMENDMENT_FIRST"]
    with pytest.raises(refusals.Refused) as refused:
        await mark(case, key, TO_CANCEL)
    assert codes(refused) == ["NOTE_REQUIRED"]
    await mark(case, key, TO_CANCEL, text=NOTE)
    with pytest.raises(refusals.Refused) as refused:
        await exit_by(case, key, "EXIT_NO_VALIDATION")
    assert codes(refused) == ["FORM_NOT_FILLED_IN"]
    await fill_in(case, key, *AMENDED)
    await exit_by(case, key, "EXIT_NO_VALIDATION")
    assert await case.statuses(key) == {
        "PREPARE": A.COMPLETE,
        "SEND": A.NOT_REQUIRED,
        "RECORD_RESULT": A.NOT_REQUIRED,
        "AMENDMENT_LETTERS": A.NOT_REQUIRED,
        "CANCEL_ENF_ACTION": A.COMPLETE,
    }
    assert (await case.request(key)).status is ServiceRequestStatus.IN_PROGRESS
    with pytest.raises(refusals.Refused) as refused:
        await case.close(key)
    assert codes(refused) == ["TO_BE_CANCELLED"]
    await case.close(key, CANCELLED, note=NOTE)
    row = await case.request(key)
    assert (row.status, row.sub_status) == (ServiceRequestStatus.CLOSED, CANCELLED)


@pytest.mark.requirement("R-29")
async def test_with_validation_the_lines_stay_to_be_taken_up_again(service: Service) -> None:
    case = await worked(service)
    key = await action(case)
    await mark(case, key, TO_CANCEL, text=NOTE)
    await fill_in(case, key, *AMENDED)
    await exit_by(case, key, "EXIT_WITH_VALIDATION")
    statuses = await case.statuses(key)
    assert {code for code, status in statuses.items() if status is A.OUTSTANDING} == {
        "PREPARE", "SEND", "RECORD_RESULT", "AMENDMENT_LETTERS",
    }  # fmt: skip
    await mark(case, key, Act.MARK_READY_FOR_REPROGRESSING)
    await case.complete("PREPARE", "PREPARED", key=key)


@pytest.mark.requirement("R-28")
async def test_the_plan_is_generated_once_and_a_second_marking_opens_its_lines_again(service: Service) -> None:
    case = await worked(service)
    key = await action(case)
    await asyncio.gather(*(mark(case, key, TO_CANCEL, text=NOTE) for _ in range(3)))
    plans = [each.template for each in await service.all(ActivityPlan, service_request_id=key)]
    assert sorted(plans) == ["PERFORM_AMENDMENT/1", "POWER_CHARGING_ORDER/1"]
    await fill_in(case, key, *AMENDED)
    await exit_by(case, key, "EXIT_WITH_VALIDATION")
    await mark(case, key, TO_CANCEL, text="He stopped paying.")
    line = (await case.lines(key))["CANCEL_ENF_ACTION"]
    assert (line.status, line.outcome, line.done_by) == (A.OUTSTANDING, None, None)
    assert len(await service.all(ActivityPlan, service_request_id=key)) == 2


@pytest.mark.requirement("R-28")
@pytest.mark.parametrize(
    "kind", [KindCode.DRIVING_DISQUALIFICATION, KindCode.PASSPORT_DISQUALIFICATION, KindCode.COMMITMENT]
)
async def test_after_a_sanction_the_amendment_reason_is_exceptional_circumstances(
    service: Service, kind: KindCode
) -> None:
    case = await worked(service)
    key = await action(case, kind)
    await mark(case, key, TO_CANCEL, text=NOTE)
    await fill_in(case, key, *AMENDED)
    with pytest.raises(refusals.Refused) as refused:
        await exit_by(case, key, "EXIT_NO_VALIDATION")
    assert codes(refused) == ["EXCEPTIONAL_CIRCUMSTANCES_ONLY"]
    await fill_in(case, key, Entry("AMENDMENT_REASON", F.CHOICE, "Exceptional circumstances"))
    await exit_by(case, key, "EXIT_NO_VALIDATION")


@pytest.mark.requirement("R-28")
async def test_an_amendment_is_considered_once_the_original_is_linked(service: Service) -> None:
    case = await worked(service)
    original = await action(case)
    amending = await have_opened(case, KindCode.CONSIDER_AMENDMENT)
    await case.start(amending)
    with pytest.raises(refusals.Refused):
        await case.complete("LINK_ORIGINAL", "LINKED", key=amending)
    await link(case, amending, original)
    await case.complete("LINK_ORIGINAL", "LINKED", key=amending)
    assert (await case.statuses(amending))["LINK_ORIGINAL"] is A.COMPLETE
