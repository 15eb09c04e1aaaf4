"""Messages of outside systems over HTTP: signed, bounded, taken in once, and never a fault of ours (R-01, X-08)."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import httpx2
import orjson
import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from backend.adapters.database import Database
from backend.adapters.feeds.signature import SIGNATURE, TIMESTAMP, WINDOW, signature_of, signed
from backend.demo.pretend_feeds import Faults, PretendFeed
from backend.execution.engine import Engine
from backend.http import intake as http_intake
from backend.http.door import Door
from backend.http.routes import gates
from backend.http.service import Service as HttpService
from backend.models import Finding, IntakeMessage, ServiceRequest
from backend.operations import installation, intake
from backend.operations.ground import machine_now
from backend.operations.received import Taken
from backend.rules.errors import ErrorCode, PublicError
from backend.rules.intake import LARGEST
from backend.rules.vocabulary import Feed, MessageState
from tests.builders.enforcement_cases import Referred, agency
from tests.builders.intake import DATA, feed_of, message
from tests.builders.paying import serving
from tests.builders.service import Service, open_service
from tests.conftest import Urls
from tests.transport.toy import ToyPorts, World, make_schema

SECRETS = {feed: f"the secret of {feed} in tests, long enough" for feed in Feed if feed is not Feed.CRA}
"""Of each feed but one, which is closed."""
STATUSES = {200, 202, 400, 401, 409, 413, 422}


@dataclass
class Site:
    """The service with Dean's case, and where outside systems reach it."""

    url: str
    service: Service
    case: Referred
    http: httpx2.AsyncClient
    urls: Urls
    is_away: bool = False
    senders: dict[Feed, PretendFeed] = field(default_factory=dict)

    def sender(self, feed: Feed, **faults: object) -> PretendFeed:
        secret = SECRETS.get(feed, "no secret of ours at all, as it happens")
        return PretendFeed(feed, self.url, secret, machine_now, Faults(**faults))

    async def tell(
        self, kind: str, key: str = "m-1", *, faults: dict[str, object] | None = None, **data: object
    ) -> list[int]:
        sender = self.sender(feed_of(kind), **(faults or {}))
        return [reply.status for reply in await sender.tell(message(kind, key, **data))]

    async def post(self, body: bytes, feed: str = "hmrc", secret: str = SECRETS[Feed.HMRC]) -> int:
        headers = signed(body, secret, at=machine_now())
        return (await self.http.post(f"/intake/{feed}", content=body, headers=headers)).status_code


@pytest.fixture
async def site(database_urls: Urls) -> AsyncIterator[Site]:
    database = Database(database_urls.service, pool_size=5)
    service = await open_service(database)
    case = await (await agency(service)).refer()

    async def take_in(feed: Feed, body: bytes, document: object) -> Taken:
        if made.is_away:
            raise PublicError(ErrorCode.SERVICE_UNAVAILABLE, "Busy.")
        return await intake.take_in(service.ground, feed, body, document)

    http_service = HttpService(Engine(make_schema()), ToyPorts(World()), Door(hosts=frozenset({"127.0.0.1"})))
    route = http_intake.route(secrets=SECRETS, take_in=take_in, now=machine_now)
    app = Starlette(routes=[route], middleware=gates(http_service))
    async with serving(lambda _url: app) as url, httpx2.AsyncClient(base_url=url, timeout=30) as http:
        made = Site(url, service, case, http, database_urls)
        yield made
    await database.dispose()


@pytest.mark.requirement("R-01")
async def test_a_message_is_accepted_known_again_and_another_under_its_id_is_refused(site: Site) -> None:
    assert await site.tell("employment", faults={"copies": 2}) == [202, 200]
    assert await site.tell("employment", employer="Somebody else") == [409]
    assert len(await site.service.all(Finding)) == 1


@pytest.mark.requirement("X-05")
async def test_the_same_message_many_times_at_once_has_one_effect(site: Site) -> None:
    async def insist() -> int:
        """As every sender: what was to come later is sent again, unchanged."""
        while (status := (await site.tell("client_contact"))[0]) == 503:
            pass
        return status

    answers = await asyncio.gather(*(insist() for _ in range(6)))
    assert sorted(answers) == [200] * 5 + [202]
    assert len(await site.service.all(ServiceRequest)) == 2


@pytest.mark.requirement("R-02")
@pytest.mark.parametrize("kind", ["death", "rdo_compliance", "liability_order_paid_off"])
async def test_a_message_that_cannot_be_used_is_kept_and_somebody_is_asked(site: Site, kind: str) -> None:
    assert await site.tell(kind, caseNumber="999") == [422]
    (kept,) = await site.service.all(IntakeMessage)
    assert (kept.state, kept.refusal) == (MessageState.REFUSED, "CASE_UNKNOWN")
    assert len(await site.service.all(ServiceRequest, subject_id=kept.id)) == 1


@pytest.mark.requirement("X-08")
async def test_the_answer_says_why_without_a_word_of_the_message(site: Site) -> None:
    body = orjson.dumps(message("employment", employer={"Hollis": "Walls"}))
    headers = signed(body, SECRETS[Feed.HMRC], at=machine_now())
    answer = await site.http.post("/intake/hmrc", content=body, headers=headers)
    assert answer.json() == {
        "answer": "REFUSED",
        "code": "FIELD_WRONG",
        "message": "A field does not hold what the format asks for: data.employer.",
    }


@pytest.mark.requirement("X-08")
@pytest.mark.parametrize(
    "faults",
    [
        {"forged": True},
        {"late": WINDOW + timedelta(seconds=5)},
        {"late": -WINDOW - timedelta(seconds=5)},
    ],
    ids=["forged", "too late", "from the future"],
)
async def test_what_is_not_signed_now_by_its_sender_is_not_heard(site: Site, faults: dict[str, object]) -> None:
    assert await site.tell("employment", faults=faults) == [401]
    assert await site.service.all(IntakeMessage) == []


