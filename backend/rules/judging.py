"""Who may do what with a thing, when, and why not: tables of acts, and the one judge that reads them (X-04).

Each noun that can be acted on has such a table beside its rules. The same call answers `actions` of the API and judges
the mutation, so that the two cannot disagree.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from backend.rules import refusals
from backend.rules.deadlines import Deadline
from backend.rules.refusals import Reason
from backend.rules.vocabulary import Act, Relation

F = TypeVar("F")


@dataclass(frozen=True)  # no slots: a frozen generic with slots cannot be made with its parameter named
class Condition(Generic[F]):
    """One condition of an act: whether it holds, and the reason to give where it does not."""

    holds: Callable[[F], bool]
    otherwise: Reason


@dataclass(frozen=True)
class ActRule(Generic[F]):
    """Who may do an act (by what they are to the case), under which conditions, and until when it stays open."""

    to: Relation
    conditions: tuple[Condition[F], ...]
    until: Callable[[F], Deadline | None] = lambda _facts: None


ActTable = Mapping[Act, ActRule[F]]


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether an act is open to someone now, why not, and until when it stays so."""

    act: Act
    reasons: tuple[Reason, ...]
    until: Deadline | None = None

    @property
    def is_open(self) -> bool:
        return not self.reasons

    def require(self) -> None:
        """Raise what stands against the act: `NotPermitted` where it is not theirs at all, else `Refused`."""
        if self.reasons == (refusals.NOT_OPEN_TO_YOU,):
            raise refusals.NotPermitted
        if self.reasons:
            raise refusals.Refused(*self.reasons)


def judge(table: ActTable[F], act: Act, facts: F, relation: Relation) -> Judged:
    """Whether `act` is open to someone of this relation."""
    rule = table[act]
    if not rule.to & relation:
        return Judged(act, (refusals.NOT_OPEN_TO_YOU,))
    reasons = tuple(condition.otherwise for condition in rule.conditions if not condition.holds(facts))
    return Judged(act, reasons, None if reasons else rule.until(facts))


def actions(table: ActTable[F], facts: F, relation: Relation) -> tuple[Judged, ...]:
    """Every act that concerns someone of this relation, open or closed with its reasons."""
    return tuple(judge(table, act, facts, relation) for act, rule in table.items() if rule.to & relation)
