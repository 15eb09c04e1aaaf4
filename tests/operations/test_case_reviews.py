"""The case review date and what pauses, goes on and ends with it (R-22, R-24 to R-27, R-34, R-40)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from backend.operations import reviews
from backend.operations.case_file import CaseFile
from backend.operations.unit import Unit
from backend.rules import refusals, review_dates
from backend.rules.periods import london_day, start_of
from backend.rules.reasons import case_acts as reasons
from backend.rules.vocabulary import (
    Act,
    EventKind,
    Power,
    ReviewKind,
    ServiceRequestStatus,
    ServiceRequestSubStatus,
)
from tests.builders.case_acts import (
    as_if,
    by_the_service,
    cancel_power,
    fill_in,
    mark,
    notes_of,
    open_power,
    ready,
    review_timers,
    reviews_of,
    set_review_date,
)
from tests.builders.enforcement_cases import Referred, agency
from tests.builders.service import Service

Mark = ServiceRequestSubStatus


def ahead(service: Service, days: int) -> date:
    return london_day(service.clock.at) + timedelta(days=days)


async def worked(service: Service) -> Referred:
    return await ready(await (await agency(service)).assigned())


@pytest.mark.requirement("R-22", "R-24", "R-25")
async def test_pausing_sets_the_review_date_and_keeps_the_case_in_enforcement_with_a_note(service: Service) -> None:
    referred = await worked(service)
    paused = await open_power(referred, Power.CHARGING_ORDER, marked=Mark.READY_FOR_PAUSE)
    before, day = await referred.row(), ahead(service, 90)
    await set_review_date(referred, day)
    await referred.close()
    (review,) = await reviews_of(referred)
    assert (review.kind, review.due_on, review.ended_at) == (ReviewKind.SETUP_ONLY, day, None)
    (timer,) = await review_timers(referred)
    assert (timer.due_at, timer.subject_id) == (start_of(day), referred.id)
    row, request = await referred.row(), await referred.request()
    assert (row.area, row.team_id) == (before.area, before.team_id)
    assert (request.status, request.sub_status) == (ServiceRequestStatus.CLOSED, Mark.COMPLETE)
    assert (await referred.lines())["SET_CASE_FOR_REVIEW"].on == review.due_on
    assert "Enforcement action is paused: Waits." in await notes_of(referred)
    (entry,) = [each for each in await referred.history() if each.kind is EventKind.ENFORCEMENT_PAUSED]
    assert entry.changes == {
        "reviewOn": day.isoformat(), "serviceRequests": (await referred.request(paused)).reference,
    }  # fmt: skip


@pytest.mark.requirement("R-26")
async def test_another_review_date_overrides_the_earlier_one_and_one_timer_waits(service: Service) -> None:
    referred = await worked(service)
    first, second = ahead(service, 90), ahead(service, 40)

    async def change(unit: Unit, case_file: CaseFile) -> None:
        for day in (first, second):
            await reviews.set_review(
                unit, case_file, kind=ReviewKind.SETUP_ONLY, due_on=day, reason="Waits.", service_request=None
            )

    await by_the_service(referred, change)
    earlier, live = sorted(await reviews_of(referred), key=lambda row: row.ended_at is None)
    assert (earlier.due_on, earlier.ended_why, live.due_on) == (first, reviews.REPLACED, second)
    assert [timer.due_at for timer in await review_timers(referred)] == [start_of(second)]
    kinds = [entry.kind for entry in await referred.history()]
    assert kinds[-3:] == [EventKind.REVIEW_SET, EventKind.REVIEW_ENDED, EventKind.REVIEW_SET]


@pytest.mark.requirement("R-26")
async def test_a_review_that_is_ended_leaves_no_timer_and_ending_none_does_nothing(service: Service) -> None:
    referred = await worked(service)
    await set_review_date(referred, ahead(service, 90))
    await by_the_service(referred, lambda unit, of: reviews.end_review(unit, of, "it came"))
    assert (await review_timers(referred), [row.ended_why for row in await reviews_of(referred)]) == ([], ["it came"])
    entries = len(await referred.history())
    await by_the_service(referred, lambda unit, of: reviews.end_review(unit, of, "it came"))
    assert len(await referred.history()) == entries


@pytest.mark.requirement("R-24", "R-34")
@pytest.mark.parametrize(("months", "late"), [(12, 1), (0, 0)])
async def test_a_review_date_lies_ahead_and_within_twelve_months(service: Service, months: int, late: int) -> None:
    referred = await worked(service)
    today = london_day(service.clock.at)
    wrong = (review_dates.furthest(today) if months else today) + timedelta(days=late)
    before = await service.counts()
    with pytest.raises(refusals.Refusal):
        await set_review_date(referred, wrong)
    assert (await service.counts(), await reviews_of(referred)) == (before, [])
    await set_review_date(referred, review_dates.furthest(today) if months else today + timedelta(days=1))
    assert len(await reviews_of(referred)) == 1


@pytest.mark.requirement("R-34")
def test_the_usual_review_is_in_twelve_months_and_in_six_without_a_confident_address() -> None:
    today = date(2027, 8, 31)
    assert review_dates.usual(today, has_confident_address=True) == date(2028, 8, 31)
    assert review_dates.usual(today, has_confident_address=False) == date(2028, 2, 29)
    assert review_dates.furthest(today) == date(2028, 8, 31)


@pytest.mark.requirement("R-24")
def test_the_timer_of_a_review_is_due_at_the_start_of_the_london_day() -> None:
    assert start_of(date(2027, 7, 1)) == datetime(2027, 6, 30, 23, tzinfo=UTC)


@pytest.mark.requirement("R-27", "R-54")
async def test_resuming_lets_what_is_marked_go_on_and_ends_the_date_until_which_it_was_on_hold(
    service: Service,
) -> None:
    referred = await worked(service)
    again = await open_power(referred, Power.CHARGING_ORDER, marked=Mark.READY_FOR_REPROGRESSING)
    day = ahead(service, 90)

    async def hold(unit: Unit, case_file: CaseFile) -> None:
        await reviews.set_review(
            unit, case_file, kind=ReviewKind.SETUP_ONLY, due_on=day, reason="Waits.", service_request=None
        )

    await by_the_service(referred, hold)
    before = await service.counts()
    with pytest.raises(refusals.Refused):
        await referred.complete("PERFORM_AMENDMENT", "RESUME", note="He has work again.")
    assert await service.counts() == before
    await fill_in(referred, PARALLEL_ACTION_CONSIDERED=True, PARALLEL_ACTION_RESULT="None is appropriate.")
    await referred.complete("PERFORM_AMENDMENT", "RESUME", note="He has work again.")
    await referred.close()
    (review,) = await reviews_of(referred)
    assert review.ended_why == "enforcement action was resumed"
    assert await review_timers(referred) == []
    (entry,) = [each for each in await referred.history() if each.kind is EventKind.ENFORCEMENT_RESUMED]
    assert entry.changes == {"serviceRequests": (await referred.request(again)).reference}
    assert (await referred.request(again)).sub_status is Mark.READY_FOR_REPROGRESSING


@pytest.mark.requirement("R-40")
async def test_ending_enforcement_waits_until_what_was_marked_is_closed_and_tells_what_is_to_be_checked(
    service: Service,
) -> None:
    referred = await worked(service)
    marked = await open_power(referred, Power.DEDUCTION_ORDER)
    await referred.start(marked)
    await mark(referred, marked, Act.MARK_READY_FOR_CANCELLATION, text="He pays.")
    await as_if(referred, is_compliant=True)
    await referred.complete("PERFORM_AMENDMENT", "CANCEL", note="He pays by himself now.")
    before = await service.counts()
    with pytest.raises(refusals.Refused) as refused:
        await referred.close()
    assert refused.value.reasons == (reasons.MARKED_REQUESTS_OPEN,)
    assert (await service.counts(), (await referred.request()).status) == (before, ServiceRequestStatus.IN_PROGRESS)
    await cancel_power(referred, marked)
    await referred.close()
    assert (await notes_of(referred))[-1] == (
        "Enforcement action ended. To be checked: 0 live liability orders, 0 outstanding artefacts."
    )
    (entry,) = [each for each in await referred.history() if each.kind is EventKind.ENFORCEMENT_CANCELLED]
    assert entry.changes == {"reason": "He pays by himself now."}