@pytest.mark.requirement("X-08")
async def test_a_signature_is_of_one_time_one_body_and_one_feed(site: Site) -> None:
    body = orjson.dumps(message("employment"))
    right = signed(body, SECRETS[Feed.HMRC], at=machine_now())
    later = str(int(right[TIMESTAMP]) + 1)
    wrong: list[tuple[str, bytes, dict[str, str]]] = [
        ("hmrc", body + b" ", right),
        ("hmrc", body, {**right, TIMESTAMP: later}),
        ("hmrc", body, {SIGNATURE: right[SIGNATURE]}),
        ("hmrc", body, {TIMESTAMP: right[TIMESTAMP]}),
        ("hmrc", body, {TIMESTAMP: "soon", SIGNATURE: signature_of("soon", body, SECRETS[Feed.HMRC])}),
        ("cis", body, right),
        ("cra", body, signed(body, "no secret of ours at all, as it happens", at=machine_now())),
        ("nobody", body, right),
        ("HMRC", body, right),
    ]
    answers = [(await site.http.post(f"/intake/{to}", content=sent, headers=under)) for to, sent, under in wrong]
    assert [(answer.status_code, answer.content) for answer in answers] == [(401, b"")] * len(wrong)
    assert await site.service.all(IntakeMessage) == []
    assert (await site.http.post("/intake/hmrc", content=body, headers=right)).status_code == 202
    assert (await site.http.post("/intake/hmrc", content=body, headers=right)).status_code == 200


NO_MESSAGES = {
    "empty": b"",
    "null": b"null",
    "list": b"[]",
    "nothing in it": b"{}",
    "cut": b"{",
    "no UTF-8": b"\xff",
    "no kind": b'{"id": "a"}',
    "id": b'{"id": 1, "kind": "employment"}',
    "our id": b'{"id": "sha256:x", "kind": "employment"}',
    "NUL": b'{"id": "a\\u0000", "kind": "employment"}',
    "kind": b'{"id": "a", "kind": 7}',
    "deep": b"[" * 500,
    "deep within": b'{"id": "a", "kind": "employment", "data": ' + b"[" * 20 + b"]" * 20 + b"}",
}


@pytest.mark.parametrize("body", NO_MESSAGES.values(), ids=NO_MESSAGES)
async def test_what_is_no_message_is_kept_all_the_same_once(site: Site, body: bytes) -> None:
    assert [await site.post(body), await site.post(body)] == [400, 400]
    (kept,) = await site.service.all(IntakeMessage)
    assert (kept.state, kept.refusal, kept.kind) == (MessageState.REFUSED, "NOT_A_MESSAGE", None)
    assert site.service.ground.sealer.open(kept.content, intake.PURPOSE) == body
    assert len(await site.service.all(ServiceRequest, subject_id=kept.id)) == 1


async def test_a_message_is_bounded_and_posted(site: Site) -> None:
    assert await site.post(b" " * (LARGEST + 1)) == 413
    assert await site.post(b" " * 100_001) == 413
    assert (await site.http.get("/intake/hmrc")).status_code == 405
    assert await site.service.all(IntakeMessage) == []


async def test_a_database_that_is_away_is_to_be_told_again(site: Site) -> None:
    site.is_away = True
    assert await site.tell("employment") == [503]
    site.is_away = False
    assert await site.tell("employment") == [202]


async def test_a_restored_copy_takes_nothing_in_until_it_is_released(site: Site) -> None:
    await installation.hold(site.urls.owner, at=machine_now())
    assert await site.tell("employment") == [503]
    assert await site.service.all(IntakeMessage) == []
    await installation.release(site.urls.owner, at=machine_now())
    assert await site.tell("employment") == [202]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
FIELDS = sorted({name for _, data in DATA.values() for name in data})


@st.composite
def documents(draw: st.DrawFn) -> dict[str, object]:
    """A message with some of its fields holding whatever, and perhaps without one."""
    kind = draw(st.sampled_from(sorted(DATA)))
    given_otherwise = draw(st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=3))
    made: dict[str, object] = message(kind, **given_otherwise)
    made.pop(draw(st.sampled_from(["", "id", "kind", "sentAt", "data"])), None)
    return made


@pytest.mark.requirement("R-02", "X-08")
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(body=st.binary(max_size=200) | VALUES.map(repr).map(str.encode))
async def test_no_bytes_are_a_fault_of_ours(site: Site, body: bytes) -> None:
    assert await site.post(body) in STATUSES


@pytest.mark.requirement("R-02", "X-08")
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(document=documents(), key=st.integers(0, 10_000))
async def test_whatever_a_message_holds_it_is_kept_or_told_what_is_wrong(
    site: Site, document: dict[str, object], key: int
) -> None:
    with structlog.testing.capture_logs() as lines:
        try:
            body = orjson.dumps({**document, **({"id": f"h-{key}"} if "id" in document else {})})
        except (orjson.JSONEncodeError, TypeError):
            return
        feed = feed_of(str(document.get("kind", "employment")))
        secret = SECRETS.get(feed, "no secret of ours at all, as it happens")
        status = await site.post(body, feed.lower(), secret)
    assert status in STATUSES
    assert [line for line in lines if line["log_level"] == "error"] == []
    if status in (202, 400, 422):
        kept = [each.content for each in await site.service.all(IntakeMessage)]
        assert body in [site.service.ground.sealer.open(each, intake.PURPOSE) for each in kept]
