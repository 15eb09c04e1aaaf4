"""Enforcement powers as data: which there are where, when each may be launched, and beside which (R-14 to R-18)."""

from dataclasses import replace

import pytest

from backend.rules.casework.agency.powers import NO_ARTEFACT
from backend.rules.casework.catalogue import KINDS
from backend.rules.casework.effects import CarryOut, EffectName
from backend.rules.casework.facts import CaseFacts
from backend.rules.certificates import CERTIFICATES, certificates_needed
from backend.rules.powers import EXPECTED, POWERS, WITHOUT_ORDER, judge, parallel_with, rule_of
from backend.rules.reasons import enforcement as reasons
from backend.rules.solicitors import called
from backend.rules.vocabulary import CaseArea, Jurisdiction, KindCode, LiabilityOrderState, Power
from backend.rules.vocabulary import ServiceRequestSubStatus as Sub
from tests.builders.case_facts import artefact, in_enforcement, order, request

J = Jurisdiction
COMMON = {
    Power.DEDUCTION_ORDER, Power.LIABILITY_ORDER, Power.FRAUD_REFERRAL, Power.DRIVING_DISQUALIFICATION,
    Power.PASSPORT_DISQUALIFICATION, Power.COMMITMENT,
}  # fmt: skip
OWN = {
    J.ENGLAND_WALES: {
        Power.REGISTER_ENTRY, Power.ENFORCEMENT_AGENTS, Power.CHARGING_ORDER, Power.ORDER_FOR_SALE,
        Power.THIRD_PARTY_DEBT_ORDER,
    },
    J.SCOTLAND: {Power.ATTACHMENT, Power.INHIBITION, Power.ARRESTMENT, Power.CHARGE_FOR_PAYMENT},
    J.NORTHERN_IRELAND: {Power.JUDGMENTS_OFFICE},
}  # fmt: skip
GATHERED = request(KindCode.GATHER_INFORMATION, is_open=False, has_welfare_decision=True)
INITIATED = request(KindCode.REVIEW_CASE, is_open=False, initiates=True)
EVERYWHERE = [
    pytest.param(rule.power, place, id=f"{place}-{rule.power}") for place, rules in POWERS.items() for rule in rules
]


def ready(jurisdiction: Jurisdiction = J.ENGLAND_WALES) -> CaseFacts:
    """A case on which every power of its jurisdiction can be launched."""
    return in_enforcement(
        jurisdiction=jurisdiction,
        has_property=True,
        requests=(GATHERED, INITIATED),
        orders=(order(jurisdiction=jurisdiction),),
        artefacts=(artefact(Power.CHARGING_ORDER),),
    )


def with_requests(facts: CaseFacts, *more: KindCode) -> CaseFacts:
    return replace(facts, requests=(*facts.requests, *(request(each) for each in more)))


@pytest.mark.requirement("R-18", "R-56")
def test_each_jurisdiction_has_the_common_powers_and_its_own() -> None:
    assert {place: {each.power for each in POWERS[place]} for place in J} == {
        place: COMMON | OWN[place] for place in J
    }  # fmt: skip
    assert set(Power) == COMMON.union(*OWN.values())


@pytest.mark.requirement("R-18", "R-56")
@pytest.mark.parametrize(("power", "jurisdiction"), EVERYWHERE)
def test_a_power_of_the_jurisdiction_can_be_launched_where_everything_holds(
    power: Power, jurisdiction: Jurisdiction
) -> None:
    assert judge(power, ready(jurisdiction)) == ()


@pytest.mark.requirement("R-18")
@pytest.mark.parametrize("jurisdiction", J)
def test_a_power_of_another_jurisdiction_does_not_exist(jurisdiction: Jurisdiction) -> None:
    foreign = set(Power) - COMMON - OWN[jurisdiction]
    assert {judge(each, ready(jurisdiction)) for each in foreign} == {(reasons.POWER_NOT_AVAILABLE,)}
    assert [rule_of(each, jurisdiction) for each in foreign] == [None] * len(foreign)
    assert {parallel_with(each, jurisdiction) for each in foreign} == {frozenset()}


