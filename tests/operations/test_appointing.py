"""Who is appointed: an officer named who may be, or whoever's turn it is, and fairly so under load."""

import asyncio
from collections import Counter
from random import Random
from uuid import UUID

import pytest

from backend.models import Hceo, HceoDistrict
from backend.operations import appointments
from backend.operations.unit import Outcome, Unit, carry_out
from backend.rules import refusals
from backend.rules.refusals import Reason
from backend.rules.vocabulary import Act, CoverageBasis, Region
from tests.builders.officers import add_officer, suspend
from tests.builders.service import Service

YORK = "YO31 7EW"
UNDERTAKEN = {"YO": CoverageBasis.UNDERTAKEN}


async def choose(
    service: Service, hceo_id: UUID | None = None, *, region: Region | None = None, post_code: str = YORK
) -> UUID:
    """Choose an officer in an act of Kate's."""

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.APPOINT_HCEO)
        chosen = await appointments.choose(unit, hceo_id=hceo_id, region=region, post_code=post_code)
        return Outcome({"hceo": chosen.id})

    return (await carry_out(service.ground, service.kate, act)).subjects["hceo"]


async def against(service: Service, hceo_id: UUID, post_code: str = YORK) -> list[str]:
    """The codes of what stands against an appointment."""
    found: list[Reason] = []

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.APPOINT_HCEO)
        found.extend(await appointments.still_appointable(unit, hceo_id, post_code))
        return Outcome()

    await carry_out(service.ground, service.kate, act)
    return [reason.code for reason in found]


async def refused(service: Service, hceo_id: UUID | None = None, **given: object) -> list[str]:
    with pytest.raises(refusals.Refused) as told:
        await choose(service, hceo_id, **given)
    return [reason.code for reason in told.value.reasons]


async def turns(service: Service) -> dict[str, object]:
    """When the turn of each officer in York last came, by number."""
    numbers = {officer.id: officer.number for officer in await service.all(Hceo)}
    return {numbers[place.hceo_id]: place.last_turn_at for place in await service.all(HceoDistrict, district="YO")}


async def add_rota(service: Service, count: int) -> list[UUID]:
    """So many officers assigned to York, by number."""
    return [
        await add_officer(service.ground, f"Officer {number}", "YO", number=f"HCEO-{number:04}")
        for number in range(1, count + 1)
    ]


@pytest.mark.requirement("W-06")
@pytest.mark.parametrize("basis", list(CoverageBasis))
async def test_an_active_officer_who_covers_the_address_can_be_named(service: Service, basis: CoverageBasis) -> None:
    officer = await add_officer(service.ground, districts={"YO": basis})
    assert await choose(service, officer) == officer
    assert await against(service, officer) == []


async def test_naming_an_officer_takes_nobodys_turn(service: Service) -> None:
    first, second = await add_rota(service, 2)
    await choose(service, second)
    assert await turns(service) == {"HCEO-0001": None, "HCEO-0002": None}
    assert await choose(service) == first


@pytest.mark.requirement("W-06")
async def test_an_officer_who_may_not_be_appointed_is_refused_with_every_reason(service: Service) -> None:
    leeds = await add_officer(service.ground, "Rosalind Tate", "LS", number="HCEO-0002", has_account=False)
    await suspend(service.ground, leeds)
    assert await refused(service, leeds) == ["HCEO_NOT_ACTIVE", "HCEO_WITHOUT_ACCOUNT", "HCEO_OUT_OF_DISTRICT"]
    assert await against(service, leeds, "LS1 4AB") == ["HCEO_NOT_ACTIVE", "HCEO_WITHOUT_ACCOUNT"]


async def test_an_officer_whom_nobody_knows_is_refused(service: Service) -> None:
    assert await refused(service, UUID(int=7)) == ["HCEO_UNKNOWN"]
    assert await against(service, UUID(int=7)) == ["HCEO_UNKNOWN"]


@pytest.mark.parametrize("post_code", ["EH1 1AA", "BT1 1AA", "JE2 3AB", "TD15 1AA"])
async def test_nobody_is_appointed_outside_the_districts(service: Service, post_code: str) -> None:
    officer = await add_officer(service.ground)
    assert await refused(service, officer, post_code=post_code) == ["OUTSIDE_ENGLAND_WALES"]
    assert await refused(service, post_code=post_code) == ["OUTSIDE_ENGLAND_WALES"]
    assert await against(service, officer, post_code) == ["OUTSIDE_ENGLAND_WALES"]


async def test_the_region_must_be_that_of_the_address(service: Service) -> None:
    officer = await add_officer(service.ground)
    assert await refused(service, region=Region.LONDON) == ["REGION_OF_ANOTHER_ADDRESS"]
    assert await choose(service, region=Region.YORKSHIRE_HUMBER) == officer


@pytest.mark.requirement("W-06")
async def test_the_rota_goes_round_by_whose_turn_is_longest_ago_though_the_clock_stands_still(
    service: Service,
) -> None:
    first, second, third = await add_rota(service, 3)
    assert [await choose(service) for _ in range(7)] == [first, second, third, first, second, third, first]


async def test_a_new_officer_has_the_next_turn(service: Service) -> None:
    first, second = await add_rota(service, 2)
    assert [await choose(service), await choose(service)] == [first, second]
    third = await add_officer(service.ground, "Officer 3", "YO", number="HCEO-0003")
    assert [await choose(service), await choose(service)] == [third, first]


async def test_the_rota_passes_over_who_cannot_be_appointed(service: Service) -> None:
    first, second = await add_rota(service, 2)
    await add_officer(service.ground, "No Account", "YO", number="HCEO-0000", has_account=False)
    await suspend(service.ground, first)
    assert [await choose(service), await choose(service)] == [second, second]


async def test_the_rota_is_of_those_assigned_and_of_those_undertaken_only_where_none_is(service: Service) -> None:
    undertaken = await add_officer(service.ground, "Una Undertaker", number="HCEO-0001", districts=UNDERTAKEN)
    assert await choose(service) == undertaken
    assigned = await add_officer(service.ground, "Ann Assigned", "YO", number="HCEO-0002")
    assert [await choose(service), await choose(service)] == [assigned, assigned]


async def test_a_district_without_an_officer_is_refused(service: Service) -> None:
    await suspend(service.ground, await add_officer(service.ground))
    assert await refused(service) == ["NO_HCEO_FOR_DISTRICT"]
    assert await turns(service) == {"HCEO-0001": None}


async def test_a_turn_that_is_not_committed_is_not_taken(service: Service) -> None:
    first, _ = await add_rota(service, 2)

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.APPOINT_HCEO)
        await appointments.choose(unit, hceo_id=None, region=None, post_code=YORK)
        raise refusals.NotFound

    with pytest.raises(refusals.NotFound):
        await carry_out(service.ground, service.kate, act)
    assert await choose(service) == first


@pytest.mark.requirement("W-06")
@pytest.mark.parametrize("seed", [1, 7, 2004])
async def test_of_many_choices_at_once_each_officer_has_the_same_number_of_turns(service: Service, seed: int) -> None:
    rng = Random(seed)
    officers = await add_rota(service, rng.randint(3, 5))
    rounds = rng.randint(3, 5)

    async def chosen() -> UUID:
        await asyncio.sleep(rng.random() / 50)
        return await choose(service)

    found = await asyncio.gather(*(chosen() for _ in range(rounds * len(officers))))
    assert Counter(found) == dict.fromkeys(officers, rounds)
    taken = list((await turns(service)).values())
    assert len(set(taken)) == len(taken)
