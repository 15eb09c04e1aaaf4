"""Monitoring: what falls due on a case opens work by itself, each thing once, with its reason (R-01, R-02, R-35)."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from backend.models import Case, Surveillance
from backend.operations import flags, monitoring, schedules, transfers
from backend.operations.case_file import CaseFile
from backend.operations.unit import Unit
from backend.rules import refusals
from backend.rules.access import SYSTEM
from backend.rules.periods import london_day, start_of
from backend.rules.vocabulary import (
    CaseArea,
    EventKind,
    ExpectedState,
    Flag,
    Jurisdiction,
    KindCode,
    Power,
    Relation,
    RoutingReason,
    ServiceRequestStatus,
)
from tests.builders.case_acts import by_the_service, reviews_of
from tests.builders.enforcement_cases import Referred, agency
from tests.builders.money import TERMS, Money, money
from tests.builders.monitoring import look, opened, reasons, review_on, run_timers, watch
from tests.builders.service import Service

DAY_AFTER = start_of(TERMS.first_on + timedelta(days=1))
TRANSFER_ON = date(2026, 8, 3)


async def routed(referred: Referred, reason: RoutingReason, occasion: str, **more: object) -> None:
    async def act(unit: Unit, of: CaseFile) -> None:
        await monitoring.open_routing(unit, of, reason, occasion=occasion, **more)

    await by_the_service(referred, act)


async def with_schedule(service: Service) -> Money:
    """Dean is to pay £100 on the first of April, May and June, and £50 in July."""
    case = await money(service)
    await case.agree()
    return case


@pytest.mark.requirement("R-02")
async def test_an_occasion_routes_a_case_once_whoever_meets_it(service: Service) -> None:
    referred = await (await agency(service)).refer()
    await asyncio.gather(
        *(routed(referred, RoutingReason.NEW_INFORMATION, "finding:1", sentence="CIS told of it.") for _ in range(2))
    )
    (request,) = await opened(referred)
    assert (request.reason, request.owner_id, request.team_id, request.status) == (
        "New information received during enforcement action. CIS told of it.",
        None,
        referred.agency.leader.team_id,
        ServiceRequestStatus.OPEN,
    )
    await routed(referred, RoutingReason.NEW_INFORMATION, "finding:2")
    assert len(await opened(referred)) == 2


@pytest.mark.requirement("R-02", "R-35")
@pytest.mark.parametrize(
    ("reason", "leaves_by"),
    [
        (RoutingReason.SURVEILLANCE_NEW_EMPLOYMENT, RoutingReason.SURVEILLANCE_NEW_EMPLOYMENT),
        (RoutingReason.INBOUND_CONTACT, RoutingReason.SURVEILLANCE_CLIENT_CONTACT),
        (RoutingReason.EXCESS_PAYMENT, RoutingReason.SURVEILLANCE_ANNUAL_REVIEW),
    ],
    ids=str,
)
async def test_a_case_in_surveillance_comes_back_into_enforcement_before_it_is_routed(
    service: Service, reason: RoutingReason, leaves_by: RoutingReason
) -> None:
    referred = await (await agency(service)).refer()
    await watch(referred)
    for _ in range(2):
        await routed(referred, reason, "told:1")
    row, (request,) = await referred.row(), await opened(referred)
    assert (row.area, request.team_id) == (CaseArea.ENFORCEMENT, referred.agency.leader.team_id)
    assert (await service.one(Surveillance)).exit is leaves_by
    assert request.reason == monitoring.REASONS[leaves_by].sentence


@pytest.mark.requirement("R-20")
@pytest.mark.parametrize("is_locked", [False, True], ids=["goes", "stays"])
async def test_a_case_whose_paying_parent_moved_is_routed_at_the_team_that_has_it_then(
    service: Service, is_locked: bool
) -> None:
    case = await money(service)
    if is_locked:
        await case.flag(Flag.LOCK_ASSIGNMENT)

    async def move(unit: Unit, of: CaseFile) -> None:
        await transfers.change_jurisdiction(unit, of, Jurisdiction.SCOTLAND)
        reason = RoutingReason.CHANGE_OF_JURISDICTION
        await monitoring.open_routing(unit, of, reason, occasion="moved:1")

    for _ in range(2):
        await by_the_service(case.on, move)
    (request,), teams = await opened(case.on), case.on.agency.teams
    assert request.reason == "Paying parent change of jurisdiction."
    assert request.team_id == teams["Enforcement ENGLAND_WALES" if is_locked else "Enforcement SCOTLAND"]


@pytest.mark.requirement("R-01", "R-02")
async def test_a_payment_that_did_not_come_routes_the_case_the_day_after_and_never_again(service: Service) -> None:
    case = await with_schedule(service)
    service.clock.set(DAY_AFTER - timedelta(microseconds=1))
    assert (await look(service)).opened == 0
    service.clock.set(DAY_AFTER)
    assert (await look(service)).opened == 1
    assert await reasons(case.on) == ["Missed payment. Of £100.00 due on Wednesday 1 April 2026, nothing came in."]
    first, *others = await case.expected()
    assert (first.state, {each.state for each in others}) == (ExpectedState.MISSED, {ExpectedState.EXPECTED})
    told = [each for each in await case.on.history() if each.kind is EventKind.PAYMENT_NOT_RECEIVED]
    assert [(each.subject_id, each.changes) for each in told] == [
        (first.id, {"amount": 100_00, "dueOn": "2026-04-01", "paid": 0})
    ]
    assert told[0].audience & Relation.PAYING_PARENT
    service.clock.go(days=20)
    before = await service.counts()
    assert (await look(service)).candidates == 0
    assert await service.counts() == before


@pytest.mark.requirement("R-01", "R-02")
async def test_a_payment_that_came_in_part_says_what_came(service: Service) -> None:
    case = await with_schedule(service)
    await case.receive(40_00)
    service.clock.set(DAY_AFTER)
    assert [(await look(service)).opened, (await look(service)).opened] == [1, 0]
    assert await reasons(case.on) == ["Partial payment. Of £100.00 due on Wednesday 1 April 2026, £40.00 came in."]
    assert (await case.expected())[0].state is ExpectedState.PARTIAL
    told = [each.changes for each in await case.on.history() if each.kind is EventKind.PAYMENT_NOT_RECEIVED]
    assert told == [{"amount": 100_00, "dueOn": "2026-04-01", "paid": 40_00}]


@pytest.mark.requirement("R-01")
async def test_a_payment_that_came_in_whole_is_not_told_of(service: Service) -> None:
    case = await with_schedule(service)
    await case.receive(100_00)
    service.clock.set(DAY_AFTER)
    assert (await look(service)).opened == 0
    assert (await case.expected())[0].state is ExpectedState.MET


@pytest.mark.requirement("R-46", "R-49")
async def test_the_flag_silences_the_monitor_and_what_was_missed_meanwhile_is_not_told_of_later(
    service: Service,
) -> None:
    case = await with_schedule(service)
    await case.flag(Flag.DISABLE_MISSED_PAYMENT_MONITOR)
    service.clock.set(DAY_AFTER)
    assert (await look(service)).opened == 0
    assert (await case.expected())[0].state is ExpectedState.MISSED
    assert "PAYMENT_NOT_RECEIVED" in await case.kinds()

    async def enable(unit: Unit, of: CaseFile) -> None:
        await flags.remove_flag(unit, of, Flag.DISABLE_MISSED_PAYMENT_MONITOR, "He may pay.")

    await by_the_service(case.on, enable)
    assert (await look(service)).opened == 0
    service.clock.set(start_of(date(2026, 5, 2)))
    assert (await look(service)).opened == 1
    assert await reasons(case.on) == ["Missed payment. Of £100.00 due on Friday 1 May 2026, nothing came in."]


@pytest.mark.requirement("R-01", "R-02")
async def test_money_that_is_more_than_was_owed_routes_the_case_once(service: Service) -> None:
    case = await money(service)
    await case.grant(pence=100_00)
    await case.receive(2_500_00, "LO-1007")
    payment = await case.payment()
    await service.change(update(type(payment)).where(type(payment).id == payment.id).values(excess_pence=100_00))
    assert [(await look(service)).opened for _ in range(2)] == [1, 0]
    (request,) = await opened(case.on)
    assert (request.reason, request.subject_id) == ("Excess payment.", payment.id)


@pytest.mark.requirement("R-02")
async def test_an_expired_charge_for_payment_routes_a_scottish_case_once(service: Service) -> None:
    case = await money(service)
    await service.change(update(Case).where(Case.id == case.on.id).values(jurisdiction=Jurisdiction.SCOTLAND))
    await case.artefact(Power.CHARGE_FOR_PAYMENT, expires_on=date(2026, 4, 1))
    service.clock.set(DAY_AFTER - timedelta(microseconds=1))
    assert (await look(service)).opened == 0
    service.clock.set(DAY_AFTER)
    assert [(await look(service)).opened for _ in range(2)] == [1, 0]
    assert await reasons(case.on) == ["Charge for payment expired. It expired on Wednesday 1 April 2026."]


@pytest.mark.requirement("R-02")
async def test_an_order_paid_off_is_told_of_once_by_the_work_that_clears_it(service: Service) -> None:
    case = await money(service)
    await case.grant(pence=100_00)
    await case.receive(100_00, "LO-1007")
    assert len(await case.on.requests(KindCode.LO_PAID_OFF)) == 1
    assert (await look(service)).opened == 0


@pytest.mark.requirement("R-02")
async def test_an_order_paid_off_of_which_nobody_was_told_routes_the_case_once(service: Service) -> None:
    case = await money(service)
    order = await case.order(await case.grant(pence=100_00))
    await service.change(update(type(order)).where(type(order).id == order.id).values(state="PAID_OFF"))
    assert [(await look(service)).opened for _ in range(2)] == [1, 0]
    assert await reasons(case.on) == ["LO paid off."]


@pytest.mark.requirement("R-46")
@pytest.mark.parametrize("by", ["timer", "monitor"])
async def test_a_schedule_that_was_complied_with_until_its_day_sends_the_case_back(service: Service, by: str) -> None:
    case = await with_schedule(service)
    await case.do(monitoring_until)
    await case.receive(350_00)
    service.clock.set(start_of(TRANSFER_ON) - timedelta(microseconds=1))
    assert (await run_timers(service), (await look(service)).opened) == (0, 0)
    service.clock.set(start_of(TRANSFER_ON))
    if by == "timer":
        assert await run_timers(service, workers=2) == 1
    assert (await look(service)).opened == (by == "monitor")
    await run_timers(service)
    assert await reasons(case.on) == ["The schedule was complied with until its date: transfer back to maintenance."]
    assert (await case.on.row()).area is CaseArea.ENFORCEMENT


async def monitoring_until(unit: Unit, of: CaseFile) -> None:
    await schedules.monitor_until(unit, of, TRANSFER_ON)


@pytest.mark.requirement("R-46")
async def test_a_schedule_with_a_missed_payment_routes_the_case_for_further_action_and_not_back(
    service: Service,
) -> None:
    case = await with_schedule(service)
    await case.do(monitoring_until)
    service.clock.set(start_of(TRANSFER_ON))
    await run_timers(service)
    await look(service)
    assert {reason.split(".")[0] for reason in await reasons(case.on)} == {"Missed payment"}
    assert len(await opened(case.on)) == 4


@pytest.mark.requirement("R-01", "R-35")
async def test_the_year_in_surveillance_brings_a_case_out_once(service: Service) -> None:
    referred = await (await agency(service)).refer()
    await watch(referred)
    year_on = start_of(date(2027, 3, 2))
    service.clock.set(year_on - timedelta(microseconds=1))
    assert (await look(service)).opened == 0
    service.clock.set(year_on)
    assert [(await look(service)).opened for _ in range(2)] == [1, 0]
    assert (await referred.row()).area is CaseArea.ENFORCEMENT
    assert await reasons(referred) == [
        "In surveillance: annual review date or scheduling exception. It has been there since Monday 2 March 2026."
    ]


@pytest.mark.requirement("R-01")
async def test_several_things_that_are_due_on_a_case_are_opened_in_one_act(service: Service) -> None:
    case = await with_schedule(service)
    await review_on(case.on, date(2026, 5, 2))
    service.clock.set(start_of(date(2026, 5, 2)))
    assert (await look(service)).opened == 3
    assert sorted(reason.split(".")[0] for reason in await reasons(case.on)) == [
        "Missed payment", "Missed payment", "Review duration time elapsed",
    ]  # fmt: skip


@pytest.mark.requirement("R-01")
async def test_only_the_service_monitors(service: Service) -> None:
    case = await with_schedule(service)
    service.clock.set(DAY_AFTER)
    before = await service.counts()
    with pytest.raises(refusals.NotPermitted):
        await service.carry_out(case.on.agency.leader, lambda unit: monitoring.look_at(unit, case.on.id))
    assert await service.counts() == before
    await service.carry_out(SYSTEM, lambda unit: monitoring.look_at(unit, case.on.id))
    assert len(await opened(case.on)) == 1


@pytest.mark.requirement("R-01")
async def test_several_who_look_at_one_case_at_once_open_each_thing_once(service: Service) -> None:
    case = await with_schedule(service)
    service.clock.set(DAY_AFTER)
    looked = await asyncio.gather(*(look(service) for _ in range(2)))
    assert sum(each.opened for each in looked) == len(await opened(case.on)) == 1
    assert (await case.kinds()).count("PAYMENT_NOT_RECEIVED") == 1


@pytest.mark.requirement("R-01")
async def test_a_missed_payment_of_a_case_in_surveillance_is_a_scheduling_exception(service: Service) -> None:
    case = await with_schedule(service)
    await watch(case.on)
    service.clock.set(DAY_AFTER)
    assert (await look(service)).opened == 1
    assert (await service.one(Surveillance)).exit is RoutingReason.SURVEILLANCE_ANNUAL_REVIEW
    assert await reviews_of(case.on) == []
    assert london_day(service.clock.at) == date(2026, 4, 2)
