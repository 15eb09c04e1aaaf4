"""The page that the QR code of a writ opens in the demonstration: what it tells, and what it keeps to itself."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape

import httpx2
import pytest
from starlette.applications import Starlette

from backend.adapters.database import Database
from backend.demo import verification
from backend.demo.clock import DemoClock
from backend.demo.desk import Desk
from backend.demo.mailbox import Mailbox
from backend.documents.writ import verification_url
from backend.models import Document, Judgment, LinkAttempt, new_id
from backend.operations.drafting import code_of
from backend.operations.ground import machine_now
from backend.operations.verifying import ATTEMPTS_PER_CALLER, Verified, verify
from backend.rules.access import ANONYMOUS
from tests.builders.service import Service, open_service
from tests.builders.writs import Enforced, issued

NAMES_AND_PLACES = ("Kate", "Marlowe", "Andrew", "Hollis", "Clarence", "York", "YO31", "Idris", "Bowen", "MC-")


async def nothing(*_given: object) -> None:
    """A part of the desk that no page here asks."""


def desk(service: Service) -> Desk:
    async def verified(number: str, code: str, caller: str) -> Verified | None:
        return await verify(service.ground, ANONYMOUS, number, code, caller=caller, now=service.clock.at)

    return Desk(
        clock=DemoClock(service.ground.database),
        mailbox=Mailbox(),
        sign_in=nothing,
        next_due=nothing,
        run_due=nothing,
        tell_story=nothing,
        list_cases=nothing,
        verify=verified,
    )


@pytest.fixture
async def service(database: Database) -> Service:
    return await open_service(database)


@pytest.fixture
async def client(service: Service) -> AsyncIterator[httpx2.AsyncClient]:
    app = Starlette(routes=verification.routes(desk(service)))
    transport = httpx2.ASGITransport(app=app, client=("192.0.2.1", 1))
    async with httpx2.AsyncClient(transport=transport, base_url="http://demo.example") as client:
        yield client


async def address(enforced: Enforced) -> str:
    """What the QR code of the writ holds, on the client's host."""
    number = (await enforced.writ()).number
    return verification_url("http://demo.example", number, code_of(enforced.service.ground.sealer, number, 1))


def heading(answer: httpx2.Response) -> str:
    return unescape(re.findall(r"<h1[^>]*>(.*?)</h1>", answer.text)[0])


def told(answer: httpx2.Response) -> dict[str, str]:
    return {label: unescape(text) for label, text in re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", answer.text)}


@pytest.mark.requirement("W-20", "X-08")
async def test_the_qr_code_leads_to_how_the_writ_stands_and_to_nobodys_name(
    service: Service, client: httpx2.AsyncClient
) -> None:
    enforced = await issued(service)
    number = (await enforced.writ()).number
    answer = await client.get(await address(enforced))
    assert (answer.status_code, heading(answer)) == (200, f"Writ {number} is genuine")
    assert told(answer) == {
        "Status today": "Issued. Issued, and not yet enforceable: notice of enforcement has not been given.",
        "Court": "High Court of Justice, King\u2019s Bench Division",
        "Judgment": (await service.one(Judgment)).number,
        "To be enforced on the day of issue": "£1,465.62",
        "Issued on": "Wednesday 25 March 2026",
        "Last day": "Wednesday 24 March 2027",
        "Firm of the officer": "Marches Enforcement Ltd",
        "SHA-256 of the document": (await service.one(Document)).sha256.hex(),
    }
    assert [each for each in NAMES_AND_PLACES if each in answer.text] == []
    service.clock.go(days=365)
    assert told(await client.get(await address(enforced)))["Status today"] == "Expired. Its twelve months are over."


@pytest.mark.requirement("W-20")
async def test_an_unknown_writ_and_a_wrong_code_get_the_same_page(service: Service, client: httpx2.AsyncClient) -> None:
    enforced = await issued(service)
    number = (await enforced.writ()).number
    for given in (
        {"writ": number, "code": "0000-0000"},
        {"writ": "WOC-0000-0000", "code": "0000-0000"},
        {"writ": "\0WOC\0", "code": "\u00e9" * 300},
    ):
        answer = await client.get("/verify", params=given)
        assert (answer.status_code, heading(answer)) == (200, "No such writ, or the code is wrong")
        assert told(answer) == {}


async def test_without_a_number_or_a_code_there_is_the_form_and_nothing_is_counted(
    service: Service, client: httpx2.AsyncClient
) -> None:
    for given in ({}, {"writ": "WOC-0000-0000"}, {"writ": " \u202e", "code": "0000-0000"}):
        answer = await client.get("/verify", params=given)
        assert (answer.status_code, heading(answer)) == (200, "Verify a writ of control")
    assert await service.all(LinkAttempt, kind="verifyWrit") == []


@pytest.mark.requirement("W-20")
async def test_who_goes_on_trying_is_sent_away_as_by_the_api(service: Service, client: httpx2.AsyncClient) -> None:
    caller = service.ground.sealer.digest("caller", "verifyWrit:address:192.0.2.1")
    tried = {"caller": caller, "kind": "verifyWrit", "at": machine_now() - timedelta(minutes=1)}
    rows = [{"id": new_id(), **tried} for _ in range(ATTEMPTS_PER_CALLER)]
    await service.change(LinkAttempt.__table__.insert().values(rows))
    answer = await client.get(await address(await issued(service)))
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "3600")
    assert told(answer) == {}


async def test_the_page_runs_no_script_names_no_host_and_repeats_what_was_typed_as_text(
    client: httpx2.AsyncClient,
) -> None:
    answer = await client.get("/verify", params={"writ": '"><script>alert(1)</script>', "code": ""})
    assert 'value="&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in answer.text
    assert "<script" not in answer.text
    assert "//" not in answer.text
    assert re.findall(r"\son\w+=|<style|\sstyle=", answer.text) == []
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; form-action 'self';")
    assert answer.headers["referrer-policy"] == "no-referrer"


async def test_every_field_of_the_form_has_a_label_and_a_description(client: httpx2.AsyncClient) -> None:
    text = (await client.get("/verify")).text
    fields = dict(re.findall(r'<input id="(\w+)"[^>]*aria-describedby="([\w-]+)"', text))
    assert fields == {"writ": "writ-as", "code": "code-as"}
    assert re.findall(r'<label for="(\w+)">', text) == list(fields)
    assert all(f'id="{each}"' in text for each in fields.values())
