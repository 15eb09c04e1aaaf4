"""What does the review of a case ask, and what stands in the way of its return to maintenance (R-07)?"""

from dataclasses import dataclass

from backend.rules import flags, transfers
from backend.rules.casework.facts import CaseFacts, RequestFacts
from backend.rules.refusals import Reason
from backend.rules.vocabulary import Flag


@dataclass(frozen=True, slots=True)
class CaseReview:
    """The questions of the procedure's first step, answered from the facts."""

    arrears_remain: bool
    is_action_going_on: bool
    is_schedule_fitting: bool
    is_further_action_fitting: bool
    manual_allocation: bool
    lock_assignment: bool
    missed_payment_monitor_disabled: bool
    flags_in_the_way: tuple[Flag, ...]
    requests_in_the_way: tuple[RequestFacts, ...]
    reasons: tuple[Reason, ...]


def review(facts: CaseFacts) -> CaseReview:
    """The review of a case. The service request from which it is done does not stand in its own way.

    A new schedule is fitting where arrears remain and none is kept to; further action, where arrears remain, the case
    is in enforcement, and no action goes on that would have to end before.
    """
    owes = facts.arrears_pence > 0
    return CaseReview(
        arrears_remain=owes,
        is_action_going_on=bool(facts.open_powers),
        is_schedule_fitting=owes and facts.in_enforcement and facts.schedule is None and not facts.has_died,
        is_further_action_fitting=owes and facts.in_enforcement and not facts.open_powers and not facts.has_died,
        manual_allocation=Flag.MANUAL_ALLOCATION in facts.flags,
        lock_assignment=Flag.LOCK_ASSIGNMENT in facts.flags,
        missed_payment_monitor_disabled=Flag.DISABLE_MISSED_PAYMENT_MONITOR in facts.flags,
        flags_in_the_way=flags.to_be_removed(facts),
        requests_in_the_way=tuple(each for each in facts.open_requests if each.id != facts.request),
        reasons=transfers.before_maintenance(facts),
    )
