"""Gathering information from third parties, and the Welfare of the Child Decision (R-13, R-14)."""

from backend.rules.casework.agency import conditions as on
from backend.rules.casework.agency.routing import ENFORCEMENT
from backend.rules.casework.kinds import Kind, Line, Outcome, Template
from backend.rules.vocabulary import Desk, KindCode

GATHER_INFORMATION = Kind(
    code=KindCode.GATHER_INFORMATION,
    process=ENFORCEMENT,
    area="Gather Information",
    sub_area="Gather Information",
    desk=Desk.ENFORCEMENT,
    due_days=20,
    is_ours=True,
    template=Template(
        "GATHER_INFORMATION",
        1,
        (
            Line(
                "THIRD_PARTIES",
                "Gather information from third parties",
                (
                    Outcome("GATHERED", "Gathered", needs_note=True),
                    Outcome("NOTHING_FOUND", "Nothing was found", needs_note=True),
                ),
                is_ours=True,
            ),
            Line(
                "CREDIT_REFERENCE_AGENCY",
                "Ask a credit reference agency (CRA)",
                (
                    Outcome("REPORT_RECEIVED", "A report was received", needs_note=True),
                    Outcome("NOT_ASKED", "Not asked", needs_reason=True),
                ),
                is_ours=True,
            ),
            Line(
                "WELFARE_OF_THE_CHILD",
                "Record the Welfare of the Child Decision in the notes",
                (Outcome("RECORDED", "Recorded", conditions=(on.WELFARE_NOTED,)),),
                is_ours=True,
            ),
        ),
    ),
)

KINDS = (GATHER_INFORMATION,)
