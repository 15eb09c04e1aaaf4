"""Keeping the demonstration out of production: nothing of it starts unless the settings ask for it."""

from typing import Protocol

from sqlalchemy import exists, not_, or_, select
from sqlalchemy.exc import DBAPIError

from backend.adapters.database import Database
from backend.models import DemoClock, User


class DemoRefusedError(RuntimeError):
    """The demonstration was asked for where it must not be."""


class SaysWhetherDemo(Protocol):
    """The one setting that is looked at here."""

    @property
    def demo(self) -> bool: ...


def require_demo(settings: SaysWhetherDemo) -> None:
    """Raise DemoRefusedError unless the service was started as a demonstration."""
    if settings.demo is not True:
        raise DemoRefusedError("personas, the movable clock and invented claims exist in a demonstration only")


async def refuse_real(database: Database) -> None:
    """Raise DemoRefusedError for a database in which there is anybody who was not invented: before it is touched."""
    is_real = exists().where(not_(or_(User.subject.like("demo:%"), User.subject.like("generated:%"))))
    try:
        found = await database.scalar(select(is_real))
    except DBAPIError:
        return  # Nothing of the service is in it yet.
    if found:
        raise DemoRefusedError("this database holds real people: no demonstration may be loaded into it")


async def refuse_demonstrated(database: Database) -> None:
    """Raise DemoRefusedError for a database that holds invented people: no production may start on it."""
    is_invented = or_(exists().select_from(DemoClock), exists().where(User.subject.like("generated:%")))
    if await database.scalar(select(is_invented)):
        raise DemoRefusedError("this database belongs to a demonstration")
