"""The arrears of an enforcement case as the API shows them."""

from datetime import date, datetime

import strawberry

from backend.queries import arrears as queries
from backend.schema import enums
from backend.schema.basics import Node
from backend.schema.declared import derived, leaf, related, shape
from backend.schema.scalars import Pounds


@strawberry.type(
    description="One line of the arrears ledger: what is owed is the sum of its lines. A receiving parent sees those "
    "of their own case."
)
class ArrearsLine(Node):
    id: strawberry.ID = leaf("Opaque id.")
    kind: enums.ArrearsLineKind = leaf("What the line is for.")
    amount_pence: Pounds = leaf("What adds to the arrears is positive, what reduces them negative.", name="amount")
    on: date = leaf("The day it counts from.")
    explanation: str = leaf("In words.")


shape(queries.ARREARS_LINE, ArrearsLine)


@strawberry.type(description="A liability order (LO): a court's order over part of the arrears.")
class LiabilityOrder(Node):
    id: strawberry.ID = leaf("Opaque id.")
    number: str = leaf("The LO reference number, by which payments are allocated.")
    jurisdiction: enums.Jurisdiction = leaf("Where it was granted.")
    court: str = leaf("The court that granted it.")
    granted_on: date = leaf("When it was granted.")
    amount_pence: Pounds = leaf("Over how much it was granted.", name="amount")
    state: enums.LiabilityOrderState = leaf("Where it stands.")
    is_court_enforced: bool = leaf("Whether a court enforces its schedule (R-47).")
    paid_off_at: datetime | None = leaf("When it was paid off.")
    owed: Pounds = derived(queries.ORDER_OWED, "What is owed under it now.")


shape(queries.LIABILITY_ORDER, LiabilityOrder)


@strawberry.type(description="Money that the paying parent paid, and what became of it.")
class PaymentIn(Node):
    id: strawberry.ID = leaf("Opaque id.")
    external_id: str | None = leaf("Its id at the financial system; the agency only.")
    amount_pence: Pounds = leaf("How much.", name="amount")
    received_on: date = leaf("When it came in.")
    lo_reference: str | None = leaf("The LO reference that was given with it, as it came.")
    state: enums.AllocationState = leaf("Whether it was allocated.")
    excess_pence: Pounds = leaf("What of it is more than was owed and not settled yet.", name="excess")
    lines: list[ArrearsLine] = related(queries.PAYMENT_LINES, "Where it went: the lines of the ledger that it paid.")


shape(queries.PAYMENT_IN, PaymentIn)


@strawberry.type(description="One payment that a schedule expects.")
class ExpectedPayment(Node):
    id: strawberry.ID = leaf("Opaque id.")
    ordinal: int = leaf("Its place in the schedule, from 1.")
    due_on: date = leaf("When it is due.")
    amount_pence: Pounds = leaf("How much.", name="amount")
    paid_pence: Pounds = leaf("What came in of it.", name="paid")
    state: enums.ExpectedState = leaf("What became of it.")


shape(queries.EXPECTED_PAYMENT, ExpectedPayment)


@strawberry.type(description="A payment schedule of the case: how much is to be paid, how often, from when.")
class Schedule(Node):
    id: strawberry.ID = leaf("Opaque id.")
    kind: enums.ScheduleKind = leaf("On what it rests.")
    frequency: enums.InstalmentFrequency = leaf("How often a payment is due.")
    instalment_pence: Pounds = leaf("How much at a time; the last is the remainder.", name="instalment")
    total_pence: Pounds = leaf("How much in all.", name="total")
    first_on: date = leaf("When the first is due.")
    transfer_on: date | None = leaf(
        "Until when it is monitored before the case goes back to maintenance (R-46); the agency only."
    )
    compliance: enums.Compliance | None = leaf(
        "How far a deduction order is complied with, once that was established (R-50); the agency only."
    )
    agreed_at: datetime = leaf("When it was agreed.")
    ended_at: datetime | None = leaf("When it ended; null while it is live.")
    ended_why: str | None = leaf("Why it ended; the agency only.")
    liability_order: LiabilityOrder | None = related(
        queries.ORDER_OF_SCHEDULE, "The liability order that its payments go to, where it is for one (R-48)."
    )
    expected: list[ExpectedPayment] = related(queries.EXPECTED_OF_SCHEDULE, "Its payments in order.")


shape(queries.SCHEDULE, Schedule)


@strawberry.type(description="A system record that enforcement action left on the paying parent, until it is cleared.")
class Artefact(Node):
    id: strawberry.ID = leaf("Opaque id; the field ARTEFACT of the data form names it.")
    power: enums.Power = leaf("By which power it came.")
    caused_by: str | None = leaf("The reference of the service request that caused it.")
    commenced_on: date = leaf("When it commenced.")
    expires_on: date | None = leaf("When it expires, where it does.")
    is_outstanding: bool = leaf("Its status: whether it still stands.")
    cleared_at: datetime | None = leaf("When it was cleared.")
    liability_order: LiabilityOrder | None = related(queries.ORDER_OF_ARTEFACT, "For which liability order it came.")


shape(queries.ARTEFACT, Artefact)
