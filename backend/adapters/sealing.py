"""Small secrets at rest, opaque tokens, and keyed digests: everything that hangs on the service's own secret.

Sealing is AES-SIV (RFC 5297): authenticated, needs no nonce, and deterministic, so that the same content sealed twice
under one purpose is the same token. Each purpose has a key of its own: what was sealed for one opens for no other.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LETTER = "letter"
"""The purpose under which a security code waits in the outbox for its letter to leave."""

_LEAST_SECRET = 32
_SEALING_KEY = 64
_DIGEST_KEY = 32
_PURPOSES = 64
"""How many purposes keep their keys made; purposes are words of the code, never of a request."""


class SealBrokenError(ValueError):
    """What was to be opened was not sealed by this service for this purpose, or has been changed."""


class Sealer:
    """Seals with keys derived from one secret of at least 32 bytes; raises ValueError for a shorter one.

    The secret must stay the same across restarts and processes: with another one nothing sealed before opens.
    """

    def __init__(self, secret: bytes) -> None:
        if len(secret) < _LEAST_SECRET:
            raise ValueError("the secret needs at least 32 bytes")
        self._secret = secret
        self._cipher = lru_cache(_PURPOSES)(lambda purpose: AESSIV(self._key("seal", purpose, _SEALING_KEY)))
        self._digest_key = lru_cache(_PURPOSES)(lambda purpose: self._key("digest", purpose, _DIGEST_KEY))

    def __repr__(self) -> str:
        return "Sealer()"

    def seal(self, content: bytes, purpose: str) -> bytes:
        """The content, unreadable and unchangeable. The same content always seals to the same bytes, 17 longer."""
        # The library refuses empty content, which a token may well have: one byte stands before it.
        return self._cipher(purpose).encrypt(b"\x00" + content, None)

    def open(self, sealed: bytes, purpose: str) -> bytes:
        """What was sealed for this purpose; raises `SealBrokenError` for anything else."""
        try:
            return self._cipher(purpose).decrypt(sealed, None)[1:]
        except (InvalidTag, ValueError):
            raise SealBrokenError("not sealed here for this purpose") from None

    def seal_text(self, purpose: str, content: bytes) -> str:
        """As `seal`, as text that may stand in a URL."""
        return urlsafe_b64encode(self.seal(content, purpose)).rstrip(b"=").decode("ascii")

    def open_text(self, purpose: str, text: str) -> bytes:
        """As `open`, from the text of `seal_text` and from no other spelling of it; raises `SealBrokenError`."""
        try:
            sealed = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        except (NotBase64, UnicodeEncodeError):
            raise SealBrokenError("not a token") from None
        content = self.open(sealed, purpose)
        if self.seal_text(purpose, content) != text:
            raise SealBrokenError("another spelling of a token")
        return content

    def digest(self, purpose: str, text: str) -> bytes:
        """A keyed hash of 32 bytes: equal for equal text, and not to be found out by trying without the secret."""
        return hmac.digest(self._digest_key(purpose), text.encode(), "sha256")

    def _key(self, use: str, purpose: str, length: int) -> bytes:
        derivation = HKDF(algorithm=SHA256(), length=length, salt=None, info=f"{use}:{purpose}".encode())
        return derivation.derive(self._secret)
