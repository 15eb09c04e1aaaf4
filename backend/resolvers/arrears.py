"""The money of an enforcement case: schedules, allocation, liability orders, artefacts, compliance."""

from typing import Any
from uuid import UUID

from backend.operations import arrears, artefacts, liability_orders, schedules
from backend.operations.arrears import Share
from backend.operations.unit import Outcome, Unit
from backend.resolvers.answers import Asking, carry_out, id_of
from backend.schema.inputs import arrears as inputs
from backend.schema.results import arrears as results


def _order_id(given: str | None) -> UUID | None:
    return id_of(given, "LiabilityOrder") if given else None


async def agree_schedule(info: Asking, input: inputs.AgreeScheduleInput) -> Any:  # noqa: A002 - the API's word
    case_id = id_of(input.enforcement_case_id, "EnforcementCase")
    order_id = _order_id(input.liability_order_id)
    terms = input.read()

    async def act(unit: Unit) -> Outcome:
        return await schedules.agree(
            unit, case_id, terms, liability_order_id=order_id, expected_version=input.expected_version
        )

    return await carry_out(info, act, input, "agreeSchedule", results.AgreeScheduleSuccess)


async def end_schedule(info: Asking, input: inputs.EndScheduleInput) -> Any:  # noqa: A002
    case_id = id_of(input.enforcement_case_id, "EnforcementCase")

    async def act(unit: Unit) -> Outcome:
        return await schedules.end(unit, case_id, reason=input.reason, expected_version=input.expected_version)

    return await carry_out(info, act, input, "endSchedule", results.EndScheduleSuccess)


async def allocate_payment(info: Asking, input: inputs.AllocatePaymentInput) -> Any:  # noqa: A002
    payment_id = id_of(input.payment_id, "PaymentIn")
    shares = [Share(_order_id(each.liability_order_id), each.amount) for each in input.to]

    async def act(unit: Unit) -> Outcome:
        return await arrears.allocate(unit, payment_id, shares, expected_version=input.expected_version)

    return await carry_out(info, act, input, "allocatePayment", results.AllocatePaymentSuccess)


async def invalidate_liability_order(info: Asking, input: inputs.InvalidateLiabilityOrderInput) -> Any:  # noqa: A002
    order_id = id_of(input.liability_order_id, "LiabilityOrder")

    async def act(unit: Unit) -> Outcome:
        return await liability_orders.invalidate(
            unit, order_id, reason=input.reason, expected_version=input.expected_version
        )

    return await carry_out(info, act, input, "invalidateLiabilityOrder", results.InvalidateLiabilityOrderSuccess)


async def record_artefact(info: Asking, input: inputs.RecordArtefactInput) -> Any:  # noqa: A002
    case_id = id_of(input.enforcement_case_id, "EnforcementCase")
    order_id = _order_id(input.liability_order_id)
    request_id = id_of(input.service_request_id, "ServiceRequest") if input.service_request_id else None

    async def act(unit: Unit) -> Outcome:
        return await artefacts.record_by_hand(
            unit,
            case_id,
            input.power,
            commenced_on=input.commenced_on,
            expires_on=input.expires_on,
            liability_order_id=order_id,
            service_request_id=request_id,
            expected_version=input.expected_version,
        )

    return await carry_out(info, act, input, "recordArtefact", results.RecordArtefactSuccess)


async def record_compliance(info: Asking, input: inputs.RecordComplianceInput) -> Any:  # noqa: A002
    case_id = id_of(input.enforcement_case_id, "EnforcementCase")

    async def act(unit: Unit) -> Outcome:
        return await schedules.record_compliance(
            unit, case_id, input.compliance, expected_version=input.expected_version
        )

    return await carry_out(info, act, input, "recordCompliance", results.RecordComplianceSuccess)
