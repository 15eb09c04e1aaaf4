"""The ready documents in a fresh demonstration, in the order in which the start page shows them: each does its work."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest

from backend.demo.ready import ready_documents
from tests.demo.filling import opened
from tests.journeys.telling import CODE
from tests.live.processes import running

DOCUMENTS = {one.key: one for one in ready_documents()}
REFUSED = {"code", "reasons", "errors", "changedFields"}
"""What an answer has that is no success."""
TIME_GOES_BY = {"request-judgment": "P40D", "options": "P2D"}
"""How far the clock is moved before a document."""
LINES = (("LOOK_AT_CORRECTIONS", "NONE_MADE"), ("LOOK_AT_FEE", "COVERED"), ("DECIDE", "RECOMMEND_ISSUE"))
"""What the title of the document that completes a line says is completed then."""


@dataclass
class Opening:
    """The documents opened in a running demonstration one after another, and what each told."""

    http: httpx2.AsyncClient
    reference: str = ""
    told: dict[str, Any] = field(default_factory=dict)

    async def run(self, key: str, **typed: str) -> Any:
        """Open one and run it; every answer is there, and no mutation is refused."""
        one = DOCUMENTS[key]
        data = await (await opened(self.http, one, about=one.about or self.reference, **typed)).run()
        for answer in data.values():
            assert answer, (key, data)
            assert one.kind != "mutation" or not REFUSED & set(answer), (key, answer)
        (self.told[key],) = data.values()
        return self.told[key]

    async def lodge_and_link(self) -> None:
        """Kate lodges; Andrew types in the code of his letter."""
        self.reference = (await self.run("lodge"))["claim"]["reference"]
        found = CODE.findall(await self.letter("andrew@example.org", self.reference))
        await self.run("link", securityCode=next(each for each in found if each not in self.reference))

    async def letter(self, to: str, saying: str) -> str:
        """The letter to somebody that says this; waits until it came."""
        async with asyncio.timeout(20):
            while True:
                for each in (await self.http.get("/demo/mail", params={"to": to})).json():
                    if saying in each["text"]:
                        text: str = each["text"]
                        return text
                await asyncio.sleep(0.1)

    async def pay(self) -> None:
        """Kate pays on the pretend page; the service finds it paid by itself."""
        await self.http.post(f"{self.told['pay']['payment']['nextUrl']}/pay")
        async with asyncio.timeout(60):
            while True:
                if not (await self.http.get("/demo/story")).json()["payAt"]:
                    return
                await asyncio.sleep(0.2)


@pytest.fixture
async def opening(tmp_path: Path) -> AsyncIterator[Opening]:
    environment = {"DATABASE_URL": f"sqlite:///{tmp_path / 'demo.db'}", "PORT": "0"}
    with running("-m", "backend", "demo", environment=environment) as process:
        async with httpx2.AsyncClient(base_url=process.url, timeout=30) as http:
            yield Opening(http)


@pytest.mark.requirement("R-53", "R-56")
async def test_the_documents_of_casework_run_one_after_another(opening: Opening) -> None:
    for one in ready_documents():
        if one.folder == "casework":
            await opening.run(one.key)
    told = opening.told
    assert told["team-queue"]["workQueue"]["nodes"]
    assert told["route"]["serviceRequest"]["owner"] == {"name": "Leanne Whitaker"}
    assert len(told["decisions"]) == 11
    assert told["what-if"]["wouldBeDone"]
    assert len(told["what-if"]["history"]) == len(told["complete-routing-line"]["history"]) == 2
    assert {each["isOpen"] for each in told["case"]["powerOptions"]} == {True, False}
    assert await opening.letter("craig.holloway@example.org", "call us to agree")
    actors = {each["actorName"] for each in told["case-history"]["history"]["nodes"]}
    assert {"Maureen Fletcher", "Leanne Whitaker", "Patricia Lowe"} <= actors
    (mine,) = told["paying-parent"]["enforcementCases"]["nodes"]
    assert mine["arrears"] == "2700.00"


async def test_the_documents_of_the_claim_run_one_after_another(opening: Opening) -> None:
    await opening.lodge_and_link()
    await opening.run("respond")
    assert opening.told["respond"]["claim"]["position"]
    await opening.lodge_and_link()  # in this one Andrew is silent
    for one in ready_documents():
        if one.folder == "claims" and one.key not in {"lodge", "link", "respond"}:
            if one.key in TIME_GOES_BY:
                await opening.http.post("/demo/clock", json={"advance": TIME_GOES_BY[one.key]})
            await opening.run(one.key)
            if one.key == "pay":
                await opening.pay()
            if one.key == "complete-line":
                for activity, outcome in LINES:
                    await opening.run(one.key, activity=activity, outcome=outcome)
    assert opening.told["approve"]["claim"]["writ"]["number"] == opening.told["writ"]["number"]
    assert opening.told["notice"]["writ"]["enforceable"]["on"]
