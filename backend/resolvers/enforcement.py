"""Around the enforcement of a judgment: guidance read, the paper process chosen, what restrains it."""

from typing import Any

from backend.operations import enforcement
from backend.operations.unit import Outcome, Unit
from backend.resolvers.answers import Asking, carry_out, id_of
from backend.schema.inputs import enforcement as inputs
from backend.schema.results import enforcement as results


async def record_guidance_read(info: Asking, input: inputs.RecordGuidanceReadInput) -> Any:  # noqa: A002 - the API's word
    case_id = id_of(input.claim_id, "Claim")

    async def act(unit: Unit) -> Outcome:
        return await enforcement.record_guidance_read(unit, case_id, input.topic)

    return await carry_out(info, act, input, "recordGuidanceRead", results.RecordGuidanceReadSuccess)


async def choose_paper_writ(info: Asking, input: inputs.ChoosePaperWritInput) -> Any:  # noqa: A002
    case_id = id_of(input.claim_id, "Claim")

    async def act(unit: Unit) -> Outcome:
        return await enforcement.choose_paper(unit, case_id, expected_version=input.expected_version)

    return await carry_out(info, act, input, "choosePaperWrit", results.ChoosePaperWritSuccess)


async def restrain_enforcement(info: Asking, input: inputs.RestrainEnforcementInput) -> Any:  # noqa: A002
    case_id = id_of(input.claim_id, "Claim")

    async def act(unit: Unit) -> Outcome:
        return await enforcement.restrain(
            unit,
            case_id,
            kind=input.kind,
            reason=input.reason,
            ends_on=input.ends_on,
            expected_version=input.expected_version,
        )

    return await carry_out(info, act, input, "restrainEnforcement", results.RestrainEnforcementSuccess)


async def lift_restraint(info: Asking, input: inputs.LiftRestraintInput) -> Any:  # noqa: A002
    case_id, restraint_id = id_of(input.claim_id, "Claim"), id_of(input.restraint_id, "Restraint")

    async def act(unit: Unit) -> Outcome:
        return await enforcement.lift(unit, case_id, restraint_id=restraint_id, expected_version=input.expected_version)

    return await carry_out(info, act, input, "liftRestraint", results.LiftRestraintSuccess)
