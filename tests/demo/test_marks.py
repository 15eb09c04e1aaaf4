"""What stands out about an enforcement case, in words."""

from datetime import date
from uuid import uuid4

import pytest

from backend.demo import marks
from backend.rules.casework.facts import CaseFacts, ExpectedFacts, ScheduleFacts
from backend.rules.vocabulary import (
    ExpectedState,
    Flag,
    KindCode,
    Power,
    ReviewKind,
    ScheduleKind,
    ServiceRequestStatus,
)
from tests.builders.case_facts import artefact, in_enforcement, request, review

DUE = date(2027, 1, 15)
TO_BE_ROUTED = request(KindCode.REVIEW_CASE, status=ServiceRequestStatus.OPEN)
ASKED = request(KindCode.REVIEW_CASE, owner=uuid4(), status=ServiceRequestStatus.INITIATE_APPROVAL_PROCESS)


def paying(*states: ExpectedState) -> ScheduleFacts:
    """A negotiated schedule of whose payments this became."""
    expected = [ExpectedFacts(number, DUE, 10_000, 0, state) for number, state in enumerate(states, 1)]
    return ScheduleFacts(uuid4(), ScheduleKind.NEGOTIATED, tuple(expected))


@pytest.mark.parametrize(
    ("case", "waiting"),
    [
        (in_enforcement(requests=(TO_BE_ROUTED,)), ("to be routed",)),
        (in_enforcement(requests=(TO_BE_ROUTED, TO_BE_ROUTED)), ("to be routed",)),
        (in_enforcement(requests=(ASKED,)), ("to be approved",)),
        (in_enforcement(requests=(request(KindCode.SIGN_OFF_LETTER),)), ("letter to be signed off",)),
        (in_enforcement(schedule=paying(ExpectedState.MET, ExpectedState.MISSED)), ("payment missed",)),
        (in_enforcement(schedule=paying(ExpectedState.MISSED, ExpectedState.MISSED)), ("2 payments missed",)),
        (in_enforcement(unallocated_pence=1), ("payment to be allocated",)),
        (in_enforcement(requests=(request(KindCode.SIGN_OFF_LETTER, is_open=False),)), ()),
    ],
    ids=["new", "twice", "asked", "letter", "one-missed", "two-missed", "unallocated", "signed"],
)
def test_what_waits_for_somebody_is_told(case: CaseFacts, waiting: tuple[str, ...]) -> None:
    assert marks.waiting(case) == waiting


@pytest.mark.parametrize(
    ("case", "standing"),
    [
        (in_enforcement(), ("nothing is going on",)),
        (in_enforcement(requests=(request(KindCode.REVIEW_CASE, owner=uuid4()),)), ("being routed",)),
        (in_enforcement(requests=(TO_BE_ROUTED,)), ()),
        (in_enforcement(has_died=True, is_compliant=True), ("the paying parent has died", "has become compliant")),
        (in_enforcement(is_rejected=True), ("referral rejected",)),
        (in_enforcement(review=review(ReviewKind.SETUP_ONLY)), ("paused until 3 May 2027",)),
        (
            in_enforcement(artefacts=(artefact(Power.REGISTER_ENTRY), artefact(Power.COMMITMENT))),
            ("sanction in force: commitment", "register entry in force"),
        ),
        (in_enforcement(artefacts=(artefact(Power.COMMITMENT, is_outstanding=False),)), ("nothing is going on",)),
        (
            in_enforcement(artefacts=(artefact(Power.CHARGE_FOR_PAYMENT, expires_on=date(2027, 2, 1)),)),
            ("charge for payment in force until 1 February 2027",),
        ),
        (
            in_enforcement(artefacts=(artefact(Power.CHARGE_FOR_PAYMENT, expires_on=date(2027, 1, 31)),)),
            ("charge for payment expired on 31 January 2027",),
        ),
        (in_enforcement(flags=frozenset({Flag.EVER_IN_ENFORCEMENT, Flag.DEO_DESIRE})), ("DEO desire",)),
    ],
    ids=[
        "nothing",
        "routing",
        "waits",
        "ended",
        "rejected",
        "paused",
        "in-force",
        "cleared",
        "last-day",
        "expired",
        "flags",
    ],
)
def test_how_else_it_stands_is_told(case: CaseFacts, standing: tuple[str, ...]) -> None:
    assert marks.standing(case) == standing
