"""How many operations run at once: the rest wait in a short line, and beyond its end are sent away at once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from backend.rules.errors import ErrorCode, PublicError


class Admission:
    """A bounded number of places, and a bounded line before them."""

    def __init__(self, *, running: int, waiting: int, waiting_seconds: float, retry_after: int) -> None:
        """Give the number of places and of those who may wait, for so many seconds."""
        self._places = asyncio.Semaphore(running)
        self._most_waiting = waiting
        self._seconds = waiting_seconds
        self._retry_after = retry_after
        self._waiting = 0

    @property
    def is_full(self) -> bool:
        return self._places.locked() and self._waiting >= self._most_waiting

    def busy(self) -> PublicError:
        message = "The service is full; please come again in a moment."
        return PublicError(ErrorCode.SERVICE_UNAVAILABLE, message, retry_after=self._retry_after)

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Hold a place. Raises `PublicError` (SERVICE_UNAVAILABLE) when the line is full, or too slow."""
        if self.is_full:
            raise self.busy()
        self._waiting += 1
        try:
            async with asyncio.timeout(self._seconds):
                await self._places.acquire()
        except TimeoutError:
            raise self.busy() from None
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._places.release()


class Seats:
    """How many long-lived connections each user, and each address of the anonymous, may hold."""

    def __init__(self, *, per_user: int, per_caller: int) -> None:
        """Give the bounds."""
        self._per_user = per_user
        self._per_caller = per_caller
        self._taken: Counter[str] = Counter()

    @contextmanager
    def seat(self, *, user: str | None, caller: str) -> Iterator[None]:
        """Hold a seat. Raises `PublicError` (RATE_LIMITED) when all of this user's are taken."""
        key, most = (f"user {user}", self._per_user) if user is not None else (f"caller {caller}", self._per_caller)
        if self._taken[key] >= most:
            raise PublicError(ErrorCode.RATE_LIMITED, "Too many live connections are open.", retry_after=1)
        self._taken[key] += 1
        try:
            yield
        finally:
            self._taken[key] -= 1
            if not self._taken[key]:
                del self._taken[key]
