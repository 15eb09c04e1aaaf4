"""The demonstration's outside systems: their secrets, and the button by which one of them sends a message."""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import SecretStr
from starlette.requests import Request
from starlette.routing import BaseRoute, Route

from backend.demo.pretend_feeds import PretendFeed, document, referral, samples
from backend.demo.requests import Mistake, read_object
from backend.demo.routes import told
from backend.operations.ground import Clock
from backend.rules.periods import london_day
from backend.rules.vocabulary import Feed

REFERRAL = "case_referred"
_DIGITS = 10**12


def secret_of(feed: Feed) -> str:
    """A secret that everybody knows, which is why only a demonstration may use it."""
    return f"a secret of {feed} that everybody knows, for a demonstration"


def settings_of() -> dict[str, Any]:
    """What of the settings lets the pretend systems in."""
    return {"intake_secrets": {feed: SecretStr(secret_of(feed)) for feed in Feed}}


@dataclass(frozen=True, slots=True)
class Senders:
    """The pretend systems of a demonstration that is served at `site_url`.

    `now` is the machine's clock, by which messages are signed; `clock` is the demonstration's, by which things happen.
    """

    site_url: str
    now: Callable[[], datetime]
    clock: Clock
    case_numbers: Callable[[], Awaitable[list[str]]]
    """Some cases that there are, to tell of."""

    def routes(self) -> list[BaseRoute]:
        """What may be sent, and the sending of it."""
        return [
            Route("/demo/feeds", told(self.offer), methods=["GET"]),
            Route("/demo/feeds", told(self.send_asked), methods=["POST"]),
        ]

    async def offer(self, _request: Request) -> dict[str, Any]:
        return {"kinds": [REFERRAL, *samples("", today=self.now().date())], "cases": await self.case_numbers()}

    async def send_asked(self, request: Request) -> dict[str, Any]:
        kind, number = await read_sending(request)
        return await self.send(kind, number, today=london_day(await self.clock.now()))

    async def send(self, kind: str, case_number: str, *, today: date) -> dict[str, Any]:
        """Have the system whose kind of message this is send one about a case, over HTTP; what was answered."""
        known = samples(case_number, today=today)
        if kind == REFERRAL:
            feed, data = Feed.REFERRALS, referral(f"{secrets.randbelow(_DIGITS):012}", today=today)
        elif kind in known:
            feed, data = known[kind]
        else:
            raise Mistake("UNKNOWN_KIND", "No system sends messages of this kind.")
        sent = document(kind, f"demo-{secrets.token_hex(6)}", at=self.now(), data=data)
        sender = PretendFeed(feed, self.site_url, secret_of(feed), self.now)
        (reply,) = await sender.tell(sent)
        return {"feed": feed, "sent": sent, "status": reply.status, "answer": reply.told}


async def read_sending(request: Request) -> tuple[str, str]:
    """{"kind": ..., "caseNumber": ...}: which message is to be sent about which case; a referral needs no case."""
    given: Mapping[str, object] = await read_object(request)
    kind, number = given.get("kind"), given.get("caseNumber", "")
    if not isinstance(kind, str) or not isinstance(number, str) or set(given) - {"kind", "caseNumber"}:
        raise Mistake("SENDING", 'Send {"kind": "...", "caseNumber": "..."}.')
    return kind, number
