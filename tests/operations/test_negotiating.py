"""Negotiating arrears: the plan, the flags of the child, the day of return, the order marked as court enforced."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from backend.models import Timer
from backend.rules import refusals
from backend.rules.casework.forms import Entry
from backend.rules.vocabulary import (
    ActivityStatus,
    Compliance,
    EventKind,
    Flag,
    FormFieldKind,
    KindCode,
    Role,
    ServiceRequestStatus,
    ServiceRequestSubStatus,
    TimerKind,
)
from tests.builders.case_acts import flags_of, open_request
from tests.builders.money import DEDUCTION, Money, fill, money
from tests.builders.service import Service

F = FormFieldKind
MONITOR, COURT = Flag.DISABLE_MISSED_PAYMENT_MONITOR, Flag.COURT_ENFORCED_SCHEDULE
DONE = (ServiceRequestStatus.CLOSED, ServiceRequestSubStatus.COMPLETE)
NUMBERS = Entry("CASE_NUMBERS", F.CASE_NUMBERS, ("121000456701",))


def codes(refused: pytest.ExceptionInfo[refusals.Refused]) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


def ticked(code: str, value: bool) -> Entry:
    return Entry(code, F.YES_NO, value)


async def action(case: Money) -> UUID:
    """Action Missed Payment, in work."""
    key = await open_request(case.on, KindCode.ACTION_MISSED_PAYMENT)
    await case.on.start(key)
    return key


async def apply(case: Money, key: UUID, *entries: Entry) -> None:
    await fill(case.on, key, NUMBERS, *entries)
    await case.on.complete("SET_FLAGS", "APPLIED", key=key)


@pytest.mark.requirement("R-45", "R-46", "R-47")
async def test_a_negotiation_ends_in_a_court_enforced_order_and_all_is_closed_by_hand(service: Service) -> None:
    case = await money(service)
    order = await case.grant()
    negotiation = await open_request(case.on, KindCode.NEGOTIATION)
    await case.on.start(negotiation)
    await case.on.complete("INITIATE_NEGOTIATION", "INITIATE", key=negotiation)
    assert await case.on.requests(KindCode.ACTION_MISSED_PAYMENT) == []
    await case.on.complete("CONTINUE", "CONTINUE", key=negotiation)
    (child,) = await case.on.requests(KindCode.ACTION_MISSED_PAYMENT)
    assert child.parent_id == negotiation
    await case.on.start(child.id)
    await case.agree(order=order)
    await apply(
        case,
        child.id,
        ticked("COURT_ENFORCED_SCHEDULE", True),
        Entry("TRANSFER_CASE_TO_MAINTENANCE", F.DATE, date(2026, 9, 1)),
    )
    assert await flags_of(case.on) == {COURT}
    schedule = await case.schedule()
    timer = await service.one(Timer, kind=TimerKind.SCHEDULE_TRANSFER)
    assert (schedule.transfer_on, timer.subject_id, timer.due_at) == (
        date(2026, 9, 1), schedule.id, datetime(2026, 8, 31, 23, tzinfo=UTC),
    )  # fmt: skip
    await case.on.complete("IS_NEGOTIATION_SUCCESSFUL", "YES", key=negotiation)
    await case.on.complete("UPDATE_LO_AS_COURT_ENFORCED", "YES", key=negotiation)
    assert (await case.order(order)).is_court_enforced
    for line, outcome, note in (
        ("CONTACT_PAYING_PARENT", "REACHED", "He agreed."),
        ("REVIEW_PAYMENTS", "REVIEWED", None),
        ("REVIEW_SCHEDULE", "AGREED", None),
        ("RECORD_OUTCOME", "RECORDED", "£100 a month."),
    ):
        await case.on.complete(line, outcome, key=child.id, note=note)
    with pytest.raises(refusals.Refused) as refused:
        await case.on.complete("WORK_ITEM_CLOSURE", "PROCEED", key=negotiation)
    assert codes(refused) == ["OPEN_CHILDREN"]
    await case.on.close(child.id)
    await case.on.complete("WORK_ITEM_CLOSURE", "PROCEED", key=negotiation)
    await case.on.close(negotiation)
    for key in (child.id, negotiation):
        row = await case.on.request(key)
        assert (row.status, row.sub_status) == DONE


@pytest.mark.requirement("R-49")
async def test_action_missed_payment_has_five_activities_and_its_case_numbers(service: Service) -> None:
    case = await money(service)
    key = await action(case)
    assert list((await case.on.statuses(key)).values()) == [ActivityStatus.OUTSTANDING] * 5
    with pytest.raises(refusals.Invalid) as invalid:
        await fill(case.on, key, Entry("CASE_NUMBERS", F.CASE_NUMBERS, ("999",)))
    assert [each.code for each in invalid.value.problems] == ["CASE_NUMBER"]
    await fill(case.on, key, NUMBERS)
    assert (await case.on.request(key)).data == {"CASE_NUMBERS": ["121000456701"]}


@pytest.mark.requirement("R-49", "R-46")
async def test_flags_are_set_where_ticked_removed_where_unticked_and_left_where_blank(service: Service) -> None:
    case = await money(service)
    await apply(case, await action(case), ticked("DISABLE_MISSED_PAYMENTS", True))
    assert await flags_of(case.on) == {MONITOR}
    await apply(case, await action(case), ticked("COURT_ENFORCED_SCHEDULE", True))
    assert await flags_of(case.on) == {MONITOR, COURT}
    await apply(
        case, await action(case), ticked("COURT_ENFORCED_SCHEDULE", False), ticked("DISABLE_MISSED_PAYMENTS", False)
    )
    assert await flags_of(case.on) == set()
    assert (await case.kinds()).count(EventKind.FLAG_REMOVED) == 2


@pytest.mark.requirement("R-46")
async def test_a_day_of_return_needs_a_live_schedule_and_lies_ahead(service: Service) -> None:
    case = await money(service)
    key = await action(case)
    with pytest.raises(refusals.Refused) as refused:
        await apply(case, key, Entry("TRANSFER_CASE_TO_MAINTENANCE", F.DATE, date(2026, 9, 1)))
    assert codes(refused) == ["TRANSFER_DATE_NEEDS_SCHEDULE"]
    await case.agree()
    await fill(case.on, key, Entry("TRANSFER_CASE_TO_MAINTENANCE", F.DATE, date(2026, 3, 2)))
    before = await service.counts()
    with pytest.raises(refusals.Refused) as refused:
        await case.on.complete("SET_FLAGS", "APPLIED", key=key)
    assert codes(refused) == ["TRANSFER_DATE_IN_PAST"]
    assert (await case.schedule()).transfer_on is None
    assert await service.counts() == before


@pytest.mark.requirement("R-46")
async def test_a_schedule_that_ends_takes_its_day_of_return_with_it(service: Service) -> None:
    case = await money(service)
    await case.agree()
    await apply(case, await action(case), Entry("TRANSFER_CASE_TO_MAINTENANCE", F.DATE, date(2026, 9, 1)))
    await case.end()
    assert (await service.one(Timer, kind=TimerKind.SCHEDULE_TRANSFER)).done_at == service.clock.at


@pytest.mark.requirement("R-50")
async def test_in_enforcement_the_monitor_is_not_enabled_while_a_deduction_is_not_complied_with(
    service: Service,
) -> None:
    case = await money(service)
    await case.agree(DEDUCTION)
    service.clock.set(datetime(2026, 5, 18, 9, tzinfo=UTC))
    await case.comply(Compliance.PARTLY_COMPLIANT, by=case.on.agency.others[Role.DOT])
    key = await action(case)
    with pytest.raises(refusals.Refused) as refused:
        await apply(case, key, ticked("DISABLE_MISSED_PAYMENTS", False))
    assert codes(refused) == ["MONITOR_MUST_BE_DISABLED"]
    assert await flags_of(case.on) == {MONITOR}
    await case.comply(Compliance.COMPLIANT, by=case.on.agency.others[Role.DOT])
    assert await flags_of(case.on) == set()
