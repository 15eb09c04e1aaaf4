"""The writ of control by the rules: its life, how it shows at each instant, and what is to be enforced under it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from backend.rules import writs
from backend.rules.claim_facts import Adjudged
from backend.rules.deadlines import enforceable_from, writ_last_day
from backend.rules.ledger import Line
from backend.rules.periods import end_of
from backend.rules.reasons import writs as reasons
from backend.rules.vocabulary import (
    Act,
    Jurisdiction,
    LineKind,
    PaymentOrder,
    Relation,
    RestraintKind,
    WritState,
    WritStatus,
)
from backend.rules.writs import WritFacts, fee_line, to_be_enforced

ISSUED_AT = datetime(2026, 3, 10, 11, tzinfo=UTC)
ENDS_AT = writ_last_day(date(2026, 3, 10)).at
GIVEN_ON = date(2026, 3, 30)
ENFORCEABLE_AT = enforceable_from(GIVEN_ON, Jurisdiction.ENGLAND_WALES).at
FRESH = WritFacts(WritState.ISSUED, ISSUED_AT, ENDS_AT, ISSUED_AT)
NOTIFIED = replace(FRESH, enforceable_at=ENFORCEABLE_AT, now=ENFORCEABLE_AT)
STAY = frozenset({RestraintKind.STAY})
ENDED = sorted(set(WritState) - {WritState.ISSUED, WritState.STAYED})
MOMENT = timedelta(microseconds=1)

ENTERED_ON = date(2026, 1, 5)
AT_ONCE = Adjudged(ENTERED_ON, PaymentOrder.IMMEDIATELY, end_of(ENTERED_ON))
BY_DATE = Adjudged(ENTERED_ON, PaymentOrder.BY_DATE, end_of(date(2026, 2, 4)))
ISSUED_ON = date(2026, 3, 10)
FEE = fee_line(80_00, "WRIT_FEE_2025", on=ISSUED_ON)


def debt(pence: int, *payments: tuple[date, int]) -> list[Line]:
    """The lines of a judgment debt of so much, and what was paid since."""
    paid = [Line(LineKind.PAYMENT, -amount, on, "Paid since the judgment") for on, amount in payments]
    return [Line(LineKind.PRINCIPAL, pence, ENTERED_ON, "The amount claimed"), *paid]


@pytest.mark.requirement("W-18")
def test_a_writ_is_enforceable_from_the_end_of_seven_clear_days_and_not_a_moment_before() -> None:
    # Easter 2026: Good Friday 3 April, Sunday 5, Monday 6 do not count. So 31, 1, 2, 4, 7, 8, 9 are the seven.
    assert datetime(2026, 4, 9, 23, tzinfo=UTC) == ENFORCEABLE_AT
    assert NOTIFIED.status is WritStatus.ENFORCEABLE
    assert replace(NOTIFIED, now=ENFORCEABLE_AT - MOMENT).status is WritStatus.NOTICE_GIVEN
    assert replace(NOTIFIED, enforceable_at=None).status is WritStatus.ISSUED


@pytest.mark.requirement("W-18")
def test_a_writ_expires_at_the_end_of_its_last_day_whatever_was_done_under_it() -> None:
    assert datetime(2027, 3, 10, tzinfo=UTC) == ENDS_AT
    for facts in (FRESH, NOTIFIED, replace(FRESH, restraints=STAY), replace(FRESH, state=WritState.STAYED)):
        assert replace(facts, now=ENDS_AT - MOMENT).status is not WritStatus.EXPIRED
        assert replace(facts, now=ENDS_AT).status is WritStatus.EXPIRED


@pytest.mark.requirement("W-18")
@pytest.mark.parametrize("restraint", RestraintKind)
def test_whatever_restrains_enforcement_shows_as_stayed_until_it_ends(restraint: RestraintKind) -> None:
    assert replace(NOTIFIED, restraints=frozenset({restraint})).status is WritStatus.STAYED
    assert NOTIFIED.status is WritStatus.ENFORCEABLE


@pytest.mark.parametrize("state", ENDED)
def test_an_ended_writ_shows_how_it_ended_and_does_not_expire(state: WritState) -> None:
    assert replace(NOTIFIED, state=state, now=ENDS_AT, restraints=STAY).status.name == state.name


@pytest.mark.requirement("W-18")
def test_a_stayed_writ_may_go_on_or_end_but_is_not_executed() -> None:
    assert WritState.ISSUED in writs.LIFE_CYCLE[WritState.STAYED]
    assert WritState.EXECUTED not in writs.LIFE_CYCLE[WritState.STAYED]


@pytest.mark.requirement("W-15", "W-18")
@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (replace(FRESH, restraints=STAY), reasons.ENFORCEMENT_STAYED),
        (replace(FRESH, state=WritState.STAYED), reasons.ENFORCEMENT_STAYED),
        (replace(FRESH, restraints=frozenset({RestraintKind.BREATHING_SPACE})), reasons.IN_BREATHING_SPACE),
        (replace(FRESH, restraints=frozenset({RestraintKind.MENTAL_HEALTH_CRISIS})), reasons.IN_BREATHING_SPACE),
        (replace(FRESH, now=ENDS_AT), reasons.WRIT_EXPIRED),
        (NOTIFIED, reasons.NOTICE_GIVEN_ALREADY),
        (replace(FRESH, state=WritState.PAID), reasons.WRIT_ENDED),
    ],
    ids=["stayed", "stayed as stored", "breathing space", "crisis", "expired", "given before", "ended"],
)
def test_notice_of_enforcement_is_refused_with_its_reason(facts: WritFacts, reason: object) -> None:
    judged = writs.judge(Act.GIVE_NOTICE_OF_ENFORCEMENT, facts, Relation.OFFICER)
    assert judged.reasons == (reason,)


@pytest.mark.requirement("W-15")
def test_receipt_is_acknowledged_once_and_though_enforcement_is_stayed() -> None:
    def reasons_of(facts: WritFacts) -> tuple[object, ...]:
        return writs.judge(Act.ACKNOWLEDGE_WRIT, facts, Relation.OFFICER).reasons

    assert reasons_of(replace(FRESH, restraints=STAY)) == ()
    assert reasons_of(replace(FRESH, is_acknowledged=True)) == (reasons.RECEIPT_ACKNOWLEDGED,)


@pytest.mark.parametrize("relation", [Relation.CLAIMANT, Relation.DEFENDANT, Relation.COURT])
def test_what_the_officer_does_is_the_officers_and_a_copy_is_everyones(relation: Relation) -> None:
    assert {judged.act for judged in writs.actions(FRESH, relation)} == {Act.DOWNLOAD_DOCUMENT}
    assert {judged.act for judged in writs.actions(FRESH, Relation.OFFICER)} == set(writs.ACTS)


@pytest.mark.parametrize(
    ("at", "code"),
    [(ISSUED_AT, None), (ISSUED_AT - MOMENT, "DATE_BEFORE_ISSUE"), (ISSUED_AT + MOMENT, "DATE_IN_FUTURE")],
    ids=["as it was issued", "before", "later than now"],
)
def test_a_writ_is_received_between_its_issue_and_now(at: datetime, code: str | None) -> None:
    assert [problem.code for problem in writs.problems_of_receipt(at, FRESH)] == ([code] if code else [])


@pytest.mark.parametrize(
    ("on", "code"),
    [(date(2026, 3, 10), None), (date(2026, 3, 9), "DATE_BEFORE_ISSUE"), (date(2026, 3, 11), "DATE_IN_FUTURE")],
)
def test_notice_is_given_between_the_day_of_issue_and_today(on: date, code: str | None) -> None:
    assert [problem.code for problem in writs.problems_of_notice(on, FRESH)] == ([code] if code else [])


@pytest.mark.requirement("W-11")
def test_a_judgment_below_5000_pounds_bears_no_interest() -> None:
    found = to_be_enforced(debt(4_999_99), AT_ONCE, total_pence=4_999_99, issued_on=ISSUED_ON, fee=FEE)
    assert found.amounts == (("Judgment of Monday 5 January 2026", 4_999_99), (FEE.explanation, 80_00))
    assert (found.total_pence, found.daily_pence, found.further) == (5_079_99, None, (FEE,))


@pytest.mark.requirement("W-11")
def test_a_judgment_of_5000_pounds_bears_8_percent_from_its_day() -> None:
    found = to_be_enforced(debt(5_000_00), AT_ONCE, total_pence=5_000_00, issued_on=ISSUED_ON, fee=None)
    # 64 days at £1.0958904: £70.14 rounded once; one more day £1.10.
    assert found.amounts[1:] == (
        ("Interest on the judgment: 8% a year for 64 days, from Monday 5 January 2026", 70_14),
    )
    assert (found.total_pence, found.daily_pence) == (5_070_14, 1_10)
    assert [(line.kind, line.policy) for line in found.further] == [(LineKind.INTEREST, "JUDGMENT_INTEREST_1993")]


def test_where_time_was_given_interest_runs_from_the_end_of_that_time() -> None:
    found = to_be_enforced(debt(5_000_00), BY_DATE, total_pence=5_000_00, issued_on=ISSUED_ON, fee=None)
    assert found.amounts[1] == (
        "Interest on the judgment: 8% a year for 34 days, from Wednesday 4 February 2026",
        37_26,
    )


def test_a_payment_lowers_the_sum_the_interest_from_its_day_on_and_the_daily_interest() -> None:
    lines = debt(6_000_00, (date(2026, 2, 4), 2_000_00))
    found = to_be_enforced(lines, AT_ONCE, total_pence=6_000_00, issued_on=ISSUED_ON, fee=FEE)
    # 30 days on £6,000 and 34 on £4,000: £69.26.
    assert [pence for _, pence in found.amounts] == [6_000_00, -2_000_00, 69_26, 80_00]
    assert found.daily_pence == 88


@pytest.mark.requirement("W-11")
def test_what_the_writ_says_is_what_the_ledger_comes_to() -> None:
    lines = debt(6_000_00, (date(2026, 2, 4), 2_000_00), (date(2026, 3, 1), 12_34))
    found = to_be_enforced(lines, AT_ONCE, total_pence=6_000_00, issued_on=ISSUED_ON, fee=FEE)
    assert sum(line.amount_pence for line in [*lines, *found.further]) == found.total_pence


def test_a_code_of_a_writ_is_spelled_as_other_codes_are() -> None:
    assert writs.verification_code(b"\x00\x00\x00\x00\x1f" + b"rest is not looked at") == "0000-000Z"
    assert writs.sealed_as("WOC-7K3Q-9FTD", 2) == "WOC-7K3Q-9FTD/2"
