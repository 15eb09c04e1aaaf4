"""The tables of a life: nothing in them is dead, nothing is missing, and the judge agrees with them."""

import ast
import importlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any, NamedTuple

import pytest

from backend.rules.acts import TABLES
from backend.rules.claim_facts import Adjudged, ClaimFacts
from backend.rules.claims import ACTS, ADJUDGED, LIFE_CYCLE, after, judge
from backend.rules.deadlines import pay_within_28_days
from backend.rules.judging import ActRule
from backend.rules.periods import end_of
from backend.rules.vocabulary import (
    Act,
    ClaimState,
    Jurisdiction,
    PaymentOrder,
    RestraintKind,
    WritApplicationState,
    WritState,
)
from tests.architecture.source import BACKEND, modules, tree

DEADLINE = pay_within_28_days(date(2026, 12, 1))
LATER = DEADLINE.at + timedelta(days=60)
ENTERED_ON = DEADLINE.on + timedelta(days=1)
OVERDUE = Adjudged(ENTERED_ON, PaymentOrder.IMMEDIATELY, end_of(ENTERED_ON))
KEPT = Adjudged(ENTERED_ON, PaymentOrder.INSTALMENTS, LATER + timedelta(days=1))
LONG_AGO = replace(OVERDUE, entered_on=date(2019, 1, 31))

STARTS: dict[str, set[str]] = {
    "claims": {"AWAITING_RESPONSE"},
    "payments": {"INTENDED"},
    "casework.work": {"OPEN"},
    "writ_applications": {"DRAFT"},
    "writs": {"ISSUED"},
}
ENDS: dict[str, set[str]] = {
    "claims": {"DEFENDED", "WRIT_ISSUED"},
    "payments": {"SUCCEEDED", "FAILED", "CANCELLED", "EXPIRED", "ERRORED"},
    "casework.work": {"CLOSED"},
    "writ_applications": {"REJECTED", "WITHDRAWN", "ISSUED"},
    "writs": set(WritState) - {WritState.ISSUED, WritState.STAYED},
}
"""Where each life begins, and where nothing leads further: by hand, for a reader to judge."""


class Move(NamedTuple):
    """One step of a life; by an act, unless the outside decides (a payment's provider)."""

    start: Any
    act: Act | None
    end: Any


def life_cycles() -> dict[str, list[Move]]:
    """Every table of a life as its moves, by the module of the rules in which it stands."""
    found = {}
    for path in modules("rules"):
        name = ".".join(path.relative_to(BACKEND.parent).with_suffix("").parts)
        if cycle := getattr(importlib.import_module(name), "LIFE_CYCLE", None):
            found[name.removeprefix("backend.rules.")] = list(moves(cycle))
    return found


def moves(cycle: dict[Any, Any]) -> Iterator[Move]:
    for key, ends in cycle.items():
        start, act = key if isinstance(key, tuple) else (key, None)
        yield from (Move(start, act, end) for end in (ends if isinstance(ends, frozenset) else {ends}))


CYCLES = life_cycles()
OF_THE_SERVICE = {Act.SETTLE_FEE_PAYMENT}
"""Moves by acts for which nobody asks: the service does them when the outside has spoken."""
MOVES = {act for _, act in LIFE_CYCLE}
RULES: dict[Act, ActRule[Any]] = {
    act: rule
    for table in TABLES
    if isinstance(table, Mapping)
    for act, rule in table.items()
    if isinstance(rule, ActRule)
}


def every_situation(state: ClaimState) -> Iterator[ClaimFacts]:
    """A claim of this state before and after its deadline, with something owed and with nothing; and its judgment, in
    each way in which the facts around it can differ."""
    for late, owed_pence in product((False, True), (0, 100_00)):
        now = DEADLINE.at + timedelta(seconds=0 if late else -1)
        yield ClaimFacts(state=state, deadline=DEADLINE, owed_pence=owed_pence, now=now)
    if state not in ADJUDGED:
        return
    unpaid = ClaimFacts(state=state, deadline=DEADLINE, owed_pence=1_200_00, now=LATER, judgment=OVERDUE)
    yield unpaid
    yield replace(unpaid, owed_pence=599_99)
    yield replace(unpaid, judgment=KEPT)
    yield replace(unpaid, judgment=LONG_AGO)
    yield replace(unpaid, jurisdiction=Jurisdiction.SCOTLAND)
    yield replace(unpaid, application=WritApplicationState.DRAFT)
    yield replace(unpaid, writ=WritState.ISSUED)
    yield replace(unpaid, submissions_today=3)
    for restraint in RestraintKind:
        yield replace(unpaid, restraints=frozenset({restraint}))


def is_ever_open(state: ClaimState, act: Act) -> bool:
    return any(judge(act, facts, ACTS[act].to).is_open for facts in every_situation(state))


def reachable(name: str) -> set[str]:
    """The states that some way through the table leads to."""
    found = set(STARTS[name])
    while further := {move.end for move in CYCLES[name] if move.start in found} - found:
        found |= further
    return found


def states(name: str) -> set[str]:
    return set(type(CYCLES[name][0].start))


def test_every_life_has_its_beginning_and_its_ends() -> None:
    assert STARTS.keys() == ENDS.keys() == CYCLES.keys()


@pytest.mark.parametrize("name", CYCLES)
def test_every_state_can_be_reached(name: str) -> None:
    assert reachable(name) == states(name)


@pytest.mark.parametrize("name", CYCLES)
def test_a_life_ends_where_no_act_leads_further(name: str) -> None:
    assert states(name) - {move.start for move in CYCLES[name]} == ENDS[name]


@pytest.mark.requirement("X-04")
@pytest.mark.parametrize(("state", "act"), list(product(ClaimState, sorted(MOVES & ACTS.keys()))))
def test_the_judge_opens_a_move_in_some_situation_exactly_where_the_life_cycle_has_it(
    state: ClaimState, act: Act
) -> None:
    assert is_ever_open(state, act) is ((state, act) in LIFE_CYCLE)


@pytest.mark.requirement("X-04", "W-03")
def test_a_writ_is_applied_for_on_a_judgment_only() -> None:
    for act in (Act.START_WRIT_APPLICATION, Act.CHOOSE_PAPER_WRIT):
        assert {state for state in ClaimState if is_ever_open(state, act)} == ADJUDGED


def test_a_move_that_the_life_cycle_lacks_is_a_defect() -> None:
    with pytest.raises(KeyError):
        after(ClaimState.DEFENDED, Act.ENTER_JUDGMENT)


@pytest.mark.parametrize("name", CYCLES)
def test_every_move_has_its_rule_and_it_stands_in_one_table(name: str) -> None:
    """What nobody may ask for stands in none. An act on one noun may move another's life: issuing a writ a claim's."""
    assert not any(act in table for act in OF_THE_SERVICE for table in TABLES)
    for act in {move.act for move in CYCLES[name] if move.act} - OF_THE_SERVICE:
        assert sum(act in table for table in TABLES) == 1, act


@pytest.mark.parametrize("act", RULES)
def test_every_rule_is_for_somebody_and_gives_each_reason_once(act: Act) -> None:
    rule = RULES[act]
    reasons = [condition.otherwise for condition in rule.conditions]
    assert rule.to
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
