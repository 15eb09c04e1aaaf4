"""London days, the cut-off, and the four ways of counting a period."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.rules.periods import (
    add_months,
    after,
    beginning_with,
    clear_days,
    counts_as_filed_on,
    end_of,
    is_after_cut_off,
    london_day,
    london_instant,
    london_time,
)
from backend.rules.vocabulary import Jurisdiction

ENGLAND_WALES = Jurisdiction.ENGLAND_WALES
DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2027, 3, 27, 23, 59, 59, tzinfo=UTC), date(2027, 3, 27)),
        (datetime(2027, 3, 28, 22, 59, 59, tzinfo=UTC), date(2027, 3, 28)),
        (datetime(2027, 3, 28, 23, 0, tzinfo=UTC), date(2027, 3, 29)),
        (datetime(2027, 10, 30, 23, 0, tzinfo=UTC), date(2027, 10, 31)),
        (datetime(2027, 10, 31, 23, 59, 59, tzinfo=UTC), date(2027, 10, 31)),
        (datetime(2027, 1, 1, 12, 0, tzinfo=timezone(timedelta(hours=13))), date(2026, 12, 31)),
    ],
)
def test_a_day_begins_and_ends_at_midnight_in_london(instant: datetime, day: date) -> None:
    assert london_day(instant) == day


def test_four_in_london_is_another_instant_in_summer() -> None:
    assert london_instant(date(2027, 3, 26), time(16)) == datetime(2027, 3, 26, 16, tzinfo=UTC)
    assert london_instant(date(2027, 3, 28), time(16)) == datetime(2027, 3, 28, 15, tzinfo=UTC)
    assert london_instant(date(2027, 10, 30), time(16)) == datetime(2027, 10, 30, 15, tzinfo=UTC)
    assert london_instant(date(2027, 10, 31), time(16)) == datetime(2027, 10, 31, 16, tzinfo=UTC)


def test_a_time_that_the_clocks_show_twice_is_the_first_and_one_they_skip_is_moved_on() -> None:
    assert london_instant(date(2027, 10, 31), time(1, 30)) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert london_instant(date(2027, 3, 28), time(1, 30)) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_the_days_of_the_clock_changes_are_23_and_25_hours_long() -> None:
    assert end_of(date(2027, 3, 28)) - end_of(date(2027, 3, 27)) == timedelta(hours=23)
    assert end_of(date(2027, 10, 31)) - end_of(date(2027, 10, 30)) == timedelta(hours=25)


def test_an_instant_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        london_day(datetime(2027, 3, 28, 16))  # noqa: DTZ001


def test_the_cut_off_is_four_oclock_sharp_in_london() -> None:
    assert not is_after_cut_off(datetime(2026, 11, 20, 15, 59, 59, 999999, tzinfo=UTC))
    assert is_after_cut_off(datetime(2026, 11, 20, 16, tzinfo=UTC))
    assert not is_after_cut_off(datetime(2026, 7, 20, 14, 59, 59, tzinfo=UTC))
    assert is_after_cut_off(datetime(2026, 7, 20, 15, tzinfo=UTC))


@pytest.mark.requirement("D-04")
@pytest.mark.parametrize(
    ("instant", "jurisdiction", "counts_on"),
    [
        (datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC), ENGLAND_WALES, date(2026, 11, 20)),
        (datetime(2026, 11, 20, 16, tzinfo=UTC), ENGLAND_WALES, date(2026, 11, 23)),
        (datetime(2026, 11, 21, 9, tzinfo=UTC), ENGLAND_WALES, date(2026, 11, 23)),
        (datetime(2026, 12, 24, 16, tzinfo=UTC), ENGLAND_WALES, date(2026, 12, 29)),
        (datetime(2027, 3, 25, 16, tzinfo=UTC), ENGLAND_WALES, date(2027, 3, 30)),
        (datetime(2027, 3, 25, 16, tzinfo=UTC), Jurisdiction.SCOTLAND, date(2027, 3, 29)),
        (
            datetime(2026, 11, 22, 16, tzinfo=UTC),
            ENGLAND_WALES,
            date(2026, 11, 23),
        ),  # late on a Sunday
        (datetime(2027, 7, 9, 15, tzinfo=UTC), Jurisdiction.NORTHERN_IRELAND, date(2027, 7, 13)),
    ],
)
def test_what_comes_in_after_four_or_on_a_day_off_counts_on_the_next_working_day(
    instant: datetime, jurisdiction: Jurisdiction, counts_on: date
) -> None:
    assert counts_as_filed_on(instant, jurisdiction) == counts_on


def test_beginning_with_counts_the_first_day_and_after_does_not() -> None:
    assert beginning_with(date(2027, 3, 1), 14) == date(2027, 3, 14)
    assert after(date(2027, 3, 1), 14) == date(2027, 3, 15)


@pytest.mark.parametrize(
    ("given_on", "may_be_done_on"),
    [
        (date(2026, 11, 9), date(2026, 11, 18)),  # 10-14, 16, 17 are clear: a Saturday counts, a Sunday does not
        (
            date(2026, 12, 17),
            date(2026, 12, 30),
        ),  # 18, 19, 21-24, 29: 25 to 28 December do not count, the 26th included
        (date(2026, 12, 21), date(2027, 1, 3)),  # 22-24, 29-31, 2: the day answered may be a Sunday
        (date(2027, 3, 22), date(2027, 4, 2)),  # 23-25, 27, 30, 31, 1: over Easter
    ],
)
def test_seven_clear_days_leave_out_both_ends_sundays_and_holidays(given_on: date, may_be_done_on: date) -> None:
    assert clear_days(given_on, 7, ENGLAND_WALES) == may_be_done_on


@pytest.mark.parametrize(
    ("day", "months", "corresponding"),
    [
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2027, 1, 28), 1, date(2027, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
        (date(2026, 12, 5), 12, date(2027, 12, 5)),
        (date(2027, 3, 31), -1, date(2027, 2, 28)),
    ],
)
def test_a_month_ends_on_the_corresponding_date_or_the_last_there_is(
    day: date, months: int, corresponding: date
) -> None:
    assert add_months(day, months) == corresponding


@given(DAYS, st.times())
def test_an_instant_falls_on_the_day_it_was_made_from(day: date, at: time) -> None:
    assert london_day(london_instant(day, at)) == day


@given(st.datetimes(datetime(2024, 1, 1), datetime(2032, 12, 31), timezones=st.timezones()))  # noqa: DTZ001
def test_the_zone_an_instant_is_written_in_does_not_matter(instant: datetime) -> None:
    same = instant.astimezone(UTC)
    assert london_time(instant) == london_time(same)
    assert london_day(instant) == london_day(same)


@settings(deadline=None)
@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2032, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    st.timedeltas(timedelta(0), timedelta(days=9)),
    st.sampled_from(Jurisdiction),
)
def test_what_comes_in_later_never_counts_earlier(
    instant: datetime, later: timedelta, jurisdiction: Jurisdiction
) -> None:
    assert counts_as_filed_on(instant, jurisdiction) <= counts_as_filed_on(instant + later, jurisdiction)
