"""The officer of an application: named, or left to a rota that is taken when it is sent to the court (W-06)."""

import pytest

from backend.models import HistoryEntry
from backend.rules import refusals
from backend.rules.reasons import hceos as against_officers
from backend.rules.reasons import writs as reasons
from backend.rules.vocabulary import AppointmentMethod, EventKind, Region
from backend.rules.writ_details import Address
from tests.builders.enforcement import complete_application, draft_application
from tests.builders.officers import add_officer, suspend
from tests.builders.service import Service


@pytest.mark.requirement("W-06")
async def test_an_officer_is_named_or_left_to_the_rota_of_the_region_of_the_address(service: Service) -> None:
    made = await draft_application(service)
    with pytest.raises(refusals.Refused) as refused:
        await made.appoint()
    assert refused.value.reasons == (reasons.DETAILS_MISSING,)
    await made.give_details()
    with pytest.raises(refusals.Refused) as refused:
        await made.appoint()
    assert refused.value.reasons == (against_officers.NO_HCEO_FOR_DISTRICT,)
    idris = await add_officer(service.ground)
    away = await add_officer(service.ground, "Ceri Pugh", "CF", number="HCEO-0002")
    with pytest.raises(refusals.Refused) as refused:
        await made.appoint(away)
    assert refused.value.reasons == (against_officers.HCEO_OUT_OF_DISTRICT,)
    with pytest.raises(refusals.Refused) as refused:
        await made.appoint(region=Region.WALES)
    assert refused.value.reasons == (against_officers.REGION_OF_ANOTHER_ADDRESS,)
    await made.appoint(idris)
    stored = await made.stored()
    assert (stored.appointment_method, stored.hceo_id) == (AppointmentMethod.NAMED, idris)
    await made.appoint(region=Region.YORKSHIRE_HUMBER)
    stored = await made.stored()
    assert (stored.appointment_method, stored.hceo_id) == (AppointmentMethod.ROTA, None)
    assert stored.region is Region.YORKSHIRE_HUMBER


@pytest.mark.requirement("W-06")
async def test_an_officer_has_to_be_chosen_again_where_the_address_moves_out_of_their_districts(
    service: Service,
) -> None:
    made = await complete_application(service)
    await made.give_details(goods="A piano")
    assert (await made.stored()).appointment_method is AppointmentMethod.NAMED
    await made.give_details(addresses=(Address(("1 Quay Street", "Cardiff"), "CF10 1EA"),))
    stored = await made.stored()
    assert (stored.appointment_method, stored.hceo_id) == (None, None)
    with pytest.raises(refusals.Refused) as refused:
        await made.use_help_with_fees()
    assert refused.value.reasons == (reasons.OFFICER_MISSING,)


@pytest.mark.requirement("W-06")
async def test_the_rota_is_taken_when_the_application_is_submitted_and_kept_when_it_comes_again(
    service: Service,
) -> None:
    made = await draft_application(service)
    await made.give_details()
    first = await add_officer(service.ground)
    second = await add_officer(service.ground, "Nia Rees", "YO", number="HCEO-0002")
    await made.appoint(region=Region.YORKSHIRE_HUMBER)
    await made.use_help_with_fees()
    assert (await made.stored()).hceo_id == first
    await made.send_back()
    await made.resubmit()
    assert (await made.stored()).hceo_id == first
    await made.send_back()
    await suspend(service.ground, first)
    await made.resubmit()
    assert (await made.stored()).hceo_id == second
    chosen = await service.all(HistoryEntry, by=HistoryEntry.number, kind=EventKind.HCEO_CHOSEN)
    assert [entry.changes["hceo"] for entry in chosen] == ["whoever is next in turn", "Idris Bowen", "Nia Rees"]
