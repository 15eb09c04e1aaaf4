"""How many SQL statements each document of the contract costs: a fixed number, however much there is to tell."""

import pytest

from backend import contract
from backend.adapters.database import Database
from backend.queries.ids import to_node_id
from tests.api.statements import DOCUMENTS, counts
from tests.api.statements_of_casework import DOCUMENTS as OF_CASEWORK
from tests.api.statements_of_casework import UNCOUNTED as UNCOUNTED_OF_CASEWORK
from tests.api.statements_of_the_agency import DOCUMENTS as OF_THE_AGENCY
from tests.api.statements_of_writs import DOCUMENTS as OF_WRITS
from tests.api.statements_of_writs import UNCOUNTED
from tests.api.world import World

STATEMENTS: dict[str, int] = {
    "viewer": 1,
    "guidance": 1,
    "claim": 17,
    "case-history": 6,
    "claimant-dashboard": 18,
    "defendant-dashboard": 12,
    "staff-claims": 8,
    "print-queue": 3,
    "case-changed": 11,
    "dashboard-changed": 6,
    "lodge-claim": 23,
    "link-to-claim": 28,
    "request-security-code": 19,
    "issue-security-code": 14,
    "unlink": 13,
    "respond-to-claim": 19,
    "request-judgment": 18,
    "enter-judgment": 27,
    "mark-letter-posted": 10,
    "mark-notice-seen": 9,
    "sign-out": 4,
    "hceos": 3,
    "hceo-register": 4,
    "add-hceo": 16,
    "enforcement-options": 9,
    "record-guidance-read": 16,
    "restrain-enforcement": 18,
    "start-writ-application": 20,
    "give-writ-details": 23,
    "appoint-hceo": 25,
    "use-help-with-fees": 34,
    "writ-application": 7,
    "court-teams": 3,
    "work-queue": 6,
    "work-queue-changed": 8,
    "start-service-request": 22,
    "complete-activity": 21,
    "service-request": 16,
    "writ": 5,
    "hceo-dashboard": 6,
    "verify-writ": 6,
    "acknowledge-writ": 17,
    "give-notice-of-enforcement": 19,
}
"""Each with the one that finds out whose token it is. A number that rises here has to be explained to a reviewer.

What tells actions, next steps or notices needs, beside the sum of what is owed, the sum of what restrains enforcement
and the count of applications sent today: a statement each for each list of claims; acts on a judgment count those too.
Entering judgment also writes when payment is due. A claim and the dashboards show the applications and the writ: a
statement for each, and for what hangs on them.
"""

IN_THE_LARGE_WORLD = {
    # One more batch: codes for the defendants who never linked.
    "enter-judgment": {"sqlite": 28, "postgresql": 29},
    # Codes follow the first one in a batch; SQLite takes the five entries of the history one by one.
    "request-security-code": {"sqlite": 24, "postgresql": 21},
}
"""Where five defendants cost more than one: acts only, and bounded by how many a claim may have."""

SIBLINGS = """query ($last: Int!) { viewer { claims(first: 20) { nodes {
  history(last: $last, filter: { kind: [RESPONSE_OVERDUE] }) { nodes { id summary } totalCount }
  whole: history(first: 1) { totalCount pageInfo { hasNextPage } }
  debts { total lines { id } } parties { id } letters { id } responses { id } judgmentRequests { id } judgment { id }
  amountOwed position nextSteps { code } actions { name } notices { name }
} } } }"""


def expected(database: Database) -> dict[str, int]:
    """The counts of a database: on PostgreSQL every mutation takes one lock more, for its key."""
    acts = {name for name, text in contract.documents().items() if "mutation" in text}
    locks = acts if database.dialect == "postgresql" else set()
    return {name: count + (name in locks) for name, count in STATEMENTS.items()}


def test_every_document_of_the_contract_is_counted() -> None:
    uncounted = UNCOUNTED | UNCOUNTED_OF_CASEWORK
    counted = set(contract.documents()) - uncounted
    assert set(STATEMENTS) == {*DOCUMENTS, *OF_WRITS}
    assert {*STATEMENTS, *OF_THE_AGENCY, *OF_CASEWORK} == counted
    assert set(contract.documents()) >= uncounted


async def test_the_number_of_statements_is_known_in_a_world_of_one_of_each(database: Database) -> None:
    assert await counts(database, 1) == expected(database)


async def test_the_number_of_statements_does_not_grow_with_what_there_is_to_tell(database: Database) -> None:
    more = {name: counted[database.dialect] for name, counted in IN_THE_LARGE_WORLD.items()}
    assert await counts(database, 20) == {**expected(database), **more}


@pytest.mark.parametrize("claims", [1, 4])
async def test_siblings_share_a_statement_whatever_is_asked_of_them(database: Database, claims: int) -> None:
    world = World(database)
    kate = await world.person("Kate")
    keys = [await world.lodge(kate) for _ in range(claims)]
    for key in keys:
        await world.happen(key, 3)
    with database.count_statements() as seen:
        listed = (await world.data(kate, SIBLINGS, last=2))["viewer"]["claims"]["nodes"]
    assert [len(each["history"]["nodes"]) for each in listed] == [2] * claims
    assert [each["history"]["totalCount"] for each in listed] == [3] * claims
    assert [each["whole"]["totalCount"] for each in listed] == [4] * claims
    # The session, the claims; two pages and two counts of histories; debts, sums and lines; five relations; three
    # sums: of what is owed, what restrains enforcement, and how often an application was sent today.
    assert seen.count == 17


@pytest.mark.parametrize("claims", [1, 4])
async def test_nodes_of_one_type_share_a_statement(database: Database, claims: int) -> None:
    world = World(database)
    kate = await world.person("Kate")
    ids = [to_node_id("Claim", await world.lodge(kate)) for _ in range(claims)]
    with database.count_statements() as seen:
        found = await world.data(kate, "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=[*ids, *ids])
    assert [each["id"] for each in found["nodes"]] == [*ids, *ids]
    assert seen.count == 2
