"""When may an enforcement case go to another area of the agency, and what has to be done before (R-36 to R-39)?"""

from backend.rules.casework.agency import conditions
from backend.rules.casework.facts import ENFORCING, POWER_KINDS, CaseFacts
from backend.rules.reasons import enforcement as reasons
from backend.rules.refusals import Reason
from backend.rules.vocabulary import CaseArea, Desk, KindCode

DESKS: dict[CaseArea, Desk] = {
    CaseArea.ENFORCEMENT: Desk.ENFORCEMENT,
    CaseArea.COMPLEX_CASE_TEAM: Desk.COMPLEX_CASES,
    CaseArea.CENTRAL_TEAM: Desk.CENTRAL_TEAM,
    CaseArea.MAINTENANCE: Desk.MAINTENANCE,
    CaseArea.COMPLAINTS: Desk.COMPLAINTS,
}
"""Whose work a case is in each area: its team is one that takes work of this desk."""
OUT_OF_ENFORCEMENT = frozenset({CaseArea.MAINTENANCE, CaseArea.COMPLAINTS})
"""Where the flags could not be removed any more, and nothing of enforcement may be left open (R-38)."""
ENFORCEMENT_KINDS = POWER_KINDS | {
    KindCode.REVIEW_CASE,
    KindCode.GATHER_INFORMATION,
    KindCode.CONSIDER_AMENDMENT,
    KindCode.LO_PAID_OFF,
    KindCode.CLEAR_ARTEFACTS,
    KindCode.NEGOTIATION,
    KindCode.ACTION_MISSED_PAYMENT,
}
"""The service requests that go along with the case when another team of enforcement has it."""


def judge(facts: CaseFacts, to: CaseArea) -> tuple[Reason, ...]:
    """Everything that stands against the case's going to an area; the service request that carries it is excepted."""
    found = list[Reason]()
    if facts.area is to:
        found.append(reasons.CASE_ALREADY_THERE)
    if to not in ENFORCING and not facts.in_enforcement:
        found.append(reasons.NOT_IN_ENFORCEMENT)
    if to in OUT_OF_ENFORCEMENT:
        found += before_maintenance(facts)
    return tuple(found)


def before_maintenance(facts: CaseFacts, *, for_surveillance: bool = False) -> tuple[Reason, ...]:
    """What is to be done before a case goes back to maintenance: flags removed, other service requests closed (R-38).

    For surveillance the flags that R-33 speaks of do not count.
    """
    asked = conditions.FREE_FOR_SURVEILLANCE if for_surveillance else conditions.FREE_FOR_MAINTENANCE
    return tuple(each.otherwise for each in asked if not each.holds(facts))
