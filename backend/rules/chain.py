"""How the entries of one history are chained: each hash covers the entry and the hash before it (X-03, P7)."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

START = b""


def entry_hash(
    previous: bytes,
    *,
    uid: UUID,
    stream_id: UUID,
    number: int,
    kind: str,
    at: datetime,
    recorded_at: datetime,
    actor_id: UUID | None,
    actor_role: str,
    party_id: UUID | None,
    audience: int,
    changes: dict[str, Any],
    versions: dict[str, int],
    subject_id: UUID | None = None,
) -> bytes:
    """SHA-256 over the previous hash and every recorded fact of the entry, in one canonical text.

    `changes` must be JSON values; its text is sorted, so that it survives a database which reorders keys.
    """
    facts = [
        uid.hex,
        stream_id.hex,
        number,
        kind,
        at.astimezone(UTC).isoformat(timespec="microseconds"),
        recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
        actor_id.hex if actor_id else None,
        actor_role,
        party_id.hex if party_id else None,
        audience,
        changes,
        versions,
    ]
    if subject_id is not None:
        facts.append(subject_id.hex)
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(previous + text.encode()).digest()
