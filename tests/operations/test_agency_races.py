"""Many at once on one enforcement case: of what excludes each other one thing happens, what is due happens once."""

import asyncio
from collections.abc import Awaitable, Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from backend.adapters.database import Database
from backend.models import Activity, ActivityPlan, PaymentIn, User
from backend.operations import service_requests
from backend.operations.unit import Outcome
from backend.rules import refusals
from backend.rules.access import Actor
from backend.rules.periods import start_of
from backend.rules.vocabulary import (
    CaseArea,
    EventKind,
    Flag,
    KindCode,
    Role,
    ServiceRequestStatus,
)
from backend.workers.monitor import Monitor
from backend.workers.timers import Timers
from tests.builders.agency_requests import approve, open_by_hand, request_approval
from tests.builders.agency_rows import faults, read
from tests.builders.case_acts import set_flag, set_review_date
from tests.builders.enforcement_cases import EVERYWHERE, Agency, Referred, agency
from tests.builders.intake import NUMBER, insist
from tests.builders.money import TERMS, Money
from tests.builders.monitoring import opened, review_on, watch
from tests.builders.people import add_actor
from tests.builders.service import Service, open_service

REVIEW_ON = date(2026, 4, 13)


@pytest.fixture
async def service(postgresql: Database) -> Service:
    return await open_service(postgresql)


@pytest.fixture
async def theirs(service: Service) -> Agency:
    return await agency(service)


@pytest.fixture
async def case(theirs: Agency) -> Referred:
    """Leanne works it; £2,400 are owed."""
    referred = await theirs.assigned()
    await referred.start()
    return referred


async def at_once(acts: Iterable[Awaitable[object]]) -> tuple[int, list[refusals.Refusal]]:
    """How many of these were done, and the refusals of the others; nothing else may be raised."""
    ended = await asyncio.gather(*acts, return_exceptions=True)
    refused = [each for each in ended if isinstance(each, refusals.Refusal)]
    assert [each for each in ended if isinstance(each, BaseException) and each not in refused] == []
    return len(ended) - len(refused), refused


async def require_whole(service: Service) -> None:
    assert faults(await read(service)) == []


async def another_leader(theirs: Agency) -> Actor:
    """Somebody else who leads the team of Maureen."""
    service, team_id = theirs.service, theirs.leader.team_id
    leader = await add_actor(service.ground, "Gareth Llewellyn", Role.TEAM_LEADER, EVERYWHERE)
    await service.change(update(User).where(User.id == leader.user_id).values(team_id=team_id))
    return replace(leader, team_id=team_id)


async def rejected_by(case: Referred, leader: Actor) -> Outcome:
    return await case.service.carry_out(
        leader, lambda unit: service_requests.reject(unit, case.routing, "Not yet.", expected_version=None)
    )


@pytest.mark.requirement("R-10", "X-05")
async def test_several_starts_at_once_generate_one_plan(service: Service, theirs: Agency) -> None:
    case = await theirs.assigned()
    done, refused = await at_once(case.start() for _ in range(6))
    assert (done, len(refused)) == (1, 5)
    (plan,) = await service.all(ActivityPlan, service_request_id=case.routing)
    assert plan.template == "REVIEW_CASE/1"
    assert len(await service.all(Activity, plan_id=plan.id)) == 8
    await require_whole(service)


@pytest.mark.requirement("R-06")
async def test_several_leaders_who_route_a_case_at_once_leave_it_with_one_owner(
    service: Service, theirs: Agency
) -> None:
    case, other = await theirs.refer(), await another_leader(theirs)
    await at_once(case.assign(to, by=by) for to, by in ((theirs.manager, theirs.leader), (theirs.colleague, other)) * 3)
    row = await case.request()
    assert row.owner_id in {theirs.manager.user_id, theirs.colleague.user_id}
    assert row.version == 7
    await require_whole(service)


@pytest.mark.requirement("R-37", "X-05")
async def test_of_several_approvals_at_once_one_counts_and_closing_moves_the_case_once(
    service: Service, theirs: Agency, case: Referred
) -> None:
    await case.complete("EVER_IN_ENFORCEMENT", "YES")
    await case.complete("TRANSFER_CASE", "TO_CENTRAL_TEAM", reason="They are to look at it.")
    await request_approval(case, case.routing)
    leaders = (theirs.leader, await another_leader(theirs))
    done, refused = await at_once(approve(case, case.routing, by=by) for by in leaders * 3)
    assert (done, len(refused)) == (1, 5)
    done, refused = await at_once(case.close() for _ in range(4))
    assert (done, len(refused)) == (1, 3)
    assert (await case.row()).area is CaseArea.CENTRAL_TEAM
    kinds = [each.kind for each in await case.history()]
    assert (kinds.count(EventKind.SERVICE_REQUEST_APPROVED), kinds.count(EventKind.CASE_MOVED)) == (1, 1)
    await require_whole(service)


@pytest.mark.requirement("R-37")
async def test_of_an_approval_and_its_refusal_at_once_one_happens(
    service: Service, theirs: Agency, case: Referred
) -> None:
    await case.complete("EVER_IN_ENFORCEMENT", "YES")
    await case.complete("TRANSFER_CASE", "TO_CENTRAL_TEAM", reason="They are to look at it.")
    await request_approval(case, case.routing)
    other = await another_leader(theirs)
    done, _ = await at_once((approve(case, case.routing, by=theirs.leader), rejected_by(case, other)))
    assert done == 1
    row = await case.request()
    assert row.status in {ServiceRequestStatus.APPROVED, ServiceRequestStatus.REJECTED}
    assert row.decided_by == (theirs.leader if row.status is ServiceRequestStatus.APPROVED else other).user_id
    await require_whole(service)


