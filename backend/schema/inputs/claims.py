"""What the acts on claims and judgments take, and which claim is meant."""

from datetime import date
from uuid import UUID

import strawberry

from backend.operations.attempts import Attempt
from backend.rules import linking, lodging
from backend.rules.judgments import PaymentTerms
from backend.schema import enums
from backend.schema.inputs.base import KEY, VERSION, VERSION_OR_NONE
from backend.schema.scalars import EmailAddress, PostCode, Pounds


@strawberry.input(description="A party as the claimant describes it.")
class PartyInput:
    kind: enums.PartyKind = strawberry.field(description="A person or an organisation.")
    name: str = strawberry.field(description="Full name, at most 200 characters.")
    address_lines: list[str] = strawberry.field(description="Address of service: 1 to 4 lines, house number first.")
    post_code: PostCode = strawberry.field(description="Its postcode.")
    organisation_number: str | None = strawberry.field(default=None, description="An organisation's registered number.")
    date_of_birth: date | None = strawberry.field(
        default=None, description="A person's, where known: it proves the right person, and is never shown again."
    )
    email: EmailAddress | None = strawberry.field(
        default=None, description="For letters by e-mail; without one they go by post."
    )
    phone: str | None = strawberry.field(default=None, description="Telephone number.")
    is_confidential: bool = strawberry.field(
        default=False, description="Keep how to reach this party from the other side."
    )

    def read(self) -> lodging.PartyDetails:
        return lodging.PartyDetails(
            kind=self.kind,
            name=self.name,
            address_lines=tuple(self.address_lines),
            post_code=self.post_code,
            organisation_number=self.organisation_number,
            date_of_birth=self.date_of_birth,
            email=self.email,
            phone=self.phone,
            is_confidential=self.is_confidential,
        )


@strawberry.input(description="One event of the claimant's account.")
class ClaimEventInput:
    on: date = strawberry.field(description="When it happened: not in the future.")
    what: str = strawberry.field(description="What happened, at most 1,000 characters.")


@strawberry.input(description="One piece of evidence, as listed.")
class EvidenceInput:
    kind: str = strawberry.field(description="Contract, invoice, photograph, …; at most 100 characters.")
    description: str = strawberry.field(description="What it shows, at most 1,000 characters.")


@strawberry.input(description="A money claim.")
class LodgeClaimInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    amount: Pounds = strawberry.field(description="The principal, without interest and court fee.")
    what_for: str = strawberry.field(description="What the claim is for, at most 5,000 characters.")
    claimants: list[PartyInput] = strawberry.field(description="Who claims: 1 to 5. You are linked to all of them.")
    defendants: list[PartyInput] = strawberry.field(description="From whom: 1 to 5. Each is told, with a code.")
    jurisdiction: enums.Jurisdiction = strawberry.field(
        default=enums.Jurisdiction.ENGLAND_WALES, description="Only England and Wales lodges here."
    )
    interest_from: date | None = strawberry.field(
        default=None, description="Claim statutory interest (8% a year) from this day on."
    )
    events: list[ClaimEventInput] = strawberry.field(default_factory=list, description="What happened, at most 50.")
    evidence: list[EvidenceInput] = strawberry.field(default_factory=list, description="What shows it, at most 50.")

    def read(self) -> lodging.Lodging:
        return lodging.Lodging(
            amount_pence=self.amount,
            what_for=self.what_for,
            claimants=tuple(party.read() for party in self.claimants),
            defendants=tuple(party.read() for party in self.defendants),
            jurisdiction=self.jurisdiction,
            interest_from=self.interest_from,
            events=tuple(lodging.Dated(event.on, event.what) for event in self.events),
            evidence=tuple(lodging.Evidence(item.kind, item.description) for item in self.evidence),
        )


@strawberry.input(description="What was in the letter, and what only the right person should know.")
class LinkToClaimInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    reference: str = strawberry.field(description="The claim's reference.")
    security_code: str = strawberry.field(description="The code of the letter; spaces, hyphens and case do not count.")
    date_of_birth: date | None = strawberry.field(default=None, description="Yours. Everybody is asked for the same.")
    post_code: PostCode | None = strawberry.field(default=None, description="That of the address of service.")
    house_number: str | None = strawberry.field(default=None, description="That of the address of service.")
    organisation_number: str | None = strawberry.field(default=None, description="Where you act for an organisation.")

    def read(self) -> Attempt:
        proof = linking.Proof(self.date_of_birth, self.post_code, self.house_number, self.organisation_number)
        return Attempt(self.reference, self.security_code, proof)


