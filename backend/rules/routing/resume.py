"""Resume enforcement action (steps 24 to 28)."""

from backend.rules.casework.agency import conditions as on
from backend.rules.casework.effects import EffectName
from backend.rules.routing.parts import ByAct, ByField, ByOutcome, DecisionRule, step
from backend.rules.vocabulary import Act, Decision, Letter
from backend.rules.vocabulary import KindCode as K
from backend.rules.vocabulary import ServiceRequestSubStatus as Sub

RESUME = DecisionRule(
    decision=Decision.RESUME,
    title="Resume enforcement action",
    purpose="After a pause, or after the paying parent's circumstances changed. Recent action, payments and the "
    "schedule are looked at first, and parallel or concurrent action is considered.",
    procedure=(
        step(24, "The routing service request is opened and set to In Progress: it has its plan.", K.REVIEW_CASE),
        step(
            25,
            "Recent action, payments and the schedule are looked at; parallel or concurrent action is considered, and "
            "what came of that is recorded.",
            ByField(K.REVIEW_CASE, "PARALLEL_ACTION_CONSIDERED"),
            ByField(K.REVIEW_CASE, "PARALLEL_ACTION_RESULT"),
        ),
        step(
            26,
            "The line Perform Amendment, with a note that tells the reasons.",
            ByOutcome(K.REVIEW_CASE, "PERFORM_AMENDMENT", "RESUME"),
        ),
        step(
            27,
            "What is to go on or to be amended is marked Ready for Re-progressing; both parents are written to.",
            ByAct(Act.MARK_READY_FOR_REPROGRESSING),
            Sub.READY_FOR_REPROGRESSING,
            EffectName.RESUME_ENFORCEMENT,
            Letter.CMEL9271,
        ),
        step(28, "The service request is closed by hand as complete.", ByAct(Act.CLOSE_SERVICE_REQUEST)),
    ),
    rows=("R-27", "R-54"),
    conditions=(on.IN_ENFORCEMENT, on.PAUSED),
    taken_by=(ByOutcome(K.REVIEW_CASE, "PERFORM_AMENDMENT", "RESUME"),),
    letters=(Letter.CMEL9271,),
)
