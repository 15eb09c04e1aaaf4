"""Opaque ids of the API: a prefix that names the type, and the UUIDv7 key."""

import re
from uuid import UUID

PREFIXES = {
    "ArrearsLine": "arl",
    "Artefact": "art",
    "Claim": "clm",
    "Debt": "dbt",
    "Document": "doc",
    "ExpectedPayment": "exp",
    "EnforcementCase": "enc",
    "FeePayment": "pay",
    "Hceo": "hce",
    "HistoryEntry": "his",
    "Judgment": "jdg",
    "JudgmentRequest": "jrq",
    "Letter": "ltr",
    "MaintenanceCase": "mnc",
    "LedgerLine": "lin",
    "LiabilityOrder": "lor",
    "OfflineTask": "oft",
    "Party": "pty",
    "PaymentIn": "pin",
    "Response": "rsp",
    "Restraint": "rst",
    "Schedule": "sch",
    "ServiceRequest": "srq",
    "Team": "tem",
    "User": "usr",
    "Writ": "wrt",
    "WritApplication": "wap",
}
_TYPES = {prefix: name for name, prefix in PREFIXES.items()}
_SHAPE = re.compile(r"([a-z]{3})_([0-9a-f]{32})")


class MalformedIdError(ValueError):
    """Not an id of this API, or one of another type."""


def to_node_id(type_name: str, key: UUID) -> str:
    """The id under which the API knows a row."""
    return f"{PREFIXES[type_name]}_{key.hex}"


def from_node_id(text: str) -> tuple[str, UUID]:
    """The type and key of an id. Raises `MalformedIdError`."""
    match = _SHAPE.fullmatch(text)
    if match is None or match[1] not in _TYPES:
        raise MalformedIdError
    return _TYPES[match[1]], UUID(hex=match[2])


def key_of(text: str, type_name: str) -> UUID:
    """The key of an id that must be of this type. Raises `MalformedIdError`."""
    found, key = from_node_id(text)
    if found != type_name:
        raise MalformedIdError
    return key
