"""The successes of acts on claims and judgments."""

from collections.abc import Mapping
from typing import ClassVar

import strawberry

from backend.queries.claims import CLAIM
from backend.queries.model import Entity
from backend.schema.claims import Claim
from backend.schema.results.base import Success


@strawberry.interface(description="An act was done on a claim.")
class ClaimSuccess(Success):
    shows: ClassVar[Mapping[str, Entity]] = {"claim": CLAIM}

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
