"""GOV.UK Pay over HTTP: its paths, states and codes end here (https://docs.payments.service.gov.uk/api_reference/).

Its `Idempotency-Key` is documented for recurring payments, and it is not said that a card payment made twice under one
key is one. So we send it, and do not rest on it: a call that may have got through is followed by a search for our
reference, and only where that finds nothing by another call.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx2

from backend.adapters import outside
from backend.adapters.payments import Created, Declined, Intent, Looked, NotThere, OutOfReach, Seen
from backend.rules.vocabulary import PaymentState

A = TypeVar("A")
T = TypeVar("T")
OPEN = frozenset({"created", "started", "submitted", "capturable"})
ENDINGS: dict[tuple[str, str | None], tuple[PaymentState, str]] = {
    ("failed", "P0010"): (PaymentState.FAILED, "DECLINED"),
    ("failed", "P0020"): (PaymentState.EXPIRED, "EXPIRED"),
    ("failed", "P0030"): (PaymentState.CANCELLED, "CANCELLED_BY_PAYER"),
    ("cancelled", "P0040"): (PaymentState.CANCELLED, "CANCELLED_BY_SERVICE"),
    ("error", "P0050"): (PaymentState.ERRORED, "PROVIDER_ERROR"),
}
"""What its endings mean; one that has another code ends by its state alone (`OTHER_ENDINGS`)."""
OTHER_ENDINGS: dict[str, tuple[PaymentState, str]] = {
    "failed": (PaymentState.FAILED, "DECLINED"),
    "cancelled": (PaymentState.CANCELLED, "CANCELLED_BY_SERVICE"),
    "error": (PaymentState.ERRORED, "PROVIDER_ERROR"),
}
_ID = re.compile(r"[A-Za-z0-9_-]{1,60}")
_CODE = re.compile(r"P\d{4}")
_LONGEST_URL = 500
_THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})
MOST_AT_ONCE = 8
"""Calls in flight from one process: however slow the provider is, the service's other work keeps its places (P14)."""
_NOT_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.UnsupportedProtocol)
_ABOUT_US = frozenset({401, 403, 429})
"""Our key or our haste is at fault, not the payment: surely not made, and to be tried again."""
_CONFLICT, _FIRST_FAULT = 409, 500
_DONE = frozenset({200, 201})


class _AnswerError(Exception):
    """An answer that is not one of this API."""


class GovUkPay:
    """One account at GOV.UK Pay.

    `url` is the API's, without a slash at its end; `site_url` is ours, to which payers come back. `timeout` is in
    seconds for each step of a request, `time_limit` for a whole call, which may take several requests. A call for which
    there is no place is not made, and answered at once.
    """

    are_taken = True

    def __init__(self, *, url: str, key: str, site_url: str, timeout: float = 4.0, time_limit: float = 8.0) -> None:
        self.time_limit = time_limit
        self._site_url = site_url
        self._url = url
        self._calls = 0
        self._schemes = _schemes_of_pages(url)
        self._http = httpx2.AsyncClient(
            headers={"authorization": f"Bearer {key}", "accept": "application/json"}, timeout=timeout
        )

    async def create(self, intent: Intent) -> Created:
        return await self._in_time(self._create, intent)

    async def read(self, provider_id: str) -> Looked:
        return await self._in_time(self._look, provider_id)

    async def cancel(self, provider_id: str) -> Looked:
        return await self._in_time(self._cancel, provider_id)

    async def close(self) -> None:
        await self._http.aclose()

    async def _in_time(self, call: Callable[[A], Awaitable[T]], about: A) -> T | OutOfReach:
        outside.require_no_act()
        if self._calls >= MOST_AT_ONCE:
            return OutOfReach(may_have_arrived=False)
        self._calls += 1
        try:
            async with asyncio.timeout(self.time_limit):
                return await call(about)
        except TimeoutError:
            return OutOfReach(may_have_arrived=True)
        finally:
            self._calls -= 1

    async def _create(self, intent: Intent) -> Created:
        if intent.may_exist:
            found = await self._find(intent.reference)
            if not isinstance(found, NotThere):
                return found
        answer = await self._ask(
            "POST",
            "",
            json={
                "amount": intent.amount_pence,
                "reference": intent.reference,
                "description": intent.description,
                "return_url": f"{self._site_url}{intent.return_path}",
            },
            headers={"idempotency-key": str(intent.key)},
        )
        if isinstance(answer, OutOfReach):
            return answer
        if answer.status_code == _CONFLICT:
            found = await self._find(intent.reference)
            return OutOfReach(may_have_arrived=True) if isinstance(found, NotThere) else found
        if answer.status_code not in _DONE:
            return Declined(_code_of(answer))
        return self._read(answer)

    async def _look(self, provider_id: str) -> Looked:
        if not _ID.fullmatch(provider_id):
            return NotThere()
        answer = await self._ask("GET", f"/{provider_id}")
        if isinstance(answer, OutOfReach):
            return answer
        return self._read(answer) if answer.status_code in _DONE else NotThere()

    async def _cancel(self, provider_id: str) -> Looked:
        if _ID.fullmatch(provider_id):
            # Whether it could still be cancelled is told by how it stands afterwards.
            await self._ask("POST", f"/{provider_id}/cancel")
        return await self._look(provider_id)

    async def _find(self, reference: str) -> Looked:
        """The payment under our reference: of several the one that was paid, else the one that is open."""
        answer = await self._ask("GET", "", params={"reference": reference})
        if isinstance(answer, OutOfReach):
            return answer
        try:
            results = _mapping(_json(answer)).get("results")
            listed = [_seen(each, self._schemes) for each in results] if isinstance(results, list) else []
        except _AnswerError:
            return OutOfReach(may_have_arrived=True)
        ours = [seen for seen in listed if seen.reference == reference]
        if not ours:
            return NotThere()
        best = min(ours, key=lambda seen: _PREFERRED.get(seen.state, len(_PREFERRED)))
        return await self._look(best.provider_id)  # a list does not say where the payer goes on

    async def _ask(self, method: str, path: str, **given: Any) -> httpx2.Response | OutOfReach:
        try:
            answer = await self._http.request(method, f"{self._url}/v1/payments{path}", **given)
        except _NOT_SENT:
            return OutOfReach(may_have_arrived=False)
        except httpx2.HTTPError:
            return OutOfReach(may_have_arrived=True)
        if answer.status_code in _ABOUT_US:
            return OutOfReach(may_have_arrived=False)
        return OutOfReach(may_have_arrived=True) if answer.status_code >= _FIRST_FAULT else answer

    def _read(self, answer: httpx2.Response) -> Seen | OutOfReach:
        try:
            return _seen(_json(answer), self._schemes)
        except _AnswerError:
            return OutOfReach(may_have_arrived=True)


