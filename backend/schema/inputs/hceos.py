"""What the acts on the register of officers take."""

from uuid import UUID

import strawberry

from backend.rules.hceos import EntryDetails
from backend.schema import enums
from backend.schema.inputs.base import KEY
from backend.schema.scalars import EmailAddress

VERSION = "The `version` you read; where it changed since, nothing is done and the entry as it is now is answered."


@strawberry.input(description="A district in which an officer executes writs.")
class HceoDistrictInput:
    district: str = strawberry.field(description="The letters of its postal area, as LS.")
    basis: enums.CoverageBasis = strawberry.field(
        default=enums.CoverageBasis.ASSIGNED, description="Assigned to it, or undertaken to execute writs there."
    )


@strawberry.input(description="An entry of the register, whole.")
class HceoEntryInput:
    name: str = strawberry.field(description="Full name, at most 200 characters.")
    firm: str = strawberry.field(description="The firm's name, at most 200 characters.")
    firm_number: str | None = strawberry.field(
        default=None, description="The firm's registered number; it tells firms of one name apart."
    )
    email: EmailAddress = strawberry.field(description="The business e-mail address; writs are announced to it.")
    phone: str | None = strawberry.field(default=None, description="The business telephone number.")
    districts: list[HceoDistrictInput] = strawberry.field(
        description="All in which the officer executes writs: 1 to 104."
    )
    user_id: strawberry.ID | None = strawberry.field(
        default=None, description="The officer's account, through which writs are served. Given once, it stays."
    )

    def read(self) -> EntryDetails:
        return EntryDetails(
            name=self.name,
            firm=self.firm,
            firm_number=self.firm_number,
            email=self.email,
            phone=self.phone,
            districts={each.district.strip().upper(): each.basis for each in self.districts},
        )


@strawberry.input(description="Put an officer on the register.")
class AddHceoInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    number: str = strawberry.field(description="The number of the authorisation, as HCEO-0123.")
    entry: HceoEntryInput = strawberry.field(description="The entry.")


@strawberry.input(description="Change an entry of the register into what is given.")
class AmendHceoInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    hceo_id: strawberry.ID = strawberry.field(description="The officer.")
    entry: HceoEntryInput = strawberry.field(description="The entry as it is to be.")
    expected_version: int = strawberry.field(description=VERSION)


@strawberry.input(description="Let an officer get no new writs.")
class SuspendHceoInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    hceo_id: strawberry.ID = strawberry.field(description="The officer.")
    reason: str = strawberry.field(description="Why, for the register's history; at most 300 characters.")
    expected_version: int = strawberry.field(description=VERSION)


@strawberry.input(description="Let a suspended officer be appointed again.")
class ReinstateHceoInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    hceo_id: strawberry.ID = strawberry.field(description="The officer.")
    expected_version: int = strawberry.field(description=VERSION)
