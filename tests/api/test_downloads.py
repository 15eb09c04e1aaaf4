"""Downloading a document: by a link of one's own, for five minutes, as long as one's right lasts; each is noted."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import update
from starlette.applications import Starlette

from backend.adapters.database import Database
from backend.http import files
from backend.models import Document, HistoryEntry, Letter, Link, LinkAttempt, Session, Stream, new_id
from backend.operations import downloads, sessions
from backend.operations.downloads import PURPOSE, File
from backend.operations.ground import machine_now
from backend.rules.access import Actor
from backend.rules.vocabulary import COURT_ONLY, EventKind
from tests.api.asking import Api, open_api
from tests.builders.writs import Enforced, issued

LINK = "query ($by: WritBy!) { writ(by: $by) { document { sha256 byteSize download { url expiresAt } } } }"


@pytest.fixture
async def api(database: Database) -> Api:
    return await open_api(database)


@pytest.fixture
async def enforced(api: Api) -> Enforced:
    return await issued(api.service)


async def link(api: Api, who: Actor, enforced: Enforced) -> str:
    """The link that somebody is given now."""
    number = (await enforced.writ()).number
    told = (await api.data(who, LINK, by={"number": number}))["writ"]["document"]
    return told["download"]["url"]


async def get(api: Api, url: str, *, method: str = "GET", **headers: str) -> httpx2.Response:
    async def fetch(token: str, held: str | None) -> File | None:
        return await downloads.download(api.service.ground, token, bearer=held)

    transport = httpx2.ASGITransport(app=Starlette(routes=[files.route(fetch)]))
    async with httpx2.AsyncClient(transport=transport, base_url="http://claims.example") as http:
        return await http.request(method, url, headers=headers)


async def noted(enforced: Enforced) -> list[Any]:
    entries = await enforced.service.all(HistoryEntry, stream_id=enforced.case_id, by=HistoryEntry.number)
    return [each for each in entries if each.kind is EventKind.DOCUMENT_DOWNLOADED]


@pytest.mark.requirement("W-12")
async def test_both_sides_the_court_and_the_officer_download_the_same_bytes(api: Api, enforced: Enforced) -> None:
    service, document = api.service, await api.service.one(Document)
    for who in (service.kate, service.andrew, service.officer, enforced.hceo):
        answer = await get(api, await link(api, who, enforced))
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
        assert answer.headers["content-disposition"] == f'attachment; filename="{document.name}"'
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert len(answer.content) == document.byte_size
        assert answer.content.startswith(b"%PDF-1.7")
    actors = [each.actor_id for each in await noted(enforced)]
    assert actors == [who.user_id for who in (service.kate, service.andrew, service.officer, enforced.hceo)]


@pytest.mark.requirement("W-12")
async def test_a_download_is_noted_for_the_court_and_neither_serves_nor_appoints(api: Api, enforced: Enforced) -> None:
    service = api.service
    before = await service.counts()
    versions = await service.stream(enforced.case_id)
    await get(api, await link(api, service.kate, enforced))
    (entry,) = await noted(enforced)
    writ = await enforced.writ()
    assert (entry.audience, entry.subject_id) == (int(COURT_ONLY), writ.id)
    assert entry.changes == {"document": f"writ-{writ.number}.pdf"}
    after, stream = await service.counts(), await service.stream(enforced.case_id)
    grown = {name for name in after if after[name] != before[name]}
    assert grown - {"sessions"} == {"history", "idempotency_keys", "link_attempts"}
    assert [getattr(stream, f"{word}_version") for word in ("claimant", "defendant", "officer", "court")] == [
        getattr(versions, f"{word}_version") for word in ("claimant", "defendant", "officer", "court")
    ]
    assert len(await service.all(Link, hceo_id=enforced.hceo_id)) == 1
    assert len([row for row in await service.all(Letter) if row.template == "WRIT_SERVED_ON_HCEO"]) == 1


@pytest.mark.requirement("W-12")
async def test_a_link_that_is_followed_again_serves_again_and_is_noted_once(api: Api, enforced: Enforced) -> None:
    url = await link(api, api.service.kate, enforced)
    answers = [await get(api, url) for _ in range(3)]
    answers += await asyncio.gather(*(get(api, url) for _ in range(3)))
    assert [each.status_code for each in answers] == [200] * 6
    assert len({each.content for each in answers}) == 1
    (entry,) = await noted(enforced)
    another = await another_link(api, url)
    assert (await get(api, another)).status_code == 200
    assert [each.actor_id for each in await noted(enforced)] == [entry.actor_id] * 2


async def test_an_account_that_goes_on_downloading_is_sent_away_and_others_are_not(
    api: Api, enforced: Enforced
) -> None:
    service = api.service
    url = await link(api, service.kate, enforced)
    await downloaded(api, service.kate, times=downloads.ALLOWED - 1)
    assert (await get(api, url)).status_code == 200
    before = await service.counts()
    refused = await get(api, url)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "3600")
    assert refused.text == "Too much was downloaded: try again in an hour.\n"
    assert await service.counts() == before
    assert (await get(api, await link(api, service.andrew, enforced))).status_code == 200
    await service.change(update(LinkAttempt).values(at=machine_now() - timedelta(hours=1)))
    assert (await get(api, url)).status_code == 200


@pytest.mark.requirement("X-08")
async def test_whatever_is_wrong_with_a_link_it_leads_nowhere_and_says_the_same(api: Api, enforced: Enforced) -> None:
    url = await link(api, api.service.kate, enforced)
    path, token = url.rsplit("/", 1)
    turned = token[:-1] + ("A" if token[-1] != "A" else "B")
    wrong = [
        turned,
        token[:-4],
        token + "A",
        "x",
        "%C3%A9",
        "." * 5_000,
        sealed(api, b"too short"),
        expired(api, enforced),
    ]
    answers = [await get(api, f"{path}/{each}") for each in wrong]
    assert {(each.status_code, each.text) for each in answers} == {
        (404, "There is no such document, or the link has expired.\n")
    }
    assert await noted(enforced) == []


@pytest.mark.requirement("X-08")
async def test_a_link_dies_with_its_session(api: Api, enforced: Enforced) -> None:
    url = await link(api, api.service.kate, enforced)
    await api.service.change(update(Session).values(ended_at=machine_now()))
    assert (await get(api, url)).status_code == 404


@pytest.mark.requirement("X-08")
async def test_the_right_is_judged_again_when_the_link_is_used(api: Api, enforced: Enforced) -> None:
    urls = [await link(api, who, enforced) for who in (api.service.andrew, enforced.hceo)]
    await api.service.change(update(Link).values(ended_at=api.service.clock.at))
    assert [(await get(api, url)).status_code for url in urls] == [404, 404]
    assert await noted(enforced) == []


@pytest.mark.requirement("X-08")
async def test_a_document_that_is_not_meant_for_somebody_is_not_theirs_to_download(
    api: Api, enforced: Enforced
) -> None:
    url = await link(api, api.service.andrew, enforced)
    assert (await get(api, url)).status_code == 200
    document = await api.service.one(Document)
    stranger = Actor(api.service.stranger.user_id, "Sam", api.service.stranger.role, session=await session(api))
    ticket = downloads.ticket(api.service.ground, stranger, document.id)
    assert ticket is not None
    assert (await get(api, ticket.path)).status_code == 404


async def test_under_the_token_of_another_session_a_link_leads_nowhere(api: Api, enforced: Enforced) -> None:
    url = await link(api, api.service.kate, enforced)
    mine, other = await api.token(api.service.kate), await api.token(api.service.andrew)
    assert (await get(api, url, authorization=f"Bearer {other}")).status_code == 404
    assert (await get(api, url, authorization=f"Bearer {mine}")).status_code == 200


async def test_a_head_is_refused_because_it_would_note_a_download_of_nothing(api: Api, enforced: Enforced) -> None:
    url = await link(api, api.service.kate, enforced)
    for method in ("HEAD", "POST", "DELETE"):
        assert (await get(api, url, method=method)).status_code == 405
    assert await noted(enforced) == []


@pytest.mark.requirement("W-12")
async def test_a_link_lives_for_five_minutes_by_the_machines_clock(api: Api, enforced: Enforced) -> None:
    kate = Actor(api.service.kate.user_id, "Kate", api.service.kate.role, session=b"s" * 32)
    ticket = downloads.ticket(api.service.ground, kate, enforced.case_id)
    assert ticket is not None
    assert timedelta(minutes=4, seconds=58) < ticket.expires_at - machine_now() <= timedelta(minutes=5)


async def test_who_is_not_signed_in_gets_no_link(api: Api, enforced: Enforced) -> None:
    assert downloads.ticket(api.service.ground, api.service.kate, enforced.case_id) is None
    assert (await api.service.one(Stream, id=enforced.case_id)).entry_count > 0


async def another_link(api: Api, url: str) -> str:
    """A link to the same document for the same session, which lives a second less."""
    path, token = url.rsplit("/", 1)
    content = api.service.ground.sealer.open_text(PURPOSE, token)
    ends = int.from_bytes(content[-8:]) - 1
    return f"{path}/{sealed(api, content[:-8] + ends.to_bytes(8))}"


async def downloaded(api: Api, who: Actor, *, times: int) -> None:
    """Let somebody have downloaded so often within the hour."""
    caller = api.service.ground.sealer.digest("caller", f"download:user:{who.user_id}")
    rows = [{"id": new_id(), "caller": caller, "kind": "download", "at": machine_now()} for _ in range(times)]
    await api.service.change(LinkAttempt.__table__.insert().values(rows))


async def session(api: Api) -> bytes:
    """The session of the stranger."""
    token = await api.token(api.service.stranger)
    assert token is not None
    return sessions.hash_of(token)


def sealed(api: Api, content: bytes) -> str:
    return api.service.ground.sealer.seal_text(PURPOSE, content)


def expired(api: Api, enforced: Enforced) -> str:
    """A link of Kate's that ended a second ago; its session needs not even to stand."""
    assert api.service.kate.user_id is not None
    ended = int(machine_now().timestamp()) - 1
    parts = enforced.case_id.bytes + api.service.kate.user_id.bytes + b"s" * 32 + ended.to_bytes(8)
    return sealed(api, parts)
