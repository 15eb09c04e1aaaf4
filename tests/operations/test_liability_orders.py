"""Liability orders of a case: granted from the form, paid off, marked as court enforced, found invalid."""

from datetime import date

import pytest
from sqlalchemy import update

from backend.models import EnforcementCase, FlagSetting
from backend.operations import liability_orders
from backend.operations.histories import verify
from backend.rules import refusals
from backend.rules.referrals import MaintenanceCaseDetails
from backend.rules.vocabulary import (
    ArrearsLineKind,
    CaseArea,
    EventKind,
    KindCode,
    LiabilityOrderState,
    ServiceRequestStatus,
)
from tests.builders.enforcement_cases import chantelle
from tests.builders.lodgings import person
from tests.builders.money import TERMS, money
from tests.builders.service import Service

K, S, E = ArrearsLineKind, LiabilityOrderState, EventKind


def codes(refused: pytest.ExceptionInfo[refusals.Refused]) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


@pytest.mark.requirement("R-55")
async def test_an_order_secures_the_oldest_arrears_is_charged_for_and_stands_in_the_history(service: Service) -> None:
    two = (
        MaintenanceCaseDetails("121000456701", chantelle(), 700_00, date(2025, 1, 6)),
        MaintenanceCaseDetails("121000456702", person("Priya Nair"), 500_00, date(2024, 6, 3)),
    )
    case = await money(service, cases=two)
    order = await case.grant(pence=800_00)
    lines = await case.lines()
    assert [(line.kind, line.amount_pence, line.liability_order_id) for line in lines[2:]] == [
        (K.SECURED_BY_ORDER, -500_00, None),
        (K.SECURED_BY_ORDER, 500_00, order),
        (K.SECURED_BY_ORDER, -300_00, None),
        (K.SECURED_BY_ORDER, 300_00, order),
        (K.ENFORCEMENT_CHARGE, 300_00, None),
    ]
    assert {line.maintenance_case_id for line in lines[2:4]} == {lines[1].maintenance_case_id}
    assert (await case.owed(order), await case.owed()) == (800_00, 700_00)
    entry = (await case.on.history())[-1]
    assert (entry.kind, entry.subject_id) == (E.LIABILITY_ORDER_GRANTED, order)
    assert entry.changes == {"liabilityOrder": "LO-1007", "amount": 800_00}
    assert (await verify(service.ground.database)).faults == []


@pytest.mark.requirement("R-55")
async def test_an_order_carried_in_from_another_system_is_not_charged_for_again(service: Service) -> None:
    case = await money(service)
    order = await case.grant(is_charged=False)
    assert (await case.owed(order), await case.owed()) == (1_000_00, 1_400_00)


@pytest.mark.parametrize(
    ("number", "pence", "code"),
    [("LO 1008", 1_700_01, "MORE_THAN_UNSECURED"), ("lo1007", 100_00, "ORDER_NUMBER_TAKEN")],
    ids=["over more than is unsecured", "of a number that stands"],
)
async def test_an_order_that_cannot_be_entered_changes_nothing(
    service: Service, number: str, pence: int, code: str
) -> None:
    case = await money(service)
    await case.grant()
    before = await service.counts()
    with pytest.raises(refusals.Refused) as refused:
        await case.grant(number, pence)
    assert codes(refused) == [code]
    assert await service.counts() == before


async def test_an_order_says_what_is_wrong_with_it_field_by_field(service: Service) -> None:
    case = await money(service)
    before = await service.counts()
    with pytest.raises(refusals.Invalid) as invalid:
        await case.grant("--", 0, court=" ", granted_on=date(2026, 3, 3))
    assert [(each.code, each.path) for each in invalid.value.problems] == [
        ("TEXT_LENGTH", ("number",)),
        ("TEXT_LENGTH", ("court",)),
        ("AMOUNT_OUT_OF_RANGE", ("amount",)),
        ("DATE_IN_FUTURE", ("grantedOn",)),
    ]
    assert await service.counts() == before


