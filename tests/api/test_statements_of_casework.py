"""How many SQL statements the commonest acts of the agency cost: a fixed number, whatever there is on the case."""

from backend.adapters.database import Database
from tests.api.statements_of_casework import DOCUMENTS, IN_A_ROW, counts

A_PAYMENT = "a payment"
STATEMENTS: dict[str, int] = {
    "start-service-request": 19,
    "record-form": 23,
    "complete-activity": 21,
    "case-service-request": 13,
    "set-flag": 15,
    "agree-schedule": 17,
    "assign-service-requests": 26,
    A_PAYMENT: 13,
}
"""Each with the one that finds out whose token it is. A number that rises here has to be explained to a reviewer.

Whatever changes a case locks it, loads it, and reads what the rules judge it by: a statement each; the answer reads
that again. The rest of an answer is what the screen shows of the case and of the service request: a statement for each
list.
"""
ENTRIES_TOGETHER = {"complete-activity": 1, A_PAYMENT: 1}
"""Where an act makes two entries of the history at once: PostgreSQL takes them together, SQLite one by one."""


def expected(database: Database) -> dict[str, int]:
    """The counts of a database: on PostgreSQL an act takes one lock more, for its key; a read and the intake none."""
    if database.dialect == "sqlite":
        return STATEMENTS
    locks = dict.fromkeys(DOCUMENTS, 1) | {"case-service-request": 0, "assign-service-requests": IN_A_ROW}
    return {name: count + locks.get(name, 0) - ENTRIES_TOGETHER.get(name, 0) for name, count in STATEMENTS.items()}


def test_every_act_is_counted() -> None:
    assert set(STATEMENTS) == {*DOCUMENTS, A_PAYMENT}


async def test_the_number_of_statements_of_an_act_is_known_with_one_case(database: Database) -> None:
    assert await counts(database, 1) == expected(database)


async def test_the_number_of_statements_of_an_act_does_not_grow_with_what_is_on_the_case(database: Database) -> None:
    assert await counts(database, 20) == expected(database)