@pytest.mark.requirement("R-12")
async def test_a_parent_is_not_closed_while_something_is_opened_under_it(
    service: Service, theirs: Agency, case: Referred
) -> None:
    await case.complete("NO_FURTHER_ACTION", "RECORDED", note="Nothing more.")
    kind = KindCode.NEGOTIATION
    await at_once(
        (
            open_by_hand(case, kind, parent_id=case.routing),
            case.close(),
            open_by_hand(case, kind, parent_id=case.routing),
        )
    )
    await require_whole(service)


@pytest.mark.requirement("R-38")
async def test_a_flag_that_is_set_while_the_case_goes_back_to_maintenance_never_goes_with_it(
    service: Service, case: Referred
) -> None:
    await case.complete("EVER_IN_ENFORCEMENT", "YES")
    await case.complete("TRANSFER_CASE", "TO_MAINTENANCE_ONLY", reason="He pays.")
    await at_once((set_flag(case, Flag.LOCK_ASSIGNMENT), case.close(), set_flag(case, Flag.COURT_ENFORCED_SCHEDULE)))
    await require_whole(service)


@pytest.mark.requirement("R-48", "X-05")
async def test_the_same_payment_from_everywhere_at_once_is_allocated_once(service: Service, case: Referred) -> None:
    money = Money(case)
    order = await money.grant(pence=1_000_00)
    data = {"amountPence": 400_00, "reference": "LO-1007"}
    await asyncio.gather(*(insist(service, "payment_received", "b-1", **data) for _ in range(8)))
    assert len(await service.all(PaymentIn)) == 1
    assert await money.owed(order) == 600_00
    await require_whole(service)


@pytest.mark.requirement("R-41", "R-48")
async def test_payments_at_once_never_overpay_an_order_which_is_paid_off_once(service: Service, case: Referred) -> None:
    money = Money(case)
    order = await money.grant(pence=1_000_00)
    data = {"amountPence": 300_00, "reference": "LO-1007"}
    await asyncio.gather(*(insist(service, "payment_received", f"b-{number}", **data) for number in range(6)))
    assert await money.owed(order) == 0
    assert len(await case.requests(KindCode.LO_PAID_OFF)) == 1
    assert sum(each.amount_pence for each in await service.all(PaymentIn)) == 1_800_00
    await require_whole(service)


@pytest.mark.requirement("R-04", "R-46")
async def test_of_several_schedules_agreed_at_once_one_is_live(service: Service, case: Referred) -> None:
    money = Money(case)
    await at_once(money.agree(replace(TERMS, total_pence=pence)) for pence in (200_00, 300_00, 400_00))
    await money.schedule()
    await require_whole(service)


@pytest.mark.requirement("R-25", "R-26", "X-05")
async def test_a_review_date_that_timers_monitors_and_a_change_of_it_meet_at_once_routes_the_case_once(
    service: Service, case: Referred
) -> None:
    await case.complete("EVER_IN_ENFORCEMENT", "YES")
    await set_review_date(case, REVIEW_ON)
    await case.close()
    service.clock.set(start_of(REVIEW_ON))
    await asyncio.gather(
        *(Timers(service.ground).run_due(service.clock.at) for _ in range(3)),
        *(Monitor(service.ground).look() for _ in range(3)),
    )
    (routed,) = await opened(case)
    assert routed.opened_for is not None
    assert routed.opened_for.startswith("review:")
    await require_whole(service)


@pytest.mark.requirement("R-26")
async def test_a_review_date_moved_while_it_expires_expires_once_on_the_day_that_counts(
    service: Service, case: Referred
) -> None:
    await review_on(case, REVIEW_ON)
    service.clock.set(start_of(REVIEW_ON))
    later = REVIEW_ON + timedelta(days=30)
    await asyncio.gather(
        Timers(service.ground).run_due(service.clock.at), review_on(case, later), Monitor(service.ground).look()
    )
    assert len(await opened(case)) <= 1
    await require_whole(service)
    before = len(await opened(case))
    service.clock.set(start_of(later))
    await asyncio.gather(Timers(service.ground).run_due(service.clock.at), Monitor(service.ground).look())
    assert len(await opened(case)) == before + 1
    await require_whole(service)


@pytest.mark.requirement("R-35", "X-05")
async def test_everything_that_ends_surveillance_at_once_brings_the_case_out_once(
    service: Service, case: Referred
) -> None:
    await watch(case, until=REVIEW_ON)
    service.clock.set(start_of(REVIEW_ON))
    await asyncio.gather(
        Timers(service.ground).run_due(service.clock.at),
        Monitor(service.ground).look(),
        insist(service, "employment", "e-1", caseNumber=NUMBER),
        insist(service, "client_contact", "c-1", caseNumber=NUMBER),
    )
    row, kinds = await case.row(), [each.kind for each in await case.history()]
    assert (row.area, kinds.count(EventKind.SURVEILLANCE_ENDED)) == (CaseArea.ENFORCEMENT, 1)
    await require_whole(service)


@pytest.mark.requirement("R-01", "X-05")
async def test_of_two_workers_one_monitors_the_day_and_what_is_due_opens_once(
    service: Service, theirs: Agency, case: Referred
) -> None:
    cases = [case, *[await theirs.refer() for _ in range(3)]]
    for each in cases:
        await review_on(each, REVIEW_ON)
    service.clock.set(start_of(REVIEW_ON))
    looked = await asyncio.gather(*(Monitor(service.ground).run_day() for _ in range(4)))
    assert [each.opened for each in looked if each] == [4]
    assert [len(await opened(each)) for each in cases] == [1, 1, 1, 1]
    await require_whole(service)
