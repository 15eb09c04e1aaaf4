"""The monitor: once a London day it looks at every enforcement case, and opens what is due (R-01, R-02).

Cases are found by scans, a page of keys at a time, so that neither its memory nor its number of statements grows with
what is not due. Any number of workers may run, and any of them may die: what was opened stays, and opens once.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import structlog
from sqlalchemy import select

from backend.models import Case
from backend.operations import installation, monitoring, monitorings
from backend.operations.ground import Ground
from backend.operations.scans import SCANS, Scan
from backend.operations.unit import carry_out
from backend.queries.case_facts import facts_of
from backend.rules.access import SYSTEM
from backend.rules.casework.facts import CaseFacts
from backend.rules.monitoring import Due, due, is_anything_due
from backend.rules.periods import london_day
from backend.workers.release import Release

log = structlog.get_logger(__name__)
PAUSE_SECONDS = 2.0
PAGE = 500
"""Cases looked at together."""

Told = Callable[[str], None]
"""Is told of every scan that was done, by its name."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What would be opened on a case, and why."""

    reference: str
    due: Due


@dataclass(frozen=True, slots=True)
class Looked:
    """How many cases something could have been due on, how many service requests were opened, how many acts failed."""

    candidates: int
    opened: int
    failed: int


@dataclass(frozen=True, slots=True)
class _Found:
    """A page of candidates of one scan, with their facts."""

    scan: Scan
    references: dict[UUID, str]
    facts: dict[UUID, CaseFacts]


class Monitor:
    """One worker of the monitoring."""

    def __init__(self, ground: Ground, *, page: int = PAGE) -> None:
        self._ground = ground
        self._page = page
        self._release = Release(ground.database, worker="monitor")
        self._finished: date | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Look at all cases once on each London day until `stop` is set."""
        while not stop.is_set():
            try:
                if await self._release.is_given():
                    await self.run_day(stop=stop)
            except Exception as fault:  # noqa: BLE001 - the next turn makes it good
                log.warning("monitor.fault", fault=type(fault).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), PAUSE_SECONDS)

    async def run_day(self, *, stop: asyncio.Event | None = None) -> Looked | None:
        """Look at all cases, unless today's monitoring was done, or somebody else has it: None.

        Stopped half way, or where an act failed, the day stays open: after the lease somebody takes it up again.
        """
        day = london_day(await self._ground.clock.now())
        if day != self._finished and await monitorings.is_done(self._ground, day):
            self._finished = day
        if day == self._finished or not await monitorings.take_up(self._ground, day):
            return None
        looked = await self.look(stop=stop, after_page=lambda: monitorings.keep(self._ground, day))
        if not looked.failed and not (stop and stop.is_set()):
            await monitorings.finish(self._ground, day)
            self._finished = day
        log.info("monitor.looked", candidates=looked.candidates, opened=looked.opened, failed=looked.failed)
        return looked

    async def look_if_released(self, *, told: Told) -> Looked | None:
        """As `look`; None where this database is a copy that was not released."""
        is_released = await installation.is_released(self._ground.database)
        return await self.look(told=told) if is_released else None

    async def look(
        self,
        *,
        stop: asyncio.Event | None = None,
        told: Told = lambda _scan: None,
        after_page: Callable[[], Awaitable[None]] | None = None,
    ) -> Looked:
        """Look at all cases now, and open what is due, whether or not it was done today."""
        candidates = opened = failed = 0
        async for page in self._pages(await self._ground.clock.now(), told):
            for case_id, facts in page.facts.items():
                if stop is not None and stop.is_set():
                    return Looked(candidates, opened, failed)
                if is_anything_due(facts):
                    count = await self._look_at(case_id)
                    opened, failed = opened + (count or 0), failed + (count is None)
            candidates += len(page.facts)
            if after_page is not None:
                await after_page()
        return Looked(candidates, opened, failed)

    async def planned(self, *, told: Told = lambda _scan: None) -> AsyncIterator[Planned]:
        """What would be opened now, and why. Changes nothing."""
        async for page in self._pages(await self._ground.clock.now(), told):
            for case_id, facts in page.facts.items():
                for each in due(facts):
                    if each.trigger.code in page.scan.reasons:
                        yield Planned(page.references[case_id], each)

    async def _look_at(self, case_id: UUID) -> int | None:
        """How many service requests were opened; None where the act failed."""
        try:
            outcome = await carry_out(self._ground, SYSTEM, lambda unit: monitoring.look_at(unit, case_id))
        except Exception as fault:  # noqa: BLE001 - one case that fails must not hold up the others
            log.error("monitor.act_failed", fault=type(fault).__name__)  # noqa: TRY400 - no values
            return None
        return len(outcome.subjects)

    async def _pages(self, now: datetime, told: Told) -> AsyncIterator[_Found]:
        for scan in SCANS:
            after: UUID | None = None
            while True:
                page = await self._read(scan, now, after)
                if page.facts:
                    yield page
                if len(page.references) < self._page:
                    break
                after = max(page.references)  # UUIDs are ordered as both databases order them
            told(scan.name)

    async def _read(self, scan: Scan, now: datetime, after: UUID | None) -> _Found:
        """One page, in a snapshot of its own: a long one would hold up everybody's feed."""
        async with self._ground.database.reading(SYSTEM) as connection:
            found = await connection.scalars(scan.page(now, after=after, size=self._page))
            keys = list(found)
            if not keys:
                return _Found(scan, {}, {})
            named = await connection.execute(select(Case.id, Case.reference).where(Case.id.in_(keys)))
            references = {row.id: row.reference for row in named}
            return _Found(scan, references, await facts_of(connection.execute, keys, now))
