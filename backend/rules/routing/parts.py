"""Of what the routing procedure consists: decisions, each with its conditions and the ways in which it is taken."""

from dataclasses import dataclass

from backend.rules.access import ENFORCERS
from backend.rules.casework.facts import CaseFacts
from backend.rules.judging import Condition
from backend.rules.vocabulary import Act, Decision, KindCode, Letter, Role, Word


@dataclass(frozen=True, slots=True)
class ByOutcome:
    """A decision is taken by choosing this outcome of this line."""

    kind: KindCode
    line: str
    outcome: str


@dataclass(frozen=True, slots=True)
class ByAct:
    """A decision is taken by an act on the case itself."""

    act: Act


Way = ByOutcome | ByAct


@dataclass(frozen=True, slots=True)
class ByLine:
    """A line of a plan, whatever its outcome."""

    kind: KindCode
    line: str


@dataclass(frozen=True, slots=True)
class ByField:
    """A field of the data form of a kind of service request."""

    kind: KindCode
    field: str


Claim = Way | ByLine | ByField | Word
"""What carries a step out: a way, a line, a field, or a word (a kind, letter, flag, effect, task, mark, trigger)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the source document in our own words, and what of the service carries it out."""

    number: int
    text: str
    claims: tuple[Claim, ...]
    is_guidance: bool = False
    """It tells staff how to look or what to think of; nothing of it can be done wrongly here."""


def step(number: int, text: str, *claims: Claim) -> Step:
    """A step that the service carries out."""
    return Step(number, text, claims)


def guidance(number: int, text: str) -> Step:
    """A step that is guidance for staff and nothing else."""
    return Step(number, text, (), is_guidance=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRule:
    """One of the eleven decisions of the procedure's step 4."""

    decision: Decision
    title: str
    purpose: str
    """What it is for and when it is considered, in sentences for staff."""
    procedure: tuple[Step, ...]
    """The steps of the source document that describe it, in their order."""
    rows: tuple[str, ...]
    """The requirements that it carries out."""
    conditions: tuple[Condition[CaseFacts], ...]
    """What must hold whichever way it is taken; the outcomes of its ways may ask for more."""
    taken_by: tuple[Way, ...]
    letters: tuple[Letter, ...] = ()
    roles: frozenset[Role] = ENFORCERS
    """Whose decision it is (R-53)."""

    @property
    def steps(self) -> tuple[int, ...]:
        """The numbers of its steps."""
        return tuple(each.number for each in self.procedure)
