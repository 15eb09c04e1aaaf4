"""Pause enforcement action (steps 13 to 23)."""

from backend.rules.casework.agency import conditions as on
from backend.rules.casework.effects import EffectName
from backend.rules.routing.parts import ByAct, ByOutcome, DecisionRule, guidance, step
from backend.rules.vocabulary import Act, Decision, Letter, NoteKind, RoutingReason
from backend.rules.vocabulary import KindCode as K
from backend.rules.vocabulary import ServiceRequestSubStatus as Sub

PAUSE = DecisionRule(
    decision=Decision.PAUSE,
    title="Pause enforcement action",
    purpose="No further enforcement action is possible now, but the case has to be kept until the paying parent's "
    "circumstances change. It stays in enforcement, on hold until the case review date.",
    procedure=(
        step(13, "The routing service request is opened and set to In Progress: it has its plan.", K.REVIEW_CASE),
        step(14, "A note tells the reasons for the pause.", ByAct(Act.ADD_SERVICE_REQUEST_NOTE)),
        step(
            15,
            "Each piece of enforcement action that is to pause is marked Ready for Pause.",
            ByAct(Act.MARK_READY_FOR_PAUSE),
            Sub.READY_FOR_PAUSE,
        ),
        step(
            16,
            "The receiving parent is called, or written to where nobody could be reached; the paying parent is "
            "written to where that is fitting.",
            NoteKind.CONTACT,
            Letter.CMEL7402,
            Letter.CMEL9271,
        ),
        guidance(17, "The case review date belongs to the paying parent's account: one for the whole case group."),
        guidance(18, "There is one account to choose: that of the paying parent."),
        guidance(19, "A review date is added, in place of an earlier one."),
        step(20, "The case review date is given.", EffectName.SET_REVIEW),
        guidance(21, "Back to the service request."),
        step(
            22,
            "The line Set Case for Review, Setup Only, with that date; closed as complete. The case stays in "
            "enforcement, on hold. When the date comes, it is routed again, once.",
            ByOutcome(K.REVIEW_CASE, "SET_CASE_FOR_REVIEW", "SETUP_ONLY"),
            EffectName.PAUSE_ENFORCEMENT,
            RoutingReason.REVIEW_EXPIRED,
        ),
        step(
            23,
            "To change the date the same is done again; the new date takes the place of the old.",
            EffectName.SET_REVIEW,
        ),
    ),
    rows=("R-22", "R-23", "R-24", "R-25", "R-26"),
    conditions=(on.IN_ENFORCEMENT,),
    taken_by=(ByOutcome(K.REVIEW_CASE, "SET_CASE_FOR_REVIEW", "SETUP_ONLY"),),
    letters=(Letter.CMEL7402, Letter.CMEL9271),
)
