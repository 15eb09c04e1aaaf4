"""Team leaders give many service requests to somebody at once: each is an act of its own (R-06)."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from sqlalchemy import select

from backend.models import ServiceRequest
from backend.operations import work_queue
from backend.operations.ground import Ground
from backend.operations.unit import Once, Outcome, Unit, carry_out
from backend.rules import refusals
from backend.rules.access import Actor
from backend.rules.refusals import Problem
from backend.rules.vocabulary import Act

MOST = 50


@dataclass(frozen=True, slots=True)
class Given:
    """What became of one of them: done, or how it was refused."""

    service_request_id: UUID
    outcome: Outcome | None = None
    refusal: refusals.Refusal | None = None


@dataclass(frozen=True, slots=True)
class To:
    """To whom they are given: somebody, or a team in whose queue they wait."""

    owner_id: UUID | None = None
    team_id: UUID | None = None


async def give_many(ground: Ground, actor: Actor, keys: Sequence[UUID], to: To, *, key: UUID) -> tuple[Given, ...]:
    """Give up to 50 service requests to somebody, one act each in the order of their cases; one refused stops no other.

    Under `key` each is done once: asked again, what was done is answered as done, and the rest is tried again. Raises
    `NotPermitted` and `Invalid` before any of them.
    """
    if not actor.may(Act.ASSIGN_SERVICE_REQUESTS):
        raise refusals.NotPermitted
    if not 1 <= len(set(keys)) <= MOST or len(set(keys)) != len(keys):
        raise refusals.Invalid(
            Problem("COUNT_OUT_OF_RANGE", ("serviceRequestIds",), f"Give 1 to {MOST} service requests, each once.")
        )
    return tuple([await _give(ground, actor, each, to, key) for each in await _in_order(ground, actor, keys)])


async def _in_order(ground: Ground, actor: Actor, keys: Sequence[UUID]) -> list[UUID]:
    """By their cases, so that two leaders who give the same take the locks alike; what they may not see comes last."""
    of = ServiceRequest
    async with ground.database.reading(actor) as connection:
        found = await connection.execute(select(of.id).where(of.id.in_(keys)).order_by(of.case_id, of.id))
        known = [row.id for row in found]
    return [*known, *sorted(set(keys) - set(known))]


async def _give(ground: Ground, actor: Actor, service_request_id: UUID, to: To, key: UUID) -> Given:
    once = Once.of(uuid5(key, service_request_id.hex), "assignServiceRequests", [service_request_id, to])
    try:
        outcome = await carry_out(ground, actor, _act(service_request_id, to), once=once)
    except refusals.KeyReused:
        raise
    except refusals.Refusal as refusal:
        return Given(service_request_id, refusal=refusal)
    return Given(service_request_id, outcome)


def _act(service_request_id: UUID, to: To) -> Callable[[Unit], Awaitable[Outcome]]:
    async def act(unit: Unit) -> Outcome:
        if to.team_id is not None:
            return await work_queue.give_to_team(unit, service_request_id, to.team_id, expected_version=None)
        return await work_queue.give_to(unit, service_request_id, to.owner_id, expected_version=None)

    return act
