"""The pretend GOV.UK Pay on a port of its own, as tests pay by it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import update
from starlette.applications import Starlette
from starlette.types import ASGIApp

from backend.adapters.govuk_pay import GovUkPay
from backend.demo.pretend_pay import PretendPay
from backend.demo.pretend_payment import PretendPayment
from backend.http import pay_messages
from backend.http.server import listen, server
from backend.models import HistoryEntry, Payment, ServiceRequest, WritApplication
from backend.operations import histories, paying
from backend.operations.ground import Ground, machine_now
from backend.operations.unit import Once
from backend.rules.access import Actor
from backend.rules.casework.catalogue import KINDS
from backend.rules.vocabulary import (
    EventKind,
    FeeMethod,
    KindCode,
    PaymentState,
    WritApplicationState,
)
from backend.workers.reconcile import Reconciler
from tests.builders.enforcement import complete_application, unpaid_judgment
from tests.builders.service import Service

KEY = "a key of tests"
SIGNED_BY = "a secret of the pretend provider"
SITE = "https://claims.example"
FEE = 80_00
"""To seal a writ, in March 2026."""
NOWHERE = "http://127.0.0.1:1/nowhere"


@asynccontextmanager
async def serving(make: Callable[[str], ASGIApp], *, port: int = 0) -> AsyncIterator[str]:
    """Serve an application on a free port of this machine until the block ends; `make` is told its address."""
    bound = listen("127.0.0.1", port)
    url = f"http://127.0.0.1:{bound.getsockname()[1]}"
    running = server(make(url), host="127.0.0.1", port=0)
    task = asyncio.create_task(running.serve(sockets=[bound]))
    while not running.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.005)
    try:
        yield url
    finally:
        running.should_exit = True
        await task


@asynccontextmanager
async def pretend_pay(
    *, tell: str = NOWHERE, now: Callable[[], datetime] = machine_now, keeps: Path | None = None
) -> AsyncIterator[PretendPay]:
    """The provider, served; its messages go to `tell`."""
    made: list[PretendPay] = []

    def make(url: str) -> ASGIApp:
        made.append(PretendPay(url=url, key=KEY, secret=SIGNED_BY, tell=tell, now=now, keeps=keeps))
        return made[0].app()

    async with serving(make):
        yield made[0]


def adapter(pay: PretendPay, *, key: str = KEY, time_limit: float = 5.0) -> GovUkPay:
    """The real adapter, set on the pretend provider."""
    return GovUkPay(url=pay.url, key=key, site_url=SITE, timeout=time_limit, time_limit=time_limit)


@dataclass
class Till:
    """The service with Kate's application for a writ, whose fee is due, and the provider that takes it."""

    service: Service
    pay: PretendPay
    case_id: UUID
    application_id: UUID
    messages: str
    """Where the provider's messages are taken."""

    @property
    def ground(self) -> Ground:
        return self.service.ground

    async def version(self) -> int:
        return (await self.service.stream(self.case_id)).claimant_version

    async def start(self, *, by: Actor | None = None, version: int | None = None, key: UUID | None = None) -> Payment:
        """Kate clicks on paying; the payment as it stands then."""
        version = await self.version() if version is None else version
        once = Once.of(key or uuid4(), "payWritFee", [str(self.application_id), version])
        outcome = await paying.start(
            self.ground, by or self.service.kate, self.application_id, expected_version=version, once=once
        )
        return await self.service.one(Payment, id=outcome.subjects["payment"])

    async def check(self, payment: Payment, *, by: Actor | None = None) -> Payment:
        """Kate comes back from the page; the payment as it stands then."""
        once = Once.of(uuid4(), "checkFeePayment", str(payment.id))
        await paying.check(self.ground, by or self.service.kate, payment.id, once=once)
        return await self.service.one(Payment, id=payment.id)

    def at_provider(self, payment: Payment) -> PretendPayment:
        return self.pay.payments[str(payment.provider_id)]

    async def payer(self, payment: Payment, choice: str) -> None:
        """The payer does something on the page; what is told of it has arrived when this ends."""
        self.pay.end(self.at_provider(payment), choice)
        await self.pay.settle()

    async def reconcile(self) -> int:
        """What the reconciler does once every look is due."""
        await self.service.change(update(Payment).values(look_at=machine_now()))
        return await Reconciler(self.ground).run_due()

    async def payments(self) -> list[Payment]:
        return await self.service.all(Payment, by=Payment.intended_at)

    async def application(self) -> WritApplication:
        return await self.service.one(WritApplication, id=self.application_id)

    async def told(self, kind: EventKind) -> list[HistoryEntry]:
        """The entries of this kind in the claim's history, oldest first."""
        return await self.service.all(HistoryEntry, by=HistoryEntry.number, stream_id=self.case_id, kind=kind)

    async def mismatches(self) -> list[ServiceRequest]:
        """The service requests about money that fits no fee."""
        place = KINDS[KindCode.PAYMENT_MISMATCH]
        return await self.service.all(
            ServiceRequest, case_id=self.case_id, process=place.process, area=place.area, sub_area=place.sub_area
        )

    async def is_paid(self, payment: Payment) -> None:
        """The fee was received once, and its application is with the court."""
        stands = await self.service.one(Payment, id=payment.id)
        assert (stands.state, stands.received_pence, stands.failure) == (PaymentState.SUCCEEDED, FEE, None)
        assert stands.next_url is None
        application = await self.application()
        assert (application.state, application.fee_method) == (WritApplicationState.SUBMITTED, FeeMethod.GOV_UK_PAY)
        (told,) = await self.told(EventKind.FEE_PAYMENT_SUCCEEDED)
        assert told.changes == {"payment": payment.reference, "amount": FEE}
        assert len(await self.told(EventKind.WRIT_APPLICATION_SUBMITTED)) == 1
        assert len(await self.service.all(ServiceRequest, case_id=self.case_id)) == 1
        await self.nothing_is_lost()

    async def nothing_is_lost(self) -> None:
        """To the penny: what the provider took stands in the history, each payment once."""
        told = [entry.changes["amount"] for entry in await self.told(EventKind.FEE_PAYMENT_SUCCEEDED)]
        assert sum(told) == self.pay.taken_pence
        assert (await histories.verify(self.ground.database)).faults == []


@asynccontextmanager
async def till(service: Service, *, now: Callable[[], datetime] = machine_now) -> AsyncIterator[Till]:
    """An application that waits for its fee, and the provider, which tells us of what changes."""
    hears: list[Ground] = []

    def make(_url: str) -> ASGIApp:
        return Starlette(
            routes=[pay_messages.route(secret=SIGNED_BY, hear=lambda provider_id: paying.hear(hears[0], provider_id))]
        )

    async with serving(make) as url, pretend_pay(tell=f"{url}{pay_messages.PATH}", now=now) as pay:
        payments = adapter(pay)
        service = replace(service, ground=replace(service.ground, payments=payments))
        hears.append(service.ground)
        case_id = await unpaid_judgment(service)
        application = await complete_application(service, case_id)
        yield Till(service, pay, case_id, application.id, f"{url}{pay_messages.PATH}")
        await pay.settle()
        await payments.close()
