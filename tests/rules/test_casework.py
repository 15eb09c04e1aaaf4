"""The kinds of casework as data: every outcome leads somewhere, and no service request can get stuck."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from backend.operations.effects import EFFECTS
from backend.rules.casework import lines, work
from backend.rules.casework.catalogue import KINDS, TEMPLATES, kind_at
from backend.rules.casework.kinds import (
    EFFECTS_IN_WORDS,
    CarryOut,
    Effect,
    EffectName,
    Kind,
    Line,
    OpenChild,
    Outcome,
)
from backend.rules.casework.lines import Given
from backend.rules.casework.work import LineState, Work
from backend.rules.vocabulary import Act, ActivityStatus, KindCode, Relation, ServiceRequestStatus
from backend.rules.vocabulary import ServiceRequestSubStatus as Sub

S = ServiceRequestStatus
COURT = Relation.COURT
OLU, MIA = uuid4(), uuid4()


def outcomes(kind: Kind) -> Iterator[tuple[Line, Outcome]]:
    return ((line, outcome) for line in kind.template.lines for outcome in line.outcomes)


def effects(outcome: Outcome) -> tuple[Effect, ...]:
    return (*outcome.at_once, *outcome.on_approval, *outcome.on_closing)


EVERY_KIND = sorted(KINDS)
EVERY_OUTCOME = [
    pytest.param(KINDS[code], line, outcome, id=f"{code}-{line.code}-{outcome.code}")
    for code in EVERY_KIND
    for line, outcome in outcomes(KINDS[code])
]


def started(kind: Kind) -> Work:
    """A service request of this kind in progress, nothing of it done."""
    states = tuple(LineState(line.code, ActivityStatus.OUTSTANDING) for line in kind.template.lines)
    return Work(kind, S.IN_PROGRESS, kind.template, states, viewer=OLU)


def completed(before: Work, state: LineState, outcome: Outcome, *, by: UUID = OLU) -> Work:
    """The service request once a line was completed, and the children that it opened were closed."""
    done = LineState(state.code, ActivityStatus.COMPLETE, outcome.code, by)
    rest = ActivityStatus.NOT_REQUIRED if outcome.ends_plan else ActivityStatus.OUTSTANDING
    states = tuple(
        done
        if each.code == state.code
        else replace(each, status=rest)
        if each.status is ActivityStatus.OUTSTANDING
        else each
        for each in before.lines
    )
    return replace(before, lines=states, status=work.after(before.status, Act.COMPLETE_ACTIVITY))


def ways(before: Work) -> Iterator[Work]:
    """Every way of working a plan through, by every outcome of every line that is open."""
    open_lines = [state for state in before.lines if lines.judge(before, state, COURT).is_open]
    if not open_lines:
        yield before
    for state in open_lines[:1]:
        for outcome in before.line(state).outcomes:
            yield from ways(completed(before, state, outcome))


def test_every_kind_of_the_vocabulary_is_described_under_its_own_code() -> None:
    assert {code: kind.code for code, kind in KINDS.items()} == {code: code for code in KindCode}


def test_no_two_kinds_stand_at_one_place_of_the_procedure() -> None:
    assert {code: kind_at(*kind.place).code for code, kind in KINDS.items()} == {code: code for code in KINDS}


def test_no_two_templates_have_one_name_and_version() -> None:
    assert Counter(kind.template.key for kind in KINDS.values()) == Counter(list(TEMPLATES))


@pytest.mark.parametrize("code", EVERY_KIND)
def test_codes_are_unique_where_they_are_used(code: KindCode) -> None:
    template = KINDS[code].template
    assert len({line.code for line in template.lines}) == len(template.lines)
    assert all(len({each.code for each in line.outcomes}) == len(line.outcomes) for line in template.lines)


@pytest.mark.parametrize("code", EVERY_KIND)
def test_a_line_waits_only_for_lines_that_stand_before_it(code: KindCode) -> None:
    order = [line.code for line in KINDS[code].template.lines]
    assert all(set(line.after) <= set(order[:place]) for place, line in enumerate(KINDS[code].template.lines))


@pytest.mark.parametrize(("kind", "line", "outcome"), EVERY_OUTCOME)
def test_what_an_outcome_leads_to_is_there(kind: Kind, line: Line, outcome: Outcome) -> None:
    for effect in effects(outcome):
        match effect:
            case OpenChild(child):
                assert child in KINDS
                assert child is not kind.code
            case CarryOut(name):
                assert name in EFFECTS
                assert kind.about is not None
    assert outcome.needs_approval >= bool(outcome.on_approval), line.code


@pytest.mark.parametrize(("kind", "line", "outcome"), EVERY_OUTCOME)
def test_what_decides_against_somebody_needs_its_reason(kind: Kind, line: Line, outcome: Outcome) -> None:
    told = {CarryOut(EffectName.RETURN_APPLICATION), CarryOut(EffectName.REJECT_APPLICATION)}
    assert outcome.needs_reason or not told & set(effects(outcome)), (kind.code, line.code)


@pytest.mark.parametrize(("kind", "line", "outcome"), EVERY_OUTCOME)
def test_an_outcome_says_in_words_what_it_does(kind: Kind, line: Line, outcome: Outcome) -> None:
    for effect in effects(outcome):
        assert effect.in_words in outcome.in_words, (kind.code, line.code)
    assert ("Somebody else has to approve it" in outcome.in_words) is outcome.needs_approval
    assert ("not required any more" in outcome.in_words) is outcome.ends_plan


def test_every_effect_of_the_vocabulary_is_carried_out_by_something_and_said_in_words() -> None:
    asked = {
        effect.effect
        for kind in KINDS.values()
        for _, each in outcomes(kind)
        for effect in effects(each)
        if isinstance(effect, CarryOut)
    }
    assert asked == set(EffectName) == set(EFFECTS) == set(EFFECTS_IN_WORDS)


@pytest.mark.requirement("R-12")
@pytest.mark.parametrize("code", EVERY_KIND)
def test_every_way_through_a_plan_ends_worked_through_and_can_be_closed_as_complete(code: KindCode) -> None:
    found = list(ways(started(KINDS[code])))
    assert len(found) > 1
    for end in found:
        assert end.is_worked_through
        if end.to_approve:
            assert work.judge(Act.REQUEST_APPROVAL, end, COURT).is_open
            end = replace(end, status=S.APPROVED)  # noqa: PLW2901 - the way goes on
        assert work.judge_closing(Sub.COMPLETE, end, COURT).is_open


@pytest.mark.requirement("R-37")
@pytest.mark.parametrize("code", EVERY_KIND)
def test_what_was_refused_approval_can_be_decided_again(code: KindCode) -> None:
    for end in ways(started(KINDS[code])):
        if not end.to_approve:
            continue
        states = tuple(
            LineState(each.code, ActivityStatus.OUTSTANDING) if each.code in end.reopened else each
            for each in end.lines
        )
        again = replace(end, status=S.REJECTED, lines=states)
        assert any(lines.judge(again, state, COURT).is_open for state in again.lines)
        assert all(each.status is S.IN_PROGRESS for each in ways(again))


@pytest.mark.parametrize(("kind", "line", "outcome"), EVERY_OUTCOME)
def test_an_outcome_is_refused_without_what_it_asks_for(kind: Kind, line: Line, outcome: Outcome) -> None:
    asked = [need for need in ("REASON", "NOTE", "DATE") if getattr(outcome, f"needs_{need.lower()}")]
    assert [reason.code for reason in lines.missing(outcome, Given())] == [f"{need}_REQUIRED" for need in asked]
