"""Amend enforcement action (steps 29 to 35)."""

from backend.rules.casework.agency import conditions as on
from backend.rules.casework.effects import EffectName
from backend.rules.routing.parts import ByAct, ByField, ByLine, ByOutcome, DecisionRule, step
from backend.rules.vocabulary import Act, Decision, Letter, NoteKind
from backend.rules.vocabulary import KindCode as K
from backend.rules.vocabulary import ServiceRequestSubStatus as Sub

AMEND = DecisionRule(
    decision=Decision.AMEND,
    title="Amend enforcement action",
    purpose="The paying parent's circumstances changed, or an existing service request of an enforcement power has to "
    "be amended. It is worked through the plan Perform Amendment of that service request.",
    procedure=(
        step(29, "The service request Consider Amendment is opened and set to In Progress.", K.CONSIDER_AMENDMENT),
        step(
            30,
            "The history is investigated, and the original service request linked.",
            ByAct(Act.LINK_SERVICE_REQUESTS),
            ByOutcome(K.CONSIDER_AMENDMENT, "LINK_ORIGINAL", "LINKED"),
        ),
        step(
            31,
            "The original is marked Ready for Cancellation, and has the plan Perform Amendment.",
            ByAct(Act.MARK_READY_FOR_CANCELLATION),
            Sub.READY_FOR_CANCELLATION,
        ),
        step(
            32,
            "The amendment's reason and comments are filled in, and a note in the original explains what was amended. "
            "After a sanction the reason is Exceptional circumstances.",
            ByAct(Act.RECORD_FORM),
            NoteKind.AMENDMENT,
            ByField(K.COMMITMENT, "AMENDMENT_REASON"),
            ByField(K.COMMITMENT, "AMENDMENT_COMMENTS"),
        ),
        step(
            33,
            "Letters go to whoever is concerned, at discretion. The last line, Cancel enf action: Exit No Validation "
            "makes every other line not required, and the original is closed as cancelled; Exit With Validation leaves "
            "them, to be gone on with later.",
            ByLine(K.COMMITMENT, "AMENDMENT_LETTERS"),
            ByLine(K.COMMITMENT, "CANCEL_ENF_ACTION"),
            EffectName.EXIT_WITHOUT_VALIDATION,
            Letter.CMEL9271,
        ),
        step(34, "The plan of Consider Amendment is worked through.", ByLine(K.CONSIDER_AMENDMENT, "AMEND")),
        step(35, "The service request is closed by hand as complete.", ByAct(Act.CLOSE_SERVICE_REQUEST)),
    ),
    rows=("R-28", "R-29", "R-30"),
    conditions=(on.IN_ENFORCEMENT, on.SOMETHING_TO_AMEND),
    taken_by=(ByOutcome(K.CONSIDER_AMENDMENT, "LINK_ORIGINAL", "LINKED"),),
    letters=(Letter.CMEL9271,),
)
