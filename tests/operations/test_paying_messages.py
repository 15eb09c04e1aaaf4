"""What the payment provider tells: twice, late, never, in any order, or somebody else in its name (W-07, P3)."""

import asyncio
from dataclasses import replace

import httpx2
import orjson
import pytest

from backend.adapters import pay_signature
from backend.models import Payment
from backend.operations.reads import READ_AGAIN_SECONDS, Reads
from backend.rules.vocabulary import (
    PaymentState,
    WritApplicationState,
)
from tests.builders.paying import FEE, SIGNED_BY, Till

pytestmark = pytest.mark.requirement("W-07")


async def test_a_message_that_comes_again_and_again_changes_nothing_more(desk: Till) -> None:
    desk.pay.faults.copies = 4
    payment = await desk.start()
    await desk.payer(payment, "pay")
    await desk.is_paid(payment)


async def test_a_message_that_is_lost_is_made_good_by_the_reconciler(desk: Till) -> None:
    desk.pay.faults.copies = 0
    payment = await desk.start()
    await desk.payer(payment, "pay")
    assert (await desk.application()).state is WritApplicationState.DRAFT
    assert await desk.reconcile() == 1
    await desk.is_paid(payment)
    assert await desk.reconcile() == 0


async def test_a_payer_who_comes_back_before_the_message_is_told_and_the_message_is_too_late(desk: Till) -> None:
    desk.pay.faults.holds_messages = True
    payment = await desk.start()
    await desk.payer(payment, "pay")
    assert (await desk.check(payment)).state is PaymentState.SUCCEEDED
    await desk.is_paid(payment)
    await desk.pay.release()
    await desk.is_paid(payment)


async def test_a_payment_read_a_moment_ago_is_answered_from_the_record_and_paid_for_all_that(desk: Till) -> None:
    at = [100.0]
    desk = replace(desk, service=replace(desk.service, ground=replace(desk.ground, reads=Reads(lambda: at[0]))))
    desk.pay.faults.holds_messages = True
    payment = await desk.start()
    before = len(desk.pay.calls)
    answers = await asyncio.gather(*(desk.check(payment) for _ in range(5)))
    assert {each.state for each in answers} == {PaymentState.CREATED}
    assert len(desk.pay.calls) == before + 1
    await desk.payer(payment, "pay")
    at[0] += READ_AGAIN_SECONDS - 0.1
    assert (await desk.check(payment)).state is PaymentState.CREATED
    at[0] += 0.1
    assert (await desk.check(payment)).state is PaymentState.SUCCEEDED
    assert len(desk.pay.calls) == before + 2
    await desk.pay.release()
    await desk.is_paid(payment)


async def test_messages_in_any_order_come_to_the_same_end(desk: Till) -> None:
    desk.pay.faults.holds_messages = True
    first = await desk.start()
    await desk.payer(first, "decline")
    assert (await desk.check(first)).state is PaymentState.FAILED
    second = await desk.start()
    await desk.payer(second, "pay")
    await desk.pay.release(1, 0)
    await desk.is_paid(second)
    assert [each.state for each in await desk.payments()] == [PaymentState.FAILED, PaymentState.SUCCEEDED]


async def test_a_forged_message_is_not_listened_to(desk: Till) -> None:
    desk.pay.faults.forged = True
    payment = await desk.start()
    await desk.payer(payment, "pay")
    assert (await desk.service.one(Payment, id=payment.id)).state is PaymentState.CREATED


async def test_a_message_is_believed_nothing_but_that_there_is_something_to_look_at(desk: Till) -> None:
    payment = await desk.start()
    body = orjson.dumps(
        {
            "resource_id": payment.provider_id,
            "resource_type": "payment",
            "event_type": "card_payment_succeeded",
            "resource": {"amount": FEE, "state": {"status": "success", "finished": True}},
        }
    )
    async with httpx2.AsyncClient() as http:
        signed = {"pay-signature": pay_signature.signature_of(body, SIGNED_BY)}
        assert (await http.post(desk.messages, content=body, headers=signed)).status_code == 200
    assert (await desk.service.one(Payment, id=payment.id)).state is PaymentState.CREATED
    assert (await desk.application()).state is WritApplicationState.DRAFT


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"\xff\xfe", 400),
        (b"null", 400),
        (b"[]", 400),
        (b"{}", 400),
        (b"[" * 5_000, 400),
        (b'{"resource_type": 1, "resource_id": "x"}', 400),
        (b'{"resource_type": "payment", "resource_id": {"$ne": 1}}', 400),
        (b'{"resource_type": "payment", "resource_id": ""}', 400),
        (b'{"resource_type": "payment", "resource_id": "' + b"x" * 61 + b'"}', 400),
        (b'{"resource_type": "payment", "resource_id": "../../v1/refunds"}', 200),
        (b'{"resource_type": "payment", "resource_id": "\\u0000"}', 200),
        (b'{"resource_type": "payment", "resource_id": "unknown"}', 200),
        (b'{"resource_type": "refund", "resource_id": "unknown"}', 200),
    ],
    ids=lambda value: repr(value)[:60] if isinstance(value, bytes) else str(value),
)
async def test_whatever_a_message_holds_it_breaks_nothing_and_tells_nothing(
    desk: Till, body: bytes, status: int
) -> None:
    async with httpx2.AsyncClient() as http:
        signed = {"pay-signature": pay_signature.signature_of(body, SIGNED_BY)}
        answer = await http.post(desk.messages, content=body, headers=signed)
        assert (answer.status_code, answer.content) == (status, b"")
        for headers in ({}, {"pay-signature": "0" * 64}):
            unsigned = await http.post(desk.messages, content=body, headers=headers)
            assert (unsigned.status_code, unsigned.content) == (401, b"")


async def test_a_message_while_the_provider_is_out_of_reach_is_asked_for_again(desk: Till) -> None:
    payment = await desk.start()
    desk.pay.faults.is_down = True
    body = orjson.dumps({"resource_id": payment.provider_id, "resource_type": "payment"})
    async with httpx2.AsyncClient() as http:
        signed = {"pay-signature": pay_signature.signature_of(body, SIGNED_BY)}
        assert (await http.post(desk.messages, content=body, headers=signed)).status_code == 503
