"""How a field of the API is tied to what answers it, each of its arguments described."""

from typing import Any

import strawberry

from backend.schema.live import CaseEvent
from backend.schema.results.base import result_of

ARGUMENTS = {
    "input": "What is to be done, and the key under which it is done once.",
    "by": "Which one: by its id or by its reference.",
    "id": "The id of any object of this service.",
    "ids": "At most 20 ids of any objects of this service.",
    "topic": "What the page is about.",
    "first": "How many from the start, 1 to 100.",
    "region": "Only officers who cover a district of this region.",
    "post_code": "Only officers who cover the district of this postcode, those assigned to it first.",
    "name": "Only officers whose name holds this text.",
    "reference": "The number printed on the writ, as WOC-7K3Q-9FTD.",
    "code": "The code printed beside it.",
    "service_request_id": "The service request.",
    "activity": "The line of its plan, by its code.",
    "outcome": "The outcome, by its code.",
    "reason": "The reason that would be given.",
    "note": "The note that would be given.",
    "on": "The day that would be given.",
    "sub_status": "How it would be closed: COMPLETE or CANCELLED.",
    "after": "Go on from this place: the `cursor` of the last event that came. Without it, from now on.",
}


def described(declared: Any) -> Any:
    """The field, each of its arguments described."""
    for argument in declared.arguments:
        argument.description = ARGUMENTS[argument.python_name]
    return declared


def field(resolver: Any, description: str) -> Any:
    return described(strawberry.field(resolver=resolver, description=description))


def stream(resolver: Any, description: str, of: Any = CaseEvent) -> Any:
    return described(strawberry.subscription(resolver=resolver, graphql_type=of, description=description))


def act(resolver: Any, success: type, description: str) -> Any:
    kind = result_of(success)
    return described(strawberry.mutation(resolver=resolver, graphql_type=kind, description=description))
