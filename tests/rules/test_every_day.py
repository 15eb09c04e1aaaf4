"""Every day of 2024 to 2032, every rule, every jurisdiction, beside a second reckoning that shares nothing with them.

The second one knows no package, no time zone data and no policy table: it goes by the statutes, one day at a time.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest

from backend.rules.calendars import is_excluded_from_clear_days, is_working_day
from backend.rules.deadlines import (
    code_expiry,
    judgment_reminder,
    pay_within_28_days,
    register_last_day,
    response_reminders,
    service_and_response,
)
from backend.rules.periods import clear_days, counts_as_filed_on
from backend.rules.policies import RESPONSE_ALTERNATIVES
from backend.rules.vocabulary import Jurisdiction

DAY = timedelta(days=1)
EVERY_DAY = [date(2024, 1, 1) + n * DAY for n in range((date(2033, 1, 1) - date(2024, 1, 1)).days)]
CPR_15, CIVIL_28 = RESPONSE_ALTERNATIVES
CHRISTMAS = ((12, 25), (12, 26))
FIXED = {
    Jurisdiction.ENGLAND_WALES: ((1, 1), *CHRISTMAS),
    Jurisdiction.SCOTLAND: ((1, 1), (1, 2), (11, 30), *CHRISTMAS),
    Jurisdiction.NORTHERN_IRELAND: ((1, 1), (3, 17), (7, 12), *CHRISTMAS),
}
SATURDAYS = {
    Jurisdiction.ENGLAND_WALES: CHRISTMAS,
    Jurisdiction.SCOTLAND: ((1, 1), (1, 2), (12, 25)),
    Jurisdiction.NORTHERN_IRELAND: ((3, 17), *CHRISTMAS),
}
CLOSED = {date(2024, 12, 27), date(2025, 12, 24)}


def easter(year: int) -> date:
    """Gauss's rule, for the years 1900 to 2099."""
    a, b, c = year % 19, year % 4, year % 7
    d = (19 * a + 24) % 30
    e = (2 * b + 4 * c + 6 * d + 5) % 7
    since_22_march = d + e - 7 if d + e - 9 in {25, 26} and (d == 29 or a > 10) else d + e
    return date(year, 3, 22) + since_22_march * DAY


def mondays(year: int, month: int) -> list[date]:
    days = (date(year, month, n) for n in range(1, 31 if month in {4, 6, 9, 11} else 32))
    return [day for day in days if day.weekday() == 0]


def weekday_holidays(jurisdiction: Jurisdiction, year: int) -> set[date]:
    moving = {easter(year) - 2 * DAY, mondays(year, 5)[0], mondays(year, 5)[-1]}
    if jurisdiction is Jurisdiction.SCOTLAND:
        moving |= {mondays(year, 8)[0]} | ({date(2026, 6, 15)} if year == 2026 else set())
    else:
        moving |= {easter(year) + DAY, mondays(year, 8)[-1]}
    fixed = [date(year, month, day) for month, day in FIXED[jurisdiction]]
    taken = moving | {day for day in fixed if day.weekday() < 5}
    for day in fixed:
        substitute = day
        while day.weekday() >= 5 and (substitute.weekday() >= 5 or substitute in taken):
            substitute += DAY
        taken.add(substitute)
    return taken


class Court:
    """One jurisdiction's days, by hand."""

    def __init__(self, jurisdiction: Jurisdiction) -> None:
        holidays = {day for year in range(2023, 2035) for day in weekday_holidays(jurisdiction, year)}
        saturdays = {date(year, *month_day) for year in range(2023, 2035) for month_day in SATURDAYS[jurisdiction]}
        closed = CLOSED if jurisdiction is Jurisdiction.ENGLAND_WALES else set()
        span = [date(2023, 12, 1) + n * DAY for n in range(366 * 10)]
        self.off = {day for day in span if day.weekday() >= 5 or day in holidays or day in closed}
        self.uncounted = {day for day in span if day.weekday() == 6 or day in holidays or day in saturdays}

    def open_on(self, day: date) -> date:
        while day in self.off:
            day += DAY
        return day


