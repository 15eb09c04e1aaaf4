"""Where outside systems post what they tell (docs/intake.md): one address a feed, each known by its own secret.

A message has no session and no cookie: it is known by its signature over the body as it came, which is looked at
before anything is parsed. A feed that does not exist, one without a secret and a wrong signature answer alike.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

import orjson
import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.adapters.feeds.signature import SIGNATURE, TIMESTAMP, is_signed
from backend.execution.problems import RefusedOperation
from backend.http.bodies import decode
from backend.operations.received import Answer, Taken
from backend.rules.errors import PublicError
from backend.rules.intake import LARGEST
from backend.rules.vocabulary import Feed

log = structlog.get_logger(__name__)
PATH = "/intake/{feed}"
NESTING = 12
"""How deep the JSON of a message may be nested."""
STATUSES: dict[Answer, int] = {
    Answer.ACCEPTED: 202,
    Answer.KNOWN: 200,
    Answer.REFUSED: 422,
    Answer.NOT_A_MESSAGE: 400,
    Answer.OTHER_CONTENT: 409,
    Answer.LATER: 503,
}
_UNSIGNED, _TOO_LARGE = 401, 413
TakeIn = Callable[[Feed, bytes, object], Awaitable[Taken]]


def route(*, secrets: Mapping[Feed, str], take_in: TakeIn, now: Callable[[], datetime]) -> Route:
    """The route of the feeds that have a secret; `now` is the machine's clock, by which senders sign."""

    async def told(request: Request) -> Response:
        feed = feed_named(request.path_params["feed"])
        body = await request.body()
        if len(body) > LARGEST:
            return _answer(_TOO_LARGE)
        secret, headers = secrets.get(feed) if feed else None, request.headers
        if feed is None or secret is None:
            return _answer(_UNSIGNED)
        if not is_signed(body, headers.get(TIMESTAMP), headers.get(SIGNATURE), secret, now=now()):
            log.warning("intake.unsigned", feed=feed)
            return _answer(_UNSIGNED)
        try:
            taken = await take_in(feed, body, document_of(body))
        except PublicError:
            taken = Taken(Answer.LATER)
        return _answer(STATUSES[taken.answer], taken)

    return Route(PATH, told, methods=["POST"])


def document_of(body: bytes) -> object:
    """The body as JSON; None where it is none, or nested too deeply to be a message."""
    try:
        return decode(body, nesting=NESTING)
    except RefusedOperation:
        return None


def feed_named(name: str) -> Feed | None:
    """The feed of a path: its name in small letters."""
    return next((feed for feed in Feed if feed.lower() == name), None)


def _answer(status: int, taken: Taken | None = None) -> Response:
    headers = {"retry-after": "30"} if status == STATUSES[Answer.LATER] else None
    if taken is None:
        return Response(status_code=status, headers=headers)
    told = {"answer": taken.answer.name} | ({"code": taken.code, "message": taken.sentence} if taken.code else {})
    return Response(orjson.dumps(told), status_code=status, headers=headers, media_type="application/json")
