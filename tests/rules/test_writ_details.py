"""What a writ needs to know: filled in, corrected, checked, and what is to be enforced after payments (W-05)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from backend.rules.ledger import Line, balance
from backend.rules.reasons import writs as reasons
from backend.rules.vocabulary import Correction, LineKind
from backend.rules.writ_details import (
    Address,
    Details,
    Known,
    Paid,
    corrections,
    filled_in,
    flagged,
    following,
    lines_to_record,
    lines_to_take_back,
    obstacles,
    payments_of,
    problems,
    tidied,
)

ENTERED_ON = date(2026, 3, 23)
TODAY = date(2026, 3, 25)
HOME = Address(("14 Clarence Street", "York"), "YO31 7EW")
WORK = Address(("2 Quay Road",), "YO1 9TT")
KNOWN = Known(("Andrew Hollis",), (HOME,), ENTERED_ON, 1_000_00)
FIRST, SECOND = Paid(ENTERED_ON, 100_00), Paid(TODAY, 50_00)


def details(**changed: Any) -> Details:
    """The details as filled in, the question about the agreement answered."""
    return replace(filled_in(KNOWN), **{"is_regulated": False, **changed})


def codes(given: Details, known: Known = KNOWN, **how: Any) -> list[tuple[str, str]]:
    return [(each.code, ".".join(each.path)) for each in problems(given, known, today=TODAY, **how)]


def test_details_are_filled_in_from_what_the_court_knows_and_the_agreement_is_left_to_the_claimant() -> None:
    known = replace(KNOWN, payments=(FIRST,), balance_pence=900_00)
    assert filled_in(known) == Details(("Andrew Hollis",), (HOME,), 900_00, (FIRST,), None)
    assert codes(details()) == []


def test_details_are_the_same_after_they_were_stored() -> None:
    given = details(
        addresses=(HOME, WORK), payments=(FIRST, SECOND), goods="A piano", vehicles=("AB12 CDE",), safety="A dog"
    )
    assert Details.from_json(given.to_json()) == given
    assert given.post_code == "YO31 7EW"


@pytest.mark.requirement("W-05")
@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param({"defendants": ()}, [("COUNT_OUT_OF_RANGE", "defendants")], id="nobody"),
        pytest.param({"defendants": ("A",) * 6}, [("COUNT_OUT_OF_RANGE", "defendants")], id="six"),
        pytest.param({"defendants": (" ",)}, [("TEXT_LENGTH", "defendants.0")], id="a blank name"),
        pytest.param({"addresses": ()}, [("COUNT_OUT_OF_RANGE", "addresses")], id="nowhere"),
        pytest.param({"addresses": (HOME,) * 6}, [("COUNT_OUT_OF_RANGE", "addresses")], id="six addresses"),
        pytest.param(
            {"addresses": (Address((), "YO1"),)},
            [("TEXT_LENGTH", "addresses.0.lines"), ("POST_CODE", "addresses.0.postCode")],
            id="no address",
        ),
        pytest.param({"goods": "g" * 1_001}, [("TEXT_LENGTH", "goods")], id="too much of goods"),
        pytest.param({"safety": "s" * 1_001}, [("TEXT_LENGTH", "safety")], id="too much of safety"),
        pytest.param({"vehicles": ("v",) * 11}, [("COUNT_OUT_OF_RANGE", "vehicles")], id="eleven vehicles"),
        pytest.param({"vehicles": ("",)}, [("TEXT_LENGTH", "vehicles.0")], id="a nameless vehicle"),
        pytest.param(
            {"defendants": ("Andrew\nHollis",), "vehicles": ("AB12\u2028CDE",)},
            [("TEXT_LENGTH", "defendants.0"), ("TEXT_LENGTH", "vehicles.0")],
            id="a name and a vehicle of two lines",
        ),
        pytest.param(
            {"addresses": (HOME, Address(("2 Quay Road\u2029x",), "YO1 9TT"))},
            [("TEXT_LENGTH", "addresses.1.lines")],
            id="a line of two lines",
        ),
        pytest.param({"goods": "A piano\nA lathe", "safety": "A dog\nA gate"}, [], id="texts of several lines"),
        pytest.param({"due_pence": 999_99}, [("AMOUNT_DIFFERS", "amountDue")], id="less than is due"),
        pytest.param({"due_pence": 1_000_01}, [("AMOUNT_DIFFERS", "amountDue")], id="more than is due"),
        pytest.param({"payments": (FIRST,)}, [("AMOUNT_DIFFERS", "amountDue")], id="a payment not taken off"),
        pytest.param(
            {"payments": (Paid(TODAY + timedelta(days=1), 1),), "due_pence": 999_99},
            [("DATE_IN_FUTURE", "payments.0.on")],
            id="a payment to come",
        ),
        pytest.param(
            {"payments": (Paid(ENTERED_ON - timedelta(days=1), 1),), "due_pence": 999_99},
            [("DATE_BEFORE_JUDGMENT", "payments.0.on")],
            id="a payment before the judgment",
        ),
        pytest.param(
            {"payments": (Paid(TODAY, 0),)}, [("AMOUNT_OUT_OF_RANGE", "payments.0.amount")], id="a payment of nothing"
        ),
        pytest.param(
            {"payments": (Paid(TODAY, 1),) * 51, "due_pence": 999_49},
            [("COUNT_OUT_OF_RANGE", "payments")],
            id="fifty-one payments",
        ),
    ],
)
def test_everything_wrong_with_details_is_found_where_it_stands(
    changed: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert codes(details(**changed)) == expected


@pytest.mark.requirement("W-05")
def test_a_payment_on_record_may_be_left_out_by_staff_alone() -> None:
    known = replace(KNOWN, payments=(FIRST,), balance_pence=900_00)
    given = details(payments=(), due_pence=1_000_00)
    assert codes(given, known) == [("PAYMENT_LEFT_OUT", "payments")]
    assert codes(given, known, is_staff=True) == []
    assert codes(details(payments=(SECOND, FIRST), due_pence=850_00), known) == []


@pytest.mark.requirement("W-05")
def test_what_the_claimant_corrects_of_the_courts_data_is_flagged() -> None:
    assert corrections(KNOWN, details()) == []
    assert corrections(KNOWN, details(defendants=("Andrew Holliss",))) == [Correction.DEFENDANT_NAME]
    assert corrections(KNOWN, details(addresses=(WORK,))) == [Correction.DEFENDANT_ADDRESS]
    assert corrections(KNOWN, details(addresses=(WORK, HOME))) == []
    assert corrections(KNOWN, details(payments=(FIRST,))) == [Correction.AMOUNT]


def test_payments_stay_flagged_after_they_were_recorded_while_there_are_any() -> None:
    recorded = replace(KNOWN, payments=(FIRST,), balance_pence=900_00)
    given = details(payments=(FIRST,), due_pence=900_00)
    assert flagged(recorded, given, []) == []
    assert flagged(recorded, given, [Correction.AMOUNT]) == [Correction.AMOUNT]
    assert flagged(KNOWN, details(), [Correction.AMOUNT, Correction.DEFENDANT_NAME]) == []


@pytest.mark.requirement("W-05")
def test_the_ledger_comes_to_hold_exactly_the_payments_given_whatever_it_held() -> None:
    lines = [Line(LineKind.PRINCIPAL, 1_000_00, ENTERED_ON, "The amount claimed")]
    for payments in ((FIRST, FIRST), (FIRST, SECOND), (), (SECOND,)):
        known = replace(KNOWN, balance_pence=balance(lines), payments=payments_of(lines, since=ENTERED_ON))
        due = known.due_pence(payments)
        lines += (*lines_to_record(known, payments), *lines_to_take_back(known, payments))
        assert payments_of(lines, since=ENTERED_ON) == tuple(sorted(payments))
        assert balance(lines) == due == 1_000_00 - sum(paid.pence for paid in payments)
        again = replace(known, balance_pence=balance(lines), payments=payments_of(lines, since=ENTERED_ON))
        assert (lines_to_record(again, payments), lines_to_take_back(again, payments)) == ((), ())


@pytest.mark.requirement("W-05")
def test_details_follow_what_the_ledger_gained_and_keep_what_was_declared() -> None:
    known = replace(KNOWN, balance_pence=850_00, payments=(SECOND, SECOND))
    given = details(payments=(FIRST, SECOND), due_pence=1)
    followed = following(known, given)
    assert followed == replace(given, payments=tuple(sorted((FIRST, SECOND, SECOND))), due_pence=750_00)
    assert (following(known, followed), lines_to_take_back(known, followed.payments)) == (followed, ())


@pytest.mark.requirement("W-03", "W-05")
def test_what_is_to_be_enforced_decides_and_not_what_was_adjudged() -> None:
    assert obstacles(details(due_pence=600_00), today=TODAY) == ()
    assert obstacles(details(due_pence=599_99), today=TODAY) == (reasons.SUM_TOO_SMALL,)
    assert obstacles(details(due_pence=0), today=TODAY) == (reasons.JUDGMENT_PAID, reasons.SUM_TOO_SMALL)
    assert obstacles(details(is_regulated=True), today=TODAY) == (reasons.REGULATED_AGREEMENT,)


def test_blanks_around_what_was_typed_are_taken_off() -> None:
    given = details(defendants=(" Andrew Hollis ",), goods="  ", safety=" A dog ", vehicles=(" AB12 CDE",))
    assert tidied(given) == details(goods=None, safety="A dog", vehicles=("AB12 CDE",))
