"""An application for a writ of control: all for the claimant and the court, a summary for others from issue on."""

from datetime import date, datetime
from typing import Any

import strawberry

from backend.queries import payments, writ_applications
from backend.rules import writ_details
from backend.schema import enums
from backend.schema.basics import Action, Versioned, action_of
from backend.schema.declared import derived, leaf, related, shape
from backend.schema.hceos import Hceo
from backend.schema.payments import FeePayment
from backend.schema.scalars import PostCode, Pounds


@strawberry.type(description="An address at which the writ may be executed.")
class EnforcementAddress:
    lines: list[str] = strawberry.field(description="One to four lines.")
    post_code: PostCode = strawberry.field(description="Its postcode.")

    @classmethod
    def of(cls, address: writ_details.Address) -> "EnforcementAddress":
        return cls(lines=list(address.lines), post_code=PostCode(address.post_code))


@strawberry.type(description="A payment made since the judgment.")
class PaymentSinceJudgment:
    on: date = strawberry.field(description="The day it was made.")
    amount: Pounds = strawberry.field(description="How much.")


@strawberry.type(description="What a writ needs to know: filled in from the claim, then confirmed by the claimant.")
class WritDetails:
    defendants: list[str] = strawberry.field(description="The names of the defendants.")
    addresses: list[EnforcementAddress] = strawberry.field(
        description="Where the officer may find goods; the first decides which officers cover it."
    )
    goods: str | None = strawberry.field(description="Goods known of.")
    vehicles: list[str] = strawberry.field(description="Vehicles known of.")
    safety: str | None = strawberry.field(description="What the officer should know to stay safe.")
    is_regulated: bool | None = strawberry.field(
        description="Whether the debt arises from an agreement regulated by the Consumer Credit Act 1974; null: not "
        "answered yet."
    )
    payments: list[PaymentSinceJudgment] = strawberry.field(description="All payments since the judgment.")
    amount_due: Pounds = strawberry.field(description="What is due now, and to be enforced.")

    @classmethod
    def of(cls, details: writ_details.Details) -> "WritDetails":
        return cls(
            defendants=list(details.defendants),
            addresses=[EnforcementAddress.of(address) for address in details.addresses],
            goods=details.goods,
            vehicles=list(details.vehicles),
            safety=details.safety,
            is_regulated=details.is_regulated,
            payments=[PaymentSinceJudgment(on=paid.on, amount=Pounds(paid.pence)) for paid in details.payments],
            amount_due=Pounds(details.due_pence),
        )


@strawberry.type(description="An automatic check of an application against the court's data.")
class WritCheck:
    code: str = strawberry.field(description="Stable name of the check.")
    title: str = strawberry.field(description="What it looks at.")
    result: enums.CheckResult = strawberry.field(description="What it found.")
    finding: str = strawberry.field(description="The same in words.")

    @classmethod
    def of(cls, stored: Any) -> "WritCheck":
        return cls(
            code=stored["code"],
            title=stored["title"],
            result=enums.CheckResult(stored["result"]),
            finding=stored["finding"],
        )


@strawberry.type(
    description="An application for a writ of control. Claimant and court see it all, others a summary from issue on."
)
class WritApplication(Versioned):
    id: strawberry.ID = leaf("Opaque id.")
    reference: str = leaf("The reference to quote, as WA-7K3Q-9FTD.")
    claim_reference: str = leaf("The reference of its claim.")
    application_state: enums.WritApplicationState = leaf("Where it stands.", name="state")
    submitted_at: datetime | None = leaf("When it was last sent to the court.")
    decided_at: datetime | None = leaf("When it was issued, sent back, rejected or withdrawn.")
    started_at: datetime | None = leaf("When it was begun; claimant and court only.")
    decision_reason: str | None = leaf("Why the court sent it back or rejected it; claimant and court only.")
    details_given_at: datetime | None = leaf("When the details were last given; claimant and court only.")
    corrections: list[enums.Correction] | None = leaf(
        "What the claimant corrected of the court's data; claimant and court only."
    )
    appointment_method: enums.AppointmentMethod | None = leaf(
        "How the enforcement officer is chosen; claimant and court only."
    )
    region: enums.Region | None = leaf("The region of the rota, where one was given; claimant and court only.")
    fee_pence: Pounds | None = leaf("The court fee; claimant and court only.", name="fee")
    fee_policy: str | None = leaf("The dated policy that the fee comes from; claimant and court only.")
    fee_method: enums.FeeMethod | None = leaf("How the fee is covered, once it is; claimant and court only.")
    help_with_fees_reference: str | None = leaf("The Help with Fees reference; claimant and court only.")

    version: int = derived(writ_applications.VERSION, "The version of its claim: counts the changes that you may see.")
    updated_at: datetime = derived(writ_applications.UPDATED_AT, "When its claim last changed for you.")
    actions: list[Action] = derived(
        writ_applications.ACTIONS, "What you could do with it: each act open, or closed and why.", of=action_of
    )
    next_step: str | None = derived(writ_applications.NEXT_STEP, "What comes next, in words; claimant and court only.")
    details: WritDetails | None = derived(
        writ_applications.DETAILS, "What the writ needs to know; claimant and court only.", of=WritDetails.of
    )
    checks: list[WritCheck] | None = derived(
        writ_applications.CHECKS, "The automatic checks of what was submitted; court only.", of=WritCheck.of
    )
    is_amended: bool | None = derived(
        writ_applications.IS_AMENDED, "Whether staff amended it; claimant and court only."
    )
    officer: Hceo | None = related(
        writ_applications.OFFICER, "The enforcement officer (HCEO) chosen, once known; claimant and court only."
    )
    payments: list[FeePayment] = related(
        payments.PAYMENTS_OF_APPLICATION, "The payments of its fee, oldest first; empty for all but claimant and court."
    )


shape(writ_applications.WRIT_APPLICATION, WritApplication)
