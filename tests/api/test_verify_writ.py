"""Verifying a writ: who holds one learns whether it is genuine and how it stands, and of the parties nothing."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from backend.adapters.database import Database
from backend.models import Document, LinkAttempt, Restraint, Writ, new_id
from backend.operations import writs
from backend.operations.drafting import code_of
from backend.operations.ground import machine_now
from backend.operations.verifying import ATTEMPTS_PER_CALLER
from backend.rules.vocabulary import NoticeMethod, RestraintKind
from tests.api.asking import Api, open_api
from tests.api.world import codes_of
from tests.builders.enforcement import OWED_PENCE, UNPAID_AT
from tests.builders.writs import Enforced, issued

VERIFY = """query ($reference: String!, $code: String!) { verifyWrit(reference: $reference, code: $code) {
  number status isSuperseded court judgmentNumber total issuedOn expiresOn firm documentSha256 } }"""


@pytest.fixture
async def api(database: Database) -> Api:
    return await open_api(database)


async def verify(api: Api, reference: str, code: str, **given: Any) -> Any:
    return (await api.data(None, VERIFY, reference=reference, code=code, **given))["verifyWrit"]


async def printed(enforced: Enforced, version: int = 1) -> tuple[str, str]:
    """The number and the code as they stand on the writ."""
    number = (await enforced.writ()).number
    return number, code_of(enforced.service.ground.sealer, number, version)


@pytest.mark.requirement("W-20", "X-08")
async def test_who_holds_a_writ_learns_that_it_is_genuine_and_of_the_parties_nothing(api: Api) -> None:
    enforced = await issued(api.service)
    writ, document = await enforced.writ(), await api.service.one(Document)
    told = await verify(api, *await printed(enforced))
    judgment = told.pop("judgmentNumber")
    assert judgment.startswith("CCJ-")
    assert told == {
        "number": writ.number,
        "status": "ISSUED",
        "isSuperseded": False,
        "court": "High Court of Justice, King\u2019s Bench Division",
        "total": f"{(OWED_PENCE + 80_00) / 100:.2f}",
        "issuedOn": "2026-03-25",
        "expiresOn": "2027-03-24",
        "firm": "Marches Enforcement Ltd",
        "documentSha256": document.sha256.hex(),
    }


@pytest.mark.requirement("W-20")
async def test_the_code_on_the_document_is_the_code_that_verifies_however_it_is_typed(api: Api) -> None:
    enforced = await issued(api.service)
    number, code = await printed(enforced)
    assert await verify(api, f" {number.lower()} ", code.lower().replace("-", " ").replace("0", "o")) is not None


@pytest.mark.requirement("W-20")
async def test_an_unknown_writ_and_a_wrong_code_are_answered_alike(api: Api) -> None:
    enforced = await issued(api.service)
    number, code = await printed(enforced)
    other = code_of(api.service.ground.sealer, number, 2)
    for reference, tried in (
        ("WOC-0000-0000", code),
        (number, other),
        (number, ""),
        ("", ""),
        (number, "\u00e9" * 300),
    ):
        assert await verify(api, reference, tried) is None


@pytest.mark.requirement("W-20", "W-18")
async def test_it_tells_how_the_writ_stands_now(api: Api) -> None:
    enforced = await issued(api.service)
    writ, service = await enforced.writ(), api.service
    held = await printed(enforced)
    await service.carry_out(
        enforced.hceo,
        lambda unit: writs.give_notice(unit, writ.id, NoticeMethod.POST, date(2026, 3, 25), expected_version=None),
    )
    assert (await verify(api, *held))["status"] == "NOTICE_GIVEN"
    service.clock.go(days=9)
    assert (await verify(api, *held))["status"] == "ENFORCEABLE"
    await restrain(enforced)
    assert (await verify(api, *held))["status"] == "STAYED"
    service.clock.go(days=365)
    assert (await verify(api, *held))["status"] == "EXPIRED"


@pytest.mark.requirement("W-20")
async def test_a_superseded_version_is_told_as_superseded(api: Api) -> None:
    enforced = await issued(api.service)
    service, held = api.service, await printed(enforced)
    first = await service.one(Document)
    await service.change(update(Document).values(superseded_at=UNPAID_AT))
    await add_version(enforced, first)
    old, new = await verify(api, *held), await verify(api, *await printed(enforced, 2))
    assert (old["isSuperseded"], old["documentSha256"]) == (True, first.sha256.hex())
    assert (new["isSuperseded"], new["documentSha256"]) == (False, (b"2" * 32).hex())


@pytest.mark.requirement("W-20")
async def test_a_caller_who_goes_on_trying_is_sent_away_and_others_are_not(api: Api) -> None:
    enforced = await issued(api.service)
    held = await printed(enforced)
    await note(api, ATTEMPTS_PER_CALLER - 1)
    assert await verify(api, *held) is not None
    refused = await api.ask(None, VERIFY, reference=held[0], code=held[1])
    assert codes_of(refused) == ["RATE_LIMITED"]
    assert refused["errors"][0]["extensions"]["retryAfter"] == 3_600
    assert await verify(api, *held, caller="192.0.2.2") is not None


async def test_no_caller_is_kept_by_their_address(api: Api) -> None:
    enforced = await issued(api.service)
    await verify(api, *await printed(enforced))
    (attempt,) = await api.service.all(LinkAttempt, kind="verifyWrit")
    assert b"192.0.2.1" not in attempt.caller


async def note(api: Api, times: int) -> None:
    """Let a caller have tried so many times within the hour."""
    ground = api.service.ground
    caller = ground.sealer.digest("caller", "verifyWrit:address:192.0.2.1")
    rows = [{"id": new_id(), "caller": caller, "kind": "verifyWrit", "at": machine_now()} for _ in range(times)]
    await api.service.change(LinkAttempt.__table__.insert().values(rows))


async def restrain(enforced: Enforced) -> None:
    """Let a stay stand on the claim since now."""
    await enforced.service.change(
        Restraint.__table__.insert().values(
            id=new_id(),
            case_id=enforced.case_id,
            kind=RestraintKind.STAY,
            since=enforced.service.clock.at,
            reason="By order.",
        )
    )


async def add_version(enforced: Enforced, first: Document) -> None:
    """Let a second version of the writ's document stand in place of the first."""
    copied = {
        name: getattr(first, name)
        for name in ("case_id", "subject_id", "kind", "name", "media_type", "byte_size", "audience", "created_at")
    }
    assert await enforced.service.all(Writ) != []
    await enforced.service.change(
        Document.__table__.insert().values(
            id=new_id(), version=2, sha256=b"2" * 32, content=select(Document.content).scalar_subquery(), **copied
        )
    )
