"""A real SMTP server on a real port that fails as it is told to, at any stage, in any way."""

import asyncio
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import IPv4Address
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DROP = "drop"
HANG = "hang"
ACCEPT_AND_DROP = "accept and drop"
"""At TEXT: take the message, say so, and cut the link without waiting for QUIT."""
TAKE_AND_DROP = "take and drop"
"""At TEXT: take the message, and cut the link before saying so."""
TAKE_AND_HANG = "take and hang"


@dataclass
class Taken:
    """One message that the server answers for."""

    recipients: list[str]
    sender: str
    content: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.content, _class=EmailMessage, policy=policy.default)


@dataclass
class Post:
    """What the server took, how often each command came, and what it does at which stage: a reply, or a way to fail.

    A list of faults at a stage is used up one by one; then all is well.
    """

    port: int = 0
    faults: dict[str, list[str]] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    _awaited: dict[str, asyncio.Event] = field(default_factory=dict)

    def next(self, stage: str) -> asyncio.Event:
        """Set when a client comes to this stage again."""
        return self._awaited.setdefault(stage, asyncio.Event())

    def fault(self, stage: str) -> str | None:
        self.commands.append(stage)
        if awaited := self._awaited.pop(stage, None):
            awaited.set()
        waiting = self.faults.get(stage)
        return waiting.pop(0) if waiting else None


class FailingServer(SMTP):
    def __init__(self, post: Post, **settings: object) -> None:
        self.post = post
        super().__init__(self, hostname="mail.example", **settings)

    async def fails(self, stage: str) -> str | None:
        """The reply to give instead of the usual one; a drop or a hang does not return."""
        fault = self.post.fault(stage)
        if fault == DROP:
            self.transport.abort()
            raise asyncio.CancelledError
        if fault == HANG:
            await asyncio.Event().wait()
        return fault

    async def push(self, status: str | bytes) -> None:
        if str(status).startswith("220 ") and "mail.example" in str(status):
            status = await self.fails("CONNECT") or status
        await super().push(status)

    async def smtp_STARTTLS(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        if reply := await self.fails("TLS"):
            await self.push(reply)
        else:
            await super().smtp_STARTTLS(arg)

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802 - aiosmtpd's name
        if reply := await self.fails("HELLO"):
            await self.push(reply)
        else:
            await super().smtp_EHLO(hostname)

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        if reply := await self.fails("SIGN_IN"):
            await self.push(reply)
        else:
            await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd's name
        if reply := await self.fails("SENDER"):
            await self.push(reply)
        else:
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd's name
        if reply := await self.fails("RECIPIENT"):
            await self.push(reply)
        else:
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        if reply := await self.fails("DATA"):
            await self.push(reply)
        else:
            await super().smtp_DATA(arg)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        fault = await self.fails("TEXT")
        if fault and fault[0].isdigit() and not fault.startswith("2"):
            return fault
        self.post.taken.append(Taken(envelope.rcpt_tos, envelope.mail_from or "", envelope.original_content or b""))
        if fault == ACCEPT_AND_DROP:
            self.transport.write(b"250 OK\r\n")
            self.transport.close()
        elif fault == TAKE_AND_DROP:
            self.transport.abort()
        elif fault == TAKE_AND_HANG:
            await asyncio.Event().wait()
        return fault or "250 OK"


@asynccontextmanager
async def smtp_server(*, tls_from_start: ssl.SSLContext | None = None, **settings: object) -> AsyncGenerator[Post]:
    """A server on a free port of the loopback interface."""
    post = Post()
    open_talks: set[FailingServer] = set()

    def talk() -> FailingServer:
        made = FailingServer(post, **settings)
        open_talks.add(made)
        return made

    server = await asyncio.get_running_loop().create_server(talk, "127.0.0.1", 0, ssl=tls_from_start)
    post.port = server.sockets[0].getsockname()[1]
    try:
        yield post
    finally:
        server.close()
        for made in open_talks:
            if made.transport is not None:
                made.transport.abort()
        await server.wait_closed()
        await asyncio.sleep(0)


def allow_password(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: object) -> AuthResult:
    """The password is `right`."""
    is_right = getattr(given, "password", None) == b"right"
    return AuthResult(success=is_right, handled=is_right)


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context with a certificate of its own for 127.0.0.1, and the context of a client who trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    both = folder / "server.pem"
    both.write_bytes(
        pem
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(both)
    return server, ssl.create_default_context(cadata=pem.decode())
