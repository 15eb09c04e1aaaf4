"""Documents to download: a link that lives for minutes, and one answer for everything that is wrong with it (W-12).

The link itself is the key, so that a browser can follow it; it is bound to a session that stands. Where the request
also carries a token, it must be that of the same session. Who downloads too often is told when to come again.
"""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from backend.http.responses import bearer
from backend.operations.downloads import PATH, File
from backend.rules.linking import COUNTED_OVER
from backend.rules.refusals import Refused

_NO_SUCH, _WRONG_METHOD, _TOO_MANY = 404, 405, 429
_LONGEST = 400
Fetch = Callable[[str, str | None], Awaitable[File | None]]


def route(fetch: Fetch, *, path: str = PATH) -> Route:
    """The route below `path`; `fetch` judges the link, with the request's token if there is one, and notes it.

    It raises `Refused` for who downloads too often.
    """

    async def download(request: Request) -> Response:
        if request.method != "GET":
            # A HEAD would note a download of which nobody gets a byte.
            return PlainTextResponse("Documents are fetched by GET.\n", _WRONG_METHOD, {"allow": "GET"})
        token = request.path_params["token"]
        held = bearer(request.headers.get("authorization"))
        try:
            file = await fetch(token, held) if len(token) <= _LONGEST else None
        except Refused:
            later = {"retry-after": str(int(COUNTED_OVER.total_seconds()))}
            return PlainTextResponse("Too much was downloaded: try again in an hour.\n", _TOO_MANY, later)
        if file is None:
            return PlainTextResponse("There is no such document, or the link has expired.\n", _NO_SUCH)
        return Response(
            file.content,
            media_type=file.media_type,
            headers={
                "content-disposition": f'attachment; filename="{file.name}"',
                "cache-control": "no-store",
                "x-content-type-options": "nosniff",
            },
        )

    return Route(f"{path}/{{token}}", download, methods=["GET"])
