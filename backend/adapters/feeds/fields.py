"""Reading the fields of an outside document strictly: what is missing, unknown or wrong is told by our name for it."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import TypeVar

from backend.rules.intake import MessageRefusal, UnusableMessage
from backend.rules.texts import fits, fits_on_a_line
from backend.rules.vocabulary import Word

W = TypeVar("W", bound=Word)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_CASE_NUMBER = re.compile(r"[0-9A-Za-z/-]{1,20}")
_UNSTORABLE = "\x00"


class Fields:
    """One object of a document. Each reader takes its field; whatever is left over is unknown to the format.

    Every reader raises `UnusableMessage`, which names the field and never its value.
    """

    def __init__(self, given: object, at: str = "") -> None:
        if not isinstance(given, dict):
            raise UnusableMessage.because(MessageRefusal.FIELD_WRONG, at or "the message")
        self._left: dict[str, object] = dict(given)
        self._at = at

    def case_number(self, name: str = "caseNumber") -> str:
        found = self._take(name)
        return self._checked(name, found, isinstance(found, str) and bool(_CASE_NUMBER.fullmatch(found)))

    def line(self, name: str, most: int) -> str:
        found = self._take(name)
        return self._checked(name, found, isinstance(found, str) and fits_on_a_line(found, most)).strip()

    def maybe_line(self, name: str, most: int) -> str | None:
        return self.line(name, most) if self._has(name) else None

    def text(self, name: str, most: int) -> str:
        found = self._take(name)
        holds = isinstance(found, str) and fits(found, most) and _UNSTORABLE not in found
        return self._checked(name, found, holds).strip()

    def pence(self, name: str, *, least: int, most: int = 10_000_000_00) -> int:
        return self.whole(name, least=least, most=most)

    def whole(self, name: str, *, least: int, most: int) -> int:
        found = self._take(name)
        if isinstance(found, bool) or not isinstance(found, int) or not least <= found <= most:
            raise self._wrong(name)
        return found

    def is_so(self, name: str, *, unless_given: bool | None = None) -> bool:
        found = self._take(name) if unless_given is None or self._has(name) else unless_given
        if not isinstance(found, bool):
            raise self._wrong(name)
        return found

    def day(self, name: str) -> date:
        found = self._take(name)
        if isinstance(found, str) and _DAY.fullmatch(found):
            try:
                return date.fromisoformat(found)
            except ValueError:
                pass
        raise self._wrong(name)

    def maybe_day(self, name: str) -> date | None:
        return self.day(name) if self._has(name) else None

    def instant(self, name: str) -> datetime:
        found = self._take(name)
        try:
            instant = datetime.fromisoformat(found) if isinstance(found, str) else None
        except ValueError:
            instant = None
        if instant is None or instant.tzinfo is None:
            raise self._wrong(name)
        return instant

    def word(self, name: str, words: Mapping[str, W]) -> W:
        """One of the sender's words, as ours."""
        found = self._take(name)
        if not isinstance(found, str) or found not in words:
            raise self._wrong(name)
        return words[found]

    def lines(self, name: str, *, count: int, most: int) -> tuple[str, ...]:
        """From one to `count` lines of text."""
        found = self._take(name)
        if not isinstance(found, list) or not 1 <= len(found) <= count:
            raise self._wrong(name)
        if not all(isinstance(each, str) and fits_on_a_line(each, most) for each in found):
            raise self._wrong(name)
        return tuple(each.strip() for each in found)

    def maybe_lines(self, name: str, *, count: int, most: int) -> tuple[str, ...]:
        return self.lines(name, count=count, most=most) if self._has(name) else ()

    def part(self, name: str) -> "Fields":
        """An object within this one."""
        return Fields(self._take(name), self._path(name))

    def maybe_part(self, name: str) -> "Fields | None":
        return self.part(name) if self._has(name) else None

    def parts(self, name: str, *, most: int) -> "tuple[Fields, ...]":
        """From one to `most` objects within this one."""
        found = self._take(name)
        if not isinstance(found, list) or not 1 <= len(found) <= most:
            raise self._wrong(name)
        return tuple(Fields(each, f"{self._path(name)}[{index}]") for index, each in enumerate(found))

    def end(self) -> None:
        """Nothing else may stand in the object."""
        if self._left:
            raise UnusableMessage.because(MessageRefusal.FIELD_UNKNOWN, self._at or "the message")

    def matching(self, name: str, pattern: re.Pattern[str]) -> str:
        """A text that is spelled so."""
        found = self._take(name)
        return self._checked(name, found, isinstance(found, str) and bool(pattern.fullmatch(found)))

    def maybe_matching(self, name: str, pattern: re.Pattern[str]) -> str | None:
        return self.matching(name, pattern) if self._has(name) else None

    def _has(self, name: str) -> bool:
        """Whether the field is there and not null; null is as if it were not there."""
        if self._left.get(name) is None:
            self._left.pop(name, None)
            return False
        return True

    def _take(self, name: str) -> object:
        if name not in self._left:
            raise UnusableMessage.because(MessageRefusal.FIELD_MISSING, self._path(name))
        return self._left.pop(name)

    def _checked(self, name: str, found: object, holds: bool) -> str:
        if not holds or not isinstance(found, str):
            raise self._wrong(name)
        return found

    def _wrong(self, name: str) -> UnusableMessage:
        return UnusableMessage.because(MessageRefusal.FIELD_WRONG, self._path(name))

    def _path(self, name: str) -> str:
        return f"{self._at}.{name}" if self._at else name


def spelled_as_ours(*words: W) -> dict[str, W]:
    """The table of a sender who spells these words as we do."""
    return {word.value: word for word in words}
