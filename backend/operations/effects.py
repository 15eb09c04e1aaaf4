"""The acts behind the effects that outcomes name: what each carries out, and what it prepares before."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from backend.models import Activity, ServiceRequest, WritApplication
from backend.operations import writ_applications, writs
from backend.operations.ground import Ground
from backend.operations.opening import open_service_request
from backend.operations.subject import Subject
from backend.operations.unit import Unit
from backend.rules import refusals
from backend.rules.casework.catalogue import KINDS, kind_at
from backend.rules.casework.kinds import CarryOut, Effect, EffectName, OpenChild
from backend.rules.reasons import casework as reasons
from backend.rules.vocabulary import KindCode


@dataclass(frozen=True, slots=True)
class Asked:
    """What asked for an effect: the line of a service request, on a claim that is loaded and locked."""

    subject: Subject
    service_request: ServiceRequest
    activity: Activity
    prepared: Any = None
    """What the effect prepared before the transaction, where it prepares anything."""

    @property
    def application(self) -> WritApplication:
        """The live application that the service request is about. Raises `Refused` where it is live no longer."""
        application = self.subject.application
        if application is None or application.id != self.service_request.subject_id:
            raise refusals.Refused(reasons.NOT_TO_BE_WORKED)
        return application


@dataclass(frozen=True, slots=True)
class Carried:
    """How an effect is carried out. `prepare` runs with no transaction open: what is slow belongs there."""

    carry_out: Callable[[Unit, Asked], Awaitable[Any]]
    prepare: Callable[[Ground, ServiceRequest], Awaitable[Any]] | None = None


async def _issue_writ(unit: Unit, asked: Asked) -> None:
    await writs.issue(unit, asked.subject, asked.application, asked.prepared)


async def _return_application(unit: Unit, asked: Asked) -> None:
    await writ_applications.send_back(unit, asked.subject, asked.application, asked.activity.reason or "")


async def _reject_application(unit: Unit, asked: Asked) -> None:
    await writ_applications.reject(unit, asked.subject, asked.application, asked.activity.reason or "")


EFFECTS: dict[EffectName, Carried] = {
    EffectName.ISSUE_WRIT: Carried(_issue_writ, writs.prepare),
    EffectName.RETURN_APPLICATION: Carried(_return_application),
    EffectName.REJECT_APPLICATION: Carried(_reject_application),
}


async def carry_out(unit: Unit, effect: Effect, asked: Asked) -> None:
    """Carry out an effect within the act that chose or approved it: with it, or not at all."""
    match effect:
        case OpenChild(kind):
            await _open_child(unit, kind, asked)
        case CarryOut(name):
            await EFFECTS[name].carry_out(unit, asked)


async def _open_child(unit: Unit, kind: KindCode, asked: Asked) -> None:
    """Open a service request under the one worked; about the same thing where it is of a kind that can be."""
    parent = asked.service_request
    is_alike = KINDS[kind].about == kind_at(parent.process, parent.area, parent.sub_area).about
    await open_service_request(
        unit,
        asked.subject.stream,
        asked.subject.case,
        kind,
        reason=f"Opened under {parent.reference}.",
        about=parent.subject_id if is_alike else None,
        occasion=None,
        parent_id=parent.id,
    )
