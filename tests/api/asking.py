"""Asking the API on the world of the builders: as one of its people, or as nobody."""

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from backend.adapters.database import Database
from backend.context import Contexts
from backend.execution.engine import Engine
from backend.execution.requests import Request
from backend.operations import sessions
from backend.operations.feed import Feed
from backend.rules.access import Actor
from tests.api.world import ENGINE
from tests.builders.service import Service, open_service


@dataclass
class Api:
    """The API over the service of the builders."""

    service: Service
    contexts: Contexts
    engine: Engine
    tokens: dict[Any, str] = field(default_factory=dict)

    async def token(self, who: Actor | None) -> str | None:
        """The token of somebody's session; one session each."""
        if who is None or who.user_id is None:
            return None
        if who.user_id not in self.tokens:
            self.tokens[who.user_id] = (await sessions.sign_in(self.service.ground, who.user_id)).token
        return self.tokens[who.user_id]

    async def ask(self, who: Actor | None, document: str, /, *, caller: str = "192.0.2.1", **variables: Any) -> Any:
        """Run a document: the answer as JSON, with `data` or `errors`."""
        operation = self.engine.prepare(Request.of({"query": document, "variables": variables}))
        opened = self.contexts.open_context(
            token=await self.token(who), caller=caller, request_id="test", kind=operation.kind
        )
        return json.loads((await self.engine.execute(operation, opened, request_id="test")).body())

    async def data(self, who: Actor | None, document: str, /, **given: Any) -> Any:
        """The data of an answer that has no errors."""
        answer = await self.ask(who, document, **given)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    async def do(self, who: Actor, document: str, /, **given: Any) -> Any:
        """The one member of a mutation's answer; the key is fresh unless given."""
        (result,) = (await self.data(who, document, input={"idempotencyKey": str(uuid4()), **given})).values()
        return result


async def open_api(database: Database) -> Api:
    """The API on an empty database, with its people."""
    service = await open_service(database)

    async def is_ready() -> bool:
        return True

    contexts = Contexts(service.ground, Feed(service.ground), is_ready=is_ready)
    return Api(service, contexts, ENGINE)
