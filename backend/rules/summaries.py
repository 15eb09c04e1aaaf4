"""What a history entry says in one sentence (X-03)."""

from collections.abc import Mapping
from typing import Any

from backend.rules.money import spoken
from backend.rules.vocabulary import EventKind, Letter

K = EventKind
MONEY = frozenset({"amountOwed", "total"})
SUMMARIES: dict[EventKind, str] = {
    K.CLAIM_LODGED: "The claim was lodged for {amountOwed}.",
    K.SECURITY_CODE_ISSUED: "A security code was sent to {party}.",
    K.LINK_FAILED: "Somebody tried to link to the claim and failed.",
    K.DEFENDANT_LINKED: "{party} linked to the claim.",
    K.DEFENDANT_UNLINKED: "The link of {party} was ended.",
    K.REMINDER_SENT: "A reminder was sent.",
    K.RESPONSE_OVERDUE: "The time to respond ended without a response.",
    K.RESPONSE_RECEIVED: "{party} responded to the claim.",
    K.JUDGMENT_REQUESTED: "The claimant requested judgment.",
    K.JUDGMENT_REFUSED: "The judgment requested was refused: a response had been received.",
    K.JUDGMENT_ENTERED: "Judgment {judgmentNumber} was entered for {total}.",
    K.LETTER_SENT: "{letter} was sent.",
    K.LETTER_FAILED: "{letter} could not be sent.",
    K.LETTER_WITHHELD: "{letter} was withheld: it was no longer true or no longer theirs.",
    K.LETTER_POSTED: "{letter} was posted.",
}

FIELDS_CHANGED: dict[EventKind, tuple[str, ...]] = {
    K.DEFENDANT_LINKED: ("letters",),
    K.DEFENDANT_UNLINKED: ("letters",),
    K.SECURITY_CODE_ISSUED: ("letters",),
    K.RESPONSE_OVERDUE: ("status", "letters"),
    K.RESPONSE_RECEIVED: ("status", "responses", "letters"),
    K.JUDGMENT_REQUESTED: ("status", "judgmentRequests", "letters"),
    K.JUDGMENT_REFUSED: ("judgmentRequests",),
    K.JUDGMENT_ENTERED: ("status", "judgment", "judgmentRequests", "debts", "amountOwed", "letters"),
}
"""Which fields of the claim an entry changed, as the API names them: what an editor with an old version has missed."""


def summary(kind: EventKind, changes: Mapping[str, Any]) -> str:
    """The sentence of an entry. A fact that an older entry lacks reads as "it"."""
    return SUMMARIES[kind].format_map(_Spoken(changes))


def spelled_changes(changes: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each field that changed and what it became, as text."""
    return [(name, _spoken(name, value)) for name, value in changes.items() if value is not None]


class _Spoken(dict[str, str]):
    def __init__(self, changes: Mapping[str, Any]) -> None:
        super().__init__({name: _spoken(name, value) for name, value in changes.items()})

    def __missing__(self, _name: str) -> str:
        return "it"


def _spoken(name: str, value: Any) -> str:
    if name in MONEY:
        return spoken(int(value))
    if name == "letter":
        words = Letter(value).replace("_", " ").lower()
        return f"The letter “{words}”"
    return str(value)
