"""Paying a court fee through the API: what the claimant, the court and everybody else see of it (W-07, W-08)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from backend.adapters.database import Database
from backend.context import Contexts
from backend.demo.pretend_pay import PretendPay
from backend.models import Case
from backend.operations.feed import Feed
from backend.queries.ids import key_of, to_node_id
from backend.rules.vocabulary import Role
from tests.api.world import NOBODY, Person, World
from tests.builders.clocks import SetClock
from tests.builders.enforcement import Application, complete_application
from tests.builders.paying import SITE, adapter, pretend_pay
from tests.builders.service import Service

PAYMENT = "id reference applicationReference amount feePolicy state nextUrl received failure startedAt endedAt"
SUCCESS = (
    f"isReplayed payment {{ {PAYMENT} }} application {{ state feeMethod nextStep payments {{ id }} "
    "actions { name isOpen } } claim { version status } history { kind summary }"
)
PAY = (
    "mutation ($input: PayWritFeeInput!) { payWritFee(input: $input) { __typename "
    f"... on PayWritFeeSuccess {{ {SUCCESS} }} ... on RefusedError {{ reasons {{ code }} }} }} }}"
)
CHECK = (
    "mutation ($input: CheckFeePaymentInput!) { checkFeePayment(input: $input) { __typename "
    f"... on CheckFeePaymentSuccess {{ {SUCCESS} }} }} }}"
)
NODE = f"query ($id: ID!) {{ node(id: $id) {{ __typename ... on FeePayment {{ {PAYMENT} }} }} }}"


@dataclass
class Court:
    """A world that takes payments, with Kate's application in it whose fee is due."""

    world: World
    pay: PretendPay
    made: Application
    kate: Person
    andrew: Person
    officer: Person

    async def pay_fee(self, who: Person | None = None) -> Any:
        version = (await self.made.service.stream(self.made.case_id)).claimant_version
        application = to_node_id("WritApplication", self.made.id)
        return await self.world.do(who or self.kate, PAY, applicationId=application, expectedVersion=version)

    async def check(self, payment: Any, who: Person | None = None) -> Any:
        return await self.world.do(who or self.kate, CHECK, paymentId=payment["id"])

    async def node(self, who: Person, payment: Any) -> Any:
        return (await self.world.data(who, NODE, id=payment["id"]))["node"]


@pytest.fixture
async def court(database: Database) -> AsyncIterator[Court]:
    async with pretend_pay() as pay:
        payments, clock = adapter(pay), SetClock()
        world = World(database, clock=clock)
        world.ground = replace(world.ground, payments=payments)
        world.contexts = Contexts(world.ground, Feed(world.ground), is_ready=_is_ready)
        kate, andrew, stranger = [
            await world.person(each) for each in ("Kate Marlowe", "Andrew Hollis", "Sam Stranger")
        ]
        officer = await world.person("Olu Officer", Role.COURT_OFFICER)
        service = Service(world.ground, clock, kate.actor, andrew.actor, stranger.actor, officer.actor)
        yield Court(world, pay, await complete_application(service), kate, andrew, officer)
        await payments.close()


async def _is_ready() -> bool:
    return True


@pytest.mark.requirement("W-07", "W-08")
async def test_the_claimant_pays_comes_back_and_reads_the_reference_and_what_comes_next(court: Court) -> None:
    started = await court.pay_fee()
    payment = started["payment"]
    assert started["__typename"] == "PayWritFeeSuccess"
    assert (payment["state"], payment["amount"], payment["received"]) == ("CREATED", "80.00", None)
    assert payment["feePolicy"] == "WRIT_FEE_2025"
    (there,) = court.pay.payments.values()
    assert payment["nextUrl"] == f"{court.pay.url}/secure/{there.token}"
    reference = (await court.made.service.one(Case, id=court.made.case_id)).reference
    assert there.return_url == f"{SITE}/claims/{reference}"
    assert [entry["kind"] for entry in started["history"]] == ["FEE_PAYMENT_STARTED"]

    court.pay.end(there, "pay")
    checked = await court.check(payment)
    assert (checked["payment"]["state"], checked["payment"]["received"]) == ("SUCCEEDED", "80.00")
    assert checked["payment"]["nextUrl"] is None
    assert checked["payment"]["reference"] == payment["reference"] == there.reference
    assert (checked["application"]["state"], checked["application"]["feeMethod"]) == ("SUBMITTED", "GOV_UK_PAY")
    assert checked["application"]["nextStep"].startswith("The court verifies the application")
    assert [each["id"] for each in checked["application"]["payments"]] == [payment["id"]]
    told = {entry["kind"]: entry["summary"] for entry in checked["history"]}
    assert told["FEE_PAYMENT_SUCCEEDED"] == f"Payment {payment['reference']} of £80.00 was received."
    assert "WRIT_APPLICATION_SUBMITTED" in told
    refused = await court.pay_fee()
    assert "FEE_COVERED" in [reason["code"] for reason in refused["reasons"]]


@pytest.mark.requirement("X-08")
async def test_the_court_sees_a_payment_but_not_its_page_and_nobody_else_sees_any(court: Court) -> None:
    payment = (await court.pay_fee())["payment"]
    assert await court.node(court.kate, payment) == {"__typename": "FeePayment"} | payment
    seen = await court.node(court.officer, payment)
    assert seen == {"__typename": "FeePayment"} | payment | {"nextUrl": None}
    for who in (court.andrew, court.world.people["Sam Stranger"], NOBODY):
        assert await court.node(who, payment) is None
    for who, typename in ((court.andrew, "NotFoundError"), (court.officer, "NotPermittedError")):
        assert (await court.pay_fee(who))["__typename"] == typename
        assert (await court.check(payment, who))["__typename"] == typename
    assert key_of(payment["id"], "FeePayment")
    assert len(court.pay.payments) == 1
