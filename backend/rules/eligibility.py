"""Can this judgment be enforced by a writ of control? Each condition with its law, in the order in which people ask."""

from collections.abc import Callable
from dataclasses import dataclass

from backend.rules.claim_facts import ClaimFacts
from backend.rules.judging import Condition
from backend.rules.periods import add_months, london_day
from backend.rules.policies import PERMISSION_AFTER_MONTHS, SUBMISSIONS_A_DAY, WRIT_LEAST, in_force
from backend.rules.reasons import writs as reasons
from backend.rules.refusals import Reason
from backend.rules.vocabulary import CheckResult, Jurisdiction, PaymentOrder, RestraintKind

BREATHING_SPACES = frozenset({RestraintKind.BREATHING_SPACE, RestraintKind.MENTAL_HEALTH_CRISIS})


@dataclass(frozen=True, slots=True)
class Question:
    """One condition of a digital writ: its stable code, what it asks, and how it is judged."""

    code: str
    title: str
    condition: Condition[ClaimFacts]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one condition comes to for a claim now."""

    code: str
    title: str
    result: CheckResult
    reason: Reason
    """The law behind it, and what to say where it does not hold."""


def _question(code: str, title: str, holds: Callable[[ClaimFacts], bool], otherwise: Reason) -> Question:
    return Question(code, title, Condition(holds, otherwise))


def payment_is_due(facts: ClaimFacts) -> bool:
    return facts.judgment is not None and facts.now >= facts.judgment.payment_due_at


def keeps_a_plan(facts: ClaimFacts) -> bool:
    """Whether the judgment is to be paid by instalments of which none is overdue."""
    by_instalments = facts.judgment is not None and facts.judgment.payment_order is PaymentOrder.INSTALMENTS
    return by_instalments and not payment_is_due(facts)


def is_large_enough(facts: ClaimFacts) -> bool:
    return facts.owed_pence >= in_force(WRIT_LEAST, london_day(facts.now)).value


def needs_permission(facts: ClaimFacts) -> bool:
    if facts.judgment is None:
        return False
    today = london_day(facts.now)
    months = in_force(PERMISSION_AFTER_MONTHS, today).value
    return today >= add_months(facts.judgment.entered_on, months)


def may_be_sent_today(facts: ClaimFacts) -> bool:
    """Whether another application may be sent to the court this London day; no condition of a writ, so never shown."""
    return facts.submissions_today < in_force(SUBMISSIONS_A_DAY, london_day(facts.now)).value


QUESTIONS: tuple[Question, ...] = (
    _question("JUDGMENT", "Judgment has been entered", lambda f: f.judgment is not None, reasons.NO_JUDGMENT),
    _question("UNPAID", "Something is owed under it", lambda f: f.owed_pence > 0, reasons.JUDGMENT_PAID),
    _question("DUE", "The time for payment is over", payment_is_due, reasons.PAYMENT_NOT_DUE),
    _question("NO_KEPT_PLAN", "No payment plan is being kept", lambda f: not keeps_a_plan(f), reasons.PLAN_KEPT),
    _question("AMOUNT", "At least £600 is to be enforced", is_large_enough, reasons.SUM_TOO_SMALL),
    _question(
        "JURISDICTION",
        "It is a judgment of England and Wales",
        lambda f: f.jurisdiction is Jurisdiction.ENGLAND_WALES,
        reasons.NOT_ENGLAND_WALES,
    ),
    _question(
        "NOT_STAYED",
        "Enforcement is not stayed",
        lambda f: RestraintKind.STAY not in f.restraints,
        reasons.ENFORCEMENT_STAYED,
    ),
    _question(
        "NO_BREATHING_SPACE",
        "The defendant is not in breathing space",
        lambda f: not f.restraints & BREATHING_SPACES,
        reasons.IN_BREATHING_SPACE,
    ),
    _question("NO_LIVE_WRIT", "There is no live writ", lambda f: f.writ is None, reasons.WRIT_LIVE),
    _question(
        "NO_PERMISSION_NEEDED",
        "Less than six years have passed since the judgment",
        lambda f: not needs_permission(f),
        reasons.PERMISSION_NEEDED,
    ),
)

CONDITIONS: tuple[Condition[ClaimFacts], ...] = tuple(question.condition for question in QUESTIONS)


def answers(facts: ClaimFacts) -> tuple[Answer, ...]:
    """Every condition with what it comes to now (W-03); whether the agreement was regulated only the claimant knows."""
    judged = tuple(
        Answer(each.code, each.title, _result(each.condition.holds(facts)), each.condition.otherwise)
        for each in QUESTIONS
    )
    regulated = Answer(
        "NOT_REGULATED",
        "The debt does not arise from a regulated credit agreement",
        CheckResult.TO_BE_SETTLED,
        reasons.REGULATED_AGREEMENT,
    )
    return (*judged, regulated)


def _result(holds: bool) -> CheckResult:
    return CheckResult.HOLDS if holds else CheckResult.FAILS
