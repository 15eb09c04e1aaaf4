"""The peer: the same three documents in plain Strawberry, with the ORM and DataLoaders, as its documentation shows.

    DATABASE_URL=… PORT=… .venv/bin/python -m bench.peers.plain_strawberry

What is the same: the data, the role of the service with row-level security, the row filter, the rules (pure functions
of `backend.rules`), the words and scalars of the API, the server. What is plain: one resolver and one session a load,
whole ORM objects, `strawberry.asgi.GraphQL`, no caches.
"""

import asyncio
import os
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import strawberry
from sqlalchemy import Select, func, literal, select, tuple_, union_all
from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.schema.config import StrawberryConfig

from backend.http.server import listen, server
from backend.models import Case, Claim, HistoryEntry, SeenNotice, Session, User
from backend.operations.sessions import hash_of
from backend.queries.ids import to_node_id
from backend.rules import claims as rules
from backend.rules import deadlines, position
from backend.rules.access import SYSTEM, Actor
from backend.rules.vocabulary import ClaimState, Jurisdiction, Relation
from backend.schema import enums
from backend.schema.filters import ClaimFilter, ClaimOrder, HistoryFilter
from backend.schema.inputs.claims import ClaimBy
from backend.schema.scalars import SCALARS, Pounds
from bench.peers.plain_context import COUNTED_TO, Asked, Sessions, count, cursor_of, key_of
from bench.peers.plain_nouns import (
    ActionType,
    Asking,
    DeadlineType,
    EntryType,
    LetterType,
    NextStepType,
    NoticeType,
    PageInfoType,
    PartyType,
)

NOTICED = 50


@strawberry.type(name="HistoryEntryConnection")
class HistoryType:
    counted: strawberry.Private[Select[Any]]
    nodes: list[EntryType]
    page_info: PageInfoType

    @strawberry.field
    async def total_count(self, info: Asking) -> int:
        return await count(info.context, self.counted)


@strawberry.type(name="Claim")
class ClaimType:
    row: strawberry.Private[Claim]
    relation: strawberry.Private[Relation]
    id: strawberry.ID
    reference: str
    version: int
    lodged_at: datetime

    async def facts(self, info: Asking) -> rules.ClaimFacts:
        owed = await info.context.loaders.owed.load(self.row.case_id)
        deadline = deadlines.Deadline.from_json(self.row.response_deadline)
        return rules.ClaimFacts(state=self.row.state, deadline=deadline, owed_pence=owed, now=info.context.now)

    @strawberry.field
    def status(self, info: Asking) -> enums.ClaimStatus:
        return rules.status_of(self.row.state, self.row.response_due_at, info.context.now)

    @strawberry.field
    def response_deadline(self, info: Asking) -> DeadlineType:
        return DeadlineType.of(deadlines.Deadline.from_json(self.row.response_deadline), info.context.now)

    @strawberry.field
    async def amount_owed(self, info: Asking) -> Pounds:
        return Pounds(await info.context.loaders.owed.load(self.row.case_id))

    @strawberry.field
    async def position(self, info: Asking) -> str:
        return position.position(await self.facts(info), self.relation)

    @strawberry.field
    async def actions(self, info: Asking) -> list[ActionType]:
        judged = rules.actions(await self.facts(info), self.relation)
        return [ActionType(name=each.act, is_open=each.is_open) for each in judged]

    @strawberry.field
    async def next_steps(self, info: Asking) -> list[NextStepType]:
        now = info.context.now
        return [
            NextStepType(
                code=step.code,
                title=step.title,
                act=step.act,
                deadline=DeadlineType.of(step.deadline, now) if step.deadline else None,
            )
            for step in position.next_steps(await self.facts(info), self.relation)
        ]

    @strawberry.field
    async def parties(self, info: Asking) -> list[PartyType]:
        found = await info.context.loaders.parties.load(self.row.case_id)
        return [PartyType.of(row, info.context) for row in found]

    @strawberry.field
    async def letters(self, info: Asking) -> list[LetterType]:
        found = await info.context.loaders.letters.load(self.row.case_id)
        return [LetterType.of(row, info.context) for row in found]

    @strawberry.field
    async def history(
        self,
        info: Asking,
        first: int,
        after: str | None = None,
        filter: HistoryFilter | None = None,  # noqa: A002
    ) -> HistoryType:
        del filter
        seen = HistoryEntry.audience.op("&")(int(self.relation)) != 0
        found = select(HistoryEntry).where(HistoryEntry.stream_id == self.row.case_id, seen)
        page = found.where(HistoryEntry.number > int(key_of(after)[0])) if after else found
        async with info.context.sessions.open(info.context.actor) as session:
            rows = list((await session.scalars(page.order_by(HistoryEntry.number).limit(first + 1))).all())
        ended = PageInfoType(
            has_next_page=len(rows) > first, end_cursor=cursor_of(rows[:first][-1].number) if rows else None
        )
        return HistoryType(
            counted=found, nodes=[EntryType.of(row, info.context) for row in rows[:first]], page_info=ended
        )

    @classmethod
    def of(cls, found: Any) -> "ClaimType":
        claim, case, stream, bits = found
        relation = Relation(bits)
        return cls(
            row=claim,
            relation=relation,
            id=strawberry.ID(to_node_id("Claim", case.id)),
            reference=case.reference,
            version=getattr(stream, f"{relation.audience_word}_version"),
            lodged_at=claim.lodged_at,
        )


