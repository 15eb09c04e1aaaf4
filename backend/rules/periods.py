"""From when to when? London days, the filing cut-off, and the law's four ways of counting a period.

"Beginning with" counts the first day; "after" does not; "clear days" leaves out both ends; a month ends on the
corresponding date. Instants are aware and leave here in UTC; days and times of day are Europe/London.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from backend.rules.calendars import is_excluded_from_clear_days, next_working_day, spoken_day, spoken_time
from backend.rules.policies import FILING_CUT_OFF, in_force
from backend.rules.vocabulary import Jurisdiction

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)


def london_time(instant: datetime) -> datetime:
    """The instant as London's clocks show it. `ValueError` for an instant without a time zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant must carry its time zone")
    return instant.astimezone(LONDON)


def london_day(instant: datetime) -> date:
    """The day that an instant falls on in London. `ValueError` for an instant without a time zone."""
    return london_time(instant).date()


def london_instant(day: date, at: time) -> datetime:
    """The instant in UTC at which London's clocks show `at` on `day`.

    Where they show it twice (the night in October) the first is meant; where never (the night in March), the instant
    that many hours after the midnight before.
    """
    return datetime.combine(day, at, tzinfo=LONDON).astimezone(UTC)


def start_of(day: date) -> datetime:
    """The first instant, in UTC, of the London day."""
    return london_instant(day, time(0))


def end_of(day: date) -> datetime:
    """The first instant, in UTC, that no longer belongs to the London day."""
    return london_instant(day + ONE_DAY, time(0))


def is_after_cut_off(instant: datetime) -> bool:
    """Whether it came too late in its London day to count for that day: 15:59:59 is in time, 16:00:00 is not."""
    at = london_time(instant)
    return at.time() >= in_force(FILING_CUT_OFF, at.date()).value


def counts_as_filed_on(instant: datetime, jurisdiction: Jurisdiction) -> date:
    """The working day on which something that came in at `instant` counts as filed; a claim is issued on it."""
    day = london_day(instant)
    return next_working_day(day + ONE_DAY if is_after_cut_off(instant) else day, jurisdiction)


def beginning_with(day: date, days: int) -> date:
    """The last day of a period of so many days beginning with `day`: 14 days beginning with the 1st end on the 14th."""
    return day + timedelta(days=days - 1)


def after(day: date, days: int) -> date:
    """The last day of a period of so many days after `day`: 14 days after the 1st end on the 15th."""
    return day + timedelta(days=days)


def clear_days(day: date, days: int, jurisdiction: Jurisdiction) -> date:
    """The first day on which that may be done for which so many clear days' notice was given on `day`.

    Neither `day` nor the day answered is one of the clear days; Sundays and holidays between do not count, Saturdays
    do (SI 2013/1894 reg 6).
    """
    last = day
    for _ in range(days):
        last += ONE_DAY
        while is_excluded_from_clear_days(last, jurisdiction):
            last += ONE_DAY
    return last + ONE_DAY


def add_months(day: date, months: int) -> date:
    """The corresponding date so many months on, or the month's last day where it has none (CPR 2.10)."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def spoken_moment(instant: datetime) -> str:
    """An instant as it is written to people: `4pm on Monday 14 December 2026`, in London's time."""
    at = london_time(instant)
    return f"{spoken_time(at.time())} on {spoken_day(at.date())}"
