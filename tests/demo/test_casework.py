"""The enforcement cases as the start page lists them: as they are now, each opened as somebody who sees it."""

from uuid import UUID

import pytest
from sqlalchemy import select

from backend.adapters.database import Database
from backend.demo.casework import CaseNow, cases_now
from backend.models import MaintenanceCase, ServiceRequest
from backend.operations import work_queue
from backend.operations.unit import carry_out
from backend.queries.enforcement_cases import ENFORCEMENT_CASE, has_number
from backend.queries.reading import Reading
from backend.rules.access import SYSTEM
from tests.demo.telling_cases import NOW, actor_of, ground_of, told

EXPECTED: dict[str, tuple[tuple[str, ...], tuple[str, ...], str | None]] = {
    "Craig Holloway": (("to be routed",), (), None),
    "Lewis Barraclough": (("routed, not started",), (), "Leanne Whitaker"),
    "Darren Tully": (("routed, not started",), ("segment 5",), "Leanne Whitaker"),
    "Peter Lomax": (("routed, not started",), ("from the legacy system",), "Leanne Whitaker"),
    "Ross Kinnear": (
        (),
        ("charge for payment in force until 4 December 2026", "liability order granted"),
        "Ailsa Munro",
    ),
    "Martin Oakes": ((), ("information being gathered",), "Leanne Whitaker"),
    "Conor Devlin": ((), ("information being gathered",), "Orla McKee"),
    "Anthony Webb": ((), ("paused until 3 March 2027",), None),
    "Callum Baird": ((), ("liability order granted", "Lock assignment"), "Ailsa Munro"),
    "Dean Sutton": (("letter to be signed off",), ("liability order granted",), "Leanne Whitaker"),
    "Kevin Marsden": (
        (),
        ("driving disqualification launched", "liability order granted", "DEO desire"),
        "Leanne Whitaker",
    ),
    "Scott Delaney": (
        (),
        ("in surveillance", "review on 31 July 2027", "Disable missed payment monitor", "DEO desire"),
        None,
    ),
    "Imran Sheikh": ((), ("regular deduction order", "Disable missed payment monitor"), "Leanne Whitaker"),
    "Gareth Pope": ((), ("liability order granted", "schedule agreed"), "Leanne Whitaker"),
    "Neil Ashworth": (
        (),
        ("sanction in force: driving disqualification", "register entry in force", "liability order granted"),
        "Leanne Whitaker",
    ),
}
"""Of each paying parent: what waits for somebody, what else stands out, and who works the case."""


async def listed(database: Database) -> dict[str, CaseNow]:
    return {each.paying_parent: each for each in await cases_now(database, now=NOW)}


@pytest.mark.requirement("R-53")
async def test_each_case_is_listed_with_what_stands_out_and_who_works_it_the_newest_first(database: Database) -> None:
    await told(database)
    found = await listed(database)
    assert {name: (one.waiting, one.standing, one.worked_by) for name, one in found.items()} == EXPECTED
    assert next(iter(found)) == "Craig Holloway"
    first = found["Craig Holloway"]
    assert (first.number, first.arrears_pence, first.jurisdiction, first.persona.key) == (
        "121000456712", 318_450, "England and Wales", "team-leader",
    )  # fmt: skip
    assert found["Ross Kinnear"].jurisdiction == "Scotland"


@pytest.mark.requirement("R-53")
async def test_whoever_a_case_is_opened_as_sees_it(database: Database) -> None:
    await told(database)
    for one in await cases_now(database, now=NOW):
        reading = Reading(database, await actor_of(database, one.persona.key), NOW)
        assert await reading.one(ENFORCEMENT_CASE, has_number(one.number, reading.actor)), one
        await reading.close()


async def test_a_case_that_was_routed_is_listed_so_at_once(database: Database) -> None:
    await told(database)
    leader, leanne = [await actor_of(database, key) for key in ("team-leader", "case-manager")]
    request = await request_of(database, "121000456712")
    await carry_out(
        ground_of(database),
        leader,
        lambda unit: work_queue.give_to(unit, request, leanne.user_id, expected_version=None),
        now=NOW,
    )
    routed = (await listed(database))["Craig Holloway"]
    assert (routed.waiting, routed.worked_by, routed.persona.key) == (
        ("routed, not started",), "Leanne Whitaker", "case-manager",
    )  # fmt: skip


async def request_of(database: Database, number: str) -> UUID:
    """The only service request of a case."""
    async with database.reading(SYSTEM) as connection:
        asked = select(ServiceRequest.id).join(MaintenanceCase, MaintenanceCase.case_id == ServiceRequest.case_id)
        key: UUID = (await connection.scalars(asked.where(MaintenanceCase.number == number))).one()
    return key
