"""A payment at the pretend GOV.UK Pay: of what it is made, how it ends, how it is answered, and what can go amiss."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from starlette.responses import Response

LARGEST_AMOUNT, LONGEST_TEXT = 10_000_000, 255
EXPIRES_AFTER = timedelta(minutes=90)
ENDINGS: dict[str, tuple[str, str | None, str | None]] = {
    "pay": ("success", None, "card_payment_succeeded"),
    "decline": ("failed", "P0010", "card_payment_failed"),
    "cancel": ("failed", "P0030", "card_payment_failed"),
    "expire": ("failed", "P0020", "card_payment_expired"),
    "withdraw": ("cancelled", "P0040", None),
    "break": ("error", "P0050", "card_payment_failed"),
}
"""What ends a payment: the state it comes to, the code, and the message that tells of it."""
MESSAGES = {
    "P0010": "Payment method rejected",
    "P0020": "Payment expired",
    "P0030": "Payment was cancelled by the user",
    "P0040": "Payment was cancelled by the service",
    "P0050": "Payment provider returned an error",
}


@dataclass
class Faults:
    """What goes amiss, until it is set otherwise."""

    copies: int = 1
    """How often each message is sent; 0: it is lost."""
    delay_seconds: float = 0.0
    holds_messages: bool = False
    """Kept until `release` sends them, in the order that it is given."""
    forged: bool = False
    """Signed with a secret that is not ours."""
    silent_after_creating: bool = False
    """The next payment is made, and its maker hears nothing."""
    is_down: bool = False
    remembers_keys: bool = True
    """Whether a call under the same Idempotency-Key answers the payment made before: not promised for card payments."""
    takes_pence: int | None = None
    """The sum that is taken instead of the amount."""


@dataclass
class PretendPayment:
    """One payment as the provider keeps it."""

    id: str
    token: str
    amount: int
    reference: str
    description: str
    return_url: str
    created_at: datetime
    status: str = "created"
    code: str | None = None

    @property
    def is_finished(self) -> bool:
        return self.status in {"success", "failed", "cancelled", "error"}


def read_payments(kept: bytes) -> dict[str, PretendPayment]:
    """The payments as a file keeps them, by their ids."""
    return {
        key: PretendPayment(**{**stored, "created_at": datetime.fromisoformat(stored["created_at"])})
        for key, stored in orjson.loads(kept).items()
    }


def fields_of(given: bytes) -> dict[str, Any] | Response:
    """What a payment is made of, or why none is."""
    try:
        body = orjson.loads(given)
    except orjson.JSONDecodeError:
        return error("P0197", 400)
    wanted = ("amount", "reference", "description", "return_url")
    if not isinstance(body, dict) or any(body.get(name) in {None, ""} for name in wanted):
        return error("P0101", 400)
    if not isinstance(body["amount"], int) or not 1 <= body["amount"] <= LARGEST_AMOUNT:
        return error("P0102", 422)
    if any(len(str(body[name])) > LONGEST_TEXT for name in ("reference", "description")):
        return error("P0102", 422)
    return {name: body[name] for name in wanted}


def error(code: str, status: int) -> Response:
    return answer({"code": code, "description": "See the list of codes."}, status=status)


def answer(value: Any, *, status: int = 200) -> Response:
    return Response(orjson.dumps(value), status_code=status, media_type="application/json")
