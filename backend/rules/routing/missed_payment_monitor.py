"""The missed payment monitor and the court enforced schedule flag (steps 75 to 80)."""

from backend.rules.access import ENFORCERS
from backend.rules.casework.effects import EffectName
from backend.rules.casework.facts import CaseFacts
from backend.rules.judging import Condition
from backend.rules.reasons import enforcement as reasons
from backend.rules.routing.parts import ByAct, ByField, ByLine, ByOutcome, DecisionRule, step
from backend.rules.vocabulary import Act, Decision, Flag, Role, RoutingReason
from backend.rules.vocabulary import KindCode as K

THEIRS_NOW = Condition[CaseFacts](
    lambda facts: facts.in_enforcement or facts.viewer_role is Role.ARREARS_CASE_OWNER, reasons.NOT_IN_ENFORCEMENT
)
"""Only enforcement sets and removes it, and the arrears case owner while compliance is established (R-38, R-50)."""

FIVE_LINES = ("CONTACT_PAYING_PARENT", "REVIEW_PAYMENTS", "REVIEW_SCHEDULE", "SET_FLAGS", "RECORD_OUTCOME")
MISSED_PAYMENT_MONITOR = DecisionRule(
    decision=Decision.MISSED_PAYMENT_MONITOR,
    title="Disable missed payment monitor, on or off",
    purpose="A regular deduction order is not or only partly complied with, or its third due date is reached; or "
    "missed payments are not to be monitored for another reason. Parallel action is considered with it.",
    procedure=(
        step(
            75,
            "Action Missed Payment is opened by hand. A new regular deduction order has the monitor switched off over "
            "its first three due dates; compliance decides whether it is switched on again.",
            K.ACTION_MISSED_PAYMENT,
            K.ARREARS_REVIEW,
            RoutingReason.RDO_COMPLIANCE_ESTABLISHED,
            ByAct(Act.RECORD_COMPLIANCE),
        ),
        step(
            76, "The numbers of the cases that it is about are given.", ByField(K.ACTION_MISSED_PAYMENT, "CASE_NUMBERS")
        ),
        step(77, "Set to In Progress, it has its plan.", ByAct(Act.START_SERVICE_REQUEST)),
        step(
            78,
            "The boxes disable missed payments and court enforced schedule are ticked, or unticked.",
            ByField(K.ACTION_MISSED_PAYMENT, "DISABLE_MISSED_PAYMENTS"),
            ByField(K.ACTION_MISSED_PAYMENT, "COURT_ENFORCED_SCHEDULE"),
            ByAct(Act.RECORD_FORM),
            EffectName.APPLY_MONITOR_FLAGS,
            Flag.DISABLE_MISSED_PAYMENT_MONITOR,
            Flag.COURT_ENFORCED_SCHEDULE,
        ),
        step(
            79,
            "The five lines are worked through.",
            *(ByLine(K.ACTION_MISSED_PAYMENT, each) for each in FIVE_LINES),
        ),
        step(80, "The service request is closed by hand as complete.", ByAct(Act.CLOSE_SERVICE_REQUEST)),
    ),
    rows=("R-49", "R-50", "R-54"),
    conditions=(THEIRS_NOW,),
    taken_by=(
        ByOutcome(K.ACTION_MISSED_PAYMENT, "SET_FLAGS", "APPLIED"),
        ByOutcome(K.ARREARS_REVIEW, "SET_MONITOR", "APPLIED"),
    ),
    roles=ENFORCERS | {Role.ARREARS_CASE_OWNER},
)
