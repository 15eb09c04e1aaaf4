"""How a letter's way can end: what the worker reports and an operation puts on record."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from backend.rules.vocabulary import LetterState

ADDRESS_GONE = "ADDRESS_GONE"
CLAIM_MOVED_ON = "CLAIM_MOVED_ON"
NOT_APPOINTED = "NOT_APPOINTED"
CODE_UNREADABLE = "CODE_UNREADABLE"
WRONG_FACTS = "WRONG_FACTS"
READER_DIED = "READER_DIED"
SENT_BACK = "SENT_BACK"
UNWRITABLE = frozenset({CODE_UNREADABLE, WRONG_FACTS})
"""Why a letter can be put into words neither for e-mail nor for print."""

FinalState: TypeAlias = Literal[LetterState.SENT, LetterState.FAILED, LetterState.WITHHELD]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """The end of one letter. Holds no address and none of the mail server's words."""

    state: FinalState
    reason: str | None = None
    """Why it failed or was withheld: a code and a stage such as `550 RECIPIENT`, or a word such as `CLAIM_MOVED_ON`."""
    may_be_copy: bool = False
    """The mail server may have taken an earlier sending, with the same Message-ID, too."""