_PREFERRED = {PaymentState.SUCCEEDED: 0, PaymentState.CREATED: 1}


def _schemes_of_pages(url: str) -> frozenset[str]:
    """How a page to pay on may be reached: encrypted, but for a provider that is on this machine and is not itself."""
    api = urlsplit(url)
    is_here = api.scheme == "http" and api.hostname in _THIS_MACHINE
    return frozenset({"https", "http"} if is_here else {"https"})


def _seen(payment: Any, schemes: frozenset[str]) -> Seen:
    """One payment of theirs in our words, its page where it has one of these schemes. Raises `_AnswerError`."""
    told, standing = _mapping(payment), _mapping(payment.get("state") if isinstance(payment, dict) else None)
    provider_id, reference, amount = told.get("payment_id"), told.get("reference"), told.get("amount")
    if not isinstance(provider_id, str) or not _ID.fullmatch(provider_id):
        raise _AnswerError
    if not isinstance(reference, str) or not isinstance(amount, int):
        raise _AnswerError
    state, failure = _state(standing)
    return Seen(
        provider_id=provider_id,
        reference=reference,
        state=state,
        amount_pence=amount,
        next_url=_next_url(told, schemes) if state is PaymentState.CREATED else None,
        failure=failure,
    )


def _state(standing: Mapping[str, Any]) -> tuple[PaymentState, str | None]:
    status, code = standing.get("status"), standing.get("code")
    if status in OPEN:
        return PaymentState.CREATED, None
    if status == "success":
        return PaymentState.SUCCEEDED, None
    if not isinstance(status, str) or status not in OTHER_ENDINGS:
        raise _AnswerError
    return ENDINGS.get((status, code if isinstance(code, str) else None), OTHER_ENDINGS[status])


def _next_url(told: Mapping[str, Any], schemes: frozenset[str]) -> str | None:
    links = told.get("_links")
    link = links.get("next_url") if isinstance(links, dict) else None
    url = link.get("href") if isinstance(link, dict) else None
    if not isinstance(url, str) or len(url) > _LONGEST_URL:
        return None
    try:
        page = urlsplit(url)
    except ValueError:
        return None
    return url if page.scheme in schemes and page.hostname else None


def _code_of(answer: httpx2.Response) -> str:
    """Its error code, or the status where it gives none: never its words, which quote what was sent."""
    try:
        code = _mapping(_json(answer)).get("code")
    except _AnswerError:
        code = None
    return code if isinstance(code, str) and _CODE.fullmatch(code) else f"HTTP_{answer.status_code}"


def _json(answer: httpx2.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        raise _AnswerError from None


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _AnswerError
    return value
