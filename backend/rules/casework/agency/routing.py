"""Case routing: review the case and decide on action (R-06 to R-40)."""

from backend.rules.casework.agency import conditions as on
from backend.rules.casework.effects import CarryOut, EffectName, OpenChild
from backend.rules.casework.facts import CaseFacts
from backend.rules.casework.kinds import FormField, Kind, Line, Outcome, Template
from backend.rules.judging import Condition
from backend.rules.vocabulary import CaseArea, Decision, Desk, FormFieldKind, KindCode, Role

ENFORCEMENT, ASSESS = "Enforcement", "Assess Next Action"
ENFORCERS = frozenset({Role.CASE_MANAGER, Role.COMPLEX_CASE_WORKER, Role.TEAM_LEADER})
F = FormFieldKind

REVIEW_AND_DECIDE = (
    FormField("ARREARS_REMAIN", "Do arrears remain on the case?", F.YES_NO),
    FormField("ACTION_ONGOING", "Is enforcement action going on?", F.YES_NO),
    FormField("NEW_SCHEDULE_FITTING", "Is a new arrears schedule appropriate?", F.YES_NO),
    FormField("FURTHER_ACTION_FITTING", "Is further enforcement action appropriate?", F.YES_NO),
    FormField("PARALLEL_ACTION_CONSIDERED", "Was parallel or concurrent action considered?", F.YES_NO),
    FormField("PARALLEL_ACTION_RESULT", "What came of considering it", F.TEXT, is_ours=True),
    FormField("CONTACT_WITH_PAYING_PARENT", "Contact and negotiation with the paying parent", F.TEXT, is_ours=True),
)
"""The data form Review and Decide (R-03): its first four questions and the fifth are the source's, the rest ours."""
PARALLEL_ACTION = ("PARALLEL_ACTION_CONSIDERED", "PARALLEL_ACTION_RESULT")

INITIATE_DATA_GATHERING = Line(
    "INITIATE_DATA_GATHERING",
    "Initiate Data Gathering",
    (
        Outcome("INITIATE", "Initiate", needs_reason=True, at_once=(OpenChild(KindCode.GATHER_INFORMATION),)),
        Outcome("NOT_NEEDED", "Not needed", needs_reason=True),
    ),
    is_optional=True,
)
INITIATE_ENFORCEMENT_ACTION = Line(
    "INITIATE_ENFORCEMENT_ACTION",
    "Initiate enforcement action",
    (
        Outcome(
            "INITIATE",
            "Initiate",
            needs_reason=True,
            needs_note=True,
            needs_form=PARALLEL_ACTION,
            decision=Decision.INITIATE,
            ends_plan=True,
            resolution="INITIATED",
        ),
    ),
    waits_for_children=True,
    is_optional=True,
)
EVER_IN_ENFORCEMENT = Line(
    "EVER_IN_ENFORCEMENT",
    "Ever in enforcement",
    (
        Outcome(
            "YES",
            "Yes: civil enforcement",
            conditions=(on.IS_CIVIL, on.NOT_REJECTED),
            at_once=(CarryOut(EffectName.SET_EVER_IN_ENFORCEMENT),),
        ),
        Outcome("CRIMINAL", "No: criminal enforcement", conditions=(on.IS_CRIMINAL,)),
        Outcome(
            "REFERRAL_REJECTED",
            "No: the referral is incorrect or incomplete, and rejected",
            needs_reason=True,
            conditions=(on.NOT_REJECTED, *on.FREE_FOR_MAINTENANCE),
            ends_plan=True,
            at_once=(CarryOut(EffectName.REJECT_REFERRAL),),
            resolution="REFERRAL_REJECTED",
        ),
    ),
    is_optional=True,
)
PERFORM_AMENDMENT_LINE = Line(
    "PERFORM_AMENDMENT",
    "Perform Amendment",
    (
        Outcome(
            "RESUME",
            "Resume enforcement action",
            needs_note=True,
            needs_form=PARALLEL_ACTION,
            decision=Decision.RESUME,
            conditions=(on.MARKED_FOR_REPROGRESSING,),
            ends_plan=True,
            at_once=(CarryOut(EffectName.RESUME_ENFORCEMENT),),
            resolution="RESUMED",
        ),
        Outcome(
            "CANCEL",
            "End enforcement action",
            needs_note=True,
            decision=Decision.CANCEL,
            conditions=(on.MARKED_FOR_CANCELLATION,),
            ends_plan=True,
            on_closing=(CarryOut(EffectName.CANCEL_ENFORCEMENT),),
            resolution="CANCELLED",
        ),
    ),
    is_optional=True,
)
SET_CASE_FOR_REVIEW = Line(
    "SET_CASE_FOR_REVIEW",
    "Set Case for Review",
    (
        Outcome(
            "SETUP_ONLY",
            "Setup Only",
            needs_reason=True,
            needs_date=True,
            is_date_ahead=True,
            decision=Decision.PAUSE,
            conditions=(on.MARKED_FOR_PAUSE,),
            ends_plan=True,
            at_once=(CarryOut(EffectName.SET_REVIEW), CarryOut(EffectName.PAUSE_ENFORCEMENT)),
            resolution="SETUP_ONLY",
        ),
        Outcome(
            "SETUP_AND_TRANSFER",
            "Setup and Transfer",
            needs_reason=True,
            needs_date=True,
            is_date_ahead=True,
            decision=Decision.SURVEILLANCE,
            ends_plan=True,
            at_once=(CarryOut(EffectName.SET_REVIEW),),
            on_closing=(CarryOut(EffectName.START_SURVEILLANCE),),
            resolution="SETUP_AND_TRANSFER",
        ),
    ),
    is_optional=True,
)


