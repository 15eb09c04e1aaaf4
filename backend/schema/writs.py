"""A writ of control, as both sides, the officer and the court see it; and what verifying one tells to anybody."""

from datetime import date, datetime
from typing import Annotated, Any

import strawberry

from backend.operations import verifying
from backend.queries import writs
from backend.schema import enums
from backend.schema.basics import Action, Deadline, Versioned, action_of
from backend.schema.declared import derived, leaf, related, shape
from backend.schema.documents import Document
from backend.schema.hceos import Hceo
from backend.schema.scalars import Pounds
from backend.schema.writ_applications import EnforcementAddress


@strawberry.type(description="One line of what is to be enforced under a writ.")
class WritAmount:
    text: str = strawberry.field(description="What it is for.")
    amount: Pounds = strawberry.field(description="How much; below nought for what was paid.")

    @classmethod
    def of(cls, stored: Any) -> "WritAmount":
        return cls(text=stored["text"], amount=stored["pence"])


def address_of(stored: Any) -> EnforcementAddress:
    """An address for enforcement as it is stored."""
    return EnforcementAddress(lines=list(stored["lines"]), post_code=stored["post_code"])


@strawberry.type(description="A writ of control: the court's command to an officer to enforce a judgment.")
class Writ(Versioned):
    id: strawberry.ID = leaf("Opaque id.")
    number: str = leaf("The writ's number, as WOC-7K3Q-9FTD.")
    claim_reference: str = leaf("The reference of its claim.")
    issued_at: datetime = leaf("The instant it was issued.")
    issued_on: date = leaf("The day it was issued.")
    expires_on: date = leaf("Its last day.")
    total_pence: Pounds = leaf("What was to be enforced on the day of issue.", name="total")
    interest_daily_pence: Pounds | None = leaf(
        "What each further day costs, where the judgment bears interest.", name="dailyInterest"
    )
    served_at: datetime | None = leaf("When it was served on the officer: once, at its issue.")
    received_at: datetime | None = leaf("When the officer says that it was received.")
    acknowledged_at: datetime | None = leaf("When the officer said so.")
    notice_method: enums.NoticeMethod | None = leaf("How notice of enforcement was given.")
    notice_given_on: date | None = leaf("The day notice of enforcement was given.")
    enforceable_at: datetime | None = leaf("The first instant at which goods may be taken, once notice was given.")
    ended_at: datetime | None = leaf("When it ended.")

    status: enums.WritStatus = derived(writs.STATUS, "How it stands now, as follows from its dates and any restraint.")
    version: int = derived(writs.VERSION, "The version of its claim: counts the changes that you may see.")
    updated_at: datetime = derived(writs.UPDATED_AT, "When its claim last changed for you.")
    actions: list[Action] = derived(
        writs.ACTIONS, "What you could do with it: each act open, or closed and why.", of=action_of
    )
    amounts: list[WritAmount] = derived(writs.AMOUNTS, "What is to be enforced, line by line.", of=WritAmount.of)
    last_day: Deadline = derived(writs.LAST_DAY, "Until when it is valid, explained.", of=Deadline.of)
    enforceable: Deadline | None = derived(
        writs.ENFORCEABLE,
        "The seven clear days after notice, explained; goods may be taken after them.",
        of=Deadline.of,
    )
    enforcement_addresses: list[EnforcementAddress] | None = derived(
        writs.ADDRESSES, "Where the officer may find goods; officer, claimant and court only.", of=address_of
    )
    goods: str | None = derived(
        writs.GOODS, "What the claimant told of goods to be found; officer, claimant and court only."
    )
    vehicles: list[str] | None = derived(
        writs.VEHICLES, "Vehicles that the claimant told of; officer, claimant and court only."
    )
    safety: str | None = derived(
        writs.SAFETY, "What the officer should know to stay safe; officer, claimant and court only."
    )
    officer: Hceo | None = related(writs.OFFICER, "The officer (HCEO) it was served on.")
    document: Document | None = related(writs.DOCUMENT_OF, "The sealed writ as PDF.")
    claim: Annotated["Claim", strawberry.lazy("backend.schema.claims")] | None = related(  # type: ignore[name-defined]  # noqa: F821
        writs.CLAIM_OF, "The claim whose judgment it enforces."
    )


shape(writs.WRIT, Writ)


@strawberry.type(
    description="What verifying a writ tells to whoever holds it: nothing that names or locates the parties."
)
class WritVerification:
    number: str = strawberry.field(description="The writ's number.")
    status: enums.WritStatus = strawberry.field(description="How it stands now.")
    is_superseded: bool = strawberry.field(description="Whether a later version took the place of the one verified.")
    court: str = strawberry.field(description="The court that issued it.")
    judgment_number: str = strawberry.field(description="The number of the judgment.")
    total: Pounds = strawberry.field(description="What was to be enforced on the day of issue.")
    issued_on: date = strawberry.field(description="The day it was issued.")
    expires_on: date = strawberry.field(description="Its last day.")
    firm: str = strawberry.field(description="The firm of the officer to whom it is directed.")
    document_sha256: str = strawberry.field(
        description="The SHA-256 of the version verified, in hexadecimal: a copy that has another one was changed."
    )

    @classmethod
    def of(cls, verified: verifying.Verified) -> "WritVerification":
        return cls(
            number=verified.number,
            status=enums.WritStatus(verified.status),
            is_superseded=verified.is_superseded,
            court=verified.court,
            judgment_number=verified.judgment_number,
            total=Pounds(verified.total_pence),
            issued_on=verified.issued_on,
            expires_on=verified.expires_on,
            firm=verified.firm,
            document_sha256=verified.sha256.hex(),
        )
