"""Enforcement cases: looked up, decided on, and how to reach their parties."""

from typing import Any

from backend.operations import party_details
from backend.operations.unit import Outcome, Unit
from backend.queries import enforcement_cases as queries
from backend.queries.enforcement_cases import ENFORCEMENT_CASE
from backend.resolvers.answers import Asking, carry_out, id_of
from backend.rules.access import Actor
from backend.schema.decisions import CaseDecision, decisions_on
from backend.schema.declared import show
from backend.schema.enforcement_cases import EnforcementCase
from backend.schema.inputs import enforcement_cases as inputs
from backend.schema.results import enforcement_cases as results


async def enforcement_case(info: Asking, by: inputs.EnforcementCaseBy) -> EnforcementCase | None:
    """An enforcement case that the viewer may see; null for any other."""
    row = await info.context.reading.one(ENFORCEMENT_CASE, named(by, info.context.actor))
    shown: EnforcementCase | None = show(row) if row else None
    return shown


async def case_decisions(info: Asking, by: inputs.EnforcementCaseBy) -> list[CaseDecision] | None:
    """The decisions on an enforcement case that the viewer may see, with reasons; null for any other."""
    context = info.context
    row = await context.reading.one(ENFORCEMENT_CASE, named(by, context.actor))
    return decisions_on(await queries.judged_by(context.reading, row)) if row else None


async def read_party_details(info: Asking, input: inputs.ReadPartyDetailsInput) -> Any:  # noqa: A002 - the API's word
    case_id, party_id = id_of(input.enforcement_case_id, "EnforcementCase"), id_of(input.party_id, "Party")

    async def act(unit: Unit) -> Outcome:
        return await party_details.read(unit, case_id, party_id, reason=input.reason)

    return await carry_out(info, act, input, "readPartyDetails", results.ReadPartyDetailsSuccess)


def named(by: inputs.EnforcementCaseBy, actor: Actor) -> Any:
    """The condition that names an enforcement case. Raises BAD_USER_INPUT for a malformed id."""
    if isinstance(by.id, str):
        return ENFORCEMENT_CASE.key == id_of(by.id, "EnforcementCase")
    if isinstance(by.case_number, str):
        return queries.has_number(by.case_number.strip(), actor)
    return ENFORCEMENT_CASE.fields["reference"].expression == str(by.reference).strip().upper()
