"""Whatever case managers, team leaders, outside systems and the clock do in whatever order, the cases stay whole."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from backend.models import Activity, EnforcementCase, LiabilityOrder, PaymentIn, ServiceRequest, Timer
from backend.rules.periods import start_of
from backend.rules.vocabulary import CaseArea, KindCode, ServiceRequestStatus
from tests.builders import agency_requests
from tests.builders.agency_courses import ACTS, COURSES
from tests.builders.agency_rows import faults, read
from tests.builders.agency_workload import open_workload
from tests.builders.enforcement_cases import agency
from tests.builders.money import Money
from tests.builders.monitoring import review_on, watch
from tests.builders.service import Service, open_service
from tests.shared_databases import Shared

Fresh = Callable[[], Awaitable[Service]]
EXAMPLES = 2
REVIEW_ON = date(2026, 4, 13)
REVIEW_AT = start_of(REVIEW_ON)
SEEDS = st.integers(0, 2**32)


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest) -> Fresh:
    """The service on an empty database, as often as it is asked for."""
    shared: Shared = request.getfixturevalue("shared_file" if request.param == "sqlite" else "shared_postgresql")

    async def fresh() -> Service:
        await shared.empty()
        return await open_service(shared.database)

    return fresh


@pytest.mark.requirement("R-06", "R-08", "R-10", "R-11", "R-12", "R-25", "R-26", "R-36", "R-37", "R-38", "R-48", "X-05")
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(cases=SEEDS, turns=st.lists(SEEDS, min_size=4, max_size=8))
async def test_whatever_is_done_by_whomever_the_cases_stay_whole(fresh: Fresh, cases: int, turns: list[int]) -> None:
    """Each seed is a turn, so that fewer turns are looked for where something does not hold."""
    workload = await open_workload(await fresh())
    await workload.begin(cases)
    await workload.go(turns, ACTS, COURSES)


async def test_what_does_not_hold_is_found(service: Service) -> None:
    """The checks themselves: each finds what is wrong where somebody changed rows behind the service's back."""
    case = Money(await (await agency(service)).assigned())
    await case.on.start()
    order = await case.grant()
    await case.receive(1_00, "LO-1007")
    await review_on(case.on, REVIEW_ON)
    await watch(case.on)
    await agency_requests.have_opened(case.on, KindCode.GATHER_INFORMATION, parent=case.on.routing)
    assert faults(await read(service)) == []
    for statement in (
        update(Timer).values(due_at=REVIEW_AT + timedelta(days=1)),
        update(EnforcementCase).values(area=CaseArea.CENTRAL_TEAM),
        update(PaymentIn).values(excess_pence=5),
        update(LiabilityOrder).where(LiabilityOrder.id == order).values(paid_off_at=service.clock.at),
        update(Activity).where(Activity.position == 1).values(position=100),
        update(ServiceRequest).where(ServiceRequest.id == case.on.routing).values(status=ServiceRequestStatus.CLOSED),
    ):
        await service.change(statement)
    found = {each.split(":")[0] for each in faults(await read(service))}
    assert found == {
        "timers_agree", "maintenance_is_free", "money_adds_up", "opened_once", "plans_are_whole", "parents_close_last",
    }  # fmt: skip
