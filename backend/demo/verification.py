"""The page that the QR code of a writ opens: plain HTML, no script. In production it is the front end's (W-20)."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.demo import page
from backend.demo.desk import Desk
from backend.demo.pay_pages import POLICY
from backend.http.responses import caller
from backend.operations.verifying import Verified
from backend.rules.calendars import spoken_day
from backend.rules.linking import COUNTED_OVER
from backend.rules.money import spoken
from backend.rules.refusals import Refused
from backend.rules.texts import SHORT, is_harmless
from backend.rules.words import in_words
from backend.schema.meanings import MEANINGS

TITLE = "Verify a writ of control"
TEMPLATE = "verify.html"
GENUINE = "Writ {number} is genuine"
NOT_GENUINE = "No such writ, or the code is wrong"
TOO_MANY = "Too many writs were verified from here: try again in an hour"


def routes(desk: Desk) -> list[Route]:
    """`/verify`, with number and code as `documents.writ.verification_url` spells them."""
    return [Route("/verify", _verify(desk), methods=["GET"])]


def _verify(desk: Desk) -> Callable[[Request], Awaitable[Response]]:
    async def verify(request: Request) -> Response:
        given = {"writ": _typed(request, "writ"), "code": _typed(request, "code")}
        if not all(given.values()):
            return _page(TITLE, given)
        try:
            verified = await desk.verify(given["writ"], given["code"], caller(request.scope))
        except Refused:
            headers = {"retry-after": str(int(COUNTED_OVER.total_seconds()))}
            return _page(TOO_MANY, given, status=429, headers=headers)
        if verified is None:
            return _page(NOT_GENUINE, given)
        return _page(GENUINE.format(number=verified.number), given, facts=facts_of(verified))

    return verify


def facts_of(verified: Verified) -> dict[str, str]:
    """What the page tells of a genuine writ, as label and text, in the order in which it is read."""
    superseded = {"Version": "A later version has taken the place of this one."} if verified.is_superseded else {}
    return {
        "Status today": f"{in_words(verified.status).capitalize()}. {_meaning(verified)}",
        **superseded,
        "Court": verified.court,
        "Judgment": verified.judgment_number,
        "To be enforced on the day of issue": spoken(verified.total_pence),
        "Issued on": spoken_day(verified.issued_on),
        "Last day": spoken_day(verified.expires_on),
        "Firm of the officer": verified.firm,
        "SHA-256 of the document": verified.sha256.hex(),
    }


def _meaning(verified: Verified) -> str:
    return MEANINGS[type(verified.status)][verified.status]


def _typed(request: Request, name: str) -> str:
    """What stands in the address, without what no database holds and nobody reads."""
    return "".join(filter(is_harmless, request.query_params.get(name, "")[:SHORT])).strip()


def _page(
    title: str,
    given: dict[str, str],
    *,
    facts: dict[str, str] | None = None,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    shown: dict[str, Any] = {"title": title, "is_answered": title != TITLE, "given": given, "facts": facts or {}}
    answer = page.html(TEMPLATE, shown, policy=POLICY, status=status)
    answer.headers.update(headers or {})
    return answer