@strawberry.type(name="ClaimEdge")
class ClaimEdgeType:
    node: ClaimType
    cursor: str


@strawberry.type(name="ClaimConnection")
class ClaimsType:
    counted: strawberry.Private[Select[Any]]
    edges: list[ClaimEdgeType]
    nodes: list[ClaimType]
    page_info: PageInfoType

    @strawberry.field
    async def total_count(self, info: Asking) -> int:
        return await count(info.context, self.counted)


@strawberry.type(name="DashboardNotice")
class DashboardNoticeType:
    claim: ClaimType
    notice: NoticeType
    is_seen: bool


@strawberry.type(name="Dashboard")
class DashboardType:
    status: enums.ClaimStatus
    count: int


@strawberry.type(name="Viewer")
class ViewerType:
    name: str

    @strawberry.field
    async def claims(
        self,
        info: Asking,
        first: int,
        after: str | None = None,
        filter: ClaimFilter | None = None,  # noqa: A002
        order: ClaimOrder = ClaimOrder.LODGED_LAST,
    ) -> ClaimsType:
        asked = info.context
        found = asked.claims()[0].where(*asked.on_side(filter))
        column = Claim.response_due_at if order is ClaimOrder.DUE_FIRST else Claim.lodged_at
        key = tuple_(column, Case.id)
        page = found
        if after:
            at, case_id = key_of(after)
            here = tuple_(literal(datetime.fromisoformat(at), column.type), literal(UUID(case_id)))
            page = found.where(key < here if order is ClaimOrder.LODGED_LAST else key > here)
        down = order is ClaimOrder.LODGED_LAST
        page = page.order_by(column.desc() if down else column, Case.id.desc() if down else Case.id).limit(first + 1)
        async with asked.sessions.open(asked.actor) as session:
            rows = list((await session.execute(page)).all())
        name = column.key
        edges = [
            ClaimEdgeType(node=ClaimType.of(row), cursor=cursor_of(getattr(row[0], name).isoformat(), str(row[1].id)))
            for row in rows[:first]
        ]
        ended = PageInfoType(has_next_page=len(rows) > first, end_cursor=edges[-1].cursor if edges else None)
        return ClaimsType(counted=found, edges=edges, nodes=[edge.node for edge in edges], page_info=ended)

    @strawberry.field
    async def notices(self, info: Asking) -> list[DashboardNoticeType]:
        asked = info.context
        newest = asked.claims()[0].order_by(Claim.lodged_at.desc(), Case.id.desc()).limit(NOTICED)
        async with asked.sessions.open(asked.actor) as session:
            claims = [ClaimType.of(row) for row in (await session.execute(newest)).all()]
            mine = select(SeenNotice).where(SeenNotice.user_id == asked.actor.user_id)
            seen = {(each.case_id, each.notice) for each in (await session.scalars(mine)).all()}
        told = await asyncio.gather(*(claim.facts(info) for claim in claims))
        found = [
            (claim, notice)
            for claim, facts in zip(claims, told, strict=True)
            for notice in position.notices(facts, claim.relation)
        ]
        found.sort(key=lambda each: not each[1].is_urgent)
        return [
            DashboardNoticeType(
                claim=claim,
                notice=NoticeType(name=it.name, title=it.title, text=it.text, is_urgent=it.is_urgent),
                is_seen=(claim.row.case_id, it.name) in seen,
            )
            for claim, it in found
        ]

    @strawberry.field
    async def dashboard(self, info: Asking) -> list[DashboardType]:
        asked = info.context
        branches = [branch(asked, status) for status in enums.ClaimStatus]
        async with asked.sessions.open(asked.actor) as session:
            found = dict((await session.execute(union_all(*branches))).all())
        return [DashboardType(status=status, count=found[status.value]) for status in enums.ClaimStatus]


