"""Amending and cancelling enforcement action: Consider Amendment, and the plan Perform Amendment (R-28 to R-30)."""

from backend.rules.casework.agency import conditions as on
from backend.rules.casework.agency.routing import ASSESS, ENFORCEMENT, ENFORCERS, REVIEW_AND_DECIDE
from backend.rules.casework.effects import CarryOut, EffectName
from backend.rules.casework.kinds import FormField, Kind, Line, Outcome, Template
from backend.rules.vocabulary import Decision, Desk, FormFieldKind, KindCode

F = FormFieldKind

CONSIDER_AMENDMENT = Kind(
    code=KindCode.CONSIDER_AMENDMENT,
    process=ENFORCEMENT,
    area=ASSESS,
    sub_area="Consider Amendment",
    desk=Desk.ENFORCEMENT,
    due_days=5,
    by_hand=ENFORCERS,
    form=REVIEW_AND_DECIDE,
    template=Template(
        "CONSIDER_AMENDMENT",
        1,
        (
            Line(
                "LINK_ORIGINAL",
                "Investigate the case history, and link the service request that is to be amended",
                (Outcome("LINKED", "Linked", decision=Decision.AMEND, conditions=(on.LINKED_TO_ORIGINAL,)),),
            ),
            Line(
                "AMEND",
                "Have the original service request amended",
                (
                    Outcome("AMENDED", "Amended", needs_note=True, resolution="AMENDED"),
                    Outcome(
                        "NOT_AMENDED",
                        "Left as it is",
                        needs_note=True,
                        resolution="NOT_AMENDED",
                        is_ours=True,
                    ),
                ),
                after=("LINK_ORIGINAL",),
                is_ours=True,
            ),
        ),
    ),
)

AMENDMENT_REASONS = ("Change of circumstances", "New information", "Exceptional circumstances", "Compliant", "Died",
                     "Closed with no arrears")  # fmt: skip
AMENDMENT_FORM = (
    FormField("AMENDMENT_REASON", "Amendment Reason", F.CHOICE, choices=AMENDMENT_REASONS),
    FormField("AMENDMENT_COMMENTS", "Amendment Comments", F.TEXT),
)
"""The Enforce Amendments tab (step 32): on every service request of a power."""

PERFORM_AMENDMENT = Template(
    "PERFORM_AMENDMENT",
    1,
    (
        Line(
            "AMENDMENT_LETTERS",
            "Send letters to any concerned party, at discretion",
            (Outcome("SENT", "Sent"), Outcome("NOT_SENT", "None sent")),
            is_optional=True,
        ),
        Line(
            "CANCEL_ENF_ACTION",
            "Cancel enf action",
            (
                Outcome(
                    "EXIT_NO_VALIDATION",
                    "Exit No Validation",
                    needs_form=("AMENDMENT_REASON", "AMENDMENT_COMMENTS"),
                    needs_note=True,
                    at_once=(CarryOut(EffectName.EXIT_WITHOUT_VALIDATION),),
                    resolution="EXIT_NO_VALIDATION",
                ),
                Outcome(
                    "EXIT_WITH_VALIDATION",
                    "Exit With Validation",
                    needs_form=("AMENDMENT_REASON", "AMENDMENT_COMMENTS"),
                    needs_note=True,
                    resolution="EXIT_WITH_VALIDATION",
                ),
            ),
        ),
    ),
)

KINDS = (CONSIDER_AMENDMENT,)
