"""Enforcement cases as the rules look at them, without a database: each fact as a test needs it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from backend.rules.casework.catalogue import KINDS
from backend.rules.casework.facts import ArtefactFacts, CaseFacts, OrderFacts, RequestFacts, ReviewFacts
from backend.rules.casework.kinds import Outcome
from backend.rules.refusals import Reason
from backend.rules.routing.judge import judge_outcome
from backend.rules.vocabulary import (
    CaseArea,
    Jurisdiction,
    KindCode,
    LiabilityOrderState,
    Power,
    ReviewKind,
    RoutingReason,
    Segment,
    ServiceRequestStatus,
    ServiceRequestSubStatus,
)

NOW = datetime(2027, 2, 1, 10, tzinfo=UTC)


def in_enforcement(**changed: Any) -> CaseFacts:
    """A case in enforcement in England and Wales: £2,400 owed, nothing done yet."""
    usual = CaseFacts(
        now=NOW,
        jurisdiction=Jurisdiction.ENGLAND_WALES,
        area=CaseArea.ENFORCEMENT,
        segment=Segment.STANDARD,
        reason=RoutingReason.TRANSFERRED_TO_ENFORCEMENT,
        origin=CaseArea.MAINTENANCE,
        arrears_pence=240_000,
    )
    return replace(usual, **changed)


def request(
    kind: KindCode, sub_status: ServiceRequestSubStatus | None = None, *, is_open: bool = True, **changed: Any
) -> RequestFacts:
    """A service request in progress, or closed: as complete unless it is said otherwise."""
    status = ServiceRequestStatus.IN_PROGRESS if is_open else ServiceRequestStatus.CLOSED
    ended = sub_status if is_open else sub_status or ServiceRequestSubStatus.COMPLETE
    return replace(RequestFacts(uuid4(), kind, status, ended), **changed)


def order(**changed: Any) -> OrderFacts:
    """A liability order of England and Wales over £1,500."""
    return replace(OrderFacts(uuid4(), LiabilityOrderState.GRANTED, 150_000, Jurisdiction.ENGLAND_WALES), **changed)


def artefact(power: Power, **changed: Any) -> ArtefactFacts:
    """What a power left, outstanding."""
    return replace(ArtefactFacts(uuid4(), power, is_outstanding=True, commenced_on=date(2026, 6, 1)), **changed)


def review(kind: ReviewKind = ReviewKind.SETUP_ONLY) -> ReviewFacts:
    """The live case review date."""
    return ReviewFacts(uuid4(), kind, date(2027, 5, 3))


ROUTING = request(KindCode.REVIEW_CASE)
"""The routing service request that somebody works."""


def worked(*others: RequestFacts, on_it: RequestFacts = ROUTING, **changed: Any) -> CaseFacts:
    """A case in enforcement as seen from a service request that somebody works."""
    return in_enforcement(requests=(on_it, *others), request=on_it.id, **changed)


def outcome(kind: KindCode, line: str, code: str) -> Outcome:
    found = KINDS[kind].template.line(line).outcome(code)
    assert found is not None
    return found


def against(kind: KindCode, line: str, code: str, facts: CaseFacts) -> list[Reason]:
    return list(judge_outcome(outcome(kind, line, code), facts))
