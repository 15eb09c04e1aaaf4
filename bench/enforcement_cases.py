"""Enforcement cases in bulk, for measurements: rows of every table that monitoring looks at, copied in as the owner.

Of each thousand cases `DUE` have each automatic reason due; the others have money, orders and dates of which nothing is
due. The same size makes the same cases but for their keys.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from backend.models import Base, new_id
from backend.operations.subject import EMPTY_STREAM
from backend.rules.casework.catalogue import KINDS
from backend.rules.vocabulary import KindCode, RoutingReason

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
REFERRED_AT = datetime(2025, 6, 2, 9, tzinfo=UTC)
AT_ONCE = 2_000
DUE = 3
"""Of a thousand cases, for each automatic reason."""
R = RoutingReason
Rows = dict[str, list[dict[str, Any]]]


class Drawn:
    """One case on its way into the database."""

    def __init__(self, rows: Rows, number: int, team_id: UUID) -> None:
        self.rows, self.number, self.team_id = rows, number, team_id
        self.id, self.paying, self.receiving = new_id(), new_id(), new_id()
        self.is_scottish = False
        self.is_watched = False

    def add(self, table: str, **row: Any) -> UUID:
        key = new_id()
        self.rows[table].append({"id": key, "case_id": self.id, **row})
        return key

    def finish(self) -> None:
        """The case itself, once what is due on it was drawn."""
        place = "SCOTLAND" if self.is_scottish else "ENGLAND_WALES"
        self.rows["streams"].append({"id": self.id, "name": f"case:{self.id}", **EMPTY_STREAM})
        self.rows["cases"].append(
            {
                "id": self.id, "kind": "ENFORCEMENT", "reference": f"EC-{self.number:08}", "jurisdiction": place,
                "created_at": REFERRED_AT,
            }
        )  # fmt: skip
        self.rows["enforcement_cases"].append(
            {
                "case_id": self.id, "area": "MAINTENANCE" if self.is_watched else "ENFORCEMENT",
                "team_id": self.team_id, "segment": "STANDARD", "reason": "TRANSFERRED_TO_ENFORCEMENT",
                "referred_at": REFERRED_AT, "is_criminal": False, "is_migrated": False, "is_compliant": False,
                "has_confident_address": True, "has_property": False,
            }
        )  # fmt: skip
        for key, side in ((self.paying, "PAYING_PARENT"), (self.receiving, "RECEIVING_PARENT")):
            self.rows["parties"].append(
                {
                    "id": key, "case_id": self.id, "side": side, "position": 1, "kind": "PERSON",
                    "name": f"{side} {self.number}", "address_lines": json.dumps(["1 High Street"]),
                    "post_code": "M1 1AA", "is_confidential": True,
                }
            )  # fmt: skip
        self.add("maintenance_cases", number=f"12{self.number:08}", receiving_parent_id=self.receiving, is_master=True)
        self.add(
            "arrears_lines", position=1, kind="ARREARS", amount_pence=240_000, on_date=REFERRED_AT.date(),
            explanation="Arrears when it was referred.",
        )  # fmt: skip
        self.request(KindCode.REVIEW_CASE, status="CLOSED", opened_for=f"referral:{self.id}")

    def request(self, code: KindCode, **row: Any) -> None:
        kind = KINDS[code]
        usual = {
            "reference": f"SR-{len(self.rows['service_requests'])}-{self.number}", "process": kind.process,
            "area": kind.area, "sub_area": kind.sub_area, "status": "OPEN", "reason": "Opened.", "desk": kind.desk,
            "team_id": self.team_id, "due_on": TODAY, "data": "{}", "version": 1, "updated_at": REFERRED_AT,
            "opened_at": REFERRED_AT, "opened_for": None, "waits_until": None,
        }  # fmt: skip
        self.add("service_requests", **{**usual, **row})

    def schedule(self, *days: int, paid: int = 5_000, state: str = "MET", **row: Any) -> None:
        """A live schedule whose payments are due so many days from today; those to come are expected."""
        usual = {
            "kind": "NEGOTIATED", "frequency": "MONTHLY", "instalment_pence": 5_000, "total_pence": 5_000 * len(days),
            "first_on": TODAY + timedelta(days=days[0]), "transfer_on": None, "agreed_at": REFERRED_AT,
        }  # fmt: skip
        key = self.add("schedules", **{**usual, **row})
        for ordinal, after in enumerate(days, start=1):
            is_past = after < 0
            self.add(
                "expected_payments", schedule_id=key, ordinal=ordinal, due_on=TODAY + timedelta(days=after),
                amount_pence=5_000, paid_pence=paid if is_past else 0, state=state if is_past else "EXPECTED",
            )  # fmt: skip

    def review(self, after: int) -> None:
        self.add(
            "reviews", kind="SETUP_ONLY", due_on=TODAY + timedelta(days=after), reason="Waits.", set_at=REFERRED_AT
        )

    def watch(self, days: int) -> None:
        self.is_watched = True
        self.add("surveillances", reason="Nothing fits now.", started_at=NOW - timedelta(days=days))

    def pay(self, excess: int = 0) -> None:
        self.add(
            "payments_in", external_id=str(new_id()), amount_pence=5_000, received_on=TODAY, excess_pence=excess,
            state="EXCESS" if excess else "ALLOCATED", recorded_at=REFERRED_AT,
        )  # fmt: skip

    def order(self, state: str = "GRANTED") -> None:
        self.add(
            "liability_orders", number=f"LO-{self.number}", jurisdiction="ENGLAND_WALES", court="Manchester",
            granted_on=REFERRED_AT.date(), amount_pence=100_000, state=state, is_court_enforced=False,
            recorded_at=REFERRED_AT,
        )  # fmt: skip

    def charge(self, after: int) -> None:
        self.is_scottish = True
        self.add(
            "artefacts", power="CHARGE_FOR_PAYMENT", commenced_on=REFERRED_AT.date(), is_outstanding=True, form="{}",
            expires_on=TODAY + timedelta(days=after),
        )  # fmt: skip


BROUGHT_UP: dict[RoutingReason, Callable[[Drawn], None]] = {
    R.MISSED_PAYMENT: lambda case: case.schedule(-40, -10, 20, paid=0, state="EXPECTED"),
    R.PARTIAL_PAYMENT: lambda case: case.schedule(-10, 20, paid=2_000, state="PARTIAL"),
    R.EXCESS_PAYMENT: lambda case: case.pay(excess=1_000),
    R.LIABILITY_ORDER_PAID_OFF: lambda case: case.order("PAID_OFF"),
    R.REVIEW_EXPIRED: lambda case: case.review(0),
    R.SURVEILLANCE_ANNUAL_REVIEW: lambda case: case.watch(400),
    R.WAIT_PERIOD_EXPIRED: lambda case: case.request(KindCode.CHARGING_ORDER, waits_until=TODAY),
    R.CHARGE_FOR_PAYMENT_EXPIRED: lambda case: case.charge(-1),
    R.SCHEDULE_COMPLETED: lambda case: case.schedule(-40, -10, transfer_on=TODAY),
    R.RDO_COMPLIANCE_ESTABLISHED: lambda case: case.schedule(-60, -30, -1, kind="REGULAR_DEDUCTION_ORDER"),
}
QUIET: tuple[Callable[[Drawn], None], ...] = (
    lambda case: case.schedule(-80, -50, -20, 10, 40, 70),
    lambda case: case.schedule(-40, -10, 20, transfer_on=TODAY + timedelta(days=60)),
    lambda case: case.schedule(-10, 20, 50, kind="REGULAR_DEDUCTION_ORDER"),
    lambda case: case.review(90),
    lambda case: case.watch(100),
    lambda case: case.order(),
    lambda case: case.charge(10),
    lambda case: case.pay(),
    lambda case: case.request(KindCode.CHARGING_ORDER, waits_until=TODAY + timedelta(days=5)),
)
"""What the others are like."""


def draw(size: int, team_id: UUID) -> Iterator[Rows]:
    """The rows of so many cases, a batch at a time."""
    brought_up = [make for make in BROUGHT_UP.values() for _ in range(DUE)]
    rows: Rows = defaultdict(list)
    for number in range(size):
        case, place = Drawn(rows, number, team_id), number % 1_000
        make = brought_up[place] if place < len(brought_up) else QUIET[number % len(QUIET)]
        make(case)
        case.finish()
        if number % AT_ONCE == AT_ONCE - 1:
            yield rows
            rows = defaultdict(list)
    yield rows


async def generate(url: str, size: int, told: Callable[[int], None]) -> None:
    """Copy so many cases into a migrated PostgreSQL, as its owner, with the teams that take them."""
    connection = await asyncpg.connect(url)
    try:
        team_id = await _add_teams(connection)
        for rows in draw(size, team_id):
            async with connection.transaction():
                for table in Base.metadata.sorted_tables:
                    if found := rows.get(table.name):
                        columns = list(found[0])
                        records = [tuple(row[column] for column in columns) for row in found]
                        await connection.copy_records_to_table(table.name, records=records, columns=columns)
            told(len(rows["cases"]))
        await connection.execute("ANALYZE")
    finally:
        await connection.close()


async def _add_teams(connection: asyncpg.Connection) -> UUID:
    """A team of every desk, so that whatever is opened or moved finds one; its key."""
    key, desks = new_id(), sorted({kind.desk for kind in KINDS.values() if kind.is_of_the_agency})
    await connection.execute(
        "INSERT INTO teams (id, name, side, desks, jurisdictions) VALUES ($1, 'Enforcement', 'AGENCY', $2, '[]')",
        key,
        json.dumps(desks),
    )
    return key
