"""The API's table of contents: every query, mutation and subscription, what answers it, and what it says of itself."""

from typing import Any

import strawberry
from strawberry.schema.config import StrawberryConfig

from backend.resolvers import claims, judgments, live, viewers
from backend.schema import checks, results
from backend.schema.basics import Node
from backend.schema.claims import Claim, Guidance
from backend.schema.declared import SHAPES
from backend.schema.live import CaseEvent
from backend.schema.scalars import SCALARS
from backend.schema.viewer import Viewer

ARGUMENTS = {
    "input": "What is to be done, and the key under which it is done once.",
    "by": "Which claim: by its id or by its reference.",
    "id": "The id of any object of this service.",
    "ids": "At most 20 ids of any objects of this service.",
    "topic": "What the page is about.",
    "after": "Go on from this place: the `cursor` of the last event that came. Without it, from now on.",
}


def _described(field: Any) -> Any:
    """The field, each of its arguments described."""
    for argument in field.arguments:
        argument.description = ARGUMENTS[argument.python_name]
    return field


def _field(resolver: Any, description: str) -> Any:
    return _described(strawberry.field(resolver=resolver, description=description))


def _stream(resolver: Any, description: str) -> Any:
    return _described(strawberry.subscription(resolver=resolver, graphql_type=CaseEvent, description=description))


def _act(resolver: Any, success: type, description: str) -> Any:
    kind = results.RESULTS[success]
    return _described(strawberry.mutation(resolver=resolver, graphql_type=kind, description=description))


@strawberry.type(description="What can be asked.")
class Query:
    viewer: Viewer | None = _field(
        resolver=viewers.viewer, description="You, and everything that depends on who asks; null when not signed in."
    )
    claim: Claim | None = _field(
        resolver=claims.claim, description="A claim that you may see; null where there is none, or none for you."
    )
    node: Node | None = _field(
        resolver=viewers.node, description="Any object by its id; null where there is none, or none for you."
    )
    nodes: list[Node | None] = _field(
        resolver=viewers.nodes, description="Several objects by their ids, at most 20, in that order."
    )
    guidance: Guidance = _field(resolver=viewers.guidance, description="A page of guidance, for everybody.")


@strawberry.type(description="What can be done: each with one intent, done once for its idempotency key.")
class Mutation:
    lodge_claim: Any = _act(
        claims.lodge_claim, results.LodgeClaimSuccess, "Lodge a money claim. The defendants are told at once (D-01)."
    )
    link_to_claim: Any = _act(
        claims.link_to_claim,
        results.LinkToClaimSuccess,
        "Link yourself to a claim against you, with the code of the letter and what only you should know (D-02). "
        "Whatever is wrong, the answer and its duration are the same.",
    )
    request_security_code: Any = _act(
        claims.request_security_code,
        results.RequestSecurityCodeSuccess,
        "Ask for a new security code; it goes to the address of service only (D-02). The answer tells nothing.",
    )
    issue_security_code: Any = _act(
        claims.issue_security_code,
        results.IssueSecurityCodeSuccess,
        "Send a defendant a new security code; court staff only (D-02).",
    )
    unlink: Any = _act(claims.unlink, results.UnlinkSuccess, "End a link that should not be; court staff only (D-02).")
    respond_to_claim: Any = _act(
        claims.respond_to_claim,
        results.RespondToClaimSuccess,
        "Answer a claim without admitting it, until judgment is entered; the defendant only (D-06, D-11).",
    )
    request_judgment: Any = _act(
        judgments.request_judgment,
        results.RequestJudgmentSuccess,
        "Ask for judgment where the defendant did not respond in time; the claimant only (D-11, D-12).",
    )
    enter_judgment: Any = _act(
        judgments.enter_judgment,
        results.EnterJudgmentSuccess,
        "Enter the judgment that was requested, its conditions judged again; court staff only (D-11, D-12).",
    )
    mark_letter_posted: Any = _act(
        claims.mark_letter_posted,
        results.MarkLetterPostedSuccess,
        "Note that a printed letter is in the post; court staff only (X-07).",
    )
    mark_notice_seen: Any = _act(
        claims.mark_notice_seen, results.MarkNoticeSeenSuccess, "Note that you have seen a notice (D-03)."
    )
    sign_out: Any = _act(viewers.sign_out, results.SignOutSuccess, "End your session and its live streams.")


@strawberry.type(description="What can be followed live: each change once, in order, across reconnects.")
class Subscription:
    case_changed: Any = _stream(
        resolver=live.case_changed,
        description="Every change of one claim that you may see, from `after` on, or from now (X-02).",
    )
    dashboard_changed: Any = _stream(
        resolver=live.dashboard_changed,
        description="Every change of all the claims that you may see, from `after` on, or from now (X-02).",
    )


schema = strawberry.Schema(
    Query,
    Mutation,
    Subscription,
    types=list(SHAPES.values()),
    config=StrawberryConfig(scalar_map=SCALARS),
)
checks.check(schema)
