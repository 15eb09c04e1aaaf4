"""What an enforcement case is judged by: the same for an act as for an answer, in as many statements however many."""

from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from backend.models import (
    ArrearsLine,
    Artefact,
    ExpectedPayment,
    FlagSetting,
    LiabilityOrder,
    PaymentIn,
    PowerConsidered,
    Review,
    Schedule,
    ServiceRequest,
    Surveillance,
    new_id,
)
from backend.operations.case_file import CaseFile, load, load_of
from backend.operations.flags import remove_flag, set_flag
from backend.operations.reviews import end_review, set_review
from backend.operations.unit import Outcome, Unit
from backend.queries.case_facts import facts_of
from backend.queries.enforcement_cases import ENFORCEMENT_CASE, judged_by
from backend.queries.reading import Reading
from backend.rules import enforcement_cases
from backend.rules.access import SYSTEM, Actor
from backend.rules.casework.facts import CaseFacts
from backend.rules.periods import london_day
from backend.rules.routing import judge
from backend.rules.vocabulary import (
    Act,
    AllocationState,
    ArrearsLineKind,
    ExpectedState,
    Flag,
    InstalmentFrequency,
    Jurisdiction,
    LiabilityOrderState,
    Power,
    PowerResult,
    ReviewKind,
    ScheduleKind,
)
from tests.builders.enforcement_cases import Referred, agency
from tests.builders.service import Service

ON = date(2026, 11, 2)


def rows(case_id: UUID, draw: Random, at: Any) -> list[Any]:
    """Anything that may stand on a case, drawn by chance."""
    case = {"case_id": case_id}
    found: list[Any] = [
        FlagSetting(id=new_id(), **case, flag=flag, set_at=at, reason="Why.", ended_at=draw.choice((None, at)))
        for flag in Flag
        if draw.random() < 0.5
    ]
    found += [
        PowerConsidered(id=new_id(), **case, power=power, result=draw.choice([*PowerResult]), reason="Why.", at=at)
        for power in draw.sample([*Power], draw.randint(0, 5))
    ]
    found += [
        Artefact(id=new_id(), **case, power=draw.choice([*Power]), commenced_on=ON + timedelta(days=number),
                 is_outstanding=draw.random() < 0.5, form={})
        for number in range(draw.randint(0, 3))
    ]  # fmt: skip
    found += [
        LiabilityOrder(id=new_id(), **case, number=f"LO-{number}", jurisdiction=draw.choice([*Jurisdiction]),
                       court="Leeds", granted_on=ON + timedelta(days=number), amount_pence=50_000,
                       state=draw.choice([*LiabilityOrderState]), is_court_enforced=draw.random() < 0.5,
                       recorded_at=at)
        for number in range(draw.randint(0, 3))
    ]  # fmt: skip
    found += [
        PaymentIn(id=new_id(), **case, external_id=str(new_id()), amount_pence=draw.randint(1, 9_000), received_on=ON,
                  state=draw.choice([*AllocationState]), excess_pence=draw.choice((0, 500)), recorded_at=at)
        for _ in range(draw.randint(0, 3))
    ]  # fmt: skip
    if draw.random() < 0.5:
        found.append(Review(id=new_id(), **case, kind=draw.choice([*ReviewKind]), due_on=ON, reason="Why.", set_at=at))
    found += [
        Surveillance(id=new_id(), **case, reason="Why.", started_at=at, ended_at=ended)
        for ended in draw.sample([None, at], draw.randint(0, 2))
    ]
    return found


def money(case_id: UUID, draw: Random, at: Any) -> list[Any]:
    """Lines of the ledger, and perhaps a live schedule with what it expects."""
    case = {"case_id": case_id}
    found: list[Any] = [
        ArrearsLine(id=new_id(), **case, position=100 + number, kind=ArrearsLineKind.ENFORCEMENT_CHARGE,
                    amount_pence=draw.randint(-5_000, 5_000), on=ON, explanation="Why.")
        for number in range(draw.randint(0, 3))
    ]  # fmt: skip
    if draw.random() < 0.5:
        schedule = Schedule(
            id=new_id(), **case, kind=draw.choice([*ScheduleKind]), frequency=InstalmentFrequency.MONTHLY,
            instalment_pence=10_000, total_pence=30_000, first_on=ON, agreed_at=at,
        )  # fmt: skip
        expected = [
            ExpectedPayment(id=new_id(), **case, schedule_id=schedule.id, ordinal=number, due_on=ON,
                            amount_pence=10_000, state=draw.choice([*ExpectedState]))
            for number in (1, 2, 3)
        ]  # fmt: skip
        found += [schedule, *expected]
    return found


async def drawn(service: Service, referred: Referred, draw: Random) -> None:
    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.MONITOR_CASE)
        unit.session.add_all(rows(referred.id, draw, unit.now))
        await unit.session.flush()
        for row in money(referred.id, draw, unit.now):
            unit.session.add(row)
            await unit.session.flush()
        return Outcome()

    await service.carry_out(SYSTEM, act)


async def of_an_act(service: Service, actor: Actor, case_id: UUID, request: UUID | None = None) -> CaseFile:
    """The case as an act of somebody loads it."""
    loaded: list[CaseFile] = []

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.READ_PARTY_DETAILS)
        loaded.append(await (load_of(unit, ServiceRequest, request) if request else load(unit, case_id)))
        return Outcome()

    await service.carry_out(actor, act)
    return loaded[0]


