"""Users with an account, and the actors that they are."""

from collections.abc import Iterable
from uuid import UUID

from backend.models import User, new_id
from backend.operations.ground import Ground, machine_now
from backend.operations.unit import Outcome, Unit, carry_out
from backend.rules.access import SYSTEM, Actor
from backend.rules.vocabulary import Act, Jurisdiction, Role

ENGLAND_WALES = frozenset({Jurisdiction.ENGLAND_WALES})


async def add_user(
    ground: Ground, name: str, role: Role = Role.CITIZEN, places: Iterable[Jurisdiction] = (), *, is_active: bool = True
) -> UUID:
    """Store an account, and answer its key."""
    key = new_id()

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.SIGN_IN)
        unit.session.add(
            User(
                id=key,
                subject=f"test|{key}",
                name=name,
                role=role,
                jurisdictions=sorted(places),
                is_active=is_active,
                created_at=machine_now(),
            )
        )
        return Outcome()

    await carry_out(ground, SYSTEM, act)
    return key


async def add_actor(ground: Ground, name: str, role: Role = Role.CITIZEN, places: Iterable[Jurisdiction] = ()) -> Actor:
    """Store an account, and answer the actor that acts by it."""
    places = frozenset(places)
    return Actor(await add_user(ground, name, role, places), name, role, places)
