"""The eleven decisions: each open only where its conditions hold, each refusal with its reason (R-15)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from backend.rules.casework.agency import conditions as on
from backend.rules.casework.agency.routing import PARALLEL_ACTION
from backend.rules.casework.catalogue import KINDS
from backend.rules.casework.facts import CaseFacts, RequestFacts
from backend.rules.casework.kinds import AGENCY_DESKS
from backend.rules.judging import Condition
from backend.rules.powers import EXPECTED, POWERS
from backend.rules.reasons import enforcement as reasons
from backend.rules.routing.judge import DECISIONS, decisions, judge
from backend.rules.vocabulary import (
    CaseArea,
    Decision,
    Jurisdiction,
    LiabilityOrderState,
    Power,
    Role,
    RoutingReason,
    Segment,
    ServiceRequestStatus,
)
from backend.rules.vocabulary import KindCode as K
from backend.rules.vocabulary import ServiceRequestSubStatus as Sub
from tests.builders.case_facts import (
    NOW,
    ROUTING,
    against,
    artefact,
    in_enforcement,
    order,
    outcome,
    request,
    review,
    worked,
)

D = Decision
GATHERED = request(K.GATHER_INFORMATION, is_open=False)
ALL_POWERS = frozenset(Power)


def power(sub_status: Sub | None = None, **changed: Any) -> RequestFacts:
    return request(K.THIRD_PARTY_DEBT_ORDER, sub_status, **changed)


def conditions() -> Iterable[Condition[CaseFacts]]:
    """Every condition of a decision or of an outcome of the agency's casework."""
    for rule in DECISIONS.values():
        yield from rule.conditions
    for kind in KINDS.values():
        if kind.desk in AGENCY_DESKS:
            for line in kind.template.lines:
                for each in line.outcomes:
                    yield from each.conditions


@pytest.mark.requirement("R-15")
def test_there_are_eleven_decisions_in_the_order_of_the_procedure_and_each_is_judged() -> None:
    found = decisions(in_enforcement())
    assert [each.decision for each in found] == list(Decision)
    assert len(found) == 11
    assert [each.reasons for each in found] == [judge(each.decision, in_enforcement()) for each in found]


@pytest.mark.requirement("R-15")
def test_a_case_that_just_came_in_can_be_transferred_locked_and_negotiated_and_nothing_else_but_paused() -> None:
    is_open = {each.decision for each in decisions(worked()) if each.is_open}
    assert is_open == {D.PAUSE, D.TRANSFER, D.LOCK_ASSIGNMENT, D.NEGOTIATE, D.MISSED_PAYMENT_MONITOR}


@pytest.mark.requirement("R-56")
@pytest.mark.parametrize("jurisdiction", Jurisdiction)
@pytest.mark.parametrize("decision", Decision)
def test_every_decision_can_be_taken_in_every_jurisdiction(decision: Decision, jurisdiction: Jurisdiction) -> None:
    assert judge(decision, replace(OPEN_TO[decision], jurisdiction=jurisdiction)) == ()


@pytest.mark.requirement("R-15", "R-16", "R-17")
def test_initiate_asks_for_a_case_in_enforcement_with_arrears_and_information_gathered() -> None:
    assert judge(D.INITIATE, worked(GATHERED)) == ()
    assert judge(D.INITIATE, worked()) == (reasons.INFORMATION_NOT_GATHERED,)
    unfinished = request(K.GATHER_INFORMATION)
    cancelled = request(K.GATHER_INFORMATION, Sub.CANCELLED, is_open=False)
    assert judge(D.INITIATE, worked(unfinished, cancelled)) == (reasons.INFORMATION_NOT_GATHERED,)
    assert judge(D.INITIATE, worked(GATHERED, arrears_pence=0)) == (reasons.NO_ARREARS_REMAIN,)
    assert judge(D.INITIATE, worked(GATHERED, is_rejected=True)) == (reasons.REFERRAL_IS_REJECTED,)
    elsewhere = worked(GATHERED, area=CaseArea.MAINTENANCE)
    assert judge(D.INITIATE, elsewhere) == (reasons.NOT_IN_ENFORCEMENT,)
    assert judge(D.INITIATE, replace(elsewhere, area=CaseArea.COMPLEX_CASE_TEAM)) == ()


