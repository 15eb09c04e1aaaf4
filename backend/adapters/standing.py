"""What the database is told of an actor, so that its row-level security can judge every row by itself.

The words are settings of one transaction, never of a pooled connection: they end with it, and where they were not
given every policy denies.
"""

import re
from typing import Literal, TypeAlias

from sqlalchemy import event, text
from sqlalchemy.orm import ORMExecuteState, Session

from backend.rules.access import Actor
from backend.rules.vocabulary import Role

Standing: TypeAlias = Literal["system", "court", "agency", "party", "none"]
"""By what a row may be seen: all of them; those of one's jurisdictions; those one is linked to; one's own keys only."""

TELL = text(
    "SELECT set_config('app.user', :user, true), set_config('app.standing', :standing, true),"
    " set_config('app.jurisdictions', :jurisdictions, true)"
)
RAISE = text("SELECT set_config('app.standing', 'system', true)")
_SAFE = re.compile(r"[\w,-]*", re.ASCII)
_PERMITTED = "permitted"
LINKED = frozenset({Role.CITIZEN, Role.HCEO})
"""Who see the cases that they are linked to: parties, and the officer appointed."""


def standing_of(actor: Actor) -> Standing:
    """By what this actor may see rows. A role that no policy knows of stands nowhere."""
    if actor.is_system:
        return "system"
    if actor.is_court_staff:
        return "court"
    if actor.is_agency_staff:
        return "agency"
    return "party" if actor.role in LINKED and actor.user_id else "none"


def settings_of(actor: Actor) -> dict[str, str]:
    """The three settings that the policies read, as `TELL` binds them."""
    return {
        "user": str(actor.user_id) if actor.user_id else "",
        "standing": standing_of(actor),
        "jurisdictions": ",".join(sorted(actor.jurisdictions)) if actor.is_staff else "",
    }


def snapshot_for(actor: Actor) -> str:
    """SQL that opens a read-only snapshot and tells who reads: one round trip, so it cannot bind parameters.

    The values are a UUID and words of closed sets; anything else raises ValueError before it comes near the SQL.
    """
    settings = settings_of(actor)
    if not all(_SAFE.fullmatch(value) for value in settings.values()):
        raise ValueError("a setting of an actor holds a character that none can hold")
    told = "".join(f";SET LOCAL app.\"{name}\"='{value}'" for name, value in settings.items())
    return f"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY{told}"


class WritingSession(Session):
    """A session that loads as the actor and, once the act is permitted, writes as the service.

    A person may lock what they may see; the rows that an act leaves (history, letters, timers, codes) are the
    service's. So on PostgreSQL nothing can be written before `permit_writing` was called.
    """


def permit_writing(session: Session) -> None:
    """Let the rest of this transaction run with the service's standing. Called when the rules have allowed the act."""
    session.info.setdefault(_PERMITTED, False)


def _raise_standing(session: Session) -> None:
    if session.info.get(_PERMITTED) is False:
        session.info[_PERMITTED] = True
        if session.get_bind().dialect.name == "postgresql":
            session.connection().execute(RAISE)


@event.listens_for(WritingSession, "before_flush")
def _before_flush(session: Session, _context: object, _instances: object) -> None:
    _raise_standing(session)


@event.listens_for(WritingSession, "do_orm_execute")
def _before_statement(state: ORMExecuteState) -> None:
    _raise_standing(state.session)
