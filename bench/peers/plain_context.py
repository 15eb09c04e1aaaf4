"""What the peer's resolvers share in one request: who asks, the row filter, one DataLoader a relation."""

import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, literal, select
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from strawberry.dataloader import DataLoader

from backend.adapters.engines import APP_ROLE
from backend.adapters.standing import TELL, settings_of
from backend.models import Case, Claim, LedgerLine, Letter, Link, Party, Stream, User
from backend.rules.access import Actor
from backend.rules.vocabulary import CaseKind, Relation
from backend.schema.filters import ClaimFilter

COUNTED_TO = 1_000


class Sessions:
    """Sessions of one database, each a transaction that tells who reads."""

    def __init__(self, url: str) -> None:
        address = make_url(url).set(drivername="postgresql+asyncpg")
        settings = {"role": APP_ROLE, "jit": "off"}
        engine = create_async_engine(address, pool_size=10, connect_args={"server_settings": settings})
        self._make = async_sessionmaker(engine, expire_on_commit=False)

    @asynccontextmanager
    async def open(self, actor: Actor) -> AsyncIterator[AsyncSession]:
        async with self._make() as session:
            await session.execute(TELL, settings_of(actor))
            yield session


class Loaders:
    """The loaders of one request."""

    def __init__(self, sessions: Sessions, actor: Actor) -> None:
        self._sessions, self._actor = sessions, actor
        self.parties = DataLoader(load_fn=self._parties)
        self.letters = DataLoader(load_fn=self._letters)
        self.owed = DataLoader(load_fn=self._owed)
        self.users = DataLoader(load_fn=self._users)
        self.party = DataLoader(load_fn=self._party)

    async def _all(self, statement: Select[Any]) -> list[Any]:
        async with self._sessions.open(self._actor) as session:
            return list((await session.scalars(statement)).all())

    async def _parties(self, keys: list[UUID]) -> list[list[Party]]:
        found = await self._all(select(Party).where(Party.case_id.in_(keys)).order_by(Party.side, Party.position))
        return [[party for party in found if party.case_id == key] for key in keys]

    async def _letters(self, keys: list[UUID]) -> list[list[Letter]]:
        found = await self._all(select(Letter).where(Letter.case_id.in_(keys)).order_by(Letter.created_at, Letter.id))
        return [[letter for letter in found if letter.case_id == key] for key in keys]

    async def _owed(self, keys: list[UUID]) -> list[int]:
        found = await self._all(select(LedgerLine).where(LedgerLine.case_id.in_(keys)))
        return [sum(line.amount_pence for line in found if line.case_id == key) for key in keys]

    async def _users(self, keys: list[UUID]) -> list[User | None]:
        found = {user.id: user for user in await self._all(select(User).where(User.id.in_(keys)))}
        return [found.get(key) for key in keys]

    async def _party(self, keys: list[UUID]) -> list[Party]:
        found = {party.id: party for party in await self._all(select(Party).where(Party.id.in_(keys)))}
        return [found[key] for key in keys]


class Asked:
    """The context of one request."""

    def __init__(self, sessions: Sessions, actor: Actor) -> None:
        self.sessions, self.actor, self.now = sessions, actor, datetime.now(UTC)
        self.loaders = Loaders(sessions, actor)

    def visible(self) -> Any:
        """The row filter: the cases that the viewer may see, and what the viewer is to them."""
        if self.actor.is_court_staff:
            bits = literal(int(Relation.COURT)).label("relation")
            places = Case.jurisdiction.in_(sorted(self.actor.jurisdictions))
            return select(Case.id.label("case_id"), bits).where(Case.kind == CaseKind.CLAIM, places).subquery()
        mine = (Link.user_id == self.actor.user_id) & Link.ended_at.is_(None)
        bits = func.max(Link.relation).label("relation")
        return select(Link.case_id.label("case_id"), bits).where(mine).group_by(Link.case_id).subquery()

    def claims(self) -> tuple[Select[Any], Any]:
        visible = self.visible()
        joined = select(Claim, Case, Stream, visible.c.relation).join(Case, Case.id == Claim.case_id)
        return joined.join(Stream, Stream.id == Case.id).join(visible, visible.c.case_id == Case.id), visible

    def on_side(self, given: ClaimFilter | None) -> list[Any]:
        if given is None or given.my_side is None:
            return []
        side = int(given.my_side.relation)
        mine = (Link.user_id == self.actor.user_id) & Link.ended_at.is_(None) & (Link.relation == side)
        return [Case.id.in_(select(Link.case_id).where(mine))]


async def count(asked: Asked, counted: Select[Any]) -> int:
    """How many there are, counted up to 1,000."""
    key = next(iter(counted.selected_columns))
    some = counted.with_only_columns(key).limit(COUNTED_TO).subquery()
    async with asked.sessions.open(asked.actor) as session:
        return int((await session.scalars(select(func.count()).select_from(some))).one())


def cursor_of(*key: Any) -> str:
    return base64.b64encode(json.dumps(key).encode()).decode()


def key_of(cursor: str) -> list[Any]:
    return list(json.loads(base64.b64decode(cursor)))
