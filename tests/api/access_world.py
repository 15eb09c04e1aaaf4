"""Six claims between the same five people, in every state, and everybody who may or may not look at them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.adapters.database import Database
from backend.models import Letter, Party
from backend.operations import codes, enforcement, letters
from backend.queries.ids import to_node_id
from backend.rules.access import SYSTEM
from backend.rules.judgments import PaymentTerms
from backend.rules.vocabulary import (
    InstalmentFrequency,
    Jurisdiction,
    LetterState,
    PartyKind,
    PaymentOrder,
    ResponseKind,
    Role,
    Topic,
)
from tests.api import enforcing
from tests.api.everything import selection, told
from tests.api.world import BIRTH, LATE, NOBODY, Person, World, lodging, party
from tests.builders.officers import add_officer, be_replaced, suspend

INSIDERS = ("claimant", "co-claimant", "defendant", "co-defendant", "court officer", "officer")
OUTSIDERS = (
    "stranger",
    "anonymous",
    "officer of Scotland",
    "replaced officer",
    "hceo",
    "case-manager",
    "team-leader",
    "admin",
    "service-owner",
)
ROLES = {
    "court officer": Role.COURT_OFFICER,
    "officer of Scotland": Role.COURT_OFFICER,
    "officer": Role.HCEO,
    "replaced officer": Role.HCEO,
    "hceo": Role.HCEO,
    "case-manager": Role.CASE_MANAGER,
    "team-leader": Role.TEAM_LEADER,
    "admin": Role.ADMIN,
    "service-owner": Role.SERVICE_OWNER,
}
STATES = ("awaiting", "defended", "requested", "entered", "applied", "enforced")
LARGE = {"enforced": {"amount_pence": 6_000_00}}
"""On so much the judgment bears interest by the day."""
CLAIM = f"query ($by: ClaimBy!) {{ claim(by: $by) {selection('Claim')} }}"

CLAIMANTS = (
    party("Kate Marlowe", phone="07700 900114", date_of_birth=date(1988, 5, 17)),
    party("Carol Secret", phone="07700 900115", date_of_birth=date(1975, 1, 2), is_confidential=True),
)
DEFENDANTS = (
    party("Andrew Hollis", phone="07700 900127", date_of_birth=BIRTH),
    party("Dora Hollis", phone="07700 900128", date_of_birth=BIRTH),
    party("Hollis Ltd", kind=PartyKind.ORGANISATION, organisation_number="09100201", phone="07700 900129", email=None),
)


@dataclass
class AccessWorld:
    """The claims by their state, and the people by what they are."""

    world: World
    people: dict[str, Person]
    claims: dict[str, UUID]
    officers: dict[str, UUID] = field(default_factory=dict)
    """The entries of the register, by who they are."""
    writs: dict[str, UUID] = field(default_factory=dict)
    """By the state of their claims."""

    def by(self, state: str) -> dict[str, str]:
        return {"id": to_node_id("Claim", self.claims[state])}

    async def claim(self, viewer: str, state: str) -> Any:
        """All there is of a claim, as somebody sees it."""
        return (await self.world.data(self.people[viewer], CLAIM, wide=True, by=self.by(state)))["claim"]

    async def seen(self, viewer: str) -> dict[tuple[str, str, str], bool]:
        """Every field that somebody reaches over all the claims: whether it holds a value anywhere."""
        found: dict[tuple[str, str, str], bool] = defaultdict(bool)
        for state in STATES:
            for each in told(await self.claim(viewer, state)):
                found[each.type, each.label, each.field] |= each.value is not None
        return found

    async def matrix(self) -> dict[tuple[str, str, str], str]:
        """For each field what each insider sees: v a value, . null, - nothing it could stand in."""
        seen = [await self.seen(viewer) for viewer in INSIDERS]
        rows = {row for each in seen for row in each}
        return {row: "".join("-" if row not in each else "v" if each[row] else "." for each in seen) for row in rows}

    async def parties(self, state: str) -> dict[str, UUID]:
        async with self.world.database.reading(SYSTEM) as connection:
            rows = await connection.execute(select(Party.name, Party.id).where(Party.case_id == self.claims[state]))
            return {row.name: row.id for row in rows}

    async def letters_to(self, state: str, name: str) -> list[UUID]:
        async with self.world.database.reading(SYSTEM) as connection:
            rows = await connection.execute(
                select(Letter.id)
                .join(Party, Party.id == Letter.party_id)
                .where(Letter.case_id == self.claims[state], Party.name == name)
                .order_by(Letter.created_at, Letter.id)
            )
            return list(rows.scalars())

    async def fail_letter(self, state: str, name: str, *, index: int = 0) -> None:
        """Let a letter to somebody fail."""
        key = (await self.letters_to(state, name))[index]
        await self.world.act(
            None, lambda unit: letters.record_delivery(unit, key, LetterState.FAILED, failure="REFUSED_BY_SERVER")
        )

    async def issue_code(self, state: str, name: str) -> None:
        """Let the court send somebody a new code."""
        case_id, key = self.claims[state], (await self.parties(state))[name]
        (code,) = await self.world.codes(1)
        await self.world.act(
            self.people["court officer"], lambda unit: codes.issue(unit, case_id, (code,), party_id=key)
        )


async def access_world(database: Database) -> AccessWorld:
    """Make the people and the claims."""
    world = World(database)
    people = {"anonymous": NOBODY}
    for name in (*INSIDERS, *OUTSIDERS):
        place = Jurisdiction.SCOTLAND if name == "officer of Scotland" else Jurisdiction.ENGLAND_WALES
        if name != "anonymous":
            people[name] = await world.person(name, ROLES.get(name, Role.CITIZEN), [place])
    made = AccessWorld(world, people, {})
    world.clock.at = LATE
    made.claims["awaiting"] = await _lodged(made)
    world.clock.at = LATE - timedelta(days=40)
    for state in STATES[1:]:
        made.claims[state] = await _lodged(made, by_code=state == "entered", **LARGE.get(state, {}))
    world.clock.at = LATE
    await _move(made)
    await _enforce(made)
    return made


async def _lodged(made: AccessWorld, *, by_code: bool = False, **more: Any) -> UUID:
    """A claim with everybody linked; proving it with a code takes its time, so not each time."""
    world, people = made.world, made.people
    key = await world.lodge(people["claimant"], lodging(claimants=CLAIMANTS, defendants=DEFENDANTS, **more))
    await world.stand_for(people["co-claimant"], key, "Carol Secret")
    for index, viewer in enumerate(("defendant", "co-defendant")):
        if by_code:
            await world.link(people[viewer], key, index=index)
        else:
            await world.stand_for(people[viewer], key, DEFENDANTS[index].name)
    return key


async def _move(made: AccessWorld) -> None:
    world, people, claims = made.world, made.people, made.claims
    today = world.clock.at.date()
    by_date = PaymentTerms(PaymentOrder.BY_DATE, pay_by=today + timedelta(days=30))
    instalments = PaymentTerms(
        PaymentOrder.INSTALMENTS,
        instalment_pence=50_00,
        instalment_frequency=InstalmentFrequency.MONTHLY,
        first_instalment_on=today + timedelta(days=30),
    )
    await world.request(people["claimant"], claims["defended"], by_date)
    await world.respond(people["defendant"], claims["defended"], ResponseKind.DISPUTES_PART, 100_00)
    await world.request(people["claimant"], claims["requested"], instalments)
    await world.request(people["claimant"], claims["entered"], instalments)
    await world.enter(people["court officer"], claims["entered"])
    for state in ("applied", "enforced"):
        await world.request(people["claimant"], claims[state])
        await world.enter(people["court officer"], claims[state])
    await made.fail_letter("entered", "Kate Marlowe")
    await made.issue_code("entered", "Hollis Ltd")


async def _enforce(made: AccessWorld) -> None:
    """One writ is applied for, another is served on an officer and then given to another; a third has nothing."""
    world, people, claims = made.world, made.people, made.claims
    for number, name in enumerate(("officer", "replaced officer", "hceo"), start=1):
        made.officers[name] = await add_officer(
            world.ground, name.capitalize(), number=f"HCEO-{number:04}", user_id=people[name].key
        )
    world.clock.at = LATE + timedelta(days=1)
    claimant, court = people["claimant"], people["court officer"]
    await enforcing.be_rejected(world, claimant, court, claims["applied"])
    await enforcing.apply(world, claimant, claims["applied"], made.officers["hceo"])
    await world.act(claimant, lambda unit: enforcement.record_guidance_read(unit, claims["applied"], Topic.PAPER_WRIT))
    asked = await enforcing.apply(world, claimant, claims["enforced"], made.officers["replaced officer"])
    made.writs["enforced"] = await enforcing.issue(world, court, claims["enforced"], asked)
    await be_replaced(world.ground, made.writs["enforced"], made.officers["officer"])
    await enforcing.stay(world, court, claims["enforced"])
    await suspend(world.ground, made.officers["hceo"])
