"""Applications for a writ of control: looked up, begun, filled in, sent, corrected, withdrawn."""

from typing import Any

from backend.operations import writ_applications
from backend.operations.unit import Outcome, Unit
from backend.queries.writ_applications import WRIT_APPLICATION
from backend.resolvers.answers import Asking, carry_out, id_of
from backend.schema.declared import show
from backend.schema.inputs import writ_applications as inputs
from backend.schema.results import writ_applications as results
from backend.schema.writ_applications import WritApplication


async def writ_application(info: Asking, by: inputs.WritApplicationBy) -> WritApplication | None:
    """An application that the viewer may see, by id or reference; null for any other."""
    if isinstance(by.id, str):
        named = WRIT_APPLICATION.key == id_of(by.id, "WritApplication")
    else:
        named = WRIT_APPLICATION.fields["reference"].expression == str(by.reference).strip().upper()
    row = await info.context.reading.one(WRIT_APPLICATION, named)
    shown: WritApplication | None = show(row) if row else None
    return shown


async def start_writ_application(info: Asking, input: inputs.StartWritApplicationInput) -> Any:  # noqa: A002 - the API's word
    case_id = id_of(input.claim_id, "Claim")

    async def act(unit: Unit) -> Outcome:
        return await writ_applications.start(unit, case_id, expected_version=input.expected_version)

    return await carry_out(info, act, input, "startWritApplication", results.StartWritApplicationSuccess)


async def give_writ_details(info: Asking, input: inputs.GiveWritDetailsInput) -> Any:  # noqa: A002
    application_id, details = id_of(input.application_id, "WritApplication"), input.details.read()

    async def act(unit: Unit) -> Outcome:
        return await writ_applications.give_details(
            unit, application_id, details, expected_version=input.expected_version
        )

    return await carry_out(info, act, input, "giveWritDetails", results.GiveWritDetailsSuccess)


async def appoint_hceo(info: Asking, input: inputs.AppointHceoInput) -> Any:  # noqa: A002
    application_id, chosen = id_of(input.application_id, "WritApplication"), input.appointment
    hceo_id = id_of(chosen.hceo_id, "Hceo") if isinstance(chosen.hceo_id, str) else None
    region = chosen.rota.region if isinstance(chosen.rota, inputs.RotaInput) else None

    async def act(unit: Unit) -> Outcome:
        return await writ_applications.appoint(
            unit, application_id, hceo_id=hceo_id, region=region, expected_version=input.expected_version
        )

    return await carry_out(info, act, input, "appointHceo", results.AppointHceoSuccess)


async def use_help_with_fees(info: Asking, input: inputs.UseHelpWithFeesInput) -> Any:  # noqa: A002
    application_id = id_of(input.application_id, "WritApplication")

    async def act(unit: Unit) -> Outcome:
        return await writ_applications.use_help_with_fees(
            unit, application_id, input.reference, expected_version=input.expected_version
        )

    return await carry_out(info, act, input, "useHelpWithFees", results.UseHelpWithFeesSuccess)


async def resubmit_writ_application(info: Asking, input: inputs.ResubmitWritApplicationInput) -> Any:  # noqa: A002
    application_id = id_of(input.application_id, "WritApplication")

    async def act(unit: Unit) -> Outcome:
        return await writ_applications.resubmit(unit, application_id, expected_version=input.expected_version)

    return await carry_out(info, act, input, "resubmitWritApplication", results.ResubmitWritApplicationSuccess)


async def withdraw_writ_application(info: Asking, input: inputs.WithdrawWritApplicationInput) -> Any:  # noqa: A002
    application_id = id_of(input.application_id, "WritApplication")

    async def act(unit: Unit) -> Outcome:
        return await writ_applications.withdraw(unit, application_id, expected_version=input.expected_version)

    return await carry_out(info, act, input, "withdrawWritApplication", results.WithdrawWritApplicationSuccess)


async def amend_writ_application(info: Asking, input: inputs.AmendWritApplicationInput) -> Any:  # noqa: A002
    application_id, details = id_of(input.application_id, "WritApplication"), input.details.read()

    async def act(unit: Unit) -> Outcome:
        return await writ_applications.amend(unit, application_id, details, expected_version=input.expected_version)

    return await carry_out(info, act, input, "amendWritApplication", results.AmendWritApplicationSuccess)
