"""What the acts on an application for a writ take, and which one is meant."""

from datetime import date
from uuid import UUID

import strawberry

from backend.rules import writ_details
from backend.schema import enums
from backend.schema.inputs.base import KEY, VERSION
from backend.schema.scalars import PostCode, Pounds

APPLICATION = "The application."


@strawberry.input(description="An address at which the writ may be executed.")
class EnforcementAddressInput:
    lines: list[str] = strawberry.field(description="From 1 to 4 lines, house number first.")
    post_code: PostCode = strawberry.field(description="Its postcode.")


@strawberry.input(description="A payment made since the judgment.")
class PaymentSinceJudgmentInput:
    on: date = strawberry.field(description="The day it was made: from the judgment on, not in the future.")
    amount: Pounds = strawberry.field(description="How much.")


@strawberry.input(description="What a writ needs to know: as filled in, confirmed or corrected.")
class WritDetailsInput:
    defendants: list[str] = strawberry.field(description="The names of the defendants, 1 to 5.")
    addresses: list[EnforcementAddressInput] = strawberry.field(
        description="Where the officer may find goods, 1 to 5; the first decides which officers cover it."
    )
    is_regulated: bool = strawberry.field(
        description="Whether the debt arises from an agreement regulated by the Consumer Credit Act 1974; no writ then."
    )
    amount_due: Pounds = strawberry.field(
        description="What is due now: by the court's record, less the payments that it does not hold yet."
    )
    payments: list[PaymentSinceJudgmentInput] = strawberry.field(
        default_factory=list, description="All payments since the judgment, those filled in included; at most 50."
    )
    goods: str | None = strawberry.field(default=None, description="Goods known of, at most 1,000 characters.")
    vehicles: list[str] = strawberry.field(default_factory=list, description="Vehicles known of, at most 10.")
    safety: str | None = strawberry.field(
        default=None, description="What the officer should know to stay safe, at most 1,000 characters."
    )

    def read(self) -> writ_details.Details:
        return writ_details.Details(
            defendants=tuple(self.defendants),
            addresses=tuple(writ_details.Address(tuple(each.lines), each.post_code) for each in self.addresses),
            due_pence=self.amount_due,
            payments=tuple(writ_details.Paid(each.on, each.amount) for each in self.payments),
            is_regulated=self.is_regulated,
            goods=self.goods,
            vehicles=tuple(self.vehicles),
            safety=self.safety,
        )


@strawberry.input(description="Begin an application for a writ of control.")
class StartWritApplicationInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    claim_id: strawberry.ID = strawberry.field(description="The claim.")
    expected_version: int = strawberry.field(description=VERSION)


@strawberry.input(description="Confirm or correct the details of an application.")
class GiveWritDetailsInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    application_id: strawberry.ID = strawberry.field(description=APPLICATION)
    details: WritDetailsInput = strawberry.field(description="All of them.")
    expected_version: int = strawberry.field(description=VERSION)


@strawberry.input(description="Leave the choice of the officer to the rota.")
class RotaInput:
    region: enums.Region | None = strawberry.field(
        default=None, description="The region of the first address, where you chose one."
    )


@strawberry.input(one_of=True, description="How the enforcement officer is chosen: by one of these.")
class AppointmentInput:
    hceo_id: strawberry.ID | None = strawberry.field(default=strawberry.UNSET, description="An officer by their id.")
    rota: RotaInput | None = strawberry.field(default=strawberry.UNSET, description="Whoever is next in turn.")


@strawberry.input(description="Choose the enforcement officer (HCEO) of an application.")
class AppointHceoInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    application_id: strawberry.ID = strawberry.field(description=APPLICATION)
    appointment: AppointmentInput = strawberry.field(description="A named officer, or the rota.")
    expected_version: int = strawberry.field(description=VERSION)


@strawberry.input(description="Cover the fee by Help with Fees, and send the application to the court.")
class UseHelpWithFeesInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    application_id: strawberry.ID = strawberry.field(description=APPLICATION)
    reference: str = strawberry.field(description="The reference, as HWF-A1B-2C3.")
    expected_version: int = strawberry.field(description=VERSION)


@strawberry.input(description="Send a corrected application to the court again.")
class ResubmitWritApplicationInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    application_id: strawberry.ID = strawberry.field(description=APPLICATION)
    expected_version: int = strawberry.field(description=VERSION)


@strawberry.input(description="Withdraw an application.")
class WithdrawWritApplicationInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    application_id: strawberry.ID = strawberry.field(description=APPLICATION)
    expected_version: int = strawberry.field(description=VERSION)


@strawberry.input(description="Amend the details of a submitted application, as staff.")
class AmendWritApplicationInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    application_id: strawberry.ID = strawberry.field(description=APPLICATION)
    details: WritDetailsInput = strawberry.field(description="All of them.")
    expected_version: int = strawberry.field(description=VERSION)


@strawberry.input(one_of=True, description="Which application: by one of these.")
class WritApplicationBy:
    id: strawberry.ID | None = strawberry.field(default=strawberry.UNSET, description="Its id.")
    reference: str | None = strawberry.field(default=strawberry.UNSET, description="Its reference.")
