from datetime import UTC, datetime

import pytest

from backend.demo.duration import parse_duration

NOON = datetime(2027, 1, 31, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("P20D", datetime(2027, 2, 20, 12, 0, tzinfo=UTC)),
        ("PT3H", datetime(2027, 1, 31, 15, 0, tzinfo=UTC)),
        ("P2W", datetime(2027, 2, 14, 12, 0, tzinfo=UTC)),
        ("P1Y", datetime(2028, 1, 31, 12, 0, tzinfo=UTC)),
        ("P1DT1M30S", datetime(2027, 2, 1, 12, 1, 30, tzinfo=UTC)),
    ],
)
def test_a_period_is_added_to_an_instant(text, then):
    assert parse_duration(text).after(NOON) == then


def test_a_month_clips_to_the_last_day_of_a_shorter_one():
    assert parse_duration("P1M").after(NOON) == datetime(2027, 2, 28, 12, 0, tzinfo=UTC)


def test_a_day_over_the_change_of_the_clocks_keeps_the_time_of_day_in_london():
    before = datetime(2027, 3, 27, 16, 0, tzinfo=UTC)
    assert parse_duration("P1D").after(before) == datetime(2027, 3, 28, 15, 0, tzinfo=UTC)
    assert parse_duration("PT24H").after(before) == datetime(2027, 3, 28, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "P", "PT", "P0D", "20D", "p20d", "P-1D", "P1.5D", "P20D ", "P1DT", "P1W2D", "P1H", "PT1D", "P999999D", "P٣D"],
)
def test_what_is_no_period_is_refused(text):
    with pytest.raises(ValueError, match="ISO 8601"):
        parse_duration(text)
