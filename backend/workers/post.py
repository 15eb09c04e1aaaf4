"""The post: takes letters that are due from the outbox, hands them to the mail server, and has the ending recorded.

No letter is lost: it ends SENT, FAILED or WITHHELD, or is put up for printing, each with its entry in the history, or
it is still in the outbox.
None is sent twice, but for one case: where the link or the worker died after the text had gone, one copy follows, with
the same Message-ID and marked. No transaction is open while the mail server is talked to.
"""

import asyncio
import contextlib
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol
from uuid import UUID

import structlog
from sqlalchemy.exc import DBAPIError

from backend.adapters.database import Database
from backend.adapters.mail import (
    Accepted,
    Delivery,
    Mail,
    Outgoing,
    Refused,
    Stage,
    TryLater,
    Uncertain,
    WrongMessageError,
)
from backend.adapters.sealing import LETTER, SealBrokenError, Sealer
from backend.notices import CATALOGUE, Ending, WrongFactsError, render
from backend.notices.endings import (
    ADDRESS_GONE,
    CLAIM_MOVED_ON,
    CODE_UNREADABLE,
    NOT_APPOINTED,
    READER_DIED,
    WRONG_FACTS,
    FinalState,
)
from backend.rules.errors import PublicError
from backend.rules.vocabulary import LetterState
from backend.workers.outbox import Held, NotHeldError, Outbox
from backend.workers.release import Release

log = structlog.get_logger(__name__)

_NOT_REACHED = frozenset({Stage.CONNECT, Stage.HELLO, Stage.TLS, Stage.SIGN_IN})
_UNREACHABLE = (PublicError, DBAPIError, OSError)
"""What a database that is down or busy raises: the letters stay where they are, and we come back."""


class Record(Protocol):
    """Puts a letter's ending on record, in a transaction of its own: final state, secret wiped, history entry."""

    async def __call__(self, letter_id: UUID, ending: Ending, at: datetime) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Persistence:
    """How long we try: 5 minutes, doubled up to a day, 11 times within about 3 days, each spread by a fifth."""

    first_wait: timedelta = timedelta(minutes=5)
    longest_wait: timedelta = timedelta(hours=24)
    most_attempts: int = 11
    spread: float = 0.2
    lease: timedelta = timedelta(minutes=5)

    def wait_after(self, attempts: int) -> timedelta:
        """How long to wait after this many attempts."""
        wait = min(self.first_wait * (1 << (attempts - 1)), self.longest_wait)
        return wait * random.uniform(1 - self.spread, 1 + self.spread)  # noqa: S311 - spreads retries, hides nothing


class _EndsHereError(Exception):
    """The letter ends before it was sent."""

    def __init__(self, state: FinalState, reason: str) -> None:
        self.state = state
        self.reason = reason


_UNWRITABLE: Mapping[type[Exception], str] = {
    SealBrokenError: CODE_UNREADABLE,
    WrongFactsError: WRONG_FACTS,
    WrongMessageError: "WRONG_ADDRESS",
}


