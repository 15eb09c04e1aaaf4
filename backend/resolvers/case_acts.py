"""Acts on an enforcement case: flags, powers, its segment, what was done in the legacy system."""

from typing import Any

from backend.operations import flags, migrated_actions, powers, segments
from backend.operations.unit import Outcome, Unit
from backend.resolvers.answers import Asking, carry_out, id_of
from backend.schema.inputs import case_acts as inputs
from backend.schema.results import case_acts as results


async def set_flag(info: Asking, input: inputs.SetFlagInput) -> Any:  # noqa: A002 - the API's word
    key = id_of(input.enforcement_case_id, "EnforcementCase")

    async def act(unit: Unit) -> Outcome:
        return await flags.set_by_hand(
            unit, key, input.flag, reason=input.reason, expected_version=input.expected_version
        )

    return await carry_out(info, act, input, "setFlag", results.SetFlagSuccess)


async def remove_flag(info: Asking, input: inputs.RemoveFlagInput) -> Any:  # noqa: A002
    key = id_of(input.enforcement_case_id, "EnforcementCase")

    async def act(unit: Unit) -> Outcome:
        return await flags.remove_by_hand(
            unit, key, input.flag, reason=input.reason, expected_version=input.expected_version
        )

    return await carry_out(info, act, input, "removeFlag", results.RemoveFlagSuccess)


async def launch_power(info: Asking, input: inputs.LaunchPowerInput) -> Any:  # noqa: A002
    key = id_of(input.service_request_id, "ServiceRequest")

    async def act(unit: Unit) -> Outcome:
        return await powers.launch(unit, key, input.power, reason=input.reason, expected_version=input.expected_version)

    return await carry_out(info, act, input, "launchPower", results.LaunchPowerSuccess)


async def record_power_considered(info: Asking, input: inputs.RecordPowerConsideredInput) -> Any:  # noqa: A002
    key = id_of(input.service_request_id, "ServiceRequest")

    async def act(unit: Unit) -> Outcome:
        return await powers.consider(
            unit,
            key,
            input.power,
            result=input.result,
            reason=input.reason,
            expected_version=input.expected_version,
        )

    return await carry_out(info, act, input, "recordPowerConsidered", results.RecordPowerConsideredSuccess)


async def categorise_arrears(info: Asking, input: inputs.CategoriseArrearsInput) -> Any:  # noqa: A002
    key = id_of(input.enforcement_case_id, "EnforcementCase")

    async def act(unit: Unit) -> Outcome:
        return await segments.categorise_arrears(
            unit, key, reason=input.reason, expected_version=input.expected_version
        )

    return await carry_out(info, act, input, "categoriseArrears", results.CategoriseArrearsSuccess)


async def record_migrated_actions(info: Asking, input: inputs.RecordMigratedActionsInput) -> Any:  # noqa: A002
    key = id_of(input.enforcement_case_id, "EnforcementCase")
    considered, orders = input.read()

    async def act(unit: Unit) -> Outcome:
        return await migrated_actions.record(
            unit,
            key,
            actions=input.actions,
            considered=considered,
            orders=orders,
            expected_version=input.expected_version,
        )

    return await carry_out(info, act, input, "recordMigratedActions", results.RecordMigratedActionsSuccess)