@pytest.mark.requirement("X-04")
@pytest.mark.parametrize("seed", range(4))
async def test_an_act_and_an_answer_judge_by_the_same_facts(service: Service, seed: int) -> None:
    theirs = await agency(service)
    referred = await theirs.assigned()
    await drawn(service, referred, Random(seed))
    for actor in (theirs.manager, theirs.leader, theirs.colleague):
        for request in (None, referred.routing):
            case_file = await of_an_act(service, actor, referred.id, request)
            reading = Reading(service.ground.database, actor, await service.clock.now())
            row = await reading.one(ENFORCEMENT_CASE, ENFORCEMENT_CASE.key == referred.id)
            assert row is not None
            answered = await judged_by(reading, row, request=request)
            await reading.close()
            assert answered == case_file.facts
            assert row.relation == case_file.relation
            shown = enforcement_cases.actions(answered, row.relation)
            assert shown == enforcement_cases.actions(case_file.facts, case_file.relation)
            assert judge.decisions(answered) == judge.decisions(case_file.facts)


@pytest.mark.requirement("X-04")
@pytest.mark.parametrize("seed", range(4))
async def test_the_facts_hold_what_stands_on_the_case(service: Service, seed: int) -> None:
    referred = await (await agency(service)).assigned()
    await drawn(service, referred, Random(seed))
    facts = (await of_an_act(service, referred.agency.manager, referred.id)).facts

    async def stored(table: Any) -> list[Any]:
        return await service.all(table, by=table.id, case_id=referred.id)

    def live(found: list[Any]) -> list[Any]:
        return [each for each in found if each.ended_at is None]

    assert facts.flags == {each.flag for each in live(await stored(FlagSetting))}
    assert facts.considered == {each.power for each in await stored(PowerConsidered)}
    assert facts.arrears_pence == sum(each.amount_pence for each in await stored(ArrearsLine))
    assert {each.id for each in facts.orders} == {each.id for each in await stored(LiabilityOrder)}
    outstanding = {each.id for each in await stored(Artefact) if each.is_outstanding}
    assert {each.id for each in facts.outstanding_artefacts} == outstanding
    payments = await stored(PaymentIn)
    waiting = [each.amount_pence for each in payments if each.state is AllocationState.UNALLOCATED]
    assert (facts.unallocated_pence, facts.excess_pence) == (sum(waiting), sum(each.excess_pence for each in payments))
    assert [each.id for each in live(await stored(Review))] == ([facts.review.id] if facts.review else [])
    assert facts.in_surveillance is bool(live(await stored(Surveillance)))
    assert [each.id for each in live(await stored(Schedule))] == ([facts.schedule.id] if facts.schedule else [])
    assert len(await stored(ExpectedPayment)) == (len(facts.schedule.expected) if facts.schedule else 0)


@pytest.mark.parametrize("cases", [1, 20])
async def test_the_facts_of_many_cases_take_as_many_statements_as_those_of_one(service: Service, cases: int) -> None:
    theirs = await agency(service)
    keys = [(await theirs.refer()).id for _ in range(cases)]
    reading = Reading(service.ground.database, theirs.manager, await service.clock.now())
    with service.ground.database.count_statements() as seen:
        found = await facts_of(reading.execute, keys, reading.now)
    await reading.close()
    assert (set(found), seen.count) == (set(keys), 1)


async def test_the_rules_judge_by_nothing_of_a_case_for_whoever_is_not_of_the_agency(service: Service) -> None:
    referred = await (await agency(service)).assigned()
    await service.join(referred.id, by=service.andrew, name="Dean Sutton")
    reading = Reading(service.ground.database, service.andrew, await service.clock.now())
    row = await reading.one(ENFORCEMENT_CASE, ENFORCEMENT_CASE.key == referred.id)
    assert row is not None
    assert await judged_by(reading, row) is None
    await reading.close()


@pytest.mark.requirement("X-04")
async def test_what_an_act_knows_of_flags_and_review_dates_after_it_set_them_is_what_is_read_again(
    service: Service,
) -> None:
    referred = await (await agency(service)).assigned()
    seen: list[CaseFacts] = []

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.MONITOR_CASE)
        case_file = await load(unit, referred.id)

        async def look() -> None:
            known = case_file.facts
            await case_file.read_again(unit)
            assert case_file.facts == known
            seen.append(known)

        for flag in (Flag.LOCK_ASSIGNMENT, Flag.MANUAL_ALLOCATION):
            assert await set_flag(unit, case_file, flag, "Why.")
            await look()
        for kind, days in ((ReviewKind.SETUP_ONLY, 10), (ReviewKind.SETUP_AND_TRANSFER, 20)):
            due_on = london_day(unit.now) + timedelta(days=days)
            await set_review(unit, case_file, kind=kind, due_on=due_on, reason="Why.", service_request=None)
            await look()
        assert await remove_flag(unit, case_file, Flag.LOCK_ASSIGNMENT, "Why.")
        await look()
        assert await end_review(unit, case_file, "why")
        await look()
        return Outcome()

    await service.carry_out(SYSTEM, act)
    reviews = [each.review.kind if each.review else None for each in seen]
    setup, transfer = ReviewKind.SETUP_ONLY, ReviewKind.SETUP_AND_TRANSFER
    assert reviews == [None, None, setup, transfer, transfer, None]
    assert [len(each.flags) for each in seen] == [1, 2, 2, 2, 1, 1]
