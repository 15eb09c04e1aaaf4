"""What is declared of one letter: to whom, from which facts, with a security code or not, and while what is true."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from backend.notices.facts import Fact
from backend.rules.vocabulary import ClaimState, Letter, PartySide, Relation


class CarriesCode(StrEnum):
    """Whether a letter brings its reader a security code."""

    NEVER = auto()
    ALWAYS = auto()
    WHERE_NEVER_LINKED = auto()


class Guidance(Enum):
    """The page that a letter sends its reader to for more: a title and a public address."""

    RESPONDING = ("Respond to a court claim for money", "https://www.gov.uk/respond-to-court-claim-for-money")
    CLAIMING = ("Make a money claim", "https://www.gov.uk/make-court-claim-for-money")
    JUDGMENTS = ("County court judgments for debt", "https://www.gov.uk/county-court-judgments-ccj-for-debt")
    BAILIFFS = ("Your rights when bailiffs visit", "https://www.gov.uk/your-rights-bailiffs")
    OFFICERS = ("Courts Act 2003, Schedule 7", "https://www.legislation.gov.uk/ukpga/2003/39/schedule/7")
    ENFORCING = ("Enforce a judgment", "https://www.gov.uk/make-court-claim-for-money/enforce-a-judgment")
    MAINTENANCE = ("Child Maintenance Service", "https://www.gov.uk/child-maintenance-service")

    @property
    def title(self) -> str:
        return self.value[0]

    @property
    def url(self) -> str:
        return self.value[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is declared of one letter."""

    letter: Letter
    facts: Mapping[str, Fact]
    guidance: Guidance
    to: Relation = Relation.NONE
    """The court's letters: one side of the claim, or the officer appointed."""
    to_sides: frozenset[PartySide] = frozenset()
    """The agency's letters: the sides of an enforcement case whose parties it may be written to."""
    needs_sign_off: bool = False
    """Whether a senior manager reads it before it leaves (R-52)."""
    code: CarriesCode = CarriesCode.NEVER
    while_claim_is: frozenset[ClaimState] = frozenset(ClaimState)
    """Where the claim has gone on to another state, what the letter says is no longer so, and it is withheld."""

    @property
    def folder(self) -> str:
        return self.letter.lower()

    @property
    def is_of_the_agency(self) -> bool:
        """Whether the Child Maintenance Service writes it, on an enforcement case; the rest are the court's."""
        return bool(self.to_sides)