@pytest.mark.requirement("R-19")
def test_a_migrated_case_goes_on_from_what_it_carried_in() -> None:
    assert judge(D.INITIATE, worked(is_migrated=True)) == ()


@pytest.mark.requirement("R-15", "R-22")
def test_pausing_asks_that_something_is_marked_where_action_goes_on() -> None:
    setup_only = (K.REVIEW_CASE, "SET_CASE_FOR_REVIEW", "SETUP_ONLY")
    assert against(*setup_only, worked()) == []
    assert against(*setup_only, worked(power())) == [reasons.NOTHING_MARKED_FOR_PAUSE]
    assert against(*setup_only, worked(power(), power(Sub.READY_FOR_PAUSE))) == []
    assert judge(D.PAUSE, worked(power())) == (reasons.NOTHING_MARKED_FOR_PAUSE,)
    assert against(*setup_only, worked(power(is_open=False))) == []


@pytest.mark.requirement("R-15", "R-27")
def test_resuming_asks_for_a_pause_and_for_a_mark_on_what_is_paused() -> None:
    resume = (K.REVIEW_CASE, "PERFORM_AMENDMENT", "RESUME")
    assert against(*resume, worked()) == [reasons.NOT_PAUSED]
    assert against(*resume, worked(power(Sub.READY_FOR_PAUSE))) == [reasons.NOTHING_MARKED_FOR_REPROGRESSING]
    assert against(*resume, worked(power(Sub.READY_FOR_REPROGRESSING))) == []
    assert against(*resume, worked(review=review())) == []


@pytest.mark.requirement("R-15", "R-28")
def test_amending_asks_for_action_that_goes_on_and_for_the_link_to_it() -> None:
    amending, original = request(K.CONSIDER_AMENDMENT), power()
    linked = replace(amending, related=frozenset({original.id}))
    way = (K.CONSIDER_AMENDMENT, "LINK_ORIGINAL", "LINKED")
    assert against(*way, worked(on_it=amending)) == [reasons.NOTHING_TO_AMEND, reasons.ORIGINAL_NOT_LINKED]
    assert against(*way, worked(original, on_it=amending)) == [reasons.ORIGINAL_NOT_LINKED]
    assert against(*way, worked(original, on_it=linked)) == []
    assert judge(D.AMEND, worked(original)) == ()


@pytest.mark.requirement("R-08", "R-11")
def test_ever_in_enforcement_is_set_in_civil_enforcement_alone_and_never_after_a_rejection() -> None:
    line = (K.REVIEW_CASE, "EVER_IN_ENFORCEMENT")
    assert against(*line, "YES", worked()) == []
    assert against(*line, "YES", worked(is_criminal=True)) == [reasons.CRIMINAL_ENFORCEMENT]
    assert against(*line, "YES", worked(is_rejected=True)) == [reasons.REFERRAL_IS_REJECTED]
    assert against(*line, "CRIMINAL", worked()) == [reasons.CIVIL_ENFORCEMENT]
    assert against(*line, "CRIMINAL", worked(is_criminal=True)) == []
    assert against(*line, "REFERRAL_REJECTED", worked()) == []
    assert against(*line, "REFERRAL_REJECTED", worked(is_rejected=True)) == [reasons.REFERRAL_IS_REJECTED]


@pytest.mark.requirement("R-05")
def test_a_compliance_opportunity_is_managed_beside_the_action_where_it_was_taken_up() -> None:
    beside = (K.REVIEW_CASE, "COMPLIANCE_OPPORTUNITY", "GOES_ON")
    assert not outcome(*beside).ends_plan
    assert against(*beside, worked()) == [reasons.NO_COMPLIANCE_OPPORTUNITY]
    taken_up = worked(segment=Segment.SEGMENT_5, reason=RoutingReason.SEGMENT_5_OPPORTUNITY_TAKEN_UP)
    assert against(*beside, taken_up) == []
    refused = replace(taken_up, reason=RoutingReason.SEGMENT_5_OPPORTUNITY_NOT_TAKEN_UP)
    assert against(*beside, refused) == [reasons.NO_COMPLIANCE_OPPORTUNITY]


