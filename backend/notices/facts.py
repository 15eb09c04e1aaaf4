"""The kinds of fact a letter is told, and how each is read from the JSON that it is stored as.

Facts stand in `models.Letter.facts` from the act to the sending: JSON values, no address, no date of birth, no secret.
Reading them is strict, because a letter with a wrong date or sum does harm that an error does not.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum, auto
from typing import Any

from backend.notices.wording import paragraphs
from backend.rules.vocabulary import Word


class Kind(StrEnum):
    """How a fact is stored, and what the template gets."""

    REFERENCE = auto()
    """A reference or number of our own making: letters, digits, `-` and `/`; safe in a subject."""
    TEXT = auto()
    """Somebody's own words, possibly of several lines; control characters and links are taken out."""
    NAMES = auto()
    """A list of one or more names: `["Kate Green", "Green & Sons Ltd"]`."""
    DATE = auto()
    """`YYYY-MM-DD`."""
    INSTANT = auto()
    """RFC 3339 with its offset; told in London's time."""
    MONEY = auto()
    """Pence, a whole number, not negative."""
    FLAG = auto()
    """`true` or `false`."""
    CHOICE = auto()
    """The name of one member of an enumeration of the vocabulary."""


class WrongFactsError(ValueError):
    """A letter's facts are not what its entry declares. Names the keys, never the values, which may be personal."""


_REFERENCE = re.compile(r"[0-9A-Za-z][0-9A-Za-z/-]{0,39}")


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact that a letter needs. Every declared key must be given, with null where it has nothing to tell."""

    kind: Kind
    optional: bool = False
    of: type[Word] | None = None
    """The enumeration of a CHOICE."""
    when: tuple[str, Word] | None = None
    """Told exactly when another fact, declared before it, is this; else null."""

    def read(self, value: Any, told: Mapping[str, object]) -> object:
        """The typed value for the template; raises ValueError or TypeError when it is none of this kind."""
        if self.when is not None and (told[self.when[0]] is self.when[1]) is not (value is not None):
            raise ValueError("told at the wrong time")
        if value is None and (self.optional or self.when is not None):
            return None
        if self.of is not None:
            return self.of(value)
        return _READERS[self.kind](value)


def _reference(value: Any) -> str:
    if not isinstance(value, str) or not _REFERENCE.fullmatch(value):
        raise ValueError("not a reference")
    return value


def _text(value: Any) -> list[str]:
    if not isinstance(value, str) or not (lines := paragraphs(value)):
        raise ValueError("no words")
    return lines


def _names(value: Any) -> list[str]:
    if not isinstance(value, list) or not value:
        raise ValueError("no names")
    return [_text(name)[0] for name in value]


def _instant(value: Any) -> datetime:
    instant = datetime.fromisoformat(value)
    if instant.tzinfo is None:
        raise ValueError("an instant needs an offset")
    return instant


def _money(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("not a sum in pence")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("not a flag")
    return value


_READERS: Mapping[Kind, Callable[[Any], object]] = {
    Kind.REFERENCE: _reference,
    Kind.TEXT: _text,
    Kind.NAMES: _names,
    Kind.DATE: date.fromisoformat,
    Kind.INSTANT: _instant,
    Kind.MONEY: _money,
    Kind.FLAG: _flag,
}


def read_facts(declared: Mapping[str, Fact], given: Mapping[str, Any]) -> dict[str, object]:
    """Every declared fact, typed. Raises `WrongFactsError` when one is missing, unknown or not of its kind."""
    if declared.keys() != given.keys():
        wrong = sorted(declared.keys() ^ given.keys())
        raise WrongFactsError(f"missing or unknown: {', '.join(wrong)}")
    facts: dict[str, object] = {}
    for key, fact in declared.items():
        try:
            facts[key] = fact.read(given[key], facts)
        except (TypeError, ValueError):
            # The cause would quote the value.
            raise WrongFactsError(f"not of its kind: {key}") from None
    return facts
