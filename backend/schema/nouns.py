"""What hangs on a claim: parties, debts, responses, judgments, letters and history entries."""

from datetime import date, datetime
from typing import Any

import strawberry
from strawberry.types import Info

from backend.context import Context
from backend.operations import printing
from backend.queries import history, judgments, letters, parties
from backend.queries.claims import RESPONSE
from backend.rules import summaries
from backend.rules.vocabulary import LetterState
from backend.schema import enums
from backend.schema.basics import Deadline, Node
from backend.schema.declared import derived, leaf, related, row_of, shape
from backend.schema.documents import Download
from backend.schema.scalars import EmailAddress, PostCode, Pounds


@strawberry.type(description="A party of a case. Contact details are blank for those who may not know them.")
class Party(Node):
    id: strawberry.ID = leaf("Opaque id.")
    side: enums.PartySide = leaf("On which side the party stands.")
    kind: enums.PartyKind = leaf("A person or an organisation.")
    name: str = leaf("Full name.")
    organisation_number: str | None = leaf("An organisation's registered number.")
    address_lines: list[str] | None = leaf("Address of service, one to four lines; blank outside its audience.")
    post_code: PostCode | None = leaf("Its postcode; blank outside its audience.")
    email: EmailAddress | None = leaf("For letters by e-mail; blank outside its audience.")
    phone: str | None = leaf("Telephone number; blank outside its audience.")
    is_confidential: bool | None = leaf("Whether the other side may not see how to reach them; own and court only.")
    date_of_birth_masked: str | None = derived(
        parties.DATE_OF_BIRTH_MASKED,
        "Date of birth with all but the year blanked out; own, court, and of the agency who works or leads the case.",
    )
    date_of_birth: date | None = leaf("Date of birth; for a complex case worker who works the case alone.")


shape(parties.PARTY, Party)


@strawberry.type(description="How to reach a party, as `readPartyDetails` answers it to a team leader.")
class PartyDetails:
    name: str | None = leaf("Full name.")
    address_lines: list[str] | None = leaf("Address, one to four lines.")
    post_code: PostCode | None = leaf("Its postcode.")
    email: EmailAddress | None = leaf("For letters by e-mail.")
    phone: str | None = leaf("Telephone number.")


shape(parties.PARTY_DETAILS, PartyDetails)


@strawberry.type(description="One typed line of a debt. What is owed is the sum of its lines.")
class LedgerLine(Node):
    id: strawberry.ID = leaf("Opaque id.")
    kind: enums.LineKind = leaf("What the line is for.")
    amount_pence: Pounds = leaf("Charges are positive, what reduces the debt is negative.", name="amount")
    on: date = leaf("The day it counts from.")
    explanation: str = leaf("In words: how it was reckoned.")
    policy: str | None = leaf("The dated policy it was reckoned under.")


shape(judgments.LEDGER_LINE, LedgerLine)


@strawberry.type(description="What is owed under the claim or under the judgment, line by line.")
class Debt(Node):
    id: strawberry.ID = leaf("Opaque id.")
    kind: enums.DebtKind = leaf("What the debt rests on.")
    lines: list[LedgerLine] = related(judgments.DEBT_LINES, "Its lines in order.")
    total: Pounds = derived(judgments.DEBT_TOTAL_OF, "The sum of its lines.")


shape(judgments.DEBT, Debt)


@strawberry.type(description="What a defendant answered.")
class Response(Node):
    id: strawberry.ID = leaf("Opaque id.")
    kind: enums.ResponseKind = leaf("How the claim was answered.")
    statement: str | None = leaf("In the defendant's words.")
    disputed_pence: Pounds | None = leaf("The part disputed, where it is a part.", name="disputedAmount")
    received_at: datetime = leaf("When it arrived.")
    counts_as_filed_on: date = leaf("The working day it counts for: from 4pm on, the next one.")


shape(RESPONSE, Response)


@strawberry.type(description="How the debt is ordered, or asked, to be paid.")
class OrderOfPayment:
    kind: enums.PaymentOrder = strawberry.field(description="At once, by a day, or by instalments.")
    by_date: date | None = strawberry.field(description="The day, where it is one.")
    instalment: Pounds | None = strawberry.field(description="The amount of one instalment.")
    frequency: enums.InstalmentFrequency | None = strawberry.field(description="How often one is due.")
    first_on: date | None = strawberry.field(description="When the first is due.")

    @classmethod
    def of(cls, stored: Any) -> "OrderOfPayment":
        return cls(
            kind=stored["payment_order"],
            by_date=stored["pay_by"],
            instalment=stored["instalment_pence"],
            frequency=stored["instalment_frequency"],
            first_on=stored["first_instalment_on"],
        )


