"""The outside systems of a demonstration: each signs its messages and posts them over HTTP, as the real ones do.

What one does amiss is set by `Faults`, so that a test can have messages forged, late and doubled.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import httpx2
import orjson

from backend.adapters.feeds.signature import signed
from backend.rules.vocabulary import Feed

Document = Mapping[str, Any]


@dataclass
class Faults:
    """What a sender does amiss."""

    forged: bool = False
    """Signs with another secret than ours."""
    late: timedelta = timedelta()
    """Signed so long ago."""
    copies: int = 1
    """Sends each message so often."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the service answered: the status, and the JSON of its body where there was one."""

    status: int
    told: Mapping[str, Any]


@dataclass
class PretendFeed:
    """One outside system. `site_url` is where the service is; `now` is the sender's own clock."""

    feed: Feed
    site_url: str
    secret: str
    now: Callable[[], datetime]
    faults: Faults = field(default_factory=Faults)

    async def tell(self, document: Document) -> list[Reply]:
        """Send a message; the answer to each copy of it."""
        return await self.post(orjson.dumps(document))

    async def post(self, body: bytes) -> list[Reply]:
        """Send whatever bytes these are, signed."""
        secret = "not the secret" if self.faults.forged else self.secret
        headers = signed(body, secret, at=self.now() - self.faults.late) | {"content-type": "application/json"}
        async with httpx2.AsyncClient(base_url=self.site_url, timeout=15) as http:
            answers = [
                await http.post(f"/intake/{self.feed.lower()}", content=body, headers=headers)
                for _ in range(self.faults.copies)
            ]
        return [Reply(each.status_code, orjson.loads(each.content) if each.content else {}) for each in answers]


def document(kind: str, key: str, *, at: datetime, data: Mapping[str, Any]) -> Document:
    """A message of this kind under this id."""
    return {"id": key, "kind": kind, "sentAt": at.isoformat(), "data": dict(data)}


def samples(case_number: str, *, today: date) -> dict[str, tuple[Feed, dict[str, Any]]]:
    """One message of each kind about a case that is in enforcement: whose it is, and what it tells."""
    about = {"caseNumber": case_number}
    return {
        "payment_received": (Feed.BANCS, about | {"amountPence": 5_000, "receivedOn": _before(today, 3)}),
        "liability_order_paid_off": (Feed.BANCS, about | {"loReference": "LO 77"}),
        "address_changed": (
            Feed.CIS,
            about
            | {
                "lines": ["9 Quarry Road", "Leeds"],
                "postCode": "LS1 4AB",
                "jurisdiction": "ENGLAND_WALES",
                "isConfident": True,
            },
        ),
        "death": (Feed.CIS, about | {"diedOn": _before(today, 10)}),
        "employment": (Feed.HMRC, about | {"employer": "Hollis Walls Ltd", "startedOn": _before(today, 28)}),
        "rdo_compliance": (Feed.DOT, about | {"compliance": "PARTLY_COMPLIANT", "dueDatesSeen": 3}),
        "credit_report": (Feed.CRA, about | {"summary": "A plumber since 2024, with a mortgage.", "hasProperty": True}),
        "client_contact": (Feed.REFERRALS, about | {"who": "PAYING_PARENT", "about": "PAYMENT_NEGOTIATION"}),
        "returned_from_collection_agency": (Feed.REFERRALS, about),
        "became_compliant": (Feed.REFERRALS, about),
        "schedule_exception": (Feed.REFERRALS, about),
    }


def referral(case_number: str, *, today: date) -> dict[str, Any]:
    """What the referring area tells of a case group that comes in: one case under this number."""
    return {
        "payingParent": {
            "name": "Marcus Webb",
            "lines": ["4 Hill Rise", "Cardiff"],
            "postCode": "CF10 1AA",
            "dateOfBirth": "1988-02-11",
        },
        "cases": [
            {
                "number": case_number,
                "receivingParent": {"name": "Ruth Amadi", "lines": ["2 Sea View", "Swansea"], "postCode": "SA1 1AA"},
                "arrearsPence": 310_000,
                "arrearsSince": _before(today, 365),
            }
        ],
        "jurisdiction": "ENGLAND_WALES",
        "reason": "TRANSFERRED_TO_ENFORCEMENT",
        "origin": "MAINTENANCE",
        "segment": "STANDARD",
    }


def _before(today: date, days: int) -> str:
    return (today - timedelta(days=days)).isoformat()
