"""The members that every mutation's result shares: how an act is refused, one shape for each kind of refusal."""

import strawberry

from backend.schema import enums
from backend.schema.basics import Reason


@strawberry.interface(description="A mutation was refused, and nothing was changed.")
class UserError:
    message: str = strawberry.field(description="In words for people.")
    code: enums.RefusalCode = strawberry.field(description="How it was refused.")
    path: list[str] = strawberry.field(description="The way to the part of the input that it is about; often empty.")


@strawberry.type(description="One thing wrong with one field of the input.")
class FieldError:
    code: str = strawberry.field(description="Stable; see the error catalogue.")
    message: str = strawberry.field(description="In words for people. What was sent is never repeated.")
    path: list[str] = strawberry.field(description="The way to the field, list indices included.")


@strawberry.type(description="The input breaks rules of its own; every problem is listed at once.")
class ValidationErrors(UserError):  # noqa: N818 - the API's word
    errors: list[FieldError] = strawberry.field(description="What is wrong, field by field.")


@strawberry.type(description="There is no such thing, or none that you may see.")
class NotFoundError(UserError):
    pass


@strawberry.type(description="This is not yours to do.")
class NotPermittedError(UserError):
    pass


@strawberry.type(description="The rules say no.")
class RefusedError(UserError):
    reasons: list[Reason] = strawberry.field(description="Why: one or several.")


@strawberry.type(description="This idempotency key was used before, for something else.")
class IdempotencyConflictError(UserError):
    pass
