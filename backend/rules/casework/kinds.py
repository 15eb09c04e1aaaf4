"""Of what casework consists: kinds of service request, templates of activity plans, lines and outcomes.

All of it is data. The engine (`work`, `lines`) knows none of the kinds, and a kind knows nothing of the engine.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from backend.rules.casework.effects import CarryOut, Effect
from backend.rules.casework.titles import TITLES
from backend.rules.judging import Condition
from backend.rules.vocabulary import (
    AGENCY_ONLY,
    COURT_ONLY,
    Act,
    Decision,
    Desk,
    FormFieldKind,
    KindCode,
    Power,
    Relation,
    Role,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way in which a line can be completed, what it asks for, and what follows from it."""

    code: str
    title: str
    needs_reason: bool = False
    needs_note: bool = False
    needs_date: bool = False
    is_date_ahead: bool = False
    """The date that it needs is one to come; otherwise one that has come."""
    needs_form: tuple[str, ...] = ()
    """The fields of the data form, by their codes, that have to be filled in before."""
    decision: Decision | None = None
    """Which of the eleven decisions it is; offered only where that decision is open."""
    conditions: tuple[Condition[Any], ...] = ()
    """What must hold besides, of the enforcement case (`agency.facts.CaseFacts`)."""
    ends_plan: bool = False
    """The lines still outstanding are not required after it; otherwise they stay."""
    at_once: tuple[Effect, ...] = ()
    needs_approval: bool = False
    """Somebody else has to approve it before the service request can be closed as complete."""
    on_approval: tuple[Effect, ...] = ()
    on_closing: tuple[Effect, ...] = ()
    """What is carried out when the service request is closed as complete (R-37)."""
    resolution: str | None = None
    """The resolution code that it fills in by itself."""
    is_ours: bool = False
    """The source document does not give it: ours, to be confirmed."""

    def effects_on(self, act: Act) -> tuple[Effect, ...]:
        """What follows when the service request is approved or closed."""
        return {Act.APPROVE_SERVICE_REQUEST: self.on_approval, Act.CLOSE_SERVICE_REQUEST: self.on_closing}[act]

    @property
    def in_words(self) -> str:
        """What choosing it does."""
        told = [
            *_told("At once", self.at_once),
            *_told("Once approved", self.on_approval),
            *_told("When it is closed", self.on_closing),
        ]
        if self.needs_approval:
            told.insert(0, "Somebody else has to approve it.")
        if self.ends_plan:
            told.append("The other lines are not required any more.")
        return " ".join(told) or "It is recorded."


def _told(when: str, effects: Iterable[Effect]) -> list[str]:
    words = [effect.in_words for effect in effects]
    return [f"{when} {', and '.join(words)}."] if words else []


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a template: an activity, the outcomes on offer, and what has to be done before it."""

    code: str
    activity: str
    outcomes: tuple[Outcome, ...]
    after: tuple[str, ...] = ()
    """The lines, by their codes, that must not be outstanding any more."""
    is_optional: bool = False
    """It may stay outstanding: closing as complete makes it not required."""
    is_ours: bool = False
    """The source document does not give it: ours, to be confirmed."""
    waits_for_children: bool = False
    """Whether the service requests opened under this one must be closed first; with none it waits for nothing."""

    def outcome(self, code: str | None) -> Outcome | None:
        """The outcome of this code, or None where the line does not offer it."""
        return next((each for each in self.outcomes if each.code == code), None)


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of the data form that a kind of service request carries (R-03)."""

    code: str
    title: str
    kind: FormFieldKind
    choices: tuple[str, ...] = ()
    """The words of a choice."""
    is_required: bool = False
    """It has to be filled in before the service request is closed as complete."""
    is_ours: bool = False
    """The source document does not give it: ours, to be confirmed."""


Place = tuple[str, str, str]
"""Process, area, sub area."""
AGENCY_DESKS = frozenset(Desk) - {Desk.COURT_ENFORCEMENT, Desk.COURT_PAYMENTS, Desk.COURT_POST}


@dataclass(frozen=True, slots=True)
class Template:
    """The lines of an activity plan. A version that was ever used stays: plans made from it are worked by it."""

    name: str
    version: int
    lines: tuple[Line, ...]

    @property
    def key(self) -> str:
        return f"{self.name}/{self.version}"

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(line.code for line in self.lines)

    def line(self, code: str) -> Line:
        """The line of this code. Raises KeyError."""
        return {line.code: line for line in self.lines}[code]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of service request: its place in the procedure, whose work it is, and how it is worked."""

    code: KindCode
    process: str
    area: str
    sub_area: str
    desk: Desk
    due_days: int
    """How many days after it was opened its work should be done; where that is no working day, on the next one."""
    template: Template
    about: str | None = None
    """What it is about, as the API names the type."""
    form: tuple[FormField, ...] = ()
    """The data form."""
    variants: tuple[Place, ...] = ()
    """Other spellings of its place in the source documents: accepted, and stored as `place`."""
    by_hand: frozenset[Role] = frozenset()
    """Who of the agency may open it by hand."""
    power: Power | None = None
    """The enforcement power that it applies for."""
    is_ours: bool = False
    """The source document does not give it: ours, to be confirmed."""

    @property
    def is_of_the_agency(self) -> bool:
        """Whether it is worked by the agency: there whoever owns it works it, and a team leader approves."""
        return self.desk in AGENCY_DESKS

    @property
    def staff(self) -> Relation:
        """Whose casework it is: who is told of an entry about a service request of it."""
        return AGENCY_ONLY if self.is_of_the_agency else COURT_ONLY

    def field(self, code: str) -> FormField | None:
        """The field of this code, or None where its form has none."""
        return next((each for each in self.form if each.code == code), None)

    @property
    def title(self) -> str:
        return TITLES[self.code]

    @property
    def acts_on_it(self) -> bool:
        """Whether some outcome has something done to what it is about."""
        outcomes = [outcome for line in self.template.lines for outcome in line.outcomes]
        effects = [effect for each in outcomes for effect in (*each.at_once, *each.on_approval, *each.on_closing)]
        return any(isinstance(effect, CarryOut) for effect in effects)

    @property
    def place(self) -> Place:
        return self.process, self.area, self.sub_area
