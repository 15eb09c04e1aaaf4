"""The wake: tells whoever follows the history that it has grown. A hint and nothing more: what grew is read anew.

A wake may be lost (the network, a restart); whoever waits therefore waits with a time limit, and reads after it too.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol

import asyncpg
import structlog

from backend.adapters.engines import translated

CHANNEL = "history"
"""What the trigger on the history notifies: without a payload, so that nothing personal can travel."""

FIRST_DELAY = 0.1
"""Seconds between the loss of the connection and the second try to open it again; the first is at once."""

log = structlog.get_logger(__name__)


class WakeListener:
    """One follower. Wakes that come while nobody waits are kept as one."""

    def __init__(self) -> None:
        self._woken = asyncio.Event()

    def wake(self) -> None:
        self._woken.set()

    async def wait(self, timeout: float) -> bool:  # noqa: ASYNC109 - the limit is the point: a wake may be lost
        """Wait until the history has grown since the last call; False when `timeout` seconds went by without."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                await self._woken.wait()
        woken = self._woken.is_set()
        self._woken.clear()
        return woken


class Wake(Protocol):
    """Carries wakes from whoever commits to whoever follows."""

    async def publish(self) -> None:
        """Tell that an act has been committed."""
        ...

    def listen(self) -> AbstractAsyncContextManager[WakeListener]:
        """Follow for as long as the block runs. Enter before reading, or what comes in between is missed."""
        ...

    async def close(self) -> None:
        """Stop carrying. Whoever still waits is woken a last time."""
        ...


class InProcessWake:
    """Carries wakes within one process: for SQLite. Other processes find out by their time limit."""

    def __init__(self) -> None:
        self._listeners: set[WakeListener] = set()

    async def publish(self) -> None:
        self._wake_all()

    @asynccontextmanager
    async def listen(self) -> AsyncIterator[WakeListener]:
        listener = WakeListener()
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    async def close(self) -> None:
        self._wake_all()

    def _wake_all(self) -> None:
        for listener in self._listeners:
            listener.wake()


class PostgresWake(InProcessWake):
    """Carries wakes between processes by LISTEN, on one connection of its own for all followers of this process.

    It is opened by the first follower and kept; when it is lost it is opened again, after ever longer pauses of
    `longest_delay` seconds at most, and everyone is woken, because nobody knows what was missed.
    """

    def __init__(self, url: str, *, longest_delay: float = 5.0) -> None:
        super().__init__()
        self._longest_delay = longest_delay
        address = translated(url).set(drivername="postgresql")
        self._url = address.render_as_string(hide_password=False)
        self._ears: asyncio.Task[None] | None = None
        self._hearing = asyncio.Event()

    async def publish(self) -> None:
        """Nothing to do: the trigger on the history notifies in the transaction that wrote it."""

    @asynccontextmanager
    async def listen(self) -> AsyncIterator[WakeListener]:
        if self._ears is None:
            self._ears = asyncio.create_task(self._keep_hearing())
        async with super().listen() as listener:
            # A server that is away must not keep anybody from what they can read; they are woken when it is back.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._longest_delay):
                    await self._hearing.wait()
            yield listener

    async def close(self) -> None:
        if self._ears is not None:
            self._ears.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._ears
            self._ears = None
        await super().close()

    async def _keep_hearing(self) -> None:
        delay = FIRST_DELAY
        while True:
            try:
                await self._hear()
                delay = FIRST_DELAY
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as fault:
                log.warning("wake.unreachable", fault=type(fault).__name__, retry_in=delay)
                await asyncio.sleep(delay)
                delay = min(2 * delay, self._longest_delay)

    async def _hear(self) -> None:
        """Hear wakes until the connection is lost."""
        lost = asyncio.Event()
        connection: Any = await asyncpg.connect(self._url, timeout=self._longest_delay)
        try:
            connection.add_termination_listener(lambda _connection: lost.set())
            await connection.add_listener(CHANNEL, lambda *_: self._wake_all())
            self._hearing.set()
            self._wake_all()
            await lost.wait()
        finally:
            self._hearing.clear()
            connection.terminate()
