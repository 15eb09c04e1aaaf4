"""Interest rounded once, and the court's fees by the order in force."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.rules.fees import claim_fee, writ_fee
from backend.rules.interest import on_pence_days, simple, spoken_rate
from backend.rules.policies import CLAIM_INTEREST, InterestRate, NoPolicyInForceError, in_force

RATE = in_force(CLAIM_INTEREST, date(2026, 11, 20)).value
DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))


@pytest.mark.parametrize(
    ("principal", "start", "end", "pence"),
    [
        (1_000_00, date(2026, 1, 1), date(2027, 1, 1), 80_00),  # 365 days
        (1_000_00, date(2028, 1, 1), date(2029, 1, 1), 80_22),  # 366 days: 80.219
        (1_234_50, date(2026, 6, 1), date(2026, 11, 23), 47_35),  # 175 days: 47.3507
        (1_000_00, date(2027, 3, 28), date(2027, 3, 29), 22),  # one day: 21.9 pence
        (1_000_00, date(2027, 3, 28), date(2027, 3, 28), 0),
        (365_00 * 25, date(2027, 1, 1), date(2027, 1, 2), 2_00),
        (2281_25, date(2027, 1, 1), date(2027, 1, 2), 50),
        (11406, date(2027, 1, 1), date(2027, 1, 3), 5),  # 4.9999 pence
        (10266, date(2027, 1, 1), date(2027, 1, 3), 5),  # 4.50016 pence
        (10265, date(2027, 1, 1), date(2027, 1, 3), 4),  # 4.49973 pence
    ],
)
def test_interest_is_eight_per_cent_simple_by_the_day_rounded_once(
    principal: int, start: date, end: date, pence: int
) -> None:
    assert simple(principal, start, end, RATE) == pence


def test_half_a_penny_is_rounded_up() -> None:
    assert on_pence_days(9125, InterestRate(Decimal(2), 365)) == 1  # exactly half a penny
    assert on_pence_days(9124, InterestRate(Decimal(2), 365)) == 0


def test_interest_neither_runs_backwards_nor_on_less_than_nothing() -> None:
    with pytest.raises(ValueError, match="forwards"):
        simple(100, date(2027, 1, 2), date(2027, 1, 1), RATE)
    with pytest.raises(ValueError, match="owed"):
        on_pence_days(-1, RATE)


def test_the_rate_is_put_in_words() -> None:
    assert spoken_rate(RATE) == "8% a year"
    assert spoken_rate(InterestRate(Decimal("10.50"), 365)) == "10.5% a year"


@given(st.integers(0, 10_000_000), DAYS, st.integers(0, 4000))
def test_interest_agrees_with_decimal_arithmetic(principal: int, start: date, days: int) -> None:
    exact = Decimal(principal) * 8 * days / Decimal(36500)
    expected = int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    assert simple(principal, start, start + timedelta(days=days), RATE) == expected


@pytest.mark.requirement("D-01")
@pytest.mark.parametrize(
    ("claimed", "fee"),
    [
        (1, 35_00),
        (300_00, 35_00),
        (300_01, 50_00),
        (500_00, 50_00),
        (500_01, 70_00),
        (1_000_00, 70_00),
        (1_000_01, 80_00),
        (1_500_00, 80_00),
        (1_500_01, 115_00),
        (3_000_00, 115_00),
        (3_000_01, 205_00),
        (5_000_00, 205_00),
        (5_000_01, 455_00),
        (10_000_00, 455_00),
        (10_000_01, 500_00),  # 5% is 500.0005
        (10_000_19, 500_00),  # 5% is 500.0095: down to the penny
        (10_000_20, 500_01),
        (100_000_00, 5_000_00),
        (200_000_00, 10_000_00),
        (200_000_01, 10_000_00),
    ],
)
def test_a_claim_costs_its_band_or_five_per_cent(claimed: int, fee: int) -> None:
    assert claim_fee(claimed, date(2026, 11, 20)).pence == fee


def test_a_fee_says_what_it_is_for_and_where_it_comes_from() -> None:
    fee = claim_fee(1_281_85, date(2026, 11, 20))
    assert fee.explanation == "Court fee to issue a claim for £1,281.85"
    assert fee.policy == "CLAIM_FEE_2021"
    assert fee.source == "SI 2008/1053 Sch 1 fee 1.1 as amended by SI 2021/588"


def test_there_is_no_fee_for_nothing_and_none_before_the_table_begins() -> None:
    with pytest.raises(ValueError, match="above nought"):
        claim_fee(0, date(2026, 11, 20))
    with pytest.raises(NoPolicyInForceError):
        claim_fee(100, date(2021, 5, 17))


def test_sealing_a_writ_costs_eighty_pounds_since_april_2025() -> None:
    assert (writ_fee(date(2025, 4, 7)).pence, writ_fee(date(2025, 4, 8)).pence) == (78_00, 80_00)
