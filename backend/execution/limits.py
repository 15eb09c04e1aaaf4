"""The published limits of one operation: what a document may ask for, and for how long."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Start values; every document of the contract fits with room to spare, and no attack shape does."""

    characters: int = 15_000
    tokens: int = 1_000
    depth: int = 12
    introspection_depth: int = 20
    """Below `__schema` and `__type`: the introspection query of the usual tools is 15 deep."""
    aliases: int = 30
    root_fields: int = 20
    root_mutations: int = 5
    fields: int = 2_000
    """After fragments are expanded."""
    repeats: int = 20
    """The same field or fragment in one selection set: validation compares such fields pair by pair."""
    cost: int = 10_000
    """A leaf and an object cost 1; what is below the edges of a connection is multiplied by `first` or `last`."""
    page: int = 100
    """What a connection without `first` and `last` is taken to ask for."""
    seconds: float = 10.0
    """For a query, a mutation, or one event of a subscription."""
    cached_documents: int = 500
    cached_characters: int = 500_000
