"""Reading JSON from strangers: its size, its nesting and its encoding are looked at before it is parsed."""

import re

import orjson

from backend.execution.problems import RefusedOperation
from backend.rules.errors import ErrorCode

_TOKENS = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
_OPENING = b"[{"


def decode(raw: bytes, *, nesting: int) -> object:
    """Parse a body or a frame. Raises `RefusedOperation` (BAD_USER_INPUT), which says nothing of what stood in it."""
    if _is_nested_beyond(raw, nesting):
        raise RefusedOperation.because(ErrorCode.BAD_USER_INPUT, "The JSON is nested too deeply.")
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise RefusedOperation.because(ErrorCode.BAD_USER_INPUT, "The body is not valid JSON in UTF-8.") from None


def _is_nested_beyond(raw: bytes, most: int) -> bool:
    if raw.count(b"[") + raw.count(b"{") <= most:  # most requests end here
        return False
    depth = 0
    for token in _TOKENS.finditer(raw):
        first = raw[token.start()]
        if first in _OPENING:
            depth += 1
            if depth > most:
                return True
        elif first in b"]}":
            depth -= 1
    return False
