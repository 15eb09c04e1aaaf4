"""Writs of control, issued by the real acts on an application that was sent to the court."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import update

from backend.models import Hceo, Writ, WritApplication
from backend.operations import writ_applications, writs
from backend.operations.drafting import Prepared
from backend.operations.subject import load
from backend.operations.unit import Outcome, Unit
from backend.rules import refusals
from backend.rules.access import Actor
from backend.rules.vocabulary import FeeMethod, Role
from backend.rules.writ_details import Address, Details
from tests.builders.enforcement import unpaid_judgment
from tests.builders.officers import add_officer
from tests.builders.service import Service


@dataclass(frozen=True)
class Enforced:
    """A judgment of Kate's that is being enforced: the claim, the application, and the officer chosen."""

    service: Service
    case_id: UUID
    application_id: UUID
    hceo: Actor
    hceo_id: UUID

    @property
    def subject_id(self) -> UUID:
        """What the service request is about."""
        return self.application_id

    async def prepare(self) -> Prepared | None:
        return await writs.prepare(self.service.ground, self)

    async def issue(self, prepared: Prepared | None = None, *, by: Actor | None = None) -> UUID:
        """Prepare the writ, unless it was, and issue it as the approval of staff does; its key."""
        prepared = prepared or await self.prepare()

        async def act(unit: Unit) -> Outcome:
            subject = await load(unit, self.case_id)
            application = await unit.session.get(WritApplication, self.application_id, populate_existing=True)
            if application is None:
                raise refusals.NotFound
            writ = await writs.issue(unit, subject, application, prepared)
            return Outcome({"claim": self.case_id, "writ": writ.id})

        outcome = await self.service.carry_out(by or self.service.officer, act)
        return outcome.subjects["writ"]

    async def writ(self) -> Writ:
        return await self.service.one(Writ, case_id=self.case_id)


async def applied_for(
    service: Service,
    *,
    is_fee_paid: bool = True,
    addresses: tuple[Address, ...] = (),
    told: Mapping[str, Any] | None = None,
    **changed: Any,
) -> Enforced:
    """Kate's application for a writ against Andrew, with the court for approval; Idris Bowen is to execute it.

    `told` are further details of the writ.
    """
    case_id = await unpaid_judgment(service, **changed)
    hceo_id = await add_officer(service.ground)
    started = await service.carry_out(
        service.kate, lambda unit: writ_applications.start(unit, case_id, expected_version=None)
    )
    application_id = started.subjects["application"]
    filled_in = Details.from_json((await service.one(WritApplication, id=application_id)).details)
    details = replace(filled_in, is_regulated=False, addresses=(*filled_in.addresses, *addresses), **(told or {}))
    await service.carry_out(
        service.kate,
        lambda unit: writ_applications.give_details(unit, application_id, details, expected_version=None),
    )
    await service.carry_out(
        service.kate,
        lambda unit: writ_applications.appoint(
            unit, application_id, hceo_id=hceo_id, region=None, expected_version=None
        ),
    )
    await service.carry_out(
        service.kate,
        lambda unit: writ_applications.use_help_with_fees(unit, application_id, "HWF-A1B-23C", expected_version=None),
    )
    if is_fee_paid:
        # As if it had been paid by card: what differs for a writ is that the defendant then owes it.
        paid = {"fee_method": FeeMethod.GOV_UK_PAY, "help_with_fees_reference": None}
        await service.change(update(WritApplication).where(WritApplication.id == application_id).values(**paid))
    user_id = (await service.one(Hceo, id=hceo_id)).user_id
    return Enforced(service, case_id, application_id, Actor(user_id, "Idris Bowen", Role.HCEO), hceo_id)


async def issued(service: Service, **given: Any) -> Enforced:
    """A judgment with a writ, issued and served on Idris Bowen."""
    enforced = await applied_for(service, **given)
    await enforced.issue()
    return enforced
