"""Judgments: requested by the claimant, entered by the court."""

from typing import Any
from uuid import UUID

from backend.context import Context
from backend.operations import codes, judgments
from backend.operations.unit import Outcome, Unit
from backend.queries.claims import CLAIM, PARTIES
from backend.resolvers.answers import Asking, carry_out, id_of
from backend.rules.vocabulary import PartySide
from backend.schema.inputs import claims as inputs
from backend.schema.results import claims as results


async def request_judgment(info: Asking, input: inputs.RequestJudgmentInput) -> Any:  # noqa: A002 - the API's word
    case_id, order = id_of(input.claim_id, "Claim"), input.payment_order.read()

    async def act(unit: Unit) -> Outcome:
        return await judgments.request(unit, case_id, order, expected_version=input.expected_version)

    return await carry_out(info, act, input, "requestJudgment", results.RequestJudgmentSuccess)


async def _letters_with_codes(context: Context, case_id: UUID) -> int:
    """How many codes may be needed: one a defendant. None for somebody who may not enter the judgment: it is dear."""
    row = await context.reading.one(CLAIM, CLAIM.key == case_id) if context.signed_in.is_court_staff else None
    if row is None:
        return 0
    parties = await context.reading.related(row, PARTIES)
    return sum(party.stored["side"] is PartySide.DEFENDANT for party in parties)


async def enter_judgment(info: Asking, input: inputs.EnterJudgmentInput) -> Any:  # noqa: A002
    case_id = id_of(input.claim_id, "Claim")
    made = await codes.new_codes(info.context.ground, await _letters_with_codes(info.context, case_id))

    async def act(unit: Unit) -> Outcome:
        return await judgments.enter(unit, case_id, made, expected_version=input.expected_version)

    return await carry_out(info, act, input, "enterJudgment", results.EnterJudgmentSuccess)
