"""Of what casework consists: kinds of service request, templates of activity plans, lines, outcomes and effects.

All of it is data. The engine (`work`, `lines`) knows none of the kinds, and a kind knows nothing of the engine.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import auto

from backend.rules.vocabulary import Desk, KindCode, Word


class EffectName(Word):
    """What an outcome can have carried out on the case; `operations.effects` holds the act behind each name."""

    ISSUE_WRIT = auto()
    RETURN_APPLICATION = auto()
    REJECT_APPLICATION = auto()


EFFECTS_IN_WORDS = {
    EffectName.ISSUE_WRIT: "the writ is issued, sealed and served on the officer",
    EffectName.RETURN_APPLICATION: "the application goes back to the claimant to be corrected",
    EffectName.REJECT_APPLICATION: "the application is rejected, and the claimant is told why",
}
KINDS_IN_WORDS = {
    KindCode.VERIFY_WRIT_APPLICATION: "Verify the application for a writ of control",
    KindCode.PAYMENT_MISMATCH: "Settle a payment that does not agree with the fee",
    KindCode.UNDELIVERED_LETTER: "See that an undelivered letter arrives",
}
"""The title of each kind."""


@dataclass(frozen=True, slots=True)
class CarryOut:
    """Do something to the case."""

    effect: EffectName

    @property
    def in_words(self) -> str:
        return EFFECTS_IN_WORDS[self.effect]


@dataclass(frozen=True, slots=True)
class OpenChild:
    """Open a service request under the one that is worked; each is closed by hand (R-12)."""

    kind: KindCode

    @property
    def in_words(self) -> str:
        title = KINDS_IN_WORDS[self.kind]
        return f"a service request is opened under this one: {title[0].lower()}{title[1:]}"


Effect = CarryOut | OpenChild


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way in which a line can be completed, what it asks for, and what follows from it."""

    code: str
    title: str
    needs_reason: bool = False
    needs_note: bool = False
    needs_date: bool = False
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
    waits_for_children: bool = False
    """Whether the service requests opened under this one must be closed first; with none it waits for nothing."""

    def outcome(self, code: str | None) -> Outcome | None:
        """The outcome of this code, or None where the line does not offer it."""
        return next((each for each in self.outcomes if each.code == code), None)


@dataclass(frozen=True, slots=True)
class Template:
    """The lines of an activity plan. A version that was ever used stays: plans made from it are worked by it."""

    name: str
    version: int
    lines: tuple[Line, ...]

    @property
    def key(self) -> str:
        return f"{self.name}/{self.version}"

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

    @property
    def title(self) -> str:
        return KINDS_IN_WORDS[self.code]

    @property
    def acts_on_it(self) -> bool:
        """Whether some outcome has something done to what it is about."""
        outcomes = [outcome for line in self.template.lines for outcome in line.outcomes]
        effects = [effect for each in outcomes for effect in (*each.at_once, *each.on_approval, *each.on_closing)]
        return any(isinstance(effect, CarryOut) for effect in effects)

    @property
    def place(self) -> tuple[str, str, str]:
        return self.process, self.area, self.sub_area
