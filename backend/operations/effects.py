"""The acts behind the effects that outcomes name: what each carries out, and what it prepares before."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from backend.models import ServiceRequest
from backend.operations import related, signing_off, writ_applications, writs
from backend.operations.arrears_effects import ON_ARREARS
from backend.operations.asked import Asked
from backend.operations.case_effects import ON_CASES
from backend.operations.ground import Ground
from backend.operations.opening import open_service_request
from backend.operations.unit import Unit
from backend.rules.casework.catalogue import KINDS
from backend.rules.casework.effects import CarryOut, Effect, EffectName, OpenChild, OpenNext
from backend.rules.vocabulary import KindCode


@dataclass(frozen=True, slots=True)
class Carried:
    """How an effect is carried out. `prepare` runs with no transaction open: what is slow belongs there."""

    carry_out: Callable[[Unit, Asked], Awaitable[Any]]
    prepare: Callable[[Ground, ServiceRequest], Awaitable[Any]] | None = None


async def _issue_writ(unit: Unit, asked: Asked) -> None:
    await writs.issue(unit, asked.subject, asked.application, asked.prepared)


async def _return_application(unit: Unit, asked: Asked) -> None:
    await writ_applications.send_back(unit, asked.subject, asked.application, asked.reason)


async def _reject_application(unit: Unit, asked: Asked) -> None:
    await writ_applications.reject(unit, asked.subject, asked.application, asked.reason)


async def _exit_without_validation(_unit: Unit, asked: Asked) -> None:
    asked.worked.require_no_more()


async def _sign_off_letter(unit: Unit, asked: Asked) -> None:
    await signing_off.sign_off(unit, asked.worked)


async def _return_letter(unit: Unit, asked: Asked) -> None:
    await signing_off.send_back(unit, asked.worked, asked.reason)


EFFECTS: dict[EffectName, Carried] = {
    **{name: Carried(act) for name, act in (ON_CASES | ON_ARREARS).items()},
    EffectName.ISSUE_WRIT: Carried(_issue_writ, writs.prepare),
    EffectName.RETURN_APPLICATION: Carried(_return_application),
    EffectName.REJECT_APPLICATION: Carried(_reject_application),
    EffectName.EXIT_WITHOUT_VALIDATION: Carried(_exit_without_validation),
    EffectName.SIGN_OFF_LETTER: Carried(_sign_off_letter),
    EffectName.RETURN_LETTER: Carried(_return_letter),
}


async def carry_out(unit: Unit, effect: Effect, asked: Asked) -> None:
    """Carry out an effect within the act that chose or approved it: with it, or not at all."""
    match effect:
        case OpenChild(kind):
            await _open_child(unit, kind, asked)
        case OpenNext(kind):
            await _open_next(unit, kind, asked)
        case CarryOut(name):
            await EFFECTS[name].carry_out(unit, asked)


async def _open_child(unit: Unit, kind: KindCode, asked: Asked) -> None:
    """Open a service request under the one worked; about the same thing where it is of a kind that can be."""
    parent = asked.service_request
    is_alike = KINDS[kind].about == asked.worked.kind.about
    await open_service_request(
        unit,
        asked.worked.on.stream,
        asked.worked.on.case,
        kind,
        reason=f"Opened under {parent.reference}.",
        about=parent.subject_id if is_alike else None,
        parent_id=parent.id,
        owner_id=parent.owner_id if KINDS[kind].is_of_the_agency else None,
    )


async def _open_next(unit: Unit, kind: KindCode, asked: Asked) -> None:
    """Open a service request for whoever has the case now, linked to the one that is closed (R-44)."""
    before, on = asked.service_request, asked.worked.on
    opened = await open_service_request(
        unit, on.stream, on.case, kind, reason=f"Opened when {before.reference} was closed."
    )
    await related.tie(unit, asked.worked, opened)
