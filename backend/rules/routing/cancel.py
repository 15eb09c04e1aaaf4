"""Cancel enforcement action (steps 47 to 49)."""

from backend.rules.casework.agency import conditions as on
from backend.rules.casework.effects import EffectName
from backend.rules.routing.parts import ByAct, ByOutcome, DecisionRule, step
from backend.rules.vocabulary import Act, Decision, Letter
from backend.rules.vocabulary import KindCode as K
from backend.rules.vocabulary import ServiceRequestSubStatus as Sub

CANCEL = DecisionRule(
    decision=Decision.CANCEL,
    title="Cancel enforcement action",
    purpose="The paying parent has become compliant or has died, or the case has closed with no arrears outstanding. "
    "What goes on is marked Ready for Cancellation, worked through Perform Amendment, and closed as cancelled.",
    procedure=(
        step(
            47,
            "Enforcement action that goes on is marked Ready for Cancellation, with a note; both parents are written "
            "to, or the paying parent's representative.",
            ByAct(Act.MARK_READY_FOR_CANCELLATION),
            Sub.READY_FOR_CANCELLATION,
            Letter.CMEL9271,
            ByOutcome(K.REVIEW_CASE, "PERFORM_AMENDMENT", "CANCEL"),
        ),
        step(
            48,
            "Whether a liability order is to be invalidated or artefacts to be cleared is looked at.",
            ByAct(Act.INVALIDATE_LIABILITY_ORDER),
            Decision.CLEAR_ARTEFACTS,
        ),
        step(
            49,
            "The service request is closed by hand as complete; enforcement action has ended.",
            ByAct(Act.CLOSE_SERVICE_REQUEST),
            EffectName.CANCEL_ENFORCEMENT,
        ),
    ),
    rows=("R-40",),
    conditions=(on.IN_ENFORCEMENT, on.POWER_IN_PROGRESS, on.GROUND_TO_CANCEL),
    taken_by=(ByOutcome(K.REVIEW_CASE, "PERFORM_AMENDMENT", "CANCEL"),),
    letters=(Letter.CMEL9271,),
)
