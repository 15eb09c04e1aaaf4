"""What outcomes of the agency's casework do to an enforcement case, by the names that they give it."""

from collections.abc import Awaitable, Callable
from typing import Any

from backend.operations import flags, pausing, powers, reviews, surveillance, transfers
from backend.operations.asked import Asked
from backend.operations.unit import Unit
from backend.rules import refusals
from backend.rules.casework.effects import EffectName
from backend.rules.reasons.casework import NOT_ENFORCEMENT_ACTION
from backend.rules.vocabulary import CaseArea, Flag, Power, PowerResult, ReviewKind


def _power(by: Asked) -> Power:
    """The power that the service request applies for."""
    power = by.worked.kind.power
    if power is None:
        raise refusals.Refused(NOT_ENFORCEMENT_ACTION)
    return power


async def _set_ever_in_enforcement(unit: Unit, by: Asked) -> None:
    reason = f"Civil enforcement, recorded in {by.service_request.reference}."
    await flags.set_flag(unit, by.case_file, Flag.EVER_IN_ENFORCEMENT, reason)


async def _reject_referral(unit: Unit, by: Asked) -> None:
    await transfers.reject_referral(unit, by.worked, by.reason)


async def _set_review(unit: Unit, by: Asked) -> None:
    await reviews.set_review(
        unit,
        by.case_file,
        kind=ReviewKind(by.activity.outcome or ""),
        due_on=by.on,
        reason=by.reason,
        service_request=by.service_request.id,
    )


async def _pause(unit: Unit, by: Asked) -> None:
    await pausing.pause(unit, by.worked, reason=by.reason, until=by.on)


async def _resume(unit: Unit, by: Asked) -> None:
    await pausing.resume(unit, by.worked)


async def _cancel(unit: Unit, by: Asked) -> None:
    await pausing.cancel(unit, by.worked, reason=by.reason)


async def _start_surveillance(unit: Unit, by: Asked) -> None:
    await surveillance.start(unit, by.worked, reason=by.reason, review_on=by.on)


async def _return_to_origin(unit: Unit, by: Asked) -> None:
    await transfers.return_to_origin(unit, by.worked, by.reason)


async def _wait(unit: Unit, by: Asked) -> None:
    await pausing.wait(unit, by.worked, until=by.on)


async def _exhaust(unit: Unit, by: Asked) -> None:
    case_file, request = by.case_file, by.service_request.id
    powers.record(unit, case_file, _power(by), PowerResult.EXHAUSTED, by.reason, service_request=request)


async def _record_artefact(unit: Unit, by: Asked) -> None:
    await powers.leave_artefact(unit, by.case_file, by.service_request, _power(by))


def _transfer(to: CaseArea) -> Callable[[Unit, Asked], Awaitable[None]]:
    async def carry_out(unit: Unit, by: Asked) -> None:
        await transfers.transfer(unit, by.worked, to, by.reason)

    return carry_out


ON_CASES: dict[EffectName, Callable[[Unit, Asked], Awaitable[Any]]] = {
    EffectName.SET_EVER_IN_ENFORCEMENT: _set_ever_in_enforcement,
    EffectName.REJECT_REFERRAL: _reject_referral,
    EffectName.SET_REVIEW: _set_review,
    EffectName.PAUSE_ENFORCEMENT: _pause,
    EffectName.RESUME_ENFORCEMENT: _resume,
    EffectName.CANCEL_ENFORCEMENT: _cancel,
    EffectName.START_SURVEILLANCE: _start_surveillance,
    EffectName.TRANSFER_TO_MAINTENANCE: _transfer(CaseArea.MAINTENANCE),
    EffectName.TRANSFER_TO_CENTRAL_TEAM: _transfer(CaseArea.CENTRAL_TEAM),
    EffectName.TRANSFER_TO_COMPLEX_CASE_TEAM: _transfer(CaseArea.COMPLEX_CASE_TEAM),
    EffectName.TRANSFER_TO_ENFORCEMENT: _transfer(CaseArea.ENFORCEMENT),
    EffectName.RETURN_TO_ORIGIN: _return_to_origin,
    EffectName.SET_WAIT_PERIOD: _wait,
    EffectName.EXHAUST_POWER: _exhaust,
    EffectName.RECORD_ARTEFACT: _record_artefact,
}
