"""Monitoring of deduction orders: at the third due date compliance is established, and asked for once (R-50)."""

from datetime import timedelta

import pytest

from backend.rules.periods import start_of
from backend.rules.vocabulary import (
    Compliance,
    Flag,
    KindCode,
    Role,
    ServiceRequestSubStatus,
)
from tests.builders.case_acts import flags_of, open_request
from tests.builders.money import DEDUCTION, money
from tests.builders.monitoring import look, opened
from tests.builders.service import Service


@pytest.mark.requirement("R-50")
async def test_at_the_third_due_date_of_a_deduction_order_its_arrears_are_reviewed_once(service: Service) -> None:
    case = await money(service)
    await case.agree(DEDUCTION)
    assert Flag.DISABLE_MISSED_PAYMENT_MONITOR in await flags_of(case.on)
    third = (await case.expected())[2].due_on
    service.clock.set(start_of(third) - timedelta(microseconds=1))
    assert (await look(service)).opened == 0
    service.clock.set(start_of(third))
    assert [(await look(service)).opened for _ in range(2)] == [1, 0]
    (review,) = await case.on.requests(KindCode.ARREARS_REVIEW)
    assert review.team_id == case.on.agency.teams["Arrears"]
    assert review.reason.endswith("0 of 3 payments came in whole so far.")
    assert await opened(case.on) == []


@pytest.mark.requirement("R-50")
@pytest.mark.parametrize("is_closed", [False, True], ids=["still open", "closed"])
async def test_what_is_recorded_after_the_third_due_date_has_the_arrears_of_the_order_reviewed_no_second_time(
    service: Service, is_closed: bool
) -> None:
    case = await money(service)
    await case.agree(DEDUCTION)
    service.clock.set(start_of((await case.expected())[2].due_on))
    await look(service)
    (review,) = await case.on.requests(KindCode.ARREARS_REVIEW)
    owner = case.on.agency.others[Role.ARREARS_CASE_OWNER]
    if is_closed:
        await case.own(review.id, owner)
        await case.on.close(review.id, ServiceRequestSubStatus.CANCELLED, note="Told on the telephone.", by=owner)
    await case.comply(Compliance.NON_COMPLIANT, by=owner)
    await look(service)
    assert [each.id for each in await case.on.requests(KindCode.ARREARS_REVIEW)] == [review.id]
    assert review.subject_id == (await case.schedule()).id


@pytest.mark.requirement("R-50")
async def test_arrears_that_somebody_reviews_by_hand_are_not_brought_up_by_the_third_due_date(service: Service) -> None:
    case = await money(service)
    await case.agree(DEDUCTION)
    await open_request(case.on, KindCode.ARREARS_REVIEW)
    service.clock.set(start_of((await case.expected())[2].due_on))
    assert (await look(service)).opened == 0
    assert len(await case.on.requests(KindCode.ARREARS_REVIEW)) == 1


@pytest.mark.requirement("R-50")
async def test_compliance_that_was_recorded_is_not_asked_for(service: Service) -> None:
    case = await money(service)
    await case.agree(DEDUCTION)
    third = start_of((await case.expected())[2].due_on)
    service.clock.set(third - timedelta(hours=12))
    assert (await look(service)).opened == 0
    service.clock.set(third)
    await case.comply(Compliance.COMPLIANT, by=case.on.agency.others[Role.DOT])
    assert (await look(service)).opened == 0
    assert Flag.DISABLE_MISSED_PAYMENT_MONITOR not in await flags_of(case.on)
