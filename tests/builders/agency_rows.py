"""Every row of the database of a test at one moment, and what must hold of the agency's cases whatever was done."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from backend.models import Base
from backend.rules.access import SYSTEM
from backend.rules.casework.catalogue import TEMPLATES
from backend.rules.flags import FLAGS
from backend.rules.periods import start_of
from backend.rules.vocabulary import (
    ActivityStatus,
    AllocationState,
    ArrearsLineKind,
    CaseArea,
    EventKind,
    Flag,
    LiabilityOrderState,
    ServiceRequestStatus,
    ServiceRequestSubStatus,
    TimerKind,
)
from tests.builders.service import Service

CLOSED, MAINTENANCE = ServiceRequestStatus.CLOSED, CaseArea.MAINTENANCE
EVER = FLAGS[Flag.EVER_IN_ENFORCEMENT].title


@dataclass(frozen=True)
class Rows:
    """What each table holds, in the order of its keys. Two are equal where nothing was changed between them."""

    tables: dict[str, list[Any]]
    at: datetime

    def __getitem__(self, table: str) -> list[Any]:
        return self.tables[table]

    def live(self, table: str) -> list[Any]:
        """The rows that have not ended."""
        return [each for each in self[table] if each.ended_at is None]

    def flags(self, case_id: UUID) -> dict[Flag, Any]:
        return {each.flag: each for each in self.live("flag_settings") if each.case_id == case_id}

    def open_requests(self, case_id: UUID) -> list[Any]:
        return [each for each in self["service_requests"] if each.case_id == case_id and each.status is not CLOSED]

    def lines(self, service_request_id: UUID) -> list[Any]:
        return [each for each in self["activities"] if each.service_request_id == service_request_id]


ALL = [select(table).order_by(*table.primary_key) for table in Base.metadata.sorted_tables]
NAMES = [table.name for table in Base.metadata.sorted_tables]
ANY = select(*(exists(select(table)).label(table.name) for table in Base.metadata.sorted_tables))


async def read(service: Service) -> Rows:
    """Every row of every table, in one snapshot."""
    async with service.ground.database.reading(SYSTEM) as connection:
        holds = (await connection.execute(ANY)).one()
        found = [
            list(await connection.execute(rows)) if is_any else [] for rows, is_any in zip(ALL, holds, strict=True)
        ]
    return Rows(dict(zip(NAMES, found, strict=True)), service.clock.at)


Faults = Iterator[str]


def faults(rows: Rows) -> list[str]:
    """What does not hold, in words; empty where everything does."""
    return [f"{check.__name__.strip('_')}: {fault}" for check in CHECKS for fault in check(rows)]


def _more_than_one(keys: Iterable[Any]) -> list[Any]:
    return [key for key, count in Counter(keys).items() if count > 1]


def _one_is_live(rows: Rows) -> Faults:
    """Of a case one review date, one schedule and one surveillance are live (R-26, R-46, R-33)."""
    for table in ("reviews", "schedules", "surveillances"):
        yield from (f"{table} of {key}" for key in _more_than_one(each.case_id for each in rows.live(table)))
    flags = _more_than_one((each.case_id, each.flag) for each in rows.live("flag_settings"))
    yield from (f"flag {flag} of {key}" for key, flag in flags)


def _timers_agree(rows: Rows) -> Faults:
    """What waits of timers is what there is to wait for; no act of one failed (R-24 to R-26, R-44, R-46)."""
    waiting = [each for each in rows["timers"] if each.done_at is None]
    yield from (f"{each.kind} failed" for each in waiting if each.attempts)
    due = {(each.kind, each.subject_id, each.due_at) for each in waiting}
    reviews = {(TimerKind.CASE_REVIEW, each.case_id, start_of(each.due_on)) for each in rows.live("reviews")}
    yield from (f"{each} does not wait" for each in reviews - due if each[2] > rows.at)
    until = (
        reviews
        | {
            (TimerKind.SCHEDULE_TRANSFER, each.id, start_of(each.transfer_on))
            for each in rows.live("schedules")
            if each.transfer_on
        }
        | {
            (TimerKind.WAIT_PERIOD, each.id, start_of(each.waits_until))
            for each in rows["service_requests"]
            if each.waits_until
        }
    )
    yield from (f"{each} waits" for each in due - until)


def _parents_close_last(rows: Rows) -> Faults:
    """No service request is closed over an open one under it, nor as complete over lines to be done (R-12)."""
    status = {each.id: each.status for each in rows["service_requests"]}
    for each in rows["service_requests"]:
        if each.parent_id and each.status is not CLOSED and status[each.parent_id] is CLOSED:
            yield f"{each.reference} is open under a closed one"
        is_complete = each.status is CLOSED and each.sub_status is ServiceRequestSubStatus.COMPLETE
        if is_complete and any(line.status is ActivityStatus.OUTSTANDING for line in rows.lines(each.id)):
            yield f"{each.reference} is complete with lines to be done"


def _two_people(rows: Rows) -> Faults:
    """Nobody approves their own, and what needs approval is not complete without it (R-37)."""
    plans = {each.id: TEMPLATES[each.template] for each in rows["activity_plans"]}
    for each in rows["service_requests"]:
        of = [(line, plans[line.plan_id].line(line.code).outcome(line.outcome)) for line in rows.lines(each.id)]
        chose = {line.done_by for line, chosen in of if chosen and chosen.needs_approval}
        is_complete = each.status is CLOSED and each.sub_status is ServiceRequestSubStatus.COMPLETE
        if each.status is not ServiceRequestStatus.APPROVED and not is_complete:
            continue
        if chose and (each.decided_by is None or each.decided_by in chose | {each.approval_requested_by}):
            yield f"{each.reference} was approved by {each.decided_by}"


def _maintenance_is_free(rows: Rows) -> Faults:
    """In maintenance nothing that should have been removed is left, but for surveillance (R-07, R-33, R-38)."""
    watched = {each.case_id for each in rows.live("surveillances")}
    came = {each.case_id: each.at for each in sorted(rows["movements"], key=lambda each: (each.at, each.id))}
    for case in rows["enforcement_cases"]:
        flags = rows.flags(case.case_id)
        if case.case_id in watched and case.area is not MAINTENANCE:
            yield f"{case.case_id} is in surveillance in {case.area}"
        if case.area is not MAINTENANCE:
            continue
        yield from (
            f"{case.case_id} has {flag}"
            for flag in (Flag.LOCK_ASSIGNMENT, Flag.COURT_ENFORCED_SCHEDULE)
            if flag in flags
        )
        disabled = flags.get(Flag.DISABLE_MISSED_PAYMENT_MONITOR)
        # Who has the arrears may disable the monitor there afterwards.
        if disabled and case.case_id not in watched and disabled.set_at < came[case.case_id]:
            yield f"{case.case_id} is not monitored"


def _ever_in_enforcement(rows: Rows) -> Faults:
    """Set by no criminal enforcement, and not after a referral was rejected; never removed (R-08, R-11)."""
    criminal = {each.case_id for each in rows["enforcement_cases"] if each.is_criminal}
    rejected: set[UUID] = set()
    for entry in sorted(rows["history"], key=lambda each: (each.stream_id, each.number)):
        if entry.kind == EventKind.REFERRAL_REJECTED:
            rejected.add(entry.stream_id)
        if (
            entry.kind == EventKind.FLAG_SET
            and entry.changes["flag"] == EVER
            and entry.stream_id in criminal | rejected
        ):
            yield f"{entry.stream_id} has it"
    yield from (
        f"{each.case_id} lost it"
        for each in rows["flag_settings"]
        if each.flag is Flag.EVER_IN_ENFORCEMENT and each.ended_at
    )


def _plans_are_whole(rows: Rows) -> Faults:
    """Each plan was generated once, with the lines of its template in their order (R-10)."""
    yield from map(str, _more_than_one((each.service_request_id, each.template) for each in rows["activity_plans"]))
    lines = defaultdict(list)
    for each in sorted(rows["activities"], key=lambda each: each.position):
        lines[each.plan_id].append(each.code)
    for plan in rows["activity_plans"]:
        if lines[plan.id] != [line.code for line in TEMPLATES[plan.template].lines]:
            yield f"{plan.template} of {plan.service_request_id}"


def _money_adds_up(rows: Rows) -> Faults:
    """To the penny: what was received is allocated, excess or waits; no order and nobody is owed less than nothing."""
    owed: dict[tuple[UUID, UUID | None], int] = defaultdict(int)
    paid: dict[UUID | None, int] = defaultdict(int)
    moved: dict[UUID, int] = defaultdict(int)
    for line in rows["arrears_lines"]:
        owed[line.case_id, line.liability_order_id] += line.amount_pence
        paid[line.payment_in_id] -= line.amount_pence
        moved[line.case_id] += line.amount_pence if line.kind is ArrearsLineKind.SECURED_BY_ORDER else 0
    yield from (f"{key} is owed {pence}" for key, pence in owed.items() if pence < 0)
    yield from (f"{key}: orders moved {pence}" for key, pence in moved.items() if pence)
    for each in rows["payments_in"]:
        left, state = each.amount_pence - paid[each.id], AllocationState
        holds = {
            state.ALLOCATED: left == 0 == each.excess_pence,
            state.EXCESS: left == each.excess_pence > 0,
            state.UNALLOCATED: left == each.amount_pence and each.excess_pence == 0,
        }
        if not holds[each.state]:
            yield f"{each.external_id} is {each.state}: {left} left of {each.amount_pence}"
    for order in rows["liability_orders"]:
        is_owed = owed[order.case_id, order.id] > 0
        if is_owed is not (order.state is LiabilityOrderState.GRANTED):
            yield f"{order.number} is {order.state}"


def _opened_once(rows: Rows) -> Faults:
    """Each occasion opened one service request, and none that there was opened none (R-02, R-26, R-48)."""
    occasions = Counter(each.opened_for for each in rows["service_requests"] if each.opened_for)
    yield from (f"{key} opened {count}" for key, count in occasions.items() if count > 1)
    asked = {f"lo-paid-off:{each.id}" for each in rows["liability_orders"] if each.paid_off_at}
    asked |= {f"review:{each.id}" for each in rows["reviews"] if each.ended_why == "its day came"}
    asked |= {f"unallocated:{each.id}" for each in rows["payments_in"] if each.state is AllocationState.UNALLOCATED}
    yield from (f"{key} opened nothing" for key in asked - occasions.keys())
    entries = Counter(each.subject_id for each in rows["history"] if each.kind == EventKind.SERVICE_REQUEST_OPENED)
    yield from (
        f"{each.reference} was told {entries[each.id]} times"
        for each in rows["service_requests"]
        if entries[each.id] != 1
    )


def _numbers_are_dense(rows: Rows) -> Faults:
    """A history is numbered from one on without a gap (X-03)."""
    numbers = defaultdict(list)
    for entry in rows["history"]:
        numbers[entry.stream_id].append(entry.number)
    for stream in rows["streams"]:
        if sorted(numbers[stream.id]) != list(range(1, stream.entry_count + 1)):
            yield f"{stream.id}"


CHECKS: tuple[Callable[[Rows], Faults], ...] = (
    _one_is_live, _timers_agree, _parents_close_last, _two_people, _maintenance_is_free, _ever_in_enforcement,
    _plans_are_whole, _money_adds_up, _opened_once, _numbers_are_dense,
)  # fmt: skip
