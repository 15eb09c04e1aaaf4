"""Asking for everything: a selection of every field below a type, and an answer told field by field."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
)

from backend.api import schema

CORE = schema._schema
PAGES = "(first: 100)"


class Told(NamedTuple):
    """One field of one object of an answer."""

    type: str
    label: str
    field: str
    value: Any


def has_fields(kind: GraphQLNamedType) -> bool:
    return isinstance(kind, GraphQLObjectType | GraphQLInterfaceType)


def below(name: str) -> dict[str, GraphQLObjectType]:
    """Every object type that can be reached from a type, by name, itself included."""
    found: dict[str, GraphQLObjectType] = {}
    waiting = [name]
    while waiting:
        kind = CORE.type_map[waiting.pop()]
        if kind.name not in found and has_fields(kind):
            found[kind.name] = kind
            waiting += [get_named_type(each.type).name for each in kind.fields.values()]
        assert not isinstance(kind, GraphQLUnionType), kind.name
    return found


def fields_below(name: str) -> set[tuple[str, str]]:
    """Every field that can be reached from a type."""
    return {(kind.name, field) for kind in below(name).values() for field in kind.fields}


def selection(name: str, *, around: frozenset[str] = frozenset()) -> str:
    """A selection of every field below a type, each type once on the way."""
    kind = CORE.type_map[name]
    assert isinstance(kind, GraphQLObjectType)
    parts = [_selected(field, each, around | {name}) for field, each in kind.fields.items()]
    return "{ __typename " + " ".join(parts) + " }"


def _selected(name: str, field: GraphQLField, around: frozenset[str]) -> str:
    kind = get_named_type(field.type)
    arguments = PAGES if "first" in field.args else ""
    if not has_fields(kind):
        return name + arguments
    return "" if kind.name in around else f"{name}{arguments} {selection(kind.name, around=around)}"


def told(value: Any) -> Iterator[Told]:
    """Every field of every object of an answer."""
    if isinstance(value, list):
        for each in value:
            yield from told(each)
    elif isinstance(value, dict):
        label = _label(value)
        for name, inner in value.items():
            if name != "__typename":
                yield Told(value["__typename"], label, name, inner)
                yield from told(inner)


def _label(value: dict[str, Any]) -> str:
    """What tells an object from others of its type, where what may be seen of them differs."""
    match value["__typename"]:
        case "Party":
            return value["name"]
        case "Letter":
            return value["recipientName"]
        case "HistoryEntry":
            return (
                value["summary"]
                if value["kind"] in {"DEFENDANT_LINKED", "LETTER_FAILED", "LETTER_TO_PRINT"}
                else value["kind"]
            )
        case _:
            return ""
