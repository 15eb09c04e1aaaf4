"""The ledger: what a claim and a judgment add to a debt, line by line."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.rules.interest import simple
from backend.rules.ledger import Line, balance, lines_of_claim, lines_of_judgment
from backend.rules.policies import CLAIM_INTEREST, in_force
from backend.rules.vocabulary import LineKind

ISSUED_ON = date(2026, 11, 23)
ENTERED_ON = date(2027, 1, 5)
INTEREST_FROM = date(2026, 6, 1)
RATE = in_force(CLAIM_INTEREST, ISSUED_ON).value


def payment(pence: int, on: date) -> Line:
    return Line(LineKind.PAYMENT, -pence, on, "Paid")


def interest_in(lines: tuple[Line, ...]) -> int:
    return balance(line for line in lines if line.kind is LineKind.INTEREST)


@pytest.mark.requirement("D-01")
def test_a_claim_is_its_principal_interest_to_the_issue_and_the_fee_on_both() -> None:
    lines = lines_of_claim(amount_pence=1_480_00, interest_from=INTEREST_FROM, issued_on=ISSUED_ON)
    assert lines == (
        Line(LineKind.PRINCIPAL, 1_480_00, ISSUED_ON, "The amount claimed"),
        Line(
            LineKind.INTEREST,
            56_77,
            ISSUED_ON,
            "Interest at 8% a year on £1,480.00, 175 days from Monday 1 June 2026 to Monday 23 November 2026",
            "COUNTY_COURTS_ACT_8_PERCENT",
        ),
        # the interest takes the claim over £1,500 and so into the next band
        Line(LineKind.COURT_FEE, 115_00, ISSUED_ON, "Court fee to issue a claim for £1,536.77", "CLAIM_FEE_2021"),
    )
    assert balance(lines) == 1_651_77


def test_a_claim_without_interest_has_no_line_of_it() -> None:
    for interest_from in (None, ISSUED_ON):
        lines = lines_of_claim(amount_pence=100_00, interest_from=interest_from, issued_on=ISSUED_ON)
        assert [(line.kind, line.amount_pence) for line in lines] == [
            (LineKind.PRINCIPAL, 100_00),
            (LineKind.COURT_FEE, 35_00),
        ]


def test_a_claim_for_nothing_or_with_interest_from_the_future_is_refused() -> None:
    with pytest.raises(ValueError, match="above nought"):
        lines_of_claim(amount_pence=0, interest_from=None, issued_on=ISSUED_ON)
    with pytest.raises(ValueError, match="forwards"):
        lines_of_claim(amount_pence=1, interest_from=ISSUED_ON + timedelta(days=1), issued_on=ISSUED_ON)


@pytest.mark.requirement("D-12")
def test_a_judgment_adds_the_interest_from_the_issue_to_its_own_day() -> None:
    claim = lines_of_claim(amount_pence=1_480_00, interest_from=INTEREST_FROM, issued_on=ISSUED_ON)
    lines = lines_of_judgment(claim, interest_from=INTEREST_FROM, entered_on=ENTERED_ON)
    assert lines[:3] == claim
    assert lines[3:] == (
        Line(
            LineKind.INTEREST,
            13_95,  # 70.7155 in all, rounded to 70.72, less 56.77
            ENTERED_ON,
            "Further interest at 8% a year up to the judgment: £70.72 in all, 218 days from Monday 1 June 2026 to"
            " Tuesday 5 January 2027, less what was charged before",
            "COUNTY_COURTS_ACT_8_PERCENT",
        ),
    )
    assert balance(lines) == 1_665_72


def test_a_judgment_without_interest_or_on_the_day_of_issue_adds_nothing() -> None:
    without = lines_of_claim(amount_pence=100_00, interest_from=None, issued_on=ISSUED_ON)
    assert lines_of_judgment(without, interest_from=None, entered_on=ENTERED_ON) == without
    same_day = lines_of_claim(amount_pence=100_00, interest_from=INTEREST_FROM, issued_on=ISSUED_ON)
    assert lines_of_judgment(same_day, interest_from=INTEREST_FROM, entered_on=ISSUED_ON) == same_day


@pytest.mark.requirement("D-12")
def test_interest_stops_on_what_was_paid_on_the_day_it_was_paid() -> None:
    claim = lines_of_claim(amount_pence=1_000_00, interest_from=date(2026, 11, 23), issued_on=ISSUED_ON)
    paid = (*claim, payment(400_00, date(2026, 12, 3)))
    lines = lines_of_judgment(paid, interest_from=date(2026, 11, 23), entered_on=date(2026, 12, 13))
    assert interest_in(lines) == 3_51  # (1,000 for 10 days + 600 for 10 days) at 8%: 3.5068
    assert balance(lines) == 1_000_00 + 70_00 - 400_00 + 3_51


def test_a_payment_from_before_the_interest_began_earns_nothing_back() -> None:
    claim = lines_of_claim(amount_pence=1_000_00, interest_from=ISSUED_ON, issued_on=ISSUED_ON)
    paid = (*claim, payment(400_00, ISSUED_ON - timedelta(days=30)))
    lines = lines_of_judgment(paid, interest_from=ISSUED_ON, entered_on=ISSUED_ON + timedelta(days=10))
    assert interest_in(lines) == 1_32  # 600 for 10 days at 8%: 1.3151


def test_too_high_a_payment_stops_the_interest_and_is_not_lost() -> None:
    claim = lines_of_claim(amount_pence=1_000_00, interest_from=ISSUED_ON, issued_on=ISSUED_ON)
    paid = (*claim, payment(1_500_00, date(2026, 12, 3)))
    lines = lines_of_judgment(paid, interest_from=ISSUED_ON, entered_on=ENTERED_ON)
    assert interest_in(lines) == 2_19
    assert balance(lines) == 1_000_00 + 70_00 + 2_19 - 1_500_00


def test_a_judgment_is_not_entered_before_what_its_ledger_holds() -> None:
    claim = lines_of_claim(amount_pence=100_00, interest_from=None, issued_on=ISSUED_ON)
    with pytest.raises(ValueError, match="later than the judgment"):
        lines_of_judgment(claim, interest_from=None, entered_on=ISSUED_ON - timedelta(days=1))


AMOUNTS = st.integers(1, 10_000_000)
SPANS = st.integers(0, 800)


@pytest.mark.requirement("D-12")
@given(AMOUNTS, SPANS, SPANS)
def test_interest_over_two_stages_is_the_interest_of_the_whole_period(amount: int, before: int, further: int) -> None:
    interest_from = ISSUED_ON - timedelta(days=before)
    entered_on = ISSUED_ON + timedelta(days=further)
    claim = lines_of_claim(amount_pence=amount, interest_from=interest_from, issued_on=ISSUED_ON)
    lines = lines_of_judgment(claim, interest_from=interest_from, entered_on=entered_on)
    assert interest_in(lines) == simple(amount, interest_from, entered_on, RATE)
    assert lines_of_judgment(lines, interest_from=interest_from, entered_on=entered_on) == lines
    assert all(len(line.explanation) <= 300 for line in lines)
