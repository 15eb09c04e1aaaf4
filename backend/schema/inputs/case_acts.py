"""What the acts on an enforcement case take: flags, powers, its segment, what was done in the legacy system."""

from datetime import date
from uuid import UUID

import strawberry

from backend.operations.migrated_actions import EarlierOrder, EarlierPower
from backend.schema import enums
from backend.schema.inputs.base import KEY
from backend.schema.inputs.casework import VERSION
from backend.schema.inputs.enforcement_cases import CASE_VERSION, ENFORCEMENT_CASE
from backend.schema.scalars import Pounds

WHY = "Why, at most 1,000 characters."


@strawberry.input(description="Set a flag on an enforcement case.")
class SetFlagInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    enforcement_case_id: strawberry.ID = strawberry.field(description=ENFORCEMENT_CASE)
    flag: enums.Flag = strawberry.field(description="The flag; Ever in Enforcement is set by the activity plan alone.")
    reason: str = strawberry.field(description=WHY)
    expected_version: int = strawberry.field(description=CASE_VERSION)


@strawberry.input(description="Remove a flag of an enforcement case.")
class RemoveFlagInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    enforcement_case_id: strawberry.ID = strawberry.field(description=ENFORCEMENT_CASE)
    flag: enums.Flag = strawberry.field(description="The flag.")
    reason: str = strawberry.field(description=WHY)
    expected_version: int = strawberry.field(description=CASE_VERSION)


@strawberry.input(description="Launch an enforcement power from case routing.")
class LaunchPowerInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    service_request_id: strawberry.ID = strawberry.field(
        description="Your case routing service request, in which you decided to initiate enforcement action."
    )
    power: enums.Power = strawberry.field(description="The power.")
    reason: str = strawberry.field(description="Why, at most 200 characters.")
    expected_version: int = strawberry.field(description=VERSION)


@strawberry.input(description="Record that a power was considered.")
class RecordPowerConsideredInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    service_request_id: strawberry.ID = strawberry.field(description="Your service request in which it was considered.")
    power: enums.Power = strawberry.field(description="The power.")
    result: enums.PowerResult = strawberry.field(description="What came of it.")
    reason: str = strawberry.field(description=WHY)
    expected_version: int = strawberry.field(description=VERSION)


@strawberry.input(description="Move an arrears-only case to the segment Arrears Only Categorised.")
class CategoriseArrearsInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    enforcement_case_id: strawberry.ID = strawberry.field(description=ENFORCEMENT_CASE)
    reason: str = strawberry.field(description=WHY)
    expected_version: int = strawberry.field(description=CASE_VERSION)


@strawberry.input(description="A power that was considered or exhausted in the legacy system.")
class EarlierPowerInput:
    power: enums.Power = strawberry.field(description="The power.")
    result: enums.PowerResult = strawberry.field(description="What came of it.")
    reason: str = strawberry.field(description=WHY)


@strawberry.input(description="A liability order that was granted before the case came.")
class EarlierOrderInput:
    number: str = strawberry.field(description="Its reference number, at most 30 characters.")
    amount: Pounds = strawberry.field(description="How much of the arrears stands under it now.")
    court: str = strawberry.field(description="The court that granted it.")
    granted_on: date = strawberry.field(description="When it was granted.")
    jurisdiction: enums.Jurisdiction = strawberry.field(description="Where it was granted.")


@strawberry.input(description="Carry in what was done in the legacy system.")
class RecordMigratedActionsInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    enforcement_case_id: strawberry.ID = strawberry.field(description=ENFORCEMENT_CASE)
    actions: list[str] = strawberry.field(
        description="Earlier actions in words, 1 to 50, each at most 1,000 characters; kept as notes."
    )
    considered: list[EarlierPowerInput] = strawberry.field(
        default_factory=list, description="The powers that were considered or exhausted there, at most 50."
    )
    liability_orders: list[EarlierOrderInput] = strawberry.field(
        default_factory=list, description="The liability orders that stand, at most 50; nothing is charged for them."
    )
    expected_version: int = strawberry.field(description=CASE_VERSION)

    def read(self) -> tuple[tuple[EarlierPower, ...], tuple[EarlierOrder, ...]]:
        """The powers that were considered there, and the orders that stand."""
        return (
            tuple(EarlierPower(each.power, each.result, each.reason) for each in self.considered),
            tuple(
                EarlierOrder(each.number, each.amount, each.court, each.granted_on, each.jurisdiction)
                for each in self.liability_orders
            ),
        )
