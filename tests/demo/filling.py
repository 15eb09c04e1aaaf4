"""A ready document filled in as `static/graphiql.js` fills it in, and run as its persona, against a demonstration."""

import json
import re
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx2
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from backend.demo.ready import ReadyDocument, standings


@dataclass
class Opened:
    """A ready document as it opens in GraphiQL: signed in as somebody, about something, its variables filled in."""

    http: httpx2.AsyncClient
    token: str
    one: ReadyDocument
    variables: dict[str, Any]

    async def run(self) -> Any:
        """Its data: of a subscription what comes first. Fails on an error of GraphQL."""
        if self.one.kind == "subscription":
            return await self._first()
        return await _ask(self.http, self.token, self.one.text, self.variables)

    async def _first(self) -> Any:
        address = str(self.http.base_url.join("/graphql")).replace("http", "ws", 1)
        async with connect(address, subprotocols=[Subprotocol("graphql-transport-ws")]) as socket:
            said = {"authorization": f"Bearer {self.token}"}
            await socket.send(json.dumps({"type": "connection_init", "payload": said}))
            assert json.loads(await socket.recv())["type"] == "connection_ack"
            asked = {"query": self.one.text, "variables": self.variables}
            await socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": asked}))
            message = json.loads(await socket.recv())
        assert message["type"] == "next", message
        assert "errors" not in message["payload"], message
        return message["payload"]["data"]


async def opened(
    http: httpx2.AsyncClient, one: ReadyDocument, *, about: str = "", persona: str = "", **more: str
) -> Opened:
    """Open a ready document; every word in its variables must lead to something. `more` is what a person types in."""
    answer = await http.post("/demo/sign-in", json={"persona": persona or one.persona})
    token, about = answer.json()["token"], about or one.about
    seen = await _ask(http, token, standings()[one.folder], {"about": about}) if about else {}
    now = (await http.get("/demo/clock")).json()["now"]
    found = {**seen, "now": now, "today": now[:10]}
    text = one.variables.replace("{about}", about)
    while "{key}" in text:
        text = text.replace("{key}", str(uuid4()), 1)
    text = re.sub(r'"\{([^{}"]+)\}"', lambda word: json.dumps(value_at(found, word[1])), text)
    variables = json.loads(text)
    if more:
        variables["input"] |= more
    return Opened(http, token, one, variables)


def value_at(found: Any, word: str) -> Any:
    """Where a word leads: step by step, in a list to the last entry that says the step as one of its words."""
    for step in word.split("."):
        if isinstance(found, list):
            found = [each for each in found if json.dumps(step) in json.dumps(each)][-1]
        else:
            found = found[step]
    assert found is not None, word
    return found


async def _ask(http: httpx2.AsyncClient, token: str, query: str, variables: dict[str, Any]) -> Any:
    body = {"query": query, "variables": variables}
    answer = (await http.post("/graphql", json=body, headers={"authorization": f"Bearer {token}"})).json()
    assert "errors" not in answer, answer
    return answer["data"]
