"""The reconciler: what was begun at the payment provider is brought to its end, whoever lost sight of it (W-07).

An intent whose call was cut off is made good under the same key and reference; a payment whose payer never came back,
and of which no message arrived, is looked at until it has ended. Any number of workers may run.
"""

import asyncio
import contextlib

import structlog

from backend.operations import paying, payments_due
from backend.operations.ground import Ground
from backend.workers.release import Release

log = structlog.get_logger(__name__)
PAUSE_SECONDS = 2.0


class Reconciler:
    """One worker of the payments that are live."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._release = Release(ground.database, worker="reconciler")

    async def run(self, stop: asyncio.Event) -> None:
        """Look at what is due until `stop` is set. Without payments there is nothing to do."""
        while not stop.is_set():
            looked = 0
            try:
                if self._ground.payments.are_taken and await self._release.is_given():
                    looked = await self.run_due(stop=stop)
            except Exception as fault:  # noqa: BLE001 - the next turn makes it good
                log.error("reconcile.fault", fault=type(fault).__name__)  # noqa: TRY400 - no values
            if not looked:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), PAUSE_SECONDS)

    async def run_due(self, *, limit: int = 100, stop: asyncio.Event | None = None) -> int:
        """Look at up to so many payments that are due, or until `stop` is set; how many were looked at.

        The one due longest comes first.
        """
        for looked in range(limit):
            if stop is not None and stop.is_set():
                return looked
            taken = await payments_due.take_up(self._ground)
            if taken is None:
                return looked
            await paying.look(self._ground, taken)
        return limit
