"""What the transport asks of the rest of the service; `app.py` gives it one object that answers."""

from collections.abc import Hashable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from backend.execution.engine import OperationKind
from backend.execution.events import Execute, Told


class Ports(Protocol):
    """Who is asking, what an operation carries, and whether the service can answer at all."""

    def open_context(
        self, *, token: str | None, caller: str, request_id: str, kind: OperationKind
    ) -> AbstractAsyncContextManager[object]:
        """Hold open what one operation carries: the value that resolvers read as `info.context`.

        `token` is the bearer token without its scheme, None for an anonymous viewer; `caller` is the address the
        request came from, which rate limits count by. Entering raises `PublicError(UNAUTHENTICATED)` for a token that
        names no session. The context of a subscription stays open as long as its stream.
        """
        ...

    async def run_event(self, context: object, what: Hashable, execute: Execute, /) -> Told:
        """Have one event of a subscription carried out for the viewer of the stream's own `context`.

        `what` is equal where the same is asked of the same event: whoever stands alike may be told what another was.
        It is carried out in a context that begins without anything loaded, so that no event is answered from rows read
        for an earlier one, and told only to who still has the rights that it was read with. Raises `AccessEnded` when
        the viewer has not.
        """
        ...

    async def authenticate(self, *, token: str | None, caller: str) -> str | None:
        """Name the user of a token by a stable key, by which sockets are counted; None for no token.

        Called once for a WebSocket, on `connection_init`. Raises `PublicError(UNAUTHENTICATED)` for a token that names
        no session.
        """
        ...

    async def is_ready(self) -> bool:
        """Whether the database answers and its schema is the one this code was written for (`/readyz`)."""
        ...

    async def is_released(self) -> bool:
        """Whether anything may leave the service from this database: not from a restored copy (`/readyz`)."""
        ...
