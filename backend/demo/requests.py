"""Reading what is sent to the demonstration's routes: strictly, so that a mistake is told and changes nothing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson
from starlette.requests import Request

from backend.demo.duration import Duration, parse_duration
from backend.demo.personas import PERSONAS, Persona

LARGEST_BODY = 10_000
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII)


class Mistake(Exception):  # noqa: N818  theirs, not a fault of ours
    """What was asked cannot be understood. Nothing was changed; what was sent is not repeated."""

    def __init__(self, code: str, message: str, *, status: int = 400) -> None:
        super().__init__(message)
        self.code, self.message, self.status = code, message, status


@dataclass(frozen=True, slots=True)
class Advance:
    """Move the clock by a period."""

    by: Duration


@dataclass(frozen=True, slots=True)
class GoTo:
    """Move the clock to an instant; None: to whatever falls due next."""

    instant: datetime | None


async def read_object(request: Request) -> Mapping[str, object]:
    """The JSON object in the body. JSON by name only: a form of another site cannot send that (P18)."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Mistake("JSON_ONLY", "Send application/json.", status=415)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise Mistake("BODY_TOO_LARGE", f"The body may have {LARGEST_BODY} bytes.", status=413)
    try:
        given = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise Mistake("MALFORMED_JSON", "The body is not JSON.") from None
    if not isinstance(given, dict):
        raise Mistake("OBJECT_EXPECTED", "The body must be a JSON object.")
    return given


def read_persona(given: Mapping[str, object]) -> Persona:
    """{"persona": key}."""
    key = given.get("persona")
    persona = PERSONAS.get(key) if isinstance(key, str) else None
    if set(given) != {"persona"} or persona is None:
        raise Mistake("UNKNOWN_PERSONA", 'Send {"persona": …} with one of: ' + ", ".join(PERSONAS))
    return persona


def read_clock_order(given: Mapping[str, object]) -> Advance | GoTo:
    """{"advance": period of ISO 8601} or {"to": instant of RFC 3339} or {"to": "next"}."""
    match dict(given):
        case {"advance": str(text), **rest} if not rest:
            return Advance(_period(text))
        case {"to": "next", **rest} if not rest:
            return GoTo(None)
        case {"to": str(text), **rest} if not rest:
            return GoTo(_instant(text))
    raise Mistake("CLOCK_ORDER_EXPECTED", 'Send {"advance": "P20D"}, {"to": "2027-01-23T16:00:00Z"} or {"to": "next"}.')


def _period(text: str) -> Duration:
    try:
        return parse_duration(text)
    except ValueError:
        raise Mistake("NOT_A_PERIOD", "A period is written as in ISO 8601: P20D, PT3H, P1M, P2W.") from None


def _instant(text: str) -> datetime:
    try:
        # Only the form of RFC 3339: Python would also take week dates and times without an offset.
        return datetime.fromisoformat(text if INSTANT.fullmatch(text) else "").astimezone(UTC)
    except (ValueError, OverflowError):
        message = "An instant is written as in RFC 3339, with its offset: 2027-01-23T16:00:00Z."
        raise Mistake("NOT_AN_INSTANT", message) from None
