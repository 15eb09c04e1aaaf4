"""The successes of acts on letters of the agency."""

from collections.abc import Mapping
from typing import ClassVar

import strawberry

from backend.queries.enforcement_cases import ENFORCEMENT_CASE
from backend.queries.letters import LETTER
from backend.queries.model import Entity
from backend.queries.service_requests import SERVICE_REQUEST
from backend.schema.casework import ServiceRequest
from backend.schema.enforcement_cases import EnforcementCase
from backend.schema.nouns import Letter
from backend.schema.results.base import Success


@strawberry.interface(description="A letter of the agency was written.")
class CaseLetterSuccess(Success):
    shows: ClassVar[Mapping[str, Entity]] = {
        "letter": LETTER,
        "service_request": SERVICE_REQUEST,
        "enforcement_case": ENFORCEMENT_CASE,
    }

    letter: Letter = strawberry.field(description="The letter as it is now.")
    service_request: ServiceRequest = strawberry.field(description="The service request from which it was written.")
    enforcement_case: EnforcementCase = strawberry.field(description="The enforcement case, as it is now.")


@strawberry.type(description="The letter waits for a senior manager to sign it off.")
class DraftCaseLetterSuccess(CaseLetterSuccess):
    pass


@strawberry.type(description="The letter is on its way, or waits to be printed.")
class SendCaseLetterSuccess(CaseLetterSuccess):
    pass


@strawberry.type(description="The letter is noted as posted.")
class MarkCaseLetterPostedSuccess(Success):
    shows: ClassVar[Mapping[str, Entity]] = {"letter": LETTER, "enforcement_case": ENFORCEMENT_CASE}

    letter: Letter = strawberry.field(description="The letter as it is now.")
    enforcement_case: EnforcementCase = strawberry.field(description="The enforcement case, as it is now.")