@pytest.mark.requirement("R-15", "R-40")
def test_cancelling_asks_for_action_in_progress_a_ground_and_a_mark() -> None:
    cancel = (K.REVIEW_CASE, "PERFORM_AMENDMENT", "CANCEL")
    marked = power(Sub.READY_FOR_CANCELLATION)
    assert against(*cancel, worked()) == [
        reasons.NO_ENFORCEMENT_ACTION, reasons.NO_GROUND_TO_CANCEL, reasons.NOTHING_MARKED_FOR_CANCELLATION,
    ]  # fmt: skip
    assert against(*cancel, worked(marked)) == [reasons.NO_GROUND_TO_CANCEL]
    assert against(*cancel, worked(power(), has_died=True)) == [reasons.NOTHING_MARKED_FOR_CANCELLATION]
    not_begun = replace(marked, status=ServiceRequestStatus.OPEN)
    assert against(*cancel, worked(not_begun, has_died=True)) == [reasons.NO_ENFORCEMENT_ACTION]
    for ground in ({"has_died": True}, {"is_compliant": True}, {"arrears_pence": 0}):
        assert against(*cancel, worked(marked, **ground)) == []


@pytest.mark.requirement("R-40")
@pytest.mark.parametrize(("closed_at", "is_open"), [(NOW, True), (NOW - timedelta(days=9), False)])
def test_what_was_cancelled_since_the_case_was_routed_can_be_told_as_ended(closed_at: datetime, is_open: bool) -> None:
    routing = request(K.REVIEW_CASE, opened_at=NOW - timedelta(days=1))
    ended = request(K.CHARGING_ORDER, Sub.CANCELLED, is_open=False, closed_at=closed_at)
    facts = in_enforcement(requests=(ended, routing), request=routing.id, has_died=True)
    expected = [] if is_open else [reasons.NO_ENFORCEMENT_ACTION, reasons.NOTHING_MARKED_FOR_CANCELLATION]
    assert against(K.REVIEW_CASE, "PERFORM_AMENDMENT", "CANCEL", facts) == expected


@pytest.mark.requirement("R-14")
def test_the_welfare_line_is_done_once_the_decision_is_noted_and_elsewhere_for_a_migrated_case() -> None:
    line = (K.GATHER_INFORMATION, "WELFARE_OF_THE_CHILD", "RECORDED")
    bare = request(K.GATHER_INFORMATION)
    noted = replace(bare, has_welfare_decision=True)
    assert against(*line, in_enforcement(requests=(bare,), request=bare.id)) == [reasons.WELFARE_DECISION_NOT_NOTED]
    assert against(*line, in_enforcement(requests=(noted,), request=bare.id)) == []
    assert against(*line, in_enforcement(requests=(bare,), request=bare.id, is_migrated=True)) == []


@pytest.mark.requirement("R-41", "R-42")
def test_whether_an_artefact_is_outstanding_decides_between_closing_and_clearing() -> None:
    paid_off = request(K.LO_PAID_OFF)
    line = (K.LO_PAID_OFF, "VIEW_ENFORCEMENT_ORDERS")
    none = worked(on_it=paid_off)
    some = worked(on_it=paid_off, artefacts=(artefact(Power.CHARGING_ORDER),))
    assert against(*line, "NONE_OUTSTANDING", none) == against(*line, "OUTSTANDING", some) == []
    assert against(*line, "NONE_OUTSTANDING", some) == [reasons.ARTEFACTS_OUTSTANDING]
    assert against(*line, "OUTSTANDING", none) == [reasons.NO_ARTEFACT_OUTSTANDING]
    assert judge(D.CLEAR_ARTEFACTS, some) == ()
    assert judge(D.CLEAR_ARTEFACTS, none) == (reasons.NO_ARTEFACT_OUTSTANDING,)


