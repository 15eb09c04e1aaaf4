"""What has to hold of an enforcement case: the conditions that outcomes, decisions and powers share."""

from backend.rules.casework.facts import CaseFacts
from backend.rules.judging import Condition
from backend.rules.reasons import case_acts
from backend.rules.reasons import enforcement as reasons
from backend.rules.refusals import Reason
from backend.rules.vocabulary import (
    CaseArea,
    Flag,
    KindCode,
    LiabilityOrderState,
    ReviewKind,
    RoutingReason,
    Segment,
    ServiceRequestStatus,
    ServiceRequestSubStatus,
)

On = Condition[CaseFacts]
Sub = ServiceRequestSubStatus


def others_closed(facts: CaseFacts) -> bool:
    """Whether every service request is closed but the one from which the act is done (R-38)."""
    return all(each.id == facts.request for each in facts.open_requests)


def has_marked(facts: CaseFacts, sub_status: ServiceRequestSubStatus) -> bool:
    """Whether enforcement action that goes on is marked so."""
    return any(each.sub_status is sub_status for each in facts.open_powers)


def has_order(facts: CaseFacts) -> bool:
    """Whether a liability order stands: granted, and not invalidated, though it may be paid off."""
    return any(each.state is not LiabilityOrderState.INVALIDATED for each in facts.orders)


def has_gathered(facts: CaseFacts) -> bool:
    """Whether Gather Information was completed; a migrated case goes on from what it carried in (R-17, R-19)."""
    return facts.is_migrated or any(
        each.kind is KindCode.GATHER_INFORMATION and each.sub_status is Sub.COMPLETE for each in facts.requests
    )


def is_paused(facts: CaseFacts) -> bool:
    """Whether the case is on hold, or something of it is paused or marked to go on."""
    on_hold = facts.review is not None and facts.review.kind is ReviewKind.SETUP_ONLY
    return on_hold or has_marked(facts, Sub.READY_FOR_PAUSE) or has_marked(facts, Sub.READY_FOR_REPROGRESSING)


def is_linked_to_original(facts: CaseFacts) -> bool:
    """Whether the Consider Amendment that is worked is linked to a power that is open; true where none is worked."""
    working = facts.working
    if working is None or working.kind is not KindCode.CONSIDER_AMENDMENT:
        return True
    return any(each.id in working.related for each in facts.open_powers)


def was_cancelled_meanwhile(facts: CaseFacts) -> bool:
    """Whether enforcement action was closed as cancelled since the service request worked was opened (R-40).

    Step 47 has what is cancelled closed before the routing service request: in whichever order the two are done, the
    case can be brought to its end.
    """
    since = facts.working.opened_at if facts.working else None
    return since is not None and any(
        each.is_power and each.sub_status is Sub.CANCELLED and each.closed_at is not None and each.closed_at >= since
        for each in facts.requests
    )


def is_linked_to_cause(facts: CaseFacts) -> bool:
    """Whether the service request that is worked is linked to one of a power, which left the artefact (R-42)."""
    working = facts.working
    return working is not None and any(each.is_power and each.id in working.related for each in facts.requests)


def is_allocation_explained(facts: CaseFacts) -> bool:
    """Whether payments are not allocated by hand, or a note of the service request that is worked says why (R-36)."""
    noted = facts.working is not None and facts.working.has_note
    return noted or Flag.MANUAL_ALLOCATION not in facts.flags


def _without(flag: Flag) -> Condition[CaseFacts]:
    return On(lambda f: flag not in f.flags, IN_THE_WAY[flag])


def not_in(area: CaseArea) -> Condition[CaseFacts]:
    """That a transfer to this area would move the case."""
    return On(lambda f: f.area is not area, reasons.CASE_ALREADY_THERE)


