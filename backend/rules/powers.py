"""Which enforcement powers there are in each jurisdiction, when each may be launched, and beside which (R-14 to R-18).

The procedure names the powers; which of them exclude each other it leaves to documents that are not part of it. Those
choices are ours, to be confirmed, and say so.
"""

from dataclasses import dataclass

from backend.rules.casework.agency import conditions as on
from backend.rules.casework.agency.powers import NO_ARTEFACT
from backend.rules.casework.facts import SANCTIONS, CaseFacts
from backend.rules.judging import Condition
from backend.rules.reasons import enforcement as reasons
from backend.rules.refusals import Reason
from backend.rules.vocabulary import Jurisdiction, KindCode, Power

J = Jurisdiction
On = Condition[CaseFacts]
WITHOUT_ORDER = frozenset({Power.DEDUCTION_ORDER, Power.LIABILITY_ORDER, Power.FRAUD_REFERRAL})
"""The powers that need no liability order."""


@dataclass(frozen=True, slots=True)
class PowerRule:
    """A power as it stands in one jurisdiction."""

    power: Power
    jurisdiction: Jurisdiction
    conditions: tuple[Condition[CaseFacts], ...]
    never_beside: frozenset[Power]
    """While one of these goes on, this cannot be launched; beside every other it may run, in parallel or concurrently.

    Ours, to be confirmed.
    """
    source: str

    @property
    def leaves_artefact(self) -> bool:
        return self.power not in NO_ARTEFACT

    @property
    def needs_order(self) -> bool:
        """Whether it rests on a liability order in force."""
        return self.power not in WITHOUT_ORDER

    @property
    def is_sanction(self) -> bool:
        return self.power in SANCTIONS


@dataclass(frozen=True, slots=True)
class Expected:
    """What has to be considered or exhausted before a case goes into surveillance (R-31)."""

    title: str
    powers: frozenset[Power]
    """One of them is enough. That one sanction stands for all is ours, to be confirmed."""
    otherwise: Reason
    jurisdictions: frozenset[Jurisdiction] = frozenset(Jurisdiction)
    needs_property: bool = False

    def concerns(self, facts: CaseFacts) -> bool:
        """Whether it is asked of this case at all."""
        return facts.jurisdiction in self.jurisdictions and (facts.has_property or not self.needs_property)

    def is_met(self, facts: CaseFacts) -> bool:
        """Whether it was considered, applied for or granted, or is not asked of this case."""
        return not self.concerns(facts) or any(was_considered(facts, power) for power in self.powers)


def was_considered(facts: CaseFacts, power: Power) -> bool:
    """Whether a power was considered or exhausted: by a record that says so, or because it was applied for."""
    applied_for = any(each.kind is KindCode(power) for each in facts.requests)
    granted = power is Power.LIABILITY_ORDER and bool(facts.orders)
    left_behind = any(each.power is power for each in facts.artefacts)
    return power in facts.considered or applied_for or granted or left_behind


_EW, _SCOTLAND = frozenset({J.ENGLAND_WALES}), frozenset({J.SCOTLAND})
EXPECTED: tuple[Expected, ...] = (
    Expected("Deduction order action", frozenset({Power.DEDUCTION_ORDER}), reasons.DEDUCTION_ORDER_NOT_CONSIDERED),
    Expected("Liability order", frozenset({Power.LIABILITY_ORDER}), reasons.LIABILITY_ORDER_NOT_CONSIDERED),
    Expected("Sanctions", SANCTIONS, reasons.SANCTIONS_NOT_CONSIDERED),
    Expected("Fraud referral", frozenset({Power.FRAUD_REFERRAL}), reasons.FRAUD_REFERRAL_NOT_CONSIDERED),
    Expected("Referral to enforcement agents", frozenset({Power.ENFORCEMENT_AGENTS}),
             reasons.ENFORCEMENT_AGENTS_NOT_CONSIDERED, _EW),
    Expected("Charging order", frozenset({Power.CHARGING_ORDER}), reasons.CHARGING_ORDER_NOT_CONSIDERED, _EW,
             needs_property=True),
    Expected("Attachment", frozenset({Power.ATTACHMENT}), reasons.ATTACHMENT_NOT_CONSIDERED, _SCOTLAND),
    Expected("Inhibition", frozenset({Power.INHIBITION}), reasons.INHIBITION_NOT_CONSIDERED, _SCOTLAND,
             needs_property=True),
    Expected("Arrestment", frozenset({Power.ARRESTMENT}), reasons.ARRESTMENT_NOT_CONSIDERED, _SCOTLAND),
    Expected("Charge for payment", frozenset({Power.CHARGE_FOR_PAYMENT}), reasons.CHARGE_FOR_PAYMENT_NOT_CONSIDERED,
             _SCOTLAND),
)  # fmt: skip
"""Step 36 of the procedure; Northern Ireland the common four."""