@pytest.mark.requirement("R-42")
def test_what_caused_an_artefact_is_linked_before_it_counts_as_linked() -> None:
    cause = request(K.CHARGING_ORDER, is_open=False)
    clearing = request(K.CLEAR_ARTEFACTS)
    linked = replace(clearing, related=frozenset({cause.id}))
    to_another = replace(clearing, related=frozenset({ROUTING.id}))
    way = (K.CLEAR_ARTEFACTS, "LINK_CAUSE", "LINKED")
    assert against(*way, worked(cause, on_it=clearing)) == [reasons.CAUSE_NOT_LINKED]
    assert against(*way, worked(cause, ROUTING, on_it=to_another)) == [reasons.CAUSE_NOT_LINKED]
    assert against(*way, worked(cause, on_it=linked)) == []


@pytest.mark.requirement("R-44")
def test_outside_enforcement_artefacts_are_forwarded_and_cleared_by_complaints_alone() -> None:
    old = request(K.CLEAR_OLD_ACTIONS)
    check = (K.CLEAR_OLD_ACTIONS, "AUTHORISATION_CHECK")
    left = (artefact(Power.COMMITMENT),)
    found = {
        area: [against(*check, code, worked(on_it=old, area=area, artefacts=left)) for code in CHECKS]
        for area in (CaseArea.ENFORCEMENT, CaseArea.MAINTENANCE, CaseArea.COMPLAINTS)
    }
    outstanding = [reasons.ARTEFACTS_OUTSTANDING]
    assert found == {
        CaseArea.ENFORCEMENT: [[reasons.IN_ENFORCEMENT_ALREADY], [reasons.NOT_WITH_COMPLAINTS], outstanding],
        CaseArea.MAINTENANCE: [[], [reasons.NOT_WITH_COMPLAINTS], outstanding],
        CaseArea.COMPLAINTS: [[], [], outstanding],
    }
    assert outcome(*check, "INITIATE").needs_approval


CHECKS = [each.code for each in KINDS[K.CLEAR_OLD_ACTIONS].template.line("AUTHORISATION_CHECK").outcomes]


@pytest.mark.requirement("R-15", "R-45")
def test_negotiation_asks_for_a_liability_order_or_for_the_reason_of_a_change_of_circumstances() -> None:
    begin = (K.NEGOTIATION, "INITIATE_NEGOTIATION")
    facts = worked(on_it=request(K.NEGOTIATION))
    assert against(*begin, "INITIATE", facts) == [reasons.NO_LIABILITY_ORDER]
    assert against(*begin, "INITIATE", replace(facts, orders=(order(),))) == []
    invalid = replace(facts, orders=(order(state=LiabilityOrderState.INVALIDATED),))
    assert against(*begin, "INITIATE", invalid) == [reasons.NO_LIABILITY_ORDER]
    assert against(*begin, "INITIATE_ON_CHANGE", facts) == []
    assert outcome(*begin, "INITIATE_ON_CHANGE").needs_reason
    assert judge(D.NEGOTIATE, replace(facts, arrears_pence=0)) == (reasons.NO_ARREARS_REMAIN,)


@pytest.mark.requirement("R-47")
def test_no_order_is_marked_as_court_enforced_where_none_stands() -> None:
    mark = (K.NEGOTIATION, "UPDATE_LO_AS_COURT_ENFORCED", "YES")
    assert against(*mark, worked(on_it=request(K.NEGOTIATION))) == [reasons.NO_LIABILITY_ORDER]


@pytest.mark.requirement("R-50", "R-53")
def test_the_monitor_is_switched_in_enforcement_and_by_the_arrears_case_owner_anywhere() -> None:
    elsewhere = in_enforcement(area=CaseArea.MAINTENANCE)
    monitor = D.MISSED_PAYMENT_MONITOR
    assert judge(monitor, replace(elsewhere, viewer_role=Role.CASE_MANAGER)) == (reasons.NOT_IN_ENFORCEMENT,)
    assert judge(monitor, replace(elsewhere, viewer_role=Role.ARREARS_CASE_OWNER)) == ()
    assert judge(monitor, in_enforcement(viewer_role=Role.CASE_MANAGER)) == ()
    assert judge(monitor, in_enforcement(viewer_role=Role.DOT)) == (reasons.DECISION_NOT_YOURS,)


