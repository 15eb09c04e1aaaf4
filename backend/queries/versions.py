"""The version of a case, for whatever shares it: one for each audience, which counts what that audience may see."""

from backend.models import Stream
from backend.queries.model import Derived, Field

FIELDS: dict[str, Field] = {
    f"{word}_{what}": Field(getattr(Stream, f"{word}_{what}"), published=False)
    for word in ("claimant", "defendant", "officer", "court")
    for what in ("version", "updated_at")
}
"""For an entity whose source joins the case's stream."""


def _of_audience(what: str) -> Derived:
    return Derived(lambda facts: facts.stored[f"{facts.relation.audience_word}_{what}"])


VERSION = _of_audience("version")
UPDATED_AT = _of_audience("updated_at")