class Post:
    """One worker of the outbox; any number may run at once, in one process or several.

    `now` is the machine's clock; `site_url` has no slash at its end; `sender` is a plain address; `name` tells workers
    apart in the outbox; `lanes` letters are on their way at the same time. Raises ValueError where a sending could
    outlast its lease.
    """

    def __init__(
        self,
        *,
        database: Database,
        mail: Mail,
        sealer: Sealer,
        record: Record,
        now: Callable[[], datetime],
        site_url: str,
        sender: str,
        name: str,
        persistence: Persistence | None = None,
        lanes: int = 4,
        pause: float = 1.0,
    ) -> None:
        self._persistence = persistence or Persistence()
        if mail.time_limit >= self._persistence.lease.total_seconds():
            raise ValueError("a sending must end before its lease does")
        self._release = Release(database, worker="post")
        self._outbox = Outbox(database=database, lease=self._persistence.lease, name=name)
        self._mail, self._sealer, self._record, self._now = mail, sealer, record, now
        self._site_url, self._sender, self._lanes, self._pause = site_url, sender, lanes, pause

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver what falls due until `stop` is set; letters on their way are finished first."""
        while not stop.is_set():
            handled = 0
            try:
                handled = await self.deliver_due(self._lanes)
            except Exception as fault:  # noqa: BLE001 - whatever happened to one letter, the post goes on
                # The type alone: a message might quote a person's data. The letter comes back when its lease ends.
                log.error("post.fault", fault=type(fault).__name__)  # noqa: TRY400
            if not handled:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), self._pause)

    async def deliver_due(self, limit: int) -> int:
        """Deliver up to so many letters that are due now; the number that was taken up.

        Ends early when the mail server is out of reach, so that the others keep their attempts. Raises what the
        database raises when it cannot be reached.
        """
        if not await self._release.is_given():
            return 0
        places = iter(range(limit))
        lanes = [self._lane(places) for _ in range(min(self._lanes, limit))]
        # Not a task group: one lane's failure must not cut off another in the middle of its talk.
        ended = await asyncio.gather(*lanes, return_exceptions=True)
        for fault in ended:
            if isinstance(fault, BaseException):
                raise fault
        return sum(count for count in ended if isinstance(count, int))

    async def _lane(self, places: Iterator[int]) -> int:
        handled = 0
        for _ in places:
            held = await self._outbox.hold(self._now())
            if held is None:
                break
            handled += 1
            if not await self._deliver(held):
                break
        return handled

    async def _deliver(self, held: Held) -> bool:
        """Carry one letter as far as it goes now; False where the mail server is out of reach."""
        try:
            message = self._compose(held)
            delivery = await self._mail.send(message, before_text=partial(self._before_text, held))
        except _EndsHereError as here:
            await self._end(held, here.state, here.reason)
        except NotHeldError:
            # It is to be looked at anew, at once; where somebody else holds it by now, this does nothing.
            await self._outbox.put_back(held, until=self._now(), may_be_copy=held.letter.may_be_copy)
        else:
            await self._settle(held, delivery)
            return not (isinstance(delivery, TryLater) and delivery.stage in _NOT_REACHED)
        return True

    def _compose(self, held: Held) -> Outgoing:
        """The letter in words, as its reader may see it at this moment; raises `_EndsHereError` where it may not go."""
        letter, entry = held.letter, CATALOGUE[held.letter.template]
        if held.is_doubtful_twice or letter.attempts > self._persistence.most_attempts:
            raise _EndsHereError(LetterState.FAILED, "GAVE_UP")
        if not held.is_entitled:
            raise _EndsHereError(LetterState.WITHHELD, NOT_APPOINTED if letter.hceo_id else READER_DIED)
        if held.claim_state is not None and held.claim_state not in entry.while_claim_is:
            raise _EndsHereError(LetterState.WITHHELD, CLAIM_MOVED_ON)
        if held.address is None:
            raise _EndsHereError(LetterState.WITHHELD, ADDRESS_GONE)
        try:
            code = self._sealer.open(letter.secret, LETTER).decode() if letter.secret else None
            words = render(
                letter.template, letter.facts, recipient_name=held.reader_name, site_url=self._site_url, code=code
            )
            return Outgoing(
                letter_id=letter.id,
                recipient=held.address,
                sender=self._sender,
                subject=words.subject,
                text=words.text,
                html=words.html,
                written_at=self._now(),
            )
        except tuple(_UNWRITABLE) as fault:
            raise _EndsHereError(LetterState.FAILED, _UNWRITABLE[type(fault)]) from None

    async def _before_text(self, held: Held) -> None:
        entry = CATALOGUE[held.letter.template]
        await self._outbox.about_to_send(held, self._now(), while_claim_is=entry.while_claim_is)

    async def _settle(self, held: Held, delivery: Delivery) -> None:
        letter = held.letter
        match delivery:
            case Accepted():
                await self._end(held, LetterState.SENT)
            case Refused(code, stage):
                await self._end(held, LetterState.FAILED, f"{code} {stage}")
            case Uncertain(stage) if letter.may_be_copy:
                await self._end(held, LetterState.FAILED, f"UNCERTAIN {stage}")
            case TryLater(code, stage) if letter.attempts >= self._persistence.most_attempts:
                await self._end(held, LetterState.FAILED, f"GAVE_UP {code or 'NO_REPLY'} {stage}")
            case TryLater() | Uncertain():
                until = self._now() + self._persistence.wait_after(letter.attempts)
                may_be_copy = letter.may_be_copy or isinstance(delivery, Uncertain)
                await self._outbox.put_back(held, until=until, may_be_copy=may_be_copy)
                log.info("post.later", letter=str(letter.id), attempts=letter.attempts, delivery=repr(delivery))

    async def _end(self, held: Held, state: FinalState, reason: str | None = None) -> None:
        """Have the ending recorded, trying for as long as nobody else can take the letter to be unsent."""
        letter = held.letter
        ending = Ending(state=state, reason=reason, may_be_copy=letter.may_be_copy)
        patience = self._persistence.lease.total_seconds() - self._mail.time_limit
        give_up = asyncio.get_running_loop().time() + patience
        while True:
            try:
                await self._record(letter.id, ending, self._now())
            except _UNREACHABLE:
                if asyncio.get_running_loop().time() > give_up:
                    raise
                await asyncio.sleep(self._pause)
            else:
                log.info("post.ended", letter=str(letter.id), state=state, reason=reason)
                return
