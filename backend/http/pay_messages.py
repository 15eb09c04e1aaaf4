"""Where GOV.UK Pay tells that a payment changed (W-07). What it says is a hint: the payment is read again there.

A message has no session and no cookie: it is known by its signature over the body as it came, which is looked at
before anything is parsed. Whether there is such a payment is not told.
"""

from collections.abc import Awaitable, Callable

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.adapters import pay_signature
from backend.execution.problems import RefusedOperation
from backend.http.bodies import decode
from backend.operations.paying import Heard
from backend.rules.errors import PublicError

log = structlog.get_logger(__name__)
PATH = "/webhooks/gov-uk-pay"
NESTING = 16
_LONGEST_ID = 60
_OK, _BAD, _UNSIGNED, _LATER = 200, 400, 401, 503
Hear = Callable[[str], Awaitable[Heard]]


def route(*, secret: str, hear: Hear) -> Route:
    """The route; `hear` looks at the payment that a message names."""

    async def told(request: Request) -> Response:
        body = await request.body()
        if not pay_signature.is_signed(body, request.headers.get(pay_signature.HEADER), secret):
            log.warning("pay_messages.unsigned")
            return _empty(_UNSIGNED)
        provider_id = _payment_named(body)
        if provider_id is None:
            return _empty(_BAD)
        try:
            heard = await hear(provider_id) if provider_id else Heard.NOT_OURS
        except PublicError:
            heard = Heard.OUT_OF_REACH
        # Told again later where we could not look: it may be of a payment whose intent lost its answer.
        return _empty(_LATER if heard is Heard.OUT_OF_REACH else _OK)

    return Route(PATH, told, methods=["POST"])


def _payment_named(body: bytes) -> str | None:
    """The provider's id of the payment; "" for a message about something else, None for what is no message."""
    try:
        message = decode(body, nesting=NESTING)
    except RefusedOperation:
        return None
    if not isinstance(message, dict):
        return None
    kind, provider_id = message.get("resource_type"), message.get("resource_id")
    if not isinstance(kind, str) or not isinstance(provider_id, str) or not 0 < len(provider_id) <= _LONGEST_ID:
        return None
    return provider_id if kind.lower() == "payment" else ""


def _empty(status: int) -> Response:
    return Response(status_code=status, headers={"retry-after": "5"} if status == _LATER else None)