def _is_initiated(facts: CaseFacts) -> bool:
    return any(each.initiates for each in facts.requests)


def _is_welfare_decided(facts: CaseFacts) -> bool:
    return any(each.has_welfare_decision and each.kind in facts.welfare_decided_in for each in facts.requests)


INITIATED = On(_is_initiated, reasons.NOT_INITIATED)
WELFARE_DECIDED = On(_is_welfare_decided, reasons.WELFARE_NOT_DECIDED)
PROPERTY = On(lambda f: f.has_property, reasons.NO_PROPERTY)
CHARGED = On(lambda f: any(each.power is Power.CHARGING_ORDER for each in f.outstanding_artefacts), reasons.NO_CHARGE)
OF_ALL = (on.IN_ENFORCEMENT, on.NOT_REJECTED, on.ARREARS_REMAIN, INITIATED, WELFARE_DECIDED)
"""What every power asks for."""
OF_SOME: dict[Power, tuple[Condition[CaseFacts], ...]] = {
    Power.CHARGING_ORDER: (PROPERTY,),
    Power.ORDER_FOR_SALE: (PROPERTY, CHARGED),
    Power.INHIBITION: (PROPERTY,),
}
COMMON = (Power.DEDUCTION_ORDER, Power.LIABILITY_ORDER, Power.FRAUD_REFERRAL, *sorted(SANCTIONS))
OF_THE_JURISDICTION: dict[Jurisdiction, tuple[Power, ...]] = {
    J.ENGLAND_WALES: (
        Power.REGISTER_ENTRY,
        Power.ENFORCEMENT_AGENTS,
        Power.CHARGING_ORDER,
        Power.ORDER_FOR_SALE,
        Power.THIRD_PARTY_DEBT_ORDER,
    ),
    J.SCOTLAND: (Power.ATTACHMENT, Power.INHIBITION, Power.ARRESTMENT, Power.CHARGE_FOR_PAYMENT),
    J.NORTHERN_IRELAND: (Power.JUDGMENTS_OFFICE,),
}


def _rule(power: Power, jurisdiction: Jurisdiction) -> PowerRule:
    ordered = () if power in WITHOUT_ORDER else (on.ORDER_IN_FORCE,)
    return PowerRule(
        power=power,
        jurisdiction=jurisdiction,
        conditions=(*OF_ALL, *ordered, *OF_SOME.get(power, ())),
        never_beside=SANCTIONS - {power} if power in SANCTIONS else frozenset(),
        source="Child Support Act 1991 s.31 to s.40B; requirements R-18, R-31",
    )


POWERS: dict[Jurisdiction, tuple[PowerRule, ...]] = {
    place: tuple(_rule(power, place) for power in (*COMMON, *OF_THE_JURISDICTION[place])) for place in Jurisdiction
}
"""By jurisdiction, in the order in which they are listed."""


def rule_of(power: Power, jurisdiction: Jurisdiction) -> PowerRule | None:
    """The power as it stands in a jurisdiction, or None where that has no such power."""
    return next((each for each in POWERS[jurisdiction] if each.power is power), None)


def parallel_with(power: Power, jurisdiction: Jurisdiction) -> frozenset[Power]:
    """Beside which powers this one may run, in parallel or concurrently; ours, to be confirmed (R-18)."""
    rule = rule_of(power, jurisdiction)
    others = {each.power for each in POWERS[jurisdiction]} - {power}
    return frozenset(others - rule.never_beside) if rule else frozenset()


def judge(power: Power, facts: CaseFacts) -> tuple[Reason, ...]:
    """Why this power cannot be launched on the case now; empty where it can."""
    rule = rule_of(power, facts.jurisdiction)
    if rule is None:
        return (reasons.POWER_NOT_AVAILABLE,)
    going_on = {each.kind for each in facts.open_powers}
    found = [each.otherwise for each in rule.conditions if not each.holds(facts)]
    if KindCode(power) in going_on:
        found.append(reasons.POWER_GOES_ON)
    if going_on & {KindCode(each) for each in rule.never_beside}:
        found.append(reasons.NOT_BESIDE_ANOTHER)
    return tuple(found)
