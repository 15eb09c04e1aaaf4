"""Where an enforcement case stands, in a sentence that either parent may read: nothing in it is about the other."""

from backend.rules.vocabulary import CaseArea

POSITIONS: dict[CaseArea, str] = {
    CaseArea.ENFORCEMENT: "The case is in enforcement: what can be done to collect the arrears is decided and done.",
    CaseArea.COMPLEX_CASE_TEAM: "The case is in enforcement, with a team for cases that need more work.",
    CaseArea.CENTRAL_TEAM: "The case is in enforcement, with the central team.",
    CaseArea.MAINTENANCE: "The case is with child maintenance; no enforcement action is being taken now.",
    CaseArea.COMPLAINTS: "The case is with the team that looks into complaints.",
}
REJECTED = "The case was not taken into enforcement: it is with child maintenance."


def position(area: CaseArea, *, is_rejected: bool) -> str:
    """Where the case stands, in plain words."""
    return REJECTED if is_rejected else POSITIONS[area]
