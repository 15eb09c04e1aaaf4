"""Letters of the agency: drafted, sent, posted."""

from typing import Any

from backend.operations import case_letters, letters
from backend.operations.unit import Outcome, Unit
from backend.resolvers.answers import Asking, carry_out, id_of
from backend.rules.vocabulary import CaseKind
from backend.schema.inputs import case_letters as inputs
from backend.schema.results import case_letters as results


async def draft_case_letter(info: Asking, input: inputs.DraftCaseLetterInput) -> Any:  # noqa: A002 - the API's word
    key, to_id = id_of(input.service_request_id, "ServiceRequest"), id_of(input.to_id, "Party")

    async def act(unit: Unit) -> Outcome:
        return await case_letters.draft(
            unit, key, input.letter, to_id=to_id, text=input.text, expected_version=input.expected_version
        )

    return await carry_out(info, act, input, "draftCaseLetter", results.DraftCaseLetterSuccess)


async def send_case_letter(info: Asking, input: inputs.SendCaseLetterInput) -> Any:  # noqa: A002
    key, version, given = id_of(input.service_request_id, "ServiceRequest"), input.expected_version, input.read()
    to_id = id_of(given.to_id, "Party") if isinstance(given, inputs.PauseLetterInput) else None

    async def act(unit: Unit) -> Outcome:
        if isinstance(given, inputs.InstructionInput):
            return await case_letters.send_instruction(
                unit,
                key,
                sanction=given.sanction,
                change=given.change,
                commenced_on=given.commenced_on,
                paid_pence=given.paid,
                outstanding_pence=given.outstanding,
                expected_version=version,
            )
        if isinstance(given, inputs.OrderNumbersInput):
            return await case_letters.send_order_numbers(unit, key, is_again=given.is_again, expected_version=version)
        assert to_id is not None
        return await case_letters.send_pause(
            unit, key, to_id=to_id, paused_until=given.paused_until, expected_version=version
        )

    return await carry_out(info, act, input, "sendCaseLetter", results.SendCaseLetterSuccess)


async def mark_case_letter_posted(info: Asking, input: inputs.MarkCaseLetterPostedInput) -> Any:  # noqa: A002
    letter_id = id_of(input.letter_id, "Letter")

    async def act(unit: Unit) -> Outcome:
        return await letters.mark_posted(unit, letter_id, CaseKind.ENFORCEMENT)

    return await carry_out(info, act, input, "markCaseLetterPosted", results.MarkCaseLetterPostedSuccess)
