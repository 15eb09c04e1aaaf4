"""What a claim must hold to be lodged (D-01): every problem is found at once, each with the path to its field."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from backend.rules.money import spoken
from backend.rules.policies import CLAIM_LIMITS, in_force
from backend.rules.refusals import Problem
from backend.rules.texts import LINE, PARAGRAPH, SHORT, TEXT, fits, fits_on_a_line
from backend.rules.vocabulary import Jurisdiction, PartyKind

MOST_PARTIES = 5
MOST_ITEMS = 50
LINES_OF_ADDRESS = 4
POST_CODE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}")


@dataclass(frozen=True, slots=True)
class PartyDetails:
    """A party as the claimant describes it."""

    kind: PartyKind
    name: str
    address_lines: tuple[str, ...]
    post_code: str
    organisation_number: str | None = None
    date_of_birth: date | None = None
    email: str | None = None
    phone: str | None = None
    is_confidential: bool = False


@dataclass(frozen=True, slots=True)
class Dated:
    on: date
    what: str


@dataclass(frozen=True, slots=True)
class Evidence:
    kind: str
    description: str


@dataclass(frozen=True, slots=True)
class Lodging:
    """A claim as it is lodged. `interest_from` asks for statutory interest from that day."""

    amount_pence: int
    what_for: str
    claimants: tuple[PartyDetails, ...]
    defendants: tuple[PartyDetails, ...]
    jurisdiction: Jurisdiction = Jurisdiction.ENGLAND_WALES
    interest_from: date | None = None
    events: tuple[Dated, ...] = field(default=())
    evidence: tuple[Evidence, ...] = field(default=())


def problems(claim: Lodging, *, today: date) -> tuple[Problem, ...]:
    """Everything wrong with a claim on the day it is lodged; empty where it can be lodged."""
    return (*_of_claim(claim, today), *_of_parties(claim, today), *_of_lists(claim, today))


def _of_claim(claim: Lodging, today: date) -> Iterator[Problem]:
    limits = in_force(CLAIM_LIMITS, today).value
    if not limits.least_pence <= claim.amount_pence <= limits.most_pence:
        span = f"from {spoken(limits.least_pence)} to {spoken(limits.most_pence)}"
        yield Problem("AMOUNT_OUT_OF_RANGE", ("amount",), f"The amount must be {span}.")
    if not fits(claim.what_for, TEXT):
        yield Problem("TEXT_LENGTH", ("whatFor",), "Say in 1 to 5,000 characters what the claim is for.")
    if claim.interest_from and claim.interest_from > today:
        yield Problem("DATE_IN_FUTURE", ("interestFrom",), "Interest cannot run from a day to come.")
    if claim.jurisdiction is not Jurisdiction.ENGLAND_WALES:
        yield Problem(
            "JURISDICTION_NOT_SERVED", ("jurisdiction",), "Money claims are lodged here in England and Wales only."
        )


def _of_parties(claim: Lodging, today: date) -> Iterator[Problem]:
    for name, parties in (("claimants", claim.claimants), ("defendants", claim.defendants)):
        if not 1 <= len(parties) <= MOST_PARTIES:
            yield Problem("COUNT_OUT_OF_RANGE", (name,), f"Name from 1 to {MOST_PARTIES} of them.")
        for index, party in enumerate(parties):
            yield from _of_party(party, (name, str(index)), today)
    ours = {(party.name.casefold(), party.post_code) for party in claim.claimants}
    for index, party in enumerate(claim.defendants):
        if (party.name.casefold(), party.post_code) in ours:
            yield Problem("OWN_OPPONENT", ("defendants", str(index)), "Nobody can claim against themselves.")


def _of_party(party: PartyDetails, path: tuple[str, ...], today: date) -> Iterator[Problem]:
    if not fits_on_a_line(party.name, LINE):
        yield Problem("TEXT_LENGTH", (*path, "name"), "A name is one line of 1 to 200 characters.")
    lines = party.address_lines
    if not 1 <= len(lines) <= LINES_OF_ADDRESS or not all(fits_on_a_line(line, SHORT) for line in lines):
        yield Problem(
            "TEXT_LENGTH", (*path, "addressLines"), "An address has 1 to 4 lines, each one line of 1 to 100 characters."
        )
    if not POST_CODE.fullmatch(party.post_code):
        yield Problem("POST_CODE", (*path, "postCode"), "This is not a postcode.")
    if party.date_of_birth and not date(1900, 1, 1) <= party.date_of_birth <= today:
        yield Problem("DATE_OF_BIRTH", (*path, "dateOfBirth"), "A date of birth lies from 1900 to today.")
    if party.date_of_birth and party.kind is PartyKind.ORGANISATION:
        yield Problem("DATE_OF_BIRTH", (*path, "dateOfBirth"), "An organisation has no date of birth.")
    if party.organisation_number and not re.fullmatch(r"[0-9A-Z]{1,20}", party.organisation_number):
        yield Problem("ORGANISATION_NUMBER", (*path, "organisationNumber"), "Letters and digits only, at most 20.")
    if party.phone and not re.fullmatch(r"\+?[0-9 ()-]{5,30}", party.phone):
        yield Problem("PHONE", (*path, "phone"), "This is not a telephone number.")


def _of_lists(claim: Lodging, today: date) -> Iterator[Problem]:
    for name, items in (("events", claim.events), ("evidence", claim.evidence)):
        if len(items) > MOST_ITEMS:
            yield Problem("COUNT_OUT_OF_RANGE", (name,), f"List at most {MOST_ITEMS}.")
    for index, event in enumerate(claim.events):
        if event.on > today:
            yield Problem("DATE_IN_FUTURE", ("events", str(index), "on"), "An event cannot lie in the future.")
        if not fits(event.what, PARAGRAPH):
            yield Problem("TEXT_LENGTH", ("events", str(index), "what"), "1 to 1,000 characters.")
    for index, item in enumerate(claim.evidence):
        if not (fits_on_a_line(item.kind, SHORT) and fits(item.description, PARAGRAPH)):
            yield Problem("TEXT_LENGTH", ("evidence", str(index)), "Name the kind, on one line, and describe it.")
