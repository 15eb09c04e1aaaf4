"""What enforcement action left on a paying parent: recorded, then cleared by a completed form (R-41, R-42)."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.models import Artefact, LiabilityOrder, ServiceRequest, new_id
from backend.operations import case_file as case_files
from backend.operations.case_file import CaseFile
from backend.operations.unit import Outcome, Unit
from backend.rules import refusals
from backend.rules.casework.agency.powers import NO_ARTEFACT
from backend.rules.casework.titles import title_of
from backend.rules.periods import london_day
from backend.rules.reasons import arrears as reasons
from backend.rules.refusals import Problem
from backend.rules.vocabulary import Act, EventKind, Power

OWN_PROCEDURE = frozenset({Power.CHARGING_ORDER})
"""What these left is removed by a procedure of its own (R-42)."""


async def record(
    unit: Unit,
    case_file: CaseFile,
    power: Power,
    *,
    commenced_on: date,
    expires_on: date | None = None,
    liability_order_id: UUID | None = None,
    service_request_id: UUID | None = None,
) -> Artefact:
    """Record an artefact, as an effect of an act that was permitted; it may commence on a day to come."""
    artefact = Artefact(
        id=new_id(),
        case_id=case_file.case.id,
        power=power,
        liability_order_id=liability_order_id,
        service_request_id=service_request_id,
        commenced_on=commenced_on,
        expires_on=expires_on,
        is_outstanding=True,
        form={},
    )
    unit.session.add(artefact)
    case_file.record(unit, EventKind.ARTEFACT_RECORDED, subject_id=artefact.id, artefact=title_of(power))
    await case_file.read_again(unit)
    return artefact


async def record_by_hand(
    unit: Unit,
    case_id: UUID,
    power: Power,
    *,
    commenced_on: date,
    expires_on: date | None = None,
    liability_order_id: UUID | None = None,
    service_request_id: UUID | None = None,
    expected_version: int | None = None,
) -> Outcome:
    """Whoever works the case records an artefact that stands already; by which order and request, where that is known.

    Raises `Invalid`, `Refused` for a power that leaves none, and `NotFound` for an order or a service request that the
    case does not have.
    """
    case_file = await case_files.load(unit, case_id, expected_version=expected_version)
    case_file.require(Act.RECORD_ARTEFACT, unit)
    if power in NO_ARTEFACT:
        raise refusals.Refused(reasons.POWER_LEAVES_NO_ARTEFACT)
    if commenced_on > london_day(unit.now):
        raise refusals.Invalid(Problem("DATE_IN_FUTURE", ("commencedOn",), "This day has not come yet."))
    if expires_on is not None and expires_on <= commenced_on:
        raise refusals.Invalid(Problem("DATE_OUT_OF_RANGE", ("expiresOn",), "It expires after it commenced."))
    for model, key in ((LiabilityOrder, liability_order_id), (ServiceRequest, service_request_id)):
        if key is not None:
            there = select(model.id).where(model.id == key, model.case_id == case_id)
            if await unit.session.scalar(there) is None:
                raise refusals.NotFound
    await record(
        unit,
        case_file,
        power,
        commenced_on=commenced_on,
        expires_on=expires_on,
        liability_order_id=liability_order_id,
        service_request_id=service_request_id,
    )
    return case_file.outcome


async def clear(unit: Unit, case_file: CaseFile, form: Mapping[str, Any]) -> None:
    """Clear the outstanding artefact that a completed form names: its status becomes No, the form is kept (R-42).

    For an act that was permitted. Raises `Refused` where there is none, and for a charge on property.
    """
    artefact = await _named(unit, case_file, form.get("ARTEFACT"))
    if artefact.power in OWN_PROCEDURE:
        raise refusals.Refused(reasons.CHARGE_HAS_OWN_PROCEDURE)
    artefact.is_outstanding = False
    artefact.cleared_at, artefact.cleared_by = unit.now, unit.actor.user_id
    artefact.form = dict(form)
    case_file.record(unit, EventKind.ARTEFACT_CLEARED, subject_id=artefact.id, artefact=title_of(artefact.power))
    await case_file.read_again(unit)


async def _named(unit: Unit, case_file: CaseFile, name: Any) -> Artefact:
    """`name` is the artefact's key, as the form offers it (`rules.casework.forms.of_case`)."""
    try:
        key = UUID(str(name))
    except ValueError:
        raise refusals.Refused(reasons.NO_SUCH_ARTEFACT) from None
    of_case = select(Artefact).where(Artefact.id == key, Artefact.case_id == case_file.case.id)
    artefact: Artefact | None = await unit.session.scalar(of_case.where(Artefact.is_outstanding))
    if artefact is None:
        raise refusals.Refused(reasons.NO_SUCH_ARTEFACT)
    return artefact
