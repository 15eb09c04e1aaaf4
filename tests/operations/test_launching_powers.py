"""Enforcement powers: launched from case routing, considered, exhausted, and what they leave behind (R-18, R-31)."""

from datetime import date, timedelta
from typing import Any

import pytest

from backend.models import Artefact, PowerConsidered, RelatedServiceRequest, Timer
from backend.operations import powers
from backend.rules import refusals
from backend.rules.access import Actor
from backend.rules.casework.catalogue import kind_at
from backend.rules.periods import london_day, start_of
from backend.rules.reasons import case_acts as reasons
from backend.rules.reasons import casework, enforcement
from backend.rules.vocabulary import (
    CaseArea,
    EventKind,
    Jurisdiction,
    KindCode,
    Power,
    PowerResult,
    Role,
    ServiceRequestSubStatus,
    TimerKind,
)
from tests.builders.case_acts import CONSIDERED, as_if, fill_in, initiated, open_power, open_request
from tests.builders.enforcement_cases import Referred, agency
from tests.builders.service import Service

WHY = "He is in work, and does not pay."


async def launch(referred: Referred, power: Power, *, by: Actor | None = None) -> Any:
    outcome = await referred.service.carry_out(
        by or referred.agency.manager, lambda unit: powers.launch(unit, referred.routing, power, reason=WHY)
    )
    return outcome.subjects["service_request"]


async def consider(referred: Referred, power: Power, *, by: Actor | None = None) -> None:
    await referred.service.carry_out(
        by or referred.agency.manager,
        lambda unit: powers.consider(
            unit, referred.routing, power, result=PowerResult.NOT_APPROPRIATE, reason="He has no property."
        ),
    )


async def refused(referred: Referred, power: Power, *, by: Actor | None = None) -> tuple[refusals.Reason, ...]:
    """What stands against launching the power; that nothing was changed."""
    before = await referred.service.counts()
    with pytest.raises(refusals.Refused) as found:
        await launch(referred, power, by=by)
    assert await referred.service.counts() == before
    return found.value.reasons


@pytest.mark.requirement("R-18")
@pytest.mark.parametrize("is_closed", [False, True], ids=["open", "closed"])
async def test_the_power_launched_next_is_linked_to_its_routing_and_is_the_launchers(
    service: Service, is_closed: bool
) -> None:
    referred = await initiated(service)
    if is_closed:
        await referred.close()
    key = await launch(referred, Power.DEDUCTION_ORDER)
    opened = await referred.request(key)
    assert (kind_at(opened.process, opened.area, opened.sub_area).code, opened.owner_id, opened.reason) == (
        KindCode.DEDUCTION_ORDER, referred.agency.manager.user_id, WHY,
    )  # fmt: skip
    (link,) = await service.all(RelatedServiceRequest, case_id=referred.id)
    assert {link.first_id, link.second_id} == {referred.routing, key}
    (entry,) = [each for each in await referred.history() if each.kind is EventKind.POWER_LAUNCHED]
    assert entry.changes == {"power": "Deduction order", "serviceRequest": opened.reference}


@pytest.mark.requirement("R-18", "R-54")
async def test_beside_other_action_a_power_is_launched_once_parallel_action_was_considered(service: Service) -> None:
    referred = await initiated(service)
    await launch(referred, Power.DEDUCTION_ORDER)
    await fill_in(referred, PARALLEL_ACTION_CONSIDERED=None, PARALLEL_ACTION_RESULT=None)
    assert await refused(referred, Power.LIABILITY_ORDER) == (reasons.PARALLEL_ACTION_NOT_CONSIDERED,)
    await fill_in(referred, **CONSIDERED)
    await launch(referred, Power.LIABILITY_ORDER)
    assert await refused(referred, Power.LIABILITY_ORDER) == (enforcement.POWER_GOES_ON,)


@pytest.mark.requirement("R-14", "R-18")
async def test_a_power_is_launched_neither_undecided_nor_from_another_kind_nor_in_another_jurisdiction(
    service: Service,
) -> None:
    referred = await (await agency(service)).assigned()
    assert await refused(referred, Power.DEDUCTION_ORDER) == (
        enforcement.NOT_INITIATED,
        enforcement.WELFARE_NOT_DECIDED,
    )
    assert await refused(referred, Power.ARRESTMENT) == (enforcement.POWER_NOT_AVAILABLE,)
    other = Referred(referred.agency, referred.id, await open_request(referred, KindCode.NEGOTIATION))
    assert reasons.NOT_A_ROUTING_REQUEST in await refused(other, Power.DEDUCTION_ORDER)


