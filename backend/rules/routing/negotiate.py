"""Arrears negotiation and court enforced schedules (steps 65 to 74)."""

from backend.rules.casework.agency import conditions as on
from backend.rules.casework.effects import EffectName
from backend.rules.routing.parts import ByAct, ByField, ByLine, ByOutcome, DecisionRule, guidance, step
from backend.rules.vocabulary import Act, Decision, Flag, Letter, RoutingReason
from backend.rules.vocabulary import KindCode as K

NEGOTIATE = DecisionRule(
    decision=Decision.NEGOTIATE,
    title="Arrears negotiation and court enforced schedules",
    purpose="A liability order was granted and an agreement may avoid further enforcement action, or the paying "
    "parent's circumstances changed. A liability order can be marked as court enforced.",
    procedure=(
        step(65, "The service request Negotiation is opened by hand.", K.NEGOTIATION),
        step(66, "Set to In Progress, it has its plan.", ByAct(Act.START_SERVICE_REQUEST)),
        step(
            67,
            "The line Initiate Negotiation, Initiate.",
            ByOutcome(K.NEGOTIATION, "INITIATE_NEGOTIATION", "INITIATE"),
            ByOutcome(K.NEGOTIATION, "INITIATE_NEGOTIATION", "INITIATE_ON_CHANGE"),
        ),
        guidance(68, "It is saved; here every act is."),
        step(
            69,
            "The line Continue opens Action Missed Payment under it.",
            ByOutcome(K.NEGOTIATION, "CONTINUE", "CONTINUE"),
            K.ACTION_MISSED_PAYMENT,
        ),
        step(
            70,
            "There the schedule is marked as court enforced, the day of the return to maintenance is set, the monitor "
            "switched off. Until that day the case is monitored; then it is routed to be transferred back. A missed "
            "payment, or a debt cleared before, has it routed for a decision.",
            ByField(K.ACTION_MISSED_PAYMENT, "COURT_ENFORCED_SCHEDULE"),
            ByField(K.ACTION_MISSED_PAYMENT, "TRANSFER_CASE_TO_MAINTENANCE"),
            ByField(K.ACTION_MISSED_PAYMENT, "DISABLE_MISSED_PAYMENTS"),
            ByAct(Act.AGREE_SCHEDULE),
            RoutingReason.SCHEDULE_COMPLETED,
            RoutingReason.MISSED_PAYMENT,
            RoutingReason.LIABILITY_ORDER_PAID_OFF,
        ),
        step(
            71,
            "Three more lines: is negotiation successful; update the liability order as court enforced; close the "
            "work item.",
            ByLine(K.NEGOTIATION, "IS_NEGOTIATION_SUCCESSFUL"),
            ByOutcome(K.NEGOTIATION, "UPDATE_LO_AS_COURT_ENFORCED", "YES"),
            EffectName.MARK_COURT_ENFORCED,
            ByLine(K.NEGOTIATION, "WORK_ITEM_CLOSURE"),
        ),
        step(72, "Negotiation is closed by hand as complete.", ByAct(Act.CLOSE_SERVICE_REQUEST)),
        step(73, "Then the routing service request, as complete.", ByAct(Act.CLOSE_SERVICE_REQUEST)),
        step(
            74,
            "The first payment of a sum under a suspended sentence is watched for the reference of the right order. "
            "Wrongly referenced, the paying parent is contacted; the fact sheet again and manual allocation at "
            "discretion.",
            K.UNALLOCATED_PAYMENT,
            ByAct(Act.ALLOCATE_PAYMENT),
            Letter.CMSB046,
            Flag.MANUAL_ALLOCATION,
        ),
    ),
    rows=("R-45", "R-46", "R-47", "R-48"),
    conditions=(on.IN_ENFORCEMENT, on.ARREARS_REMAIN),
    taken_by=(
        ByOutcome(K.NEGOTIATION, "INITIATE_NEGOTIATION", "INITIATE"),
        ByOutcome(K.NEGOTIATION, "INITIATE_NEGOTIATION", "INITIATE_ON_CHANGE"),
    ),
    letters=(Letter.CMSB046,),
)
