"""Paying a court fee: nobody pays twice, whatever clicks, crashes and goes away (W-07, P3)."""

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import update

from backend.adapters.outside import OutsideInActError
from backend.demo.pretend_payment import EXPIRES_AFTER
from backend.models import HistoryEntry, Letter, Payment
from backend.operations import paying, payments, payments_due, writ_applications
from backend.operations.ground import machine_now
from backend.operations.payments_due import LONGEST_WAIT_FOR_PAGE
from backend.operations.unit import Once, Outcome, Unit, carry_out
from backend.rules import refusals
from backend.rules.reasons.payments import CARD_PAYMENTS_CLOSED
from backend.rules.vocabulary import EventKind, FeeMethod, PaymentState, WritApplicationState
from backend.rules.vocabulary import Letter as LetterName
from tests.builders.clocks import Watch
from tests.builders.paying import FEE, Till
from tests.builders.service import Service

pytestmark = pytest.mark.requirement("W-07")


async def test_starting_commits_the_intent_and_answers_the_page_to_pay_on(desk: Till) -> None:
    payment = await desk.start()
    assert (payment.state, payment.amount_pence, payment.received_pence) == (PaymentState.CREATED, FEE, None)
    there = desk.at_provider(payment)
    assert (there.amount, there.reference) == (FEE, payment.reference)
    assert payment.next_url == f"{desk.pay.url}/secure/{there.token}"
    (told,) = await desk.told(EventKind.FEE_PAYMENT_STARTED)
    assert told.changes == {"payment": payment.reference, "amount": FEE}
    assert told.actor_id == desk.service.kate.user_id


@pytest.mark.requirement("W-08")
async def test_a_fee_paid_submits_the_application_and_plays_the_reference_back(desk: Till) -> None:
    payment = await desk.start()
    await desk.payer(payment, "pay")
    await desk.is_paid(payment)
    (letter,) = await desk.service.all(Letter, template=LetterName.WRIT_APPLICATION_SUBMITTED)
    assert letter.facts["payment_reference"] == payment.reference


@pytest.mark.parametrize("remembers", [True, False], ids=["keys remembered", "keys forgotten"])
async def test_of_clicks_at_the_same_time_one_payment_is_made(desk: Till, remembers: bool) -> None:
    desk.pay.faults.remembers_keys = remembers
    version = await desk.version()
    clicks = await asyncio.gather(*(desk.start(version=version) for _ in range(4)))
    assert {click.id for click in clicks} == {clicks[0].id}
    assert {click.next_url for click in clicks} == {clicks[0].next_url}
    assert clicks[0].next_url is not None
    assert len(desk.pay.payments) == 1
    assert len(await desk.told(EventKind.FEE_PAYMENT_STARTED)) == 1


async def test_the_same_click_sent_again_is_the_same_payment(desk: Till) -> None:
    version, key = await desk.version(), uuid4()
    first = await desk.start(version=version, key=key)
    again = await desk.start(version=version, key=key)
    assert again.id == first.id
    assert len(desk.pay.payments) == 1


@pytest.mark.parametrize("remembers", [True, False], ids=["keys remembered", "keys forgotten"])
async def test_an_intent_whose_answer_never_came_is_found_by_the_reconciler(desk: Till, remembers: bool) -> None:
    desk.pay.faults.remembers_keys = remembers
    await _made_there_and_lost(desk)
    assert [each.state for each in await desk.payments()] == [PaymentState.INTENDED]
    assert await desk.reconcile() == 1
    (found,) = await desk.payments()
    assert (found.state, len(desk.pay.payments)) == (PaymentState.CREATED, 1)
    await desk.payer(found, "pay")
    await desk.is_paid(found)


async def test_an_intent_whose_answer_never_came_is_found_by_a_message(desk: Till) -> None:
    await _made_there_and_lost(desk)
    (there,) = desk.pay.payments.values()
    desk.pay.end(there, "pay")
    await desk.pay.settle()
    (payment,) = await desk.payments()
    await desk.is_paid(payment)


async def _made_there_and_lost(desk: Till) -> None:
    """The process dies between the provider's making of the payment and our commit of it."""
    version = await desk.version()
    once = Once.of(uuid4(), "payWritFee", version)
    await carry_out(
        desk.ground,
        desk.service.kate,
        lambda unit: payments.intend(unit, desk.application_id, expected_version=version),
        once=once,
    )
    taken = await payments_due.take_up(desk.ground)
    assert taken is not None
    await desk.ground.payments.create(taken.intent)


async def test_where_the_provider_is_down_the_intent_stands_and_is_made_good_once(desk: Till) -> None:
    desk.pay.faults.is_down = True
    payment = await desk.start()
    assert (payment.state, payment.next_url) == (PaymentState.INTENDED, None)
    desk.pay.faults.is_down = False
    assert await desk.reconcile() == 1
    made = await desk.service.one(Payment, id=payment.id)
    assert made.state is PaymentState.CREATED
    assert made.next_url is not None
    assert len(desk.pay.payments) == 1


