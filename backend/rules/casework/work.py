"""What may happen to a service request, when and by whom (R-10, R-12, R-37): two tables, the same for every kind."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from backend.rules import judging
from backend.rules.casework.kinds import Effect, Kind, Line, Outcome, Template
from backend.rules.judging import ActRule, Condition, Judged
from backend.rules.reasons import casework as reasons
from backend.rules.vocabulary import Act, ActivityStatus, Relation, ServiceRequestStatus, ServiceRequestSubStatus

S = ServiceRequestStatus

LIFE_CYCLE: dict[tuple[ServiceRequestStatus, Act], ServiceRequestStatus] = {
    (S.OPEN, Act.START_SERVICE_REQUEST): S.IN_PROGRESS,
    (S.IN_PROGRESS, Act.COMPLETE_ACTIVITY): S.IN_PROGRESS,
    (S.REJECTED, Act.COMPLETE_ACTIVITY): S.IN_PROGRESS,
    (S.IN_PROGRESS, Act.REQUEST_APPROVAL): S.INITIATE_APPROVAL_PROCESS,
    (S.INITIATE_APPROVAL_PROCESS, Act.APPROVE_SERVICE_REQUEST): S.APPROVED,
    (S.INITIATE_APPROVAL_PROCESS, Act.REJECT_SERVICE_REQUEST): S.REJECTED,
    (S.OPEN, Act.CLOSE_SERVICE_REQUEST): S.CLOSED,
    (S.IN_PROGRESS, Act.CLOSE_SERVICE_REQUEST): S.CLOSED,
    (S.INITIATE_APPROVAL_PROCESS, Act.CLOSE_SERVICE_REQUEST): S.CLOSED,
    (S.APPROVED, Act.CLOSE_SERVICE_REQUEST): S.CLOSED,
    (S.REJECTED, Act.CLOSE_SERVICE_REQUEST): S.CLOSED,
}
LAPSED = {S.INITIATE_APPROVAL_PROCESS: S.IN_PROGRESS, S.APPROVED: S.IN_PROGRESS}
"""Where a service request goes back to when what was put up or approved is edited."""
IN_WORK = frozenset({S.IN_PROGRESS, S.REJECTED})


@dataclass(frozen=True, slots=True)
class LineState:
    """A line of a plan as it stands."""

    code: str
    status: ActivityStatus
    outcome: str | None = None
    done_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """A service request as the rules look at it, and who looks."""

    kind: Kind
    status: ServiceRequestStatus
    template: Template | None = None
    """What its plan was made from; None until it was started."""
    lines: tuple[LineState, ...] = ()
    open_children: int = 0
    put_up_by: UUID | None = None
    amended_by: frozenset[UUID] = frozenset()
    """Who amended what it is about."""
    viewer: UUID | None = None

    @property
    def chosen(self) -> Iterator[tuple[LineState, Outcome]]:
        """The lines that were completed, each with the outcome chosen."""
        for state in self.lines:
            outcome = self.line(state).outcome(state.outcome)
            if state.status is ActivityStatus.COMPLETE and outcome:
                yield state, outcome

    def line(self, state: LineState) -> Line:
        """What the template says of a line. Raises KeyError for a line that is not of this plan."""
        if self.template is None:
            raise KeyError(state.code)
        return self.template.line(state.code)

    @property
    def to_approve(self) -> tuple[LineState, ...]:
        """The lines whose outcome somebody else has to approve."""
        return tuple(state for state, outcome in self.chosen if outcome.needs_approval)

    @property
    def is_worked_through(self) -> bool:
        """Whether it has a plan and nothing of it is outstanding."""
        return bool(self.lines) and all(state.status is not ActivityStatus.OUTSTANDING for state in self.lines)

    @property
    def authors(self) -> frozenset[UUID]:
        """Whose work an approval would approve: who put it up, who chose what is put up, who amended what it is about.

        Source: requirements R-37, W-10; promise of two people for every weighty step.
        """
        chose = {state.done_by for state in self.to_approve}
        return frozenset(each for each in {*chose, self.put_up_by} if each) | self.amended_by

    @property
    def reopened(self) -> tuple[str, ...]:
        """The lines that become outstanding again where approval is refused or lapses: else they could not be redone.

        Those that were put up, and those that one of them had made needless.
        """
        codes = [state.code for state in self.to_approve]
        if any(outcome.ends_plan for _, outcome in self.chosen if outcome.needs_approval):
            codes += [state.code for state in self.lines if state.status is ActivityStatus.NOT_REQUIRED]
        return tuple(codes)

    def effects_on(self, act: Act) -> tuple[tuple[LineState, Effect], ...]:
        """What approval or closing carries out, each with the line that asked for it."""
        by_act = {Act.APPROVE_SERVICE_REQUEST: "on_approval", Act.CLOSE_SERVICE_REQUEST: "on_closing"}
        return tuple((state, effect) for state, outcome in self.chosen for effect in getattr(outcome, by_act[act]))


NOT_CLOSED = Condition[Work](lambda w: w.status is not S.CLOSED, reasons.SERVICE_REQUEST_CLOSED)
NOT_STARTED = Condition[Work](lambda w: w.template is None, reasons.SERVICE_REQUEST_STARTED)
IN_PROGRESS = Condition[Work](lambda w: w.status is S.IN_PROGRESS, reasons.SERVICE_REQUEST_NOT_IN_PROGRESS)
WORKED_THROUGH = Condition[Work](lambda w: w.is_worked_through, reasons.ACTIVITIES_OUTSTANDING)
SOMETHING_TO_APPROVE = Condition[Work](lambda w: bool(w.to_approve), reasons.NOTHING_TO_APPROVE)
PUT_UP = Condition[Work](lambda w: w.status is S.INITIATE_APPROVAL_PROCESS, reasons.APPROVAL_NOT_REQUESTED)
NOT_ONES_OWN = Condition[Work](lambda w: w.viewer not in w.authors, reasons.YOUR_OWN_WORK)
NO_OPEN_CHILDREN = Condition[Work](lambda w: w.open_children == 0, reasons.OPEN_CHILDREN)
APPROVED_IF_NEEDED = Condition[Work](lambda w: w.status is S.APPROVED or not w.to_approve, reasons.APPROVAL_NEEDED)
NOT_APPROVED = Condition[Work](lambda w: w.status is not S.APPROVED, reasons.ALREADY_APPROVED)

ACTS: dict[Act, ActRule[Work]] = {
    Act.ASSIGN_SERVICE_REQUEST: ActRule(Relation.COURT, (NOT_CLOSED,)),
    Act.START_SERVICE_REQUEST: ActRule(Relation.COURT, (NOT_CLOSED, NOT_STARTED)),
    Act.ADD_SERVICE_REQUEST_NOTE: ActRule(Relation.COURT, (NOT_CLOSED,)),
    Act.REQUEST_APPROVAL: ActRule(Relation.COURT, (IN_PROGRESS, WORKED_THROUGH, SOMETHING_TO_APPROVE)),
    Act.APPROVE_SERVICE_REQUEST: ActRule(Relation.COURT, (PUT_UP, NOT_ONES_OWN)),
    Act.REJECT_SERVICE_REQUEST: ActRule(Relation.COURT, (PUT_UP,)),
    Act.CLOSE_SERVICE_REQUEST: ActRule(Relation.COURT, (NOT_CLOSED, NO_OPEN_CHILDREN)),
}
CLOSINGS: dict[ServiceRequestSubStatus, tuple[Condition[Work], ...]] = {
    ServiceRequestSubStatus.COMPLETE: (WORKED_THROUGH, APPROVED_IF_NEEDED),
    ServiceRequestSubStatus.CANCELLED: (NOT_APPROVED,),
}
"""The ways of closing, always by hand (R-12), each with what it needs beside the act's own conditions."""


