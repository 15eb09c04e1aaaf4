"""The trusted documents: those of the contract, by the SHA-256 of their text. In production nothing else runs."""

import json
from collections.abc import Mapping
from pathlib import Path

MANIFEST = Path(__file__).parent / "trusted-documents.json"


def trusted_documents() -> Mapping[str, str]:
    """The manifest that `contract` writes: id to document text."""
    found: dict[str, str] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return found
