"""When a case may leave enforcement: into surveillance, back to maintenance, to another team (R-31 to R-39)."""

from dataclasses import replace
from itertools import chain, combinations

import pytest

from backend.rules import transfers
from backend.rules.casework.catalogue import KINDS
from backend.rules.casework.facts import RequestFacts
from backend.rules.reasons import case_acts
from backend.rules.reasons import enforcement as reasons
from backend.rules.routing.judge import judge
from backend.rules.vocabulary import CaseArea, Decision, Flag, Jurisdiction, LiabilityOrderState, Power
from backend.rules.vocabulary import KindCode as K
from tests.builders.case_facts import ROUTING, against, artefact, order, request, worked

ALL_POWERS = frozenset(Power)


@pytest.mark.requirement("R-31")
@pytest.mark.parametrize(
    ("jurisdiction", "has_property", "missing"),
    [
        (Jurisdiction.ENGLAND_WALES, False, ["ENFORCEMENT_AGENTS"]),
        (Jurisdiction.ENGLAND_WALES, True, ["ENFORCEMENT_AGENTS", "CHARGING_ORDER"]),
        (Jurisdiction.SCOTLAND, False, ["ATTACHMENT", "ARRESTMENT", "CHARGE_FOR_PAYMENT"]),
        (Jurisdiction.SCOTLAND, True, ["ATTACHMENT", "INHIBITION", "ARRESTMENT", "CHARGE_FOR_PAYMENT"]),
        (Jurisdiction.NORTHERN_IRELAND, True, []),
    ],
)
def test_surveillance_lists_each_action_that_was_neither_considered_nor_exhausted(
    jurisdiction: Jurisdiction, has_property: bool, missing: list[str]
) -> None:
    common = ["DEDUCTION_ORDER", "LIABILITY_ORDER", "SANCTIONS", "FRAUD_REFERRAL"]
    facts = worked(jurisdiction=jurisdiction, has_property=has_property)
    codes = [reason.code for reason in judge(Decision.SURVEILLANCE, facts)]
    assert codes == [f"{name}_NOT_CONSIDERED" for name in (*common, *missing)]
    assert judge(Decision.SURVEILLANCE, replace(facts, considered=ALL_POWERS)) == ()


@pytest.mark.requirement("R-31")
def test_what_was_granted_applied_for_or_left_behind_was_considered() -> None:
    done = ALL_POWERS - {Power.LIABILITY_ORDER, Power.ENFORCEMENT_AGENTS, Power.COMMITMENT,
                         Power.DRIVING_DISQUALIFICATION, Power.PASSPORT_DISQUALIFICATION}  # fmt: skip
    facts = worked(
        request(K.ENFORCEMENT_AGENTS, is_open=False),
        considered=done,
        orders=(order(state=LiabilityOrderState.PAID_OFF),),
        artefacts=(artefact(Power.DRIVING_DISQUALIFICATION, is_outstanding=False),),
    )
    assert judge(Decision.SURVEILLANCE, facts) == ()


@pytest.mark.requirement("R-32")
def test_without_a_confident_address_surveillance_asks_for_no_list_but_for_everything_else() -> None:
    facts = worked(has_confident_address=False)
    assert judge(Decision.SURVEILLANCE, facts) == ()
    assert judge(Decision.SURVEILLANCE, replace(facts, area=CaseArea.MAINTENANCE)) == (reasons.NOT_IN_ENFORCEMENT,)


@pytest.mark.requirement("R-33", "R-38")
def test_surveillance_leaves_the_monitor_off_and_asks_for_the_rest_of_what_maintenance_asks() -> None:
    flags = frozenset({Flag.DISABLE_MISSED_PAYMENT_MONITOR, Flag.LOCK_ASSIGNMENT, Flag.COURT_ENFORCED_SCHEDULE})
    facts = worked(request(K.NEGOTIATION), considered=ALL_POWERS, flags=flags)
    assert judge(Decision.SURVEILLANCE, facts) == (reasons.OTHER_SERVICE_REQUESTS_OPEN, reasons.SCHEDULE_COURT_ENFORCED)


