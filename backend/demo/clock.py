"""The demonstration's clock: one row in the database, which only goes forward and passes no due instant by."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update

from backend.adapters.database import Database
from backend.models import DemoClock as ClockRow
from backend.rules.access import SYSTEM

ROW = 1
FARTHEST = timedelta(days=3_660)
"""How far ahead one order may move it: ten years. Calendars and policies beyond are nobody's knowledge."""

PATIENCE = 100
BREATH = 0.1
"""How often (and how many seconds apart) something due is tried that another worker may have in hand."""

SHOWN = select(ClockRow.now).where(ClockRow.id == ROW)

NextDue = Callable[[], Awaitable[datetime | None]]
RunDue = Callable[[datetime], Awaitable[int]]


class ClockRefusal(Exception):  # noqa: N818  a refusal is an answer, not a fault
    """The clock does not move so. Nothing was changed."""

    code = "CLOCK_REFUSED"


class ClockGoesForwardOnly(ClockRefusal):
    code = "CLOCK_GOES_FORWARD_ONLY"


class ClockGoesTooFar(ClockRefusal):
    code = "CLOCK_GOES_TOO_FAR"


class DueWorkStuck(Exception):  # noqa: N818  the name says what is the matter
    """Something due at the clock's instant was tried and tried and did not get done; the clock stays there."""


@dataclass(frozen=True, slots=True)
class Step:
    """One due instant through which the clock went, and how many acts were done there."""

    at: datetime
    acts: int


class DemoClock:
    """The stored clock: what the rules are told is now, for every process that shares the database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._moving = asyncio.Lock()

    async def start(self, at: datetime) -> datetime:
        """Set the clock if it was never set, and say what it shows."""
        async with self._database.writing(SYSTEM) as session:
            shown: datetime | None = await session.scalar(SHOWN)
            if shown is not None:
                return shown
            await session.execute(insert(ClockRow).values(id=ROW, now=at))
            await session.commit()
        return at

    async def now(self) -> datetime:
        """What the clock shows, in UTC. Raises RuntimeError before `start`."""
        shown: datetime | None = await self._database.scalar(SHOWN)
        if shown is None:
            raise RuntimeError("the demonstration's clock was never set")
        return shown

    async def move_to(self, instant: datetime) -> None:
        """Set the clock. Raises ClockGoesForwardOnly for an instant before the one that it shows."""
        async with self._database.writing(SYSTEM) as session:
            # The condition stands in the statement: of two processes that move it, none moves it back.
            ahead = update(ClockRow).where(ClockRow.id == ROW, ClockRow.now <= instant)
            if await session.scalar(ahead.values(now=instant).returning(ClockRow.id)) is None:
                raise ClockGoesForwardOnly
            await session.commit()

    async def step_to(self, target: datetime, *, next_due: NextDue, run_due: RunDue) -> list[Step]:
        """Go to `target` by way of every due instant, in order, doing at each what is due there.

        `next_due` tells the earliest instant at which something is due and not done, `run_due` does everything due at
        the instant that it is told and says how many acts that were. Raises ClockGoesForwardOnly, ClockGoesTooFar
        (nothing changed) and DueWorkStuck (stopped at the instant of what is stuck).
        """
        async with self._moving:
            await self._permit(target)
            steps = [step async for step in self._through(target, next_due=next_due, run_due=run_due)]
            await self.move_to(target)
            return steps

    async def step_to_next(self, *, next_due: NextDue, run_due: RunDue) -> list[Step]:
        """Go to the next due instant and no further. Nothing is due: nothing happens."""
        async with self._moving:
            due = await next_due()
            if due is None:
                return []
            target = max(due, await self.now())
            return [step async for step in self._through(target, next_due=next_due, run_due=run_due)]

    async def _permit(self, target: datetime) -> None:
        shown = await self.now()
        if target < shown:
            raise ClockGoesForwardOnly
        if target > shown + FARTHEST:
            raise ClockGoesTooFar

    async def _through(self, target: datetime, *, next_due: NextDue, run_due: RunDue) -> AsyncIterator[Step]:
        idle = 0
        while (due := await next_due()) is not None and due <= target:
            at = max(due, await self.now())
            await self.move_to(at)
            acts = await run_due(at)
            if acts:
                idle = 0
                yield Step(at=at, acts=acts)
                continue
            idle += 1
            if idle == PATIENCE:
                raise DueWorkStuck
            await asyncio.sleep(BREATH)
