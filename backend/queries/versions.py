"""The version of a case, for whatever shares it: one for each audience, which counts what that audience may see."""

from backend.models import Stream
from backend.queries.model import Derived, Field


def _fields(*words: str) -> dict[str, Field]:
    return {
        f"{word}_{what}": Field(getattr(Stream, f"{word}_{what}"), published=False)
        for word in words
        for what in ("version", "updated_at")
    }


FIELDS = _fields("claimant", "defendant", "officer", "court")
"""For an entity of the court whose source joins the case's stream."""
OF_THE_AGENCY = _fields("agency", "receiving_parent", "paying_parent", "court")
"""For one of the agency."""


def _of_audience(what: str) -> Derived:
    return Derived(lambda facts: facts.stored[f"{facts.relation.audience_word}_{what}"])


VERSION = _of_audience("version")
UPDATED_AT = _of_audience("updated_at")
