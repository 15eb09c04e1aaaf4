"""The demonstration's post office: a real SMTP server inside the service's own event loop, which keeps what it gets."""

import asyncio
import logging
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from weakref import WeakSet

from aiosmtpd.smtp import SMTP, Envelope, Session

from backend.operations.ground import machine_now

LOOPBACK = "127.0.0.1"
LARGEST_MESSAGE = 2_000_000
"""Bytes. Our letters have a few thousand; a server without a limit is one that can be filled."""


@dataclass(frozen=True, slots=True)
class ReceivedLetter:
    """One e-mail as it arrived."""

    message_id: str
    sender: str
    to: str
    """Whom the envelope named; several are joined with a comma and a blank."""
    subject: str
    text: str
    html: str | None
    received_at: datetime
    """By the machine's clock."""


def _read(envelope: Envelope) -> ReceivedLetter:
    message = message_from_bytes(envelope.original_content or b"", _class=EmailMessage, policy=policy.default)
    plain, rich = message.get_body(("plain",)), message.get_body(("html",))
    return ReceivedLetter(
        message_id=str(message["Message-ID"] or "").strip(),
        sender=str(envelope.mail_from or ""),
        to=", ".join(envelope.rcpt_tos),
        subject=str(message["Subject"] or ""),
        text=str(plain.get_content()) if plain else "",
        html=str(rich.get_content()) if rich else None,
        received_at=machine_now(),
    )


class Mailbox:
    """An SMTP server on a free port of the loopback interface, and the newest letters that it took.

    `limit` letters are kept; older ones are forgotten. Started and stopped with the application, in its own loop.
    """

    def __init__(self, *, limit: int = 1_000) -> None:
        self._letters: deque[ReceivedLetter] = deque(maxlen=limit)
        self._server: asyncio.Server | None = None
        self._calls: WeakSet[SMTP] = WeakSet()
        self._arrived = asyncio.Condition()

    @property
    def host(self) -> str:
        return LOOPBACK

    @property
    def port(self) -> int:
        """The port it listens on. Raises RuntimeError while it does not."""
        if self._server is None:
            raise RuntimeError("the mailbox is not open")
        return int(self._server.sockets[0].getsockname()[1])

    async def start(self, *, port: int = 0) -> None:
        """Listen; port 0 takes a free one."""
        # At INFO the library logs senders and recipients, and no address of a person belongs in a log.
        logging.getLogger("mail.log").setLevel(logging.WARNING)
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._protocol, LOOPBACK, port)

    async def stop(self) -> None:
        """Stop listening and hang up on who is still connected. What was received stays readable."""
        if self._server is not None:
            self._server.close()
            for call in self._calls:
                if isinstance(call.transport, asyncio.WriteTransport):
                    call.transport.abort()
            await self._server.wait_closed()
            self._server = None

    def letters(self, *, to: str | None = None) -> list[ReceivedLetter]:
        """What was received, oldest first; with `to`, only what was addressed to this address, in any case."""
        if to is None:
            return list(self._letters)
        return [letter for letter in self._letters if to.lower() in letter.to.lower().split(", ")]

    async def wait_for(self, count: int, *, to: str | None = None, within: float = 5.0) -> list[ReceivedLetter]:
        """The letters, as soon as there are `count` of them. Raises TimeoutError after `within` seconds."""
        async with asyncio.timeout(within), self._arrived:
            await self._arrived.wait_for(lambda: len(self.letters(to=to)) >= count)
        return self.letters(to=to)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  its name in aiosmtpd
        """Take a letter."""
        async with self._arrived:
            self._letters.append(_read(envelope))
            self._arrived.notify_all()
        return "250 taken"

    def _protocol(self) -> SMTP:
        call = SMTP(
            self,
            loop=asyncio.get_running_loop(),
            hostname="demo.example",
            ident="demonstration post office",
            enable_SMTPUTF8=True,
            data_size_limit=LARGEST_MESSAGE,
        )
        self._calls.add(call)
        return call
