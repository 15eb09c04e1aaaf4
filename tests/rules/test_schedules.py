"""Payment schedules: how many payments, when, how much, what is wrong with one, and what money meets of it."""

import itertools
from dataclasses import replace
from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.rules import schedules as rules
from backend.rules.casework.facts import ExpectedFacts, ScheduleFacts
from backend.rules.schedules import Expected, Terms
from backend.rules.vocabulary import ExpectedState, InstalmentFrequency, Jurisdiction, ScheduleKind

F, S = InstalmentFrequency, ExpectedState
HOME = Jurisdiction.ENGLAND_WALES
TODAY = date(2026, 3, 2)
TERMS = Terms(
    kind=ScheduleKind.NEGOTIATED,
    frequency=F.MONTHLY,
    instalment_pence=100_00,
    total_pence=350_00,
    first_on=date(2026, 12, 31),
)


def codes(terms: Terms, owed_pence: int = 350_00) -> list[tuple[str, str]]:
    return [(each.code, each.path[0]) for each in rules.problems(terms, owed_pence=owed_pence, today=TODAY)]


@pytest.mark.requirement("R-04")
def test_a_schedule_has_as_many_payments_as_it_takes_and_the_last_is_the_remainder() -> None:
    assert [(each.ordinal, each.on, each.pence) for each in rules.due(TERMS, HOME)] == [
        (1, date(2026, 12, 31), 100_00),
        (2, date(2027, 1, 31), 100_00),
        (3, date(2027, 2, 28), 100_00),
        (4, date(2027, 3, 31), 50_00),
    ]


@pytest.mark.parametrize(("frequency", "days"), [(F.WEEKLY, 7), (F.EVERY_TWO_WEEKS, 14), (F.EVERY_FOUR_WEEKS, 28)])
def test_payments_by_weeks_fall_on_one_day_of_the_week(frequency: InstalmentFrequency, days: int) -> None:
    dates = [each.on for each in rules.due(replace(TERMS, frequency=frequency), HOME)]
    assert {(later - earlier).days for earlier, later in itertools.pairwise(dates)} == {days}


def test_a_deduction_due_on_no_working_day_is_due_on_the_next_one_and_moves_no_other() -> None:
    deducted = replace(
        TERMS, kind=ScheduleKind.REGULAR_DEDUCTION_ORDER, frequency=F.WEEKLY, first_on=date(2026, 12, 25)
    )
    assert [each.on for each in rules.due(deducted, HOME)] == [
        date(2026, 12, 29), date(2027, 1, 4), date(2027, 1, 8), date(2027, 1, 15),
    ]  # fmt: skip
    assert rules.due(replace(deducted, kind=ScheduleKind.NEGOTIATED), HOME)[0].on == date(2026, 12, 25)


@pytest.mark.requirement("R-04")
@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (TERMS, []),
        (replace(TERMS, total_pence=350_01), [("AMOUNT_OUT_OF_RANGE", "total")]),
        (replace(TERMS, instalment_pence=0), [("AMOUNT_OUT_OF_RANGE", "instalment")]),
        (replace(TERMS, instalment_pence=350_01), [("AMOUNT_OUT_OF_RANGE", "instalment")]),
        (replace(TERMS, instalment_pence=67), [("COUNT_OUT_OF_RANGE", "instalment")]),
        (replace(TERMS, instalment_pence=68), []),
        (replace(TERMS, first_on=TODAY), [("DATE_NOT_IN_FUTURE", "firstOn")]),
    ],
    ids=["right", "more than owed", "nothing", "more than the total", "too many", "just enough", "today"],
)
def test_what_is_wrong_with_a_schedule_is_said_field_by_field(terms: Terms, expected: list[tuple[str, str]]) -> None:
    assert codes(terms) == expected


def test_a_deduction_takes_at_most_two_fifths_of_a_known_gross_weekly_income() -> None:
    deducted = replace(TERMS, kind=ScheduleKind.REGULAR_DEDUCTION_ORDER, frequency=F.WEEKLY)
    assert codes(replace(deducted, weekly_income_pence=250_00)) == []
    assert codes(replace(deducted, weekly_income_pence=249_99)) == [("AMOUNT_OUT_OF_RANGE", "instalment")]
    assert codes(replace(TERMS, frequency=F.WEEKLY, weekly_income_pence=1)) == []
    assert replace(deducted, frequency=F.MONTHLY).weekly_pence == Fraction(12 * 100_00, 52)


@given(st.integers(1, 10_000), st.integers(1, 10_000), st.sampled_from(list(F)))
def test_the_payments_of_a_schedule_are_its_total_each_on_a_later_day(
    instalment: int, more: int, frequency: InstalmentFrequency
) -> None:
    terms = replace(TERMS, instalment_pence=instalment, total_pence=instalment + more % (20 * instalment))
    found = rules.due(replace(terms, frequency=frequency), HOME)
    assert sum(each.pence for each in found) == terms.total_pence
    assert len(found) == terms.count
    assert {each.pence for each in found[:-1]} <= {instalment}
    assert 0 < found[-1].pence <= instalment
    assert [each.on for each in found] == sorted({each.on for each in found})


def test_money_meets_what_was_due_first_and_late_money_what_was_missed() -> None:
    standing = [
        Expected(1, 100, 0, S.MISSED),
        Expected(2, 100, 40, S.PARTIAL),
        Expected(3, 100, 0, S.EXPECTED),
        Expected(4, 100, 0, S.EXPECTED),
    ]
    assert rules.meet(standing, 30) == (Expected(1, 100, 30, S.MISSED),)
    assert rules.meet(standing, 170) == (
        Expected(1, 100, 100, S.MET), Expected(2, 100, 100, S.MET), Expected(3, 100, 10, S.PARTIAL),
    )  # fmt: skip
    assert rules.meet([Expected(1, 100, 0, S.ENDED), Expected(2, 100, 100, S.MET)], 50) == ()


@pytest.mark.requirement("R-50")
def test_compliance_is_established_from_the_third_due_date_of_a_deduction_order_on() -> None:
    third = date(2026, 5, 1)
    dates = (date(2026, 3, 1), date(2026, 4, 1), third, date(2026, 6, 1))
    expected = tuple(ExpectedFacts(index, on, 1, 0, S.EXPECTED) for index, on in enumerate(dates, start=1))
    schedule = ScheduleFacts(UUID(int=1), ScheduleKind.REGULAR_DEDUCTION_ORDER, expected)
    assert not rules.compliance_is_due(schedule, date(2026, 4, 30))
    assert rules.compliance_is_due(schedule, third)
    assert not rules.compliance_is_due(replace(schedule, kind=ScheduleKind.NEGOTIATED), third)
    assert not rules.compliance_is_due(None, third)
