"""The top-level errors of the API: the few words with which a whole operation, rather than one act in it, is refused.

What a rule refuses is a `Refusal` and becomes a member of the result union; what stands here becomes an entry of the
answer's `errors`. Anything raised that is not a `PublicError` is masked as INTERNAL before it leaves.
"""

from enum import auto

from backend.rules.vocabulary import Word


class ErrorCode(Word):
    """The closed set of `extensions.code`; clients switch on it, so a word once published stays."""

    UNAUTHENTICATED = auto()
    """A token was given and is not, or is no longer, the token of a session; or the field needs a signed-in viewer."""
    FORBIDDEN = auto()
    """The viewer, the origin or the host may not do this at all, whatever the object."""
    BAD_USER_INPUT = auto()
    """The request, the document or its variables are malformed or do not fit the schema."""
    OPERATION_TOO_EXPENSIVE = auto()
    """The document goes over a published limit of size, depth, aliases, fields or cost."""
    RATE_LIMITED = auto()
    """Too many attempts; `retryAfter` says in how many seconds the next is welcome."""
    TIMEOUT = auto()
    """The operation took longer than one may take, and was stopped."""
    OPERATION_NOT_TRUSTED = auto()
    """Only documents of the published manifest are accepted here, by id."""
    SERVICE_UNAVAILABLE = auto()
    """The service is full, or is closing; `retryAfter` says in how many seconds to come again."""
    INTERNAL = auto()
    """A fault of ours; nothing of it is told but the request id under which it was logged."""


class PublicError(Exception):
    """A refusal of the whole operation, or of one field of it, whose message may be read by anybody.

    `message` must never hold what the client sent (values are not echoed). `retry_after` is in seconds.
    """

    def __init__(self, code: ErrorCode, message: str, *, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.retry_after = retry_after


class AccessEnded(Exception):  # noqa: N818  the end of an access is an event, not a fault
    """Raised by the source of a subscription when the viewer's access, or their session, has ended.

    The WebSocket that carries the subscription is closed with 4403; a stream of server-sent events gets an error, then
    its end.
    """
