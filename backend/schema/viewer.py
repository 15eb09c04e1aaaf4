"""The viewer: everything that depends on who asks."""

import asyncio
from typing import Annotated, Any

import strawberry
from strawberry.types import Info

from backend.context import Context
from backend.queries import claims, notices, teams, work_queue
from backend.queries import letters as letter_queries
from backend.queries.claims import CLAIM
from backend.queries.enforcement_cases import ENFORCEMENT_CASE
from backend.queries.ids import to_node_id
from backend.queries.model import Order
from backend.queries.reading import Row, Selection
from backend.queries.service_requests import SERVICE_REQUEST
from backend.queries.writs import WRIT
from backend.rules.access import Actor
from backend.rules.vocabulary import LetterState
from backend.schema import enums
from backend.schema.basics import Connection
from backend.schema.casework import ServiceRequest
from backend.schema.claims import Claim, Notice
from backend.schema.declared import show
from backend.schema.enforcement_cases import EnforcementCase
from backend.schema.filters import ClaimFilter, ClaimOrder, EnforcementCaseFilter, EnforcementCaseOrder
from backend.schema.nouns import Letter
from backend.schema.pages import List, PageArgs, page
from backend.schema.teams import TeamOfTheAgency, TeamOfTheCourt
from backend.schema.work_queue import MemberLoad, WorkQueueCounts, WorkQueueFilter, WorkQueueOrder
from backend.schema.writs import Writ

PRINT_ORDER = Order(("created_at", "key"))
NOTICED = 50
"""How many of the viewer's newest claims are looked at for notices."""


@strawberry.type(description="A notice on your dashboard, with the claim it is about.")
class DashboardNotice:
    claim: Claim = strawberry.field(description="The claim.")
    notice: Notice = strawberry.field(description="What to say.")
    is_seen: bool = strawberry.field(description="Whether you have said that you saw it.")


@strawberry.type(description="How many of your claims stand where; counted up to 1,000 each.")
class Dashboard:
    status: enums.ClaimStatus = strawberry.field(description="The status.")
    count: int = strawberry.field(description="How many of your claims show it.")


