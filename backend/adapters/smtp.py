"""The real mail: aiosmtplib, one command at a time, so that we always know how far we came."""

import asyncio
import ssl
from dataclasses import dataclass, field
from typing import Literal, cast

from aiosmtplib import SMTP, SMTPException, SMTPResponseException, SMTPServerDisconnected

from backend.adapters.mail import Accepted, BeforeText, Delivery, Outgoing, Refused, Stage, TryLater, Uncertain

IMPLICIT_TLS_PORT = 465
_START_INPUT = 354
_FIRST_REFUSAL = 500
_FIRST_REPLY = 200
_LAST_REPLY = 599
_ABOUT_THE_LETTER = frozenset({Stage.SENDER, Stage.RECIPIENT, Stage.DATA, Stage.TEXT})
_ABOUT_US = frozenset({421, 530, 534, 535, 538})
"""Refusals that speak of the connection or of our signing in: the letter is not at fault at any stage."""
_FULL = 552
"""At RCPT this is "too many recipients" or a full mailbox: RFC 5321, 4.5.3.1.10 has it treated as temporary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpMail:
    """Sends through one SMTP server, on a connection of its own for each message.

    `tls="required"` speaks TLS, from the start or by STARTTLS, and sends nothing where it cannot; there is no
    opportunistic mode. `tls="none"` is for a server on the same machine, and never takes a password: raises
    ValueError. `timeout` is in seconds for each command, `time_limit` for a whole sending.
    """

    host: str
    port: int
    tls: Literal["required", "none"]
    local_hostname: str
    """The name by which we greet the server."""
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout: float = 30.0
    time_limit: float = 120.0
    tls_context: ssl.SSLContext | None = field(default=None, repr=False)
    """None: the system's certificate authorities, with the host's name checked."""
    tls_from_start: bool | None = None
    """False: by STARTTLS. None: from the start on port 465, else by STARTTLS."""

    def __post_init__(self) -> None:
        if self.tls not in {"required", "none"}:
            raise ValueError("tls is 'required' or 'none'")
        if self.tls == "none" and self.password is not None:
            raise ValueError("a password does not travel without TLS")
        if (self.username is None) is not (self.password is None):
            raise ValueError("a username and a password go together")

    async def send(self, message: Outgoing, *, before_text: BeforeText | None = None) -> Delivery:
        talk = _Talk(self, message, before_text)
        try:
            async with asyncio.timeout(self.time_limit):
                return await talk.through()
        except SMTPResponseException as reply:
            talk.is_answered = True
            return delivery_of(reply.code, talk.stage)
        except (SMTPException, OSError, TimeoutError):
            if talk.in_hook:
                raise
            return Uncertain(talk.stage) if talk.stage is Stage.TEXT else TryLater(None, talk.stage)
        finally:
            talk.hang_up()


def delivery_of(code: int, stage: Stage) -> Delivery:
    """What a reply other than the one hoped for means: by its first digit, and by whom it is about."""
    if not _FIRST_REPLY <= code <= _LAST_REPLY:
        # Not a reply of SMTP at all: before the text that is a no, after it nobody knows.
        return Uncertain(stage) if stage is Stage.TEXT else TryLater(None, stage)
    if code < _FIRST_REFUSAL:
        if stage is Stage.TEXT and code // 100 == 2:  # noqa: PLR2004 - 2yz: done
            return Accepted()
        return Uncertain(stage) if stage is Stage.TEXT and code // 100 == 3 else TryLater(code, stage)  # noqa: PLR2004
    if stage not in _ABOUT_THE_LETTER or code in _ABOUT_US or (code == _FULL and stage is Stage.RECIPIENT):
        return TryLater(code, stage)
    return Refused(code, stage)


class _Talk:
    """One talk with the server."""

    def __init__(self, settings: SmtpMail, message: Outgoing, before_text: BeforeText | None) -> None:
        self.stage = Stage.CONNECT
        self.in_hook = False
        self.is_answered = False
        """The server has said what becomes of the message, so that the link is known to work."""
        self._settings = settings
        self._message = message
        self._before_text = before_text
        from_start = settings.tls_from_start
        self._from_start = settings.tls == "required" and (
            settings.port == IMPLICIT_TLS_PORT if from_start is None else from_start
        )
        self._smtp = SMTP(
            hostname=settings.host,
            port=settings.port,
            local_hostname=settings.local_hostname,
            timeout=settings.timeout,
            use_tls=self._from_start,
            start_tls=False,  # not the library's None, which would mean: if the server happens to offer it
            tls_context=settings.tls_context,
        )

    async def through(self) -> Delivery:
        """From the greeting to the answer; what goes wrong on the way is raised, with `stage` saying where."""
        await self._greet()
        self.stage = Stage.SENDER
        await self._smtp.mail(self._message.sender)
        self.stage = Stage.RECIPIENT
        await self._smtp.rcpt(self._message.recipient)
        if self._before_text is not None:
            self.in_hook = True
            await self._before_text()
            self.in_hook = False
        return await self._hand_over()

    async def _greet(self) -> None:
        await self._smtp.connect()
        self.stage = Stage.HELLO
        await self._smtp.ehlo()
        if self._settings.tls == "required" and not self._from_start:
            self.stage = Stage.TLS
            await self._smtp.starttls()
            await self._smtp.ehlo()
        if self._settings.username is not None and self._settings.password is not None:
            self.stage = Stage.SIGN_IN
            await self._smtp.login(self._settings.username, self._settings.password)

    async def _hand_over(self) -> Delivery:
        """DATA and the text as two steps: the library's own `data` does not tell after which of them it failed."""
        self.stage = Stage.DATA
        reply = await self._smtp.execute_command(b"DATA")
        protocol = self._smtp.protocol
        if reply.code != _START_INPUT:
            self.is_answered = True
            return delivery_of(reply.code, self.stage)
        if protocol is None:
            raise SMTPServerDisconnected("gone")
        text = _dotted(self._message.to_bytes())
        self.stage = Stage.TEXT
        protocol.write(text)
        reply = await protocol.read_response(timeout=self._settings.timeout)
        self.is_answered = True
        return delivery_of(reply.code, self.stage)

    def hang_up(self) -> None:
        """Leave without waiting for a goodbye: what we came for is known. A link that hangs is cut, not flushed."""
        # A cast, not a check: uvloop's transports have these methods without being asyncio's.
        transport = cast("asyncio.WriteTransport | None", self._smtp.transport)
        if transport is not None and not transport.is_closing():
            if self.is_answered:
                transport.write(b"QUIT\r\n")
            else:
                transport.abort()
        self._smtp.close()


def _dotted(text: bytes) -> bytes:
    """The text as DATA wants it (RFC 5321, 4.5.2): a leading dot doubled, a dot alone at the end."""
    lines = text.removesuffix(b"\r\n").split(b"\r\n")
    return b"".join(b".%b\r\n" % line if line.startswith(b".") else line + b"\r\n" for line in lines) + b".\r\n"
