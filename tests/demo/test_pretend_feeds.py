"""The demonstration's outside systems speak to it over HTTP, signed, as the real ones do (R-01)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx2
import pytest
from starlette.applications import Starlette

from backend.adapters.feeds import documents
from backend.demo.feeds import REFERRAL, Senders, secret_of, settings_of
from backend.http import intake
from backend.operations.ground import machine_now
from backend.operations.received import Answer, Taken
from backend.rules.intake import Told
from backend.rules.vocabulary import Feed
from backend.settings import Settings
from tests.builders.clocks import SetClock
from tests.builders.paying import serving


@dataclass
class Demonstration:
    """Where messages are sent from and arrive, and what was heard."""

    http: httpx2.AsyncClient
    heard: list[tuple[Feed, Told]] = field(default_factory=list)

    async def send(self, **order: object) -> httpx2.Response:
        return await self.http.post("/demo/feeds", json=order)


@pytest.fixture
async def demonstration() -> AsyncIterator[Demonstration]:
    async def take_in(feed: Feed, _body: bytes, document: object) -> Taken:
        assert isinstance(document, dict)
        made.heard.append((feed, documents.read(feed, document).told))
        return Taken(Answer.ACCEPTED)

    async def case_numbers() -> list[str]:
        return ["121000456701"]

    def make(url: str) -> Starlette:
        route = intake.route(secrets={feed: secret_of(feed) for feed in Feed}, take_in=take_in, now=machine_now)
        return Starlette(routes=[route, *Senders(url, machine_now, SetClock(), case_numbers).routes()])

    async with serving(make) as url, httpx2.AsyncClient(base_url=url, timeout=15) as http:
        made = Demonstration(http)
        yield made


@pytest.mark.requirement("R-01")
async def test_every_message_that_is_offered_is_sent_signed_and_understood(demonstration: Demonstration) -> None:
    offered = (await demonstration.http.get("/demo/feeds")).json()
    assert offered["cases"] == ["121000456701"]
    assert sorted(offered["kinds"]) == sorted(kind for of in documents.READERS.values() for kind in of)
    for kind in offered["kinds"]:
        answered = (await demonstration.send(kind=kind, caseNumber="121000456701")).json()
        assert (answered["status"], answered["answer"]) == (202, {"answer": "ACCEPTED"})
    assert {feed for feed, _ in demonstration.heard} == set(Feed)
    assert len(demonstration.heard) == len(offered["kinds"])


async def test_each_referral_is_of_a_case_that_was_not_there(demonstration: Demonstration) -> None:
    numbers = {(await demonstration.send(kind=REFERRAL)).json()["sent"]["data"]["cases"][0]["number"] for _ in range(3)}
    assert len(numbers) == 3


@pytest.mark.parametrize("order", [{"kind": "letter"}, {"kind": 1}, {}, {"kind": "death", "more": 1}])
async def test_what_nobody_sends_is_not_sent(demonstration: Demonstration, order: dict[str, object]) -> None:
    assert (await demonstration.send(**order)).status_code == 400
    assert demonstration.heard == []


def test_a_demonstration_knows_all_of_them_by_secrets_that_a_real_start_would_take() -> None:
    given = {feed: secret.get_secret_value() for feed, secret in settings_of()["intake_secrets"].items()}
    assert set(Settings(DEMO=True, INTAKE_SECRETS=given).intake_secrets) == set(Feed)
