"""Working days and bank holidays of the three jurisdictions, against the published lists and the statute."""

from datetime import date, time, timedelta

import pytest
from holidays import country_holidays
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.rules.calendars import (
    CALENDAR_VERSION,
    COURT_CLOSURES,
    PROCLAIMED,
    add_working_days,
    bank_holidays,
    is_excluded_from_clear_days,
    is_working_day,
    next_working_day,
    spoken_day,
    spoken_time,
    why_not_working,
)
from backend.rules.vocabulary import Jurisdiction

ENGLAND_WALES = Jurisdiction.ENGLAND_WALES
SCOTLAND = Jurisdiction.SCOTLAND
NORTHERN_IRELAND = Jurisdiction.NORTHERN_IRELAND

DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
JURISDICTIONS = st.sampled_from(Jurisdiction)


@pytest.mark.parametrize(
    ("jurisdiction", "published"),
    [
        (ENGLAND_WALES, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
        (SCOTLAND, "01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28"),
        (NORTHERN_IRELAND, "01-01 03-17 03-26 03-29 05-03 05-31 07-12 08-30 12-27 12-28"),
    ],
)
def test_the_weekday_holidays_of_2027_are_those_published(jurisdiction: Jurisdiction, published: str) -> None:
    weekdays = [f"{day:%m-%d}" for day in bank_holidays(jurisdiction, 2027) if day.weekday() < 5]
    assert weekdays == published.split()


@pytest.mark.parametrize(
    ("day", "jurisdiction", "reason"),
    [
        (date(2026, 12, 24), ENGLAND_WALES, None),
        (date(2026, 12, 25), ENGLAND_WALES, "Christmas Day"),
        (date(2026, 12, 26), ENGLAND_WALES, "Boxing Day"),
        (date(2026, 12, 27), ENGLAND_WALES, "Sunday"),
        (date(2026, 12, 28), ENGLAND_WALES, "Boxing Day (substitute day)"),
        (date(2026, 12, 29), ENGLAND_WALES, None),
        (date(2027, 1, 2), ENGLAND_WALES, "Saturday"),
        (date(2027, 1, 4), ENGLAND_WALES, None),
        (date(2027, 1, 4), SCOTLAND, "New Year Holiday (substitute day)"),
        (date(2027, 3, 29), ENGLAND_WALES, "Easter Monday"),
        (date(2027, 3, 29), SCOTLAND, None),
        (date(2026, 7, 13), NORTHERN_IRELAND, "Battle of the Boyne (substitute day)"),
        (date(2026, 7, 13), ENGLAND_WALES, None),
        (date(2026, 6, 15), SCOTLAND, "Scotland at the World Cup"),
        (date(2026, 6, 15), NORTHERN_IRELAND, None),
        (date(2025, 12, 24), ENGLAND_WALES, "court offices closed"),
        (date(2025, 12, 24), SCOTLAND, None),
    ],
)
def test_a_day_off_says_why(day: date, jurisdiction: Jurisdiction, reason: str | None) -> None:
    assert why_not_working(day, jurisdiction) == reason
    assert is_working_day(day, jurisdiction) is (reason is None)


@pytest.mark.parametrize(
    ("day", "jurisdiction", "excluded"),
    [
        (date(2026, 12, 26), ENGLAND_WALES, True),  # a Saturday, a bank holiday by statute
        (date(2026, 12, 26), NORTHERN_IRELAND, True),
        (date(2026, 12, 26), SCOTLAND, False),  # there by proclamation alone, and for the Monday
        (date(2026, 12, 28), ENGLAND_WALES, True),
        (date(2026, 12, 28), SCOTLAND, True),
        (date(2026, 12, 19), ENGLAND_WALES, False),  # a Saturday like any other
        (date(2026, 12, 20), ENGLAND_WALES, True),
        (date(2027, 3, 26), ENGLAND_WALES, True),  # Good Friday
        (date(2027, 12, 25), ENGLAND_WALES, True),  # Christmas Day on a Saturday
        (date(2028, 1, 1), ENGLAND_WALES, False),  # a Saturday; the Monday is proclaimed
        (date(2028, 1, 1), SCOTLAND, True),  # a Saturday, by statute
        (date(2029, 3, 17), NORTHERN_IRELAND, True),  # a Saturday, by statute
        (date(2025, 12, 24), ENGLAND_WALES, False),  # offices closed, yet no bank holiday
    ],
)
def test_clear_days_leave_out_what_the_statute_leaves_out(
    day: date, jurisdiction: Jurisdiction, excluded: bool
) -> None:
    assert is_excluded_from_clear_days(day, jurisdiction) is excluded


def test_the_next_working_day_after_christmas_eve_2026_at_night_is_the_29th() -> None:
    assert next_working_day(date(2026, 12, 25), ENGLAND_WALES) == date(2026, 12, 29)
    assert next_working_day(date(2026, 12, 29), ENGLAND_WALES) == date(2026, 12, 29)


def test_working_days_are_counted_over_easter_2027() -> None:
    assert add_working_days(date(2027, 3, 24), 0, ENGLAND_WALES) == date(2027, 3, 24)
    assert add_working_days(date(2027, 3, 24), 2, ENGLAND_WALES) == date(2027, 3, 30)
    assert add_working_days(date(2027, 3, 24), 2, SCOTLAND) == date(2027, 3, 29)


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(date(2027, 3, 24), -1, ENGLAND_WALES)


def test_england_and_wales_keep_the_same_holidays() -> None:
    years = range(2024, 2033)
    england, wales = (country_holidays("GB", subdiv=subdivision, years=years) for subdivision in ("ENG", "WLS"))
    assert dict(england) == dict(wales)


def test_every_special_day_is_a_weekday_with_a_source() -> None:
    for row in (*PROCLAIMED, *COURT_CLOSURES):
        assert row.on.weekday() < 5
        assert row.source
        assert row.jurisdictions


def test_the_version_names_the_package_and_the_tables() -> None:
    assert CALENDAR_VERSION == "holidays 0.109, court table 2026-11"


def test_days_and_times_are_written_as_people_write_them() -> None:
    assert spoken_day(date(2026, 12, 28)) == "Monday 28 December 2026"
    said = [spoken_time(time(hour, minute)) for hour, minute in [(0, 0), (0, 5), (9, 0), (12, 0), (12, 30), (16, 0)]]
    assert said == ["midnight", "12:05am", "9am", "midday", "12:30pm", "4pm"]


@settings(deadline=None)
@given(DAYS, JURISDICTIONS)
def test_the_next_working_day_is_the_first_one_there_is(day: date, jurisdiction: Jurisdiction) -> None:
    found = next_working_day(day, jurisdiction)
    assert is_working_day(found, jurisdiction)
    assert not any(is_working_day(day + timedelta(days=n), jurisdiction) for n in range((found - day).days))


@settings(deadline=None)
@given(DAYS, st.integers(0, 30), st.integers(0, 30), JURISDICTIONS)
def test_working_days_add_up(day: date, first: int, second: int, jurisdiction: Jurisdiction) -> None:
    at_once = add_working_days(day, first + second, jurisdiction)
    assert add_working_days(add_working_days(day, first, jurisdiction), second, jurisdiction) == at_once
