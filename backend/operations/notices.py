"""That somebody has seen what their dashboard says: the only thing of a notice that is stored (D-03)."""

from uuid import UUID

from backend.models import SeenNotice
from backend.operations.subject import load
from backend.operations.unit import Outcome, Unit
from backend.rules import position, refusals
from backend.rules.vocabulary import Act


async def mark_seen(unit: Unit, case_id: UUID, name: str) -> Outcome:
    """Keep that the actor has seen a notice that stands on their dashboard now."""
    subject = await load(unit, case_id)
    if name not in {notice.name for notice in position.notices(subject.facts(unit.now), subject.relation)}:
        raise refusals.NotFound
    unit.permit(Act.MARK_NOTICE_SEEN, when=unit.actor.may(Act.MARK_NOTICE_SEEN))
    await unit.session.execute(
        unit.insert(SeenNotice)
        .values(user_id=unit.actor.user_id, case_id=case_id, notice=name, seen_at=unit.now)
        .on_conflict_do_nothing()
    )
    return Outcome({"claim": case_id})
