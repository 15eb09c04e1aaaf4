"""A letter on paper: the words of its text body, laid out for a window envelope. There is no second source of words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from itertools import groupby
from typing import Any

from backend.documents.typesetting import typeset
from backend.rules.calendars import spoken_day
from backend.rules.periods import london_day

TEMPLATE = "letter.typ"
_UNDERLINE = re.compile(r"-{3,}")
_NUMBERED = re.compile(r"[0-9]+\. (.+)")
_LABELLED = re.compile(r"[^:]{1,60}: .+")


class Sender(Enum):
    """Who writes: the name at the head of the sheet, and what its reference is called."""

    COURT = ("Civil Enforcement service", "Claim reference")
    AGENCY = ("Child Maintenance Service", "Our reference")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLetter:
    """What goes on the paper. Equal letters give equal bytes."""

    recipient_name: str
    address_lines: tuple[str, ...]
    reference: str
    """Of the claim, or of the enforcement case: by it staff and the reader find the case."""
    sender: Sender = Sender.COURT
    subject: str
    text: str
    """The text body as it would have gone by e-mail."""
    written_at: datetime


def render(letter: PrintedLetter) -> bytes:
    """The letter as PDF. Slow: for a thread, outside a transaction. Raises `TypesettingError`."""
    return typeset(TEMPLATE, data_of(letter), at=letter.written_at)


def data_of(letter: PrintedLetter) -> dict[str, Any]:
    """What the template reads."""
    body, _, foot = letter.text.partition("\n---\n")
    return {
        "to": [letter.recipient_name, *letter.address_lines],
        "reference": letter.reference,
        "sender": letter.sender.value[0],
        "called": letter.sender.value[1],
        "on": spoken_day(london_day(letter.written_at)),
        "subject": letter.subject,
        "blocks": list(blocks(body)),
        "foot": foot.splitlines(),
    }


def blocks(text: str) -> Iterator[dict[str, Any]]:
    """The text's blocks in order, each with a `kind`; what is of no other kind is a paragraph, so no word is lost."""
    for is_empty, group in groupby(text.splitlines(), key=lambda line: not line.strip()):
        if not is_empty:
            yield from _blocks_of([line.strip() for line in group])


def _blocks_of(lines: Sequence[str]) -> Iterator[dict[str, Any]]:
    if len(lines) == 2 and _UNDERLINE.fullmatch(lines[1]):  # noqa: PLR2004 - a heading and its underline
        yield {"kind": "heading", "text": lines[0]}
        return
    for kind, group in groupby(lines, key=lambda line: _kind_of(line, is_alone=len(lines) == 1)):
        yield _block(kind, list(group))


def _kind_of(line: str, *, is_alone: bool) -> str:
    if line.startswith("- "):
        return "list"
    if line.startswith("> "):
        return "quote"
    if _NUMBERED.fullmatch(line):
        return "steps"
    return "facts" if not is_alone and _LABELLED.fullmatch(line) else "paragraph"


def _block(kind: str, lines: list[str]) -> dict[str, Any]:
    match kind:
        case "list" | "quote":
            return {"kind": kind, "items": [line[2:] for line in lines]}
        case "steps":
            return {"kind": kind, "items": [line.partition(". ")[2] for line in lines]}
        case "facts":
            parted = [line.partition(": ") for line in lines]
            return {"kind": kind, "items": [[name, value] for name, _, value in parted]}
        case _:
            return {"kind": "paragraph", "lines": lines}
