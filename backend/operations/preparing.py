"""What the effects of an approval need before its transaction: rendered and sealed with none open."""

from uuid import UUID

from backend.models import ServiceRequest
from backend.operations.effects import EFFECTS
from backend.operations.ground import Ground
from backend.operations.service_requests import Prepared
from backend.operations.unit import Unit
from backend.operations.worked import Worked, load
from backend.rules import refusals
from backend.rules.access import Actor
from backend.rules.casework import work as rules
from backend.rules.casework.effects import CarryOut, EffectName
from backend.rules.vocabulary import Act


async def prepare_approval(ground: Ground, actor: Actor, service_request_id: UUID) -> Prepared:
    """Prepare what approving this service request would carry out; nothing for somebody who may not approve it now."""
    found = await _looked_at(ground, actor, service_request_id)
    if found is None:
        return Prepared()
    row, names = found
    made = {name: await prepare(ground, row) for name in names if (prepare := EFFECTS[name].prepare)}
    return Prepared(row.version, made)


async def _looked_at(
    ground: Ground, actor: Actor, service_request_id: UUID
) -> tuple[ServiceRequest, list[EffectName]] | None:
    now = await ground.clock.now()
    async with ground.database.writing(actor) as session:
        try:
            worked = await load(Unit(session, ground=ground, actor=actor, now=now), service_request_id)
        except refusals.NotFound:
            return None
        session.expunge(worked.service_request)
        return worked.service_request, _effects(worked, actor)


def _effects(worked: Worked, actor: Actor) -> list[EffectName]:
    work = worked.work(actor.user_id)
    if not rules.judge(Act.APPROVE_SERVICE_REQUEST, work, worked.on.relation).is_open:
        return []
    asked = work.effects_on(Act.APPROVE_SERVICE_REQUEST)
    return [effect.effect for _, effect in asked if isinstance(effect, CarryOut)]