@pytest.mark.requirement("R-41", "R-42")
async def test_an_order_paid_off_opens_the_work_of_clearing_artefacts_once_and_says_why(service: Service) -> None:
    case = await money(service)
    order = await case.grant()
    await case.receive(999_99, "LO-1007")
    assert (await case.order(order)).state is S.GRANTED
    await case.receive(1, "LO1007", name="BANCS-2")
    row = await case.order(order)
    assert (row.state, row.paid_off_at) == (S.PAID_OFF, service.clock.at)
    (opened,) = await case.on.requests(KindCode.LO_PAID_OFF)
    assert (opened.reason, opened.subject_id, opened.owner_id) == ("LO paid off", order, None)
    assert (opened.status, opened.opened_for) == (ServiceRequestStatus.OPEN, f"lo-paid-off:{order}")
    assert await case.on.requests(KindCode.CLEAR_OLD_ACTIONS) == []
    await case.receive(5_00, name="BANCS-3")
    assert len(await case.on.requests(KindCode.LO_PAID_OFF)) == 1
    assert (await case.kinds()).count(E.LIABILITY_ORDER_PAID_OFF) == 1


@pytest.mark.requirement("R-44")
async def test_outside_enforcement_old_actions_are_cleared_from_there_with_the_action_filled_in(
    service: Service,
) -> None:
    case = await money(service)
    order = await case.grant()
    await service.change(
        update(EnforcementCase).where(EnforcementCase.case_id == case.on.id).values(area=CaseArea.MAINTENANCE)
    )
    await case.receive(1_000_00, "LO-1007")
    (opened,) = await case.on.requests(KindCode.CLEAR_OLD_ACTIONS)
    assert opened.data == {"ORIGINATING_ACTION": "Liability order LO-1007 of Monday 2 February 2026"}
    assert (opened.subject_id, opened.team_id) == (order, case.on.agency.teams["Maintenance"])
    assert await case.on.requests(KindCode.LO_PAID_OFF) == []


@pytest.mark.requirement("R-40")
async def test_what_is_left_of_an_invalid_order_is_owed_without_one_and_its_schedule_ends(service: Service) -> None:
    case = await money(service)
    order = await case.grant()
    await case.receive(250_00, "LO-1007")
    await case.agree(order=order)
    await case.invalidate(order)
    assert (await case.owed(order), await case.owed()) == (0, 2_450_00)
    assert (await case.order(order)).state is S.INVALIDATED
    assert (await case.kinds())[-2:] == [E.LIABILITY_ORDER_INVALIDATED, E.SCHEDULE_ENDED]
    before = await service.counts()
    with pytest.raises(refusals.Refused) as refused:
        await case.invalidate(order)
    assert codes(refused) == ["NO_LIABILITY_ORDER"]
    assert await service.counts() == before


@pytest.mark.requirement("R-47")
async def test_the_order_itself_is_marked_as_court_enforced_once(service: Service) -> None:
    case = await money(service)
    order = await case.grant()
    await case.do(liability_orders.mark_court_enforced)
    assert (await case.order(order)).is_court_enforced
    assert await service.all(FlagSetting) == []
    assert (await case.kinds())[-1] == E.LIABILITY_ORDER_COURT_ENFORCED
    with pytest.raises(refusals.Refused) as refused:
        await case.do(liability_orders.mark_court_enforced)
    assert codes(refused) == ["ALREADY_COURT_ENFORCED"]


@pytest.mark.requirement("R-47")
async def test_which_order_a_court_enforces_is_never_guessed(service: Service) -> None:
    case = await money(service)
    with pytest.raises(refusals.Refused) as refused:
        await case.do(liability_orders.mark_court_enforced)
    assert codes(refused) == ["NO_LIABILITY_ORDER"]
    first, second = await case.grant(pence=500_00), await case.grant("LO-1008", 500_00)
    with pytest.raises(refusals.Refused) as refused:
        await case.do(liability_orders.mark_court_enforced)
    assert codes(refused) == ["WHICH_ORDER"]
    await case.agree(TERMS, second)
    await case.do(liability_orders.mark_court_enforced)
    assert [(await case.order(each)).is_court_enforced for each in (first, second)] == [False, True]
