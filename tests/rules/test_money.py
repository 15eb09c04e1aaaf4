"""Sterling: read strictly, kept in whole pence, written in two ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.rules.money import NotPoundsError, as_pounds, pounds, spoken

PENCE = st.integers(-(10**14), 10**14)


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("1234.50", 1234_50),
        ("1234.5", 1234_50),
        ("1234", 1234_00),
        ("0.01", 1),
        ("0", 0),
        ("9999999999999.99", 10**15 - 1),
    ],
)
def test_pounds_are_read_as_pence(text: str, pence: int) -> None:
    assert pounds(text) == pence


@pytest.mark.parametrize(
    "text",
    [
        "", " ", " 1", "1 ", "1\n", "1.", ".5", "1.234", "1,234", "1e3", "NaN", "Infinity", "+1", "-1", "--1", "01",
        "0x10", "1_000", "£1", "\u0661", "\uff11", "10000000000000", "1.\u0660",
    ],
)  # fmt: skip
def test_what_is_no_plain_amount_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(NotPoundsError, match=r"^not an amount in pounds with at most two decimals$"):
        pounds(text)


def test_a_minus_is_read_only_where_a_sign_is_allowed() -> None:
    assert pounds("-0.05", signed=True) == -5
    assert pounds("-1234.5", signed=True) == -1234_50
    with pytest.raises(NotPoundsError):
        pounds("+1", signed=True)


@pytest.mark.parametrize(
    ("pence", "written", "said"),
    [
        (1234_50, "1234.50", "£1,234.50"),
        (0, "0.00", "£0.00"),
        (5, "0.05", "£0.05"),
        (-5, "-0.05", "-£0.05"),
        (-1234_50, "-1234.50", "-£1,234.50"),
        (100_000_000_00, "100000000.00", "£100,000,000.00"),
    ],
)
def test_pence_are_written_for_programs_and_for_people(pence: int, written: str, said: str) -> None:
    assert as_pounds(pence) == written
    assert spoken(pence) == said


@given(PENCE)
def test_what_is_written_is_read_back(pence: int) -> None:
    assert pounds(as_pounds(pence), signed=True) == pence
