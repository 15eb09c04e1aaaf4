"""The signature by which messages of outside systems are known: hex HMAC-SHA256 over their time and their body."""

import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta

TIMESTAMP = "intake-timestamp"
"""The header that holds when a message was signed: whole seconds since 1970, UTC."""
SIGNATURE = "intake-signature"
WINDOW = timedelta(minutes=5)
"""How far the time of signing may lie from ours, either way."""
_SECONDS = re.compile(rb"[0-9]{1,11}")


def signature_of(timestamp: str, body: bytes, secret: str) -> str:
    """What the header of a message with this body says that was signed at this time."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def signed(body: bytes, secret: str, *, at: datetime) -> dict[str, str]:
    """The two headers under which a message is sent."""
    timestamp = str(int(at.timestamp()))
    return {TIMESTAMP: timestamp, SIGNATURE: signature_of(timestamp, body, secret)}


def is_signed(body: bytes, timestamp: str | None, signature: str | None, secret: str, *, now: datetime) -> bool:
    """Whether the message was signed with this secret, within the window around now; wrong ones take as long."""
    if timestamp is None or signature is None or not _SECONDS.fullmatch(timestamp.encode()):
        return False
    is_right = hmac.compare_digest(signature_of(timestamp, body, secret).encode(), signature.encode())
    return is_right and abs(now - (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(timestamp)))) <= WINDOW
