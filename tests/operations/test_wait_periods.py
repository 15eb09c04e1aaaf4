"""A service request that was told to wait: on its day it comes to the top of the queue by itself (R-44)."""

from datetime import date

import pytest

from backend.models import ServiceRequest
from backend.operations import transfers
from backend.operations.case_file import CaseFile
from backend.operations.unit import Unit
from backend.rules.periods import start_of
from backend.rules.vocabulary import CaseArea
from tests.builders.case_acts import by_the_service, notes_of
from tests.builders.money import Money, money
from tests.builders.monitoring import look, reasons
from tests.builders.service import Service


@pytest.mark.requirement("R-44")
async def test_a_wait_period_that_is_over_brings_its_service_request_up_and_routes_nothing(service: Service) -> None:
    case = await money(service)
    key = await waiting(case, CaseArea.MAINTENANCE)
    service.clock.set(start_of(date(2026, 4, 10)))
    assert (await look(service)).opened == 0
    row = await case.on.request(key)
    assert (row.waits_until, row.due_on) == (None, date(2026, 4, 10))
    assert await notes_of(case.on, key) == ["The wait period is over."]
    before = await service.counts()
    assert (await look(service)).candidates == 0
    assert await service.counts() == before


@pytest.mark.requirement("R-02")
async def test_a_wait_period_that_is_over_in_enforcement_routes_the_case_too(service: Service) -> None:
    case = await money(service)
    await waiting(case, CaseArea.ENFORCEMENT)
    service.clock.set(start_of(date(2026, 4, 10)))
    assert [(await look(service)).opened for _ in range(2)] == [1, 0]
    assert await reasons(case.on) == ["Wait period elapsed."]


async def waiting(case: Money, area: CaseArea) -> object:
    """A service request that waits until the tenth of April, on a case in this area."""

    async def act(unit: Unit, of: CaseFile) -> None:
        row = await unit.session.get_one(ServiceRequest, case.on.routing)
        row.waits_until = date(2026, 4, 10)
        if area is not of.row.area:
            await transfers.move(unit, of, area, reason="It is worked there.")

    await by_the_service(case.on, act)
    return case.on.routing
