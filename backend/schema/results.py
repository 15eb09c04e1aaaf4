"""What mutations answer: a success with everything that changed, or one of the ways of being refused."""

from typing import Annotated, Any, Union

import strawberry
from strawberry.types import Info

from backend.context import Context
from backend.queries import history
from backend.schema.claims import Claim
from backend.schema.declared import show
from backend.schema.errors import (
    IdempotencyConflictError,
    NotFoundError,
    NotPermittedError,
    RefusedError,
    UserError,
    ValidationErrors,
)
from backend.schema.nouns import HistoryEntry
from backend.schema.viewer import Viewer


@strawberry.type(description="The claim changed since you read it; nothing was done.")
class StaleVersionError(UserError):
    current: Claim | None = strawberry.field(description="The claim as it is now.")
    changed_fields: list[str] = strawberry.field(description="The names of the fields changed since your version.")


@strawberry.interface(description="An act was done.")
class Success:
    is_replayed: bool = strawberry.field(description="Whether it had been done before under this idempotency key.")
    history_keys: strawberry.Private[tuple[int, ...]]

    @strawberry.field(description="The history entries written, those that you may see.")
    async def history(self, info: Info[Context, Any]) -> list[HistoryEntry]:
        return [show(row) for row in await history.by_keys(info.context.reading, self.history_keys)]

    @strawberry.field(description="You, as things stand after it.")
    def viewer(self, info: Info[Context, Any]) -> Viewer:
        return Viewer(actor=info.context.actor)


@strawberry.interface(description="An act was done on a claim.")
class ClaimSuccess(Success):
    claim: Claim = strawberry.field(description="The claim as it is now.")


@strawberry.type(description="The claim was lodged, and the defendants are told.")
class LodgeClaimSuccess(ClaimSuccess):
    pass


@strawberry.type(description="You are linked to the claim.")
class LinkToClaimSuccess(ClaimSuccess):
    pass


@strawberry.type(description="If there is such a claim, a new code is on its way to the address of service.")
class RequestSecurityCodeSuccess(Success):
    pass


@strawberry.type(description="A new code is on its way to the defendant's address of service.")
class IssueSecurityCodeSuccess(ClaimSuccess):
    pass


@strawberry.type(description="The link was ended.")
class UnlinkSuccess(ClaimSuccess):
    pass


@strawberry.type(description="The response was received, and both sides are told.")
class RespondToClaimSuccess(ClaimSuccess):
    pass


@strawberry.type(description="Judgment was requested; it is not entered yet.")
class RequestJudgmentSuccess(ClaimSuccess):
    pass


@strawberry.type(description="Judgment was entered, and both sides are told.")
class EnterJudgmentSuccess(ClaimSuccess):
    pass


@strawberry.type(description="The letter was noted as posted.")
class MarkLetterPostedSuccess(ClaimSuccess):
    pass


@strawberry.type(description="The notice was noted as seen.")
class MarkNoticeSeenSuccess(ClaimSuccess):
    pass


@strawberry.type(description="Your session has ended.")
class SignOutSuccess(Success):
    pass


def _result(success: type) -> Any:
    name = success.__name__.removesuffix("Success")
    members = (
        success,
        ValidationErrors,
        NotFoundError,
        NotPermittedError,
        StaleVersionError,
        RefusedError,
        IdempotencyConflictError,
    )
    description = "Done, or the way in which it was refused."
    return Annotated[Union[members], strawberry.union(f"{name}Result", description=description)] | None  # noqa: UP007


RESULTS: dict[type, Any] = {
    success: _result(success)
    for success in (
        LodgeClaimSuccess,
        LinkToClaimSuccess,
        RequestSecurityCodeSuccess,
        IssueSecurityCodeSuccess,
        UnlinkSuccess,
        RespondToClaimSuccess,
        RequestJudgmentSuccess,
        EnterJudgmentSuccess,
        MarkLetterPostedSuccess,
        MarkNoticeSeenSuccess,
        SignOutSuccess,
    )
}
