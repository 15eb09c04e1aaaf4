"""Who uses the service in a crash run, and what stands before it begins: judgments unpaid, claims nobody answered."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from backend.operations import sessions
from backend.operations.ground import machine_now
from backend.rules.vocabulary import Role
from tests.api.world import Person, World
from tests.builders.officers import add_officer
from tests.crash.agency import AgencyCast, prepare_agency

AGO, JUDGED_AGO = timedelta(days=80), timedelta(days=20)
"""How long ago the claims were lodged whose time to respond is over, and judgment was entered on some of them."""
CLAIMANTS = 4


@dataclass
class Cast:
    """Everybody signed in, and the claims that are prepared for them."""

    claimants: list[Person]
    officer: Person
    second: Person
    hceos: list[Person]
    hceo_ids: list[UUID]
    leaving: Person
    """A second session of a claimant, which is to be ended."""
    coded: tuple[UUID, str, str]
    """A claim, its reference, and the code of its defendant, who has not linked."""
    agency: AgencyCast
    unanswered: list["Prepared"] = field(default_factory=list)
    unpaid: list["Prepared"] = field(default_factory=list)


@dataclass(frozen=True)
class Prepared:
    """A claim that stands, its claimant, and the account of its defendant."""

    id: UUID
    claimant: Person
    defendant: Person


async def prepare(world: World, *, unanswered: int, unpaid: int) -> Cast:
    """Make the people and the claims, by the real acts, in the past."""
    world.clock.at = machine_now() - AGO
    claimants = [await world.person(f"claimant {number}") for number in range(CLAIMANTS)]
    officer, second = [await world.person(name, Role.COURT_OFFICER) for name in ("officer", "second officer")]
    hceos = [await world.person(name, Role.HCEO) for name in ("Idris Bowen", "Edith Marsh")]
    ids = [
        await add_officer(world.ground, each.name, number=f"HCEO-000{index}", user_id=each.key)
        for index, each in enumerate(hceos, 1)
    ]
    leaving = await _session_of(world, claimants[0])
    case_id = await world.lodge(claimants[0])
    coded = (case_id, await world.reference(case_id), (await world.codes())[0].text)
    cast = Cast(claimants, officer, second, hceos, ids, leaving, coded, await prepare_agency(world))
    for number in range(unanswered + unpaid):
        made = await _lodged(world, claimants[number % CLAIMANTS], number)
        (cast.unanswered if number < unanswered else cast.unpaid).append(made)
    world.clock.at = machine_now() - JUDGED_AGO
    for made in cast.unpaid:
        await world.request(made.claimant, made.id)
        await world.enter(officer, made.id)
    world.clock.at = machine_now()
    return cast


async def _session_of(world: World, who: Person) -> Person:
    signed_in = await sessions.sign_in(world.ground, who.key)
    return Person("leaving", signed_in.token, who.actor)


async def _lodged(world: World, claimant: Person, number: int) -> Prepared:
    case_id = await world.lodge(claimant)
    defendant = await world.person(f"defendant {number}")
    await world.stand_for(defendant, case_id, "Andrew Hollis")
    return Prepared(case_id, claimant, defendant)
