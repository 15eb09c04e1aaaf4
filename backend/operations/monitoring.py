"""Monitoring: what falls due on an enforcement case opens work by itself, each thing once (R-01, R-02, R-35)."""

from collections.abc import Container
from uuid import UUID

from sqlalchemy import exists, select, update

from backend.models import ExpectedPayment, ServiceRequest
from backend.operations import reviews, surveillance, worked
from backend.operations.case_file import CaseFile, load
from backend.operations.opening import open_once
from backend.operations.unit import Outcome, Unit
from backend.rules import monitoring as rules
from backend.rules.monitoring import Due
from backend.rules.periods import london_day
from backend.rules.routing_reasons import REASONS
from backend.rules.triggers import waits_over
from backend.rules.vocabulary import AGENCY_AND_PAYING_PARENT, Act, EventKind, KindCode, RoutingReason

LONGEST = 300
"""Characters of the sentence that says why a service request was opened."""
REVIEWS = frozenset({RoutingReason.REVIEW_EXPIRED, RoutingReason.SURVEILLANCE_REVIEW_REACHED})
WAITS = frozenset({RoutingReason.WAIT_PERIOD_EXPIRED})
TRANSFERS = frozenset({RoutingReason.SCHEDULE_COMPLETED})
EVERYTHING = frozenset(RoutingReason)
WAIT_OVER = "The wait period is over."
REVIEW_REACHED = "its day came"


async def open_routing(
    unit: Unit,
    case_file: CaseFile,
    reason: RoutingReason,
    *,
    occasion: str,
    sentence: str | None = None,
    about: UUID | None = None,
) -> ServiceRequest | None:
    """Route a case for a decision: open its routing service request, with the reason (R-02). None: it was met before.

    For an act that was permitted and holds the case locked; the one way in which anything automatic does it. An
    `occasion` (at most 120 characters; `rules.monitoring.occasion` makes one) opens once, whatever the number of
    workers, repeats and restarts. A case in surveillance comes out of it first, by the trigger of the five that the
    reason is there (R-35). `sentence` tells more than the reason does, without personal data. `about` is what the
    occasion is: the payment, the order, the artefact.
    """
    if await unit.session.scalar(select(exists().where(ServiceRequest.opened_for == occasion))):
        return None
    if case_file.facts.in_surveillance:
        reason = rules.exit_of(reason)
        await surveillance.leave(unit, case_file, reason)
    words = " ".join(each for each in (REASONS[reason].sentence, sentence) if each)
    return await open_once(
        unit,
        case_file.stream,
        case_file.case,
        KindCode.REVIEW_CASE,
        reason=words[:LONGEST],
        about=about,
        occasion=occasion,
    )


async def look_at(unit: Unit, case_id: UUID, *, only: Container[RoutingReason] = EVERYTHING) -> Outcome:
    """Look at one case and open what is due on it, by these reasons alone where they are named.

    For the service. What is due is judged under the case's lock, so that of several who look, one opens. Payments that
    did not come are noted, review dates and wait periods that were reached are ended. Raises `NotFound`.
    """
    unit.permit(Act.MONITOR_CASE, when=unit.actor.is_system)
    case_file = await load(unit, case_id)
    found = [each for each in rules.due(case_file.facts) if each.trigger.code in only]
    waits = waits_over(case_file.facts) if RoutingReason.WAIT_PERIOD_EXPIRED in only else ()
    if RoutingReason.MISSED_PAYMENT in only:
        await _note_unmet(unit, case_file)
    opened = [await _open(unit, case_file, each) for each in found]
    for each in waits:
        await _bring_up(unit, case_file, each.id)
    return Outcome({f"service_request_{number}": each.id for number, each in enumerate(filter(None, opened))})


async def _open(unit: Unit, case_file: CaseFile, found: Due) -> ServiceRequest | None:
    if found.trigger.opens is KindCode.REVIEW_CASE:
        opened = await open_routing(
            unit,
            case_file,
            found.trigger.code,
            occasion=found.occasion,
            sentence=found.found.detail,
            about=found.about,
        )
    else:
        opened = await open_once(
            unit,
            case_file.stream,
            case_file.case,
            found.trigger.opens,
            reason=found.sentence[:LONGEST],
            about=found.about,
            occasion=found.occasion,
        )
    if found.trigger.code in REVIEWS:
        await reviews.end_review(unit, case_file, REVIEW_REACHED)
    return opened


async def _note_unmet(unit: Unit, case_file: CaseFile) -> None:
    """Note every payment that was expected and did not come, or came in part (R-01)."""
    for expected, state in rules.unmet(case_file.facts):
        await unit.session.execute(update(ExpectedPayment).where(ExpectedPayment.id == expected.id).values(state=state))
        case_file.record(
            unit,
            EventKind.PAYMENT_NOT_RECEIVED,
            audience=AGENCY_AND_PAYING_PARENT,
            subject_id=expected.id,
            amount=expected.amount_pence,
            dueOn=expected.due_on.isoformat(),
            paid=expected.paid_pence,
        )


async def _bring_up(unit: Unit, case_file: CaseFile, service_request_id: UUID) -> None:
    """End a wait period: the service request is due today, and its notes say why (R-44)."""
    row = await unit.session.get_one(ServiceRequest, service_request_id)
    waiting = await worked.of(unit, case_file, row)
    row.waits_until, row.due_on = None, london_day(unit.now)
    waiting.note(unit, WAIT_OVER, by=None)
    waiting.changed(unit, EventKind.SERVICE_REQUEST_NOTED)
