"""Money that fits no fee is kept on record and looked at; what cannot be paid ends and says why (W-07, P3)."""

import httpx2
import pytest
from sqlalchemy import update

from backend.models import Letter, Payment, WritApplication
from backend.operations import paying, payments
from backend.operations.unit import carry_out
from backend.rules import refusals
from backend.rules.access import SYSTEM
from backend.rules.reasons.payments import PAYMENT_BEING_LOOKED_AT
from backend.rules.vocabulary import (
    FeeMethod,
    PaymentState,
    WritApplicationState,
)
from backend.rules.vocabulary import Letter as LetterName
from tests.builders.enforcement import Application
from tests.builders.paying import FEE, Till

pytestmark = pytest.mark.requirement("W-07")


@pytest.mark.parametrize("pence", [FEE - 1, FEE + 1])
async def test_another_sum_is_kept_on_record_and_looked_at_and_covers_no_fee(desk: Till, pence: int) -> None:
    desk.pay.faults.takes_pence = pence
    desk.pay.faults.copies = 3
    payment = await desk.start()
    await desk.payer(payment, "pay")
    kept = await desk.service.one(Payment, id=payment.id)
    assert (kept.state, kept.received_pence) == (PaymentState.SUCCEEDED, pence)
    application = await desk.application()
    assert (application.state, application.fee_method) == (WritApplicationState.DRAFT, None)
    (looked_at,) = await desk.mismatches()
    assert payment.reference in looked_at.reason
    with pytest.raises(refusals.Refused) as refused:
        await desk.start()
    assert refused.value.reasons == (PAYMENT_BEING_LOOKED_AT,)
    await desk.nothing_is_lost()


async def test_another_sum_covers_no_fee_when_the_application_is_sent_again_either(desk: Till) -> None:
    desk.pay.faults.takes_pence = FEE - 1
    await desk.payer(await desk.start(), "pay")
    made = Application(desk.service, desk.case_id, desk.application_id)
    await made.use_help_with_fees()
    await made.send_back()
    await made.resubmit()
    sent = await made.stored()
    assert (sent.state, sent.fee_method) == (WritApplicationState.SUBMITTED, FeeMethod.HELP_WITH_FEES)
    letters = await desk.service.all(Letter, template=LetterName.WRIT_APPLICATION_SUBMITTED)
    assert [letter.facts["payment_reference"] for letter in letters] == [None, None]


async def test_money_that_comes_after_the_payment_was_given_up_is_kept_and_looked_at(desk: Till) -> None:
    desk.pay.faults.copies = 0
    payment = await desk.start()
    await carry_out(desk.ground, SYSTEM, lambda unit: payments.give_up(unit, payment.id, payments.UNKNOWN_TO_PROVIDER))
    await desk.payer(payment, "pay")
    await desk.check(payment)
    await desk.check(payment)
    kept = await desk.service.one(Payment, id=payment.id)
    assert (kept.state, kept.received_pence) == (PaymentState.ERRORED, FEE)
    assert len(await desk.mismatches()) == 1
    await desk.nothing_is_lost()


async def _covered_otherwise(desk: Till) -> None:
    await desk.service.change(
        update(WritApplication)
        .where(WritApplication.id == desk.application_id)
        .values(fee_method=FeeMethod.HELP_WITH_FEES, state=WritApplicationState.SUBMITTED)
    )


async def test_a_payment_that_is_not_needed_any_more_is_cancelled_at_the_provider(desk: Till) -> None:
    payment = await desk.start()
    await _covered_otherwise(desk)
    assert await desk.reconcile() == 1
    ended = await desk.service.one(Payment, id=payment.id)
    assert (ended.state, ended.failure) == (PaymentState.CANCELLED, "CANCELLED_BY_SERVICE")
    assert desk.at_provider(payment).status == "cancelled"


async def test_money_for_a_fee_that_is_covered_otherwise_is_kept_and_looked_at(desk: Till) -> None:
    payment = await desk.start()
    await _covered_otherwise(desk)
    await desk.payer(payment, "pay")
    kept = await desk.service.one(Payment, id=payment.id)
    assert (kept.state, kept.received_pence) == (PaymentState.SUCCEEDED, FEE)
    assert (await desk.application()).fee_method is FeeMethod.HELP_WITH_FEES
    assert len(await desk.mismatches()) == 1
    await desk.nothing_is_lost()


async def test_a_second_payment_under_the_same_reference_is_cancelled_while_open_and_kept_where_paid(
    desk: Till,
) -> None:
    desk.pay.faults.remembers_keys = False
    payment = await desk.start()
    given = {
        "amount": FEE,
        "reference": payment.reference,
        "description": "A fee",
        "return_url": "https://claims.example/",
    }
    async with httpx2.AsyncClient(headers={"authorization": f"Bearer {desk.pay.key}"}) as http:
        others = [(await http.post(f"{desk.pay.url}/v1/payments", json=given)).json()["payment_id"] for _ in range(2)]
    assert await paying.hear(desk.ground, others[0]) is paying.Heard.SETTLED
    assert desk.pay.payments[others[0]].status == "cancelled"
    desk.pay.faults.copies = 3
    desk.pay.end(desk.pay.payments[others[1]], "pay")
    await desk.pay.settle()
    assert len(await desk.mismatches()) == 1
    stands = await desk.service.one(Payment, id=payment.id)
    assert (stands.state, stands.provider_id) == (PaymentState.CREATED, payment.provider_id)
    await desk.nothing_is_lost()


async def test_a_payment_that_the_provider_will_never_make_ends_and_says_why(desk: Till) -> None:
    await desk.service.change(
        update(WritApplication).where(WritApplication.id == desk.application_id).values(fee_pence=10_000_001)
    )
    payment = await desk.start()
    assert (payment.state, payment.failure) == (PaymentState.ERRORED, "DECLINED_P0102")


async def test_a_payment_that_the_provider_does_not_know_is_given_up_after_a_day(desk: Till) -> None:
    payment = await desk.start()
    desk.pay.payments.clear()
    await desk.reconcile()
    assert (await desk.service.one(Payment, id=payment.id)).state is PaymentState.CREATED
    await desk.service.change(update(Payment).values(looks=paying.MOST_LOOKS))
    await desk.reconcile()
    given_up = await desk.service.one(Payment, id=payment.id)
    assert (given_up.state, given_up.failure) == (PaymentState.ERRORED, payments.UNKNOWN_TO_PROVIDER)
