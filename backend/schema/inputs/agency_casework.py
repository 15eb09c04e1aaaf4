"""What the agency's own acts on service requests take."""

from datetime import date
from typing import Any
from uuid import UUID

import strawberry

from backend.rules.casework import forms
from backend.rules.casework.catalogue import KINDS
from backend.rules.casework.kinds import Kind
from backend.rules.errors import ErrorCode, PublicError
from backend.rules.offline_tasks import Task
from backend.rules.opening_by_hand import named
from backend.rules.vocabulary import FormFieldKind, KindCode, OfflineTaskKind
from backend.schema import enums
from backend.schema.forms import HOLDS
from backend.schema.inputs.base import KEY
from backend.schema.inputs.casework import SERVICE_REQUEST, VERSION, AssigneeInput
from backend.schema.scalars import Pounds

UNSET: Any = strawberry.UNSET


@strawberry.input(description="A place of the procedure, in any spelling of the source documents.")
class PlaceInput:
    process: str = strawberry.field(description="The process.")
    area: str = strawberry.field(description="The area of it.")
    sub_area: str = strawberry.field(description="The sub-area of that.")


@strawberry.input(one_of=True, description="Of which kind a service request is: by one of these.")
class KindBy:
    kind: enums.KindCode | None = strawberry.field(default=UNSET, description="Its kind.")
    place: PlaceInput | None = strawberry.field(default=UNSET, description="Its place in the procedure.")

    def read(self) -> Kind:
        """The kind. Raises BAD_USER_INPUT for a place that the procedure has not."""
        place = self.place if isinstance(self.place, PlaceInput) else None
        found = (
            KINDS.get(KindCode(str(self.kind))) if place is None else named((place.process, place.area, place.sub_area))
        )
        if found is None:
            raise PublicError(ErrorCode.BAD_USER_INPUT, "The procedure has no such process, area and sub-area.")
        return found


@strawberry.input(description="Open a service request on an enforcement case by hand.")
class OpenCaseServiceRequestInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    enforcement_case_id: strawberry.ID = strawberry.field(description="The enforcement case that it is on.")
    of: KindBy = strawberry.field(description="Of which kind.")
    reason: str = strawberry.field(description="Why it is opened, at most 200 characters.")
    parent_id: strawberry.ID | None = strawberry.field(default=None, description="Under which one of the same case.")
    about_id: strawberry.ID | None = strawberry.field(default=None, description="The liability order it is about.")
    expected_version: int | None = strawberry.field(
        default=None, description="The version of the enforcement case you read, where it must not have changed."
    )


@strawberry.input(description="Give several service requests to somebody, or to a team.")
class AssignServiceRequestsInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    service_request_ids: list[strawberry.ID] = strawberry.field(description="Which: 1 to 50, each once.")
    to: AssigneeInput = strawberry.field(description="To whom.")


@strawberry.input(description="Say what is to become of enforcement action.")
class MarkInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    service_request_id: strawberry.ID = strawberry.field(description=SERVICE_REQUEST)
    note: str | None = strawberry.field(
        default=None, description="Why, at most 1,000 characters; needed where it is to be cancelled."
    )
    expected_version: int = strawberry.field(description=VERSION)


@strawberry.input(one_of=True, description="What a field of a data form is to hold: by the one that its kind names.")
class FormValueInput:
    text: str | None = strawberry.field(default=UNSET, description="A text, at most 1,000 characters.")
    is_yes: bool | None = strawberry.field(default=UNSET, description="Yes or no.")
    on: date | None = strawberry.field(default=UNSET, description="A day.")
    amount: Pounds | None = strawberry.field(default=UNSET, description="An amount.")
    choice: str | None = strawberry.field(default=UNSET, description="One of the choices, by its value.")
    case_numbers: list[str] | None = strawberry.field(default=UNSET, description="Cases of the case group.")


@strawberry.input(description="A field of a data form, and what it is to hold.")
class FormFieldInput:
    code: str = strawberry.field(description="Which field, by its code.")
    value: FormValueInput = strawberry.field(description="What it is to hold, in place of what it held.")

    def read(self) -> forms.Entry:
        kind, value = next(
            (kind, value)
            for kind, name in HOLDS.items()
            if (value := getattr(self.value, name)) is not UNSET and value is not None
        )
        return forms.Entry(self.code, FormFieldKind(kind), tuple(value) if isinstance(value, list) else value)


@strawberry.input(description="Fill in fields of the data form of a service request.")
class RecordFormInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    service_request_id: strawberry.ID = strawberry.field(description=SERVICE_REQUEST)
    fields: list[FormFieldInput] = strawberry.field(description="From 1 to 50 of them, each once.")
    expected_version: int = strawberry.field(description=VERSION)


@strawberry.input(description="Say that two service requests of a case belong together.")
class LinkServiceRequestsInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    service_request_id: strawberry.ID = strawberry.field(description=SERVICE_REQUEST)
    related_id: strawberry.ID = strawberry.field(description="The one that belongs with it.")
    expected_version: int = strawberry.field(description=VERSION)


@strawberry.input(description="Record what is done outside the service.")
class RecordOfflineTaskInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    service_request_id: strawberry.ID = strawberry.field(description=SERVICE_REQUEST)
    kind: enums.OfflineTaskKind = strawberry.field(description="What is done.")
    by_whom: str = strawberry.field(description="Who asks for it, or pays it: one line, at most 100 characters.")
    with_whom: str | None = strawberry.field(
        default=None, description="The provider that is paid; of a certificate's court, which one, if it is known."
    )
    reference: str | None = strawberry.field(default=None, description="Its reference, at most 60 characters.")
    amount: Pounds | None = strawberry.field(default=None, description="What was paid by card.")
    requested_on: date = strawberry.field(description="When it was asked for, or paid.")
    expected_version: int = strawberry.field(description=VERSION)

    def read(self) -> Task:
        return Task(
            kind=OfflineTaskKind(self.kind),
            by_whom=self.by_whom,
            requested_on=self.requested_on,
            with_whom=self.with_whom,
            reference=self.reference,
            amount_pence=self.amount,
        )


@strawberry.input(description="Record that what was asked for outside the service came.")
class ReceiveOfflineTaskInput:
    idempotency_key: UUID = strawberry.field(description=KEY)
    service_request_id: strawberry.ID = strawberry.field(description=SERVICE_REQUEST)
    offline_task_id: strawberry.ID = strawberry.field(description="What came.")
    received_on: date = strawberry.field(description="When it came.")
    expected_version: int = strawberry.field(description=VERSION)
