"""The workers of a restored copy hold still until it is released, and say so once (P20)."""

import structlog

from backend.adapters.database import Database
from backend.operations import installation

log = structlog.get_logger(__name__)


class Release:
    """Asked before every turn of a worker: a copy may come to stand where the original stood a moment ago."""

    def __init__(self, database: Database, *, worker: str) -> None:
        self._database = database
        self._worker = worker
        self._was_given = True

    async def is_given(self) -> bool:
        """Whether this worker may act. Raises what the database raises when it cannot be reached."""
        is_given = await installation.is_released(self._database)
        if is_given != self._was_given:
            self._was_given = is_given
            told = log.info if is_given else log.warning
            told("installation.released" if is_given else "installation.not_released", worker=self._worker)
        return is_given