@pytest.mark.requirement("R-18", "R-53")
async def test_only_the_case_manager_who_owns_the_routing_launches_and_in_enforcement_only(service: Service) -> None:
    referred = await initiated(service)
    theirs = referred.agency
    assert await refused(referred, Power.DEDUCTION_ORDER, by=theirs.colleague) == (casework.NOT_ASSIGNED_TO_YOU,)
    assert await refused(referred, Power.DEDUCTION_ORDER, by=theirs.leader) == (
        reasons.NOT_AN_ENFORCER, casework.NOT_ASSIGNED_TO_YOU,
    )  # fmt: skip
    with pytest.raises(refusals.NotPermitted):
        await launch(referred, Power.DEDUCTION_ORDER, by=theirs.others[Role.MAINTENANCE_WORKER])
    for stranger in (theirs.others[Role.DOT], service.officer, service.kate):
        with pytest.raises(refusals.NotFound):
            await launch(referred, Power.DEDUCTION_ORDER, by=stranger)
    await as_if(referred, area=CaseArea.MAINTENANCE)
    assert enforcement.NOT_IN_ENFORCEMENT in await refused(referred, Power.DEDUCTION_ORDER)


@pytest.mark.requirement("R-31")
async def test_that_a_power_was_considered_is_recorded_with_what_came_of_it(service: Service) -> None:
    referred = await (await agency(service)).assigned()
    await consider(referred, Power.CHARGING_ORDER)
    (row,) = await service.all(PowerConsidered, case_id=referred.id)
    assert (row.power, row.result, row.reason, row.service_request_id, row.by) == (
        Power.CHARGING_ORDER, PowerResult.NOT_APPROPRIATE, "He has no property.", referred.routing,
        referred.agency.manager.user_id,
    )  # fmt: skip
    with pytest.raises(refusals.Refused) as found:
        await consider(referred, Power.INHIBITION)
    assert found.value.reasons == (enforcement.POWER_NOT_AVAILABLE,)
    with pytest.raises(refusals.NotPermitted):
        await consider(referred, Power.CHARGING_ORDER, by=referred.agency.colleague)
    assert len(await service.all(PowerConsidered, case_id=referred.id)) == 1


async def worked(referred: Referred, power: Power) -> Any:
    """A power's service request, prepared and sent."""
    key = await open_power(referred, power)
    await referred.start(key)
    await referred.complete("PREPARE", "PREPARED", key=key)
    await referred.complete("SEND", "SENT", key=key, on=london_day(referred.service.clock.at))
    return key


@pytest.mark.requirement("R-31")
async def test_a_power_that_led_no_further_counts_as_exhausted(service: Service) -> None:
    referred = await (await agency(service)).assigned()
    key = await worked(referred, Power.ENFORCEMENT_AGENTS)
    await referred.complete("RECORD_RESULT", "EXHAUSTED", key=key, reason="There was nothing to take.")
    (row,) = await service.all(PowerConsidered, case_id=referred.id)
    assert (row.power, row.result, row.service_request_id) == (Power.ENFORCEMENT_AGENTS, PowerResult.EXHAUSTED, key)


@pytest.mark.requirement("R-41")
@pytest.mark.parametrize(
    ("power", "place", "given", "expires_on"),
    [
        (Power.CHARGING_ORDER, Jurisdiction.ENGLAND_WALES, None, None),
        (Power.CHARGE_FOR_PAYMENT, Jurisdiction.SCOTLAND, None, date(2026, 3, 15)),
        (Power.CHARGE_FOR_PAYMENT, Jurisdiction.SCOTLAND, "2026-03-29", date(2026, 3, 29)),
    ],
    ids=["charging-order", "charge-for-payment", "charge-for-payment-with-a-day"],
)
async def test_a_granted_power_leaves_an_artefact_and_a_charge_for_payment_expires(
    service: Service, power: Power, place: Jurisdiction, given: str | None, expires_on: date | None
) -> None:
    referred = await (await agency(service)).refer(jurisdiction=place)
    key = await worked(referred, power)
    await fill_in(referred, key=key, COMMENCED_ON="2026-03-01", EXPIRES_ON=given)
    await referred.complete("RECORD_RESULT", "GRANTED", key=key)
    (left,) = await service.all(Artefact, case_id=referred.id)
    assert (left.power, left.service_request_id, left.commenced_on, left.expires_on, left.is_outstanding) == (
        power, key, date(2026, 3, 1), expires_on, True,
    )  # fmt: skip
    assert (await referred.history())[-1].kind is EventKind.ARTEFACT_RECORDED


@pytest.mark.requirement("R-44")
async def test_a_wait_period_is_a_day_ahead_on_which_a_timer_is_due(service: Service) -> None:
    theirs = await agency(service)
    referred, worker = await theirs.assigned(), theirs.others[Role.MAINTENANCE_WORKER]
    await referred.close(how=ServiceRequestSubStatus.CANCELLED, note="Done.")
    await as_if(referred, area=CaseArea.MAINTENANCE)
    key = await open_request(referred, KindCode.CLEAR_OLD_ACTIONS, owner=worker)
    await referred.start(key, by=worker)
    today = london_day(service.clock.at)
    before = await service.counts()
    with pytest.raises(refusals.Refusal):
        await referred.complete("WAIT_PERIOD", "WAIT", key=key, by=worker, on=today)
    assert await service.counts() == before
    day = today + timedelta(days=21)
    await referred.complete("WAIT_PERIOD", "WAIT", key=key, by=worker, on=day)
    (timer,) = await service.all(Timer, case_id=referred.id, kind=TimerKind.WAIT_PERIOD)
    assert ((await referred.request(key)).waits_until, timer.subject_id, timer.due_at) == (day, key, start_of(day))
