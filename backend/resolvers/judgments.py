"""Judgments: requested by the claimant, entered by the court."""

from typing import Any

from backend.operations import codes, judgments
from backend.operations.unit import Outcome, Unit
from backend.resolvers.answers import Asking, carry_out, id_of
from backend.rules.lodging import MOST_PARTIES
from backend.schema import inputs, results


async def request_judgment(info: Asking, input: inputs.RequestJudgmentInput) -> Any:  # noqa: A002 - the API's word
    case_id, order = id_of(input.claim_id, "Claim"), input.payment_order.read()

    async def act(unit: Unit) -> Outcome:
        return await judgments.request(unit, case_id, order, expected_version=input.expected_version)

    return await carry_out(info, act, input, "requestJudgment", results.RequestJudgmentSuccess)


async def enter_judgment(info: Asking, input: inputs.EnterJudgmentInput) -> Any:  # noqa: A002
    case_id = id_of(input.claim_id, "Claim")
    made = await codes.new_codes(info.context.ground, MOST_PARTIES)

    async def act(unit: Unit) -> Outcome:
        return await judgments.enter(unit, case_id, made, expected_version=input.expected_version)

    return await carry_out(info, act, input, "enterJudgment", results.EnterJudgmentSuccess)
