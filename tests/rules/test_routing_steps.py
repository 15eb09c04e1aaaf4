"""The walk of the procedure: every step from 1 to 80 is carried out by something that is there, or is guidance."""

from collections.abc import Container, Iterator
from typing import Any

import pytest

from backend.notices.catalogue import CATALOGUE
from backend.operations.effects import EFFECTS
from backend.rules.acts import TABLES
from backend.rules.casework.catalogue import AMENDMENT, KINDS
from backend.rules.casework.effects import CarryOut, EffectName
from backend.rules.casework.kinds import Outcome
from backend.rules.casework.work import MARKS
from backend.rules.flags import FLAGS
from backend.rules.routing.judge import DECISIONS, outcome_of
from backend.rules.routing.parts import ByAct, ByField, ByLine, ByOutcome, Claim, Step
from backend.rules.routing.steps import BEFORE_DECIDING, STEPS
from backend.rules.routing_reasons import REASONS
from backend.rules.vocabulary import (
    Act,
    Decision,
    Flag,
    KindCode,
    Letter,
    NoteKind,
    OfflineTaskKind,
    RoutingReason,
    ServiceRequestSubStatus,
    Word,
)

EVERY_STEP = [pytest.param(each, id=f"step-{each.number}") for each in STEPS]
OF_THE_PROCEDURE = [code for code, kind in KINDS.items() if kind.is_of_the_agency and not kind.is_ours]


def claimed(word: type[Word]) -> set[Word]:
    """The words of this kind that some step claims: words of two kinds may be spelled alike."""
    return {claim for each in STEPS for claim in each.claims if isinstance(claim, word)}


KNOWN: dict[type[Any], Container[Any]] = {
    Letter: CATALOGUE,
    RoutingReason: REASONS,
    EffectName: EFFECTS,
    KindCode: KINDS,
    Decision: DECISIONS,
    Flag: FLAGS,
    NoteKind: NoteKind,
    OfflineTaskKind: OfflineTaskKind,
    ServiceRequestSubStatus: set(MARKS.values()),
}
"""Where each kind of word that a step can claim is carried out."""


def deciding() -> Iterator[tuple[ByOutcome, Outcome]]:
    """Every outcome that takes one of the decisions."""
    for code, kind in KINDS.items():
        for line in kind.template.lines:
            for outcome in line.outcomes:
                if outcome.decision:
                    yield ByOutcome(code, line.code, outcome.code), outcome


def test_every_step_from_1_to_80_stands_once() -> None:
    assert [each.number for each in STEPS] == list(range(1, 81))


def test_each_decision_tells_steps_that_follow_one_another_and_the_first_four_come_before_all() -> None:
    assert [each.number for each in BEFORE_DECIDING] == [1, 2, 3, 4]
    for rule in DECISIONS.values():
        assert list(rule.steps) == list(range(rule.steps[0], rule.steps[-1] + 1)), rule.decision


@pytest.mark.parametrize("step", EVERY_STEP)
def test_a_step_is_carried_out_by_something_or_is_guidance_and_never_both(step: Step) -> None:
    assert bool(step.claims) is not step.is_guidance
    assert len(set(step.claims)) == len(step.claims)
    assert step.text.endswith(".")


@pytest.mark.parametrize("step", EVERY_STEP)
def test_what_carries_a_step_out_is_there(step: Step) -> None:
    for claim in step.claims:
        assert is_there(claim), claim


def is_there(claim: Claim) -> bool:
    match claim:
        case ByOutcome():
            return outcome_of(claim).code == claim.outcome
        case ByAct(act):
            return any(act in table for table in TABLES)
        case ByLine(kind, line):
            plans = (KINDS[kind].template, AMENDMENT) if KINDS[kind].power else (KINDS[kind].template,)
            return any(line in plan.codes for plan in plans)
        case ByField(kind, field):
            return KINDS[kind].field(field) is not None
    return claim in KNOWN[type(claim)]


@pytest.mark.parametrize("code", OF_THE_PROCEDURE)
def test_no_kind_of_the_procedure_is_left_out_of_its_steps(code: KindCode) -> None:
    assert code in claimed(KindCode)


def test_every_letter_flag_note_and_task_of_the_procedure_is_claimed_by_a_step() -> None:
    assert claimed(Letter) == {Letter.CMEL7402, Letter.CMEL9116, Letter.CMEL9271, Letter.CMSB046}
    assert claimed(Flag) == set(Flag)
    assert claimed(OfflineTaskKind) == set(OfflineTaskKind)
    assert claimed(NoteKind) == set(NoteKind) - {NoteKind.NOTE}


def test_every_effect_on_a_case_is_told_by_a_step_but_those_of_plans_that_the_source_does_not_give() -> None:
    on_cases = {
        effect.effect
        for kind in (*(KINDS[code] for code in OF_THE_PROCEDURE),)
        for line in kind.template.lines
        for each in line.outcomes
        for effect in (*each.at_once, *each.on_approval, *each.on_closing)
        if isinstance(effect, CarryOut)
    }
    assert on_cases | {EffectName.EXIT_WITHOUT_VALIDATION} == claimed(EffectName)


@pytest.mark.requirement("R-09", "R-21")
def test_what_is_paid_up_front_and_what_another_jurisdiction_certifies_are_tasks_done_outside() -> None:
    by_number = {each.number: each for each in STEPS}
    assert OfflineTaskKind.PROCUREMENT_CARD_PAYMENT in by_number[1].claims
    assert by_number[12].claims == (OfflineTaskKind.CERTIFICATE_OF_MONEY_PROVISION,)


@pytest.mark.requirement("R-15")
def test_every_outcome_that_decides_is_a_way_of_its_decision_and_of_no_other() -> None:
    ways = {way: rule.decision for rule in DECISIONS.values() for way in rule.taken_by if isinstance(way, ByOutcome)}
    assert ways == {way: outcome.decision for way, outcome in deciding()}


@pytest.mark.requirement("R-15")
def test_every_way_of_a_decision_is_told_by_the_steps() -> None:
    found = {claim for each in STEPS for claim in each.claims if isinstance(claim, ByOutcome | ByAct)}
    told_otherwise = {ByOutcome(KindCode.ARREARS_REVIEW, "SET_MONITOR", "APPLIED"), ByAct(Act.REMOVE_FLAG),
                      ByOutcome(KindCode.ACTION_MISSED_PAYMENT, "SET_FLAGS", "APPLIED")}  # fmt: skip
    assert {way for rule in DECISIONS.values() for way in rule.taken_by} - told_otherwise <= found


@pytest.mark.requirement("R-53")
def test_every_letter_of_a_decision_is_told_by_its_steps() -> None:
    for rule in DECISIONS.values():
        told = {claim for each in rule.procedure for claim in each.claims if isinstance(claim, Letter)}
        assert told == set(rule.letters), rule.decision


@pytest.mark.requirement("R-02", "R-35")
def test_every_reason_to_route_a_case_is_known_in_words() -> None:
    assert set(REASONS) == set(RoutingReason)
    assert len({words.in_words for words in REASONS.values()}) == len(RoutingReason)
