"""Enforcement cases of the agency: its teams and people, a case group referred to them, and each act as one call."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.models import Activity, EnforcementCase, HistoryEntry, ServiceRequest, Team, User, new_id
from backend.operations import referrals, service_requests, work_queue
from backend.operations.ground import machine_now
from backend.operations.unit import Outcome, Unit
from backend.rules.access import SYSTEM, Actor
from backend.rules.casework.catalogue import kind_at
from backend.rules.casework.kinds import AGENCY_DESKS
from backend.rules.casework.lines import Given
from backend.rules.referrals import MaintenanceCaseDetails, Referral
from backend.rules.vocabulary import (
    Act,
    ActivityStatus,
    Desk,
    Jurisdiction,
    KindCode,
    Role,
    ServiceRequestSubStatus,
    Side,
)
from tests.builders.lodgings import organisation, person
from tests.builders.service import Service

EVERYWHERE = frozenset(Jurisdiction)
HOME = f"Enforcement {Jurisdiction.ENGLAND_WALES}"
ENFORCEMENT_DESKS = AGENCY_DESKS - {
    Desk.COMPLEX_CASES, Desk.CENTRAL_TEAM, Desk.MAINTENANCE, Desk.COMPLAINTS, Desk.ARREARS, Desk.DEDUCTION_ORDERS,
    Desk.TRANSITION, Desk.SENIOR_MANAGEMENT,
}  # fmt: skip
OTHER_TEAMS = {
    "Complex Cases": Desk.COMPLEX_CASES,
    "Central Team": Desk.CENTRAL_TEAM,
    "Maintenance": Desk.MAINTENANCE,
    "Complaints": Desk.COMPLAINTS,
    "Arrears": Desk.ARREARS,
    "Deduction Orders": Desk.DEDUCTION_ORDERS,
    "Transition": Desk.TRANSITION,
    "Senior Managers": Desk.SENIOR_MANAGEMENT,
}
WELFARE = "The welfare of the child was considered: action is in proportion."


def chantelle(**changed: Any) -> Any:
    """A receiving parent."""
    return person("Chantelle Grant", **{"address_lines": ("61 Canal Street", "Manchester"), **changed})


def dean(**changed: Any) -> Any:
    """A paying parent."""
    return person("Dean Sutton", **{"date_of_birth": date(1986, 7, 4), **changed})


def referral(**changed: Any) -> Referral:
    """Dean's case group: one case, £2,400 owed to Chantelle."""
    given: dict[str, Any] = {
        "paying_parent": dean(),
        "cases": (MaintenanceCaseDetails("121000456701", chantelle(), 240_000, date(2025, 1, 6)),),
        "solicitor": organisation("Brodie and Finch Solicitors"),
    }
    return Referral(**{**given, **changed})


@dataclass(frozen=True)
class Agency:
    """The agency on a database of a test: Leanne, a case manager, Maureen, who leads her team, and the others."""

    service: Service
    leader: Actor
    manager: Actor
    colleague: Actor
    """Another case manager of the same team."""
    others: dict[Role, Actor]
    """One of each other role, with a team of their own where the role has one."""
    teams: dict[str, UUID]

    async def refer(self, given: Referral | None = None, **changed: Any) -> "Referred":
        """A case group comes in; its routing service request waits to be routed."""
        asked = given or referral(**changed)
        outcome = await self.service.carry_out(SYSTEM, lambda unit: referrals.refer(unit, asked))
        return Referred(self, outcome.subjects["enforcement_case"], outcome.subjects["service_request"])

    async def assigned(self, given: Referral | None = None, **changed: Any) -> "Referred":
        """A case group came in, and the team leader routed it to Leanne."""
        referred = await self.refer(given, **changed)
        await referred.assign()
        return referred


