"""Letters to be signed off or delivered, and messages of other systems that could not be used."""

from backend.rules.casework.court import UNDELIVERED_LETTER
from backend.rules.casework.effects import CarryOut, EffectName
from backend.rules.casework.kinds import Kind, Line, Outcome, Template
from backend.rules.vocabulary import Desk, KindCode

SIGN_OFF_LETTER = Kind(
    code=KindCode.SIGN_OFF_LETTER,
    process="Correspondence",
    area="Letters",
    sub_area="Sign off free text",
    desk=Desk.SENIOR_MANAGEMENT,
    due_days=2,
    about="Letter",
    is_ours=True,
    template=Template(
        "SIGN_OFF_LETTER",
        1,
        (
            Line(
                "SIGN_OFF",
                "Read the letter, and sign it off",
                (
                    Outcome("SIGNED_OFF", "Signed off", at_once=(CarryOut(EffectName.SIGN_OFF_LETTER),),
                            resolution="SIGNED_OFF"),
                    Outcome("SENT_BACK", "Sent back", needs_reason=True, at_once=(CarryOut(EffectName.RETURN_LETTER),),
                            resolution="SENT_BACK"),
                ),
            ),
        ),
    ),
)  # fmt: skip

UNDELIVERED_AGENCY_LETTER = Kind(
    code=KindCode.UNDELIVERED_AGENCY_LETTER,
    process="Correspondence",
    area="Letters",
    sub_area="Agency letter not delivered",
    desk=Desk.ENFORCEMENT,
    due_days=2,
    about="Letter",
    is_ours=True,
    template=UNDELIVERED_LETTER.template,
)

REFUSED_MESSAGE = Kind(
    code=KindCode.REFUSED_MESSAGE,
    process="Correspondence",
    area="Intake",
    sub_area="Message not understood",
    desk=Desk.ENFORCEMENT,
    due_days=2,
    is_ours=True,
    template=Template(
        "REFUSED_MESSAGE",
        1,
        (
            Line(
                "LOOK",
                "Find out what the message meant, and do it",
                (
                    Outcome("DONE", "Done by hand", needs_note=True, resolution="DONE"),
                    Outcome("NOT_OURS", "It does not concern the agency", needs_note=True, resolution="NOT_OURS"),
                    Outcome("SENT_AGAIN", "It was sent again, rightly", needs_note=True, resolution="SENT_AGAIN"),
                ),
            ),
        ),
    ),
)

KINDS = (SIGN_OFF_LETTER, UNDELIVERED_AGENCY_LETTER, REFUSED_MESSAGE)
