"""How one kind of document becomes a message: its kind in our words, and what reads its data."""

from collections.abc import Callable
from dataclasses import dataclass

from backend.adapters.feeds.fields import Fields
from backend.rules.intake import MessageKind, Told


@dataclass(frozen=True, slots=True)
class Reader:
    """`read` takes every field of the data that the format knows, and raises `UnusableMessage`."""

    kind: MessageKind
    read: Callable[[Fields], Told]
