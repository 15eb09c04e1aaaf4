"""Claims as a claimant lodges them: everything in order, unless a test changes it."""

from datetime import date
from typing import Any

from backend.rules.linking import Proof
from backend.rules.lodging import Dated, Evidence, Lodging, PartyDetails
from backend.rules.vocabulary import PartyKind

BIRTH = date(1984, 11, 2)
PROVEN = Proof(date_of_birth=BIRTH, post_code=None, house_number=None, organisation_number=None)
"""The detail that proves to be `andrew()`."""


def person(name: str, /, **changed: Any) -> PartyDetails:
    """A person with an address and an e-mail address."""
    given = {
        "kind": PartyKind.PERSON,
        "address_lines": ("14 Clarence Street", "York"),
        "post_code": "YO31 7EW",
        "email": f"{name.split(maxsplit=1)[0].lower()}@example.org",
    }
    return PartyDetails(**{"name": name, **given, **changed})


def organisation(name: str, /, **changed: Any) -> PartyDetails:
    """A company with its number."""
    given = {"kind": PartyKind.ORGANISATION, "organisation_number": "01234567", "email": "office@example.org"}
    return person(name, **{**given, **changed})


def kate(**changed: Any) -> PartyDetails:
    return person("Kate Marlowe", **{"address_lines": ("3 Abbey Walk", "Leeds"), "post_code": "LS1 4AB", **changed})


def andrew(**changed: Any) -> PartyDetails:
    return person("Andrew Hollis", **{"date_of_birth": BIRTH, **changed})


def lodging(**changed: Any) -> Lodging:
    """Kate claims £1,250 from Andrew: with £49.86 of interest to 2 March 2026 and the fee of £80, £1,379.86 in all."""
    given = {
        "amount_pence": 1_250_00,
        "what_for": "Repairs to a garden wall that were paid for and never done.",
        "claimants": (kate(),),
        "defendants": (andrew(),),
        "interest_from": date(2025, 9, 1),
        "events": (Dated(date(2025, 8, 4), "We agreed the work."), Dated(date(2025, 9, 1), "I paid for it.")),
        "evidence": (Evidence("Receipt", "The bank transfer of 1 September."),),
    }
    return Lodging(**{**given, **changed})
