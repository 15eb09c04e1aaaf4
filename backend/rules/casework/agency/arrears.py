"""Negotiating arrears, missed payments and the flags that go with them (R-45 to R-50)."""

from backend.rules.casework.agency import conditions as on
from backend.rules.casework.agency.routing import ASSESS, ENFORCEMENT, ENFORCERS, PARALLEL_ACTION, REVIEW_AND_DECIDE
from backend.rules.casework.effects import CarryOut, EffectName, OpenChild
from backend.rules.casework.kinds import FormField, Kind, Line, Outcome, Template
from backend.rules.vocabulary import Decision, Desk, FormFieldKind, KindCode, Role

F = FormFieldKind
ARREARS, MANAGEMENT = "Arrears", "Arrears management"

NEGOTIATION = Kind(
    code=KindCode.NEGOTIATION,
    process=ENFORCEMENT,
    area=ASSESS,
    sub_area="Negotiation",
    desk=Desk.ENFORCEMENT,
    due_days=10,
    by_hand=ENFORCERS,
    form=REVIEW_AND_DECIDE,
    template=Template(
        "NEGOTIATION",
        1,
        (
            Line(
                "INITIATE_NEGOTIATION",
                "Initiate Negotiation",
                (
                    Outcome("INITIATE", "Initiate", decision=Decision.NEGOTIATE, conditions=(on.ORDER_STANDS,)),
                    Outcome(
                        "INITIATE_ON_CHANGE",
                        "Initiate on a change of circumstances",
                        needs_reason=True,
                        decision=Decision.NEGOTIATE,
                        is_ours=True,
                    ),
                ),
            ),
            Line(
                "CONTINUE",
                "Continue",
                (Outcome("CONTINUE", "Continue", at_once=(OpenChild(KindCode.ACTION_MISSED_PAYMENT),)),),
                after=("INITIATE_NEGOTIATION",),
            ),
            Line(
                "IS_NEGOTIATION_SUCCESSFUL",
                "Is Negotiation Successful",
                (Outcome("YES", "Yes"), Outcome("NO", "No", needs_note=True)),
                after=("CONTINUE",),
            ),
            Line(
                "UPDATE_LO_AS_COURT_ENFORCED",
                "Proceed for Updating LO as Court Enforced",
                (
                    Outcome(
                        "YES",
                        "Yes",
                        conditions=(on.ORDER_STANDS,),
                        at_once=(CarryOut(EffectName.MARK_COURT_ENFORCED),),
                    ),
                    Outcome("NO", "No"),
                ),
                after=("IS_NEGOTIATION_SUCCESSFUL",),
            ),
            Line(
                "WORK_ITEM_CLOSURE",
                "Proceed for Work Item Closure",
                (Outcome("PROCEED", "Proceed", resolution="NEGOTIATED"),),
                after=("UPDATE_LO_AS_COURT_ENFORCED",),
                waits_for_children=True,
            ),
        ),
    ),
)

