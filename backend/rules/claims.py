"""What may happen to a money claim, when and by whom (D-01 to D-12, D-17): two tables."""

from backend.rules import eligibility, judging, refusals
from backend.rules.claim_facts import ClaimFacts
from backend.rules.judging import ActRule, Condition, Judged
from backend.rules.reasons import writs as reasons
from backend.rules.vocabulary import Act, ClaimState, Relation

S = ClaimState

LIFE_CYCLE: dict[tuple[ClaimState, Act], ClaimState] = {
    (S.AWAITING_RESPONSE, Act.RESPOND_TO_CLAIM): S.DEFENDED,
    (S.AWAITING_RESPONSE, Act.REQUEST_JUDGMENT): S.JUDGMENT_REQUESTED,
    (S.JUDGMENT_REQUESTED, Act.RESPOND_TO_CLAIM): S.DEFENDED,
    (S.JUDGMENT_REQUESTED, Act.ENTER_JUDGMENT): S.JUDGMENT_ENTERED,
    (S.JUDGMENT_ENTERED, Act.ISSUE_WRIT): S.WRIT_ISSUED,
}
ADJUDGED = frozenset({S.JUDGMENT_ENTERED, S.WRIT_ISSUED})


UNANSWERED = Condition[ClaimFacts](lambda f: f.state is not S.DEFENDED, refusals.RESPONSE_ALREADY_RECEIVED)
NOT_ADJUDGED = Condition[ClaimFacts](lambda f: f.state not in ADJUDGED, refusals.JUDGMENT_ALREADY_ENTERED)
NOT_REQUESTED = Condition[ClaimFacts](
    lambda f: f.state is not S.JUDGMENT_REQUESTED, refusals.JUDGMENT_ALREADY_REQUESTED
)
TIME_IS_OVER = Condition[ClaimFacts](lambda f: f.deadline.is_past(f.now), refusals.RESPONSE_TIME_NOT_OVER)
SOMETHING_OWED = Condition[ClaimFacts](lambda f: f.owed_pence > 0, refusals.NOTHING_OWED)
IS_REQUESTED = Condition[ClaimFacts](
    lambda f: f.state is not S.AWAITING_RESPONSE,
    refusals.JUDGMENT_NOT_REQUESTED,
)
IS_ADJUDGED = Condition[ClaimFacts](lambda f: f.state in ADJUDGED, reasons.NO_JUDGMENT)
IS_RESTRAINED = Condition[ClaimFacts](lambda f: bool(f.restraints), reasons.NOT_RESTRAINED)
NO_LIVE_APPLICATION = Condition[ClaimFacts](lambda f: f.application is None, reasons.APPLICATION_LIVE)
MAY_BE_SENT = Condition[ClaimFacts](eligibility.may_be_sent_today, reasons.TOO_MANY_SUBMISSIONS)

ACTS: dict[Act, ActRule[ClaimFacts]] = {
    # The defendant may respond until judgment is entered, however late (D-11; CPR 12.3: a late response counts).
    Act.RESPOND_TO_CLAIM: ActRule(
        Relation.DEFENDANT, (UNANSWERED, NOT_ADJUDGED), lambda f: None if f.deadline.is_past(f.now) else f.deadline
    ),
    Act.REQUEST_JUDGMENT: ActRule(
        Relation.CLAIMANT, (NOT_ADJUDGED, NOT_REQUESTED, UNANSWERED, TIME_IS_OVER, SOMETHING_OWED)
    ),
    # The conditions are looked at again at entry: request and entry are two acts (D-11).
    Act.ENTER_JUDGMENT: ActRule(Relation.COURT, (NOT_ADJUDGED, UNANSWERED, IS_REQUESTED, TIME_IS_OVER, SOMETHING_OWED)),
    Act.START_WRIT_APPLICATION: ActRule(Relation.CLAIMANT, (*eligibility.CONDITIONS, NO_LIVE_APPLICATION, MAY_BE_SENT)),
    Act.CHOOSE_PAPER_WRIT: ActRule(Relation.CLAIMANT, (*eligibility.CONDITIONS, NO_LIVE_APPLICATION)),
    Act.RESTRAIN_ENFORCEMENT: ActRule(Relation.COURT, (IS_ADJUDGED,)),
    Act.LIFT_RESTRAINT: ActRule(Relation.COURT, (IS_RESTRAINED,)),
    Act.ISSUE_SECURITY_CODE: ActRule(Relation.COURT, ()),
    Act.UNLINK: ActRule(Relation.COURT, ()),
    Act.OPEN_SERVICE_REQUEST: ActRule(Relation.COURT, ()),
}


def judge(act: Act, facts: ClaimFacts, relation: Relation) -> Judged:
    """Whether `act` is open to someone of this relation: the one answer behind `actions` and the mutations (X-04)."""
    return judging.judge(ACTS, act, facts, relation)


def actions(facts: ClaimFacts, relation: Relation) -> tuple[Judged, ...]:
    """Every act that concerns someone of this relation, open or closed with its reasons."""
    return judging.actions(ACTS, facts, relation)


def after(state: ClaimState, act: Act) -> ClaimState:
    """The state that an act leads to. A pair that the life-cycle lacks is a defect: `judge` refuses it before."""
    return LIFE_CYCLE[state, act]
