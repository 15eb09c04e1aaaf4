"""How many SQL statements each screen of the agency costs: a fixed number, whatever there is to tell."""

from backend.adapters.database import Database
from tests.api.statements_of_the_agency import DOCUMENTS, counts

STATEMENTS: dict[str, int] = {
    "enforcement-cases": 8,
    "enforcement-case": 28,
    "enforcement-case-history": 4,
    "case-decisions": 9,
    "agency-queue": 13,
    "team-load": 4,
    "enforcement-case-changed": 18,
    "parent-enforcement-cases": 8,
    "read-party-details": 18,
}
"""Each with the one that finds out whose token it is. A number that rises here has to be explained to a reviewer.

What the rules judge a case by takes seven statements, however many cases are judged: actions, decisions and the review
share them.
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