def judge(act: Act, work: Work, relation: Relation) -> Judged:
    """Whether `act` is open to whoever looks: the one answer behind `actions` and the mutations (X-04)."""
    return judging.judge(ACTS, act, work, relation)


def actions(work: Work, relation: Relation) -> tuple[Judged, ...]:
    """Every act on a service request that concerns someone of this relation, open or closed with its reasons."""
    return judging.actions(ACTS, work, relation)


def judge_closing(sub_status: ServiceRequestSubStatus, work: Work, relation: Relation) -> Judged:
    """Whether it can be closed in this way."""
    rule = ACTS[Act.CLOSE_SERVICE_REQUEST]
    whole = ActRule(rule.to, rule.conditions + CLOSINGS[sub_status])
    return judging.judge({Act.CLOSE_SERVICE_REQUEST: whole}, Act.CLOSE_SERVICE_REQUEST, work, relation)


def may_be_closed_unworked(work: Work) -> bool:
    """Whether the service cancels it when what it is about is withdrawn: nobody began it, and nothing hangs on it."""
    conditions = (NOT_CLOSED, NOT_STARTED, NO_OPEN_CHILDREN)
    return all(condition.holds(work) for condition in conditions)


def after(status: ServiceRequestStatus, act: Act) -> ServiceRequestStatus:
    """The status that an act leads to. A pair that the life-cycle lacks is a defect: `judge` refuses it before."""
    return LIFE_CYCLE[status, act]
