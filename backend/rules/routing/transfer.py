"""Transfer the case (steps 42 to 46)."""

from backend.rules.casework.effects import EffectName
from backend.rules.routing.parts import ByAct, ByField, ByOutcome, DecisionRule, step
from backend.rules.vocabulary import Act, Decision, Flag
from backend.rules.vocabulary import KindCode as K

DESTINATIONS = (
    "TO_MAINTENANCE_ONLY",
    "TO_CENTRAL_TEAM",
    "TO_COMPLEX_CASE_TEAM",
    "TO_ENFORCEMENT",
    "TO_ORIGINATING_AREA",
)
TRANSFER = DecisionRule(
    decision=Decision.TRANSFER,
    title="Transfer case",
    purpose="Enforcement action is completed, the referral is rejected, or the case goes to or from a complex case "
    "team. The routing service request records contact and negotiation with the paying parent.",
    procedure=(
        step(
            42,
            "The open routing service request, or one that is opened, records contact and negotiation with the paying "
            "parent. Manual allocation is removed, or a note explains why it stays.",
            K.REVIEW_CASE,
            ByField(K.REVIEW_CASE, "CONTACT_WITH_PAYING_PARENT"),
            Flag.MANUAL_ALLOCATION,
        ),
        step(
            43,
            "Ever in Enforcement is set, unless enforcement is criminal or the referral is rejected.",
            ByOutcome(K.REVIEW_CASE, "EVER_IN_ENFORCEMENT", "YES"),
            ByOutcome(K.REVIEW_CASE, "EVER_IN_ENFORCEMENT", "CRIMINAL"),
            ByOutcome(K.REVIEW_CASE, "EVER_IN_ENFORCEMENT", "REFERRAL_REJECTED"),
        ),
        step(
            44,
            "A transfer to the central team goes to the team leader for approval; one to maintenance does not.",
            ByAct(Act.REQUEST_APPROVAL),
            ByAct(Act.APPROVE_SERVICE_REQUEST),
            ByAct(Act.REJECT_SERVICE_REQUEST),
        ),
        step(
            45,
            "Closed by hand as complete, the case goes where it was decided. Back to maintenance only when every other "
            "service request is closed and the flags are removed.",
            ByAct(Act.CLOSE_SERVICE_REQUEST),
            EffectName.TRANSFER_TO_MAINTENANCE,
            EffectName.TRANSFER_TO_CENTRAL_TEAM,
            EffectName.TRANSFER_TO_COMPLEX_CASE_TEAM,
            EffectName.TRANSFER_TO_ENFORCEMENT,
            EffectName.RETURN_TO_ORIGIN,
        ),
        step(
            46,
            "The line of the transfer, with a reason, decides where the case goes. It comes before approval.",
            *(ByOutcome(K.REVIEW_CASE, "TRANSFER_CASE", each) for each in DESTINATIONS),
        ),
    ),
    rows=("R-36", "R-37", "R-38", "R-39"),
    conditions=(),
    taken_by=tuple(ByOutcome(K.REVIEW_CASE, "TRANSFER_CASE", each) for each in DESTINATIONS),
)
