"""The kinds of casework as data: every outcome leads somewhere, and no service request can get stuck."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from backend.operations.effects import EFFECTS
from backend.rules.casework import lines, work
from backend.rules.casework.agency.powers import KINDS as POWER_KINDS
from backend.rules.casework.catalogue import AMENDMENT, KINDS, TEMPLATES, kind_at
from backend.rules.casework.effects import EFFECTS_IN_WORDS, CarryOut, Effect, EffectName, OpenChild, OpenNext
from backend.rules.casework.kinds import Kind, Line, Outcome, Template
from backend.rules.casework.lines import Given
from backend.rules.casework.work_facts import LineState, Work
from backend.rules.solicitors import called, is_called_otherwise
from backend.rules.vocabulary import (
    Act,
    ActivityStatus,
    FormFieldKind,
    Jurisdiction,
    KindCode,
    Relation,
    ServiceRequestStatus,
)
from backend.rules.vocabulary import ServiceRequestSubStatus as Sub
from tests.builders.case_facts import in_enforcement

S = ServiceRequestStatus
CHOICE = FormFieldKind.CHOICE
OLU = uuid4()


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
EVERY_TEMPLATE = [pytest.param(TEMPLATES[key], id=key) for key in sorted(TEMPLATES)]


def relation(kind: Kind) -> Relation:
    """What whoever works a service request of this kind is to it: of the court, or of the agency."""
    return Relation.AGENCY | Relation.ASSIGNED if kind.is_of_the_agency else Relation.COURT


def is_open(before: Work, state: LineState) -> bool:
    return lines.judge(before, state, relation(before.kind)).is_open


def started(kind: Kind) -> Work:
    """A service request of this kind in progress, its data form filled in, nothing of its plan done."""
    states = tuple(LineState(line.code, ActivityStatus.OUTSTANDING) for line in kind.template.lines)
    form = {each.code: "filled in" for each in kind.form}
    return Work(kind, S.IN_PROGRESS, kind.template, owner=OLU, form=form, lines=states, viewer=OLU)


def to_be_cancelled(kind: Kind) -> Work:
    """The same once it was marked Ready for Cancellation: with a second plan."""
    states = tuple(LineState(line.code, ActivityStatus.OUTSTANDING) for line in AMENDMENT.lines)
    before = started(kind)
    return replace(before, amendment=AMENDMENT, lines=(*before.lines, *states), sub_status=Sub.READY_FOR_CANCELLATION)


def completed(before: Work, state: LineState, outcome: Outcome, *, by: UUID = OLU) -> Work:
    """The service request once a line was completed, and the children that it opened were closed."""
    done = LineState(state.code, ActivityStatus.COMPLETE, outcome.code, by)
    needless = outcome.ends_plan or CarryOut(EffectName.EXIT_WITHOUT_VALIDATION) in outcome.at_once
    rest = ActivityStatus.NOT_REQUIRED if needless else ActivityStatus.OUTSTANDING
    states = tuple(
        done
        if each.code == state.code
        else replace(each, status=rest)
        if each.status is ActivityStatus.OUTSTANDING
        else each
        for each in before.lines
    )
    return replace(before, lines=states, status=work.after(before.status, Act.COMPLETE_ACTIVITY))


def ways(before: Work) -> list[Work]:
    """Whatever a plan can come to: every line that is open, by every outcome, in every order; each situation once."""
    found, to_look_at = dict[tuple[LineState, ...], Work](), [before]
    while to_look_at:
        here = to_look_at.pop()
        if here.lines in found:
            continue
        found[here.lines] = here
        for state in here.lines:
            if is_open(here, state):
                to_look_at += [completed(here, state, outcome) for outcome in here.line(state).outcomes]
    return list(found.values())


def ends(before: Work) -> list[Work]:
    """The situations in which nothing of the plan is left to do."""
    return [each for each in ways(before) if not any(is_open(each, state) for state in each.lines)]


def approved(before: Work) -> Work:
    """Once somebody else approved what needs it."""
    if not before.to_approve:
        return before
    assert work.judge(Act.REQUEST_APPROVAL, before, relation(before.kind)).is_open
    return replace(before, status=S.APPROVED)


def test_every_kind_of_the_vocabulary_is_described_under_its_own_code() -> None:
    assert {code: kind.code for code, kind in KINDS.items()} == {code: code for code in KindCode}


def test_no_two_kinds_stand_at_one_place_of_the_procedure() -> None:
    assert {code: kind_at(*kind.place).code for code, kind in KINDS.items()} == {code: code for code in KINDS}


def test_every_spelling_of_a_place_leads_to_the_one_kind_whose_spelling_is_stored() -> None:
    spellings = {place: code for code, kind in KINDS.items() for place in (kind.place, *kind.variants)}
    assert {place: kind_at(*place).code for place in spellings} == spellings
    assert sum(1 + len(kind.variants) for kind in KINDS.values()) == len(spellings)


@pytest.mark.requirement("R-10", "R-16")
@pytest.mark.parametrize(
    "sub_area",
    [
        "Review Case and Decide on Action",
        "Review Case And Decide On Action",
        "Review case and Decide Next Action",
        "Review and decide next action",
    ],
)
def test_the_routing_service_request_is_found_under_each_of_its_names(sub_area: str) -> None:
    found = kind_at("Enforcement", "Assess Next Action", sub_area)
    assert (found.code, found.sub_area) == (KindCode.REVIEW_CASE, "Review Case and Decide on Action")


def test_a_place_that_the_procedure_does_not_know_leads_to_no_kind() -> None:
    with pytest.raises(KeyError):
        kind_at("Enforcement", "Assess Next Action", "Review")


def test_two_kinds_share_a_template_only_where_the_work_is_the_same() -> None:
    shared = Counter(kind.template.key for kind in KINDS.values() if kind.template.key in TEMPLATES)
    assert {key: count for key, count in shared.items() if count > 1} == {"UNDELIVERED_LETTER/1": 2}
    assert set(TEMPLATES) == set(shared) | {AMENDMENT.key}


@pytest.mark.parametrize("template", EVERY_TEMPLATE)
def test_codes_are_unique_where_they_are_used(template: Template) -> None:
    assert len({line.code for line in template.lines}) == len(template.lines)
    assert all(len({each.code for each in line.outcomes}) == len(line.outcomes) for line in template.lines)


@pytest.mark.parametrize("template", EVERY_TEMPLATE)
def test_a_line_waits_only_for_lines_that_stand_before_it(template: Template) -> None:
    order = [line.code for line in template.lines]
    assert all(set(line.after) <= set(order[:place]) for place, line in enumerate(template.lines))


@pytest.mark.parametrize("code", EVERY_KIND)
def test_the_two_plans_of_a_power_have_no_line_of_one_code(code: KindCode) -> None:
    assert not KINDS[code].template.codes & AMENDMENT.codes


@pytest.mark.requirement("R-12")
@pytest.mark.parametrize("code", EVERY_KIND)
def test_a_line_waits_for_children_only_where_its_plan_can_open_some(code: KindCode) -> None:
    before = list[Line]()
    for line in KINDS[code].template.lines:
        opened = [each for one in before for outcome in one.outcomes for each in effects(outcome)]
        assert not line.waits_for_children or any(isinstance(each, OpenChild) for each in opened), line.code
        before.append(line)


@pytest.mark.requirement("R-12")
@pytest.mark.parametrize(("kind", "line", "outcome"), EVERY_OUTCOME)
def test_no_service_request_opens_a_child_by_what_happens_once_it_is_closed(
    kind: Kind, line: Line, outcome: Outcome
) -> None:
    assert not any(isinstance(effect, OpenChild) for effect in outcome.on_closing), (kind.code, line.code)


@pytest.mark.parametrize("code", EVERY_KIND)
def test_an_outcome_asks_only_for_fields_that_the_data_form_has(code: KindCode) -> None:
    kind = KINDS[code]
    plans = (kind.template, AMENDMENT) if kind.power else (kind.template,)
    asked = {field for plan in plans for line in plan.lines for each in line.outcomes for field in each.needs_form}
    assert asked <= {each.code for each in kind.form}
    assert len({each.code for each in kind.form}) == len(kind.form)


def test_every_data_form_offers_words_wherever_one_is_chosen_from_what_is_known_beforehand() -> None:
    """The artefact that is cleared is chosen among those of the case."""
    empty = {field.code for kind in KINDS.values() for field in kind.form if field.kind is CHOICE and not field.choices}
    assert empty == {"ARTEFACT"}


@pytest.mark.parametrize(("kind", "line", "outcome"), EVERY_OUTCOME)
def test_what_an_outcome_leads_to_is_there(kind: Kind, line: Line, outcome: Outcome) -> None:
    for effect in effects(outcome):
        match effect:
            case OpenChild(other) | OpenNext(other):
                assert other in KINDS
                assert other is not kind.code
            case CarryOut(name):
                assert name in EFFECTS
                assert kind.is_of_the_agency or kind.about is not None
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
        for template in TEMPLATES.values()
        for line in template.lines
        for each in line.outcomes
        for effect in effects(each)
        if isinstance(effect, CarryOut)
    }
    assert asked == set(EffectName) == set(EFFECTS) == set(EFFECTS_IN_WORDS)


@pytest.mark.requirement("R-12")
@pytest.mark.parametrize("code", EVERY_KIND)
def test_every_way_through_a_plan_ends_worked_through_and_can_be_closed_as_complete(code: KindCode) -> None:
    found = ends(started(KINDS[code]))
    assert len(found) > 1
    for end in found:
        assert end.is_worked_through
        assert work.judge_closing(Sub.COMPLETE, approved(end), relation(end.kind)).is_open


@pytest.mark.requirement("R-29")
@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.code) for kind in POWER_KINDS])
def test_every_way_through_an_amendment_ends_in_closing_as_complete_or_as_cancelled(kind: Kind) -> None:
    found = ends(to_be_cancelled(kind))
    for end in found:
        is_complete = work.judge_closing(Sub.COMPLETE, end, relation(kind)).is_open
        assert is_complete is not end.is_to_be_cancelled
        assert work.judge_closing(Sub.CANCELLED, end, relation(kind)).is_open is end.is_to_be_cancelled
    assert {end.is_to_be_cancelled for end in found} == {True, False}


@pytest.mark.requirement("R-37")
@pytest.mark.parametrize("code", EVERY_KIND)
def test_what_was_refused_approval_can_be_decided_again(code: KindCode) -> None:
    for end in ends(started(KINDS[code])):
        if not end.to_approve:
            continue
        states = tuple(
            LineState(each.code, ActivityStatus.OUTSTANDING) if each.code in end.reopened else each
            for each in end.lines
        )
        again = replace(end, status=S.REJECTED, lines=states)
        assert any(is_open(again, state) for state in again.lines)
        assert any(each.to_approve for each in ends(again))


@pytest.mark.parametrize(("kind", "line", "outcome"), EVERY_OUTCOME)
def test_an_outcome_is_refused_without_what_it_asks_for(kind: Kind, line: Line, outcome: Outcome) -> None:
    asked = [need for need in ("REASON", "NOTE", "DATE") if getattr(outcome, f"needs_{need.lower()}")]
    assert [reason.code for reason in lines.missing(outcome, Given())] == [f"{need}_REQUIRED" for need in asked]


@pytest.mark.requirement("R-51", "R-56")
@pytest.mark.parametrize("jurisdiction", Jurisdiction)
@pytest.mark.parametrize("code", EVERY_KIND)
def test_a_task_calls_the_solicitor_what_its_jurisdiction_calls_them(
    code: KindCode, jurisdiction: Jurisdiction
) -> None:
    before = replace(started(KINDS[code]), case=in_enforcement(jurisdiction=jurisdiction))
    told = [before.line(state).activity for state in before.lines]
    assert not any(is_called_otherwise(each, jurisdiction) for each in told)
    if code is KindCode.CLEAR_ARTEFACTS:
        assert f"Instruct the {called(jurisdiction)} to lift or reduce a sanction (CMEL9116)" in told
