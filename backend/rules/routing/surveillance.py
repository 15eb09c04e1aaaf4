"""Case surveillance (steps 36 to 41)."""

from backend.rules.casework.agency import conditions as on
from backend.rules.casework.effects import EffectName
from backend.rules.casework.facts import CaseFacts
from backend.rules.judging import Condition
from backend.rules.powers import EXPECTED, Expected
from backend.rules.routing.parts import ByAct, ByOutcome, DecisionRule, step
from backend.rules.vocabulary import Act, Decision, Flag, RoutingReason
from backend.rules.vocabulary import KindCode as K


def _exhausted(expected: Expected) -> Condition[CaseFacts]:
    """That this action was considered or exhausted; a case without a confident address needs no list (R-32)."""
    return Condition[CaseFacts](
        lambda facts: not facts.has_confident_address or expected.is_met(facts), expected.otherwise
    )


SURVEILLANCE = DecisionRule(
    decision=Decision.SURVEILLANCE,
    title="Case surveillance",
    purpose="Enforcement action is not appropriate now: everything that the jurisdiction offers was considered or "
    "exhausted, or mail comes back and there is no confident address. The case waits in maintenance until its review "
    "date, or until something about the paying parent becomes known.",
    procedure=(
        step(
            36,
            "A case that nothing can progress waits in surveillance: after every listed action of its jurisdiction was "
            "considered or exhausted, or where there is no confident address. Arrears-only groups that were in "
            "surveillance before may be categorised.",
            Decision.SURVEILLANCE,
            ByAct(Act.RECORD_POWER_CONSIDERED),
            ByAct(Act.CATEGORISE_ARREARS),
        ),
        step(
            37,
            "The missed payment monitor stays switched off, Ever in Enforcement and DEO desire are set, the review "
            "date is set, lock assignment is removed, and a note says that the case is in surveillance, and why.",
            EffectName.START_SURVEILLANCE,
            Flag.DISABLE_MISSED_PAYMENT_MONITOR,
            Flag.EVER_IN_ENFORCEMENT,
            Flag.DEO_DESIRE,
            Flag.LOCK_ASSIGNMENT,
        ),
        step(
            38,
            "The review date lies up to 12 months ahead; 6 months without a confident address.",
            EffectName.SET_REVIEW,
        ),
        step(
            39,
            "The line Set Case for Review, Setup and Transfer, with the date; the resolution code fills itself in. "
            "Setup Only where the case stays in enforcement.",
            ByOutcome(K.REVIEW_CASE, "SET_CASE_FOR_REVIEW", "SETUP_AND_TRANSFER"),
            ByOutcome(K.REVIEW_CASE, "SET_CASE_FOR_REVIEW", "SETUP_ONLY"),
        ),
        step(40, "The service request is closed by hand as complete.", ByAct(Act.CLOSE_SERVICE_REQUEST)),
        step(
            41,
            "Five things bring a case out: a new address, new employment, contact, the annual review or a scheduling "
            "exception, the review date.",
            RoutingReason.SURVEILLANCE_NEW_ADDRESS,
            RoutingReason.SURVEILLANCE_NEW_EMPLOYMENT,
            RoutingReason.SURVEILLANCE_CLIENT_CONTACT,
            RoutingReason.SURVEILLANCE_ANNUAL_REVIEW,
            RoutingReason.SURVEILLANCE_REVIEW_REACHED,
        ),
    ),
    rows=("R-31", "R-32", "R-33", "R-34", "R-35"),
    conditions=(
        on.IN_ENFORCEMENT,
        *(_exhausted(each) for each in EXPECTED),
        *on.FREE_FOR_SURVEILLANCE,
    ),
    taken_by=(ByOutcome(K.REVIEW_CASE, "SET_CASE_FOR_REVIEW", "SETUP_AND_TRANSFER"),),
)
