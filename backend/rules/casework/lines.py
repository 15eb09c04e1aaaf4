"""What may happen to a line of an activity plan, and what is needed to complete it by an outcome (R-12)."""

from dataclasses import dataclass
from datetime import date

from backend.rules import judging
from backend.rules.casework.kinds import Line, Outcome
from backend.rules.casework.work import IN_WORK, LineState, Work
from backend.rules.judging import ActRule, Condition, Judged
from backend.rules.reasons import casework as reasons
from backend.rules.refusals import Problem, Reason
from backend.rules.texts import PARAGRAPH, fits
from backend.rules.vocabulary import Act, ActivityStatus, Relation


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line of a plan with the service request around it."""

    work: Work
    state: LineState

    @property
    def line(self) -> Line:
        return self.work.line(self.state)

    @property
    def earlier_done(self) -> bool:
        outstanding = {each.code for each in self.work.lines if each.status is ActivityStatus.OUTSTANDING}
        return not outstanding & set(self.line.after)

    @property
    def children_done(self) -> bool:
        return not self.line.waits_for_children or self.work.open_children == 0


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gives with an outcome."""

    reason: str | None = None
    note: str | None = None
    on: date | None = None


IN_PROGRESS = Condition[LineFacts](lambda f: f.work.status in IN_WORK, reasons.SERVICE_REQUEST_NOT_IN_PROGRESS)
NOT_DONE = Condition[LineFacts](lambda f: f.state.status is not ActivityStatus.COMPLETE, reasons.ACTIVITY_DONE)
REQUIRED = Condition[LineFacts](
    lambda f: f.state.status is not ActivityStatus.NOT_REQUIRED, reasons.ACTIVITY_NOT_REQUIRED
)
EARLIER_DONE = Condition[LineFacts](lambda f: f.earlier_done, reasons.EARLIER_ACTIVITY_OUTSTANDING)
CHILDREN_DONE = Condition[LineFacts](lambda f: f.children_done, reasons.OPEN_CHILDREN)

ACTS: dict[Act, ActRule[LineFacts]] = {
    Act.COMPLETE_ACTIVITY: ActRule(Relation.COURT, (IN_PROGRESS, NOT_DONE, REQUIRED, EARLIER_DONE, CHILDREN_DONE)),
}


def actions(work: Work, state: LineState, relation: Relation) -> tuple[Judged, ...]:
    """Every act on a line, open or closed with its reasons."""
    return judging.actions(ACTS, LineFacts(work, state), relation)


def judge(work: Work, state: LineState, relation: Relation) -> Judged:
    """Whether the line can be completed now (X-04)."""
    return judging.judge(ACTS, Act.COMPLETE_ACTIVITY, LineFacts(work, state), relation)


def missing(outcome: Outcome, given: Given) -> tuple[Reason, ...]:
    """What an outcome asks for and was not given."""
    asked = (
        (outcome.needs_reason, given.reason, reasons.REASON_REQUIRED),
        (outcome.needs_note, given.note, reasons.NOTE_REQUIRED),
        (outcome.needs_date, given.on, reasons.DATE_REQUIRED),
    )
    return tuple(reason for needs, value, reason in asked if needs and value is None)


def problems(given: Given, *, today: date) -> tuple[Problem, ...]:
    """Everything that is wrong with what was given: texts of at most 1,000 characters, a day that has come."""
    found = [
        Problem("TEXT_LENGTH", (name,), f"Give 1 to {PARAGRAPH:,} characters.")
        for name, text in (("reason", given.reason), ("note", given.note))
        if text is not None and not fits(text, PARAGRAPH)
    ]
    if given.on and given.on > today:
        found.append(Problem("DATE_IN_FUTURE", ("on",), "This day has not come yet."))
    return tuple(found)
