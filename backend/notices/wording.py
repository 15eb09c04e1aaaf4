"""How a letter says somebody's own words and names; sums, days and hours are said as the rules say them."""

import re
from collections.abc import Sequence

from backend.rules.texts import is_harmless

_LINK = re.compile(
    r"(?i:(?:[a-z][a-z0-9+.-]*://|\bwww\.)\S*)"
    r"|\b(?i:(?:[a-z0-9-]+\.)+[a-z]{2,24}(?:[/?#]|:[0-9])\S*)"
    r"|\b(?i:[a-z0-9-]+\.)+(?:[a-z]{2,24}|[A-Z]{2,24})\b"
)
_BEGINS_AS_LINK = re.compile(r"(?i:(?:[a-z][a-z0-9+.-]*://|\bwww\.)\S*)")
_ADDRESS = re.compile(r"\S+@\S+")


def single_line(text: str) -> str:
    """Somebody's words on one line: no control characters, no links, single blanks."""
    blanks = "".join(character if is_harmless(character) else " " for character in text)
    without_addresses = _ADDRESS.sub("[address removed]", blanks)
    return " ".join(_LINK.sub("[link removed]", without_addresses).split())


def exact_name(text: str) -> str:
    """A name on one line as it has to stand in a writ, which names its parties exactly: `Booking.com Limited` stays.

    On paper nothing can be clicked, so only what begins as a link does is taken out.
    """
    blanks = "".join(character if is_harmless(character) else " " for character in text)
    return " ".join(_BEGINS_AS_LINK.sub("[link removed]", blanks).split())


def paragraphs(text: str) -> list[str]:
    """Somebody's words as lines that are each safe to print; empty lines are dropped.

    A letter comes from the service: without this a stranger could have it send a link, or lines that look like ours.
    """
    return [line for line in map(single_line, text.splitlines()) if line]


def names(several: Sequence[str]) -> str:
    """`Kate Green`, `Kate Green and Ann Other`, `A, B and C`."""
    *others, last = several
    return f"{', '.join(others)} and {last}" if others else last