def branch(asked: Asked, status: enums.ClaimStatus) -> Select[Any]:
    """How many of the viewer's claims show one status, counted up to 1,000."""
    overdue = Claim.response_due_at <= asked.now
    waiting = Claim.state == ClaimState.AWAITING_RESPONSE
    if status is enums.ClaimStatus.RESPONSE_OVERDUE:
        condition = waiting & overdue
    elif status is enums.ClaimStatus.AWAITING_RESPONSE:
        condition = waiting & ~overdue
    else:
        condition = Claim.state == ClaimState(status)
    visible = asked.visible()
    joined = select(Claim.case_id).join(visible, visible.c.case_id == Claim.case_id)
    some = joined.where(condition).limit(COUNTED_TO).subquery()
    return select(literal(status.value), func.count()).select_from(some)


@strawberry.type
class Query:
    @strawberry.field
    def viewer(self, info: Asking) -> ViewerType | None:
        return ViewerType(name=info.context.actor.name)

    @strawberry.field
    async def claim(self, info: Asking, by: ClaimBy) -> ClaimType | None:
        asked = info.context
        named = asked.claims()[0].where(Case.reference == by.reference)
        async with asked.sessions.open(asked.actor) as session:
            found = (await session.execute(named)).one_or_none()
        return ClaimType.of(found) if found else None


class View(GraphQL[Asked, None]):
    """Strawberry's own view, which finds out who asks."""

    def __init__(self, sessions: Sessions) -> None:
        super().__init__(strawberry.Schema(Query, config=StrawberryConfig(scalar_map=SCALARS)), graphql_ide=None)
        self._sessions = sessions

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Asked:
        del response
        token = request.headers["authorization"].removeprefix("Bearer ")
        now = datetime.now(UTC)
        standing = (Session.ended_at.is_(None), Session.idle_expires_at > now, Session.expires_at > now, User.is_active)
        signed_in = select(User, Session).join(Session, Session.user_id == User.id)
        async with self._sessions.open(SYSTEM) as session:
            held = await session.execute(signed_in.where(Session.token_hash == hash_of(token), *standing))
            user = held.one()[0]
        places = frozenset(Jurisdiction(each) for each in user.jurisdictions)
        return Asked(self._sessions, Actor(user.id, user.name, user.role, jurisdictions=places))


if __name__ == "__main__":
    bound = listen("127.0.0.1", int(os.environ["PORT"]))
    asyncio.run(server(View(Sessions(os.environ["DATABASE_URL"])), host="127.0.0.1", port=0).serve(sockets=[bound]))