@strawberry.type(description="The claimant asked for judgment; it is entered, or refused, by a second act.")
class JudgmentRequest(Node):
    id: strawberry.ID = leaf("Opaque id.")
    basis: enums.JudgmentBasis = leaf("On what judgment is asked for.")
    state: enums.JudgmentRequestState = leaf("Where the request stands.")
    requested_at: datetime = leaf("When it was made.")
    decided_at: datetime | None = leaf("When it was entered or refused.")
    refusal_code: str | None = leaf("The reason's code, where it was refused.")
    order_of_payment: OrderOfPayment = derived(
        judgments.ORDER, "How the claimant asked for payment.", of=OrderOfPayment.of
    )


shape(judgments.JUDGMENT_REQUEST, JudgmentRequest)


@strawberry.type(description="The court's judgment (CCJ) that the debt is owed.")
class Judgment(Node):
    id: strawberry.ID = leaf("Opaque id.")
    number: str = leaf("The judgment's number, to quote.")
    basis: enums.JudgmentBasis = leaf("On what it rests.")
    entered_at: datetime = leaf("The instant it was entered.")
    entered_on: date = leaf("The day of the judgment.")
    total_pence: Pounds = leaf("The sum adjudged: debt, interest and fees, less payments.", name="total")
    order_of_payment: OrderOfPayment | None = derived(
        judgments.ORDER_OF_JUDGMENT, "How it orders payment; parties and court only.", of=OrderOfPayment.of
    )

    pay_within_28_days: Deadline | None = derived(
        judgments.PAY_WITHIN_28_DAYS,
        "The 28 days within which payment in full cancels the judgment, explained; parties and court only.",
        of=Deadline.of,
    )
    register_last_day: Deadline | None = derived(
        judgments.REGISTER_LAST_DAY,
        "The register's own last day, one calendar month: payment by then cancels it too; parties and court only.",
        of=Deadline.of,
    )


shape(judgments.JUDGMENT, Judgment)


@strawberry.type(
    description="A letter to a party or to the appointed officer. Seen by whom it was written to, and by staff."
)
class Letter(Node):
    id: strawberry.ID = leaf("Opaque id.")
    template: enums.LetterName = leaf("Which letter.", name="name")
    state: enums.LetterState = leaf("Where it stands.")
    recipient_name: str = leaf("To whom.")
    created_at: datetime = leaf("When it was written.")
    ended_at: datetime | None = leaf("When it was sent, posted, withheld, or failed for good.")
    text: str | None = leaf("The free text of a letter that has any, for the agency, which signs it off.")
    attempts: int | None = leaf("How often sending was tried; staff only.")
    failure: str | None = leaf("Why it failed or was withheld, as a code; staff only.")

    @strawberry.field(
        description="A link to take it to the printer, while it waits for that; staff only. It leads nowhere for "
        "who had the security code in the letter sent."
    )
    def download(self, info: Info[Context, Any]) -> Download | None:
        stored = row_of(self).stored
        if stored["state"] is not LetterState.TO_PRINT:
            return None
        ticket = printing.ticket(info.context.ground, info.context.actor, stored["key"])
        return Download(url=ticket.path, expires_at=ticket.expires_at) if ticket else None


shape(letters.LETTER, Letter)


@strawberry.type(description="One field that changed.")
class Change:
    field: str = strawberry.field(description="Its name.")
    to: str = strawberry.field(description="What it became, as text.")


@strawberry.type(description="One thing that happened on a case. Never changed, never deleted.")
class HistoryEntry(Node):
    id: strawberry.ID = leaf("Opaque id.")
    kind: enums.EventKind = leaf("What happened.")
    at: datetime = leaf("When it happened.")
    recorded_at: datetime | None = leaf("When it was written down; staff only.")
    number: int | None = leaf("Its place in the case's history; staff only.")
    hash: str | None = leaf("The hash that chains it to the entry before, in hexadecimal; staff only.")
    actor_name: str | None = leaf("Who did it, by name; staff only.")

    @strawberry.field(description="Who did it, as a role: CITIZEN, COURT_OFFICER, SYSTEM.")
    def actor_role(self) -> enums.Role:
        return enums.Role(row_of(self).stored["actor_role"])

    @strawberry.field(description="What happened, in one sentence.")
    def summary(self) -> str:
        stored = row_of(self).stored
        return summaries.summary(stored["kind"], stored["changes"])

    @strawberry.field(description="What changed.")
    def changes(self) -> list[Change]:
        return [Change(field=name, to=to) for name, to in summaries.spelled_changes(row_of(self).stored["changes"])]


shape(history.HISTORY_ENTRY, HistoryEntry)
