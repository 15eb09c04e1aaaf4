"""Enforcement powers: launched from case routing, considered, exhausted, and what they leave behind (R-18, R-31)."""

from datetime import date
from uuid import UUID

from backend.models import Artefact, PowerConsidered, ServiceRequest, new_id
from backend.operations import artefacts, related
from backend.operations.case_file import CaseFile
from backend.operations.opening import open_service_request
from backend.operations.unit import Outcome, Unit
from backend.operations.worked import load_of_agency
from backend.rules import case_options, refusals
from backend.rules import powers as rules
from backend.rules.casework.titles import title_of
from backend.rules.periods import after
from backend.rules.policies import CHARGE_FOR_PAYMENT_DAYS, in_force
from backend.rules.reasons import enforcement
from backend.rules.reasons.casework import NOT_ASSIGNED_TO_YOU
from backend.rules.texts import LINE, reason_problems
from backend.rules.vocabulary import Act, EventKind, KindCode, Power, PowerResult


async def launch(
    unit: Unit, service_request_id: UUID, power: Power, *, reason: str, expected_version: int | None = None
) -> Outcome:
    """Open the service request of a power, linked to the case routing service request that it follows from (R-18).

    Whoever owns the routing launches it, also after it was closed, with a reason of 1 to 200 characters; the new one
    is theirs. Raises `Refused` with everything that stands against the power, or where other action goes on beside
    which nobody considered it (R-54).
    """
    routing = await load_of_agency(unit, service_request_id, expected_version=expected_version)
    case_file = routing.case_file
    case_options.judge_launching(power, case_file.facts, case_file.relation, unit.actor.user_id).require()
    unit.permit(Act.LAUNCH_POWER)
    if problems := reason_problems(reason, LINE):
        raise refusals.Invalid(*problems)
    opened = await open_service_request(
        unit,
        case_file.stream,
        case_file.case,
        KindCode(power),
        reason=reason.strip(),
        owner_id=unit.actor.user_id,
    )
    await related.tie(unit, routing, opened)
    case_file.record(
        unit, EventKind.POWER_LAUNCHED, subject_id=opened.id, power=title_of(power), serviceRequest=opened.reference
    )
    return Outcome({"service_request": opened.id, "enforcement_case": case_file.case.id})


async def consider(
    unit: Unit,
    service_request_id: UUID,
    power: Power,
    *,
    result: PowerResult,
    reason: str,
    expected_version: int | None = None,
) -> Outcome:
    """Record from a service request that one works that a power was considered, and what came of it (R-31).

    Raises `Refused` for a power that the case's jurisdiction does not have.
    """
    worked = await load_of_agency(unit, service_request_id, expected_version=expected_version)
    facts = worked.case_file.require(Act.RECORD_POWER_CONSIDERED, unit)
    found = (
        (worked.service_request.owner_id != unit.actor.user_id, NOT_ASSIGNED_TO_YOU),
        (rules.rule_of(power, facts.jurisdiction) is None, enforcement.POWER_NOT_AVAILABLE),
    )
    if against := [each for stands, each in found if stands]:
        raise refusals.Refused(*against)
    if problems := reason_problems(reason):
        raise refusals.Invalid(*problems)
    record(unit, worked.case_file, power, result, reason.strip(), service_request=service_request_id)
    return worked.outcome


def record(
    unit: Unit,
    case_file: CaseFile,
    power: Power,
    result: PowerResult,
    reason: str,
    *,
    service_request: UUID | None,
) -> None:
    """Add what came of considering a power, for an act that was permitted."""
    row = PowerConsidered(
        id=new_id(),
        case_id=case_file.case.id,
        power=power,
        result=result,
        reason=reason,
        service_request_id=service_request,
        at=unit.now,
        by=unit.actor.user_id,
    )
    unit.session.add(row)
    case_file.record(unit, EventKind.POWER_CONSIDERED, subject_id=row.id, power=title_of(power), result=result)


async def leave_artefact(unit: Unit, case_file: CaseFile, by: ServiceRequest, power: Power) -> Artefact:
    """Record the artefact that a granted power left, with the days that its form gives (R-41).

    A charge for payment that names no day on which it expires does so after the days that the policy gives.
    """
    commenced_on = date.fromisoformat(by.data["COMMENCED_ON"])
    expires_on = date.fromisoformat(by.data["EXPIRES_ON"]) if by.data.get("EXPIRES_ON") else None
    if expires_on is None and power is Power.CHARGE_FOR_PAYMENT:
        expires_on = after(commenced_on, in_force(CHARGE_FOR_PAYMENT_DAYS, commenced_on).value)
    orders = case_file.facts.orders_in_force
    return await artefacts.record(
        unit,
        case_file,
        power,
        commenced_on=commenced_on,
        expires_on=expires_on,
        liability_order_id=orders[0].id if len(orders) == 1 else None,
        service_request_id=by.id,
    )
