"""Money that comes in: allocated by its reference, never guessed, by hand where it waits, and met by the schedule."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from backend.models import PaymentIn
from backend.operations.arrears import Share
from backend.rules import arrears as rules
from backend.rules import refusals
from backend.rules.vocabulary import AllocationState, EventKind, ExpectedState, Flag, KindCode, ScheduleKind
from tests.builders.money import TERMS, money
from tests.builders.service import Service

A, E, X = AllocationState, EventKind, ExpectedState


def codes(refused: pytest.ExceptionInfo[refusals.Refused]) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


@pytest.mark.requirement("R-48")
async def test_a_payment_is_allocated_by_its_reference_and_told_order_by_order(service: Service) -> None:
    case = await money(service)
    order = await case.grant()
    payment = await case.receive(1_100_00, " lo-1007")
    assert payment is not None
    row = await case.payment()
    assert (row.state, row.excess_pence, row.lo_reference, row.received_on) == (
        A.ALLOCATED, 0, "lo-1007", date(2026, 3, 1),
    )  # fmt: skip
    assert (await case.owed(order), await case.owed()) == (0, 1_600_00)
    told = [(entry.kind, entry.changes) for entry in await case.on.history() if entry.subject_id == payment.id]
    assert told == [
        (E.PAYMENT_RECEIVED, {"amount": 1_100_00}),
        (E.PAYMENT_ALLOCATED, {"amount": 1_000_00, "liabilityOrder": "LO-1007"}),
        (E.PAYMENT_ALLOCATED, {"amount": 100_00, "liabilityOrder": "arrears that no liability order covers"}),
    ]


@pytest.mark.requirement("R-01")
async def test_a_payment_told_twice_comes_in_once_and_told_otherwise_is_refused(service: Service) -> None:
    case = await money(service)
    assert await case.receive(100_00) is not None
    before = await service.counts()
    assert await case.receive(100_00) is None
    for told in ({"pence": 100_01}, {"reference": "LO-1"}, {"on": date(2026, 2, 28)}):
        with pytest.raises(refusals.Refused) as refused:
            await case.receive(**{"pence": 100_00, **told})  # type: ignore[arg-type]
        assert codes(refused) == ["PAYMENT_TOLD_OTHERWISE"]
    assert await service.counts() == before
    assert await case.owed() == 2_300_00


@pytest.mark.requirement("R-01")
async def test_of_many_messengers_with_one_payment_one_brings_it(service: Service) -> None:
    case = await money(service)
    brought = await asyncio.gather(*(case.receive(100_00) for _ in range(4)))
    assert [each is not None for each in brought].count(True) == 1
    assert await case.owed() == 2_300_00


@pytest.mark.requirement("R-48")
async def test_a_wrong_reference_is_not_guessed_and_has_the_paying_parent_contacted(service: Service) -> None:
    case = await money(service)
    order = await case.grant()
    payment = await case.receive(400_00, "LO-1070")
    assert payment is not None
    assert (await case.payment()).state is A.UNALLOCATED
    assert (await case.owed(order), await case.owed()) == (1_000_00, 1_700_00)
    (opened,) = await case.on.requests(KindCode.UNALLOCATED_PAYMENT)
    assert (opened.subject_id, opened.reason) == (payment.id, rules.WRONG_REFERENCE)
    await case.on.assign(key=opened.id)
    await case.on.start(opened.id)
    assert next(iter(await case.on.lines(opened.id))) == "CONTACT_PAYING_PARENT"


@pytest.mark.requirement("R-48")
async def test_under_the_flag_payments_are_allocated_by_hand(service: Service) -> None:
    case = await money(service)
    order = await case.grant()
    await case.flag(Flag.MANUAL_ALLOCATION)
    payment = await case.receive(400_00, "LO-1007")
    assert payment is not None
    assert (await case.payment()).state is A.UNALLOCATED
    assert [each.reason for each in await case.on.requests(KindCode.UNALLOCATED_PAYMENT)] == [rules.BY_HAND]
    assert await case.owed(order) == 1_000_00
    await case.allocate(payment.id, Share(order, 150_00), Share(None, 250_00))
    assert ((await case.payment()).state, await case.owed(order), await case.owed()) == (
        A.ALLOCATED, 850_00, 1_450_00,
    )  # fmt: skip
    assert (await case.kinds())[-2:] == [E.PAYMENT_ALLOCATED] * 2


@pytest.mark.requirement("R-48")
async def test_what_is_not_allocated_by_hand_is_kept_as_excess_and_can_be_allocated_later(service: Service) -> None:
    case = await money(service)
    await case.flag(Flag.MANUAL_ALLOCATION)
    payment = await case.receive(400_00)
    assert payment is not None
    await case.allocate(payment.id, Share(None, 100_00))
    row = await case.payment()
    assert (row.state, row.excess_pence, await case.owed()) == (A.EXCESS, 300_00, 2_300_00)
    await case.allocate(payment.id, Share(None, 300_00))
    row = await case.payment()
    assert (row.state, row.excess_pence, await case.owed()) == (A.ALLOCATED, 0, 2_000_00)


@pytest.mark.requirement("R-48")
async def test_by_hand_neither_more_than_came_in_nor_more_than_is_owed_can_be_allocated(service: Service) -> None:
    case = await money(service)
    order = await case.grant(pence=100_00)
    await case.flag(Flag.MANUAL_ALLOCATION)
    payment = await case.receive(400_00)
    assert payment is not None
    before = await service.counts()
    for shares, code in (
        ([Share(None, 400_01)], "MORE_THAN_PAYMENT"),
        ([Share(order, 100_00), Share(None, 300_01)], "MORE_THAN_PAYMENT"),
        ([Share(order, 100_01)], "MORE_THAN_OWED"),
    ):
        with pytest.raises(refusals.Refused) as refused:
            await case.allocate(payment.id, *shares)
        assert codes(refused) == [code]
    with pytest.raises(refusals.Invalid) as invalid:
        await case.allocate(payment.id, Share(None, 0), Share(order, 1), Share(order, 1))
    assert [each.path for each in invalid.value.problems] == [("to", "0", "amount"), ("to", "2")]
    with pytest.raises(refusals.NotPermitted):
        await case.allocate(payment.id, Share(None, 1), by=case.on.agency.colleague)
    assert await service.counts() == before
    assert (await case.payment()).state is A.UNALLOCATED


async def test_where_nothing_waits_there_is_nothing_to_allocate(service: Service) -> None:
    case = await money(service)
    payment = await case.receive(400_00)
    assert payment is not None
    with pytest.raises(refusals.Refused) as refused:
        await case.allocate(payment.id, Share(None, 1))
    assert codes(refused) == ["NO_PAYMENT_TO_ALLOCATE"]
    await case.receive(2_000_01, name="BANCS-2")
    with pytest.raises(refusals.Refused) as refused:
        await case.allocate(payment.id, Share(None, 1))
    assert codes(refused) == ["PAYMENT_SETTLED"]


@pytest.mark.requirement("R-01")
async def test_what_is_more_than_was_owed_stays_on_the_payment(service: Service) -> None:
    case = await money(service)
    await case.receive(2_400_01)
    row = await case.payment()
    assert (row.state, row.excess_pence, await case.owed()) == (A.EXCESS, 1, 0)


async def test_a_payment_that_cannot_be_one_is_said_field_by_field(service: Service) -> None:
    case = await money(service)
    before = await service.counts()
    with pytest.raises(refusals.Invalid) as invalid:
        await case.receive(0, "L" * 61, name="", on=date(2026, 3, 3))
    assert [each.path for each in invalid.value.problems] == [
        ("externalId",), ("loReference",), ("amount",), ("receivedOn",),
    ]  # fmt: skip
    assert await service.counts() == before


@pytest.mark.requirement("R-04", "R-46")
async def test_payments_meet_what_the_schedule_expects_in_order_of_its_due_dates(service: Service) -> None:
    case = await money(service)
    await case.agree()
    await case.receive(150_00)
    assert [(each.paid_pence, each.state) for each in await case.expected()] == [
        (100_00, X.MET), (50_00, X.PARTIAL), (0, X.EXPECTED), (0, X.EXPECTED),
    ]  # fmt: skip
    await case.receive(500_00, name="BANCS-2")
    assert [(each.paid_pence, each.state) for each in await case.expected()] == [
        (100_00, X.MET), (100_00, X.MET), (100_00, X.MET), (50_00, X.MET),
    ]  # fmt: skip


@pytest.mark.requirement("R-48")
async def test_of_a_suspended_sentence_only_money_with_the_right_reference_counts(service: Service) -> None:
    case = await money(service)
    order = await case.grant()
    await case.grant("LO-1008", 500_00)
    await case.agree(replace(TERMS, kind=ScheduleKind.SUSPENDED_COMMITTAL), order)
    await case.receive(100_00, "LO-1008")
    assert [each.paid_pence for each in await case.expected()] == [0, 0, 0, 0]
    await case.receive(100_00, "LO-7001", name="BANCS-2")
    assert [each.paid_pence for each in await case.expected()] == [0, 0, 0, 0]
    payment = await case.payment("BANCS-2")
    await case.allocate(payment.id, Share(order, 60_00), Share(None, 40_00))
    await case.receive(40_00, "LO-1007", name="BANCS-3")
    assert [each.state for each in await case.expected()][:2] == [X.MET, X.EXPECTED]


@pytest.mark.requirement("R-48")
async def test_a_payment_of_another_case_group_is_not_found(service: Service) -> None:
    case = await money(service)
    await case.flag(Flag.MANUAL_ALLOCATION)
    payment = await case.receive(100_00)
    assert payment is not None
    with pytest.raises(refusals.NotFound):
        await case.allocate(payment.id, Share(None, 1), by=service.officer)
    assert (await service.one(PaymentIn)).state is A.UNALLOCATED
