"""What may happen to a line of an activity plan, and what is needed to complete it by an outcome (R-12)."""

from dataclasses import dataclass
from datetime import date

from backend.rules import judging
from backend.rules.casework.facts import SANCTIONS
from backend.rules.casework.kinds import Line, Outcome
from backend.rules.casework.work import IN_WORK, WORKS, seen_as
from backend.rules.casework.work import THEIRS as WHOSE_IT_IS
from backend.rules.casework.work_facts import LineState, Work
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
THEIRS = Condition[LineFacts](lambda f: WHOSE_IT_IS.holds(f.work), reasons.NOT_ASSIGNED_TO_YOU)
CHILDREN_DONE = Condition[LineFacts](lambda f: f.children_done, reasons.OPEN_CHILDREN)

ACTS: dict[Act, ActRule[LineFacts]] = {
    Act.COMPLETE_ACTIVITY: ActRule(WORKS, (IN_PROGRESS, NOT_DONE, REQUIRED, EARLIER_DONE, CHILDREN_DONE, THEIRS)),
}


def actions(work: Work, state: LineState, relation: Relation) -> tuple[Judged, ...]:
    """Every act on a line, open or closed with its reasons."""
    return judging.actions(ACTS, LineFacts(work, state), seen_as(work.kind, relation))


def judge(work: Work, state: LineState, relation: Relation) -> Judged:
    """Whether the line can be completed now (X-04)."""
    return judging.judge(ACTS, Act.COMPLETE_ACTIVITY, LineFacts(work, state), seen_as(work.kind, relation))


CANCEL_LINE = "CANCEL_ENF_ACTION"
"""The last line of the plan Perform Amendment (R-29)."""
AMENDMENT_REASON, EXCEPTIONAL_CIRCUMSTANCES = "AMENDMENT_REASON", "Exceptional circumstances"
"""The field of the data form that says why action is amended, and its only word after a sanction (R-28)."""


def unfilled(work: Work, state: LineState, outcome: Outcome) -> tuple[Reason, ...]:
    """What stands against an outcome in the data form: a field that it needs, and after a sanction another reason."""
    found = []
    if any(work.form.get(code) is None for code in outcome.needs_form):
        found.append(reasons.FORM_NOT_FILLED_IN)
    given = work.form.get(AMENDMENT_REASON)
    if state.code == CANCEL_LINE and work.kind.power in SANCTIONS and given not in (None, EXCEPTIONAL_CIRCUMSTANCES):
        found.append(reasons.EXCEPTIONAL_CIRCUMSTANCES_ONLY)
    return tuple(found)


def missing(outcome: Outcome, given: Given) -> tuple[Reason, ...]:
    """What an outcome asks for and was not given."""
    asked = (
        (outcome.needs_reason, given.reason, reasons.REASON_REQUIRED),
        (outcome.needs_note, given.note, reasons.NOTE_REQUIRED),
        (outcome.needs_date, given.on, reasons.DATE_REQUIRED),
    )
    return tuple(reason for needs, value, reason in asked if needs and value is None)


def problems(given: Given, *, today: date, is_ahead: bool = False) -> tuple[Problem, ...]:
    """Everything that is wrong with what was given: texts of at most 1,000 characters, a day that has come.

    `is_ahead` asks for a day to come instead; today is none.
    """
    found = [
        Problem("TEXT_LENGTH", (name,), f"Give 1 to {PARAGRAPH:,} characters.")
        for name, text in (("reason", given.reason), ("note", given.note))
        if text is not None and not fits(text, PARAGRAPH)
    ]
    if given.on and is_ahead and given.on <= today:
        found.append(Problem("DATE_NOT_IN_FUTURE", ("on",), "Give a day to come."))
    if given.on and not is_ahead and given.on > today:
        found.append(Problem("DATE_IN_FUTURE", ("on",), "This day has not come yet."))
    return tuple(found)