@pytest.mark.requirement("R-53")
def test_case_managers_and_complex_case_workers_decide_and_others_only_what_is_named() -> None:
    theirs = {role: {each for each in Decision if role in DECISIONS[each].roles} for role in Role}
    assert theirs[Role.CASE_MANAGER] == theirs[Role.COMPLEX_CASE_WORKER] == set(Decision)
    assert theirs[Role.MAINTENANCE_WORKER] == theirs[Role.COMPLAINTS_WORKER] == {D.CLEAR_ARTEFACTS}
    assert theirs[Role.ARREARS_CASE_OWNER] == {D.MISSED_PAYMENT_MONITOR}
    others = set(Role) - {Role.CASE_MANAGER, Role.COMPLEX_CASE_WORKER, Role.MAINTENANCE_WORKER,
                          Role.COMPLAINTS_WORKER, Role.ARREARS_CASE_OWNER}  # fmt: skip
    assert {role for role in others if theirs[role]} == set()


@pytest.mark.requirement("R-53")
@pytest.mark.parametrize("decision", Decision)
def test_a_team_leader_routes_and_approves_but_does_not_decide(decision: Decision) -> None:
    leader = replace(OPEN_TO[decision], viewer_role=Role.TEAM_LEADER)
    assert judge(decision, leader) == (reasons.DECISION_NOT_YOURS,)
    assert judge(decision, replace(leader, viewer_role=Role.CASE_MANAGER)) == ()


@pytest.mark.requirement("R-54")
def test_whether_parallel_action_was_considered_is_asked_wherever_the_procedure_asks_it() -> None:
    asking = {
        (code, line.code, each.code)
        for code, kind in KINDS.items()
        for line in kind.template.lines
        for each in line.outcomes
        if set(PARALLEL_ACTION) <= set(each.needs_form)
    }
    assert asking == {
        (K.REVIEW_CASE, "INITIATE_ENFORCEMENT_ACTION", "INITIATE"),
        (K.REVIEW_CASE, "PERFORM_AMENDMENT", "RESUME"),
        (K.ARREARS_REVIEW, "ESTABLISH_COMPLIANCE", "PARTLY_COMPLIANT"),
        (K.ARREARS_REVIEW, "ESTABLISH_COMPLIANCE", "NON_COMPLIANT"),
    }


def test_no_condition_of_the_module_is_left_unused() -> None:
    of_powers = [each for rules in POWERS.values() for rule in rules for each in rule.conditions]
    used = {id(each) for each in (*conditions(), *of_powers)}
    named = {name for name, each in vars(on).items() if isinstance(each, Condition) and id(each) not in used}
    assert named == set()


def test_each_reason_to_consider_an_action_first_is_given_for_one_action() -> None:
    assert len({each.otherwise for each in EXPECTED}) == len(EXPECTED)


OPEN_TO: dict[Decision, CaseFacts] = {
    D.INITIATE: worked(GATHERED),
    D.PAUSE: worked(),
    D.RESUME: worked(power(Sub.READY_FOR_REPROGRESSING)),
    D.AMEND: worked(power()),
    D.SURVEILLANCE: worked(considered=ALL_POWERS),
    D.TRANSFER: worked(),
    D.LOCK_ASSIGNMENT: worked(),
    D.CLEAR_ARTEFACTS: worked(artefacts=(artefact(Power.COMMITMENT),)),
    D.NEGOTIATE: worked(orders=(order(),)),
    D.MISSED_PAYMENT_MONITOR: worked(),
    D.CANCEL: worked(power(Sub.READY_FOR_CANCELLATION), has_died=True),
}
"""For each decision a case on which it can be taken."""
