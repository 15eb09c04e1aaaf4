"""What the acts on the money of an enforcement case take."""

from datetime import date
from uuid import UUID

import strawberry

from backend.rules.schedules import Terms
from backend.schema import enums
from backend.schema.inputs.base import KEY
from backend.schema.inputs.enforcement_cases import CASE_VERSION, ENFORCEMENT_CASE
from backend.schema.scalars import Pounds

REASON = "Why, at most 1,000 characters."


@strawberry.input(description="Agree a payment schedule with the paying parent.")
class AgreeScheduleInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    enforcement_case_id: strawberry.ID = strawberry.field(description=ENFORCEMENT_CASE)
    kind: enums.ScheduleKind = strawberry.field(description="On what it rests.")
    frequency: enums.InstalmentFrequency = strawberry.field(description="How often a payment is due.")
    instalment: Pounds = strawberry.field(description="How much at a time; the last payment is the remainder.")
    total: Pounds = strawberry.field(description="How much in all: at most what is owed.")
    first_on: date = strawberry.field(description="When the first payment is due, in the future.")
    liability_order_id: strawberry.ID | None = strawberry.field(
        default=None, description="The liability order that its payments go to; a suspended sentence names one."
    )
    gross_weekly_income: Pounds | None = strawberry.field(
        default=None, description="The paying parent's, where it is known: a deduction order takes at most 40% of it."
    )
    expected_version: int = strawberry.field(description=CASE_VERSION)

    def read(self) -> Terms:
        return Terms(
            kind=self.kind,
            frequency=self.frequency,
            instalment_pence=self.instalment,
            total_pence=self.total,
            first_on=self.first_on,
            weekly_income_pence=self.gross_weekly_income,
        )


@strawberry.input(description="End the live payment schedule of a case.")
class EndScheduleInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    enforcement_case_id: strawberry.ID = strawberry.field(description=ENFORCEMENT_CASE)
    reason: str = strawberry.field(description=REASON)
    expected_version: int = strawberry.field(description=CASE_VERSION)


@strawberry.input(description="A part of a payment, and where it goes.")
class AllocationInput:
    liability_order_id: strawberry.ID | None = strawberry.field(
        default=None, description="The liability order; without one, the arrears that no order covers."
    )
    amount: Pounds = strawberry.field(description="How much: at most what is owed there.")


@strawberry.input(description="Allocate by hand what is left of a payment.")
class AllocatePaymentInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    payment_id: strawberry.ID = strawberry.field(description="The payment that came in.")
    to: list[AllocationInput] = strawberry.field(
        description="Where it goes, each order once. What is left of the payment is kept as excess."
    )
    expected_version: int = strawberry.field(description=CASE_VERSION)


@strawberry.input(description="Record that a liability order is invalid.")
class InvalidateLiabilityOrderInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    liability_order_id: strawberry.ID = strawberry.field(description="The liability order.")
    reason: str = strawberry.field(description=REASON)
    expected_version: int = strawberry.field(description=CASE_VERSION)


@strawberry.input(description="Record an artefact that stands on the paying parent.")
class RecordArtefactInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    enforcement_case_id: strawberry.ID = strawberry.field(description=ENFORCEMENT_CASE)
    power: enums.Power = strawberry.field(description="By which power it came.")
    commenced_on: date = strawberry.field(description="When it commenced, not in the future.")
    expires_on: date | None = strawberry.field(default=None, description="When it expires, where it does.")
    liability_order_id: strawberry.ID | None = strawberry.field(
        default=None, description="For which liability order it came."
    )
    service_request_id: strawberry.ID | None = strawberry.field(
        default=None, description="The service request that caused it, where that is known."
    )
    expected_version: int = strawberry.field(description=CASE_VERSION)


@strawberry.input(description="Record how far the live deduction order is complied with.")
class RecordComplianceInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    enforcement_case_id: strawberry.ID = strawberry.field(description=ENFORCEMENT_CASE)
    compliance: enums.Compliance = strawberry.field(description="How far payments came in.")
    expected_version: int = strawberry.field(description=CASE_VERSION)