@dataclass(frozen=True)
class Referred:
    """An enforcement case, the service request by which it was routed, and what is done with them."""

    agency: Agency
    id: UUID
    routing: UUID

    @property
    def service(self) -> Service:
        return self.agency.service

    async def row(self) -> EnforcementCase:
        return await self.service.one(EnforcementCase, case_id=self.id)

    async def request(self, key: UUID | None = None) -> ServiceRequest:
        return await self.service.one(ServiceRequest, id=key or self.routing)

    async def requests(self, kind: KindCode | None = None) -> list[ServiceRequest]:
        """The service requests of the case, oldest first; of one kind where it is named."""
        from_first = await self.service.all(ServiceRequest, by=ServiceRequest.opened_at, case_id=self.id)
        return [each for each in from_first if kind is None or _kind(each) is kind]

    async def assign(self, to: Actor | None = None, *, key: UUID | None = None, by: Actor | None = None) -> Outcome:
        owner = (to or self.agency.manager).user_id
        return await self.service.carry_out(
            by or self.agency.leader,
            lambda unit: work_queue.give_to(unit, key or self.routing, owner, expected_version=None),
        )

    async def start(self, key: UUID | None = None, *, by: Actor | None = None) -> Outcome:
        return await self.service.carry_out(
            by or self.agency.manager,
            lambda unit: service_requests.start(unit, key or self.routing, expected_version=None),
        )

    async def complete(
        self,
        code: str,
        outcome: str,
        *,
        key: UUID | None = None,
        by: Actor | None = None,
        reason: str | None = None,
        note: str | None = None,
        on: date | None = None,
    ) -> Outcome:
        given = Given(reason, note, on)
        return await self.service.carry_out(
            by or self.agency.manager,
            lambda unit: service_requests.complete(
                unit, key or self.routing, code, outcome=outcome, given=given, expected_version=None
            ),
        )

    async def close(
        self,
        key: UUID | None = None,
        how: ServiceRequestSubStatus = ServiceRequestSubStatus.COMPLETE,
        *,
        note: str | None = None,
        by: Actor | None = None,
    ) -> Outcome:
        return await self.service.carry_out(
            by or self.agency.manager,
            lambda unit: service_requests.close(unit, key or self.routing, how, note=note, expected_version=None),
        )

    async def lines(self, key: UUID | None = None) -> dict[str, Activity]:
        """The lines of a service request's plans by their codes, in order."""
        found = await self.service.all(Activity, by=Activity.position, service_request_id=key or self.routing)
        return {each.code: each for each in found}

    async def statuses(self, key: UUID | None = None) -> dict[str, ActivityStatus]:
        return {code: line.status for code, line in (await self.lines(key)).items()}

    async def history(self) -> list[HistoryEntry]:
        return await self.service.all(HistoryEntry, by=HistoryEntry.number, stream_id=self.id)


PEOPLE = (
    (Role.TEAM_LEADER, "Maureen Fletcher", HOME),
    (Role.CASE_MANAGER, "Leanne Whitaker", HOME),
    (Role.CASE_MANAGER, "Tomos Pugh", HOME),
    (Role.COMPLEX_CASE_WORKER, "Oluwaseun Adeyemi", "Complex Cases"),
    (Role.MAINTENANCE_WORKER, "Callum Reid", "Maintenance"),
    (Role.COMPLAINTS_WORKER, "Siobhan Daly", "Complaints"),
    (Role.ARREARS_CASE_OWNER, "Nuala Quinn", "Arrears"),
    (Role.DOT, "Deduction Orders desk", "Deduction Orders"),
    (Role.TRANSITION_WORKER, "Piotr Zielinski", "Transition"),
    (Role.SENIOR_MANAGER, "Patricia Lowe", "Senior Managers"),
)


async def agency(service: Service) -> Agency:
    """The agency: a team of enforcement in each jurisdiction, the other teams, and somebody of each role."""
    teams = [_team(f"Enforcement {place}", ENFORCEMENT_DESKS, [place]) for place in Jurisdiction]
    teams += [_team(name, {desk}, []) for name, desk in OTHER_TEAMS.items()]
    keys = {team.name: team.id for team in teams}
    users = [_user(role, name, keys[team]) for role, name, team in PEOPLE]

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.SIGN_IN)
        unit.session.add_all(teams)
        await unit.session.flush()
        unit.session.add_all(users)
        return Outcome()

    # One transaction for all: each of its own takes longer than most tests.
    await service.carry_out(SYSTEM, act)
    leader, manager, colleague, *others = (
        Actor(user.id, user.name, user.role, EVERYWHERE, user.team_id) for user in users
    )
    return Agency(service, leader, manager, colleague, {actor.role: actor for actor in others}, keys)


def _team(name: str, desks: Any, places: list[Jurisdiction]) -> Team:
    return Team(id=new_id(), name=name, side=Side.AGENCY, desks=sorted(desks), jurisdictions=places)


def _user(role: Role, name: str, team_id: UUID) -> User:
    key = new_id()
    return User(
        id=key,
        subject=f"test|{key}",
        name=name,
        role=role,
        team_id=team_id,
        jurisdictions=sorted(EVERYWHERE),
        created_at=machine_now(),
    )


def _kind(row: ServiceRequest) -> KindCode:
    return kind_at(row.process, row.area, row.sub_area).code
