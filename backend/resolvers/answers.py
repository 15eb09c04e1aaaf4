"""From an act to the answer of its mutation: a success read under today's rights, or the refusal's shape."""

from collections.abc import Awaitable
from typing import Any, TypeVar
from uuid import UUID

import strawberry
from strawberry.types import Info

from backend.context import ActOnce, Context
from backend.operations.unit import Outcome
from backend.queries import history
from backend.queries.claims import CLAIM
from backend.queries.enforcement_cases import ENFORCEMENT_CASE
from backend.queries.ids import MalformedIdError, key_of
from backend.queries.reading import Row
from backend.queries.service_requests import SERVICE_REQUEST
from backend.rules import refusals
from backend.rules.errors import ErrorCode, PublicError
from backend.schema.basics import Reason
from backend.schema.declared import SHAPES, show
from backend.schema.errors import (
    FieldError,
    IdempotencyConflictError,
    NotFoundError,
    NotPermittedError,
    RefusedError,
    ValidationErrors,
)
from backend.schema.inputs.claims import ClaimBy
from backend.schema.results.base import StaleVersionError, Success

Asking = Info[Context, Any]
T = TypeVar("T", bound=Success)
CALLED = {CLAIM: "claim", ENFORCEMENT_CASE: "enforcement case"}
"""What is called by its noun where it changed meanwhile; anything else is an object."""
MESSAGES = {
    refusals.NotFound: "There is no such thing, or none that you may see.",
    refusals.NotPermitted: "This is not yours to do.",
    refusals.KeyReused: "This idempotency key was used before, for something else.",
}


async def answer(context: Context, act: Awaitable[Outcome], success: type[T]) -> Any:
    """Carry out the act and answer its success, or how it was refused."""
    try:
        outcome = await act
    except refusals.Refusal as refusal:
        await context.renew()
        return await refused(context, refusal)
    return await succeeded(context, outcome, success)


async def carry_out(info: Asking, act: ActOnce, given: Any, name: str, success: type[T]) -> Any:
    """Carry out an act under its input's idempotency key, and answer."""
    done = info.context.carry_out(act, key=given.idempotency_key, name=name, given=strawberry.asdict(given))
    return await answer(info.context, done, success)


async def succeeded(context: Context, outcome: Outcome, success: type[T]) -> T:
    """The success of an act, everything in it read anew under the viewer's rights.

    Raises FORBIDDEN for what they lost sight of, where the success has no way of leaving it out.
    """
    told: dict[str, Any] = {"is_replayed": outcome.replayed, "history_keys": outcome.history}
    for name, entity in success.shows.items():
        if name not in outcome.subjects:
            told[name] = None
            continue
        row = await context.reading.one(entity, entity.key == outcome.subjects[name])
        if row is None and name not in success.lost:
            raise PublicError(ErrorCode.FORBIDDEN, "It was done, but it is no longer yours to see.")
        told[name] = show(row) if row else None
    return success(**told)


async def refused(context: Context, refusal: refusals.Refusal) -> Any:
    """The shape in which a refusal is told."""
    match refusal:
        case refusals.Invalid():
            errors = [
                FieldError(code=each.code, message=each.message, path=list(each.path)) for each in refusal.problems
            ]
            first = refusal.problems[0]
            return ValidationErrors(message=first.message, code=refusal.code, path=list(first.path), errors=errors)
        case refusals.Refused():
            reasons = [Reason.of(reason) for reason in refusal.reasons]
            return RefusedError(message=reasons[0].explanation, code=refusal.code, path=[], reasons=reasons)
        case refusals.Stale():
            return await _stale(context, refusal)
        case refusals.NotPermitted():
            return NotPermittedError(message=MESSAGES[refusals.NotPermitted], code=refusal.code, path=[])
        case refusals.KeyReused():
            return IdempotencyConflictError(
                message=MESSAGES[refusals.KeyReused], code=refusal.code, path=["idempotencyKey"]
            )
        case refusals.NotFound():
            return NotFoundError(message=MESSAGES[refusals.NotFound], code=refusal.code, path=[])
        case _:
            raise refusal


async def _stale(context: Context, refusal: refusals.Stale) -> StaleVersionError:
    entity = next(each for each in SHAPES if each.name == refusal.noun)
    row = await context.reading.one(entity, entity.key == refusal.case_id)
    changed = await _fields_changed(context, refusal, row) if row else []
    return StaleVersionError(
        message=f"The {CALLED.get(entity, 'object')} changed since you read it.",
        code=refusal.code,
        path=["expectedVersion"],
        current=show(row) if row else None,
        changed_fields=changed,
    )


async def _fields_changed(context: Context, refusal: refusals.Stale, row: Row) -> list[str]:
    key, expected, reading = refusal.case_id, refusal.expected, context.reading
    if row.entity in CALLED:
        return await history.fields_changed_since(reading, key, row.relation.audience_word, expected)
    if row.entity is SERVICE_REQUEST:
        return await history.fields_of_service_request_changed_since(reading, key, expected)
    return []


def named(by: ClaimBy) -> Any:
    """The condition that names a claim. Raises BAD_USER_INPUT for a malformed id."""
    if isinstance(by.id, str):
        return CLAIM.key == id_of(by.id, "Claim")
    return CLAIM.fields["reference"].expression == str(by.reference).strip().upper()


def id_of(text: str, type_name: str) -> UUID:
    """The key behind an id of the API. Raises BAD_USER_INPUT, without a word of the codec."""
    try:
        return key_of(text, type_name)
    except MalformedIdError:
        raise PublicError(ErrorCode.BAD_USER_INPUT, f"This is not the id of a {type_name}.") from None
