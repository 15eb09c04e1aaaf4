"""The register of officers: looked up by everybody, kept by court staff."""

from typing import Any

import strawberry

from backend.operations import hceos
from backend.operations.unit import Outcome, Unit
from backend.queries.hceos import HCEO, Listed
from backend.resolvers.answers import Asking, carry_out, id_of
from backend.rules.districts import district_of
from backend.rules.errors import ErrorCode, PublicError
from backend.rules.texts import SHORT, fits
from backend.schema import enums
from backend.schema.basics import Connection
from backend.schema.declared import show
from backend.schema.hceos import Hceo
from backend.schema.inputs import hceos as inputs
from backend.schema.pages import List, PageArgs, page
from backend.schema.results import hceos as results
from backend.schema.scalars import PostCode


async def hceo(info: Asking, id: strawberry.ID) -> Hceo | None:  # noqa: A002 - the API's word
    """An officer of the register; null where there is none."""
    row = await info.context.reading.by_key(HCEO, id_of(id, "Hceo"))
    shown: Hceo | None = show(row) if row else None
    return shown


async def hceos_listed(
    info: Asking,
    first: int | None = None,
    after: str | None = None,
    region: enums.Region | None = None,
    post_code: PostCode | None = None,
    name: str | None = None,
) -> Connection[Hceo]:
    """The active officers; for court staff all. A postcode outside England and Wales has none."""
    if name is not None and not fits(name, SHORT):
        raise PublicError(ErrorCode.BAD_USER_INPUT, "A name has 1 to 100 characters.")
    asked = Listed(
        has_district=post_code is not None,
        region=region,
        name=name.strip() if name else None,
        every_state=info.context.actor.is_court_staff,
    )
    district = district_of(post_code) if post_code else None
    order = (HCEO.orders or {})["NAME"]
    listed = List(HCEO, order, asked.conditions, f"{asked}|{district}", given={"district": district})
    return await page(info.context, listed, PageArgs(first, after))


async def add_hceo(info: Asking, input: inputs.AddHceoInput) -> Any:  # noqa: A002
    entry, user_id = input.entry.read(), _account(input.entry)

    async def act(unit: Unit) -> Outcome:
        return await hceos.add(unit, entry, number=input.number.strip().upper(), user_id=user_id)

    return await carry_out(info, act, input, "addHceo", results.AddHceoSuccess)


async def amend_hceo(info: Asking, input: inputs.AmendHceoInput) -> Any:  # noqa: A002
    hceo_id, entry, user_id = id_of(input.hceo_id, "Hceo"), input.entry.read(), _account(input.entry)

    async def act(unit: Unit) -> Outcome:
        return await hceos.amend(unit, hceo_id, entry, user_id=user_id, expected_version=input.expected_version)

    return await carry_out(info, act, input, "amendHceo", results.AmendHceoSuccess)


async def suspend_hceo(info: Asking, input: inputs.SuspendHceoInput) -> Any:  # noqa: A002
    hceo_id = id_of(input.hceo_id, "Hceo")

    async def act(unit: Unit) -> Outcome:
        return await hceos.suspend(unit, hceo_id, reason=input.reason, expected_version=input.expected_version)

    return await carry_out(info, act, input, "suspendHceo", results.SuspendHceoSuccess)


async def reinstate_hceo(info: Asking, input: inputs.ReinstateHceoInput) -> Any:  # noqa: A002
    hceo_id = id_of(input.hceo_id, "Hceo")

    async def act(unit: Unit) -> Outcome:
        return await hceos.reinstate(unit, hceo_id, expected_version=input.expected_version)

    return await carry_out(info, act, input, "reinstateHceo", results.ReinstateHceoSuccess)


def _account(entry: inputs.HceoEntryInput) -> Any:
    return id_of(entry.user_id, "User") if entry.user_id is not None else None