@strawberry.input(description="Ask for a new security code, which goes to the address of service.")
class RequestSecurityCodeInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    reference: str = strawberry.field(description="The claim's reference.")


@strawberry.input(description="Send a new security code to a defendant's address of service.")
class IssueSecurityCodeInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    claim_id: strawberry.ID = strawberry.field(description="The claim.")
    party_id: strawberry.ID = strawberry.field(description="The defendant.")
    expected_version: int = strawberry.field(description=VERSION)


@strawberry.input(description="End the link between a user and a defendant.")
class UnlinkInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    claim_id: strawberry.ID = strawberry.field(description="The claim.")
    party_id: strawberry.ID = strawberry.field(description="The defendant.")
    reason: str = strawberry.field(description="Why, for the history; at most 1,000 characters.")
    expected_version: int = strawberry.field(description=VERSION)


@strawberry.input(description="Answer a claim without admitting it.")
class RespondToClaimInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    claim_id: strawberry.ID = strawberry.field(description="The claim.")
    kind: enums.ResponseKind = strawberry.field(description="How you answer.")
    statement: str = strawberry.field(description="Why, in your words; at most 10,000 characters.")
    disputed_amount: Pounds | None = strawberry.field(default=None, description="The part, where you dispute a part.")
    expected_version: int | None = strawberry.field(default=None, description=VERSION_OR_NONE)


@strawberry.input(description="Instalments: how much, how often, from when.")
class InstalmentsInput:
    amount: Pounds = strawberry.field(description="Of one instalment: at most what is owed.")
    frequency: enums.InstalmentFrequency = strawberry.field(description="How often one is due.")
    first_on: date = strawberry.field(description="When the first is due: in the future.")


@strawberry.input(one_of=True, description="How the debt should be paid.")
class PaymentOrderInput:
    immediately: bool | None = strawberry.field(default=strawberry.UNSET, description="At once: give true.")
    by_date: date | None = strawberry.field(default=strawberry.UNSET, description="In full by this day.")
    by_instalments: InstalmentsInput | None = strawberry.field(default=strawberry.UNSET, description="By instalments.")

    def read(self) -> PaymentTerms:
        if isinstance(self.by_date, date):
            return PaymentTerms(enums.PaymentOrder.BY_DATE, pay_by=self.by_date)
        if isinstance(self.by_instalments, InstalmentsInput):
            return PaymentTerms(
                enums.PaymentOrder.INSTALMENTS,
                instalment_pence=self.by_instalments.amount,
                instalment_frequency=self.by_instalments.frequency,
                first_instalment_on=self.by_instalments.first_on,
            )
        return PaymentTerms(enums.PaymentOrder.IMMEDIATELY)


@strawberry.input(description="Ask for judgment because the defendant did not respond.")
class RequestJudgmentInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    claim_id: strawberry.ID = strawberry.field(description="The claim.")
    payment_order: PaymentOrderInput = strawberry.field(description="How you ask to be paid.")
    expected_version: int = strawberry.field(description=VERSION)


@strawberry.input(description="Enter the judgment that was requested.")
class EnterJudgmentInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    claim_id: strawberry.ID = strawberry.field(description="The claim.")
    expected_version: int = strawberry.field(description=VERSION)


@strawberry.input(description="Say that a printed letter is in the post.")
class MarkLetterPostedInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    letter_id: strawberry.ID = strawberry.field(description="The letter.")


@strawberry.input(description="Say that you have seen a notice.")
class MarkNoticeSeenInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    claim_id: strawberry.ID = strawberry.field(description="The claim.")
    name: str = strawberry.field(description="The notice's name.")


@strawberry.input(description="End your session.")
class SignOutInput:
    idempotency_key: UUID = strawberry.field(description=KEY)


@strawberry.input(one_of=True, description="Which claim: by one of these.")
class ClaimBy:
    id: strawberry.ID | None = strawberry.field(default=strawberry.UNSET, description="Its id.")
    reference: str | None = strawberry.field(default=strawberry.UNSET, description="Its reference.")