@pytest.mark.requirement("R-14")
@pytest.mark.parametrize("power", Power)
def test_no_power_is_launched_without_the_welfare_of_the_child_decision(power: Power) -> None:
    place = next(place for place in J if rule_of(power, place))
    facts = ready(place)
    undecided = replace(GATHERED, has_welfare_decision=False)
    assert judge(power, replace(facts, requests=(undecided, INITIATED))) == (reasons.WELFARE_NOT_DECIDED,)
    elsewhere = replace(INITIATED, has_welfare_decision=True)
    assert judge(power, replace(facts, requests=(undecided, elsewhere))) == (reasons.WELFARE_NOT_DECIDED,)


@pytest.mark.requirement("R-14", "R-19")
def test_a_migrated_case_records_the_welfare_decision_in_its_routing_service_request() -> None:
    routing = replace(INITIATED, has_welfare_decision=True)
    facts = replace(ready(), requests=(routing,))
    assert judge(Power.COMMITMENT, facts) == (reasons.WELFARE_NOT_DECIDED,)
    assert judge(Power.COMMITMENT, replace(facts, is_migrated=True)) == ()


@pytest.mark.requirement("R-17")
def test_no_power_is_launched_before_a_routing_service_request_decided_to_initiate() -> None:
    facts = replace(ready(), requests=(GATHERED, replace(INITIATED, initiates=False)))
    assert judge(Power.DEDUCTION_ORDER, facts) == (reasons.NOT_INITIATED,)


@pytest.mark.requirement("R-18")
@pytest.mark.parametrize("power", Power)
def test_the_powers_after_a_liability_order_need_one_that_is_in_force(power: Power) -> None:
    place = next(place for place in J if rule_of(power, place))
    needs = () if power in WITHOUT_ORDER else (reasons.NO_LIABILITY_ORDER,)
    assert judge(power, replace(ready(place), orders=())) == needs
    for gone in (LiabilityOrderState.PAID_OFF, LiabilityOrderState.INVALIDATED):
        assert judge(power, replace(ready(place), orders=(order(state=gone),))) == needs


@pytest.mark.requirement("R-18")
def test_powers_over_property_need_property_and_an_order_for_sale_a_charge() -> None:
    bare = replace(ready(), has_property=False, artefacts=())
    assert judge(Power.CHARGING_ORDER, bare) == (reasons.NO_PROPERTY,)
    assert judge(Power.ORDER_FOR_SALE, bare) == (reasons.NO_PROPERTY, reasons.NO_CHARGE)
    assert judge(Power.INHIBITION, replace(bare, jurisdiction=J.SCOTLAND)) == (reasons.NO_PROPERTY,)
    cleared = replace(ready(), artefacts=(artefact(Power.CHARGING_ORDER, is_outstanding=False),))
    assert judge(Power.ORDER_FOR_SALE, cleared) == (reasons.NO_CHARGE,)


@pytest.mark.requirement("R-18")
def test_nothing_is_launched_outside_enforcement_without_arrears_or_on_a_rejected_referral() -> None:
    facts = replace(ready(), area=CaseArea.MAINTENANCE, is_rejected=True, arrears_pence=0)
    assert judge(Power.LIABILITY_ORDER, facts) == (
        reasons.NOT_IN_ENFORCEMENT, reasons.REFERRAL_IS_REJECTED, reasons.NO_ARREARS_REMAIN,
    )  # fmt: skip


@pytest.mark.requirement("R-18")
def test_a_power_that_goes_on_is_not_launched_again_and_once_closed_it_can_be() -> None:
    going_on = with_requests(ready(), KindCode.ENFORCEMENT_AGENTS)
    assert judge(Power.ENFORCEMENT_AGENTS, going_on) == (reasons.POWER_GOES_ON,)
    closed = request(KindCode.ENFORCEMENT_AGENTS, Sub.CANCELLED, is_open=False)
    assert judge(Power.ENFORCEMENT_AGENTS, replace(ready(), requests=(GATHERED, INITIATED, closed))) == ()


