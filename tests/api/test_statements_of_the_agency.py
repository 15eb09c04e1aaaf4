"""How many SQL statements each screen of the agency costs: a fixed number, whatever there is to tell."""

import pytest

from backend.adapters.database import Database
from tests.api.statements_of_the_agency import DOCUMENTS, counts, stage, statements_of_list

STATEMENTS: dict[str, int] = {
    "enforcement-cases": 8,
    "enforcement-case": 22,
    "enforcement-case-history": 4,
    "case-decisions": 3,
    "agency-queue": 7,
    "team-load": 4,
    "enforcement-case-changed": 10,
    "parent-enforcement-cases": 8,
    "read-party-details": 11,
}
"""Each with the one that finds out whose token it is. A number that rises here has to be explained to a reviewer.

What the rules judge a case by takes one statement, however many cases are judged: actions, decisions and the review
share it.
"""


def expected(database: Database) -> dict[str, int]:
    """The counts of a database: on PostgreSQL a mutation takes one lock more, for its key."""
    return {
        name: count + (name == "read-party-details" and database.dialect == "postgresql")
        for name, count in STATEMENTS.items()
    }


def test_every_screen_of_the_agency_is_counted() -> None:
    assert set(STATEMENTS) == set(DOCUMENTS)


async def test_the_number_of_statements_is_known_with_one_case(database: Database) -> None:
    assert await counts(database, 1) == expected(database)


async def test_the_number_of_statements_does_not_grow_with_the_cases_nor_with_what_is_on_them(
    database: Database,
) -> None:
    assert await counts(database, 20) == expected(database)


@pytest.mark.requirement("R-18", "R-38", "X-04")
@pytest.mark.parametrize("cases", [1, 20])
async def test_what_can_be_chosen_is_told_by_the_facts_of_all_the_cases_and_by_nothing_more(
    database: Database, cases: int
) -> None:
    prepared = await stage(database, cases)
    powers, flags = "powerOptions { power reasons { code } }", "flagOptions { flag isSet actions { isOpen } }"
    alone = await statements_of_list(prepared, "reference")
    judged = await statements_of_list(prepared, "actions { name }")
    assert (len(alone), len(judged)) == (2, 3)
    for chosen in (powers, flags, f"{powers} {flags}", f"actions {{ name }} {powers} {flags}"):
        assert await statements_of_list(prepared, chosen) == judged