@pytest.mark.requirement("R-07", "R-38")
@pytest.mark.parametrize("code", ["TO_MAINTENANCE_ONLY", "TO_ORIGINATING_AREA"])
def test_each_thing_in_the_way_of_a_return_to_maintenance_is_a_reason_of_its_own(code: str) -> None:
    transfer = (K.REVIEW_CASE, "TRANSFER_CASE", code)
    assert against(*transfer, worked()) == []
    assert against(*transfer, worked(request(K.REVIEW_CASE))) == [reasons.OTHER_SERVICE_REQUESTS_OPEN]
    for flag, reason in (
        (Flag.DISABLE_MISSED_PAYMENT_MONITOR, reasons.MONITOR_DISABLED),
        (Flag.LOCK_ASSIGNMENT, reasons.ASSIGNMENT_LOCKED),
        (Flag.COURT_ENFORCED_SCHEDULE, reasons.SCHEDULE_COURT_ENFORCED),
        (Flag.MANUAL_ALLOCATION, case_acts.MANUAL_ALLOCATION_UNEXPLAINED),
    ):
        assert against(*transfer, worked(flags=frozenset({flag}))) == [reason]
    harmless = frozenset({Flag.EVER_IN_ENFORCEMENT, Flag.DEO_DESIRE})
    assert against(*transfer, worked(flags=harmless)) == []


@pytest.mark.requirement("R-36")
def test_manual_allocation_stays_where_a_note_explains_it() -> None:
    noted = replace(ROUTING, has_note=True)
    facts = worked(on_it=noted, flags=frozenset({Flag.MANUAL_ALLOCATION}))
    assert against(K.REVIEW_CASE, "TRANSFER_CASE", "TO_MAINTENANCE_ONLY", facts) == []


@pytest.mark.requirement("R-37", "R-39")
def test_a_transfer_leads_somewhere_else_and_only_the_way_to_maintenance_asks_for_more() -> None:
    flagged = worked(request(K.NEGOTIATION), flags=frozenset({Flag.LOCK_ASSIGNMENT}))
    ways = {code: against(K.REVIEW_CASE, "TRANSFER_CASE", code, flagged) for code in TRANSFERS}
    assert ways == {
        "TO_MAINTENANCE_ONLY": [reasons.OTHER_SERVICE_REQUESTS_OPEN, reasons.ASSIGNMENT_LOCKED],
        "TO_CENTRAL_TEAM": [],
        "TO_COMPLEX_CASE_TEAM": [],
        "TO_ENFORCEMENT": [reasons.CASE_ALREADY_THERE],
        "TO_ORIGINATING_AREA": [reasons.OTHER_SERVICE_REQUESTS_OPEN, reasons.ASSIGNMENT_LOCKED],
    }
    complex_case = worked(area=CaseArea.COMPLEX_CASE_TEAM, origin=None)
    assert against(K.REVIEW_CASE, "TRANSFER_CASE", "TO_ENFORCEMENT", complex_case) == []
    assert against(K.REVIEW_CASE, "TRANSFER_CASE", "TO_COMPLEX_CASE_TEAM", complex_case) == [reasons.CASE_ALREADY_THERE]
    assert against(K.REVIEW_CASE, "TRANSFER_CASE", "TO_ORIGINATING_AREA", complex_case) == [reasons.NOT_SENT_IN]


TRANSFERS = [each.code for each in KINDS[K.REVIEW_CASE].template.line("TRANSFER_CASE").outcomes]


@pytest.mark.requirement("R-37")
def test_only_the_ways_to_another_team_of_enforcement_or_to_the_central_team_need_approval() -> None:
    line = KINDS[K.REVIEW_CASE].template.line("TRANSFER_CASE")
    assert {each.code for each in line.outcomes if each.needs_approval} == {
        "TO_CENTRAL_TEAM", "TO_COMPLEX_CASE_TEAM", "TO_ENFORCEMENT",
    }  # fmt: skip
    assert all(each.needs_reason for each in line.outcomes)


@pytest.mark.requirement("R-33", "R-38", "X-04")
@pytest.mark.parametrize("other", [(), (request(K.NEGOTIATION),)], ids=["alone", "another-open"])
@pytest.mark.parametrize("has_note", [True, False], ids=["noted", "not-noted"])
def test_what_closing_looks_at_again_is_what_stood_against_the_decision(
    other: tuple[RequestFacts, ...], has_note: bool
) -> None:
    """For every set of flags: the outcome is judged by conditions, its effect by the rules of transfers."""
    for flags in chain.from_iterable(combinations(Flag, count) for count in range(len(Flag) + 1)):
        facts = worked(*other, on_it=replace(ROUTING, has_note=has_note), flags=frozenset(flags), considered=ALL_POWERS)
        to_maintenance = against(K.REVIEW_CASE, "TRANSFER_CASE", "TO_MAINTENANCE_ONLY", facts)
        assert set(to_maintenance) == set(transfers.judge(facts, CaseArea.MAINTENANCE)), flags
        surveillance = judge(Decision.SURVEILLANCE, facts)
        assert set(surveillance) == set(transfers.before_maintenance(facts, for_surveillance=True)), flags