@pytest.mark.requirement("R-18")
@pytest.mark.parametrize(("power", "jurisdiction"), EVERYWHERE)
def test_a_power_runs_beside_those_that_the_data_allows_and_beside_no_other(
    power: Power, jurisdiction: Jurisdiction
) -> None:
    for rule in POWERS[jurisdiction]:
        if rule.power is power:
            continue
        beside = judge(power, with_requests(ready(jurisdiction), KindCode(rule.power)))
        allowed = rule.power in parallel_with(power, jurisdiction)
        assert beside == (() if allowed else (reasons.NOT_BESIDE_ANOTHER,))
        assert allowed is (power in parallel_with(rule.power, jurisdiction))


@pytest.mark.requirement("R-18")
def test_one_sanction_at_a_time() -> None:
    facts = with_requests(ready(), KindCode.DRIVING_DISQUALIFICATION)
    assert judge(Power.COMMITMENT, facts) == (reasons.NOT_BESIDE_ANOTHER,)
    assert judge(Power.CHARGING_ORDER, facts) == ()


@pytest.mark.requirement("R-31")
def test_what_is_missing_before_surveillance_is_told_by_name() -> None:
    facts = in_enforcement(has_property=True, considered=frozenset({Power.COMMITMENT, Power.FRAUD_REFERRAL}))
    assert [each.title for each in EXPECTED if not each.is_met(facts)] == [
        "Deduction order action", "Liability order", "Referral to enforcement agents", "Charging order",
    ]  # fmt: skip


@pytest.mark.requirement("R-41")
@pytest.mark.parametrize(("power", "jurisdiction"), EVERYWHERE)
def test_a_power_leaves_an_artefact_where_its_plan_records_one(power: Power, jurisdiction: Jurisdiction) -> None:
    rule = rule_of(power, jurisdiction)
    assert rule is not None
    outcomes = [each for line in KINDS[KindCode(power)].template.lines for each in line.outcomes]
    recorded = any(CarryOut(EffectName.RECORD_ARTEFACT) in each.at_once for each in outcomes)
    assert rule.leaves_artefact is recorded is (power not in NO_ARTEFACT)


@pytest.mark.requirement("R-21")
def test_an_order_enforced_outside_its_jurisdiction_needs_a_certificate_of_the_court_that_granted_it() -> None:
    at_home, from_scotland = order(), order(jurisdiction=J.SCOTLAND)
    gone = order(jurisdiction=J.NORTHERN_IRELAND, state=LiabilityOrderState.PAID_OFF)
    facts = in_enforcement(orders=(at_home, from_scotland, gone))
    assert certificates_needed(facts) == (from_scotland,)
    assert certificates_needed(replace(facts, jurisdiction=J.NORTHERN_IRELAND)) == (at_home, from_scotland)
    assert "sheriff court" in CERTIFICATES[J.SCOTLAND].court
    assert CERTIFICATES[J.SCOTLAND].asked_by == "the contracted solicitors"
    assert "magistrates' court" in CERTIFICATES[J.ENGLAND_WALES].court
    assert "county court in Northern Ireland" in CERTIFICATES[J.NORTHERN_IRELAND].court


@pytest.mark.requirement("R-51")
def test_northern_ireland_has_a_crown_solicitors_office_and_the_others_a_contracted_solicitor() -> None:
    words = {place: called(place).replace("\u2019", "'") for place in J}
    assert words == {
        J.ENGLAND_WALES: "contracted solicitor",
        J.SCOTLAND: "contracted solicitor",
        J.NORTHERN_IRELAND: "crown solicitor's office",
    }


@pytest.mark.requirement("R-03")
@pytest.mark.parametrize("power", Power)
def test_the_plan_and_the_form_of_a_power_are_marked_as_ours(power: Power) -> None:
    kind = KINDS[KindCode(power)]
    own = {each.code for each in kind.form if not each.is_ours}
    assert kind.is_ours
    assert all(line.is_ours for line in kind.template.lines)
    assert own == {"AMENDMENT_REASON", "AMENDMENT_COMMENTS"}
