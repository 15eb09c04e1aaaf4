"""What can be chosen on an enforcement case: each power to launch, each flag to set or remove (R-18, R-38, R-50, X-04).

One judge for what the API offers and for what the mutations permit: the act itself, then the choice.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from backend.rules import enforcement_cases, flags, powers, refusals
from backend.rules.casework.facts import CaseFacts
from backend.rules.flags import FLAGS, FlagRule
from backend.rules.judging import Judged
from backend.rules.powers import POWERS, PowerRule
from backend.rules.reasons import case_acts as reasons
from backend.rules.reasons.casework import NOT_ASSIGNED_TO_YOU
from backend.rules.refusals import Reason
from backend.rules.vocabulary import Act, Flag, KindCode, Power, Relation


@dataclass(frozen=True, slots=True)
class PowerOption:
    """A power of the case's jurisdiction: whether whoever looks can launch it now, and from which service request."""

    rule: PowerRule
    routing: UUID | None
    judged: Judged


@dataclass(frozen=True, slots=True)
class FlagOption:
    """A flag: whether it is set, and whether whoever looks can set it, or remove it."""

    flag: Flag
    rule: FlagRule
    is_set: bool
    acts: tuple[Judged, ...]


def power_options(facts: CaseFacts, relation: Relation, viewer: UUID | None) -> tuple[PowerOption, ...]:
    """Every power of the case's jurisdiction, as whoever looks could launch it from the routing that serves them."""
    seen = replace(facts, request=launched_from(facts, viewer))
    return tuple(
        PowerOption(rule, seen.request, judge_launching(rule.power, seen, relation, viewer))
        for rule in POWERS[facts.jurisdiction]
    )


def flag_options(facts: CaseFacts, relation: Relation) -> tuple[FlagOption, ...]:
    """Every flag, with both acts on it."""
    acts = (Act.SET_FLAG, Act.REMOVE_FLAG)
    return tuple(
        FlagOption(flag, rule, flag in facts.flags, tuple(judge_flag(act, flag, facts, relation) for act in acts))
        for flag, rule in FLAGS.items()
    )


def launched_from(facts: CaseFacts, viewer: UUID | None) -> UUID | None:
    """The case routing service request to launch a power from: the viewer's own, else one that is open; the newest."""
    found = [each for each in reversed(facts.requests) if each.kind is KindCode.REVIEW_CASE]
    best = max(found, key=lambda each: (each.owner == viewer, each.is_open), default=None)
    return best.id if best else None


def judge_launching(power: Power, facts: CaseFacts, relation: Relation, viewer: UUID | None) -> Judged:
    """Whether somebody can launch this power from `facts.request`: the answer behind the list and the act (R-18)."""
    against = (*_against_routing(facts, viewer), *powers.judge(power, facts))
    return _judged(Act.LAUNCH_POWER, facts, relation, against)


def judge_flag(act: Act, flag: Flag, facts: CaseFacts, relation: Relation) -> Judged:
    """Whether somebody can set this flag, or remove it, by hand: the answer behind the list and the acts (R-38)."""
    judge = flags.judge_setting if act is Act.SET_FLAG else flags.judge_removing
    return _judged(act, facts, relation, judge(flag, facts))


def _judged(act: Act, facts: CaseFacts, relation: Relation, against: tuple[Reason, ...]) -> Judged:
    judged = enforcement_cases.judge(act, facts, relation)
    if judged.reasons == (refusals.NOT_OPEN_TO_YOU,):
        return judged
    return Judged(act, tuple(dict.fromkeys((*judged.reasons, *against))))


def _against_routing(facts: CaseFacts, viewer: UUID | None) -> tuple[Reason, ...]:
    """What the service request from which a power is launched has against it, closed or not (R-18, R-54)."""
    routing = facts.working
    if routing is None:
        return (reasons.NOT_A_ROUTING_REQUEST,)
    found = (
        (routing.kind is not KindCode.REVIEW_CASE, reasons.NOT_A_ROUTING_REQUEST),
        (routing.owner != viewer, NOT_ASSIGNED_TO_YOU),
        (bool(facts.open_powers) and not routing.has_considered_parallel, reasons.PARALLEL_ACTION_NOT_CONSIDERED),
    )
    return tuple(reason for stands, reason in found if stands)
