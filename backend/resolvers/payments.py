"""Payments of court fees: started and looked up by the claimant."""

from typing import Any

import strawberry

from backend.operations import paying
from backend.operations.unit import Once, Outcome
from backend.resolvers.answers import Asking, answer, id_of
from backend.schema.inputs import payments as inputs
from backend.schema.results import payments as results


async def pay_writ_fee(info: Asking, input: inputs.PayWritFeeInput) -> Any:  # noqa: A002 - the API's word
    context, application_id = info.context, id_of(input.application_id, "WritApplication")
    once = Once.of(input.idempotency_key, "payWritFee", strawberry.asdict(input))

    async def start() -> Outcome:
        outcome = await paying.start(
            context.ground, context.signed_in, application_id, expected_version=input.expected_version, once=once
        )
        await context.renew()
        return outcome

    return await answer(context, start(), results.PayWritFeeSuccess)


async def check_fee_payment(info: Asking, input: inputs.CheckFeePaymentInput) -> Any:  # noqa: A002
    context, payment_id = info.context, id_of(input.payment_id, "FeePayment")
    once = Once.of(input.idempotency_key, "checkFeePayment", strawberry.asdict(input))

    async def check() -> Outcome:
        outcome = await paying.check(context.ground, context.signed_in, payment_id, once=once)
        await context.renew()
        return outcome

    return await answer(context, check(), results.CheckFeePaymentSuccess)
