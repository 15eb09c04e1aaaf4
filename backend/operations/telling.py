"""Telling whom a letter is for: everyone on the side that its catalogue entry names, or the appointed officer."""

from typing import Any

from backend.models import Hceo
from backend.notices.catalogue import CATALOGUE
from backend.operations.letter_facts import claim_facts
from backend.operations.subject import Subject
from backend.operations.unit import Unit
from backend.rules.vocabulary import Letter, PartySide

_SIDES = {side.relation: side for side in PartySide}


def tell(unit: Unit, subject: Subject, *letters: Letter, **more: Any) -> None:
    """Write each letter to every party on its side; `more` holds the facts that the claim does not hold.

    A fact that a letter does not ask for is left out of it, so letters to both sides can be told in one go.
    """
    for letter in letters:
        for party in subject.of(_SIDES[CATALOGUE[letter].to]):
            unit.write_to(party, letter, claim_facts(subject, letter, **more))


def tell_officer(unit: Unit, subject: Subject, hceo: Hceo, letter: Letter, **more: Any) -> None:
    """Write a letter about the claim to an officer; facts as in `tell`."""
    unit.write_to_officer(hceo, subject.case.id, letter, claim_facts(subject, letter, **more))
