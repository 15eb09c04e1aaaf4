"""Which decision is open now, and why not: one judge for what is shown and for what is done (R-15, X-04)."""

from dataclasses import dataclass

from backend.rules.casework.catalogue import KINDS
from backend.rules.casework.facts import CaseFacts
from backend.rules.casework.kinds import Outcome
from backend.rules.judging import Condition
from backend.rules.reasons import enforcement as reasons
from backend.rules.refusals import Reason
from backend.rules.routing.amend import AMEND
from backend.rules.routing.cancel import CANCEL
from backend.rules.routing.clear_artefacts import CLEAR_ARTEFACTS
from backend.rules.routing.initiate import INITIATE
from backend.rules.routing.lock_assignment import LOCK_ASSIGNMENT
from backend.rules.routing.missed_payment_monitor import MISSED_PAYMENT_MONITOR
from backend.rules.routing.negotiate import NEGOTIATE
from backend.rules.routing.parts import ByOutcome, DecisionRule, Way
from backend.rules.routing.pause import PAUSE
from backend.rules.routing.resume import RESUME
from backend.rules.routing.surveillance import SURVEILLANCE
from backend.rules.routing.transfer import TRANSFER
from backend.rules.vocabulary import Decision, Role

_RULES = (
    INITIATE,
    PAUSE,
    RESUME,
    AMEND,
    SURVEILLANCE,
    TRANSFER,
    LOCK_ASSIGNMENT,
    CLEAR_ARTEFACTS,
    NEGOTIATE,
    MISSED_PAYMENT_MONITOR,
    CANCEL,
)
DECISIONS: dict[Decision, DecisionRule] = {rule.decision: rule for rule in _RULES}
"""The eleven decisions, in the order of the procedure's step 4."""


@dataclass(frozen=True, slots=True)
class WayJudged:
    """One way of taking a decision, and why it is closed beside the decision's own reasons."""

    way: Way
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class DecisionJudged:
    """Whether a decision is open on a case now, why not, and what each of its ways asks for besides."""

    rule: DecisionRule
    reasons: tuple[Reason, ...]
    ways: tuple[WayJudged, ...]

    @property
    def decision(self) -> Decision:
        return self.rule.decision

    @property
    def is_open(self) -> bool:
        return not self.reasons


def judge(decision: Decision, facts: CaseFacts) -> tuple[Reason, ...]:
    """Why this decision cannot be taken; empty where it is open to whoever looks, in one way at least."""
    rule = DECISIONS[decision]
    against, ways = _against(rule, facts), [_judged(way, facts) for way in rule.taken_by]
    if against or any(not each.reasons for each in ways):
        return against
    return tuple(dict.fromkeys(reason for each in ways for reason in each.reasons))


def judge_outcome(outcome: Outcome, facts: CaseFacts) -> tuple[Reason, ...]:
    """Why this outcome cannot be chosen on the case: what stands against its decision, then its own conditions.

    For whoever completes a line and for whoever is shown it. A reason stands once.
    """
    of_decision = _against(DECISIONS[outcome.decision], facts) if outcome.decision else ()
    return tuple(dict.fromkeys((*of_decision, *_unmet(outcome.conditions, facts))))


def decisions(facts: CaseFacts) -> tuple[DecisionJudged, ...]:
    """All eleven in the order of the procedure, open or closed with the reasons, each with its ways."""
    return tuple(
        DecisionJudged(rule, judge(decision, facts), tuple(_judged(way, facts) for way in rule.taken_by))
        for decision, rule in DECISIONS.items()
    )


def outcome_of(way: ByOutcome) -> Outcome:
    """The outcome by which a decision is taken. Raises KeyError where the catalogue has none."""
    found = KINDS[way.kind].template.line(way.line).outcome(way.outcome)
    if found is None:
        raise KeyError(way.outcome)
    return found


def _judged(way: Way, facts: CaseFacts) -> WayJudged:
    conditions = outcome_of(way).conditions if isinstance(way, ByOutcome) else ()
    return WayJudged(way, _unmet(conditions, facts))


def _against(rule: DecisionRule, facts: CaseFacts) -> tuple[Reason, ...]:
    """What stands against a decision whichever way it is taken. Rules of the service itself ask nobody's role."""
    if facts.viewer_role not in (None, Role.SYSTEM) and facts.viewer_role not in rule.roles:
        return (reasons.DECISION_NOT_YOURS,)
    return _unmet(rule.conditions, facts)


def _unmet(conditions: tuple[Condition[CaseFacts], ...], facts: CaseFacts) -> tuple[Reason, ...]:
    return tuple(each.otherwise for each in conditions if not each.holds(facts))
