"""Who can be appointed to execute a writ, whose turn it is, and what may be done with an entry of the register (W-06,
W-16; Courts Act 2003 Sch 7; SI 2004/400)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from backend.rules import districts, judging
from backend.rules.judging import ActRule, Condition, Judged
from backend.rules.reasons import hceos as reasons
from backend.rules.refusals import Problem, Reason
from backend.rules.texts import LINE, fits_on_a_line
from backend.rules.vocabulary import Act, CoverageBasis, HceoState, Region, Relation

NUMBER = re.compile(r"HCEO-[0-9]{4,6}")
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,189}")
PHONE = re.compile(r"\+?[0-9 ()-]{5,30}")
REASON_LENGTH = 300
_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class HceoFacts:
    """An officer as the rules see them, with regard to one address."""

    state: HceoState
    has_account: bool = False
    basis: CoverageBasis | None = None
    """Why they may execute a writ in the district of the address; None where they may not."""


IS_ACTIVE = Condition[HceoFacts](lambda f: f.state is HceoState.ACTIVE, reasons.HCEO_NOT_ACTIVE)
CAN_BE_SERVED = Condition[HceoFacts](lambda f: f.has_account, reasons.HCEO_WITHOUT_ACCOUNT)
COVERS = Condition[HceoFacts](lambda f: f.basis is not None, reasons.HCEO_OUT_OF_DISTRICT)
IS_SUSPENDED = Condition[HceoFacts](lambda f: f.state is HceoState.SUSPENDED, reasons.HCEO_NOT_SUSPENDED)
IS_LISTED = Condition[HceoFacts](lambda f: f.state is not HceoState.REMOVED, reasons.HCEO_REMOVED)

CONDITIONS: tuple[Condition[HceoFacts], ...] = (IS_ACTIVE, CAN_BE_SERVED, COVERS)
"""What must hold for an officer to be appointed, looked at again whenever an appointment is relied on."""

ACTS: dict[Act, ActRule[HceoFacts]] = {
    Act.AMEND_HCEO: ActRule(Relation.COURT, (IS_LISTED,)),
    Act.SUSPEND_HCEO: ActRule(Relation.COURT, (IS_ACTIVE,)),
    Act.REINSTATE_HCEO: ActRule(Relation.COURT, (IS_SUSPENDED,)),
}
"""What staff may do with an entry that stands. To add one depends on nothing but their role: `rules.access.ROLES`."""


def judge(act: Act, facts: HceoFacts, relation: Relation) -> Judged:
    """Whether an act on an entry is open to someone of this relation."""
    return judging.judge(ACTS, act, facts, relation)


def actions(facts: HceoFacts, relation: Relation) -> tuple[Judged, ...]:
    """Every act on an entry that concerns someone of this relation, open or closed with its reasons."""
    return judging.actions(ACTS, facts, relation)


def against_appointing(facts: HceoFacts) -> tuple[Reason, ...]:
    """What stands against appointing an officer; empty where nothing does."""
    return tuple(condition.otherwise for condition in CONDITIONS if not condition.holds(facts))


def against_address(district: str | None, region: Region | None) -> Reason | None:
    """What stands against any appointment at an address: no district, or a region that is not its own."""
    if district is None:
        return reasons.OUTSIDE_ENGLAND_WALES
    if region is not None and districts.REGIONS[district] is not region:
        return reasons.REGION_OF_ANOTHER_ADDRESS
    return None


@dataclass(frozen=True, slots=True)
class Turn:
    """An officer's place on the rota of a district."""

    number: str
    basis: CoverageBasis
    last_turn_at: datetime | None


def next_in_turn(rota: Iterable[Turn]) -> Turn | None:
    """Whose turn it is: who never had one, else whose last is longest ago; of equals the lowest number.

    A writ that names nobody is directed to the officers assigned to the district (Courts Act 2003 Sch 7 para 3(1)(b));
    who has undertaken to execute writs there has a turn only where none of those can be appointed.
    """
    turns = list(rota)
    assigned = [each for each in turns if each.basis is CoverageBasis.ASSIGNED]
    return min(assigned or turns, key=_waited_longest, default=None)


def _waited_longest(turn: Turn) -> tuple[bool, float, str]:
    at = turn.last_turn_at
    return at is not None, at.timestamp() if at else 0.0, turn.number


def turn_taken_at(rota: Iterable[Turn], now: datetime) -> datetime:
    """When a turn counts as taken: now, but after every other one of the district, though no time went by."""
    latest = max((each.last_turn_at for each in rota if each.last_turn_at), default=None)
    return max(now, latest + _MOMENT) if latest else now


@dataclass(frozen=True, slots=True)
class EntryDetails:
    """An entry of the register as staff give it."""

    name: str
    firm: str
    email: str
    phone: str | None = None
    firm_number: str | None = None
    districts: Mapping[str, CoverageBasis] = field(default_factory=dict)


def problems(entry: EntryDetails, *, number: str | None = None) -> tuple[Problem, ...]:
    """Everything wrong with an entry; `number` where it is a new one. Empty where it can be put on the register."""
    return (*_of_number(number), *_of_entry(entry), *_of_districts(entry))


def _of_number(number: str | None) -> Iterator[Problem]:
    if number is not None and not NUMBER.fullmatch(number):
        yield Problem("HCEO_NUMBER", ("number",), "The number of an authorisation reads as HCEO-0123.")


def _of_entry(entry: EntryDetails) -> Iterator[Problem]:
    for name, text in (("name", entry.name), ("firm", entry.firm)):
        if not fits_on_a_line(text, LINE):
            yield Problem("TEXT_LENGTH", ("entry", name), "A name is one line of 1 to 200 characters.")
    if entry.firm_number and not re.fullmatch(r"[0-9A-Z]{1,20}", entry.firm_number):
        yield Problem("ORGANISATION_NUMBER", ("entry", "firmNumber"), "Letters and digits only, at most 20.")
    if not EMAIL.fullmatch(entry.email):
        yield Problem("EMAIL", ("entry", "email"), "This is not an e-mail address.")
    if entry.phone and not PHONE.fullmatch(entry.phone):
        yield Problem("PHONE", ("entry", "phone"), "This is not a telephone number.")


def _of_districts(entry: EntryDetails) -> Iterator[Problem]:
    if not entry.districts:
        yield Problem("COUNT_OUT_OF_RANGE", ("entry", "districts"), "Name at least one district.")
    for index, district in enumerate(entry.districts):
        if district not in districts.NAMES:
            yield Problem("DISTRICT", ("entry", "districts", str(index)), "This is no district of England and Wales.")
