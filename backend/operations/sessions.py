"""Signed-in sessions: opaque tokens, kept as hashes, with an idle and an absolute limit, on the machine's clock."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, select, update

from backend.adapters.database import Database
from backend.models import Session, User
from backend.operations.ground import Ground, machine_now
from backend.operations.unit import Outcome, Unit, carry_out
from backend.rules import refusals
from backend.rules.access import SYSTEM, Actor
from backend.rules.vocabulary import Act, Jurisdiction

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
TOUCHED_EVERY = timedelta(minutes=1)
"""A session's use is noted no more often than this, so that reading does not write."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session: the token is told once, here."""

    token: str
    expires_at: datetime


def hash_of(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


async def sign_in(ground: Ground, user_id: UUID) -> SignedIn:
    """Open a session for a user whom an identity provider (or the demonstration) has vouched for."""
    token = secrets.token_urlsafe(32)
    now = machine_now()

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.SIGN_IN)
        user = await unit.session.get(User, user_id)
        if user is None or not user.is_active:
            raise refusals.NotFound
        unit.session.add(
            Session(
                token_hash=hash_of(token),
                user_id=user_id,
                created_at=now,
                last_used_at=now,
                idle_expires_at=now + IDLE,
                expires_at=now + ABSOLUTE,
            )
        )
        return Outcome()

    await carry_out(ground, SYSTEM, act)
    return SignedIn(token, now + ABSOLUTE)


async def authenticate(ground: Ground, token: str) -> Actor | None:
    """Who holds this token, with their rights as they stand now; None where the session has ended."""
    now = machine_now()
    async with ground.database.glancing() as connection:
        found = (await connection.execute(_HELD, {"now": now, "token_hash": hash_of(token)})).one_or_none()
    if found is None:
        return None
    if now - found.last_used_at >= TOUCHED_EVERY:
        await _touch(ground, found.token_hash, now)
    return actor_of(found)


async def sign_out(unit: Unit) -> Outcome:
    """End the session of whoever asks; their live subscriptions end with it."""
    unit.permit(Act.SIGN_OUT, when=unit.actor.may(Act.SIGN_OUT))
    await unit.session.execute(
        update(Session).where(Session.token_hash == unit.actor.session).values(ended_at=machine_now())
    )
    return Outcome()


async def standing(database: Database, hashes: frozenset[bytes]) -> dict[bytes, Actor]:
    """Which of these sessions stand now, and whose they are: one statement for all that are watched."""
    if not hashes:
        return {}
    async with database.reading(SYSTEM) as connection:
        rows = await connection.execute(_STANDING.where(Session.token_hash.in_(hashes)), {"now": machine_now()})
        return {row.token_hash: actor_of(row) for row in rows}


def actor_of(row: Row[Any]) -> Actor:
    """The actor behind a standing session."""
    return Actor(
        user_id=row.id,
        name=row.name,
        role=row.role,
        jurisdictions=frozenset(Jurisdiction(each) for each in row.jurisdictions),
        team_id=row.team_id,
        organisation_id=row.organisation_id,
        session=row.token_hash,
    )


_NOW = bindparam("now", type_=Session.expires_at.type)
_STANDING: Select[*tuple[Any, ...]] = (
    select(
        Session.token_hash,
        Session.last_used_at,
        User.id,
        User.name,
        User.role,
        User.jurisdictions,
        User.team_id,
        User.organisation_id,
    )
    .join(User, User.id == Session.user_id)
    .where(
        Session.ended_at.is_(None),
        Session.idle_expires_at > _NOW,
        Session.expires_at > _NOW,
        User.is_active.is_(True),
    )
)
_HELD = _STANDING.where(Session.token_hash == bindparam("token_hash"))


async def _touch(ground: Ground, token_hash: bytes, now: datetime) -> None:
    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.SIGN_IN)
        await unit.session.execute(
            update(Session).where(Session.token_hash == token_hash).values(last_used_at=now, idle_expires_at=now + IDLE)
        )
        return Outcome()

    await carry_out(ground, SYSTEM, act)
