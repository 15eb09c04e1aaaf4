"""Initiate enforcement action (steps 5 to 9)."""

from backend.rules.casework.agency import conditions as on
from backend.rules.routing.parts import ByAct, ByField, ByOutcome, DecisionRule, step
from backend.rules.vocabulary import Act, Decision
from backend.rules.vocabulary import KindCode as K

INITIATE = DecisionRule(
    decision=Decision.INITIATE,
    title="Initiate enforcement action",
    purpose="After the history of the case was investigated and information gathered, enforcement action is required. "
    "The service request of the power that is launched next is linked to the routing one.",
    procedure=(
        step(5, "To consider the next enforcement action, the routing service request is opened.", K.REVIEW_CASE),
        step(6, "Set to In Progress, it has its activity plan.", K.REVIEW_CASE, ByAct(Act.START_SERVICE_REQUEST)),
        step(
            7,
            "The first line with the outcome Initiate opens the service request Gather Information under it.",
            ByOutcome(K.REVIEW_CASE, "INITIATE_DATA_GATHERING", "INITIATE"),
        ),
        step(8, "Gather Information is set to In Progress and worked through.", K.GATHER_INFORMATION),
        step(
            9,
            "Once information is gathered: the second line, with the reason, the outcome Initiate and a note; the "
            "service request is closed by hand, and linked to that of the power launched next. Whether parallel or "
            "concurrent action was considered is recorded. A migrated case goes on from the actions it carried in.",
            ByOutcome(K.REVIEW_CASE, "INITIATE_ENFORCEMENT_ACTION", "INITIATE"),
            ByField(K.REVIEW_CASE, "PARALLEL_ACTION_CONSIDERED"),
            ByAct(Act.LAUNCH_POWER),
            ByAct(Act.RECORD_MIGRATED_ACTIONS),
        ),
    ),
    rows=("R-16", "R-17", "R-18", "R-19", "R-54"),
    conditions=(on.IN_ENFORCEMENT, on.NOT_REJECTED, on.ARREARS_REMAIN, on.INFORMATION_GATHERED),
    taken_by=(ByOutcome(K.REVIEW_CASE, "INITIATE_ENFORCEMENT_ACTION", "INITIATE"),),
)
