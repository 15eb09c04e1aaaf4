"""The demonstration's enforcement cases: each referred and worked by the acts of the service, at instants gone by."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.demo.personas import PERSONAS
from backend.models import Link, MaintenanceCase, Party, User
from backend.operations import (
    artefacts,
    case_letters,
    flags,
    liability_orders,
    powers,
    referrals,
    schedules,
    work_queue,
)
from backend.operations import case_file as case_files
from backend.operations import service_requests as work
from backend.operations.case_file import CaseFile
from backend.operations.ground import Ground
from backend.operations.unit import Outcome, Unit, carry_out
from backend.rules.access import SYSTEM, Actor
from backend.rules.casework.lines import Given
from backend.rules.periods import london_day
from backend.rules.referrals import Referral
from backend.rules.schedules import Terms
from backend.rules.vocabulary import (
    Act,
    Flag,
    Jurisdiction,
    Letter,
    PartySide,
    Power,
    PowerResult,
    Role,
    ServiceRequestSubStatus,
)

Do = Callable[[Unit], Awaitable[Outcome]]


@dataclass(slots=True)
class Telling:
    """One case as its people work it; `at` is when what comes next happens."""

    ground: Ground
    people: dict[str, Actor]
    at: datetime
    case_id: UUID
    routing: UUID
    manager: str = "case-manager"
    leader: str = "team-leader"

    async def act(self, who: str | None, do: Do, *, days: float = 0.1) -> Outcome:
        """Have somebody do something (the service where nobody is named); what follows happens so many days later."""
        actor = self.people[who] if who else SYSTEM
        outcome = await carry_out(self.ground, actor, do, now=self.at)
        self.at += timedelta(days=days)
        return outcome

    async def assign(self, days: float = 1) -> None:
        owner, key = self.people[self.manager].user_id, self.routing
        await self.act(self.leader, lambda unit: work_queue.give_to(unit, key, owner, expected_version=None), days=days)

    async def start(self, days: float = 1, *, key: UUID | None = None) -> None:
        key = key or self.routing
        await self.act(self.manager, lambda unit: work.start(unit, key, expected_version=None), days=days)

    async def complete(
        self,
        code: str,
        outcome: str,
        *,
        key: UUID | None = None,
        reason: str | None = None,
        note: str | None = None,
        on: date | None = None,
    ) -> None:
        key, given = key or self.routing, Given(reason, note, on)
        await self.act(
            self.manager,
            lambda unit: work.complete(unit, key, code, outcome=outcome, given=given, expected_version=None),
        )

    async def close(self, key: UUID | None = None) -> None:
        key, how = key or self.routing, ServiceRequestSubStatus.COMPLETE
        await self.act(self.manager, lambda unit: work.close(unit, key, how, note=None, expected_version=None))

    async def flag(self, flag: Flag, reason: str) -> None:
        await self.act(self.manager, lambda unit: flags.set_by_hand(unit, self.case_id, flag, reason=reason))

    async def consider(self, *several: Power) -> None:
        for power in several:
            await self.act(self.manager, self._considered(power), days=0.01)

    def _considered(self, power: Power) -> Do:
        result, reason = PowerResult.NOT_APPROPRIATE, "It was looked at with what is known of the paying parent."

        async def act(unit: Unit) -> Outcome:
            return await powers.consider(unit, self.routing, power, result=result, reason=reason)

        return act

    async def on_case(self, do: Callable[[Unit, CaseFile], Awaitable[Any]], *, days: float = 1) -> None:
        """What another system or a court tells of the case."""

        async def act(unit: Unit) -> Outcome:
            unit.permit(Act.TAKE_IN_MESSAGE)
            case_file = await case_files.load(unit, self.case_id)
            await do(unit, case_file)
            return case_file.outcome

        await self.act(None, act, days=days)

    async def grant_order(self, number: str, pence: int, court: str, *, days: float = 1) -> None:
        granted_on, place = london_day(self.at), self.place
        await self.on_case(
            lambda unit, case_file: liability_orders.record(
                unit,
                case_file,
                number=number,
                amount_pence=pence,
                court=court,
                granted_on=granted_on,
                jurisdiction=place,
            ),
            days=days,
        )
        await self.on_case(case_letters.tell_order_numbers)

    async def leave_artefact(self, power: Power, *, expires_on: date | None = None) -> None:
        on = london_day(self.at)
        await self.on_case(
            lambda unit, case_file: artefacts.record(unit, case_file, power, commenced_on=on, expires_on=expires_on)
        )

    async def agree(self, terms: Terms) -> None:
        await self.act(self.manager, lambda unit: schedules.agree(unit, self.case_id, terms))

    async def draft(self, text: str) -> None:
        async def act(unit: Unit) -> Outcome:
            to = await unit.session.scalar(
                select(Party.id).where(Party.case_id == self.case_id, Party.side == PartySide.PAYING_PARENT)
            )
            assert to is not None
            return await case_letters.draft(
                unit, self.routing, Letter.CMEL9271, to_id=to, text=text, expected_version=None
            )

        await self.act(self.manager, act)

    async def link(self, persona: str, side: PartySide) -> None:
        """Let a persona stand linked to the party that they are."""
        who = self.people[persona]

        async def act(unit: Unit) -> Outcome:
            unit.permit(Act.LINK_TO_CLAIM)
            party = await unit.session.scalar(
                select(Party).where(Party.case_id == self.case_id, Party.side == side, Party.name == who.name)
            )
            assert party is not None
            relation = int(side.relation)
            unit.session.add(
                Link(case_id=self.case_id, party_id=party.id, user_id=who.user_id, relation=relation, since=unit.now)
            )
            return Outcome()

        await self.act(None, act)

    @property
    def place(self) -> Jurisdiction:
        return next(iter(self.people[self.manager].jurisdictions))


Plot = Callable[[Telling], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A case of the demonstration: as it was referred, how many days ago, and what was done since."""

    referral: Referral
    days_ago: float
    plot: Plot
    manager: str = "case-manager"
    leader: str = "team-leader"


async def load_cases(ground: Ground, stories: tuple[Story, ...], *, now: datetime) -> int:
    """Tell the stories that this database has not heard; how many those were. A case is known by its number."""
    async with ground.database.reading(SYSTEM) as connection:
        known = set(await connection.scalars(select(MaintenanceCase.number)))
        found = (await connection.execute(select(User))).all()
    people = {
        key: Actor(row.id, row.name, Role(row.role), frozenset(map(Jurisdiction, row.jurisdictions)), row.team_id)
        for row in found
        for key, persona in PERSONAS.items()
        if persona.subject == row.subject
    }
    fresh = [story for story in stories if story.referral.cases[0].number not in known]
    for story in fresh:
        await _tell(ground, people, story, at=now - timedelta(days=story.days_ago))
    return len(fresh)


async def _tell(ground: Ground, people: dict[str, Actor], story: Story, *, at: datetime) -> None:
    outcome = await carry_out(ground, SYSTEM, lambda unit: referrals.refer(unit, story.referral), now=at)
    telling = Telling(
        ground,
        people,
        at + timedelta(hours=3),
        outcome.subjects["enforcement_case"],
        outcome.subjects["service_request"],
        story.manager,
        story.leader,
    )
    await story.plot(telling)
