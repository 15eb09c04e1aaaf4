"""The guard: measures every operation of a parsed document before anything slower looks at it.

Each selection of the text is visited once: what a fragment amounts to is remembered, so a document whose fragments
expand to 2⁶⁰ fields is refused after as many steps as it has words. Cycles of fragments end the same way; validation
names them.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
)

from backend.execution.limits import Limits
from backend.execution.prices import CEILING, NOTHING, ONE, Price, PricedPage

_NESTING = 60
"""How deep the walk itself may go; far above any depth that is allowed, far below the interpreter's stack."""
_ITEMS = frozenset({"edges", "nodes"})
_PAGE_SIZES = ("first", "last")


class TooDeepError(Exception):
    """Selections or fragments are nested beyond what the walk follows."""


class Extent(NamedTuple):
    """What a selection set amounts to once its fragments are expanded."""

    depth: int = 0
    introspection_depth: int = 0
    fields: int = 0
    aliases: int = 0
    roots: int = 0
    """Fields of this very level."""
    repeats: int = 0
    names: Mapping[str, int] = {}
    """How often each response name and fragment stands at this level."""
    once: Price = NOTHING
    items: Price = NOTHING
    """The part that a connection multiplies: what is below its edges."""


@dataclass(slots=True)
class Guard:
    """The measurement of one document; `visits` counts its steps."""

    schema: GraphQLSchema
    limits: Limits
    fragments: dict[str, FragmentDefinitionNode]
    visits: int = 0
    _known: dict[str, Extent] = field(default_factory=dict)

    @classmethod
    def of(cls, document: DocumentNode, *, schema: GraphQLSchema, limits: Limits) -> "Guard":
        definitions = document.definitions
        return cls(
            schema, limits, {node.name.value: node for node in definitions if isinstance(node, FragmentDefinitionNode)}
        )

    def measure(self, operation: OperationDefinitionNode) -> Extent:
        """Measure an operation. Raises `TooDeepError`."""
        return self._selections(operation.selection_set, self.schema.get_root_type(operation.operation), 0)

    def excess(self, kind: OperationType, extent: Extent) -> dict[str, tuple[int, int]]:
        """Name the limits that an extent goes over, cost apart, which depends on the variables."""
        limits = self.limits
        roots = limits.root_mutations if kind is OperationType.MUTATION else limits.root_fields
        found = {
            "depth": (extent.depth, limits.depth),
            "introspectionDepth": (extent.introspection_depth, limits.introspection_depth),
            "aliases": (extent.aliases, limits.aliases),
            "rootFields": (extent.roots, roots),
            "fields": (extent.fields, limits.fields),
            "repeats": (extent.repeats, limits.repeats),
        }
        return {name: (asked, most) for name, (asked, most) in found.items() if asked > most}

    def _selections(self, node: SelectionSetNode, parent: GraphQLNamedType | None, level: int) -> Extent:
        if level > _NESTING:
            raise TooDeepError
        names: Counter[str] = Counter()
        depth = inner = fields = aliases = roots = repeats = 0
        once, items = NOTHING, NOTHING
        for selection in node.selections:
            self.visits += 1
            part = self._selection(selection, parent, level)
            depth, inner = max(depth, part.depth), max(inner, part.introspection_depth)
            fields, aliases = min(fields + part.fields, CEILING), min(aliases + part.aliases, CEILING)
            roots, repeats = min(roots + part.roots, CEILING), max(repeats, part.repeats)
            for name, times in part.names.items():
                names[name] = min(names[name] + times, CEILING)
            once, items = once + part.once, items + part.items
        repeats = max(repeats, *names.values()) if names else repeats
        return Extent(depth, inner, fields, aliases, roots, repeats, names, once, items)

    def _selection(self, node: SelectionNode, parent: GraphQLNamedType | None, level: int) -> Extent:
        if isinstance(node, FieldNode):
            return self._field(node, parent, level)
        if isinstance(node, InlineFragmentNode):
            condition = node.type_condition
            inside = self.schema.type_map.get(condition.name.value) if condition else parent
            return self._selections(node.selection_set, inside, level + 1)
        if isinstance(node, FragmentSpreadNode):
            return self._fragment(node.name.value, level)
        return Extent()

    def _fragment(self, name: str, level: int) -> Extent:
        known = self._known.get(name)
        if known is None:
            self._known[name] = known = Extent()
            definition = self.fragments.get(name)
            if definition is not None:
                inside = self.schema.type_map.get(definition.type_condition.name.value)
                known = self._selections(definition.selection_set, inside, level + 1)
                self._known[name] = known
        return known._replace(names={**known.names, f"...{name}": 1})

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None, level: int) -> Extent:
        name = node.name.value
        field_of = _field_of(self.schema, parent, name)
        below = Extent()
        if node.selection_set is not None:
            inside = get_named_type(field_of.type) if field_of is not None else None
            below = self._selections(node.selection_set, inside, level + 1)
        price = ONE + below.once + self._items(node, field_of, below.items)
        introspects = name in {"__schema", "__type"}
        is_item = name in _ITEMS
        return Extent(
            depth=1 if introspects else below.depth + 1,
            introspection_depth=below.depth + 1 if introspects else below.introspection_depth,
            fields=min(below.fields + 1, CEILING),
            aliases=min(below.aliases + (node.alias is not None), CEILING),
            roots=1,
            repeats=below.repeats,
            names={(node.alias or node.name).value: 1},
            once=NOTHING if is_item else price,
            items=price if is_item else NOTHING,
        )

    def _items(self, node: FieldNode, field_of: GraphQLField | None, items: Price) -> Price:
        """Multiply what is below the edges of a connection by the size of its page."""
        if items is NOTHING or field_of is None or not any(size in field_of.args for size in _PAGE_SIZES):
            return items
        sizes = [argument.value for argument in node.arguments or () if argument.name.value in _PAGE_SIZES]
        written = [min(int(value.value), CEILING) for value in sizes if isinstance(value, IntValueNode)]
        variables = tuple(value.name.value for value in sizes if isinstance(value, VariableNode))
        if not written and not variables:
            return items.times(self.limits.page)
        least = max((0, *written))
        if not variables:
            return items.times(least)
        return Price(0, {PricedPage(variables, least, self.limits.page, items): 1})


def _field_of(schema: GraphQLSchema, parent: GraphQLNamedType | None, name: str) -> GraphQLField | None:
    if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType):
        return schema.get_field(parent, name)
    return None
