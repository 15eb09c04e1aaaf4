"""What has to hold between the API and its declarations, looked at as the service starts: a gap stops it."""

import re
import sys
from collections.abc import Iterator

import strawberry
from graphql import GraphQLNamedType, GraphQLNonNull, GraphQLObjectType
from strawberry.types.base import StrawberryObjectDefinition, get_object_definition
from strawberry.types.field import StrawberryField

from backend.queries.model import EVERYONE, Derived, Entity, Related
from backend.rules.acts import TABLES
from backend.rules.vocabulary import Act
from backend.schema.declared import DECLARED, SHAPES


class GapError(Exception):
    """The API and its declarations do not fit together."""


def check(schema: strawberry.Schema) -> None:
    """Look at everything. Raises `GapError` with all that is wrong."""
    core = schema._schema  # noqa: SLF001 - Strawberry publishes graphql-core's schema under this name only
    found = [
        *gaps_in_audiences(core.type_map),
        *gaps_in_publishing(),
        *gaps_in_acts(core.mutation_type),
    ]
    if found:
        raise GapError("; ".join(found))


def gaps_in_audiences(types: dict[str, GraphQLNamedType]) -> Iterator[str]:
    """Fields that answer null outside their audience, and that the SDL promises never to be null."""
    for entity, definition, fields in _shapes():
        kind = types[definition.name]
        assert isinstance(kind, GraphQLObjectType)
        for name, field in fields.items():
            declared = field.metadata.get(DECLARED, entity.fields.get(name))
            shown = field.graphql_name or _camel(name)
            # A list outside its audience is empty; whatever else is restricted is null.
            restricts = declared is not None and declared.to != EVERYONE
            is_list = isinstance(declared, Related) and not declared.one
            if restricts and not is_list and isinstance(kind.fields[shown].type, GraphQLNonNull):
                yield f"{definition.name}.{shown} is kept from some, and not nullable"


def gaps_in_publishing() -> Iterator[str]:
    """Declared fields that are neither shown nor said not to be, and fields shown that nothing declares."""
    tied: set[int] = set()
    for entity, definition, fields in _shapes():
        tied |= {id(field.metadata[DECLARED]) for field in fields.values() if DECLARED in field.metadata}
        leaves = {name for name, field in fields.items() if field.base_resolver is None}
        published = {name for name, field in entity.fields.items() if field.published}
        for name in sorted(leaves ^ published):
            yield f"{definition.name}.{name} is {'not declared' if name in leaves else 'declared and not shown'}"
    for name, derived in _derived():
        if derived.published and id(derived) not in tied:
            yield f"{name} is derived and not shown"


def gaps_in_acts(mutations: GraphQLObjectType | None) -> Iterator[str]:
    """Mutations that are no act of the vocabulary, or one for which no rule says whose it is."""
    for name in mutations.fields if mutations else ():
        act = re.sub(r"(?<!^)(?=[A-Z])", "_", name).upper()
        if act not in Act.__members__ or sum(Act[act] in table for table in TABLES) != 1:
            yield f"{name} has no access rule, or two"


def _shapes() -> Iterator[tuple[Entity, StrawberryObjectDefinition, dict[str, StrawberryField]]]:
    for entity, shape in SHAPES.items():
        definition = get_object_definition(shape, strict=True)
        yield entity, definition, {field.python_name: field for field in definition.fields}


def _derived() -> Iterator[tuple[str, Derived]]:
    """Every derived field that a module of `queries` declares, by its name."""
    modules = [module for name, module in sorted(sys.modules.items()) if name.startswith("backend.queries.")]
    for module in modules:
        yield from ((name, value) for name, value in vars(module).items() if isinstance(value, Derived))


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
