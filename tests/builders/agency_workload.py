"""The agency at work at random: each turn somebody, right or wrong, does something on some case, or time goes on."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import update

from backend.models import User
from backend.operations.histories import verify
from backend.rules import refusals
from backend.rules.access import Actor
from backend.rules.casework.catalogue import kind_at
from backend.rules.casework.kinds import Kind
from backend.rules.periods import london_day
from backend.rules.referrals import MaintenanceCaseDetails
from backend.rules.transfers import OUT_OF_ENFORCEMENT
from backend.rules.vocabulary import Jurisdiction, Role, Segment
from tests.builders.agency_rows import Rows, faults, read
from tests.builders.clocks import LODGED_AT
from tests.builders.enforcement_cases import EVERYWHERE, Agency, agency, chantelle, referral
from tests.builders.money import Money
from tests.builders.people import add_actor
from tests.builders.service import Service

ELSEWHERE = ("Enforcement SCOTLAND", "Enforcement NORTHERN_IRELAND")
LEADERS = (*ELSEWHERE, "Complex Cases", "Central Team", "Maintenance", "Arrears", "Complaints")
Turn = Callable[["Workload", Money], Awaitable[Any]]


@dataclass
class Workload:
    """One agency with up to three cases, and what is done there by chance."""

    agency: Agency
    people: list[Actor]
    chance: Random = field(default_factory=lambda: Random(0))
    cases: list[Money] = field(default_factory=list)
    rows: Rows = field(default_factory=lambda: Rows({}, LODGED_AT))
    done: Counter[str] = field(default_factory=Counter)
    """How often each turn was done, and how often refused."""

    @property
    def service(self) -> Service:
        return self.agency.service

    @property
    def today(self) -> date:
        return london_day(self.service.clock.at)

    def one(self, of: Any) -> Any:
        return self.chance.choice(list(of))

    def seldom(self, share: float = 0.15) -> bool:
        return self.chance.random() < share

    def soon(self, days: int = 200) -> date:
        """A day to come, seldom one that has come."""
        return self.today + timedelta(days=self.chance.randint(0 if self.seldom() else 1, days))

    async def begin(self, seed: int) -> None:
        """One to three case groups come in, each of one or two maintenance cases."""
        self.chance = Random(seed)
        for number in range(self.chance.randint(1, 3)):
            owed = [
                MaintenanceCaseDetails(
                    f"12100045{number}{each}", chantelle(), self.chance.randint(0, 1_500_00), date(2025, 1 + each, 6)
                )
                for each in range(self.chance.randint(1, 2))
            ]
            given = referral(
                cases=tuple(owed),
                jurisdiction=self.one((*Jurisdiction, *[Jurisdiction.ENGLAND_WALES] * 4)),
                is_criminal=self.seldom(),
                is_migrated=self.seldom(),
                has_property=self.seldom(0.5),
                segment=self.one(Segment),
            )
            self.cases.append(Money(await self.agency.refer(given)))
        self.rows = await read(self.service)

    async def go(self, seeds: Iterable[int], acts: Sequence[Turn], courses: Sequence[Turn]) -> None:
        """A turn for each seed: one act, or a course of several. After each act, everything that must hold does."""
        for seed in seeds:
            self.chance = Random(seed)
            case, turn = self.one(self.cases), self.one((*acts, *courses))
            if turn in courses:
                await turn(self, case)
            else:
                await self.take(turn.__name__, turn(self, case))
        assert (await verify(self.service.ground.database)).faults == []

    async def take(self, name: str, turn: Awaitable[Any]) -> bool:
        """Whether it was done; False where it was refused."""
        before = self.rows
        try:
            await turn
        except refusals.Refusal:
            self.rows = await read(self.service)
            assert self.rows.tables == before.tables, f"{name} was refused, and changed something"
            self.done[f"{name} refused"] += 1
            return False
        self.rows = await read(self.service)
        assert (name, faults(self.rows)) == (name, [])
        self.require_free(before)
        self.done[name] += 1
        return True

    def require_free(self, before: Rows) -> None:
        """A case that went out of enforcement left nothing of it open, but what carried it (R-38)."""
        areas = {each.case_id: each.area for each in before["enforcement_cases"]}
        carried = {each.service_request_id for each in self.rows["movements"]}
        for case in self.rows["enforcement_cases"]:
            if case.area in OUT_OF_ENFORCEMENT and areas.get(case.case_id, case.area) not in OUT_OF_ENFORCEMENT:
                assert {each.id for each in self.rows.open_requests(case.case_id)} <= carried

    # Whom and what a turn is about

    def requests(self, case: Money) -> list[Any]:
        return self.rows.open_requests(case.on.id)

    def request(self, case: Money) -> Any:
        """One that is open, if one is; seldom any at all, of any case."""
        everything = self.rows["service_requests"]
        return self.one(everything if self.seldom(0.05) else self.requests(case) or everything)

    def now(self, key: Any) -> Any:
        """A service request as it stands now."""
        return next(each for each in self.rows["service_requests"] if each.id == key)

    def owner(self, row: Any, *, wrong: float = 0.1) -> Actor:
        """Who owns it; seldom somebody else."""
        found = [each for each in self.people if each.user_id == row.owner_id]
        return self.one(self.people if self.seldom(wrong) or not found else found)

    def team(self, case: Money) -> list[Actor]:
        """Whoever is of the team that has the case."""
        (row,) = [each for each in self.rows["enforcement_cases"] if each.case_id == case.on.id]
        return [each for each in self.people if each.team_id == row.team_id] or self.people

    def leader(self, case: Money, *, wrong: float = 0.1) -> Actor:
        """Who leads the team that has the case; seldom somebody else."""
        leads = [each for each in self.team(case) if each.role is Role.TEAM_LEADER]
        return self.one(self.people if self.seldom(wrong) or not leads else leads)

    def worker(self, case: Money) -> Actor:
        """Who owns something of the case."""
        return self.owner(self.one(self.requests(case) or self.rows["service_requests"]))

    def kind(self, row: Any) -> Kind:
        return kind_at(row.process, row.area, row.sub_area)


async def open_workload(service: Service) -> Workload:
    """An agency with its people, and somebody who leads each other team."""
    theirs = await agency(service)
    people = [theirs.leader, theirs.manager, theirs.colleague, *theirs.others.values()]
    for role, teams in ((Role.TEAM_LEADER, LEADERS), (Role.CASE_MANAGER, ELSEWHERE)):
        people += [await _member(service, role, theirs.teams[team]) for team in teams]
    return Workload(theirs, people)


async def _member(service: Service, role: Role, team_id: UUID) -> Actor:
    actor = await add_actor(service.ground, f"{role} of {team_id}", role, EVERYWHERE)
    await service.change(update(User).where(User.id == actor.user_id).values(team_id=team_id))
    return replace(actor, team_id=team_id)