@pytest.mark.parametrize(
    ("choice", "state", "failure"),
    [
        ("decline", PaymentState.FAILED, "DECLINED"),
        ("cancel", PaymentState.CANCELLED, "CANCELLED_BY_PAYER"),
        ("break", PaymentState.ERRORED, "PROVIDER_ERROR"),
    ],
)
async def test_a_payment_that_took_nothing_can_be_followed_by_another(
    desk: Till, choice: str, state: PaymentState, failure: str
) -> None:
    first = await desk.start()
    await desk.payer(first, choice)
    ended = await desk.service.one(Payment, id=first.id)
    assert (ended.state, ended.failure, ended.received_pence) == (state, failure, None)
    (told,) = await desk.told(EventKind.FEE_PAYMENT_ENDED)
    assert told.changes == {"payment": first.reference, "state": state, "failure": failure}
    second = await desk.start()
    assert second.id != first.id
    await desk.payer(second, "pay")
    await desk.is_paid(second)


async def test_a_payment_left_alone_expires_and_the_next_click_starts_another(desk: Till, watch: Watch) -> None:
    first = await desk.start()
    watch.at += EXPIRES_AFTER
    second = await desk.start()
    assert second.id != first.id
    await desk.pay.settle()
    expired = await desk.service.one(Payment, id=first.id)
    assert (expired.state, expired.failure) == (PaymentState.EXPIRED, "EXPIRED")
    await desk.payer(second, "pay")
    await desk.is_paid(second)


async def test_help_with_fees_waits_for_a_payment_in_progress(desk: Till) -> None:
    async def help_with_fees() -> None:
        await desk.service.carry_out(
            desk.service.kate,
            lambda unit: writ_applications.use_help_with_fees(
                unit, desk.application_id, "HWF-A1B-2C3", expected_version=None
            ),
        )

    payment = await desk.start()
    with pytest.raises(refusals.Refused) as refused:
        await help_with_fees()
    assert [reason.code for reason in refused.value.reasons] == ["PAYMENT_IN_PROGRESS"]
    await desk.payer(payment, "cancel")
    (ended,) = await desk.payments()
    assert ended.state is PaymentState.CANCELLED
    await help_with_fees()
    application = await desk.application()
    assert (application.state, application.fee_method) == (WritApplicationState.SUBMITTED, FeeMethod.HELP_WITH_FEES)
    await desk.nothing_is_lost()


@pytest.mark.requirement("X-08")
@pytest.mark.parametrize("who", ["andrew", "stranger", "officer"])
async def test_nobody_but_the_claimant_pays_or_looks(desk: Till, who: str) -> None:
    payment, actor = await desk.start(), getattr(desk.service, who)
    before, calls = await desk.service.counts(), len(desk.pay.calls)
    kind = refusals.NotPermitted if who == "officer" else refusals.NotFound
    with pytest.raises(kind):
        await desk.start(by=actor)
    with pytest.raises(kind):
        await desk.check(payment, by=actor)
    assert await desk.service.counts() == before
    assert len(desk.pay.calls) == calls


async def test_a_payment_is_started_on_the_version_that_was_read(desk: Till) -> None:
    with pytest.raises(refusals.Stale):
        await desk.start(version=await desk.version() - 1)
    assert await desk.payments() == []
    assert desk.pay.calls == []


async def test_where_payments_are_switched_off_none_is_started(desk: Till, service: Service) -> None:
    with pytest.raises(refusals.Refused) as refused:
        await paying.start(
            service.ground,
            service.kate,
            desk.application_id,
            expected_version=await desk.version(),
            once=Once.of(uuid4(), "payWritFee", 1),
        )
    assert refused.value.reasons == (CARD_PAYMENTS_CLOSED,)
    assert await desk.payments() == []


async def test_any_number_of_reconcilers_look_at_each_payment_once(desk: Till) -> None:
    desk.pay.faults.is_down = True
    await desk.start()
    desk.pay.faults.is_down = False
    await desk.service.change(update(Payment).values(look_at=datetime(2026, 1, 1, tzinfo=UTC)))
    taken = await asyncio.gather(*(payments_due.take_up(desk.ground) for _ in range(5)))
    assert len([each for each in taken if each]) == 1


@pytest.mark.requirement("W-07")
async def test_a_payer_who_waits_for_a_page_waits_no_longer_however_often_it_could_not_be_made(desk: Till) -> None:
    desk.pay.faults.is_down = True
    payment = await desk.start()
    for _ in range(5):
        await desk.reconcile()
    waiting = await desk.service.one(Payment, id=payment.id)
    assert (waiting.looks, waiting.next_url) == (6, None)
    assert waiting.look_at - machine_now() <= LONGEST_WAIT_FOR_PAGE
    desk.pay.faults.is_down = False
    await desk.reconcile()
    assert (await desk.service.one(Payment, id=payment.id)).next_url is not None


async def test_nothing_of_a_payment_is_told_to_the_defendant(desk: Till) -> None:
    before = (await desk.service.stream(desk.case_id)).defendant_version
    payment = await desk.start()
    await desk.payer(payment, "decline")
    entries = await desk.service.all(HistoryEntry, stream_id=desk.case_id, subject_id=desk.application_id)
    assert {int(entry.audience) & 2 for entry in entries} == {0}
    assert (await desk.service.stream(desk.case_id)).defendant_version == before


async def test_no_act_calls_the_provider(desk: Till) -> None:
    """Its locks would be held for as long as the provider takes, and what was done there could not be undone."""
    calls = len(desk.pay.calls)

    async def act(unit: Unit) -> Outcome:
        await unit.ground.payments.read("0" * 26)
        return Outcome()

    with pytest.raises(OutsideInActError):
        await desk.service.carry_out(desk.service.kate, act)
    assert len(desk.pay.calls) == calls
