"""Security codes and what proves that somebody is the party they say they are (D-02, P11)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from backend.rules.vocabulary import PartyKind

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no letter that can be taken for a digit."""
FAILURES_ALLOWED = 5
FIRST_SUSPENSION = timedelta(hours=1)
LONGEST_SUSPENSION = timedelta(hours=32)
ATTEMPTS_PER_CALLER = 20
NEW_CODES_PER_CALLER = 5
COUNTED_OVER = timedelta(hours=1)
NEW_CODE_NOT_BEFORE = timedelta(hours=24)
CODES_TRIED = 5
"""How many of a claim's newest codes an attempt is held against; always so many are, whether they exist or not.

As many as a claim may have defendants: the newest code of each of them works.
"""


class Described(Protocol):
    """A party as the claim describes it."""

    kind: PartyKind
    organisation_number: str | None
    date_of_birth: date | None
    address_lines: list[str]
    post_code: str


@dataclass(frozen=True, slots=True)
class Proof:
    """The detail that only the right person should know: everybody is asked for the same."""

    date_of_birth: date | None
    post_code: str | None
    house_number: str | None
    organisation_number: str | None


def spelled(number: int) -> str:
    """A random number of 40 bits as a code to print: `7K3Q-9FTD`."""
    digits = [ALPHABET[number >> shift & 31] for shift in range(35, -1, -5)]
    return "".join(digits[:4]) + "-" + "".join(digits[4:])


def normalised(code: str) -> str:
    """A code as somebody typed it from paper: case, spaces and hyphens do not count, and O and I were digits."""
    bare = "".join(code.split()).replace("-", "").upper()
    return bare.translate(str.maketrans("OIL", "011"))


def proves(party: Described, given: Proof) -> bool:
    """Whether the detail given is the party's: date of birth where it is held, else where they live or their number."""
    lives_there = given.post_code == party.post_code
    if party.kind is PartyKind.ORGANISATION:
        has_number = party.organisation_number is not None and given.organisation_number == party.organisation_number
        return has_number or lives_there
    if party.date_of_birth is not None:
        return given.date_of_birth == party.date_of_birth
    return (
        lives_there and given.house_number is not None and _house(given.house_number) == _house(party.address_lines[0])
    )


def _house(line: str) -> str:
    return line.strip().casefold().split(" ", 1)[0].rstrip(",")


def suspended_until(now: datetime, suspensions: int) -> datetime:
    """An hour the first time, then twice as long each time, up to `LONGEST_SUSPENSION`."""
    return now + min(FIRST_SUSPENSION * (1 << min(suspensions, 12)), LONGEST_SUSPENSION)
