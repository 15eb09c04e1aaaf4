"""The court's casework: applications for a writ of control (W-10), payments that do not match, undelivered letters."""

from backend.rules.casework.effects import CarryOut, EffectName, OpenChild
from backend.rules.casework.kinds import Kind, Line, Outcome, Template
from backend.rules.vocabulary import Desk, KindCode

SEND_BACK = Outcome(
    "SEND_BACK",
    "Send back to be corrected",
    needs_reason=True,
    ends_plan=True,
    at_once=(CarryOut(EffectName.RETURN_APPLICATION),),
    resolution="RETURNED",
)
RECOMMEND_ISSUE = Outcome(
    "RECOMMEND_ISSUE",
    "Recommend that the writ is issued",
    needs_approval=True,
    on_approval=(CarryOut(EffectName.ISSUE_WRIT),),
    resolution="ISSUED",
)
RECOMMEND_REJECTION = Outcome(
    "RECOMMEND_REJECTION",
    "Recommend that the application is rejected",
    needs_reason=True,
    needs_approval=True,
    on_approval=(CarryOut(EffectName.REJECT_APPLICATION),),
    resolution="REJECTED",
)

VERIFY_WRIT_APPLICATION = Kind(
    code=KindCode.VERIFY_WRIT_APPLICATION,
    process="Enforcement",
    area="Writ of control",
    sub_area="Verify application",
    desk=Desk.COURT_ENFORCEMENT,
    due_days=3,
    about="WritApplication",
    template=Template(
        "VERIFY_WRIT_APPLICATION",
        1,
        (
            Line(
                "LOOK_AT_CHECKS",
                "Look at the automatic checks, and settle what they left open",
                (
                    Outcome("ALL_HOLD", "Every check holds"),
                    Outcome("SETTLED", "What was open has been settled", needs_note=True),
                    SEND_BACK,
                ),
            ),
            Line(
                "LOOK_AT_CORRECTIONS",
                "Compare the claimant's corrections with the court's own data",
                (
                    Outcome("NONE_MADE", "Nothing was corrected"),
                    Outcome("ACCEPTED", "The corrections are right", needs_note=True),
                    SEND_BACK,
                ),
            ),
            Line(
                "LOOK_AT_FEE",
                "See that the fee is covered",
                (
                    Outcome("COVERED", "The fee is covered"),
                    Outcome(
                        "NOT_AGREED", "The payment does not agree", at_once=(OpenChild(KindCode.PAYMENT_MISMATCH),)
                    ),
                ),
            ),
            Line(
                "DECIDE",
                "Decide on the application",
                (RECOMMEND_ISSUE, RECOMMEND_REJECTION, SEND_BACK),
                after=("LOOK_AT_CHECKS", "LOOK_AT_CORRECTIONS", "LOOK_AT_FEE"),
                waits_for_children=True,
            ),
        ),
    ),
)

PAYMENT_MISMATCH = Kind(
    code=KindCode.PAYMENT_MISMATCH,
    process="Enforcement",
    area="Court fees",
    sub_area="Payment does not match",
    desk=Desk.COURT_PAYMENTS,
    due_days=5,
    about="FeePayment",
    template=Template(
        "PAYMENT_MISMATCH",
        1,
        (
            Line(
                "COMPARE",
                "Compare what the provider says was paid with the fee",
                (
                    Outcome("AGREES", "They agree after all", needs_note=True, ends_plan=True, resolution="AGREES"),
                    Outcome("TOO_LITTLE", "Too little was paid", needs_note=True),
                    Outcome("TOO_MUCH", "Too much was paid, or twice", needs_note=True),
                ),
            ),
            Line(
                "SETTLE",
                "Settle the difference",
                (
                    Outcome("PAID", "The rest was paid", needs_date=True, resolution="PAID"),
                    Outcome("REFUNDED", "It was refunded at the provider", needs_date=True, resolution="REFUNDED"),
                    Outcome("WRITTEN_OFF", "It was written off", needs_reason=True, resolution="WRITTEN_OFF"),
                ),
                after=("COMPARE",),
            ),
        ),
    ),
)

UNDELIVERED_LETTER = Kind(
    code=KindCode.UNDELIVERED_LETTER,
    process="Correspondence",
    area="Letters",
    sub_area="Letter not delivered",
    desk=Desk.COURT_POST,
    due_days=2,
    about="Letter",
    template=Template(
        "UNDELIVERED_LETTER",
        1,
        (
            Line(
                "LOOK_UP_ADDRESS",
                "Find out where the letter can reach its recipient",
                (
                    Outcome("AS_KNOWN", "The postal address that is known"),
                    Outcome("NEW_ADDRESS", "Another address was given", needs_note=True),
                    Outcome(
                        "NOWHERE", "None can be found", needs_reason=True, ends_plan=True, resolution="UNDELIVERABLE"
                    ),
                ),
            ),
            Line(
                "SEND",
                "Send the letter there",
                (
                    Outcome("POSTED", "It was posted", needs_date=True, resolution="POSTED"),
                    Outcome("HANDED_OVER", "It was handed over", needs_date=True, resolution="HANDED_OVER"),
                    Outcome(
                        "OVERTAKEN", "It is no longer true, and was not sent", needs_note=True, resolution="OVERTAKEN"
                    ),
                ),
                after=("LOOK_UP_ADDRESS",),
            ),
        ),
    ),
)

KINDS = (VERIFY_WRIT_APPLICATION, PAYMENT_MISMATCH, UNDELIVERED_LETTER)
