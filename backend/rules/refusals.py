"""Why something is refused: one tree, one stable code each, each with its source.

Refusal                         a rule says no; nothing was changed
├─ NotPermitted                 who asks may not do this here
├─ NotFound                     there is no such thing, or none that the person asking may see
├─ Stale                        the thing changed since it was read
├─ KeyReused                    the idempotency key was used before with another input
├─ Invalid                      the input breaks a rule of its own, field by field
└─ Refused                      the rules of the trade say no: one or several reasons

A `Reason` is what the API shows for a closed action and what a refused mutation answers: the same objects, made by
the same rule.
"""

from dataclasses import dataclass
from enum import auto
from typing import ClassVar, Literal
from uuid import UUID

from backend.rules.vocabulary import Word


class RefusalCode(Word):
    """The closed set of ways in which an act is refused; a REFUSED one has reasons with codes of their own."""

    REFUSED = auto()
    NOT_PERMITTED = auto()
    NOT_FOUND = auto()
    STALE_VERSION = auto()
    IDEMPOTENCY_CONFLICT = auto()
    VALIDATION_FAILED = auto()


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why an act is closed: a stable code, a sentence for people, and where the rule comes from."""

    code: str
    explanation: str
    source: str


FieldCode = Literal[
    "ACCOUNT",
    "AMOUNT_DIFFERS",
    "AMOUNT_NOT_EXPECTED",
    "AMOUNT_OUT_OF_RANGE",
    "CASE_NUMBER",
    "CHOICE_UNKNOWN",
    "COUNT_OUT_OF_RANGE",
    "DATE_BEFORE_JUDGMENT",
    "DATE_BEFORE_ISSUE",
    "DATE_IN_FUTURE",
    "DATE_NOT_IN_FUTURE",
    "DATE_OF_BIRTH",
    "DATE_OUT_OF_RANGE",
    "DISTRICT",
    "EMAIL",
    "FIELD_KIND",
    "FIELD_UNKNOWN",
    "HCEO_NUMBER",
    "HELP_WITH_FEES_REFERENCE",
    "JURISDICTION_NOT_SERVED",
    "NO_CONFIDENT_ADDRESS",
    "NUMBER_TAKEN",
    "ORGANISATION_NUMBER",
    "OWN_OPPONENT",
    "PAYMENT_LEFT_OUT",
    "PHONE",
    "POST_CODE",
    "REASON_UNKNOWN",
    "TEXT_LENGTH",
    "WRONG_TERM",
]
"""The closed set of what can be wrong with a field: part of the published catalogue."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field of an input. `path` leads to it; the value itself is never repeated."""

    code: FieldCode
    path: tuple[str, ...]
    message: str


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """A rule says no. Raised before anything is written, or so that all that was written is undone."""

    code: ClassVar[RefusalCode] = RefusalCode.REFUSED


class NotPermitted(Refusal):
    code = RefusalCode.NOT_PERMITTED


class NotFound(Refusal):
    code = RefusalCode.NOT_FOUND


class Stale(Refusal):
    """`expectedVersion` is not the version that the person asking would see now."""

    code = RefusalCode.STALE_VERSION

    def __init__(self, *, case_id: UUID, expected: int, current: int, noun: str = "Claim") -> None:
        super().__init__(self.code)
        self.noun = noun
        """What changed, as the API names its type; `case_id` is its key."""
        self.case_id = case_id
        self.expected = expected
        self.current = current


class KeyReused(Refusal):
    code = RefusalCode.IDEMPOTENCY_CONFLICT


class Invalid(Refusal):
    code = RefusalCode.VALIDATION_FAILED

    def __init__(self, *problems: Problem) -> None:
        super().__init__(self.code)
        self.problems = problems


class Refused(Refusal):
    code = RefusalCode.REFUSED

    def __init__(self, *reasons: Reason) -> None:
        super().__init__(", ".join(reason.code for reason in reasons))
        self.reasons = reasons


LINKING_FAILED = Reason(
    "LINKING_FAILED",
    "The details do not match a claim that can be linked now. Check each of them against the letter. After several "
    "failures linking is suspended for a while; you can ask for a new code to be sent to the address of service.",
    "requirements D-02",
)
TOO_MANY_ATTEMPTS = Reason(
    "TOO_MANY_ATTEMPTS", "There were too many attempts from here. Try again in an hour.", "requirements D-02"
)
RESPONSE_ALREADY_RECEIVED = Reason(
    "RESPONSE_ALREADY_RECEIVED", "A response to this claim has been received.", "CPR 12.3(1)"
)
JUDGMENT_ALREADY_ENTERED = Reason(
    "JUDGMENT_ALREADY_ENTERED", "Judgment has been entered on this claim.", "requirements D-11"
)
JUDGMENT_ALREADY_REQUESTED = Reason(
    "JUDGMENT_ALREADY_REQUESTED", "Judgment has been requested and waits to be entered.", "requirements D-12"
)
RESPONSE_TIME_NOT_OVER = Reason("RESPONSE_TIME_NOT_OVER", "The defendant still has time to respond.", "CPR 12.3(1)")
JUDGMENT_NOT_REQUESTED = Reason(
    "JUDGMENT_NOT_REQUESTED", "The claimant has not requested judgment.", "requirements D-11"
)
NOTHING_OWED = Reason("NOTHING_OWED", "Nothing is owed on this claim any more.", "CPR 12.3(3)")
NOT_OPEN_TO_YOU = Reason("NOT_OPEN_TO_YOU", "This action is not yours to take.", "requirements X-08")
LETTER_NOT_WAITING = Reason("LETTER_NOT_WAITING", "The letter does not wait to be printed.", "requirements X-07")
LETTER_NOT_TRUE = Reason(
    "LETTER_NOT_TRUE", "What the letter says is no longer so; it was withheld.", "requirements X-07"
)
YOUR_OWN_CODE = Reason(
    "YOUR_OWN_CODE",
    "The letter carries a security code that you had sent: somebody else of the court prints it.",
    "requirements X-08",
)
