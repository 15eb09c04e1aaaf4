"""Flags of an enforcement case: set and removed by whom, never twice, each setting kept (R-07, R-11, R-20, R-53)."""

import pytest

from backend.models import FlagSetting
from backend.operations import flags
from backend.rules import refusals
from backend.rules.reasons import case_acts as reasons
from backend.rules.reasons import enforcement
from backend.rules.vocabulary import CaseArea, EventKind, Flag, KindCode, Role
from tests.builders.case_acts import (
    as_if,
    by_the_service,
    flags_of,
    open_request,
    ready,
    remove_flag,
    set_flag,
)
from tests.builders.enforcement_cases import agency
from tests.builders.service import Service

BY_HAND = [flag for flag in Flag if flag is not Flag.EVER_IN_ENFORCEMENT]


@pytest.mark.requirement("R-07", "R-53")
@pytest.mark.parametrize("flag", BY_HAND)
async def test_whoever_works_a_case_sets_a_flag_and_removes_it_and_both_are_kept_with_their_reasons(
    service: Service, flag: Flag
) -> None:
    referred = await (await agency(service)).assigned()
    await set_flag(referred, flag, reason=" He pays by standing order. ")
    assert await flags_of(referred) == {flag}
    await remove_flag(referred, flag, reason="No longer so.")
    assert await flags_of(referred) == set()
    (row,) = await service.all(FlagSetting, case_id=referred.id)
    assert (row.reason, row.ended_why, row.set_by, row.ended_by) == (
        "He pays by standing order.", "No longer so.", referred.agency.manager.user_id, referred.agency.manager.user_id,
    )  # fmt: skip
    kinds = [entry.kind for entry in await referred.history()]
    assert kinds[-2:] == [EventKind.FLAG_SET, EventKind.FLAG_REMOVED]


@pytest.mark.requirement("R-20")
async def test_a_flag_that_is_set_is_not_set_again_and_one_that_is_not_is_not_removed(service: Service) -> None:
    referred = await (await agency(service)).assigned()
    with pytest.raises(refusals.Refused) as refused:
        await remove_flag(referred, Flag.LOCK_ASSIGNMENT)
    assert refused.value.reasons == (reasons.FLAG_NOT_SET,)
    await set_flag(referred, Flag.LOCK_ASSIGNMENT)
    before = await service.counts()
    with pytest.raises(refusals.Refused) as refused:
        await set_flag(referred, Flag.LOCK_ASSIGNMENT)
    assert refused.value.reasons == (reasons.FLAG_ALREADY_SET,)
    assert await service.counts() == before


@pytest.mark.requirement("R-11")
async def test_ever_in_enforcement_is_neither_set_nor_removed_by_hand(service: Service) -> None:
    referred = await ready(await (await agency(service)).assigned())
    for act in (set_flag, remove_flag):
        with pytest.raises(refusals.Refused) as refused:
            await act(referred, Flag.EVER_IN_ENFORCEMENT)
        assert reasons.FLAG_SET_BY_THE_SERVICE in refused.value.reasons
    assert await flags_of(referred) == {Flag.EVER_IN_ENFORCEMENT}


@pytest.mark.requirement("R-11")
async def test_the_line_of_the_plan_sets_ever_in_enforcement_and_a_second_time_changes_nothing(
    service: Service,
) -> None:
    referred = await ready(await (await agency(service)).assigned())
    set_once = await service.all(FlagSetting, case_id=referred.id)
    await by_the_service(referred, lambda unit, of: flags.set_flag(unit, of, Flag.EVER_IN_ENFORCEMENT, "Again."))
    assert [row.id for row in await service.all(FlagSetting, case_id=referred.id)] == [row.id for row in set_once]


@pytest.mark.requirement("R-11")
async def test_ever_in_enforcement_is_never_set_in_criminal_enforcement(service: Service) -> None:
    referred = await (await agency(service)).assigned(is_criminal=True)
    await referred.start()
    before = await service.counts()
    with pytest.raises(refusals.Refused) as refused:
        await referred.complete("EVER_IN_ENFORCEMENT", "YES")
    assert enforcement.CRIMINAL_ENFORCEMENT in refused.value.reasons
    assert (await service.counts(), await flags_of(referred)) == (before, set())


@pytest.mark.requirement("R-38", "R-53")
async def test_outside_enforcement_no_flag_is_set_or_removed(service: Service) -> None:
    referred = await (await agency(service)).assigned()
    await set_flag(referred, Flag.LOCK_ASSIGNMENT)
    await as_if(referred, area=CaseArea.MAINTENANCE)
    for act, flag in ((remove_flag, Flag.LOCK_ASSIGNMENT), (set_flag, Flag.DEO_DESIRE)):
        with pytest.raises(refusals.Refused) as refused:
            await act(referred, flag)
        assert refused.value.reasons == (enforcement.NOT_IN_ENFORCEMENT,)
    assert await flags_of(referred) == {Flag.LOCK_ASSIGNMENT}


@pytest.mark.requirement("R-53")
async def test_who_does_not_work_the_case_sets_no_flag_on_it(service: Service) -> None:
    referred = await (await agency(service)).assigned()
    for actor in (referred.agency.colleague, referred.agency.leader):
        with pytest.raises(refusals.NotPermitted):
            await set_flag(referred, Flag.DEO_DESIRE, by=actor)
    assert await flags_of(referred) == set()


@pytest.mark.requirement("R-50", "R-53")
async def test_an_arrears_case_owner_switches_the_monitor_and_no_other_flag(service: Service) -> None:
    theirs = await agency(service)
    referred, owner = await theirs.assigned(), theirs.others[Role.ARREARS_CASE_OWNER]
    await open_request(referred, KindCode.ARREARS_REVIEW, owner=owner)
    await as_if(referred, area=CaseArea.MAINTENANCE)
    await set_flag(referred, Flag.DISABLE_MISSED_PAYMENT_MONITOR, by=owner)
    with pytest.raises(refusals.Refused) as refused:
        await set_flag(referred, Flag.LOCK_ASSIGNMENT, by=owner)
    assert refused.value.reasons == (reasons.FLAG_NOT_YOURS,)
    assert await flags_of(referred) == {Flag.DISABLE_MISSED_PAYMENT_MONITOR}


@pytest.mark.requirement("R-53")
async def test_a_maintenance_worker_who_works_the_case_sets_no_flag(service: Service) -> None:
    theirs = await agency(service)
    referred, worker = await theirs.assigned(), theirs.others[Role.MAINTENANCE_WORKER]
    await open_request(referred, KindCode.CLEAR_OLD_ACTIONS, owner=worker)
    with pytest.raises(refusals.Refused) as refused:
        await set_flag(referred, Flag.DISABLE_MISSED_PAYMENT_MONITOR, by=worker)
    assert reasons.FLAG_NOT_YOURS in refused.value.reasons
    assert await flags_of(referred) == set()
