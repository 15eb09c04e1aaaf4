"""kill -9 in the middle of paying a fee: one payment, taken once, and never lost (W-07, P3)."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from sqlalchemy import update

from backend.adapters.database import Database
from backend.demo.pretend_pay import PretendPay
from backend.http.pay_messages import PATH
from backend.models import Payment, ServiceRequest, WritApplication
from backend.operations import histories, sessions
from backend.operations.ground import machine_now
from backend.queries.ids import to_node_id
from backend.rules.vocabulary import PaymentState, WritApplicationState
from tests.builders.enforcement import complete_application, unpaid_judgment
from tests.builders.paying import KEY, SIGNED_BY, pretend_pay
from tests.builders.service import Service, open_service
from tests.live.processes import Process, production, start

FEE = 80_00
PATIENCE = 60.0
PAY = """
mutation Pay($input: PayWritFeeInput!) {
  payWritFee(input: $input) {
    __typename
    ... on PayWritFeeSuccess { isReplayed payment { id state nextUrl } }
  }
}
"""


@dataclass
class Shop:
    """Processes of the service on one database, which die and come again, and the provider that outlives them."""

    service: Service
    pay: PretendPay
    application_id: UUID
    version: int
    token: str
    environment: dict[str, str]
    processes: list[Process]

    async def serve(self, doom: str = "never:0") -> Process:
        process = start("-m", "tests.crash.doomed", "serve", environment=self.environment | {"DOOM": doom})
        self.processes.append(process)
        await asyncio.to_thread(process.await_line, "ready ")
        return process

    async def work(self) -> None:
        process = start("-m", "backend", "work", environment=self.environment)
        self.processes.append(process)
        await asyncio.to_thread(process.await_line, "working")

    async def click(self, key: UUID) -> dict[str, Any]:
        """Kate clicks on paying; raises where the server dies before it answers."""
        given = {
            "idempotencyKey": str(key),
            "applicationId": to_node_id("WritApplication", self.application_id),
            "expectedVersion": self.version,
        }
        async with httpx2.AsyncClient(timeout=PATIENCE) as http:
            answer = await http.post(
                f"http://127.0.0.1:{self.environment['PORT']}/graphql",
                json={"query": PAY, "variables": {"input": given}},
                headers={"authorization": f"Bearer {self.token}"},
            )
        result: dict[str, Any] = answer.json()["data"]["payWritFee"]
        return result

    async def payment(self) -> Payment:
        return await self.service.one(Payment, application_id=self.application_id)

    async def as_if_time_had_passed(self) -> None:
        """Whoever held the payment is known to be dead."""
        await self.service.change(update(Payment).values(look_at=machine_now()))


@asynccontextmanager
async def shop(database_url: str) -> AsyncIterator[Shop]:
    database, port = Database(database_url), _free_port()
    service = await open_service(database)
    case_id = await unpaid_judgment(service)
    application_id = (await complete_application(service, case_id)).id
    token = (await sessions.sign_in(service.ground, service.kate.user_id)).token
    async with pretend_pay(tell=f"http://127.0.0.1:{port}{PATH}") as pay:
        environment = production(database_url) | {
            "PORT": str(port),
            "TRUSTED_DOCUMENTS": "false",
            "PAYMENTS": "gov-uk-pay",
            "PAY_URL": pay.url,
            "PAY_KEY": KEY,
            "PAY_WEBHOOK_SECRET": SIGNED_BY,
        }
        version = (await service.stream(case_id)).claimant_version
        made = Shop(service, pay, application_id, version, token, environment, [])
        try:
            yield made
        finally:
            for process in made.processes:
                await asyncio.to_thread(process.stop)
                process.output.unlink()
            await pay.settle()
            await database.dispose()


async def until(holds: Callable[[], Any]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await holds():  # noqa: ASYNC110 - another process brings it about
            await asyncio.sleep(0.1)


@pytest.mark.requirement("W-07", "X-07")
async def test_whenever_a_process_is_killed_the_fee_is_taken_once_and_never_lost(database_url: str) -> None:
    async with shop(database_url) as made:
        key, pay = uuid4(), made.pay
        # The provider has made it; the server dies before it hears so. Keys are not remembered, as in the worst case.
        pay.faults.silent_after_creating, pay.faults.remembers_keys = True, False
        server = await made.serve()
        click = asyncio.create_task(made.click(key))

        async def is_made() -> bool:
            return bool(pay.payments)

        await until(is_made)
        server.kill()
        with contextlib.suppress(httpx2.TransportError):
            await click
        assert (await made.payment()).state is PaymentState.INTENDED

        # The same click again, at a server that will die before it can commit what the message tells.
        await made.as_if_time_had_passed()
        doomed = await made.serve("before_commit:1")
        answer = await made.click(key)
        assert answer["payment"]["state"] == "CREATED"
        (there,) = pay.payments.values()
        assert answer["payment"]["nextUrl"] == f"{pay.url}/secure/{there.token}"
        pay.end(there, "pay")
        assert await asyncio.to_thread(doomed.popen.wait, 30) != 0
        assert (await made.payment()).state is PaymentState.CREATED

        await made.as_if_time_had_passed()
        await made.work()

        async def is_paid() -> bool:
            return (await made.payment()).state is PaymentState.SUCCEEDED

        await until(is_paid)
        assert (await made.payment()).received_pence == FEE == pay.taken_pence
        assert len(pay.payments) == 1
        application = await made.service.one(WritApplication, id=made.application_id)
        assert application.state is WritApplicationState.SUBMITTED
        assert len(await made.service.all(ServiceRequest, subject_id=made.application_id)) == 1
        assert await made.service.all(ServiceRequest, subject_id=(await made.payment()).id) == []
        assert (await histories.verify(made.service.ground.database)).faults == []


def _free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])