ACTION_MISSED_PAYMENT = Kind(
    code=KindCode.ACTION_MISSED_PAYMENT,
    process=ARREARS,
    area=MANAGEMENT,
    sub_area="Action Missed Payment",
    desk=Desk.ENFORCEMENT,
    due_days=5,
    by_hand=ENFORCERS | {Role.ARREARS_CASE_OWNER},
    form=(
        FormField("CASE_NUMBERS", "Case No.", F.CASE_NUMBERS, is_required=True),
        FormField("DISABLE_MISSED_PAYMENTS", "Disable Missed Payments", F.YES_NO),
        FormField("COURT_ENFORCED_SCHEDULE", "Court Enforced Schedule", F.YES_NO),
        FormField("TRANSFER_CASE_TO_MAINTENANCE", "Transfer Case to Maintenance", F.DATE),
    ),
    template=Template(
        "ACTION_MISSED_PAYMENT",
        1,
        (
            Line("CONTACT_PAYING_PARENT", "Contact the paying parent",
                 (Outcome("REACHED", "Reached", needs_note=True), Outcome("NOT_REACHED", "Not reached")), is_ours=True),
            Line("REVIEW_PAYMENTS", "Review payments and the schedule", (Outcome("REVIEWED", "Reviewed"),),
                 is_ours=True),
            Line("REVIEW_SCHEDULE", "Agree, change or end the schedule",
                 (Outcome("AGREED", "Agreed"), Outcome("UNCHANGED", "Unchanged"), Outcome("FAILED", "No agreement")),
                 is_ours=True),
            Line(
                "SET_FLAGS",
                "Tick or untick the flags",
                (
                    Outcome("APPLIED", "Applied", decision=Decision.MISSED_PAYMENT_MONITOR,
                            at_once=(CarryOut(EffectName.APPLY_MONITOR_FLAGS),)),
                    Outcome("UNCHANGED", "Unchanged"),
                ),
                is_ours=True,
            ),
            Line("RECORD_OUTCOME", "Record the outcome", (Outcome("RECORDED", "Recorded", needs_note=True),),
                 is_ours=True),
        ),
    ),
)  # fmt: skip

ARREARS_REVIEW = Kind(
    code=KindCode.ARREARS_REVIEW,
    process=ARREARS,
    area=MANAGEMENT,
    sub_area="Arrears Review",
    desk=Desk.ARREARS,
    due_days=5,
    by_hand=frozenset({Role.ARREARS_CASE_OWNER, Role.CASE_MANAGER, Role.COMPLEX_CASE_WORKER}),
    form=(
        FormField("DISABLE_MISSED_PAYMENTS", "Disable Missed Payments", F.YES_NO),
        *(each for each in REVIEW_AND_DECIDE if each.code in PARALLEL_ACTION),
    ),
    is_ours=True,
    template=Template(
        "ARREARS_REVIEW",
        1,
        (
            Line(
                "ESTABLISH_COMPLIANCE",
                "Establish how far the deduction order is complied with",
                (
                    Outcome("COMPLIANT", "Compliant"),
                    Outcome("PARTLY_COMPLIANT", "Partly compliant", needs_form=PARALLEL_ACTION),
                    Outcome("NON_COMPLIANT", "Non-compliant", needs_form=PARALLEL_ACTION),
                ),
                is_ours=True,
            ),
            Line(
                "SET_MONITOR",
                "Switch the missed payment monitor",
                (
                    Outcome("APPLIED", "Applied", needs_form=("DISABLE_MISSED_PAYMENTS",),
                            decision=Decision.MISSED_PAYMENT_MONITOR,
                            at_once=(CarryOut(EffectName.APPLY_MONITOR_FLAGS),)),
                ),
                after=("ESTABLISH_COMPLIANCE",),
                is_ours=True,
            ),
        ),
    ),
)  # fmt: skip

UNALLOCATED_PAYMENT = Kind(
    code=KindCode.UNALLOCATED_PAYMENT,
    process=ARREARS,
    area=MANAGEMENT,
    sub_area="Unallocated Payment",
    desk=Desk.ENFORCEMENT,
    due_days=3,
    about="PaymentIn",
    is_ours=True,
    template=Template(
        "UNALLOCATED_PAYMENT",
        1,
        (
            Line(
                "CONTACT_PAYING_PARENT",
                "Remind the paying parent how to reference a payment",
                (Outcome("CONTACTED", "Contacted", needs_note=True),),
            ),
            Line(
                "ALLOCATE",
                "Allocate the payment by hand",
                (Outcome("ALLOCATED", "Allocated"), Outcome("KEPT_AS_EXCESS", "Kept as excess", needs_note=True)),
                is_ours=True,
            ),
        ),
    ),
)

KINDS = (NEGOTIATION, ACTION_MISSED_PAYMENT, ARREARS_REVIEW, UNALLOCATED_PAYMENT)
