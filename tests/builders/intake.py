"""Messages of outside systems as tests send them."""

from typing import Any

import orjson

from backend.demo.pretend_feeds import document, referral, samples
from backend.http.intake import document_of
from backend.operations import intake
from backend.operations.received import Taken
from backend.rules.errors import ErrorCode, PublicError
from backend.rules.vocabulary import Feed
from tests.builders.clocks import LODGED_AT
from tests.builders.service import Service

NUMBER = "121000456701"
"""The case number of `enforcement_cases.referral`."""
TODAY = LODGED_AT.date()
DATA = samples(NUMBER, today=TODAY)
"""Of each kind about Dean's case: whose it is, and what it tells."""
REFERRED = referral("121000999001", today=TODAY)
"""What is told of a case group that comes in."""
TRIES = 20
"""As often is a message sent that the service is too busy for; each time it waited for seconds itself."""


def message(kind: str, key: str = "m-1", **data: Any) -> dict[str, Any]:
    """A message of this kind, about Dean's case but for what is given otherwise."""
    given = REFERRED if kind == "case_referred" else DATA[kind][1]
    return dict(document(kind, key, at=LODGED_AT, data={**given, **data}))


def feed_of(kind: str) -> Feed:
    return Feed.REFERRALS if kind == "case_referred" else DATA[kind][0]


async def send(service: Service, kind: str, key: str = "m-1", **data: Any) -> Taken:
    """Have the service take in a message of this kind."""
    return await send_body(service, feed_of(kind), orjson.dumps(message(kind, key, **data)))


async def send_body(service: Service, feed: Feed, body: bytes) -> Taken:
    return await intake.take_in(service.ground, feed, body, document_of(body))


async def insist(service: Service, kind: str, key: str = "m-1", **data: Any) -> Taken:
    """As every sender: what could not be taken in just then is sent again, unchanged, for as long as it may take."""
    for _ in range(TRIES):
        try:
            return await send(service, kind, key, **data)
        except PublicError as error:
            if error.code is not ErrorCode.SERVICE_UNAVAILABLE:
                raise
    raise AssertionError(f"the service was busy {TRIES} times")
