"""A clock that stands where a test puts it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LODGED_AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
"""A Monday morning: issued that day, served on 7 March, to be answered before 4 pm on Monday 23 March."""
RESPONSE_DUE_AT = datetime(2026, 3, 23, 16, tzinfo=UTC)


@dataclass
class SetClock:
    """Tells the instant that it was set to."""

    at: datetime = LODGED_AT

    async def now(self) -> datetime:
        return self.at

    def set(self, at: datetime) -> None:
        self.at = at

    def go(self, **by: float) -> None:
        """Go on by days, hours, minutes, as `timedelta` counts them."""
        self.at += timedelta(**by)


@dataclass
class Watch:
    """The clock of somebody else, which tells without being waited for."""

    at: datetime = LODGED_AT

    def __call__(self) -> datetime:
        return self.at
