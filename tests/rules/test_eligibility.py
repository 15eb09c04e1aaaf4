"""Whether a judgment can be enforced by a writ of control, and by which other routes: each condition alone (W-03)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from backend.rules import claims, deadlines, eligibility
from backend.rules.claim_facts import Adjudged, ClaimFacts
from backend.rules.deadlines import pay_within_28_days
from backend.rules.enforcement_options import OptionFacts, options, paper_writ
from backend.rules.judgments import PaymentTerms
from backend.rules.reasons import writs as reasons
from backend.rules.refusals import Reason
from backend.rules.vocabulary import (
    Act,
    CheckResult,
    ClaimState,
    EnforcementRoute,
    InstalmentFrequency,
    Jurisdiction,
    PartyKind,
    PaymentOrder,
    Relation,
    RestraintKind,
    WritApplicationState,
    WritState,
)

ENTERED_ON = date(2026, 3, 23)
DUE_AT = datetime(2026, 3, 24, tzinfo=UTC)
R = EnforcementRoute
PERSON = (PartyKind.PERSON,)


def facts(**changed: Any) -> ClaimFacts:
    """A judgment for £1,000 against a person, due and unpaid."""
    given = {
        "state": ClaimState.JUDGMENT_ENTERED,
        "deadline": pay_within_28_days(date(2026, 3, 2)),
        "owed_pence": 1_000_00,
        "now": DUE_AT,
        "judgment": Adjudged(ENTERED_ON, PaymentOrder.IMMEDIATELY, DUE_AT),
    }
    return ClaimFacts(**{**given, **changed})


def adjudged(order: PaymentOrder, **terms: Any) -> Adjudged:
    return Adjudged(ENTERED_ON, order, deadlines.payment_due(ENTERED_ON, PaymentTerms(order, **terms)).at)


INSTALMENTS = adjudged(
    PaymentOrder.INSTALMENTS,
    instalment_pence=100_00,
    instalment_frequency=InstalmentFrequency.MONTHLY,
    first_instalment_on=date(2026, 5, 1),
)
BY_DATE = adjudged(PaymentOrder.BY_DATE, pay_by=date(2026, 4, 30))
SIX_YEARS_LATER = datetime(2032, 3, 22, 23, 59, tzinfo=UTC)
FAILING: dict[str, tuple[dict[str, Any], set[Reason]]] = {
    "no judgment": (
        {"judgment": None, "state": ClaimState.JUDGMENT_REQUESTED},
        {reasons.NO_JUDGMENT, reasons.PAYMENT_NOT_DUE},
    ),
    "paid": ({"owed_pence": 0}, {reasons.JUDGMENT_PAID, reasons.SUM_TOO_SMALL}),
    "a penny short": ({"owed_pence": 599_99}, {reasons.SUM_TOO_SMALL}),
    "a second early": ({"now": DUE_AT - timedelta(seconds=1)}, {reasons.PAYMENT_NOT_DUE}),
    "payable by a day to come": ({"judgment": BY_DATE}, {reasons.PAYMENT_NOT_DUE}),
    "a plan that is kept": ({"judgment": INSTALMENTS}, {reasons.PAYMENT_NOT_DUE, reasons.PLAN_KEPT}),
    "Scotland": ({"jurisdiction": Jurisdiction.SCOTLAND}, {reasons.NOT_ENGLAND_WALES}),
    "stayed": ({"restraints": frozenset({RestraintKind.STAY})}, {reasons.ENFORCEMENT_STAYED}),
    "breathing space": (
        {"restraints": frozenset({RestraintKind.BREATHING_SPACE})}, {reasons.IN_BREATHING_SPACE},
    ),
    "mental health crisis": (
        {"restraints": frozenset({RestraintKind.MENTAL_HEALTH_CRISIS})}, {reasons.IN_BREATHING_SPACE},
    ),
    "a writ is out": ({"writ": WritState.STAYED}, {reasons.WRIT_LIVE}),
    "six years old": ({"now": SIX_YEARS_LATER + timedelta(minutes=1)}, {reasons.PERMISSION_NEEDED}),
}  # fmt: skip
HOLDING: dict[str, dict[str, Any]] = {
    "due and unpaid": {},
    "£600": {"owed_pence": 600_00},
    "more than £5,000": {"owed_pence": 5_000_00},
    "the day came": {"judgment": BY_DATE, "now": datetime(2026, 4, 30, 23, tzinfo=UTC)},
    "an instalment was missed": {"judgment": INSTALMENTS, "now": datetime(2026, 5, 1, 23, tzinfo=UTC)},
    "the last day of six years": {"now": SIX_YEARS_LATER},
}


@pytest.mark.requirement("W-03", "D-17")
@pytest.mark.parametrize("case", HOLDING)
def test_a_judgment_that_is_due_and_unpaid_can_be_enforced_by_a_writ(case: str) -> None:
    found = facts(**HOLDING[case])
    results = {each.code: each.result for each in eligibility.answers(found)}
    assert results.pop("NOT_REGULATED") is CheckResult.TO_BE_SETTLED
    assert set(results.values()) == {CheckResult.HOLDS}
    assert claims.judge(Act.START_WRIT_APPLICATION, found, Relation.CLAIMANT).is_open


@pytest.mark.requirement("W-03")
@pytest.mark.parametrize("case", FAILING)
def test_each_condition_fails_with_its_own_reason_and_closes_the_application(case: str) -> None:
    changed, expected = FAILING[case]
    found = facts(**changed)
    failed = {each.reason for each in eligibility.answers(found) if each.result is CheckResult.FAILS}
    assert failed == expected
    assert set(claims.judge(Act.START_WRIT_APPLICATION, found, Relation.CLAIMANT).reasons) == expected
    assert set(claims.judge(Act.CHOOSE_PAPER_WRIT, found, Relation.CLAIMANT).reasons) == expected


def test_every_condition_fails_in_some_case_above() -> None:
    told = {reason for _, expected in FAILING.values() for reason in expected}
    assert told == {question.condition.otherwise for question in eligibility.QUESTIONS}


def test_an_application_that_lives_closes_another_but_is_no_condition_of_the_judgment() -> None:
    found = facts(application=WritApplicationState.DRAFT)
    judged = claims.judge(Act.START_WRIT_APPLICATION, found, Relation.CLAIMANT)
    assert judged.reasons == (reasons.APPLICATION_LIVE,)
    assert CheckResult.FAILS not in {each.result for each in eligibility.answers(found)}


def closed(found: ClaimFacts, *, defendants: tuple[PartyKind, ...] = PERSON) -> dict[EnforcementRoute, set[Reason]]:
    """The routes that are closed, with their reasons."""
    return {each.route: set(each.reasons) for each in options(OptionFacts(found, defendants)) if not each.is_open}


@pytest.mark.requirement("W-01", "W-04")
def test_every_route_is_open_for_a_thousand_pounds_due_from_a_person() -> None:
    found = options(OptionFacts(facts(), PERSON))
    assert [each.route for each in found] == list(EnforcementRoute)
    assert closed(facts()) == {}
    fees = {each.route: each.fee.pence for each in found if each.fee}
    assert fees == {R.DIGITAL_WRIT: 80_00, R.PAPER_WRIT: 80_00}


@pytest.mark.requirement("W-01", "W-04")
@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param({"owed_pence": 4_999_99}, {}, id="just below £5,000"),
        pytest.param({"owed_pence": 5_000_00}, {R.WARRANT_OF_CONTROL: {reasons.SUM_TOO_LARGE}}, id="£5,000"),
        pytest.param(
            {"owed_pence": 599_99},
            {key: {reasons.SUM_TOO_SMALL} for key in (R.DIGITAL_WRIT, R.PAPER_WRIT)},
            id="below £600",
        ),
        pytest.param(
            {"application": WritApplicationState.SUBMITTED},
            {key: {reasons.APPLICATION_LIVE} for key in (R.DIGITAL_WRIT, R.PAPER_WRIT)},
            id="an application lives",
        ),
        pytest.param(
            {"writ": WritState.ISSUED},
            {key: {reasons.WRIT_LIVE} for key in (R.DIGITAL_WRIT, R.PAPER_WRIT, R.WARRANT_OF_CONTROL)},
            id="a writ is out",
        ),
        pytest.param(
            {"restraints": frozenset({RestraintKind.STAY})},
            {key: {reasons.ENFORCEMENT_STAYED} for key in set(R) - {R.ORDER_TO_OBTAIN_INFORMATION}},
            id="stayed",
        ),
        pytest.param(
            {"restraints": frozenset({RestraintKind.BREATHING_SPACE})},
            {key: {reasons.IN_BREATHING_SPACE} for key in R},
            id="breathing space",
        ),
        pytest.param(
            {"judgment": INSTALMENTS},
            {
                key: {reasons.PAYMENT_NOT_DUE, reasons.PLAN_KEPT}
                for key in set(R) - {R.CHARGING_ORDER, R.ORDER_TO_OBTAIN_INFORMATION}
            },
            id="a plan is kept",
        ),
    ],
)
def test_each_route_is_closed_by_the_law_that_is_its_own(
    changed: dict[str, Any], expected: dict[EnforcementRoute, set[Reason]]
) -> None:
    assert closed(facts(**changed)) == expected


@pytest.mark.requirement("W-01")
def test_nobody_takes_earnings_from_an_organisation() -> None:
    only = closed(facts(), defendants=(PartyKind.ORGANISATION,))
    assert only == {R.ATTACHMENT_OF_EARNINGS: {reasons.NOT_A_PERSON}}
    assert closed(facts(), defendants=(PartyKind.ORGANISATION, PartyKind.PERSON)) == {}


@pytest.mark.requirement("W-04")
def test_the_paper_process_has_its_form_and_the_fee_of_the_day() -> None:
    paper = paper_writ(date(2026, 3, 25))
    assert (paper.form, paper.fee.pence, paper.fee.policy) == ("N293A", 80_00, "WRIT_FEE_2025")
    assert len(paper.steps) == 4
    assert paper_writ(date(2024, 5, 1)).fee.pence == 78_00


def test_a_judgment_is_shown_as_unpaid_from_the_instant_on_at_which_a_writ_can_be_applied_for() -> None:
    before = replace(facts(), now=DUE_AT - timedelta(microseconds=1))
    assert (before.status, facts().status) == ("JUDGMENT_ENTERED", "JUDGMENT_UNPAID")
