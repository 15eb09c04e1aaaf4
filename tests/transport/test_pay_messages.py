"""The payment provider's messages pass the same gates as everything else, and bring neither cookie nor token (W-07)."""

import hashlib
import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx2
import pytest
from starlette.applications import Starlette

from backend.execution.engine import Engine
from backend.http import pay_messages
from backend.http.door import Door
from backend.http.routes import gates
from backend.http.service import Service
from backend.operations.paying import Heard
from backend.rules.errors import ErrorCode, PublicError
from tests.builders.paying import serving
from tests.transport.toy import ToyPorts, World, make_schema

pytestmark = pytest.mark.requirement("W-07")
SECRET = "a signing secret of tests"
BODY = b'{"resource_id": "theirs", "resource_type": "payment", "event_type": "card_payment_succeeded"}'


@dataclass
class Desk:
    """What was heard, and what is answered to it."""

    http: httpx2.AsyncClient
    heard: list[str]
    answers: Heard | PublicError = Heard.SETTLED

    async def send(self, body: bytes = BODY, **headers: str) -> int:
        signed = {"pay-signature": hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()}
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return (await self.http.post(pay_messages.PATH, content=body, headers=signed | names)).status_code


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async def hear(provider_id: str) -> Heard:
        made.heard.append(provider_id)
        if isinstance(made.answers, PublicError):
            raise made.answers
        return made.answers

    service = Service(Engine(make_schema()), ToyPorts(World()), Door(hosts=frozenset({"127.0.0.1"}), body=1_000))
    app = Starlette(routes=[pay_messages.route(secret=SECRET, hear=hear)], middleware=gates(service))
    async with serving(lambda _url: app) as url, httpx2.AsyncClient(base_url=url) as http:
        made = Desk(http, [])
        yield made


async def test_a_signed_message_names_the_payment_that_is_looked_at(desk: Desk) -> None:
    assert await desk.send() == 200
    assert desk.heard == ["theirs"]


@pytest.mark.parametrize("heard", list(Heard), ids=lambda heard: heard.name)
async def test_only_a_provider_out_of_reach_is_asked_to_tell_again(desk: Desk, heard: Heard) -> None:
    desk.answers = heard
    assert await desk.send() == (503 if heard is Heard.OUT_OF_REACH else 200)


async def test_a_database_out_of_reach_is_asked_to_be_told_again(desk: Desk) -> None:
    desk.answers = PublicError(ErrorCode.SERVICE_UNAVAILABLE, "Busy.")
    assert await desk.send() == 503


@pytest.mark.requirement("X-08")
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "https://evil.example"}, 403),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"host": "evil.example"}, 403),
        ({"pay_signature": "0" * 64}, 401),
        ({"pay_signature": ""}, 401),
    ],
    ids=["another origin", "another site", "another host", "a wrong signature", "no signature"],
)
async def test_what_a_browser_or_a_stranger_sends_is_not_heard(
    desk: Desk, headers: dict[str, str], status: int
) -> None:
    assert await desk.send(**headers) == status
    assert desk.heard == []


async def test_a_message_is_bounded_and_posted(desk: Desk) -> None:
    assert await desk.send(b" " * 1_001) == 413
    assert (await desk.http.get(pay_messages.PATH)).status_code == 405
    assert desk.heard == []
