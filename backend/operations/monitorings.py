"""Each London day's monitoring: taken up by one worker at a time, done once, taken up again where a worker died."""

from datetime import date, timedelta

from sqlalchemy import exists, select, update

from backend.models import Monitoring
from backend.operations.ground import Ground, machine_now
from backend.operations.unit import Outcome, Unit, carry_out
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import Act

LEASE = timedelta(minutes=5)
"""After so long without a sign of life another worker goes on; by the machine's clock."""


async def is_done(ground: Ground, day: date) -> bool:
    """Whether the monitoring of a day was done."""
    done = select(exists().where(Monitoring.day == day, Monitoring.finished_at.is_not(None)))
    return bool(await ground.database.scalar(done))


async def take_up(ground: Ground, day: date) -> bool:
    """Take up the monitoring of a day. False where it was done, or somebody else has it."""
    taken: list[date] = []

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.MONITOR_CASE, when=unit.actor.is_system)
        at = machine_now()
        statement = unit.insert(Monitoring).values(day=day, began_at=unit.now, leased_until=at + LEASE)
        found = await unit.session.scalar(
            statement.on_conflict_do_update(
                index_elements=["day"],
                set_={"leased_until": at + LEASE},
                where=Monitoring.finished_at.is_(None) & (Monitoring.leased_until <= at),
            ).returning(Monitoring.day)
        )
        taken[:] = [found] if found else []
        return Outcome()

    await carry_out(ground, SYSTEM, act)
    return bool(taken)


async def keep(ground: Ground, day: date) -> None:
    """Give a sign of life."""
    await _write(ground, day, leased_until=machine_now() + LEASE)


async def finish(ground: Ground, day: date) -> None:
    """Note that a day's monitoring was done."""
    await _write(ground, day, finished_at=machine_now())


async def _write(ground: Ground, day: date, **values: object) -> None:
    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.MONITOR_CASE, when=unit.actor.is_system)
        await unit.session.execute(update(Monitoring).where(Monitoring.day == day).values(**values))
        return Outcome()

    await carry_out(ground, SYSTEM, act)
