"""Periods as ISO 8601 writes them (`P20D`, `PT3H`, `P1M`, `P2W`): read strictly and added as a calendar does."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MONTHS_A_YEAR = 12
NUMBER = r"(\d{1,5})"
FORM = re.compile(
    rf"P(?:{NUMBER}W|(?:{NUMBER}Y)?(?:{NUMBER}M)?(?:{NUMBER}D)?(?:T(?=\d)(?:{NUMBER}H)?(?:{NUMBER}M)?(?:{NUMBER}S)?)?)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Duration:
    """A period: months and days as the calendar counts them, the rest as it passes."""

    months: int = 0
    days: int = 0
    elapsed: timedelta = timedelta()

    def __bool__(self) -> bool:
        return bool(self.months or self.days or self.elapsed)

    def after(self, instant: datetime) -> datetime:
        """The instant this period after another, in UTC.

        Months and days keep the time of day in London (a day over a change of the clocks has 23 or 25 hours); a day
        that a month lacks clips to its last (CPR 2.10). Raises OverflowError or ValueError beyond the year 9999.
        """
        local = instant.astimezone(LONDON)
        years, month = divmod(local.year * MONTHS_A_YEAR + local.month - 1 + self.months, MONTHS_A_YEAR)
        clipped = local.replace(year=years, month=month + 1, day=1)
        day = min(local.day, monthrange(clipped.year, clipped.month)[1])
        return (clipped.replace(day=day) + timedelta(days=self.days)).astimezone(UTC) + self.elapsed


def parse_duration(text: str) -> Duration:
    """Read a period in the form of ISO 8601, whole numbers only. Raises ValueError for anything else."""
    found = FORM.fullmatch(text)
    weeks, years, months, days, hours, minutes, seconds = (
        (int(part or 0) for part in found.groups()) if found else [0] * 7
    )
    duration = Duration(
        months=years * MONTHS_A_YEAR + months,
        days=weeks * 7 + days,
        elapsed=timedelta(hours=hours, minutes=minutes, seconds=seconds),
    )
    if not duration:
        raise ValueError("not a period of ISO 8601, such as P20D or PT3H")
    return duration
