"""What may happen to a money claim, when and by whom (D-01 to D-12): two tables and the one judge that reads them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from backend.rules import refusals
from backend.rules.deadlines import Deadline
from backend.rules.refusals import Reason
from backend.rules.vocabulary import Act, ClaimState, ClaimStatus, Relation

S = ClaimState

LIFE_CYCLE: dict[tuple[ClaimState, Act], ClaimState] = {
    (S.AWAITING_RESPONSE, Act.RESPOND_TO_CLAIM): S.DEFENDED,
    (S.AWAITING_RESPONSE, Act.REQUEST_JUDGMENT): S.JUDGMENT_REQUESTED,
    (S.JUDGMENT_REQUESTED, Act.RESPOND_TO_CLAIM): S.DEFENDED,
    (S.JUDGMENT_REQUESTED, Act.ENTER_JUDGMENT): S.JUDGMENT_ENTERED,
}


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """What the rules need to know of a claim; the same facts answer `actions` and judge the mutation."""

    state: ClaimState
    deadline: Deadline
    owed_pence: int
    now: datetime

    @property
    def status(self) -> ClaimStatus:
        return status_of(self.state, self.deadline.at, self.now)


def status_of(state: ClaimState, response_due_at: datetime, now: datetime) -> ClaimStatus:
    """The status shown: that a response is overdue follows from the date, never from a timer that may be late."""
    if state is S.AWAITING_RESPONSE and now >= response_due_at:
        return ClaimStatus.RESPONSE_OVERDUE
    return ClaimStatus(state)


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of an act: whether it holds, and the reason to give where it does not."""

    holds: Callable[[ClaimFacts], bool]
    otherwise: Reason


@dataclass(frozen=True, slots=True)
class ActRule:
    """Who may do an act (by their relation to the claim), under which conditions, and until when it stays open."""

    to: Relation
    conditions: tuple[Condition, ...]
    until: Callable[[ClaimFacts], Deadline | None] = lambda _facts: None


UNANSWERED = Condition(lambda f: f.state is not S.DEFENDED, refusals.RESPONSE_ALREADY_RECEIVED)
NOT_ADJUDGED = Condition(lambda f: f.state is not S.JUDGMENT_ENTERED, refusals.JUDGMENT_ALREADY_ENTERED)
NOT_REQUESTED = Condition(lambda f: f.state is not S.JUDGMENT_REQUESTED, refusals.JUDGMENT_ALREADY_REQUESTED)
TIME_IS_OVER = Condition(lambda f: f.deadline.is_past(f.now), refusals.RESPONSE_TIME_NOT_OVER)
SOMETHING_OWED = Condition(lambda f: f.owed_pence > 0, refusals.NOTHING_OWED)
IS_REQUESTED = Condition(
    lambda f: f.state is not S.AWAITING_RESPONSE,
    refusals.JUDGMENT_NOT_REQUESTED,
)

ACTS: dict[Act, ActRule] = {
    # The defendant may respond until judgment is entered, however late (D-11; CPR 12.3: a late response counts).
    Act.RESPOND_TO_CLAIM: ActRule(
        Relation.DEFENDANT, (UNANSWERED, NOT_ADJUDGED), lambda f: None if f.deadline.is_past(f.now) else f.deadline
    ),
    Act.REQUEST_JUDGMENT: ActRule(
        Relation.CLAIMANT, (NOT_ADJUDGED, NOT_REQUESTED, UNANSWERED, TIME_IS_OVER, SOMETHING_OWED)
    ),
    # The conditions are looked at again at entry: request and entry are two acts (D-11).
    Act.ENTER_JUDGMENT: ActRule(Relation.COURT, (NOT_ADJUDGED, UNANSWERED, IS_REQUESTED, TIME_IS_OVER, SOMETHING_OWED)),
    Act.ISSUE_SECURITY_CODE: ActRule(Relation.COURT, ()),
    Act.UNLINK: ActRule(Relation.COURT, ()),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether an act is open to someone now, why not, and until when it stays so."""

    act: Act
    reasons: tuple[Reason, ...]
    until: Deadline | None

    @property
    def is_open(self) -> bool:
        return not self.reasons


def judge(act: Act, facts: ClaimFacts, relation: Relation) -> Judged:
    """Whether `act` is open to someone of this relation: the one answer behind `actions` and the mutations (X-04)."""
    rule = ACTS[act]
    if not rule.to & relation:
        return Judged(act, (refusals.NOT_OPEN_TO_YOU,), None)
    reasons = tuple(condition.otherwise for condition in rule.conditions if not condition.holds(facts))
    return Judged(act, reasons, None if reasons else rule.until(facts))


def actions(facts: ClaimFacts, relation: Relation) -> tuple[Judged, ...]:
    """Every act that concerns someone of this relation, open or closed with its reasons."""
    return tuple(judge(act, facts, relation) for act, rule in ACTS.items() if rule.to & relation)


def after(state: ClaimState, act: Act) -> ClaimState:
    """The state that an act leads to. A pair that the life-cycle lacks is a defect: `judge` refuses it before."""
    return LIFE_CYCLE[state, act]
