"""On which days all enforcement cases were looked at: the mark that lets each day's monitoring be done once."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from backend.models.base import Base


class Monitoring(Base):
    """The monitoring of one London day. Leased by one worker at a time; one that died loses it to another."""

    __tablename__ = "monitorings"

    day: Mapped[date] = mapped_column(primary_key=True)
    """The London day, by the clock of the rules."""
    began_at: Mapped[datetime]
    leased_until: Mapped[datetime]
    """The machine's instant at which somebody else may take it up."""
    finished_at: Mapped[datetime | None]
