"""What can be chosen on a case, without a database: which powers are listed, and from which routing (R-18, R-38)."""

from dataclasses import replace
from uuid import UUID

import pytest

from backend.rules import refusals
from backend.rules.case_options import flag_options, judge_launching, launched_from, power_options
from backend.rules.flags import FLAGS
from backend.rules.powers import POWERS, parallel_with
from backend.rules.reasons import case_acts as reasons
from backend.rules.reasons import enforcement
from backend.rules.reasons.casework import NOT_ASSIGNED_TO_YOU
from backend.rules.vocabulary import Act, CaseArea, Flag, Jurisdiction, KindCode, Power, Relation, Role
from tests.builders.case_facts import in_enforcement, request
from tests.rules.test_powers import ready

LEANNE, TOMOS = UUID(int=1), UUID(int=2)
WORKS_IT = Relation.AGENCY | Relation.ASSIGNED
HERS = request(KindCode.REVIEW_CASE, is_open=False, initiates=True, owner=LEANNE)


@pytest.mark.requirement("R-18", "R-56", "X-04")
@pytest.mark.parametrize("place", Jurisdiction)
def test_the_powers_listed_are_those_of_the_jurisdiction_each_with_its_rule(place: Jurisdiction) -> None:
    facts = replace(ready(place), requests=(*ready(place).requests, HERS), viewer_role=Role.CASE_MANAGER)
    options = power_options(facts, WORKS_IT, LEANNE)
    assert tuple(each.rule for each in options) == POWERS[place]
    assert {(each.judged.act, each.judged.reasons, each.routing) for each in options} == {
        (Act.LAUNCH_POWER, (), HERS.id)
    }


@pytest.mark.requirement("R-18", "R-54")
@pytest.mark.parametrize("place", Jurisdiction)
def test_a_power_is_closed_beside_exactly_those_with_which_it_does_not_run(place: Jurisdiction) -> None:
    routing = replace(HERS, has_considered_parallel=True)
    usual = replace(ready(place), requests=(*ready(place).requests, routing), viewer_role=Role.CASE_MANAGER)
    for going_on in (rule.power for rule in POWERS[place]):
        facts = replace(usual, requests=(*usual.requests, request(KindCode(going_on))))
        open_beside = {each.rule.power for each in power_options(facts, WORKS_IT, LEANNE) if each.judged.is_open}
        assert open_beside == {rule.power for rule in POWERS[place] if going_on in parallel_with(rule.power, place)}


@pytest.mark.requirement("R-18")
def test_a_power_is_launched_from_ones_own_routing_else_from_an_open_one_and_from_the_newest_of_them() -> None:
    old, new = (request(KindCode.REVIEW_CASE, is_open=False, owner=LEANNE) for _ in range(2))
    waiting, later = (request(KindCode.REVIEW_CASE, owner=TOMOS) for _ in range(2))
    other = request(KindCode.NEGOTIATION, owner=LEANNE)
    assert launched_from(in_enforcement(requests=(old, new, waiting, later, other)), LEANNE) == new.id
    mine = request(KindCode.REVIEW_CASE, owner=LEANNE)
    assert launched_from(in_enforcement(requests=(mine, old, new, waiting)), LEANNE) == mine.id
    assert launched_from(in_enforcement(requests=(old, waiting, later, new)), None) == later.id
    assert launched_from(in_enforcement(requests=(other,)), LEANNE) is None


@pytest.mark.requirement("R-18", "R-53")
def test_everything_that_stands_against_a_power_is_told_each_reason_once() -> None:
    theirs = request(KindCode.REVIEW_CASE, owner=TOMOS)
    facts = in_enforcement(
        area=CaseArea.MAINTENANCE,
        requests=(theirs, request(KindCode.DEDUCTION_ORDER)),
        request=theirs.id,
        viewer_role=Role.TEAM_LEADER,
    )
    assert judge_launching(Power.DEDUCTION_ORDER, facts, Relation.AGENCY, LEANNE).reasons == (
        reasons.NOT_AN_ENFORCER,
        enforcement.NOT_IN_ENFORCEMENT,
        NOT_ASSIGNED_TO_YOU,
        reasons.PARALLEL_ACTION_NOT_CONSIDERED,
        enforcement.NOT_INITIATED,
        enforcement.WELFARE_NOT_DECIDED,
        enforcement.POWER_GOES_ON,
    )
    nowhere = replace(ready(), requests=(), viewer_role=Role.CASE_MANAGER)
    (first, *_) = power_options(nowhere, WORKS_IT, LEANNE)
    assert (first.routing, first.judged.reasons[0]) == (None, reasons.NOT_A_ROUTING_REQUEST)


@pytest.mark.requirement("R-53", "X-08")
def test_whose_act_it_is_not_is_told_that_and_nothing_else() -> None:
    facts = in_enforcement(viewer_role=Role.MAINTENANCE_WORKER)
    judged = [each.judged for each in power_options(facts, Relation.PARTNER, LEANNE)]
    judged += [act for each in flag_options(facts, Relation.PARTNER) for act in each.acts]
    assert {each.reasons for each in judged} == {(refusals.NOT_OPEN_TO_YOU,)}


@pytest.mark.requirement("R-07", "R-11", "R-38")
def test_every_flag_is_told_set_or_not_with_both_acts() -> None:
    facts = in_enforcement(flags=frozenset({Flag.DEO_DESIRE, Flag.EVER_IN_ENFORCEMENT}), viewer_role=Role.CASE_MANAGER)
    options = flag_options(facts, WORKS_IT)
    assert [(each.flag, each.rule) for each in options] == list(FLAGS.items())
    assert {each.flag for each in options if each.is_set} == facts.flags
    assert {tuple(act.act for act in each.acts) for each in options} == {(Act.SET_FLAG, Act.REMOVE_FLAG)}
    by_flag = {each.flag: tuple(act.reasons for act in each.acts) for each in options}
    assert by_flag[Flag.DEO_DESIRE] == ((reasons.FLAG_ALREADY_SET,), ())
    assert by_flag[Flag.LOCK_ASSIGNMENT] == ((), (reasons.FLAG_NOT_SET,))
    assert by_flag[Flag.EVER_IN_ENFORCEMENT] == (
        (reasons.FLAG_SET_BY_THE_SERVICE, reasons.FLAG_ALREADY_SET),
        (reasons.FLAG_SET_BY_THE_SERVICE,),
    )
