"""All eighty steps of the procedure, in our own words: the first four here, the others with the decision they describe.

A step is carried out by something, or it is guidance; a test walks the table from 1 to 80.
"""

from backend.rules.casework.effects import EffectName
from backend.rules.routing.judge import DECISIONS
from backend.rules.routing.parts import ByAct, ByField, ByOutcome, Step, step
from backend.rules.vocabulary import Act, Decision, Flag, NoteKind, OfflineTaskKind, RoutingReason
from backend.rules.vocabulary import KindCode as K

BEFORE_DECIDING: tuple[Step, ...] = (
    step(
        1,
        "A case is routed by monitoring, by coming in, or by hand; the team leader gives it to a case manager, who "
        "reviews its history: do arrears remain, does action go on, is a new schedule or further action appropriate, "
        "which flags are set. A referral that is wrong or incomplete is rejected. A court fee that is paid up front is "
        "recorded against the procurement card. A compliance opportunity of segment 5 is managed beside the action.",
        K.REVIEW_CASE,
        RoutingReason.TRANSFERRED_TO_ENFORCEMENT,
        ByAct(Act.ASSIGN_SERVICE_REQUEST),
        *(ByField(K.REVIEW_CASE, each) for each in (
            "ARREARS_REMAIN", "ACTION_ONGOING", "NEW_SCHEDULE_FITTING", "FURTHER_ACTION_FITTING",
            "PARALLEL_ACTION_CONSIDERED",
        )),
        Flag.MANUAL_ALLOCATION, Flag.LOCK_ASSIGNMENT, Flag.DISABLE_MISSED_PAYMENT_MONITOR,
        OfflineTaskKind.PROCUREMENT_CARD_PAYMENT,
        ByOutcome(K.REVIEW_CASE, "EVER_IN_ENFORCEMENT", "REFERRAL_REJECTED"),
        EffectName.REJECT_REFERRAL,
        ByOutcome(K.REVIEW_CASE, "COMPLIANCE_OPPORTUNITY", "GOES_ON"),
    ),
    step(
        2,
        "Set to In Progress, the service request has its plan. The line Ever in enforcement, Yes, sets the flag by "
        "itself; never in criminal enforcement. The service request is closed by hand, never by the service.",
        ByAct(Act.START_SERVICE_REQUEST),
        ByOutcome(K.REVIEW_CASE, "EVER_IN_ENFORCEMENT", "YES"),
        EffectName.SET_EVER_IN_ENFORCEMENT,
        Flag.EVER_IN_ENFORCEMENT,
        ByAct(Act.CLOSE_SERVICE_REQUEST),
    ),
    step(
        3,
        "The line Initiate Data Gathering opens Gather Information: third parties and a credit reference agency are "
        "asked, and the Welfare of the Child Decision is recorded in its notes before any power is applied for.",
        ByOutcome(K.REVIEW_CASE, "INITIATE_DATA_GATHERING", "INITIATE"),
        K.GATHER_INFORMATION,
        NoteKind.WELFARE_DECISION,
    ),
    step(4, "One of eleven decisions is taken, each where its conditions hold.", *Decision),
)  # fmt: skip
"""What comes before every decision."""

STEPS: tuple[Step, ...] = tuple(
    sorted(
        (*BEFORE_DECIDING, *(each for rule in DECISIONS.values() for each in rule.procedure)),
        key=lambda each: each.number,
    )
)
"""In the order of the source document."""
