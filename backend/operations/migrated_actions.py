"""What was done in the legacy system about a case that came from it: carried in by the transition team (R-19)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from backend.models import ServiceRequest
from backend.operations import liability_orders, powers, worked
from backend.operations.case_file import CaseFile, load
from backend.operations.unit import Outcome, Unit
from backend.rules import refusals
from backend.rules.powers import rule_of
from backend.rules.reasons import case_acts as reasons
from backend.rules.reasons import enforcement
from backend.rules.refusals import Problem
from backend.rules.texts import PARAGRAPH, fits
from backend.rules.vocabulary import Act, EventKind, Jurisdiction, KindCode, Power, PowerResult

MOST = 50
"""Earlier actions at a time."""


@dataclass(frozen=True, slots=True)
class EarlierPower:
    """A power that was considered or exhausted in the legacy system."""

    power: Power
    result: PowerResult
    reason: str


@dataclass(frozen=True, slots=True)
class EarlierOrder:
    """A liability order that was granted before the case came; in pence."""

    number: str
    amount_pence: int
    court: str
    granted_on: date
    jurisdiction: Jurisdiction


async def record(
    unit: Unit,
    case_id: UUID,
    *,
    actions: Sequence[str],
    considered: Sequence[EarlierPower] = (),
    orders: Sequence[EarlierOrder] = (),
    expected_version: int | None = None,
) -> Outcome:
    """Add earlier actions as notes of the case routing service request, with the powers that they considered.

    The orders that stand come over part of the arrears, by their reference numbers, without a charge.

    Raises `Refused` where the case was not migrated, or has no open case routing; `Invalid`.
    """
    case_file = await load(unit, case_id, expected_version=expected_version)
    facts = case_file.require(Act.RECORD_MIGRATED_ACTIONS, unit)
    if any(rule_of(each.power, facts.jurisdiction) is None for each in considered):
        raise refusals.Refused(enforcement.POWER_NOT_AVAILABLE)
    if found := _problems(actions, considered, orders):
        raise refusals.Invalid(*found)
    routing = await worked.of(unit, case_file, await _routing(unit, case_file))
    for text in actions:
        routing.note(unit, text.strip(), by=unit.actor.user_id)
    routing.changed(unit, EventKind.SERVICE_REQUEST_NOTED)
    for each in considered:
        powers.record(
            unit, case_file, each.power, each.result, each.reason.strip(), service_request=routing.service_request.id
        )
    for order in orders:
        await liability_orders.record(unit, case_file, **asdict(order), is_charged=False)
    case_file.record(unit, EventKind.MIGRATED_ACTIONS_RECORDED, serviceRequest=routing.service_request.reference)
    return case_file.outcome


def _problems(
    actions: Sequence[str], considered: Sequence[EarlierPower], orders: Sequence[EarlierOrder]
) -> list[Problem]:
    if not 1 <= len(actions) <= MOST or max(len(considered), len(orders)) > MOST:
        return [Problem("COUNT_OUT_OF_RANGE", ("actions",), f"Give 1 to {MOST} earlier actions.")]
    texts: list[tuple[tuple[str, ...], str]] = [(("actions", str(index)), text) for index, text in enumerate(actions)]
    texts.extend((("considered", str(index), "reason"), each.reason) for index, each in enumerate(considered))
    return [
        Problem("TEXT_LENGTH", path, f"Give 1 to {PARAGRAPH:,} characters.")
        for path, text in texts
        if not fits(text, PARAGRAPH)
    ]


async def _routing(unit: Unit, case_file: CaseFile) -> ServiceRequest:
    """The open case routing service request, the oldest of several."""
    key = next((each.id for each in case_file.facts.open_requests if each.kind is KindCode.REVIEW_CASE), None)
    if key is None:
        raise refusals.Refused(reasons.NOTHING_ROUTED)
    return (await unit.session.scalars(select(ServiceRequest).where(ServiceRequest.id == key))).one()
