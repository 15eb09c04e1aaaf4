"""An enforcement case of the agency: a paying parent's whole case group, and in summary what its parents see of it."""

from datetime import date, datetime
from typing import Annotated, Any

import strawberry
from strawberry.types import Info

from backend.context import Context
from backend.queries import case_overlays as overlays
from backend.queries import enforcement_cases as queries
from backend.queries import work_queue
from backend.queries.arrears import ARREARS_LINE, PAYMENT_IN
from backend.queries.history import HISTORY_ENTRY
from backend.queries.model import Order
from backend.queries.service_requests import SERVICE_REQUEST
from backend.rules import enforcement_cases as rules
from backend.schema import enums
from backend.schema.arrears import ArrearsLine, Artefact, LiabilityOrder, PaymentIn, Schedule
from backend.schema.basics import Action, Connection, Versioned, action_of
from backend.schema.case_options import FlagOption, PowerOption, flag_options, power_options
from backend.schema.case_overlays import (
    CaseFlag,
    CaseMovement,
    CaseReviewDate,
    Finding,
    MaintenanceCase,
    PowerConsidered,
    Surveillance,
)
from backend.schema.decisions import CaseDecision, CaseReview, decisions_on, review_of
from backend.schema.declared import derived, leaf, related, row_of, shape
from backend.schema.filters import HistoryFilter
from backend.schema.nouns import HistoryEntry, Letter, Party
from backend.schema.pages import List, PageArgs, page
from backend.schema.scalars import Pounds
from backend.schema.teams import Team


