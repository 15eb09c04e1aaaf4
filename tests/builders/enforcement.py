"""Judgments that were not paid, and applications for a writ on them: made by the real acts, honest by default."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from backend.models import WritApplication
from backend.operations import applying, ledger, writ_applications
from backend.operations.subject import load
from backend.operations.unit import Outcome, Unit
from backend.rules.access import Actor
from backend.rules.ledger import Line
from backend.rules.vocabulary import Act, LineKind, Region
from backend.rules.writ_details import Details, Paid
from tests.builders.clocks import LODGED_AT, RESPONSE_DUE_AT
from tests.builders.lodgings import lodging
from tests.builders.officers import add_officer
from tests.builders.service import Service

UNPAID_AT = datetime(2026, 3, 25, 10, tzinfo=UTC)
"""Two days after judgment was entered against Andrew, to be paid at once."""
OWED_PENCE = 1_385_62
"""What Andrew owes under it: £1,250, interest to 23 March 2026, and the fee of £80."""


async def unpaid_judgment(service: Service, *, is_linked: bool = True, **changed: Any) -> UUID:
    """Kate's judgment against Andrew, entered, due and unpaid at 10 am on 25 March 2026; the claim's key.

    `changed` alters the claim as lodged; `is_linked` says whether Andrew has linked himself to it.
    """
    service.clock.set(LODGED_AT)
    case_id = await service.lodge(lodging(**changed))
    if is_linked:
        await service.join(case_id)
    service.clock.set(RESPONSE_DUE_AT)
    await service.request(case_id)
    await service.enter(case_id)
    service.clock.set(UNPAID_AT)
    return case_id


async def put_on_record(service: Service, case_id: UUID, *payments: Paid) -> None:
    """Payments that came into the judgment's ledger by another way than an application."""

    async def act(unit: Unit) -> Outcome:
        subject = await load(unit, case_id)
        unit.permit(Act.AMEND_WRIT_APPLICATION)
        await ledger.enter(
            unit, subject, [Line(LineKind.PAYMENT, -paid.pence, paid.on, "Paid to the court") for paid in payments]
        )
        return Outcome()

    await service.carry_out(service.officer, act)


@dataclass(frozen=True)
class Application:
    """An application of Kate's for a writ against Andrew, the claim it is on, and the acts that can be done on it."""

    service: Service
    case_id: UUID
    id: UUID

    async def stored(self) -> WritApplication:
        """As it stands in the database."""
        return await self.service.one(WritApplication, id=self.id)

    async def results(self) -> dict[str, str]:
        """What each of its checks came to."""
        return {each["code"]: each["result"] for each in (await self.stored()).checks}

    async def details(self, **changed: Any) -> Details:
        """The details as they stand, confirmed; `changed` corrects them."""
        details = Details.from_json((await self.stored()).details)
        return replace(details, **{"is_regulated": False, **changed})

    async def give_details(self, *, by: Actor | None = None, **changed: Any) -> Outcome:
        details = await self.details(**changed)
        return await self._do(by, writ_applications.give_details, details)

    async def amend(self, *, by: Actor | None = None, **changed: Any) -> Outcome:
        details = await self.details(**changed)
        return await self._do(by or self.service.officer, writ_applications.amend, details)

    async def appoint(
        self, hceo_id: UUID | None = None, *, region: Region | None = None, by: Actor | None = None
    ) -> Outcome:
        """Name an officer; without one, leave the choice to the rota."""
        return await self._do(by, writ_applications.appoint, hceo_id=hceo_id, region=region)

    async def use_help_with_fees(self, reference: str = "HWF-A1B-2C3", *, by: Actor | None = None) -> Outcome:
        return await self._do(by, writ_applications.use_help_with_fees, reference)

    async def resubmit(self, *, by: Actor | None = None) -> Outcome:
        return await self._do(by, writ_applications.resubmit)

    async def withdraw(self, *, by: Actor | None = None) -> Outcome:
        return await self._do(by, writ_applications.withdraw)

    async def send_back(self, reason: str = "The name is spelled wrongly.", *, by: Actor | None = None) -> Outcome:
        """Staff send it back, as the approval's effect does."""
        return await self._decide(by, writ_applications.send_back, reason)

    async def reject(self, reason: str = "The judgment was set aside.", *, by: Actor | None = None) -> Outcome:
        return await self._decide(by, writ_applications.reject, reason)

    async def _do(self, by: Actor | None, act: Callable[..., Awaitable[Outcome]], *given: Any, **named: Any) -> Outcome:
        return await self.service.carry_out(
            by or self.service.kate, lambda unit: act(unit, self.id, *given, expected_version=None, **named)
        )

    async def _decide(self, by: Actor | None, decide: Callable[..., Awaitable[None]], reason: str) -> Outcome:
        async def act(unit: Unit) -> Outcome:
            subject, application = await applying.load(unit, self.id)
            await decide(unit, subject, application, reason)
            return Outcome({"claim": self.case_id, "application": self.id})

        return await self.service.carry_out(by or self.service.officer, act)


async def draft_application(service: Service, case_id: UUID | None = None, **changed: Any) -> Application:
    """An application as Kate begins it, on an unpaid judgment; `changed` alters the claim as lodged."""
    case_id = case_id or await unpaid_judgment(service, **changed)
    outcome = await service.carry_out(
        service.kate, lambda unit: writ_applications.start(unit, case_id, expected_version=None)
    )
    return Application(service, case_id, outcome.subjects["application"])


async def complete_application(
    service: Service, case_id: UUID | None = None, *, hceo_id: UUID | None = None, **details: Any
) -> Application:
    """One whose fee alone is missing; `hceo_id` names an officer, else Idris Bowen of York joins the register."""
    made = await draft_application(service, case_id)
    await made.give_details(**details)
    await made.appoint(hceo_id or await add_officer(service.ground))
    return made


async def submitted_application(
    service: Service, case_id: UUID | None = None, *, hceo_id: UUID | None = None, **details: Any
) -> Application:
    """One that is with the court for approval, its fee covered by Help with Fees."""
    made = await complete_application(service, case_id, hceo_id=hceo_id, **details)
    await made.use_help_with_fees()
    return made
