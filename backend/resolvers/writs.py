"""Writs of control: looked up, received, put into effect by notice, and verified by anybody."""

from typing import Any

from backend.operations import verifying, writs
from backend.operations.unit import Outcome, Unit
from backend.queries.writs import WRIT
from backend.resolvers.answers import Asking, carry_out, id_of
from backend.rules import refusals
from backend.rules.errors import ErrorCode, PublicError
from backend.schema.declared import show
from backend.schema.inputs import writs as inputs
from backend.schema.results import writs as results
from backend.schema.writs import Writ, WritVerification

COME_AGAIN = 3_600


async def writ(info: Asking, by: inputs.WritBy) -> Writ | None:
    """A writ that the viewer may see, by id or number; null for any other."""
    if isinstance(by.id, str):
        named = WRIT.key == id_of(by.id, "Writ")
    else:
        named = WRIT.fields["number"].expression == str(by.number).strip().upper()
    row = await info.context.reading.one(WRIT, named)
    shown: Writ | None = show(row) if row else None
    return shown


async def verify_writ(info: Asking, reference: str, code: str) -> WritVerification | None:
    """What a genuine writ tells to anybody; null for an unknown one and for a wrong code alike."""
    context = info.context
    try:
        verified = await verifying.verify(
            context.ground, context.actor, reference, code, caller=context.caller, now=context.now
        )
    except refusals.Refused:
        raise PublicError(
            ErrorCode.RATE_LIMITED, "Too many writs were verified from here.", retry_after=COME_AGAIN
        ) from None
    return WritVerification.of(verified) if verified else None


async def acknowledge_writ(info: Asking, input: inputs.AcknowledgeWritInput) -> Any:  # noqa: A002 - the API's word
    writ_id = id_of(input.writ_id, "Writ")

    async def act(unit: Unit) -> Outcome:
        return await writs.acknowledge(unit, writ_id, input.received_at, expected_version=input.expected_version)

    return await carry_out(info, act, input, "acknowledgeWrit", results.AcknowledgeWritSuccess)


async def give_notice_of_enforcement(info: Asking, input: inputs.GiveNoticeOfEnforcementInput) -> Any:  # noqa: A002
    writ_id = id_of(input.writ_id, "Writ")

    async def act(unit: Unit) -> Outcome:
        return await writs.give_notice(
            unit, writ_id, input.method, input.given_on, expected_version=input.expected_version
        )

    return await carry_out(info, act, input, "giveNoticeOfEnforcement", results.GiveNoticeOfEnforcementSuccess)
