"""The tables of a claim's life: nothing in them is dead, nothing is missing, and the judge agrees with them."""

import ast
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest

from backend.rules.claims import ACTS, LIFE_CYCLE, ClaimFacts, after, judge
from backend.rules.deadlines import pay_within_28_days
from backend.rules.vocabulary import Act, ClaimState, Relation
from tests.architecture.source import modules, tree

START = ClaimState.AWAITING_RESPONSE
DEADLINE = pay_within_28_days(date(2026, 12, 1))
ENDS = {ClaimState.DEFENDED, ClaimState.JUDGMENT_ENTERED}
MOVES = {act for _, act in LIFE_CYCLE}


def every_situation(state: ClaimState) -> Iterator[ClaimFacts]:
    """A claim of this state before and after its deadline, with something owed and with nothing."""
    for late, owed_pence in product((False, True), (0, 100_00)):
        now = DEADLINE.at + timedelta(seconds=0 if late else -1)
        yield ClaimFacts(state=state, deadline=DEADLINE, owed_pence=owed_pence, now=now)


def is_ever_open(state: ClaimState, act: Act) -> bool:
    return any(judge(act, facts, ACTS[act].to).is_open for facts in every_situation(state))


def reachable() -> set[ClaimState]:
    """The states that some way through the table leads to."""
    found = {START}
    while further := {to for (state, _), to in LIFE_CYCLE.items() if state in found} - found:
        found |= further
    return found


def test_every_state_of_a_claim_can_be_reached() -> None:
    assert reachable() == set(ClaimState)


def test_a_claim_ends_defended_or_with_judgment_entered() -> None:
    assert set(ClaimState) - {state for state, _ in LIFE_CYCLE} == ENDS


@pytest.mark.requirement("X-04")
@pytest.mark.parametrize(("state", "act"), list(product(ClaimState, sorted(MOVES))))
def test_the_judge_opens_a_move_in_some_situation_exactly_where_the_life_cycle_has_it(
    state: ClaimState, act: Act
) -> None:
    assert is_ever_open(state, act) is ((state, act) in LIFE_CYCLE)


def test_a_move_that_the_life_cycle_lacks_is_a_defect() -> None:
    with pytest.raises(KeyError):
        after(ClaimState.DEFENDED, Act.ENTER_JUDGMENT)


def test_every_move_has_its_rule() -> None:
    assert ACTS.keys() >= MOVES


@pytest.mark.parametrize("act", ACTS)
def test_every_rule_is_for_somebody_and_gives_each_reason_once(act: Act) -> None:
    rule = ACTS[act]
    reasons = [condition.otherwise for condition in rule.conditions]
    assert rule.to & (Relation.CLAIMANT | Relation.DEFENDANT | Relation.COURT)
    assert len(reasons) == len(set(reasons))


@pytest.mark.parametrize("act", ACTS)
def test_every_reason_of_a_rule_is_given_in_some_situation(act: Act) -> None:
    situations = [facts for state in ClaimState for facts in every_situation(state)]
    given = {reason for facts in situations for reason in judge(act, facts, ACTS[act].to).reasons}
    assert given == {condition.otherwise for condition in ACTS[act].conditions}


def test_every_act_of_the_vocabulary_is_done_by_an_operation() -> None:
    named = {
        node.attr
        for path in modules("operations")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Act"
    }
    assert named == set(Act.__members__)
