"""What stands out about an enforcement case, in the words of the field."""

from collections.abc import Callable, Iterator
from datetime import date

from backend.rules.casework.facts import SANCTIONS, ArtefactFacts, CaseFacts
from backend.rules.flags import FLAGS
from backend.rules.vocabulary import (
    ExpectedState,
    Flag,
    KindCode,
    Power,
    ReviewKind,
    ScheduleKind,
    Segment,
    ServiceRequestStatus,
)
from backend.rules.words import in_words

Marks = Iterator[str]


def waiting(case: CaseFacts) -> tuple[str, ...]:
    """What came in, or did not, and waits for somebody."""
    return tuple(mark for part in WAITING for mark in part(case))


def standing(case: CaseFacts) -> tuple[str, ...]:
    """How else it stands; at least one thing where nothing waits."""
    found = tuple(mark for part in STANDING for mark in part(case))
    if found or waiting(case):
        return found
    return ("being routed" if _is_open(KindCode.REVIEW_CASE, case) else "nothing is going on",)


def _ended(case: CaseFacts) -> Marks:
    if case.has_died:
        yield "the paying parent has died"
    if case.is_rejected:
        yield "referral rejected"
    if case.is_compliant:
        yield "has become compliant"


def _to_be_done(case: CaseFacts) -> Marks:
    """What somebody has to take up, or decide."""
    routings = [each for each in case.open_requests if each.kind is KindCode.REVIEW_CASE]
    if any(each.owner is None for each in routings):
        yield "to be routed"
    if any(each.owner and each.status is ServiceRequestStatus.OPEN for each in routings):
        yield "routed, not started"
    if any(each.status is ServiceRequestStatus.INITIATE_APPROVAL_PROCESS for each in case.open_requests):
        yield "to be approved"
    if _is_open(KindCode.SIGN_OFF_LETTER, case):
        yield "letter to be signed off"


def _monitored(case: CaseFacts) -> Marks:
    """What came in, or did not."""
    expected = case.schedule.expected if case.schedule else ()
    missed = sum(each.state is ExpectedState.MISSED for each in expected)
    if missed:
        yield "payment missed" if missed == 1 else f"{missed} payments missed"
    if case.unallocated_pence or case.excess_pence:
        yield "payment to be allocated"


def _at_rest(case: CaseFacts) -> Marks:
    if case.surveillance:
        yield "in surveillance"
    if case.review:
        word = "paused until" if case.review.kind is ReviewKind.SETUP_ONLY else "review on"
        yield f"{word} {_day(case.review.due_on)}"


def _enforced(case: CaseFacts) -> Marks:
    """Enforcement action: what is in force, what is applied for, what is being found out."""
    for artefact in sorted(case.outstanding_artefacts, key=lambda each: each.power not in SANCTIONS):
        yield _in_force(artefact, case.today)
    for each in case.open_powers:
        yield f"{in_words(Power(each.kind))} launched"
    if _is_open(KindCode.GATHER_INFORMATION, case):
        yield "information being gathered"
    if case.orders_in_force:
        yield "liability order granted"


def _agreed(case: CaseFacts) -> Marks:
    if case.schedule:
        is_agreed = case.schedule.kind is ScheduleKind.NEGOTIATED
        yield "schedule agreed" if is_agreed else in_words(case.schedule.kind)


def _told_apart(case: CaseFacts) -> Marks:
    """How it came, and the flags that are set (Ever in Enforcement says nothing here: nearly all have it)."""
    if case.is_migrated:
        yield "from the legacy system"
    if case.segment is Segment.SEGMENT_5:
        yield "segment 5"
    for flag in Flag:
        if flag in case.flags and flag is not Flag.EVER_IN_ENFORCEMENT:
            yield FLAGS[flag].title


def _in_force(artefact: ArtefactFacts, today: date) -> str:
    if artefact.power in SANCTIONS:
        return f"sanction in force: {in_words(artefact.power)}"
    power, end = in_words(artefact.power), artefact.expires_on
    if end is None:
        return f"{power} in force"
    return f"{power} expired on {_day(end)}" if end < today else f"{power} in force until {_day(end)}"


def _is_open(kind: KindCode, case: CaseFacts) -> bool:
    return any(each.kind is kind for each in case.open_requests)


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


Parts = tuple[Callable[[CaseFacts], Marks], ...]
WAITING: Parts = (_monitored, _to_be_done)
STANDING: Parts = (_ended, _at_rest, _enforced, _agreed, _told_apart)
