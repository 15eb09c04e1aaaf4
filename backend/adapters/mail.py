"""Mail: one message to one address, and what became of it, in our words and never in the mail server's.

Two twins answer to the `Mail` protocol and pass the same contract test: `SmtpMail` here speaks to a server through
aiosmtplib, `PretendMail` in `pretend_mail` keeps what it accepts.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from enum import StrEnum
from typing import Protocol, TypeAlias
from uuid import UUID

from email_validator import EmailNotValidError, validate_email

_POLICY = SMTP_POLICY.clone(cte_type="7bit")
_MOST_SUBJECT = 200


class WrongMessageError(ValueError):
    """A message that must not be sent: names what is wrong with it, never the address or the text."""


class Stage(StrEnum):
    """How far the talk with the mail server had come."""

    CONNECT = "CONNECT"
    HELLO = "HELLO"
    TLS = "TLS"
    SIGN_IN = "SIGN_IN"
    SENDER = "SENDER"
    RECIPIENT = "RECIPIENT"
    DATA = "DATA"
    """We have asked to hand over the text: none of it has gone."""
    TEXT = "TEXT"
    """The text is on its way or gone."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The mail server has taken the message and answers for it from now on."""


@dataclass(frozen=True, slots=True)
class TryLater:
    """The mail server has surely not taken it, and may do so later."""

    code: int | None
    """The reply's three digits; None where there was no reply."""
    stage: Stage


@dataclass(frozen=True, slots=True)
class Refused:
    """The mail server will never take it."""

    code: int
    stage: Stage


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The text had gone and no clear answer came: it may have been taken."""

    stage: Stage


Delivery: TypeAlias = Accepted | TryLater | Refused | Uncertain

BeforeText: TypeAlias = Callable[[], Awaitable[None]]
"""Awaited when the server has agreed to sender and recipient, before the text is handed over."""


def bare_address(text: str) -> str:
    """Exactly one address, `local@domain`, its domain in ASCII; raises `WrongMessageError` for anything else.

    A display name, a comment, a list, a quoted local part and a line break are all refused: a mail library would find
    a second recipient in some of them. Whether the address exists is for the mail server to say.
    """
    try:
        found = validate_email(
            text,
            allow_smtputf8=False,
            check_deliverability=False,
            globally_deliverable=False,
            strict=True,
            test_environment=True,  # domains under `.test` are addresses like any other
        )
    except EmailNotValidError:
        raise WrongMessageError("not one plain e-mail address") from None
    if found.ascii_email is None:
        raise WrongMessageError("not one plain e-mail address")
    return found.ascii_email


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message to one person. Made with anything that could be read as more, it raises `WrongMessageError`."""

    letter_id: UUID
    recipient: str = field(repr=False)
    sender: str
    sender_name: str = "Civil Enforcement service"
    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)
    written_at: datetime
    """For the Date header; with its time zone."""

    def __post_init__(self) -> None:
        # A frozen dataclass sets what it has normalised past its own guard.
        object.__setattr__(self, "recipient", bare_address(self.recipient))
        object.__setattr__(self, "sender", bare_address(self.sender))
        for line in (self.subject, self.sender_name):
            if not line or len(line) > _MOST_SUBJECT or not line.isprintable():
                raise WrongMessageError("a header is not one printable line")

    @property
    def message_id(self) -> str:
        """The same for every sending of one letter, so that who receives a copy can tell."""
        return f"<{self.letter_id}@{self.sender.rpartition('@')[2]}>"

    def to_bytes(self) -> bytes:
        """The message as it travels: 7-bit, plain text and HTML, lines ending in CRLF."""
        message = EmailMessage(policy=_POLICY)
        message["From"] = Address(self.sender_name, addr_spec=self.sender)
        message["To"] = Address(addr_spec=self.recipient)
        message["Subject"] = self.subject
        message["Date"] = format_datetime(self.written_at)
        message["Message-ID"] = self.message_id
        message["Auto-Submitted"] = "auto-generated"
        message["Content-Language"] = "en-GB"
        message.set_content(self.text, cte="quoted-printable")
        message.add_alternative(self.html, subtype="html", cte="quoted-printable")
        return message.as_bytes()


class Mail(Protocol):
    """What sends mail."""

    @property
    def time_limit(self) -> float:
        """Seconds within which `send` is over, come what may."""

    async def send(self, message: Outgoing, *, before_text: BeforeText | None = None) -> Delivery:
        """Send once. Whatever the server does is an answer; only `before_text` may raise, and then nothing was sent."""
