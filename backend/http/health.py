"""What the platform asks: is the process alive, is it ready, what does it measure."""

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from backend.execution.faults import log_fault
from backend.http.responses import request_id
from backend.http.service import Service

_READY = "ready\n"
_NOT_RELEASED = "ready, not released: no letter and no payment leaves from this database\n"


class Health:
    """The three routes that no limit holds up."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def livez(self, _request: Request) -> Response:
        """Say that the event loop turns."""
        return PlainTextResponse("alive\n")

    async def readyz(self, request: Request) -> Response:
        """Say whether requests may be sent here: not while stopping, nor without a database.

        A copy that is not released serves requests, and says in its answer that nothing leaves it.
        """
        ports = self._service.ports
        try:
            is_ready = not self._service.stopping.is_set() and await ports.is_ready()
            told = _READY if is_ready and await ports.is_released() else _NOT_RELEASED
        except Exception as error:  # noqa: BLE001  whatever it is, the answer is no
            log_fault(error, request_id=request_id(request.scope))
            is_ready = False
        return PlainTextResponse(told if is_ready else "not ready\n", status_code=200 if is_ready else 503)

    async def metrics(self, _request: Request) -> Response:
        """Write the measures in Prometheus's text format; the platform must keep this path from the public."""
        return Response(generate_latest(), headers={"content-type": CONTENT_TYPE_LATEST})
