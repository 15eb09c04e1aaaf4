"""What outcomes of the agency's casework do to the arrears of a case, by the names that they give it."""

from collections.abc import Awaitable, Callable
from typing import Any

from backend.operations import artefacts, case_letters, flags, liability_orders, schedules
from backend.operations.asked import Asked
from backend.operations.unit import Unit
from backend.rules import refusals
from backend.rules.casework.effects import EffectName
from backend.rules.reasons import arrears as reasons
from backend.rules.reasons.casework import FORM_NOT_FILLED_IN
from backend.rules.schedules import monitor_must_be_disabled
from backend.rules.vocabulary import Flag

FLAG_OF = {
    "DISABLE_MISSED_PAYMENTS": Flag.DISABLE_MISSED_PAYMENT_MONITOR,
    "COURT_ENFORCED_SCHEDULE": Flag.COURT_ENFORCED_SCHEDULE,
}
"""Which flag a field of the data form ticks or unticks (R-49)."""
TRANSFER_ON = "TRANSFER_CASE_TO_MAINTENANCE"


def _needed(by: Asked, code: str) -> Any:
    """What was filled in for a field. Raises `Refused` where nothing was."""
    value = by.filled_in(code)
    if value is None:
        raise refusals.Refused(FORM_NOT_FILLED_IN)
    return value


async def _grant_liability_order(unit: Unit, by: Asked) -> None:
    """The order that the form tells of; the paying parent is told its reference (R-55)."""
    case_file = by.case_file
    await liability_orders.record(
        unit,
        case_file,
        number=_needed(by, "LO_NUMBER"),
        amount_pence=_needed(by, "LO_AMOUNT"),
        court=_needed(by, "LO_COURT"),
        granted_on=_needed(by, "LO_GRANTED_ON"),
        jurisdiction=case_file.facts.jurisdiction,
        service_request=by.service_request,
    )
    await case_letters.tell_order_numbers(unit, case_file, service_request=by.service_request)


async def _mark_court_enforced(unit: Unit, by: Asked) -> None:
    await liability_orders.mark_court_enforced(unit, by.case_file)


async def _apply_monitor_flags(unit: Unit, by: Asked) -> None:
    """Set the flags that are ticked, remove those unticked; what was left blank stays as it is (R-46, R-49, R-50)."""
    case_file = by.case_file
    reason = by.activity.reason or by.activity.comment or f"Recorded in {by.service_request.reference}."
    for code, flag in FLAG_OF.items():
        is_ticked = by.filled_in(code)
        is_monitor = flag is Flag.DISABLE_MISSED_PAYMENT_MONITOR
        if is_ticked is False and is_monitor and monitor_must_be_disabled(case_file.facts):
            raise refusals.Refused(reasons.MONITOR_MUST_BE_DISABLED)
        if is_ticked:
            await flags.set_flag(unit, case_file, flag, reason)
        elif is_ticked is False:
            await flags.remove_flag(unit, case_file, flag, reason)
    transfer_on = by.filled_in(TRANSFER_ON)
    if transfer_on is not None:
        await schedules.monitor_until(unit, case_file, transfer_on)


async def _clear_artefact(unit: Unit, by: Asked) -> None:
    await artefacts.clear(unit, by.case_file, by.service_request.data)


ON_ARREARS: dict[EffectName, Callable[[Unit, Asked], Awaitable[Any]]] = {
    EffectName.GRANT_LIABILITY_ORDER: _grant_liability_order,
    EffectName.MARK_COURT_ENFORCED: _mark_court_enforced,
    EffectName.APPLY_MONITOR_FLAGS: _apply_monitor_flags,
    EffectName.CLEAR_ARTEFACT: _clear_artefact,
}