IN_THE_WAY: dict[Flag, Reason] = {
    Flag.MANUAL_ALLOCATION: case_acts.MANUAL_ALLOCATION_UNEXPLAINED,
    Flag.LOCK_ASSIGNMENT: reasons.ASSIGNMENT_LOCKED,
    Flag.DISABLE_MISSED_PAYMENT_MONITOR: reasons.MONITOR_DISABLED,
    Flag.COURT_ENFORCED_SCHEDULE: reasons.SCHEDULE_COURT_ENFORCED,
}
"""The flags that are removed before the case goes back to maintenance, each with its reason (R-07, R-38)."""
IN_ENFORCEMENT = On(lambda f: f.in_enforcement, reasons.NOT_IN_ENFORCEMENT)
OUTSIDE_ENFORCEMENT = On(lambda f: not f.in_enforcement, reasons.IN_ENFORCEMENT_ALREADY)
WITH_COMPLAINTS = On(lambda f: f.area is CaseArea.COMPLAINTS, reasons.NOT_WITH_COMPLAINTS)
ARREARS_REMAIN = On(lambda f: f.arrears_pence > 0, reasons.NO_ARREARS_REMAIN)
NOT_REJECTED = On(lambda f: not f.is_rejected, reasons.REFERRAL_IS_REJECTED)
IS_CIVIL = On(lambda f: not f.is_criminal, reasons.CRIMINAL_ENFORCEMENT)
IS_CRIMINAL = On(lambda f: f.is_criminal, reasons.CIVIL_ENFORCEMENT)
INFORMATION_GATHERED = On(has_gathered, reasons.INFORMATION_NOT_GATHERED)
ORDER_STANDS = On(has_order, reasons.NO_LIABILITY_ORDER)
ORDER_IN_FORCE = On(lambda f: bool(f.orders_in_force), reasons.NO_LIABILITY_ORDER)

MARKED_FOR_PAUSE = On(
    lambda f: not f.open_powers or has_marked(f, Sub.READY_FOR_PAUSE), reasons.NOTHING_MARKED_FOR_PAUSE
)
PAUSED = On(is_paused, reasons.NOT_PAUSED)
MARKED_FOR_REPROGRESSING = On(
    lambda f: has_marked(f, Sub.READY_FOR_REPROGRESSING) or not has_marked(f, Sub.READY_FOR_PAUSE),
    reasons.NOTHING_MARKED_FOR_REPROGRESSING,
)
MARKED_FOR_CANCELLATION = On(
    lambda f: has_marked(f, Sub.READY_FOR_CANCELLATION) or was_cancelled_meanwhile(f),
    reasons.NOTHING_MARKED_FOR_CANCELLATION,
)
POWER_IN_PROGRESS = On(
    lambda f: (
        any(each.status is ServiceRequestStatus.IN_PROGRESS for each in f.open_powers) or was_cancelled_meanwhile(f)
    ),
    reasons.NO_ENFORCEMENT_ACTION,
)
WELFARE_NOTED = On(
    lambda f: f.is_migrated or (f.working is not None and f.working.has_welfare_decision),
    reasons.WELFARE_DECISION_NOT_NOTED,
)
GROUND_TO_CANCEL = On(lambda f: f.is_compliant or f.has_died or f.arrears_pence <= 0, reasons.NO_GROUND_TO_CANCEL)
SOMETHING_TO_AMEND = On(lambda f: bool(f.open_powers), reasons.NOTHING_TO_AMEND)
LINKED_TO_ORIGINAL = On(is_linked_to_original, reasons.ORIGINAL_NOT_LINKED)

ARTEFACT_OUTSTANDING = On(lambda f: bool(f.outstanding_artefacts), reasons.NO_ARTEFACT_OUTSTANDING)
LINKED_TO_CAUSE = On(is_linked_to_cause, reasons.CAUSE_NOT_LINKED)
NO_ARTEFACTS = On(lambda f: not f.outstanding_artefacts, reasons.ARTEFACTS_OUTSTANDING)

OPPORTUNITY_TAKEN_UP = On(
    lambda f: f.segment is Segment.SEGMENT_5 and f.reason is RoutingReason.SEGMENT_5_OPPORTUNITY_TAKEN_UP,
    reasons.NO_COMPLIANCE_OPPORTUNITY,
)
SENT_IN = On(lambda f: f.origin is not None, reasons.NOT_SENT_IN)
OTHERS_CLOSED = On(others_closed, reasons.OTHER_SERVICE_REQUESTS_OPEN)
NOT_LOCKED = _without(Flag.LOCK_ASSIGNMENT)
NOT_COURT_ENFORCED = _without(Flag.COURT_ENFORCED_SCHEDULE)
MONITORED = _without(Flag.DISABLE_MISSED_PAYMENT_MONITOR)
ALLOCATION_EXPLAINED = On(is_allocation_explained, IN_THE_WAY[Flag.MANUAL_ALLOCATION])
FREE_FOR_SURVEILLANCE = (OTHERS_CLOSED, NOT_COURT_ENFORCED)
"""What surveillance asks of a case that goes back to maintenance; the other flags it sets and removes itself (R-33)."""
FREE_FOR_MAINTENANCE = (OTHERS_CLOSED, ALLOCATION_EXPLAINED, MONITORED, NOT_LOCKED, NOT_COURT_ENFORCED)
"""What stands in the way of going back to maintenance, each with a reason of its own (R-38)."""
