"""What the acts by which letters of the agency are written take."""

from datetime import date
from uuid import UUID

import strawberry

from backend.rules.errors import ErrorCode, PublicError
from backend.schema import enums
from backend.schema.inputs.base import KEY
from backend.schema.inputs.casework import VERSION
from backend.schema.scalars import Pounds

WRITTEN_FROM = "The service request that you work, and from which it is written."


@strawberry.input(description="Draft a letter in free text, which a senior manager signs off before it leaves.")
class DraftCaseLetterInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    service_request_id: strawberry.ID = strawberry.field(description=WRITTEN_FROM)
    letter: enums.LetterName = strawberry.field(description="CMEL9271, the one in free text.")
    to_id: strawberry.ID = strawberry.field(
        description="The party that it is to: a parent, or the representative of a paying parent who died."
    )
    text: str = strawberry.field(description="What it says, at most 5,000 characters; links are taken out.")
    expected_version: int = strawberry.field(description=VERSION)


@strawberry.input(description="CMEL7402: tell a receiving parent who was not reached that enforcement is paused.")
class PauseLetterInput:
    to_id: strawberry.ID = strawberry.field(description="The receiving parent.")
    paused_until: date = strawberry.field(description="When the case is looked at again.")


@strawberry.input(description="CMEL9116: tell the solicitor to lift or reduce a sanction after payment.")
class InstructionInput:
    sanction: enums.Power = strawberry.field(description="The sanction, of which an artefact is outstanding.")
    change: enums.SanctionChange = strawberry.field(description="What is to become of it.")
    commenced_on: date = strawberry.field(description="When it commenced.")
    paid: Pounds = strawberry.field(description="The amount paid.")
    outstanding: Pounds = strawberry.field(description="The amount outstanding.")


@strawberry.input(description="CMSB046: tell the paying parent the reference numbers of the liability orders.")
class OrderNumbersInput:
    is_again: bool = strawberry.field(
        default=False, description="Whether it is sent again because a payment came in wrongly referenced."
    )


@strawberry.input(one_of=True, description="Which letter, with what it is to tell: one of these.")
class CaseLetterInput:
    cmel7402: PauseLetterInput | None = strawberry.field(
        default=strawberry.UNSET, description="Enforcement action paused."
    )
    cmel9116: InstructionInput | None = strawberry.field(default=strawberry.UNSET, description="Artefact clearance.")
    cmsb046: OrderNumbersInput | None = strawberry.field(
        default=strawberry.UNSET, description="Liability order reference numbers."
    )


@strawberry.input(description="Send a letter of the agency that has words of its own.")
class SendCaseLetterInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    service_request_id: strawberry.ID = strawberry.field(description=WRITTEN_FROM)
    letter: CaseLetterInput = strawberry.field(description="The letter.")
    expected_version: int = strawberry.field(description=VERSION)

    def read(self) -> PauseLetterInput | InstructionInput | OrderNumbersInput:
        """The one letter that is meant."""
        for given in (self.letter.cmel7402, self.letter.cmel9116, self.letter.cmsb046):
            if isinstance(given, PauseLetterInput | InstructionInput | OrderNumbersInput):
                return given
        raise PublicError(ErrorCode.BAD_USER_INPUT, "Give one of the letters.")


@strawberry.input(description="Say that a printed letter of the agency is in the post.")
class MarkCaseLetterPostedInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    letter_id: strawberry.ID = strawberry.field(description="The letter.")
