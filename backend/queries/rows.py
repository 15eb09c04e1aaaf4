"""A row of a noun as one viewer may see it: what of it is shown, what is blank, and what it is derived from."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from backend.queries.model import Entity, as_stored
from backend.rules.vocabulary import Relation

Change = Callable[[Any], Any]


class Row:
    """One row as its viewer may see it: `seen` holds the published fields, blank where the audience leaves them out."""

    __slots__ = ("entity", "relation", "seen", "stored")

    def __init__(self, entity: Entity, stored: dict[str, Any], relation: Relation) -> None:
        self.entity = entity
        self.stored = stored
        self.relation = relation
        shown, blank = _view(entity, int(relation))
        self.seen = blank.copy()
        for name, show in shown:
            value = stored[name]
            self.seen[name] = value if show is as_stored or value is None else show(value)


def row_of(entity: Entity, found: Sequence[Any]) -> tuple[Row, Any]:
    """A row as its viewer may see it, and what stands behind its fields: the key of the parent that it hangs on."""
    stored = dict(zip(entity.fields, found, strict=False))
    for name, load in _loads(entity):
        stored[name] = load(stored[name])
    bits, *behind = found[len(stored) :]
    relation = Relation(bits)
    if entity.case is not None:
        is_own, *behind = behind
        relation |= Relation.OWN if is_own else Relation.NONE
    if entity.bits is not None:
        relation = entity.bits(stored, relation)
    return Row(entity, stored, relation), behind[0] if behind else None


@lru_cache(maxsize=2_000)
def _view(entity: Entity, relation: int) -> tuple[list[tuple[str, Change]], dict[str, Any]]:
    """The published fields that a relation may see, each with how it is shown, and all published fields blank."""
    published = {name: field for name, field in entity.fields.items() if field.published}
    shown = [(name, field.show) for name, field in published.items() if int(field.to) & relation]
    return shown, dict.fromkeys(published)


@lru_cache(maxsize=100)
def _loads(entity: Entity) -> list[tuple[str, Change]]:
    return [(name, field.load) for name, field in entity.fields.items() if field.load is not as_stored]
