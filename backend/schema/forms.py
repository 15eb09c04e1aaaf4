"""The data form of a service request, field by field, and what is done for it outside the service."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import strawberry

from backend.queries import service_requests as queries
from backend.rules.casework import forms
from backend.rules.casework.kinds import FormField as Declared
from backend.schema import enums
from backend.schema.basics import Node
from backend.schema.declared import leaf, shape
from backend.schema.scalars import Pounds

K = enums.FormFieldKind


@strawberry.type(description="One of the values on offer for a field.")
class FormChoice:
    value: str = strawberry.field(description="Stable, for `recordForm`.")
    title: str = strawberry.field(description="What to show for it.")


@strawberry.type(description="What a field of a data form holds: the one of these that its kind names.")
class FormValue:
    text: str | None = strawberry.field(default=None, description="A text.")
    is_yes: bool | None = strawberry.field(default=None, description="Yes or no.")
    on: date | None = strawberry.field(default=None, description="A day.")
    amount: Pounds | None = strawberry.field(default=None, description="An amount.")
    choice: str | None = strawberry.field(default=None, description="One of the choices.")
    case_numbers: list[str] | None = strawberry.field(default=None, description="Cases of the case group.")


HOLDS = {
    K.TEXT: "text",
    K.YES_NO: "is_yes",
    K.DATE: "on",
    K.MONEY: "amount",
    K.CHOICE: "choice",
    K.CASE_NUMBERS: "case_numbers",
}
"""Which part of a value a field of each kind is."""


@strawberry.type(description="One field of the data form of a service request.")
class FormField:
    code: str = strawberry.field(description="Stable, for `recordForm`.")
    title: str = strawberry.field(description="What is asked.")
    kind: enums.FormFieldKind = strawberry.field(description="What it holds.")
    choices: list[FormChoice] = strawberry.field(description="What can be chosen, where it is a choice.")
    value: FormValue | None = strawberry.field(description="What was filled in; null where nothing was.")
    is_required: bool = strawberry.field(description="Whether closing as complete waits for it.")
    is_ours: bool = strawberry.field(description="Whether the source does not give it: ours, to be confirmed.")

    @classmethod
    def of(cls, field: Declared, data: Mapping[str, Any], of_case: forms.Choices) -> "FormField":
        value = forms.read(field, data)
        held: dict[str, Any] = {HOLDS[K(field.kind)]: list(value) if isinstance(value, tuple) else value}
        return cls(
            code=field.code,
            title=field.title,
            kind=K(field.kind),
            choices=[FormChoice(value=each.value, title=each.title) for each in forms.choices_of(field, of_case)],
            value=None if value is None else FormValue(**held),
            is_required=field.is_required,
            is_ours=field.is_ours,
        )


@strawberry.type(description="What is done outside the service for a service request: asked of whom, and when it came.")
class OfflineTask(Node):
    id: strawberry.ID = leaf("Opaque id.")
    kind: enums.OfflineTaskKind = leaf("What is done.")
    with_whom: str = leaf("The court that is asked, or the provider that is paid.")
    by_whom: str = leaf("Who asks for it, or pays it.")
    reference: str | None = leaf("Its reference.")
    amount_pence: Pounds | None = leaf("What was paid by the government procurement card.", name="amount")
    requested_on: date = leaf("When it was asked for, or paid.")
    received_on: date | None = leaf("When it came; null until it did.")
    recorded_by: str | None = leaf("Who recorded it, by name.")


shape(queries.OFFLINE_TASK, OfflineTask)
