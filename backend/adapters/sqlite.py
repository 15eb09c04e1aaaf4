"""Connections to SQLite that end for good, wherever the work on them was cut off.

The driver runs each connection on a thread of its own, and what is cut off there goes on there: a `BEGIN IMMEDIATE`
that nobody waits for any more still takes the lock. SQLite keeps a closed connection alive, with its lock, for as long
as one of its statements is not finished, so closing alone may lock everybody else out. Here the transaction is undone
first, on the connection's own thread, after whatever was still to run there.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from aiosqlite import core


class Connection(core.Connection):
    """The driver's connection, which is given back in one way only, as often as it is asked for."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        made: list[sqlite3.Connection] = []

        def kept() -> sqlite3.Connection:
            made.append(connect())
            return made[0]

        super().__init__(kept, iter_chunk_size=64)
        self._thread.daemon = True  # nobody is kept from leaving by a connection that was not given back
        self._made = made
        self._ended: asyncio.Future[Any] | None = None

    def __del__(self) -> None:
        """What was cut off between its making and its first use belongs to nobody: end it without a word."""
        if self._running and self._made:
            self.stop()

    async def close(self) -> None:
        """End the connection and wait until it has ended."""
        ended = self._ended if self._ended is not None else self.stop()
        if ended is not None:
            await asyncio.shield(ended)

    def stop(self) -> asyncio.Future[Any] | None:
        """End the connection: what it was doing is undone. The future is done when it has ended."""
        if not self._running:
            return self._ended
        self._running = False
        self._connection = None
        try:
            self._ended = asyncio.get_running_loop().create_future()
        except RuntimeError:  # collected where no loop runs
            self._ended = None
        self._tx.put_nowait((self._ended, _ending(self._made)))
        return self._ended


def connecting(file: str, pragmas: Sequence[str]) -> Callable[..., Connection]:
    """A maker of connections to that file, each handed out with its pragmas set and transactions left to the caller."""

    def connect() -> sqlite3.Connection:
        # The driver would begin for itself, late and deferred.
        made = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        for pragma in pragmas:
            made.execute(f"PRAGMA {pragma}").close()
        return made

    return lambda *_args, **_options: Connection(connect)


def _ending(made: list[sqlite3.Connection]) -> Callable[[], object]:
    def end() -> object:
        for connection in made:
            # Whatever the disc says to it: a thread that were not told to end would keep the file and its lock.
            with suppress(sqlite3.Error):
                if connection.in_transaction:
                    connection.rollback()
            with suppress(sqlite3.Error):
                connection.close()
        return core._STOP_RUNNING_SENTINEL  # noqa: SLF001 - the driver knows its own last word only by this name

    return end
