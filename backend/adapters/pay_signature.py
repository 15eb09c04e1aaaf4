"""The signature by which GOV.UK Pay's webhook messages are known: hex HMAC-SHA256 over the body as it came."""

import hashlib
import hmac

HEADER = "pay-signature"


def signature_of(body: bytes, secret: str) -> str:
    """What the header of a message with this body says."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def is_signed(body: bytes, signature: str | None, secret: str) -> bool:
    """Whether the message was signed with our secret; takes as long for a wrong signature as for a right one."""
    return signature is not None and hmac.compare_digest(signature_of(body, secret).encode(), signature.encode())
