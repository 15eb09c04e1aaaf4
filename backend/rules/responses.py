"""What a defendant's answer must hold (D-06)."""

from backend.rules.refusals import Problem
from backend.rules.texts import STATEMENT, fits
from backend.rules.vocabulary import ResponseKind


def problems(kind: ResponseKind, statement: str, disputed_pence: int | None, *, owed_pence: int) -> tuple[Problem, ...]:
    """Everything wrong with a response to a claim on which so much is owed; empty where it can be taken."""
    found = []
    if not fits(statement, STATEMENT):
        found.append(Problem("TEXT_LENGTH", ("statement",), "Say why in 1 to 10,000 characters."))
    if (disputed_pence is not None) is not (kind is ResponseKind.DISPUTES_PART):
        message = "Tell the amount disputed where part is disputed only."
        found.append(Problem("AMOUNT_NOT_EXPECTED", ("disputedAmount",), message))
    elif disputed_pence is not None and not 0 < disputed_pence < owed_pence:
        found.append(Problem("AMOUNT_OUT_OF_RANGE", ("disputedAmount",), "Part of what is claimed can be disputed."))
    return tuple(found)
