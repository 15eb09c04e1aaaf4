"""What can be asked of an event: for every field that is reachable from it, a document that asks for little else.

A document that asks for much shows nothing here: one field of it that is somebody's alone keeps the whole from being
shared. So each field that is worked out is asked for by itself; those that merely stand in a row, together.
"""

from collections import deque
from collections.abc import Iterator
from typing import Any

from graphql import GraphQLInterfaceType, GraphQLObjectType, get_named_type, is_leaf_type

from tests.api.everything import CORE

PAGE = "(first: 2)"
Way = tuple[str, ...]


def documents_below(root: str, subscription: str, *, without: frozenset[str] = frozenset()) -> dict[str, str]:
    """By type and field, a document for each field that can be reached from this type, by the shortest way there.

    `without` are types through which no way leads.
    """
    return {
        f"{kind.name}.{name}": f"subscription {{ {subscription} {{ {_around(way, asked)} }} }}"
        for kind, way in _ways(root, set(without))
        for name, asked in _fields(kind)
    }


def _ways(root: str, known: set[str]) -> Iterator[tuple[GraphQLObjectType, Way]]:
    waiting: deque[tuple[Any, Way]] = deque([(CORE.type_map[root], (f"... on {root}",))])
    known.add(root)
    while waiting:
        kind, way = waiting.popleft()
        yield kind, way
        for name, field in kind.fields.items():
            target = get_named_type(field.type)
            is_noun = isinstance(target, GraphQLInterfaceType)
            if target.name in known:
                continue
            for each in CORE.get_possible_types(target) if is_noun else [target]:
                if not is_leaf_type(each) and each.name not in known:
                    known.add(each.name)
                    here = (*way, name + (PAGE if "first" in field.args else ""))
                    waiting.append((each, (*here, f"... on {each.name}") if is_noun else here))


def _fields(kind: GraphQLObjectType) -> Iterator[tuple[str, str]]:
    worked_out = {
        each.graphql_name or _camel(each.python_name)
        for each in kind.extensions["strawberry-definition"].fields
        if each.base_resolver
    }
    leaves = {name for name, field in kind.fields.items() if is_leaf_type(get_named_type(field.type))}
    if leaves - worked_out:
        yield "the rest", " ".join(sorted(leaves - worked_out))
    for name, field in kind.fields.items():
        page = PAGE if "first" in field.args else ""
        if name in worked_out:
            yield name, name + page + ("" if name in leaves else " { __typename }")


def _around(way: Way, asked: str) -> str:
    for step in reversed(way):
        asked = f"{step} {{ {asked} }}"
    return asked


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(each.capitalize() for each in rest)
