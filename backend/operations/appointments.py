"""Choosing the officer to whom a writ will be directed: by name, or whoever's turn it is (W-06)."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from backend.models import Hceo, HceoDistrict
from backend.operations.unit import Unit
from backend.rules import hceos as rules
from backend.rules import refusals
from backend.rules.districts import district_of
from backend.rules.hceos import HceoFacts, Turn
from backend.rules.reasons import hceos as reasons
from backend.rules.refusals import Reason
from backend.rules.vocabulary import Region


async def choose(unit: Unit, *, hceo_id: UUID | None, region: Region | None, post_code: str) -> Hceo:
    """The officer named by `hceo_id`; without one, the next in turn of the district of `post_code`, who takes it.

    The turn is taken in the act's transaction, under the lock of the district's rota. Raises `Refused` with what stands
    against the officer, the address or the region.
    """
    district = district_of(post_code)
    if reason := rules.against_address(district, region):
        raise refusals.Refused(reason)
    if hceo_id is None:
        return await _next_in_turn(unit, str(district))
    if against := await still_appointable(unit, hceo_id, post_code):
        raise refusals.Refused(*against)
    return await unit.session.get_one(Hceo, hceo_id)


async def still_appointable(unit: Unit, hceo_id: UUID, post_code: str) -> tuple[Reason, ...]:
    """What stands now against an appointment at an address; empty where nothing does."""
    district = district_of(post_code)
    if reason := rules.against_address(district, None):
        return (reason,)
    found = await unit.session.execute(
        select(Hceo, HceoDistrict.basis)
        .outerjoin(HceoDistrict, (HceoDistrict.hceo_id == Hceo.id) & (HceoDistrict.district == district))
        .where(Hceo.id == hceo_id)
        .execution_options(populate_existing=True)
    )
    pair = found.one_or_none()
    if pair is None:
        return (reasons.HCEO_UNKNOWN,)
    officer, basis = pair
    return rules.against_appointing(HceoFacts(officer.state, officer.user_id is not None, basis))


async def _next_in_turn(unit: Unit, district: str) -> Hceo:
    rota = {
        Turn(officer.number, place.basis, place.last_turn_at): (officer, place)
        for officer, place in await _locked_rota(unit, district)
        if not rules.against_appointing(HceoFacts(officer.state, officer.user_id is not None, place.basis))
    }
    turn = rules.next_in_turn(rota)
    if turn is None:
        raise refusals.Refused(reasons.NO_HCEO_FOR_DISTRICT)
    officer, place = rota[turn]
    place.last_turn_at = rules.turn_taken_at(rota, unit.now)
    return officer


async def _locked_rota(unit: Unit, district: str) -> Sequence[tuple[Hceo, HceoDistrict]]:
    """The officers of a district and their turns: choices in one district follow each other."""
    # First the lock, then what it guards: a statement that waits for a lock goes on with what it saw before it waited.
    await unit.session.execute(
        select(HceoDistrict.hceo_id)
        .where(HceoDistrict.district == district)
        .order_by(HceoDistrict.hceo_id)
        .with_for_update()
    )
    found = await unit.session.execute(
        select(Hceo, HceoDistrict)
        .join(HceoDistrict, HceoDistrict.hceo_id == Hceo.id)
        .where(HceoDistrict.district == district)
        .execution_options(populate_existing=True)
    )
    return [(officer, place) for officer, place in found]