@strawberry.type(description="Whoever asks.")
class Viewer:
    actor: strawberry.Private[Actor]

    @strawberry.field(description="Your id.")
    def id(self) -> strawberry.ID:
        return strawberry.ID(to_node_id("User", self.actor.user_id)) if self.actor.user_id else strawberry.ID("")

    @strawberry.field(description="Your name.")
    def name(self) -> str:
        return self.actor.name

    @strawberry.field(description="Who you are.")
    def role(self) -> enums.Role:
        return self.actor.role

    @strawberry.field(description="The acts open to you apart from any claim.")
    def actions(self) -> list[enums.Act]:
        acts = (enums.Act.LODGE_CLAIM, enums.Act.LINK_TO_CLAIM, enums.Act.SIGN_OUT)
        return [act for act in acts if self.actor.may(act)]

    @strawberry.field(description="The claims that you may see.")
    async def claims(
        self,
        info: Info[Context, Any],
        first: Annotated[int | None, strawberry.argument(description="How many from the start, 1 to 100.")] = None,
        after: Annotated[str | None, strawberry.argument(description="Start after this item.")] = None,
        last: Annotated[int | None, strawberry.argument(description="How many from the end, 1 to 100.")] = None,
        before: Annotated[str | None, strawberry.argument(description="End before this item.")] = None,
        filter: Annotated[ClaimFilter | None, strawberry.argument(description="Only some of them.")] = None,  # noqa: A002
        order: Annotated[ClaimOrder, strawberry.argument(description="In which order.")] = ClaimOrder.LODGED_LAST,
    ) -> Connection[Claim]:
        conditions, text = filter.read(info.context) if filter else ((), "")
        orders = CLAIM.orders or {}
        listed = List(CLAIM, orders[str(order.value)], conditions, text)
        return await page(info.context, listed, PageArgs(first, after, last, before))

    @strawberry.field(description="The enforcement cases that you may see.")
    async def enforcement_cases(
        self,
        info: Info[Context, Any],
        first: Annotated[int | None, strawberry.argument(description="How many from the start, 1 to 100.")] = None,
        after: Annotated[str | None, strawberry.argument(description="Start after this item.")] = None,
        last: Annotated[int | None, strawberry.argument(description="How many from the end, 1 to 100.")] = None,
        before: Annotated[str | None, strawberry.argument(description="End before this item.")] = None,
        filter: Annotated[  # noqa: A002
            EnforcementCaseFilter | None, strawberry.argument(description="Only some of them.")
        ] = None,
        order: Annotated[
            EnforcementCaseOrder, strawberry.argument(description="In which order.")
        ] = EnforcementCaseOrder.REFERRED_LAST,
    ) -> Connection[EnforcementCase]:
        conditions, text = filter.read(info.context) if filter else ((), "")
        orders = ENFORCEMENT_CASE.orders or {}
        listed = List(ENFORCEMENT_CASE, orders[str(order.value)], conditions, text)
        return await page(info.context, listed, PageArgs(first, after, last, before))

    @strawberry.field(description="The writs that you may see, latest first: an officer's are those served on them.")
    async def writs(
        self,
        info: Info[Context, Any],
        first: Annotated[int | None, strawberry.argument(description="How many from the start, 1 to 100.")] = None,
        after: Annotated[str | None, strawberry.argument(description="Start after this item.")] = None,
    ) -> Connection[Writ]:
        listed = List(WRIT, (WRIT.orders or {})["ISSUED_LAST"])
        return await page(info.context, listed, PageArgs(first, after))

    @strawberry.field(description="What your dashboard should say first, from your 50 newest claims: urgent first.")
    async def notices(self, info: Info[Context, Any]) -> list[DashboardNotice]:
        rows = await _newest(info.context)
        seen = await notices.seen(info.context.reading)
        told = await asyncio.gather(*(info.context.reading.derive(row, claims.NOTICES) for row in rows))
        found = [(row, notice) for row, told_of in zip(rows, told, strict=True) for notice in told_of]
        found.sort(key=lambda each: not each[1].is_urgent)
        return [
            DashboardNotice(
                claim=show(row), notice=Notice.of(notice), is_seen=(row.stored["case_id"], notice.name) in seen
            )
            for row, notice in found
        ]

    @strawberry.field(description="How many of your claims stand where.")
    async def dashboard(self, info: Info[Context, Any]) -> list[Dashboard]:
        counts = await claims.count_by_status(info.context.reading)
        return [Dashboard(status=status, count=count) for status, count in counts]

    @strawberry.field(
        description="Letters that wait to be printed and posted; staff only, of the agency those of cases they work."
    )
    async def print_queue(
        self,
        info: Info[Context, Any],
        first: Annotated[int | None, strawberry.argument(description="How many from the start, 1 to 100.")] = None,
        after: Annotated[str | None, strawberry.argument(description="Start after this item.")] = None,
    ) -> Connection[Letter] | None:
        if not self.actor.may(enums.Act.PRINT_LETTER):
            return None
        listed = List(letter_queries.LETTER, PRINT_ORDER, (letter_queries.state_is(LetterState.TO_PRINT),), "to print")
        return await page(info.context, listed, PageArgs(first, after))

    @strawberry.field(description="The service requests of your team; staff only.")
    async def work_queue(
        self,
        info: Info[Context, Any],
        first: Annotated[int | None, strawberry.argument(description="How many from the start, 1 to 100.")] = None,
        after: Annotated[str | None, strawberry.argument(description="Start after this item.")] = None,
        filter: Annotated[WorkQueueFilter | None, strawberry.argument(description="Only some of them.")] = None,  # noqa: A002
        order: Annotated[WorkQueueOrder, strawberry.argument(description="In which order.")] = WorkQueueOrder.DUE_FIRST,
    ) -> Connection[ServiceRequest] | None:
        if not self.actor.is_staff:
            return None
        asked = (filter or WorkQueueFilter()).read()
        orders, where = SERVICE_REQUEST.orders or {}, work_queue.conditions(asked, self.actor)
        listed = List(SERVICE_REQUEST, orders[str(order.value)], (where,), repr((asked, self.actor.team_id)))
        return await page(info.context, listed, PageArgs(first, after))

    @strawberry.field(description="How much there is in your work queue; staff only.")
    async def work_queue_counts(self, info: Info[Context, Any]) -> WorkQueueCounts | None:
        if not self.actor.is_staff:
            return None
        return WorkQueueCounts(**await work_queue.counts(info.context.reading))

    @strawberry.field(description="The teams of the court, with who works in them; court staff only.")
    async def court_teams(self, info: Info[Context, Any]) -> list[TeamOfTheCourt] | None:
        if not self.actor.is_court_staff:
            return None
        return [TeamOfTheCourt.of(*each) for each in await teams.of_the_viewers_side(info.context.reading)]

    @strawberry.field(description="The teams of the agency, with who works in them; agency staff only.")
    async def agency_teams(self, info: Info[Context, Any]) -> list[TeamOfTheAgency] | None:
        if not self.actor.is_agency_staff:
            return None
        return [TeamOfTheAgency.of(*each) for each in await teams.of_the_viewers_side(info.context.reading)]

    @strawberry.field(
        description="Who of your team has how much work, what is nobody's first; team leaders of the agency only."
    )
    async def team_load(self, info: Info[Context, Any]) -> list[MemberLoad] | None:
        if self.actor.role is not enums.Role.TEAM_LEADER:
            return None
        return [MemberLoad.of(each) for each in await work_queue.load_of_team(info.context.reading)]


async def _newest(context: Context) -> list[Row]:
    order = (CLAIM.orders or {})["LODGED_LAST"]
    rows = await context.reading.page(CLAIM, Selection(NOTICED, order.by, descending=order.descending))
    return rows[:NOTICED]
