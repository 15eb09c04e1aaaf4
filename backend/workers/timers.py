"""The timers: what falls due is done as an act of the service, and the timer is consumed in that act's transaction.

Any number of workers may run: whoever comes second finds the timer consumed and does nothing. A timer that cannot be
done now is left for later and holds nobody up.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import func, or_, select, update

from backend.models import Stream, Timer
from backend.operations import claims, monitoring
from backend.operations.ground import Ground, machine_now
from backend.operations.unit import Outcome, Unit, carry_out
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import Act, TimerKind
from backend.workers.release import Release

log = structlog.get_logger(__name__)
PAUSE_SECONDS = 1.0
FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Due:
    """A timer that has fallen due."""

    id: UUID
    case_id: UUID
    kind: TimerKind
    ordinal: int
    attempts: int


DO: dict[TimerKind, Callable[[Unit, Due], Awaitable[Outcome]]] = {
    TimerKind.RESPONSE_REMINDER: lambda unit, due: claims.remind_to_respond(unit, due.case_id, days_before=due.ordinal),
    TimerKind.RESPONSE_DEADLINE: lambda unit, due: claims.note_response_overdue(unit, due.case_id),
    TimerKind.JUDGMENT_REMINDER: lambda unit, due: claims.remind_of_judgment(unit, due.case_id),
    TimerKind.CASE_REVIEW: lambda unit, due: monitoring.look_at(unit, due.case_id, only=monitoring.REVIEWS),
    TimerKind.WAIT_PERIOD: lambda unit, due: monitoring.look_at(unit, due.case_id, only=monitoring.WAITS),
    TimerKind.SCHEDULE_TRANSFER: lambda unit, due: monitoring.look_at(unit, due.case_id, only=monitoring.TRANSFERS),
}


class _ConsumedError(Exception):
    """Somebody else did it first, or it was moved: undo what was done here."""


async def _require_pending(unit: Unit, due: Due) -> None:
    """Hold the case from before the act on, which may end the timer itself. Raises `_ConsumedError`."""
    await unit.session.execute(select(Stream.id).where(Stream.id == due.case_id).with_for_update())
    pending = select(Timer.id).where(Timer.id == due.id, Timer.done_at.is_(None), Timer.due_at <= unit.now)
    if await unit.session.scalar(pending) is None:
        raise _ConsumedError


class Timers:
    """One worker of the timers."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._release = Release(ground.database, worker="timers")

    async def next_due(self) -> datetime | None:
        """The earliest instant at which a timer is due and not done."""
        found: datetime | None = await self._ground.database.scalar(
            select(func.min(Timer.due_at)).where(Timer.done_at.is_(None))
        )
        return found

    async def run(self, stop: asyncio.Event) -> None:
        """Do what falls due until `stop` is set."""
        while not stop.is_set():
            done = 0
            try:
                if await self._release.is_given():
                    done = await self.run_due(await self._ground.clock.now(), stop=stop)
            except Exception as fault:  # noqa: BLE001 - the next turn makes it good
                log.warning("timers.fault", fault=type(fault).__name__)
            if not done:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), PAUSE_SECONDS)

    async def run_due(self, now: datetime, *, limit: int = 100, stop: asyncio.Event | None = None) -> int:
        """Do up to so many timers that are due, the earliest first, or until `stop` is set; how many were done."""
        done = 0
        for due in await self._due(now, limit):
            if stop is not None and stop.is_set():
                break
            done += await self._do(due)
        return done

    async def _due(self, now: datetime, limit: int) -> list[Due]:
        async with self._ground.database.reading(SYSTEM) as connection:
            found = await connection.execute(
                select(Timer.id, Timer.case_id, Timer.kind, Timer.ordinal, Timer.attempts)
                .where(
                    Timer.done_at.is_(None),
                    Timer.due_at <= now,
                    or_(Timer.not_before.is_(None), Timer.not_before <= machine_now()),
                )
                .order_by(Timer.due_at, Timer.ordinal.desc(), Timer.id)
                .limit(limit)
            )
            return [Due(*row) for row in found]

    async def _do(self, due: Due) -> bool:
        async def act(unit: Unit) -> Outcome:
            await _require_pending(unit, due)
            outcome = await DO[due.kind](unit, due)
            await unit.session.execute(
                update(Timer)
                .where(Timer.id == due.id, Timer.done_at.is_(None), Timer.due_at <= unit.now)
                .values(done_at=unit.now)
            )
            return outcome

        try:
            await carry_out(self._ground, SYSTEM, act)
        except _ConsumedError:
            return False
        except Exception as fault:  # noqa: BLE001 - one timer that fails must not hold up the others
            log.error("timers.act_failed", kind=due.kind, fault=type(fault).__name__)  # noqa: TRY400 - no values
            await self._put_off(due)
            return False
        return True

    async def _put_off(self, due: Due) -> None:
        wait = min(FIRST_WAIT * (1 << min(due.attempts, 10)), LONGEST_WAIT)

        async def act(unit: Unit) -> Outcome:
            unit.permit(Act.REMIND)
            await unit.session.execute(
                update(Timer)
                .where(Timer.id == due.id)
                .values(attempts=due.attempts + 1, not_before=machine_now() + wait)
            )
            return Outcome()

        await carry_out(self._ground, SYSTEM, act)
