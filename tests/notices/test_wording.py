"""How letters say names, sums, days and hours."""

from datetime import UTC, date, datetime

import pytest

from backend.notices import wording
from backend.rules.calendars import spoken_day
from backend.rules.money import spoken
from backend.rules.periods import spoken_moment


@pytest.mark.parametrize(
    ("pence", "said"),
    [(0, "£0.00"), (5, "£0.05"), (123_450, "£1,234.50"), (100_000_000, "£1,000,000.00")],
)
def test_sums_are_said_in_pounds_and_pence(pence: int, said: str) -> None:
    assert spoken(pence) == said


@pytest.mark.parametrize(
    ("instant", "said"),
    [
        (datetime(2026, 12, 14, 16, 0, tzinfo=UTC), "4pm on Monday 14 December 2026"),
        (datetime(2026, 6, 1, 15, 0, tzinfo=UTC), "4pm on Monday 1 June 2026"),
        (datetime(2026, 6, 1, 8, 5, tzinfo=UTC), "9:05am on Monday 1 June 2026"),
        (datetime(2026, 12, 14, 12, 0, tzinfo=UTC), "midday on Monday 14 December 2026"),
        (datetime(2026, 12, 14, 12, 1, tzinfo=UTC), "12:01pm on Monday 14 December 2026"),
        (datetime(2026, 6, 1, 23, 0, tzinfo=UTC), "midnight on Tuesday 2 June 2026"),
        (datetime(2026, 12, 14, 0, 30, tzinfo=UTC), "12:30am on Monday 14 December 2026"),
    ],
)
def test_instants_are_said_in_londons_time(instant: datetime, said: str) -> None:
    assert spoken_moment(instant) == said


def test_days_are_said_with_their_weekday() -> None:
    assert spoken_day(date(2027, 1, 3)) == "Sunday 3 January 2027"


@pytest.mark.parametrize(("several", "said"), [(["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")])
def test_names_are_joined_as_one_says_them(several: list[str], said: str) -> None:
    assert wording.names(several) == said


@pytest.mark.parametrize(
    ("words", "safe"),
    [
        ("  Kate \t Green\n", "Kate Green"),
        ("O'Neill-Østergård & Søn", "O'Neill-Østergård & Søn"),
        ("see HTTPS://evil.example/a?b and www.evil.example now", "see [link removed] and [link removed] now"),
        ("pay at evil.example/pay?a=1#b today", "pay at [link removed] today"),
        ("Pay-Here.Evil.Example:8443/x or EVIL.EXAMPLE", "[link removed] or [link removed]"),
        ("write to kate@evil.example", "write to [address removed]"),
        (
            "J. Smith paid £5.50 on 1.12.2026 e.g. in cash.No more",
            "J. Smith paid £5.50 on 1.12.2026 e.g. in cash.No more",
        ),
        ("paid 5:30/6:00, ratio 1/2", "paid 5:30/6:00, ratio 1/2"),
        ("a\u200b\u202eb", "a b"),
    ],
)
def test_somebodys_words_are_kept_but_for_controls_and_links(words: str, safe: str) -> None:
    assert wording.single_line(words) == safe


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Booking.com Limited", "Booking.com Limited"),
        ("Kate\nand costs of £9,000.00", "Kate and costs of £9,000.00"),
        ("Kate https://evil.example/pay", "Kate [link removed]"),
        ("Kate www.evil.example", "Kate [link removed]"),
    ],
)
def test_a_writ_names_its_parties_exactly_and_on_one_line(typed: str, told: str) -> None:
    assert wording.exact_name(typed) == told
