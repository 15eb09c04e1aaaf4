"""Claims and judgments: what can be asked and done, what answers it, and what it says of itself."""

from typing import Any

import strawberry

from backend.api.fields import act, field
from backend.resolvers import claims, judgments, viewers
from backend.schema.basics import Node
from backend.schema.claims import Claim, Guidance
from backend.schema.results import claims as results
from backend.schema.viewer import Viewer


@strawberry.type(description="What can be asked about claims, and of everybody.")
class ClaimQueries:
    viewer: Viewer | None = field(
        resolver=viewers.viewer, description="You, and everything that depends on who asks; null when not signed in."
    )
    claim: Claim | None = field(
        resolver=claims.claim, description="A claim that you may see; null where there is none, or none for you."
    )
    node: Node | None = field(
        resolver=viewers.node, description="Any object by its id; null where there is none, or none for you."
    )
    nodes: list[Node | None] = field(
        resolver=viewers.nodes, description="Several objects by their ids, at most 20, in that order."
    )
    guidance: Guidance = field(resolver=viewers.guidance, description="A page of guidance, for everybody.")


@strawberry.type(description="What can be done: each with one intent, done once for its idempotency key.")
class ClaimActs:
    lodge_claim: Any = act(
        claims.lodge_claim, results.LodgeClaimSuccess, "Lodge a money claim. The defendants are told at once (D-01)."
    )
    link_to_claim: Any = act(
        claims.link_to_claim,
        results.LinkToClaimSuccess,
        "Link yourself to a claim against you, with the code of the letter and what only you should know (D-02). "
        "Whatever is wrong, the answer and its duration are the same.",
    )
    request_security_code: Any = act(
        claims.request_security_code,
        results.RequestSecurityCodeSuccess,
        "Ask for a new security code; it goes to the address of service only (D-02). The answer tells nothing.",
    )
    issue_security_code: Any = act(
        claims.issue_security_code,
        results.IssueSecurityCodeSuccess,
        "Send a defendant a new security code; court staff only (D-02).",
    )
    unlink: Any = act(claims.unlink, results.UnlinkSuccess, "End a link that should not be; court staff only (D-02).")
    respond_to_claim: Any = act(
        claims.respond_to_claim,
        results.RespondToClaimSuccess,
        "Answer a claim without admitting it, until judgment is entered; the defendant only (D-06, D-11).",
    )
    request_judgment: Any = act(
        judgments.request_judgment,
        results.RequestJudgmentSuccess,
        "Ask for judgment where the defendant did not respond in time; the claimant only (D-11, D-12).",
    )
    enter_judgment: Any = act(
        judgments.enter_judgment,
        results.EnterJudgmentSuccess,
        "Enter the judgment that was requested, its conditions judged again; court staff only (D-11, D-12).",
    )
    mark_letter_posted: Any = act(
        claims.mark_letter_posted,
        results.MarkLetterPostedSuccess,
        "Note that a printed letter is in the post; court staff only (X-07).",
    )
    mark_notice_seen: Any = act(
        claims.mark_notice_seen, results.MarkNoticeSeenSuccess, "Note that you have seen a notice (D-03)."
    )
    sign_out: Any = act(viewers.sign_out, results.SignOutSuccess, "End your session and its live streams.")
