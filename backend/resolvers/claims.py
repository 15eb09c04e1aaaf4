"""Claims: looked up, lodged, linked, answered, and the letters written about them."""

from dataclasses import asdict
from typing import Any

from backend.operations import claims, codes, letters, links, notices
from backend.operations.unit import Once, Outcome, Unit
from backend.queries.claims import CLAIM
from backend.resolvers.answers import Asking, answer, carry_out, id_of, named
from backend.rules.lodging import problems
from backend.rules.periods import london_day
from backend.rules.vocabulary import Act
from backend.schema.claims import Claim
from backend.schema.declared import show
from backend.schema.inputs import claims as inputs
from backend.schema.results import claims as results


async def claim(info: Asking, by: inputs.ClaimBy) -> Claim | None:
    """A claim that the viewer may see, by id or reference; null for any other."""
    row = await info.context.reading.one(CLAIM, named(by))
    shown: Claim | None = show(row) if row else None
    return shown


async def lodge_claim(info: Asking, input: inputs.LodgeClaimInput) -> Any:  # noqa: A002 - the API's word
    lodging = input.read()
    # Hashing is dear: it is done for nobody whose claim will be refused.
    actor, today = info.context.signed_in, london_day(info.context.now)
    will_do = actor.may(Act.LODGE_CLAIM) and not problems(lodging, today=today)
    made = await codes.new_codes(info.context.ground, len(lodging.defendants) if will_do else 0)

    async def act(unit: Unit) -> Outcome:
        return await claims.lodge(unit, lodging, made)

    done = info.context.carry_out(act, key=input.idempotency_key, name="lodgeClaim", given=asdict(lodging))
    return await answer(info.context, done, results.LodgeClaimSuccess)


async def link_to_claim(info: Asking, input: inputs.LinkToClaimInput) -> Any:  # noqa: A002
    context = info.context
    attempt = input.read()
    once = Once.of(input.idempotency_key, "linkToClaim", asdict(attempt))

    async def link() -> Outcome:
        outcome = await links.link(context.ground, context.signed_in, attempt, caller=context.caller, once=once)
        await context.renew()
        return outcome

    return await answer(context, link(), results.LinkToClaimSuccess)


async def request_security_code(info: Asking, input: inputs.RequestSecurityCodeInput) -> Any:  # noqa: A002
    context = info.context
    once = Once.of(input.idempotency_key, "requestSecurityCode", input.reference)

    async def ask() -> Outcome:
        outcome = await links.request_code(
            context.ground, context.signed_in, input.reference, caller=context.caller, once=once
        )
        # What was done is not told: neither whether there is such a claim, nor whether a code went.
        return Outcome(replayed=outcome.replayed)

    return await answer(context, ask(), results.RequestSecurityCodeSuccess)


async def issue_security_code(info: Asking, input: inputs.IssueSecurityCodeInput) -> Any:  # noqa: A002
    case_id, party_id = id_of(input.claim_id, "Claim"), id_of(input.party_id, "Party")
    made = await codes.new_codes(info.context.ground, 1 if info.context.signed_in.is_court_staff else 0)

    async def act(unit: Unit) -> Outcome:
        return await codes.issue(unit, case_id, made, party_id=party_id, expected_version=input.expected_version)

    return await carry_out(info, act, input, "issueSecurityCode", results.IssueSecurityCodeSuccess)


async def unlink(info: Asking, input: inputs.UnlinkInput) -> Any:  # noqa: A002
    case_id, party_id = id_of(input.claim_id, "Claim"), id_of(input.party_id, "Party")

    async def act(unit: Unit) -> Outcome:
        return await links.unlink(
            unit, case_id, party_id=party_id, reason=input.reason, expected_version=input.expected_version
        )

    return await carry_out(info, act, input, "unlink", results.UnlinkSuccess)


async def respond_to_claim(info: Asking, input: inputs.RespondToClaimInput) -> Any:  # noqa: A002
    case_id = id_of(input.claim_id, "Claim")

    async def act(unit: Unit) -> Outcome:
        return await claims.respond(
            unit,
            case_id,
            kind=input.kind,
            statement=input.statement,
            disputed_pence=input.disputed_amount,
            expected_version=input.expected_version,
        )

    return await carry_out(info, act, input, "respondToClaim", results.RespondToClaimSuccess)


async def mark_letter_posted(info: Asking, input: inputs.MarkLetterPostedInput) -> Any:  # noqa: A002
    letter_id = id_of(input.letter_id, "Letter")

    async def act(unit: Unit) -> Outcome:
        return await letters.mark_posted(unit, letter_id)

    return await carry_out(info, act, input, "markLetterPosted", results.MarkLetterPostedSuccess)


async def mark_notice_seen(info: Asking, input: inputs.MarkNoticeSeenInput) -> Any:  # noqa: A002
    case_id = id_of(input.claim_id, "Claim")

    async def act(unit: Unit) -> Outcome:
        return await notices.mark_seen(unit, case_id, input.name)

    return await carry_out(info, act, input, "markNoticeSeen", results.MarkNoticeSeenSuccess)
