"""Casework on an application for a writ: a team whose desk it is, two officers, and each of their acts as one call."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import update

from backend.models import Activity, HistoryEntry, ServiceRequest, Team, User, WritApplication, new_id
from backend.operations import preparing, service_requests, writ_applications
from backend.operations.unit import Once, Outcome, Unit, carry_out
from backend.rules.access import SYSTEM, Actor
from backend.rules.casework.lines import Given
from backend.rules.vocabulary import Act, ActivityStatus, Desk, Role, ServiceRequestSubStatus, Side
from backend.rules.writ_details import Details
from tests.builders.people import ENGLAND_WALES, add_actor
from tests.builders.service import Service
from tests.builders.writs import Enforced, applied_for

ALL_DESKS = tuple(Desk)
CHECKED = (("LOOK_AT_CHECKS", "ALL_HOLD"), ("LOOK_AT_CORRECTIONS", "NONE_MADE"), ("LOOK_AT_FEE", "COVERED"))


async def add_team(service: Service, name: str, *desks: Desk, side: Side = Side.COURT) -> UUID:
    """Store a team that takes the work of these desks; its key."""
    key = new_id()

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.SIGN_IN)
        unit.session.add(Team(id=key, name=name, side=side, desks=list(desks)))
        return Outcome()

    await service.carry_out(SYSTEM, act)
    return key


async def join_team(service: Service, actor: Actor, team_id: UUID) -> Actor:
    """Put a user into a team; who they are from then on."""
    await service.change(update(User).where(User.id == actor.user_id).values(team_id=team_id))
    return replace(actor, team_id=team_id)


@dataclass(frozen=True)
class Casework:
    """The service request on Kate's application, Olu who works it, and Mia who looks at what Olu did."""

    service: Service
    enforced: Enforced
    id: UUID
    team_id: UUID
    olu: Actor
    mia: Actor

    async def row(self, key: UUID | None = None) -> ServiceRequest:
        return await self.service.one(ServiceRequest, id=key or self.id)

    async def start(self, *, by: Actor | None = None, key: UUID | None = None, version: int | None = None) -> Outcome:
        return await self.service.carry_out(
            by or self.olu, lambda unit: service_requests.start(unit, key or self.id, expected_version=version)
        )

    async def complete(
        self,
        code: str,
        outcome: str,
        *,
        by: Actor | None = None,
        key: UUID | None = None,
        version: int | None = None,
        reason: str | None = None,
        note: str | None = None,
        on: date | None = None,
    ) -> Outcome:
        given = Given(reason, note, on)
        return await self.service.carry_out(
            by or self.olu,
            lambda unit: service_requests.complete(
                unit, key or self.id, code, outcome=outcome, given=given, expected_version=version
            ),
        )

    async def check(self, *, by: Actor | None = None) -> None:
        """Start, and complete every line before the decision."""
        await self.start(by=by)
        for code, outcome in CHECKED:
            await self.complete(code, outcome, by=by)

    async def put_up(self, outcome: str = "RECOMMEND_ISSUE", *, by: Actor | None = None, **given: Any) -> None:
        """Check it, decide, and put the decision up for approval."""
        await self.check(by=by)
        await self.complete("DECIDE", outcome, by=by, **given)
        await self.request_approval(by=by)

    async def request_approval(self, *, by: Actor | None = None, version: int | None = None) -> Outcome:
        return await self.service.carry_out(
            by or self.olu, lambda unit: service_requests.request_approval(unit, self.id, expected_version=version)
        )

    async def prepare(self, *, by: Actor | None = None) -> service_requests.Prepared:
        return await preparing.prepare_approval(self.service.ground, by or self.mia, self.id)

    async def approve(
        self,
        prepared: service_requests.Prepared | None = None,
        *,
        by: Actor | None = None,
        version: int | None = None,
        once: Once | None = None,
    ) -> Outcome:
        """Prepare it, unless it was, and approve."""
        made = prepared or await self.prepare(by=by)
        return await carry_out(
            self.service.ground,
            by or self.mia,
            lambda unit: service_requests.approve(unit, self.id, prepared=made, expected_version=version),
            once=once,
        )

    async def reject(self, reason: str = "The amount is not explained.", *, by: Actor | None = None) -> Outcome:
        return await self.service.carry_out(
            by or self.mia, lambda unit: service_requests.reject(unit, self.id, reason, expected_version=None)
        )

    async def note(self, text: str = "Rang the claimant.", *, by: Actor | None = None) -> Outcome:
        return await self.service.carry_out(
            by or self.olu, lambda unit: service_requests.add_note(unit, self.id, text, expected_version=None)
        )

    async def close(
        self,
        how: ServiceRequestSubStatus = ServiceRequestSubStatus.COMPLETE,
        *,
        note: str | None = None,
        by: Actor | None = None,
        key: UUID | None = None,
    ) -> Outcome:
        return await self.service.carry_out(
            by or self.olu,
            lambda unit: service_requests.close(unit, key or self.id, how, note=note, expected_version=None),
        )

    async def lines(self, key: UUID | None = None) -> dict[str, Activity]:
        """The lines of the plan by their codes, in order."""
        found = await self.service.all(Activity, by=Activity.position, service_request_id=key or self.id)
        return {each.code: each for each in found}

    async def statuses(self) -> dict[str, ActivityStatus]:
        """Where each line of the plan stands, by its code."""
        return {code: line.status for code, line in (await self.lines()).items()}

    async def application(self) -> WritApplication:
        return await self.service.one(WritApplication, id=self.enforced.application_id)

    async def amend(self, *, by: Actor) -> None:
        """Amend the application that the service request is about, as staff."""
        changed = replace(Details.from_json((await self.application()).details), goods="A piano.")
        key = self.enforced.application_id
        await self.service.carry_out(
            by, lambda unit: writ_applications.amend(unit, key, changed, expected_version=None)
        )

    async def history(self, key: UUID | None = None) -> list[HistoryEntry]:
        """The entries about the service request, oldest first."""
        return await self.service.all(HistoryEntry, by=HistoryEntry.number, subject_id=key or self.id)


async def court_officer(service: Service, name: str) -> Actor:
    """One more officer of the court."""
    return await add_actor(service.ground, name, Role.COURT_OFFICER, ENGLAND_WALES)


async def casework(service: Service, **given: Any) -> Casework:
    """Kate's application with the court, and the service request that it opened at the court's one team."""
    team_id = await add_team(service, "Online Money Claims", *ALL_DESKS)
    olu = await join_team(service, service.officer, team_id)
    mia = await join_team(service, await court_officer(service, "Mia Manager"), team_id)
    enforced = await applied_for(service, **given)
    opened = await service.one(ServiceRequest, case_id=enforced.case_id)
    return Casework(service, enforced, opened.id, team_id, olu, mia)