def utc(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """London's wall clock as UTC: an hour less from the last Sunday of March, 01:00, to that of October, 02:00."""
    spring, autumn = (max(d for d in week(day.year, month) if d.weekday() == 6) for month in (3, 10))
    summer = spring < day < autumn or (day == spring and hour >= 2) or (day == autumn and hour < 2)
    return datetime.combine(day, time(hour, minute, second), tzinfo=UTC) - timedelta(hours=summer)


def week(year: int, month: int) -> Iterator[date]:
    """The last seven days of a month of 31."""
    return (date(year, month, n) for n in range(25, 32))


def a_month_after(day: date) -> date:
    """The same number in the next month, or the last day before the month after that."""
    first_of_next = day.replace(day=1)
    while first_of_next.month == day.month:
        first_of_next += DAY
    found = first_of_next
    while found.day < day.day and (found + DAY).month == first_of_next.month:
        found += DAY
    return found


@pytest.mark.requirement("D-04")
@pytest.mark.parametrize("jurisdiction", Jurisdiction)
def test_every_day_of_nine_years_is_a_working_or_a_clear_day_as_the_statutes_say(jurisdiction: Jurisdiction) -> None:
    court = Court(jurisdiction)
    assert [day for day in EVERY_DAY if is_working_day(day, jurisdiction) == (day in court.off)] == []
    assert [
        day for day in EVERY_DAY if is_excluded_from_clear_days(day, jurisdiction) != (day in court.uncounted)
    ] == []


@pytest.mark.requirement("D-04")
@pytest.mark.parametrize("jurisdiction", Jurisdiction)
@pytest.mark.parametrize("late", [False, True])
def test_every_claim_of_nine_years_is_issued_served_and_due_as_reckoned_by_hand(
    jurisdiction: Jurisdiction, late: bool
) -> None:
    court = Court(jurisdiction)
    for day in EVERY_DAY:
        lodged_at = utc(day, 16) if late else utc(day, 15, 59, 59)
        issued = court.open_on(day + late * DAY)
        second = court.open_on(court.open_on(issued + DAY) + DAY)
        due = court.open_on(issued + 19 * DAY)
        assert counts_as_filed_on(lodged_at, jurisdiction) == issued
        times = service_and_response(lodged_at, jurisdiction)
        assert (times.issued_on, times.served_on, times.deadline.on) == (issued, issued + 5 * DAY, due)
        assert times.deadline.at == utc(due, 16)
        assert [reminder.at for reminder in response_reminders(times.deadline)] == [
            utc(due - n * DAY, 9) for n in (5, 1)
        ]
        assert judgment_reminder(times.deadline).at == utc(due + 10 * DAY, 9)
        by_the_rules = service_and_response(lodged_at, jurisdiction, policy=CPR_15)
        assert (by_the_rules.served_on, by_the_rules.deadline.at) == (second, utc(court.open_on(second + 14 * DAY), 16))
        civil = service_and_response(lodged_at, jurisdiction, policy=CIVIL_28).deadline
        assert civil.at == utc(court.open_on(day + (28 + late) * DAY), 16)


@pytest.mark.requirement("D-14")
def test_every_judgment_of_nine_years_has_its_28_days_and_never_a_shorter_month_on_the_register() -> None:
    for day in EVERY_DAY:
        promised, register = pay_within_28_days(day), register_last_day(day)
        assert (promised.on, promised.at) == (day + 28 * DAY, utc(day + 29 * DAY, 0))
        assert (register.on, register.at) == (a_month_after(day), utc(a_month_after(day) + DAY, 0))
        assert register.on >= promised.on
        assert code_expiry(utc(day, 12)).at == utc(day + 181 * DAY, 0)


@pytest.mark.parametrize("jurisdiction", Jurisdiction)
def test_every_notice_of_nine_years_runs_its_clear_days(jurisdiction: Jurisdiction) -> None:
    court = Court(jurisdiction)
    for day in EVERY_DAY:
        for days in (2, 7):
            answered = clear_days(day, days, jurisdiction)
            between = [day + n * DAY for n in range(1, (answered - day).days)]
            assert sum(one not in court.uncounted for one in between) == days
            assert between[-1] not in court.uncounted
