"""What do the flags of an enforcement case do, and who may set and remove them (R-07, R-11, R-36, R-38, R-50)?"""

from dataclasses import dataclass

from backend.rules.access import ENFORCERS
from backend.rules.casework.agency.conditions import IN_THE_WAY, is_allocation_explained
from backend.rules.casework.facts import CaseFacts
from backend.rules.reasons import case_acts as reasons
from backend.rules.reasons import enforcement
from backend.rules.reasons.arrears import MONITOR_MUST_BE_DISABLED
from backend.rules.refusals import Reason
from backend.rules.schedules import monitor_must_be_disabled
from backend.rules.vocabulary import Flag, Role


@dataclass(frozen=True, slots=True)
class FlagRule:
    """One flag: what it does while it is set, and who sets and removes it by hand."""

    title: str
    does: str
    by_hand: frozenset[Role]
    """Who sets and removes it, where they work the case; empty where only the service sets it."""


FLAGS: dict[Flag, FlagRule] = {
    Flag.EVER_IN_ENFORCEMENT: FlagRule(
        "Ever in Enforcement", "Tells that there was civil enforcement; it stays for ever.", frozenset()
    ),
    Flag.MANUAL_ALLOCATION: FlagRule(
        "Manual allocation",
        "Payments are allocated by hand.",
        ENFORCERS,
    ),
    Flag.LOCK_ASSIGNMENT: FlagRule(
        "Lock assignment",
        "The case group stays with its team when the paying parent moves to another jurisdiction.",
        ENFORCERS,
    ),
    Flag.DISABLE_MISSED_PAYMENT_MONITOR: FlagRule(
        "Disable missed payment monitor",
        "Missed payments do not have the case routed.",
        ENFORCERS | {Role.ARREARS_CASE_OWNER},
    ),
    Flag.COURT_ENFORCED_SCHEDULE: FlagRule(
        "Court enforced schedule",
        "Tells that a court enforces the payment schedule.",
        ENFORCERS,
    ),
    Flag.DEO_DESIRE: FlagRule("DEO desire", "A deduction from earnings order is wanted when it can be had.", ENFORCERS),
}
SETTERS = frozenset[Role]().union(*(rule.by_hand for rule in FLAGS.values()))
"""Whoever may set some flag by hand."""
ELSEWHERE = frozenset({Role.ARREARS_CASE_OWNER})
"""Whoever sets their flag wherever the case is (R-50); all others only in enforcement."""


def judge_setting(flag: Flag, facts: CaseFacts) -> tuple[Reason, ...]:
    """What stands against setting a flag by hand, for whoever looks at the case by these facts."""
    already = (reasons.FLAG_ALREADY_SET,) if flag in facts.flags else ()
    return (*_not_theirs(flag, facts), *already)


def judge_removing(flag: Flag, facts: CaseFacts) -> tuple[Reason, ...]:
    """What stands against removing a flag by hand; the monitor stays disabled while an order is not met (R-50)."""
    missing = () if flag in facts.flags else (reasons.FLAG_NOT_SET,)
    is_monitor = flag is Flag.DISABLE_MISSED_PAYMENT_MONITOR
    stays = (MONITOR_MUST_BE_DISABLED,) if is_monitor and monitor_must_be_disabled(facts) else ()
    return (*_not_theirs(flag, facts), *missing, *stays)


def _not_theirs(flag: Flag, facts: CaseFacts) -> tuple[Reason, ...]:
    by_hand = FLAGS[flag].by_hand
    if not by_hand:
        return (reasons.FLAG_SET_BY_THE_SERVICE,)
    return () if facts.viewer_role in by_hand else (reasons.FLAG_NOT_YOURS,)


def judge_ever_in_enforcement(facts: CaseFacts) -> tuple[Reason, ...]:
    """What stands against the service setting Ever in Enforcement: criminal enforcement, a rejected referral (R-08)."""
    found = (
        (facts.is_criminal, enforcement.CRIMINAL_ENFORCEMENT),
        (facts.is_rejected, enforcement.REFERRAL_IS_REJECTED),
    )
    return tuple(reason for holds, reason in found if holds)


def to_be_removed(facts: CaseFacts) -> tuple[Flag, ...]:
    """The flags that stand in the way of the case's return to maintenance (R-07, R-38).

    Manual allocation does not where a note of the service request that carries the transfer explains it (R-36).
    """
    explained = {Flag.MANUAL_ALLOCATION} if is_allocation_explained(facts) else set[Flag]()
    return tuple(flag for flag in IN_THE_WAY if flag in facts.flags - explained)
