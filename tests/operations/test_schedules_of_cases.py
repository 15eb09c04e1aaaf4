"""Payment schedules of a case: agreed, one at a time, ended; deduction orders, compliance and the monitor."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import update

from backend.models import EnforcementCase, FlagSetting, Schedule
from backend.rules import refusals
from backend.rules.vocabulary import (
    ArrearsLineKind,
    CaseArea,
    Compliance,
    EventKind,
    ExpectedState,
    Flag,
    KindCode,
    Role,
    ScheduleKind,
)
from tests.builders.case_acts import open_request
from tests.builders.money import DEDUCTION, TERMS, Money, money
from tests.builders.service import Service

E, X = EventKind, ExpectedState
THIRD_DUE_DATE = datetime(2026, 5, 18, 9, tzinfo=UTC)
"""16 March, 16 April, and 16 May, a Saturday, which moves to Monday."""


def codes(refused: pytest.ExceptionInfo[refusals.Refused]) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


async def flags(case: Money) -> list[Flag]:
    return [each.flag for each in await case.service.all(FlagSetting, case_id=case.on.id, ended_at=None)]


async def deducted(service: Service, *, at: datetime = THIRD_DUE_DATE) -> Money:
    """A case with a deduction order, on the day of its third due date."""
    case = await money(service)
    await case.agree(DEDUCTION)
    service.clock.set(at)
    return case


@pytest.mark.requirement("R-04")
async def test_whoever_works_a_case_agrees_a_schedule_and_its_payments_are_expected(service: Service) -> None:
    case = await money(service)
    await case.agree()
    schedule = await case.schedule()
    assert (schedule.kind, schedule.total_pence, schedule.agreed_by) == (
        ScheduleKind.NEGOTIATED, 350_00, case.on.agency.manager.user_id,
    )  # fmt: skip
    assert [(each.due_on, each.amount_pence, each.state) for each in await case.expected()] == [
        (date(2026, 4, 1), 100_00, X.EXPECTED),
        (date(2026, 5, 1), 100_00, X.EXPECTED),
        (date(2026, 6, 1), 100_00, X.EXPECTED),
        (date(2026, 7, 1), 50_00, X.EXPECTED),
    ]
    entry = (await case.on.history())[-1]
    assert (entry.kind, entry.subject_id) == (E.SCHEDULE_AGREED, schedule.id)
    assert await flags(case) == []


@pytest.mark.requirement("R-04")
async def test_one_schedule_is_live_and_another_only_after_it_ended(service: Service) -> None:
    case = await money(service)
    await case.agree()
    await case.receive(150_00)
    before = await service.counts()
    with pytest.raises(refusals.Refused) as refused:
        await case.agree()
    assert codes(refused) == ["SCHEDULE_LIVE"]
    assert await service.counts() == before
    await case.end()
    assert [each.state for each in await case.expected()] == [X.MET, X.ENDED, X.ENDED, X.ENDED]
    assert (await case.kinds())[-1] == E.SCHEDULE_ENDED
    with pytest.raises(refusals.Refused) as refused:
        await case.end()
    assert codes(refused) == ["NO_LIVE_SCHEDULE"]
    await case.agree(replace(TERMS, total_pence=100_00))
    assert len(await service.all(Schedule)) == 2


@pytest.mark.requirement("R-04")
async def test_a_schedule_that_cannot_be_kept_is_not_agreed_and_nothing_changes(service: Service) -> None:
    case = await money(service)
    order = await case.grant(pence=300_00)
    before = await service.counts()
    suspended = replace(TERMS, kind=ScheduleKind.SUSPENDED_COMMITTAL)
    with pytest.raises(refusals.Refused) as refused:
        await case.agree(suspended)
    assert codes(refused) == ["SCHEDULE_NEEDS_ORDER"]
    with pytest.raises(refusals.Invalid) as invalid:
        await case.agree(suspended, order)
    assert [each.path for each in invalid.value.problems] == [("total",)]
    with pytest.raises(refusals.Invalid):
        await case.agree(replace(TERMS, total_pence=2_700_01))
    with pytest.raises(refusals.NotFound):
        await case.agree(TERMS, case.on.id)
    with pytest.raises(refusals.NotPermitted):
        await case.agree(by=case.on.agency.colleague)
    assert await service.counts() == before


@pytest.mark.requirement("R-04")
async def test_without_arrears_no_schedule_is_agreed(service: Service) -> None:
    case = await money(service)
    await case.receive(2_400_00)
    with pytest.raises(refusals.Refused) as refused:
        await case.agree()
    assert codes(refused) == ["NO_ARREARS_REMAIN"]


@pytest.mark.requirement("R-50")
async def test_a_deduction_order_has_the_monitor_disabled_and_is_charged_for_once(service: Service) -> None:
    case = await money(service)
    await case.agree(DEDUCTION)
    assert await flags(case) == [Flag.DISABLE_MISSED_PAYMENT_MONITOR]
    assert [each.due_on for each in await case.expected()][:3] == [
        date(2026, 3, 16), date(2026, 4, 16), date(2026, 5, 18),
    ]  # fmt: skip
    await case.end()
    await case.agree(DEDUCTION)
    charges = [each for each in await case.lines() if each.kind is ArrearsLineKind.ENFORCEMENT_CHARGE]
    assert [(each.amount_pence, each.explanation) for each in charges] == [
        (50_00, "Charge for a regular deduction order (SI 2014/612 reg 10).")
    ]


@pytest.mark.requirement("R-50")
async def test_compliance_is_recorded_from_the_third_due_date_on_and_by_dot_alone(service: Service) -> None:
    case = await deducted(service, at=datetime(2026, 5, 17, 22, 59, tzinfo=UTC))
    others = case.on.agency.others
    before = await service.counts()
    with pytest.raises(refusals.Refused) as refused:
        await case.comply(Compliance.COMPLIANT, by=others[Role.DOT])
    assert codes(refused) == ["COMPLIANCE_NOT_DUE"]
    with pytest.raises(refusals.NotPermitted):
        await case.comply(Compliance.COMPLIANT, by=case.on.agency.manager)
    assert await service.counts() == before
    service.clock.set(datetime(2026, 5, 17, 23, tzinfo=UTC))
    await case.comply(Compliance.COMPLIANT, by=others[Role.DOT])
    assert (await case.schedule()).compliance is Compliance.COMPLIANT
    assert await flags(case) == []
    assert (await case.kinds())[-2:] == [E.COMPLIANCE_RECORDED, E.FLAG_REMOVED]


@pytest.mark.requirement("R-50")
@pytest.mark.parametrize("compliance", [Compliance.PARTLY_COMPLIANT, Compliance.NON_COMPLIANT])
async def test_in_enforcement_the_monitor_stays_disabled_and_parallel_action_is_to_be_considered(
    service: Service, compliance: Compliance
) -> None:
    case = await deducted(service)
    for _ in range(2):
        await case.comply(compliance, by=case.on.agency.others[Role.ARREARS_CASE_OWNER])
    assert await flags(case) == [Flag.DISABLE_MISSED_PAYMENT_MONITOR]
    (opened,) = await case.on.requests(KindCode.ARREARS_REVIEW)
    words = compliance.replace("_", " ").lower()
    assert opened.reason == f"Compliance with the deduction order: {words}. Consider parallel action."


@pytest.mark.requirement("R-50")
async def test_arrears_that_are_reviewed_already_are_not_reviewed_twice(service: Service) -> None:
    case = await deducted(service)
    await open_request(case.on, KindCode.ARREARS_REVIEW)
    await case.comply(Compliance.NON_COMPLIANT, by=case.on.agency.others[Role.DOT])
    assert len(await case.on.requests(KindCode.ARREARS_REVIEW)) == 1


@pytest.mark.requirement("R-50")
async def test_outside_enforcement_the_monitor_is_enabled_again_whatever_came_in(service: Service) -> None:
    case = await deducted(service)
    await service.change(
        update(EnforcementCase).where(EnforcementCase.case_id == case.on.id).values(area=CaseArea.MAINTENANCE)
    )
    await case.comply(Compliance.NON_COMPLIANT, by=case.on.agency.others[Role.ARREARS_CASE_OWNER])
    assert await flags(case) == []
    assert await case.on.requests(KindCode.ARREARS_REVIEW) == []


@pytest.mark.requirement("R-50")
async def test_compliance_with_anything_but_a_deduction_order_is_not_recorded(service: Service) -> None:
    case = await deducted(service)
    await case.end()
    await case.agree(replace(TERMS, first_on=date(2026, 6, 1)))
    with pytest.raises(refusals.Refused) as refused:
        await case.comply(Compliance.COMPLIANT, by=case.on.agency.others[Role.DOT])
    assert codes(refused) == ["NO_DEDUCTION_ORDER", "COMPLIANCE_NOT_DUE"]
