"""The tables of an application for a writ: its life, who may do what when, and its checks (W-05 to W-10)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import pytest

from backend.rules import acts
from backend.rules.claim_facts import Adjudged, ClaimFacts
from backend.rules.deadlines import pay_within_28_days
from backend.rules.reasons import writs as reasons
from backend.rules.refusals import NOT_OPEN_TO_YOU
from backend.rules.vocabulary import (
    Act,
    AppointmentMethod,
    CheckResult,
    ClaimState,
    Correction,
    FeeMethod,
    Jurisdiction,
    PaymentOrder,
    Relation,
    RestraintKind,
    WritApplicationState,
    WritState,
)
from backend.rules.writ_applications import (
    ACTS,
    DECISIONS,
    ELIGIBLE,
    LIFE_CYCLE,
    LIVE,
    ApplicationFacts,
    actions,
    after,
    facts_of,
    is_help_with_fees_reference,
    judge,
    next_step,
    obstacles,
)
from backend.rules.writ_checks import checks
from backend.rules.writ_details import Address, Details, Known, Paid

S = WritApplicationState
EVERY = {**ACTS, **DECISIONS}
NOW = datetime(2026, 3, 25, 10, tzinfo=UTC)
ENTERED_ON = date(2026, 3, 23)
HOME = Address(("14 Clarence Street", "York"), "YO31 7EW")
DETAILS = Details(("Andrew Hollis",), (HOME,), 1_000_00, is_regulated=False)
KNOWN = Known(("Andrew Hollis",), (HOME,), ENTERED_ON, 1_000_00)
CLAIM = ClaimFacts(
    state=ClaimState.JUDGMENT_ENTERED,
    deadline=pay_within_28_days(date(2026, 3, 2)),
    owed_pence=1_000_00,
    now=NOW,
    judgment=Adjudged(ENTERED_ON, PaymentOrder.IMMEDIATELY, datetime(2026, 3, 24, tzinfo=UTC)),
)
BARRED: tuple[ClaimFacts, ...] = (
    replace(CLAIM, judgment=None, owed_pence=0),
    replace(CLAIM, judgment=Adjudged(ENTERED_ON, PaymentOrder.INSTALMENTS, datetime(2027, 1, 1, tzinfo=UTC))),
    replace(CLAIM, jurisdiction=Jurisdiction.SCOTLAND),
    replace(CLAIM, restraints=frozenset({RestraintKind.STAY, RestraintKind.BREATHING_SPACE})),
    replace(CLAIM, writ=WritState.ISSUED),
    replace(CLAIM, now=datetime(2032, 3, 23, tzinfo=UTC)),
    replace(CLAIM, submissions_today=3),
)


def facts(**changed: Any) -> ApplicationFacts:
    """A draft that lacks nothing but its fee."""
    given = {"state": S.DRAFT, "claim": CLAIM, "has_details": True, "is_regulated": False, "has_officer": True}
    return ApplicationFacts(**{**given, **changed})


def every_situation() -> Iterator[ApplicationFacts]:
    """Whatever there can be: what the court has had is covered."""
    for state, claim, has, fee, live in product(S, (CLAIM, *BARRED), (True, False), (None, *FeeMethod), (True, False)):
        if fee is None and state in {S.SUBMITTED, S.RETURNED, S.REJECTED, S.ISSUED}:
            continue
        yield facts(
            state=state,
            claim=claim,
            has_details=has,
            is_regulated=not has,
            has_officer=has,
            fee_method=fee,
            has_payment=live,
            is_payment_live=live,
        )


def test_every_state_is_reached_from_a_draft_and_three_of_them_live() -> None:
    found = {S.DRAFT}
    while further := {to for (state, _), to in LIFE_CYCLE.items() if state in found} - found:
        found |= further
    assert found == set(S)
    assert {state for state, _ in LIFE_CYCLE} == LIVE


@pytest.mark.requirement("X-04")
@pytest.mark.parametrize("act", sorted({act for _, act in LIFE_CYCLE if act in EVERY}))
def test_a_move_is_open_in_some_situation_exactly_where_the_life_cycle_has_it(act: Act) -> None:
    opened = {each.state for each in every_situation() if judge(act, each, EVERY[act].to).is_open}
    assert opened == {state for state, moved in LIFE_CYCLE if moved is act}


@pytest.mark.requirement("X-04")
@pytest.mark.parametrize("act", EVERY)
def test_every_reason_of_an_act_is_given_in_some_situation(act: Act) -> None:
    given = {reason for each in every_situation() for reason in judge(act, each, EVERY[act].to).reasons}
    assert given == {condition.otherwise for condition in EVERY[act].conditions}
    assert any(judge(act, each, EVERY[act].to).is_open for each in every_situation())


def test_a_move_that_the_life_cycle_lacks_is_a_defect() -> None:
    with pytest.raises(KeyError):
        after(S.ISSUED, Act.WITHDRAW_WRIT_APPLICATION)


def test_the_acts_on_applications_stand_in_one_table_of_all() -> None:
    assert [sum(act in table for table in acts.TABLES) for act in ACTS] == [1] * len(ACTS)


@pytest.mark.requirement("X-08")
def test_no_act_on_an_application_concerns_the_defendant_or_the_officer() -> None:
    for relation in (Relation.DEFENDANT, Relation.OFFICER):
        assert actions(facts(), relation) == ()
        assert {judge(act, facts(), relation).reasons for act in EVERY} == {(NOT_OPEN_TO_YOU,)}


PAYING = {
    "ready": ({}, ()),
    "details missing": ({"has_details": False}, (reasons.DETAILS_MISSING,)),
    "officer missing": ({"has_officer": False}, (reasons.OFFICER_MISSING,)),
    "covered": ({"fee_method": FeeMethod.HELP_WITH_FEES}, (reasons.FEE_COVERED,)),
    "a payment in progress": ({"is_payment_live": True}, (reasons.PAYMENT_IN_PROGRESS,)),
    "regulated": ({"is_regulated": True}, (reasons.REGULATED_AGREEMENT,)),
    "with the court": (
        {"state": S.SUBMITTED, "fee_method": FeeMethod.GOV_UK_PAY},
        (reasons.APPLICATION_NOT_YOURS_NOW, reasons.FEE_COVERED),
    ),
    "stayed meanwhile": (
        {"claim": replace(CLAIM, restraints=frozenset({RestraintKind.STAY}))}, (reasons.ENFORCEMENT_STAYED,),
    ),
}  # fmt: skip


@pytest.mark.requirement("W-07", "X-04")
@pytest.mark.parametrize("case", PAYING)
def test_the_fee_is_covered_once_for_a_complete_application_that_is_eligible_still(case: str) -> None:
    changed, expected = PAYING[case]
    for act in (Act.PAY_WRIT_FEE, Act.USE_HELP_WITH_FEES):
        assert judge(act, facts(**changed), Relation.CLAIMANT).reasons == expected


@pytest.mark.requirement("W-03")
def test_payments_told_of_count_before_they_are_recorded() -> None:
    def found(details: Details | None) -> ApplicationFacts:
        return facts_of(
            CLAIM,
            state=S.DRAFT,
            details=details,
            appointment_method=AppointmentMethod.ROTA,
            fee_method=None,
            has_payment=False,
            is_payment_live=False,
        )

    assert found(None).claim.owed_pence == 1_000_00
    assert not found(None).has_details
    some = found(replace(DETAILS, due_pence=599_99, payments=(Paid(ENTERED_ON, 400_01),)))
    assert (some.claim.owed_pence, some.has_officer) == (599_99, True)
    assert obstacles(some) == (reasons.SUM_TOO_SMALL,)
    assert found(replace(DETAILS, due_pence=2_000_00)).claim.owed_pence == 1_000_00


def test_eligibility_is_looked_at_with_what_only_the_claimant_knows() -> None:
    assert obstacles(facts()) == ()
    assert obstacles(facts(is_regulated=True)) == (reasons.REGULATED_AGREEMENT,)
    assert reasons.APPLICATION_LIVE not in {condition.otherwise for condition in ELIGIBLE}


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("HWF-A1B-2C3", True),
        ("HWF-000-000", True),
        ("hwf-a1b-2c3", False),
        ("HWF-A1B2C3", False),
        ("HWF-A1B-2C34", False),
        ("HWF-Ä1B-2C3", False),
        ("HWF-A1B-2C3\n", False),
    ],
)
def test_a_help_with_fees_reference_has_its_form(text: str, is_one: bool) -> None:
    assert is_help_with_fees_reference(text) is is_one


def test_the_next_step_follows_the_application() -> None:
    steps = [
        next_step(facts(has_details=False)),
        next_step(facts(has_officer=False)),
        next_step(facts()),
        next_step(facts(is_payment_live=True)),
        next_step(facts(is_regulated=True)),
        *(next_step(facts(state=state)) for state in S if state is not S.DRAFT),
    ]
    assert [step.split(maxsplit=1)[0] for step in steps[:5]] == ["Confirm", "Choose", "Pay", "Finish", "A"]
    assert len(set(steps)) == len(steps)


def results(
    details: Details = DETAILS, *, officer: str | None = "Idris Bowen", found: ApplicationFacts | None = None
) -> dict[str, CheckResult]:
    """The result of each check of an application whose fee was paid by card."""
    corrected = [Correction.AMOUNT] if details.payments else []
    if details.defendants != KNOWN.defendants:
        corrected.append(Correction.DEFENDANT_NAME)
    made = checks(
        found or facts(fee_method=FeeMethod.GOV_UK_PAY),
        details,
        KNOWN,
        corrected=corrected,
        officer=officer,
        against_officer=(),
    )
    assert all(each.finding and each.title for each in made)
    return {each.code: each.result for each in made if each.result is not CheckResult.HOLDS}


@pytest.mark.requirement("W-10")
def test_checks_hold_an_application_against_the_courts_data() -> None:
    assert results() == {}
    assert results(replace(DETAILS, defendants=("A. Hollis",))) == {"DEFENDANT_NAMES": CheckResult.TO_BE_SETTLED}
    paid = replace(DETAILS, payments=(Paid(ENTERED_ON, 100_00),), due_pence=900_00)
    assert results(paid) == {"AMOUNT": CheckResult.TO_BE_SETTLED}
    assert results(replace(paid, due_pence=950_00)) == {"AMOUNT": CheckResult.FAILS}
    assert results(officer=None) == {"OFFICER": CheckResult.FAILS}
    assert results(found=facts(fee_method=FeeMethod.HELP_WITH_FEES)) == {"FEE": CheckResult.TO_BE_SETTLED}
    assert results(found=facts()) == {"FEE": CheckResult.FAILS}
    barred = facts(claim=replace(CLAIM, writ=WritState.ISSUED), fee_method=FeeMethod.GOV_UK_PAY)
    assert results(found=barred) == {"ELIGIBLE": CheckResult.FAILS}
