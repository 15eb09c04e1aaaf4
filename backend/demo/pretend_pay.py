"""A pretend GOV.UK Pay: its paths, states, pages and signed messages over real HTTP, and no money.

What it answers follows https://docs.payments.service.gov.uk/api_reference/; what it does amiss is set by `Faults`,
so that a test can have messages doubled, lost, late, forged, and calls whose answer never comes.
"""

import asyncio
import contextlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx2
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from backend.adapters import pay_signature
from backend.demo.pay_pages import payment_page
from backend.demo.pretend_payment import (
    ENDINGS,
    EXPIRES_AFTER,
    MESSAGES,
    Faults,
    PretendPayment,
    answer,
    error,
    fields_of,
    read_payments,
)

_BETWEEN_LOOKS = 0.05


@dataclass
class PretendPay:
    """The provider. `url` is where it is reached, `tell` where its messages go; `now` is its own clock."""

    url: str
    key: str
    secret: str
    tell: str
    now: Callable[[], datetime]
    keeps: Path | None = None
    """The file in which its payments outlive the process; None: they do not."""
    faults: Faults = field(default_factory=Faults)
    payments: dict[str, PretendPayment] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    """Each call of the API that arrived, as method and path."""
    held: list[bytes] = field(default_factory=list)
    _keys: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    _telling: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        if self.keeps and self.keeps.exists():
            self.payments |= read_payments(self.keeps.read_bytes())

    def app(self) -> Starlette:
        """The application: the API and the pages that payers click through."""
        return Starlette(
            routes=[
                Route("/v1/payments", self._create, methods=["POST"]),
                Route("/v1/payments", self._search, methods=["GET"]),
                Route("/v1/payments/{payment_id}", self._one, methods=["GET"]),
                Route("/v1/payments/{payment_id}/cancel", self._cancel, methods=["POST"]),
                Route("/secure/{token}", self._page, methods=["GET"]),
                Route("/secure/{token}/{choice}", self._choose, methods=["POST"]),
            ]
        )

    @property
    def taken_pence(self) -> int:
        """Everything that was taken from payers."""
        return sum(self._amount(payment) for payment in self.payments.values() if payment.status == "success")

    def under(self, reference: str) -> list[PretendPayment]:
        """The payments made under a reference of ours, oldest first."""
        return [payment for payment in self.payments.values() if payment.reference == reference]

    def end(self, payment: PretendPayment, how: str) -> bool:
        """End a payment as its payer, the time or the service does; False where it had ended before."""
        self._expire(payment)
        if payment.is_finished:
            return False
        self._end(payment, how)
        return True

    async def release(self, *order: int) -> None:
        """Send the messages that were held, in this order of their places (all, as they came, where none is given)."""
        bodies, self.held = self.held, []
        for place in order or range(len(bodies)):
            await self._send(bodies[place])

    async def settle(self) -> None:
        """Wait until every message that is on its way has arrived."""
        while self._telling:
            await asyncio.gather(*self._telling, return_exceptions=True)

    # The API

    async def _create(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        given = await request.body()
        key = request.headers.get("idempotency-key")
        if key and self.faults.remembers_keys and key in self._keys:
            body, payment_id = self._keys[key]
            return self._shown(self.payments[payment_id]) if body == given else error("P0191", 409)
        fields = fields_of(given)
        if isinstance(fields, Response):
            return fields
        payment = PretendPayment(id=secrets.token_hex(13), token=secrets.token_hex(16), created_at=self.now(), **fields)
        self.payments[payment.id] = payment
        self._keep()
        if key:
            self._keys[key] = (given, payment.id)
        if self.faults.silent_after_creating:
            self.faults.silent_after_creating = False
            while not await request.is_disconnected():  # noqa: ASYNC110 - the request has no event for it
                await asyncio.sleep(_BETWEEN_LOOKS)
        return self._shown(payment, status=201)

    async def _search(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        found = self.under(request.query_params.get("reference", ""))
        # As in the real one, a list does not say where the payer goes on.
        results = [self._as_json(payment, with_page=False) for payment in found]
        return answer({"total": len(results), "count": len(results), "page": 1, "results": results})

    async def _one(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        payment = self.payments.get(request.path_params["payment_id"])
        return self._shown(payment) if payment else error("P0200", 404)

    async def _cancel(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        payment = self.payments.get(request.path_params["payment_id"])
        if payment is None:
            return error("P0500", 404)
        return Response(status_code=204) if self.end(payment, "withdraw") else error("P0501", 400)

    def _refusal(self, request: Request) -> Response | None:
        self.calls.append(f"{request.method} {request.url.path.partition('/v1')[2]}")
        if self.faults.is_down:
            return error("P0999", 503)
        is_known = request.headers.get("authorization") == f"Bearer {self.key}"
        return None if is_known else error("P0920", 401)

    def _shown(self, payment: PretendPayment, *, status: int = 200) -> Response:
        self._expire(payment)
        return answer(self._as_json(payment), status=status)

    def _as_json(self, payment: PretendPayment, *, with_page: bool = True) -> dict[str, Any]:
        here = f"{self.url}/v1/payments/{payment.id}"
        links: dict[str, Any] = {"self": {"href": here, "method": "GET"}}
        state: dict[str, Any] = {"status": payment.status, "finished": payment.is_finished}
        if payment.code:
            state |= {"code": payment.code, "message": MESSAGES[payment.code]}
        if with_page and not payment.is_finished:
            links["next_url"] = {"href": f"{self.url}/secure/{payment.token}", "method": "GET"}
            links["cancel"] = {"href": f"{here}/cancel", "method": "POST"}
        return {
            "payment_id": payment.id,
            "amount": self._amount(payment),
            "reference": payment.reference,
            "description": payment.description,
            "return_url": payment.return_url,
            "state": state,
            "payment_provider": "sandbox",
            "created_date": payment.created_at.isoformat(timespec="milliseconds"),
            "_links": links,
        }

    def _amount(self, payment: PretendPayment) -> int:
        other = self.faults.takes_pence if payment.status == "success" else None
        return payment.amount if other is None else other

    def _expire(self, payment: PretendPayment) -> None:
        if not payment.is_finished and self.now() >= payment.created_at + EXPIRES_AFTER:
            self._end(payment, "expire")

    def _end(self, payment: PretendPayment, how: str) -> None:
        payment.status, payment.code, event = ENDINGS[how]
        self._keep()
        if event:
            self._tell(payment, event)

    def _keep(self) -> None:
        if self.keeps:
            self.keeps.write_bytes(orjson.dumps(self.payments))

    # The pages

    async def _page(self, request: Request) -> Response:
        payment = self._by_token(request)
        if payment is None:
            return Response("There is no such payment.", status_code=404, media_type="text/plain")
        self._expire(payment)
        if payment.is_finished:
            return RedirectResponse(payment.return_url, status_code=303)
        payment.status = "started"
        return payment_page(
            payment.description, payment.amount, payment.reference, f"{self.url}/secure/{payment.token}"
        )

    async def _choose(self, request: Request) -> Response:
        payment, choice = self._by_token(request), request.path_params["choice"]
        if payment is None or choice not in {"pay", "decline", "cancel"}:
            return Response("There is no such payment.", status_code=404, media_type="text/plain")
        self.end(payment, choice)
        return RedirectResponse(payment.return_url, status_code=303)

    def _by_token(self, request: Request) -> PretendPayment | None:
        token = request.path_params["token"]
        return next((payment for payment in self.payments.values() if payment.token == token), None)

    # The messages

    def _tell(self, payment: PretendPayment, event: str) -> None:
        body = orjson.dumps(
            {
                "webhook_message_id": secrets.token_hex(13),
                "api_version": 1,
                "created_date": self.now().isoformat(timespec="milliseconds"),
                "resource_id": payment.id,
                "resource_type": "payment",
                "event_type": event,
                "resource": self._as_json(payment, with_page=False),
            }
        )
        if self.faults.holds_messages:
            self.held.append(body)
            return
        task = asyncio.get_running_loop().create_task(self._send(body))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _send(self, body: bytes) -> None:
        await asyncio.sleep(self.faults.delay_seconds)
        secret = "not the secret" if self.faults.forged else self.secret
        headers = {"content-type": "application/json", "pay-signature": pay_signature.signature_of(body, secret)}
        async with httpx2.AsyncClient(timeout=15) as http:
            for _ in range(self.faults.copies):
                with contextlib.suppress(httpx2.HTTPError):
                    await http.post(self.tell, content=body, headers=headers)