def _transfer(
    code: str,
    title: str,
    effect: EffectName,
    *conditions: Condition[CaseFacts],
    approved: bool,
    resolution: str,
    is_ours: bool = False,
) -> Outcome:
    return Outcome(
        code,
        title,
        needs_reason=True,
        decision=Decision.TRANSFER,
        conditions=conditions,
        ends_plan=True,
        needs_approval=approved,
        on_closing=(CarryOut(effect),),
        resolution=resolution,
        is_ours=is_ours,
    )


TRANSFER_CASE = Line(
    "TRANSFER_CASE",
    "Transfer case",
    (
        _transfer("TO_MAINTENANCE_ONLY", "Transfer Case To Maintenance Only", EffectName.TRANSFER_TO_MAINTENANCE,
                  on.IN_ENFORCEMENT, *on.FREE_FOR_MAINTENANCE, approved=False, resolution="TO_MAINTENANCE"),
        _transfer("TO_CENTRAL_TEAM", "Transfer Case To Central Team", EffectName.TRANSFER_TO_CENTRAL_TEAM,
                  on.IN_ENFORCEMENT, approved=True, resolution="TO_CENTRAL_TEAM"),
        _transfer("TO_COMPLEX_CASE_TEAM", "Transfer Case To Complex Case Team",
                  EffectName.TRANSFER_TO_COMPLEX_CASE_TEAM, on.not_in(CaseArea.COMPLEX_CASE_TEAM), approved=True,
                  resolution="TO_COMPLEX_CASE_TEAM", is_ours=True),
        _transfer("TO_ENFORCEMENT", "Transfer Case back To Enforcement", EffectName.TRANSFER_TO_ENFORCEMENT,
                  on.not_in(CaseArea.ENFORCEMENT), approved=True, resolution="TO_ENFORCEMENT", is_ours=True),
        _transfer("TO_ORIGINATING_AREA", "Return the case to its originating area", EffectName.RETURN_TO_ORIGIN,
                  on.IN_ENFORCEMENT, on.SENT_IN, *on.FREE_FOR_MAINTENANCE, approved=False,
                  resolution="TO_ORIGINATING_AREA", is_ours=True),
    ),
    is_optional=True,
)  # fmt: skip
COMPLIANCE_OPPORTUNITY = Line(
    "COMPLIANCE_OPPORTUNITY",
    "Manage the compliance opportunity beside the enforcement action (segment 5)",
    (
        Outcome("GOES_ON", "It goes on", needs_note=True, conditions=(on.OPPORTUNITY_TAKEN_UP,)),
        Outcome("KEPT_TO", "It ended: the paying parent paid regularly", needs_note=True,
                conditions=(on.OPPORTUNITY_TAKEN_UP,)),
        Outcome("NOT_KEPT_TO", "It ended: the paying parent did not pay regularly", needs_note=True,
                conditions=(on.OPPORTUNITY_TAKEN_UP,)),
    ),
    is_optional=True,
    is_ours=True,
)  # fmt: skip
NO_FURTHER_ACTION = Line(
    "NO_FURTHER_ACTION",
    "Record what was done to existing service requests",
    (Outcome("RECORDED", "Recorded", needs_note=True, ends_plan=True, resolution="RECORDED"),),
    is_optional=True,
    is_ours=True,
)

REVIEW_CASE = Kind(
    code=KindCode.REVIEW_CASE,
    process=ENFORCEMENT,
    area=ASSESS,
    sub_area="Review Case and Decide on Action",
    variants=(
        (ENFORCEMENT, ASSESS, "Review Case And Decide On Action"),
        (ENFORCEMENT, ASSESS, "Review case and Decide Next Action"),
        (ENFORCEMENT, ASSESS, "Review and decide next action"),
    ),
    desk=Desk.ENFORCEMENT,
    due_days=5,
    by_hand=ENFORCERS,
    form=REVIEW_AND_DECIDE,
    template=Template(
        "REVIEW_CASE",
        1,
        (
            INITIATE_DATA_GATHERING,
            INITIATE_ENFORCEMENT_ACTION,
            EVER_IN_ENFORCEMENT,
            PERFORM_AMENDMENT_LINE,
            SET_CASE_FOR_REVIEW,
            TRANSFER_CASE,
            COMPLIANCE_OPPORTUNITY,
            NO_FURTHER_ACTION,
        ),
    ),
)

KINDS = (REVIEW_CASE,)
