"""How a letter says names, sums, days and hours: the filters of its templates."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_NOON = 12
_LINK = re.compile(r"(?i)(?:[a-z][a-z0-9+.-]*://|\bwww\.)\S*")


def _is_harmless(character: str) -> bool:
    """Controls and format characters (among them those that reverse the direction of writing) can forge a layout."""
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def single_line(text: str) -> str:
    """Somebody's words on one line: no control characters, no links, single blanks."""
    blanks = "".join(character if _is_harmless(character) else " " for character in text)
    return " ".join(_LINK.sub("[link removed]", blanks).split())


def paragraphs(text: str) -> list[str]:
    """Somebody's words as lines that are each safe to print; empty lines are dropped.

    A letter comes from the service: without this a stranger could have it send a link, or lines that look like ours.
    """
    return [line for line in map(single_line, text.splitlines()) if line]


def pounds(pence: int) -> str:
    """123450 as `£1,234.50`."""
    return f"£{pence // 100:,}.{pence % 100:02}"


def day(value: date) -> str:
    """`Monday 14 December 2026`."""
    return f"{value:%A} {value.day} {value:%B} {value.year}"


def hour(instant: datetime) -> str:
    """`4pm`, `9:30am`, `midday`, `midnight`: the hour in London."""
    local = instant.astimezone(LONDON)
    if local.minute == 0 and local.hour % _NOON == 0:
        return "midday" if local.hour == _NOON else "midnight"
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % _NOON or _NOON}{minutes}{'pm' if local.hour >= _NOON else 'am'}"


def moment(instant: datetime) -> str:
    """`4pm on Monday 14 December 2026`, in London's time."""
    return f"{hour(instant)} on {day(instant.astimezone(LONDON).date())}"


def names(several: Sequence[str]) -> str:
    """`Kate Green`, `Kate Green and Ann Other`, `A, B and C`."""
    *others, last = several
    return f"{', '.join(others)} and {last}" if others else last
