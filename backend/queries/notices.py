"""Which notices somebody has said that they saw: the only thing of a notice that is stored."""

from uuid import UUID

from sqlalchemy import select

from backend.models import SeenNotice
from backend.queries.reading import Reading


async def seen(reading: Reading) -> set[tuple[UUID, str]]:
    """The viewer's seen notices, as case and name."""
    statement = select(SeenNotice.case_id, SeenNotice.notice).where(SeenNotice.user_id == reading.actor.user_id)
    return {(row.case_id, row.notice) for row in await reading.execute(statement)}