@strawberry.type(description="A paying parent's whole case group in enforcement. Parents see a summary of their own.")
class EnforcementCase(Versioned):
    id: strawberry.ID = leaf("Opaque id.")
    reference: str = leaf("The reference to quote, as EC-7K3Q-9FTD.")
    area: enums.CaseArea | None = leaf("Which area of the agency has it; agency only.")
    segment: enums.Segment | None = leaf("How it is segmented; agency only.")
    reason: enums.RoutingReason | None = leaf("Why it came into enforcement; agency only.")
    origin: enums.CaseArea | None = leaf("The area that sent it in, to which it goes back; agency only.")
    referred_at: datetime = leaf("When it came into enforcement.")
    is_criminal: bool | None = leaf("Whether enforcement is criminal, not civil; agency only.")
    is_migrated: bool | None = leaf("Whether it came from the legacy system with action going on; agency only.")
    has_confident_address: bool | None = leaf(
        "Whether the paying parent's address is known for sure; false is DLO. Agency only."
    )
    has_property: bool | None = leaf("Whether the paying parent is known to own property; agency only.")
    died_on: date | None = leaf("When the paying parent died; agency only.")
    is_compliant: bool | None = leaf("Whether the paying parent has become compliant; agency only.")
    rejected_at: datetime | None = leaf("When the referral was rejected; agency only.")

    jurisdiction: enums.Jurisdiction = derived(
        queries.JURISDICTION,
        "Under whose law enforcement runs: where the paying parent lives. A receiving parent is told where the case is "
        "kept.",
    )
    version: int = derived(queries.VERSION, "Counts the changes that you may see.")
    updated_at: datetime = derived(queries.UPDATED_AT, "When it last changed for you.")
    team: Team | None = derived(queries.TEAM, "Which team has it; agency only.", of=Team.of)
    position: str = derived(queries.POSITION, "Where it stands, in plain words.")
    arrears: Pounds | None = derived(
        queries.ARREARS,
        "What is owed in all: the sum of the ledger. The agency and the paying parent only; a receiving parent sees "
        "that of their own maintenance case.",
    )

    parties: list[Party] = related(
        queries.PARTIES, "Who is concerned; a receiving parent sees the paying parent and themselves."
    )
    maintenance_cases: list[MaintenanceCase] = related(
        overlays.MAINTENANCE_CASES, "The maintenance cases of the group that you may see."
    )
    flags: list[CaseFlag] = related(overlays.FLAGS, "The flags that are set, the oldest first; agency only.")
    past_flags: list[CaseFlag] = related(overlays.PAST_FLAGS, "The flags that were set before; agency only.")
    review: CaseReviewDate | None = related(overlays.LIVE_REVIEW, "When it is to be reviewed; agency only.")
    reviews: list[CaseReviewDate] = related(overlays.REVIEWS, "All review dates, the oldest first; agency only.")
    surveillance: Surveillance | None = related(
        overlays.LIVE_SURVEILLANCE, "The surveillance that it is in; agency only."
    )
    surveillances: list[Surveillance] = related(
        overlays.SURVEILLANCES, "All times of surveillance, the oldest first; agency only."
    )
    movements: list[CaseMovement] = related(overlays.MOVEMENTS, "Where it went, the oldest first; agency only.")
    powers_considered: list[PowerConsidered] = related(
        overlays.POWERS_CONSIDERED, "The powers that were considered or exhausted; agency only."
    )
    findings: list[Finding] = related(
        overlays.FINDINGS, "What others told about the paying parent; for who works the case and who leads them."
    )
    letters: list[Letter] = related(queries.LETTERS, "The letters written to you about it; the agency sees all.")

    liability_orders: list[LiabilityOrder] = related(
        queries.LIABILITY_ORDERS, "The liability orders (LO), oldest first; the agency and the paying parent only."
    )
    schedule: Schedule | None = related(
        queries.LIVE_SCHEDULE, "The payment schedule that holds; the agency and the paying parent only."
    )
    schedules: list[Schedule] = related(
        queries.SCHEDULES, "All payment schedules, oldest first; the agency and the paying parent only."
    )
    artefacts: list[Artefact] = related(queries.ARTEFACTS, "What enforcement action left, oldest first; agency only.")
    outstanding_artefacts: list[Artefact] = related(
        queries.OUTSTANDING_ARTEFACTS,
        "Those that still stand: they decide how an LO paid off is worked (R-41).",
    )

    @strawberry.field(description="What you could do with it: each act open, or closed and why.")
    async def actions(self, info: Info[Context, Any]) -> list[Action]:
        row = row_of(self)
        facts = await queries.judged_by(info.context.reading, row)
        return [action_of(each) for each in rules.actions(facts, row.relation)] if facts else []

    @strawberry.field(
        description="The eleven decisions of the procedure, each open, or closed and why, judged as by whoever works "
        "the routing service request; agency only."
    )
    async def decisions(self, info: Info[Context, Any]) -> list[CaseDecision]:
        return decisions_on(await queries.judged_by(info.context.reading, row_of(self)))

    @strawberry.field(
        description="The enforcement powers of its jurisdiction: each open to you for `launchPower`, or closed and "
        "why; agency only."
    )
    async def power_options(self, info: Info[Context, Any]) -> list[PowerOption]:
        return await power_options(info.context.reading, row_of(self))

    @strawberry.field(
        description="The flags, set or not: each open to you for `setFlag` and `removeFlag`, or closed and why; agency "
        "only."
    )
    async def flag_options(self, info: Info[Context, Any]) -> list[FlagOption]:
        return await flag_options(info.context.reading, row_of(self))

    @strawberry.field(description="The questions of the review, answered as things stand now (R-07); agency only.")
    async def case_review(self, info: Info[Context, Any]) -> CaseReview | None:
        return await review_of(info.context.reading, row_of(self))

    @strawberry.field(description="Its service requests, the oldest first; agency only.")
    async def service_requests(
        self,
        info: Info[Context, Any],
        first: Annotated[int | None, strawberry.argument(description="How many from the start, 1 to 100.")] = None,
        after: Annotated[str | None, strawberry.argument(description="Start after this item.")] = None,
        last: Annotated[int | None, strawberry.argument(description="How many from the end, 1 to 100.")] = None,
        before: Annotated[str | None, strawberry.argument(description="End before this item.")] = None,
        is_open: Annotated[
            bool | None, strawberry.argument(description="Only those that are not closed, or only those that are.")
        ] = None,
    ) -> Connection[Annotated["ServiceRequest", strawberry.lazy("backend.schema.casework")]]:  # type: ignore[name-defined]  # noqa: F821
        where, text = work_queue.open_or_closed(is_open)
        order = (SERVICE_REQUEST.orders or {})["OPENED_FIRST"]
        listed = List(SERVICE_REQUEST, order, where, text, parent=row_of(self), relation=work_queue.OF_CASE)
        return await page(info.context, listed, PageArgs(first, after, last, before))

    @strawberry.field(
        description="The ledger of the arrears, oldest first. A receiving parent sees the lines of their own case."
    )
    async def arrears_lines(
        self,
        info: Info[Context, Any],
        first: Annotated[int | None, strawberry.argument(description="How many from the start, 1 to 100.")] = None,
        after: Annotated[str | None, strawberry.argument(description="Start after this item.")] = None,
        last: Annotated[int | None, strawberry.argument(description="How many from the end, 1 to 100.")] = None,
        before: Annotated[str | None, strawberry.argument(description="End before this item.")] = None,
    ) -> Connection[ArrearsLine]:
        listed = List(ARREARS_LINE, LEDGER_ORDER, parent=row_of(self), relation=queries.ARREARS_LINES)
        return await page(info.context, listed, PageArgs(first, after, last, before))

    @strawberry.field(description="The money that came in, the oldest first; the agency and the paying parent only.")
    async def payments(
        self,
        info: Info[Context, Any],
        first: Annotated[int | None, strawberry.argument(description="How many from the start, 1 to 100.")] = None,
        after: Annotated[str | None, strawberry.argument(description="Start after this item.")] = None,
        last: Annotated[int | None, strawberry.argument(description="How many from the end, 1 to 100.")] = None,
        before: Annotated[str | None, strawberry.argument(description="End before this item.")] = None,
    ) -> Connection[PaymentIn]:
        listed = List(PAYMENT_IN, PAID_ORDER, parent=row_of(self), relation=queries.PAYMENTS)
        return await page(info.context, listed, PageArgs(first, after, last, before))

    @strawberry.field(description="Everything that happened and that you may see, oldest first.")
    async def history(
        self,
        info: Info[Context, Any],
        first: Annotated[int | None, strawberry.argument(description="How many from the start, 1 to 100.")] = None,
        after: Annotated[str | None, strawberry.argument(description="Start after this item.")] = None,
        last: Annotated[int | None, strawberry.argument(description="How many from the end, 1 to 100.")] = None,
        before: Annotated[str | None, strawberry.argument(description="End before this item.")] = None,
        filter: Annotated[HistoryFilter | None, strawberry.argument(description="Only some entries.")] = None,  # noqa: A002
    ) -> Connection[HistoryEntry]:
        conditions, text = filter.read(info.context) if filter else ((), "")
        listed = List(HISTORY_ENTRY, HISTORY_ORDER, conditions, text, parent=row_of(self), relation=queries.HISTORY)
        return await page(info.context, listed, PageArgs(first, after, last, before))


HISTORY_ORDER = Order(("order", "key"))
LEDGER_ORDER = Order(("position",))
PAID_ORDER = Order(("received_on", "key"))


shape(queries.ENFORCEMENT_CASE, EnforcementCase)
