"""The money of an enforcement case in tests: orders, payments, schedules, artefacts, each act as one call."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import update

from backend.models import (
    ArrearsLine,
    Artefact,
    ExpectedPayment,
    LiabilityOrder,
    PaymentIn,
    Schedule,
    ServiceRequest,
    User,
)
from backend.operations import arrears, artefacts, flags, forms, liability_orders, schedules
from backend.operations.arrears import Share
from backend.operations.case_file import CaseFile, load
from backend.operations.unit import Outcome, Unit
from backend.rules.access import SYSTEM, Actor
from backend.rules.casework.forms import Entry
from backend.rules.referrals import Referral
from backend.rules.schedules import Terms
from backend.rules.vocabulary import (
    Act,
    Compliance,
    Flag,
    InstalmentFrequency,
    Jurisdiction,
    Power,
    Role,
    ScheduleKind,
)
from tests.builders.enforcement_cases import Referred, agency
from tests.builders.people import add_actor
from tests.builders.service import Service

GRANTED_ON = date(2026, 2, 2)
TERMS = Terms(
    kind=ScheduleKind.NEGOTIATED,
    frequency=InstalmentFrequency.MONTHLY,
    instalment_pence=100_00,
    total_pence=350_00,
    first_on=date(2026, 4, 1),
)
DEDUCTION = replace(TERMS, kind=ScheduleKind.REGULAR_DEDUCTION_ORDER, first_on=date(2026, 3, 16))


@dataclass(frozen=True)
class Money:
    """The money of a case that Leanne works; £2,400 are owed to Chantelle."""

    on: Referred

    @property
    def service(self) -> Service:
        return self.on.service

    async def do(self, act: Callable[[Unit, CaseFile], Awaitable[Any]]) -> Any:
        """Something that the service does within an act of its own."""
        made: list[Any] = []

        async def whole(unit: Unit) -> Outcome:
            case_file = await load(unit, self.on.id)
            unit.permit(Act.TAKE_IN_MESSAGE)
            made.append(await act(unit, case_file))
            return Outcome()

        await self.service.carry_out(SYSTEM, whole)
        return made[-1]

    async def grant(self, number: str = "LO-1007", pence: int = 1_000_00, **given: Any) -> UUID:
        """A liability order is granted; its key."""
        told = {"court": "Manchester Magistrates' Court", "granted_on": GRANTED_ON, **given}
        told.setdefault("jurisdiction", Jurisdiction.ENGLAND_WALES)
        order = await self.do(
            lambda unit, case: liability_orders.record(unit, case, number=number, amount_pence=pence, **told)
        )
        key: UUID = order.id
        return key

    async def receive(
        self, pence: int, reference: str | None = None, *, name: str = "BANCS-1", on: date = date(2026, 3, 1)
    ) -> PaymentIn | None:
        """Money comes in."""
        found: PaymentIn | None = await self.do(
            lambda unit, case: arrears.receive_payment(
                unit, case, external_id=name, amount_pence=pence, received_on=on, lo_reference=reference
            )
        )
        return found

    async def allocate(self, payment_id: UUID, *shares: Share, by: Actor | None = None) -> Outcome:
        return await self.service.carry_out(
            by or self.on.agency.manager, lambda unit: arrears.allocate(unit, payment_id, shares)
        )

    async def agree(self, terms: Terms = TERMS, order: UUID | None = None, *, by: Actor | None = None) -> Outcome:
        return await self.service.carry_out(
            by or self.on.agency.manager,
            lambda unit: schedules.agree(unit, self.on.id, terms, liability_order_id=order),
        )

    async def end(self, reason: str = "He lost his work.") -> Outcome:
        return await self.service.carry_out(
            self.on.agency.manager, lambda unit: schedules.end(unit, self.on.id, reason=reason)
        )

    async def comply(self, compliance: Compliance, *, by: Actor) -> Outcome:
        return await self.service.carry_out(by, lambda unit: schedules.record_compliance(unit, self.on.id, compliance))

    async def invalidate(self, order: UUID, reason: str = "It was granted twice.") -> Outcome:
        return await self.service.carry_out(
            self.on.agency.manager, lambda unit: liability_orders.invalidate(unit, order, reason=reason)
        )

    async def artefact(self, power: Power = Power.DRIVING_DISQUALIFICATION, **given: Any) -> UUID:
        """An artefact stands; its key."""
        made = await self.do(
            lambda unit, case: artefacts.record(unit, case, power, **{"commenced_on": GRANTED_ON, **given})
        )
        key: UUID = made.id
        return key

    async def flag(self, flag: Flag) -> None:
        await self.do(lambda unit, case: flags.set_flag(unit, case, flag, "For a test."))

    async def lines(self) -> list[ArrearsLine]:
        return await self.service.all(ArrearsLine, by=ArrearsLine.position, case_id=self.on.id)

    async def owed(self, order: UUID | None = None) -> int:
        """What the ledger says is owed under an order, or under none."""
        return sum(line.amount_pence for line in await self.lines() if line.liability_order_id == order)

    async def order(self, key: UUID) -> LiabilityOrder:
        return await self.service.one(LiabilityOrder, id=key)

    async def payment(self, name: str = "BANCS-1") -> PaymentIn:
        return await self.service.one(PaymentIn, external_id=name)

    async def schedule(self) -> Schedule:
        return await self.service.one(Schedule, case_id=self.on.id, ended_at=None)

    async def expected(self) -> list[ExpectedPayment]:
        return await self.service.all(ExpectedPayment, by=ExpectedPayment.ordinal, case_id=self.on.id)

    async def standing(self, key: UUID) -> Artefact:
        return await self.service.one(Artefact, id=key)

    async def orders(self) -> list[LiabilityOrder]:
        return await self.service.all(LiabilityOrder, by=LiabilityOrder.granted_on, case_id=self.on.id)

    async def own(self, key: UUID, owner: Actor) -> None:
        """A service request is somebody's, as their own team leader gave it."""
        of = ServiceRequest
        await self.service.change(update(of).where(of.id == key).values(owner_id=owner.user_id))

    async def leads(self, team: str) -> Actor:
        """Somebody who leads another team of the agency."""
        leader = await add_actor(self.service.ground, f"Leader of {team}", Role.TEAM_LEADER, frozenset(Jurisdiction))
        team_id = self.on.agency.teams[team]
        await self.service.change(update(User).where(User.id == leader.user_id).values(team_id=team_id))
        return replace(leader, team_id=team_id)

    async def kinds(self) -> list[str]:
        """What the history says happened, in order."""
        return [entry.kind for entry in await self.on.history()]


async def money(service: Service, given: Referral | None = None, **changed: Any) -> Money:
    """A case that came in and was routed to Leanne, who set to work on it."""
    referred = await (await agency(service)).assigned(given, **changed)
    await referred.start()
    return Money(referred)


async def fill(on: Referred, key: UUID, *entries: Entry) -> None:
    """The case manager fills in fields of a data form."""
    await on.service.carry_out(on.agency.manager, lambda unit: forms.record(unit, key, entries))
