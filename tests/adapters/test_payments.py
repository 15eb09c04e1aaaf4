"""The contract of the payment provider: what the real adapter makes of what it hears, over real HTTP (W-07, P3).

It runs on the pretend twin. Against GOV.UK Pay's sandbox it runs with `PAY_SANDBOX_KEY` set to a key of a test account
(docs/running.md); what needs a payer at the page is left out there.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest

from backend.adapters import govuk_pay, outside, pay_signature
from backend.adapters.govuk_pay import MOST_AT_ONCE, GovUkPay
from backend.adapters.held_payments import HeldPayments
from backend.adapters.outside import OutsideInActError
from backend.adapters.payments import Declined, Intent, NoPayments, NotThere, OutOfReach, Seen
from backend.demo.pretend_pay import PretendPay
from backend.demo.pretend_payment import EXPIRES_AFTER
from backend.rules.vocabulary import PaymentState
from tests.builders.clocks import Watch
from tests.builders.paying import SITE, adapter, pretend_pay

pytestmark = pytest.mark.requirement("W-07")
SANDBOX = "https://publicapi.payments.service.gov.uk"


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def twin(watch: Watch) -> AsyncIterator[PretendPay]:
    async with pretend_pay(now=watch) as pay:
        yield pay


@pytest.fixture
async def payments(twin: PretendPay) -> AsyncIterator[GovUkPay]:
    made = adapter(twin)
    yield made
    await made.close()


@pytest.fixture(params=["twin", "sandbox"] if "PAY_SANDBOX_KEY" in os.environ else ["twin"])
async def either(request: pytest.FixtureRequest, payments: GovUkPay) -> AsyncIterator[GovUkPay]:
    """The adapter on the twin, and on the sandbox where there is a key for it."""
    if request.param == "twin":
        yield payments
        return
    made = GovUkPay(url=SANDBOX, key=os.environ["PAY_SANDBOX_KEY"], site_url=SITE)
    yield made
    await made.close()


def intent(**changed: object) -> Intent:
    key = uuid4()
    given = Intent(
        key=key,
        reference=f"PAY-{key.hex[:12]}",
        amount_pence=80_00,
        description="Court fee for a writ of control, claim MC-7K3Q-9FTD",
        return_path="/claims/MC-7K3Q-9FTD",
    )
    return replace(given, **changed)


async def test_a_payment_is_created_read_and_cancelled(either: GovUkPay) -> None:
    asked = intent()
    made = await either.create(asked)
    assert isinstance(made, Seen)
    assert (made.state, made.amount_pence, made.reference) == (PaymentState.CREATED, 80_00, asked.reference)
    assert made.next_url is not None
    seen = await either.read(made.provider_id)
    assert isinstance(seen, Seen)
    assert (seen.provider_id, seen.state) == (made.provider_id, PaymentState.CREATED)
    ended = await either.cancel(made.provider_id)
    assert isinstance(ended, Seen)
    assert (ended.state, ended.failure, ended.next_url) == (PaymentState.CANCELLED, "CANCELLED_BY_SERVICE", None)
    assert await either.cancel(made.provider_id) == ended


async def test_what_the_provider_does_not_know_is_not_there(either: GovUkPay) -> None:
    assert await either.read("0" * 26) == NotThere()


async def test_a_payment_that_cannot_be_made_is_declined_for_good(either: GovUkPay) -> None:
    assert await either.create(intent(amount_pence=10_000_001)) == Declined("P0102")


async def test_a_wrong_key_is_our_fault_and_made_nothing(either: GovUkPay, twin: PretendPay) -> None:
    url = SANDBOX if either is not None and "payments.service" in either._url else twin.url
    stranger = GovUkPay(url=url, key="not a key", site_url=SITE)
    assert await stranger.create(intent()) == OutOfReach(may_have_arrived=False)
    await stranger.close()


@pytest.mark.parametrize(
    ("how", "state", "failure"),
    [
        ("pay", PaymentState.SUCCEEDED, None),
        ("decline", PaymentState.FAILED, "DECLINED"),
        ("cancel", PaymentState.CANCELLED, "CANCELLED_BY_PAYER"),
        ("withdraw", PaymentState.CANCELLED, "CANCELLED_BY_SERVICE"),
        ("expire", PaymentState.EXPIRED, "EXPIRED"),
        ("break", PaymentState.ERRORED, "PROVIDER_ERROR"),
    ],
)
async def test_how_it_ended_is_told_in_our_words(
    payments: GovUkPay, twin: PretendPay, how: str, state: PaymentState, failure: str | None
) -> None:
    made = await payments.create(intent())
    twin.end(twin.payments[made.provider_id], how)
    seen = await payments.read(made.provider_id)
    assert (seen.state, seen.failure, seen.next_url, seen.amount_pence) == (state, failure, None, 80_00)


async def test_a_payer_clicks_through_the_page_and_comes_back(payments: GovUkPay, twin: PretendPay) -> None:
    made = await payments.create(intent())
    async with httpx2.AsyncClient() as browser:
        page = await browser.get(made.next_url)
        assert page.status_code == 200
        assert "Pay £80.00" in page.text
        assert "<script" not in page.text
        assert (await payments.read(made.provider_id)).state is PaymentState.CREATED
        paid = await browser.post(f"{made.next_url}/pay")
        assert (paid.status_code, paid.headers["location"]) == (303, f"{SITE}/claims/MC-7K3Q-9FTD")
        again = await browser.post(f"{made.next_url}/cancel")
        assert again.status_code == 303
    assert (await payments.read(made.provider_id)).state is PaymentState.SUCCEEDED
    assert twin.taken_pence == 80_00


async def test_a_payment_left_alone_expires(payments: GovUkPay, watch: Watch) -> None:
    made = await payments.create(intent())
    watch.at += EXPIRES_AFTER - timedelta(microseconds=1)
    assert (await payments.read(made.provider_id)).state is PaymentState.CREATED
    watch.at += timedelta(microseconds=1)
    assert (await payments.read(made.provider_id)).state is PaymentState.EXPIRED


@pytest.mark.parametrize("remembers", [True, False], ids=["keys remembered", "keys forgotten"])
async def test_an_answer_that_never_came_is_found_and_not_paid_for_twice(
    payments: GovUkPay, twin: PretendPay, remembers: bool
) -> None:
    asked = intent()
    hurried = adapter(twin, time_limit=0.3)
    twin.faults.silent_after_creating, twin.faults.remembers_keys = True, remembers
    assert await hurried.create(asked) == OutOfReach(may_have_arrived=True)
    found = await payments.create(replace(asked, may_exist=True))
    assert isinstance(found, Seen)
    assert found.next_url is not None
    assert [each.id for each in twin.under(asked.reference)] == [found.provider_id]
    await hurried.close()


async def test_a_key_used_for_something_else_answers_what_was_made_under_it(
    payments: GovUkPay, twin: PretendPay
) -> None:
    asked = intent()
    made = await payments.create(asked)
    moved = await payments.create(replace(asked, return_path="/elsewhere"))
    assert moved == made
    assert len(twin.payments) == 1


async def test_of_several_under_one_reference_the_paid_one_is_found(payments: GovUkPay, twin: PretendPay) -> None:
    twin.faults.remembers_keys = False
    asked = intent()
    await payments.create(asked)
    second = await payments.create(asked)
    twin.end(twin.payments[second.provider_id], "pay")
    found = await payments.create(replace(asked, may_exist=True))
    assert (found.provider_id, found.state) == (second.provider_id, PaymentState.SUCCEEDED)


async def test_a_provider_that_is_down_or_not_there_is_out_of_reach(payments: GovUkPay, twin: PretendPay) -> None:
    made = await payments.create(intent())
    twin.faults.is_down = True
    assert await payments.create(intent()) == OutOfReach(may_have_arrived=True)
    assert await payments.read(made.provider_id) == OutOfReach(may_have_arrived=True)
    assert await payments.cancel(made.provider_id) == OutOfReach(may_have_arrived=True)
    nobody = GovUkPay(url="http://127.0.0.1:1", key="x", site_url=SITE)
    assert await nobody.create(intent()) == OutOfReach(may_have_arrived=False)
    await nobody.close()


@pytest.mark.parametrize("name", ["../secrets", "a/b", "a?b", "", "a" * 61, "ä"])
async def test_an_id_that_is_none_is_not_asked_for(payments: GovUkPay, twin: PretendPay, name: str) -> None:
    assert await payments.read(name) == NotThere()
    assert await payments.cancel(name) == NotThere()
    assert twin.calls == []


async def test_nobody_outside_is_called_from_within_an_act(payments: GovUkPay, twin: PretendPay) -> None:
    with outside.kept_out():
        for call in (payments.create(intent()), payments.read("x"), payments.cancel("x")):
            with pytest.raises(OutsideInActError):
                await call
    assert twin.calls == []


async def test_of_many_calls_to_a_provider_that_hangs_a_few_are_made_and_the_others_answered_at_once() -> None:
    waits, asked = asyncio.Event(), 0

    async def hang(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        asked += 1
        await waits.wait()
        writer.close()

    slow = await asyncio.start_server(hang, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{slow.sockets[0].getsockname()[1]}"
    payments = GovUkPay(url=url, key="x", site_url=SITE, time_limit=30.0, timeout=30.0)
    held = [asyncio.create_task(payments.read(f"payment-{number}")) for number in range(MOST_AT_ONCE)]
    while asked < MOST_AT_ONCE:  # noqa: ASYNC110 - counted by the server
        await asyncio.sleep(0.005)
    for answer in (await payments.read("x"), await payments.create(intent()), await payments.cancel("x")):
        assert answer == OutOfReach(may_have_arrived=False)
    assert asked == MOST_AT_ONCE
    waits.set()
    assert await asyncio.gather(*held) == [OutOfReach(may_have_arrived=True)] * MOST_AT_ONCE
    assert await payments.read("x") == OutOfReach(may_have_arrived=True)
    slow.close()
    await payments.close()


@pytest.mark.parametrize(
    ("provider", "page", "is_told"),
    [
        ("https://pay.example", "https://pay.example/secure/1", True),
        ("https://pay.example", "http://pay.example/secure/1", False),
        ("https://127.0.0.1", "http://127.0.0.1/secure/1", False),
        ("http://pay.example", "http://pay.example/secure/1", False),
        ("http://127.0.0.1:9000", "http://127.0.0.1:9000/secure/1", True),
        ("http://localhost:9000", "https://pay.example/secure/1", True),
        ("http://localhost:9000", "javascript:alert(1)", False),
        ("https://pay.example", "https:///secure/1", False),
        ("https://pay.example", "https://[pay.example/secure/1", False),
    ],
)
def test_a_payer_is_sent_to_an_encrypted_page_but_for_a_provider_on_this_machine(
    provider: str, page: str, is_told: bool
) -> None:
    told = {
        "payment_id": "x",
        "reference": "PAY-1",
        "amount": 80_00,
        "state": {"status": "created"},
        "_links": {"next_url": {"href": page, "method": "GET"}},
    }
    seen = govuk_pay._seen(told, govuk_pay._schemes_of_pages(provider))
    assert seen.next_url == (page if is_told else None)


@pytest.mark.requirement("X-07")
async def test_a_copy_that_is_not_released_calls_nobody(payments: GovUkPay, twin: PretendPay) -> None:
    async def never() -> bool:
        return False

    held = HeldPayments(payments, never)
    for answer in (await held.create(intent()), await held.read("x"), await held.cancel("x")):
        assert answer == OutOfReach(may_have_arrived=False)
    assert twin.calls == []


async def test_where_payments_are_switched_off_nothing_is_taken() -> None:
    off = NoPayments()
    assert not off.are_taken
    assert await off.create(intent()) == OutOfReach(may_have_arrived=False)


def test_a_signature_is_over_the_very_bytes_and_by_our_secret() -> None:
    body = b'{"resource_id": "x"}'
    signature = pay_signature.signature_of(body, "secret")
    # RFC 4231 has no such case: reckoned with `openssl dgst -sha256 -hmac secret`.
    assert signature == "20190e73860e9d423c6de67bbab03ef717503dc6587a691b99ede62a9a16ff4c"
    assert pay_signature.is_signed(body, signature, "secret")
    for wrong in (None, "", signature.upper(), signature[:-1], "ä" * 64):
        assert not pay_signature.is_signed(body, wrong, "secret")
    assert not pay_signature.is_signed(body + b" ", signature, "secret")
    assert not pay_signature.is_signed(body, signature, "another secret")


async def test_what_the_twin_knows_outlives_its_process(tmp_path: Path) -> None:
    kept = tmp_path / "pretend-pay.json"
    async with pretend_pay(keeps=kept) as pay:
        payments = adapter(pay)
        made = await payments.create(intent())
        pay.end(pay.payments[made.provider_id], "pay")
        await payments.close()
    async with pretend_pay(keeps=kept) as again:
        payments = adapter(again)
        assert (await payments.read(made.provider_id)).state is PaymentState.SUCCEEDED
        await payments.close()
