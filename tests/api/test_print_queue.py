"""The print queue as staff work it: each letter with a link to its PDF, and no word of a security code (W-21)."""

import pytest
from httpx2 import ASGITransport, AsyncClient
from starlette.applications import Starlette

from backend.adapters.database import Database
from backend.http import files
from backend.operations import printing
from backend.rules.vocabulary import Role
from tests.api.world import World, lodging, party

pytestmark = pytest.mark.requirement("W-21")
QUEUE = "{ viewer { printQueue(first: 9) { nodes { name state recipientName failure download { url expiresAt } } } } }"
CLAIMS = "{ viewer { claims(first: 9) { nodes { letters { name state failure download { url } } } } } }"


@pytest.fixture
async def world(database: Database) -> World:
    """Kate's claim against Andrew, who has no e-mail address."""
    made = World(database)
    await made.person("Olu Officer", Role.COURT_OFFICER)
    kate, andrew = await made.person("Kate Marlowe"), await made.person("Andrew Hollis")
    case_id = await made.lodge(kate, lodging(defendants=(party("Andrew Hollis", email=None),)))
    await made.stand_for(andrew, case_id, "Andrew Hollis")
    return made


def site(world: World) -> AsyncClient:
    """The route of letters, as a browser reaches it."""

    async def fetch(token: str, held: str | None) -> printing.downloads.File | None:
        return await printing.download(world.ground, token, bearer=held)

    app = Starlette(routes=[files.route(fetch, path=printing.PATH)])
    return AsyncClient(transport=ASGITransport(app=app), base_url="http://claims.example")


async def test_staff_follow_the_link_of_a_waiting_letter_to_its_pdf(world: World) -> None:
    officer = world.people["Olu Officer"]
    queue = (await world.data(officer, QUEUE))["viewer"]["printQueue"]["nodes"]
    [letter] = queue
    assert (letter["name"], letter["state"], letter["recipientName"]) == ("CLAIM_LODGED", "TO_PRINT", "Andrew Hollis")
    async with site(world) as client:
        answer = await client.get(letter["download"]["url"])
        forged = await client.get(letter["download"]["url"][:-2] + "aa")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content.startswith(b"%PDF-")
    assert forged.status_code == 404
    assert all(code.text not in str(queue) for code in await world.codes())


async def test_a_letter_that_does_not_wait_to_be_printed_has_no_link_and_to_a_party_none_has(world: World) -> None:
    states = {}
    for name in ("Kate Marlowe", "Olu Officer"):
        claims = (await world.data(world.people[name], CLAIMS))["viewer"]["claims"]["nodes"]
        for letter in claims[0]["letters"]:
            states[name, letter["name"]] = (letter["state"], letter["download"] is not None)
    assert states == {
        ("Kate Marlowe", "CLAIM_LODGED_CONFIRMATION"): ("WAITING", False),
        ("Olu Officer", "CLAIM_LODGED_CONFIRMATION"): ("WAITING", False),
        ("Olu Officer", "CLAIM_LODGED"): ("TO_PRINT", True),
    }


async def test_a_defendant_sees_that_a_letter_waits_to_be_printed_but_gets_no_link(world: World) -> None:
    claims = (await world.data(world.people["Andrew Hollis"], CLAIMS))["viewer"]["claims"]["nodes"]
    assert claims[0]["letters"] == [{"name": "CLAIM_LODGED", "state": "TO_PRINT", "failure": None, "download": None}]
