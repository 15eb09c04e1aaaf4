"""The documents lately asked for: parsed, measured and validated once, refusals too."""

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    OperationType,
    parse,
)

from backend.execution.events import variables_below
from backend.execution.guard import Extent, Guard, TooDeepError
from backend.execution.limits import Limits
from backend.execution.prices import Price
from backend.execution.problems import Problem, RefusedOperation
from backend.execution.validation import document_problems, syntax_problem
from backend.rules.errors import ErrorCode

_COMMENTS = 200


@dataclass(frozen=True, slots=True)
class PlannedOperation:
    """One operation of a document, as far as it is known before its variables are."""

    node: OperationDefinitionNode
    kind: OperationType
    price: Price
    asks_with: frozenset[str] = frozenset()
    """Of a subscription, the variables that its events may depend on."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document that may be run."""

    key: bytes
    """The hash of its text."""
    node: DocumentNode
    operations: tuple[PlannedOperation, ...]
    visits: int
    """How many steps the guard took, which tests hold to the length of the text."""

    def operation(self, name: str | None) -> PlannedOperation:
        """Choose the operation to run. Raises `RefusedOperation` when the name chooses none, or not one alone."""
        if name is None and len(self.operations) == 1:
            return self.operations[0]
        for planned in self.operations:
            if name is not None and planned.node.name is not None and planned.node.name.value == name:
                return planned
        message = "`operationName` must name one operation of the document."
        raise RefusedOperation.because(ErrorCode.BAD_USER_INPUT, message)


class Documents:
    """A bounded cache, least recently used out first, by the hash of the text."""

    def __init__(self, schema: GraphQLSchema, *, limits: Limits, introspection: bool) -> None:
        self._schema = schema
        self._limits = limits
        self._introspection = introspection
        self._known: OrderedDict[bytes, tuple[Document | tuple[Problem, ...], int]] = OrderedDict()
        self._characters = 0

    def __len__(self) -> int:
        return len(self._known)

    def read(self, text: str) -> Document:
        """Read a document, or remember it. Raises `RefusedOperation`."""
        if len(text) > self._limits.characters:
            raise RefusedOperation(_too_expensive({"characters": (len(text), self._limits.characters)}))
        try:
            key = sha256(text.encode()).digest()
        except UnicodeEncodeError:
            raise RefusedOperation.because(ErrorCode.BAD_USER_INPUT, "The document is not valid Unicode.") from None
        if key in self._known:
            self._known.move_to_end(key)
            outcome, _ = self._known[key]
        else:
            outcome = self._examine(text, key)
            self._keep(key, outcome, len(text))
        if isinstance(outcome, Document):
            return outcome
        raise RefusedOperation(*outcome)

    def _keep(self, key: bytes, outcome: Document | tuple[Problem, ...], characters: int) -> None:
        self._known[key] = (outcome, characters)
        self._characters += characters
        limits = self._limits
        while len(self._known) > limits.cached_documents or self._characters > limits.cached_characters:
            _, (_, gone) = self._known.popitem(last=False)
            self._characters -= gone

    def _examine(self, text: str, key: bytes) -> Document | tuple[Problem, ...]:
        limits = self._limits
        try:
            node = parse(text, max_lexical_tokens=limits.tokens, max_comments=_COMMENTS)
        except GraphQLSyntaxError as error:
            if error.message.endswith("Parsing aborted."):
                return (_too_expensive({"tokens": (limits.tokens + 1, limits.tokens)}),)
            return (syntax_problem(error),)
        guard = Guard.of(node, schema=self._schema, limits=limits)
        definitions = [each for each in node.definitions if isinstance(each, OperationDefinitionNode)]
        fragments = [each for each in node.definitions if isinstance(each, FragmentDefinitionNode)]
        if not definitions:
            return (Problem(ErrorCode.BAD_USER_INPUT, "The document holds no operation."),)
        operations: list[PlannedOperation] = []
        for each in definitions:
            try:
                extent = guard.measure(each)
            except TooDeepError:
                return (_too_expensive({"depth": (limits.depth + 1, limits.depth)}),)
            refusal = self._refusal(guard, each.operation, extent)
            if refusal is not None:
                return (refusal,)
            is_live = each.operation is OperationType.SUBSCRIPTION
            asks_with = variables_below(each, fragments) if is_live else frozenset()
            operations.append(PlannedOperation(each, each.operation, extent.once + extent.items, asks_with))
        problems = document_problems(self._schema, node, has_suggestions=self._introspection)
        return problems or Document(key, node, tuple(operations), guard.visits)

    def _refusal(self, guard: Guard, kind: OperationType, extent: Extent) -> Problem | None:
        excess = guard.excess(kind, extent)
        if excess:
            return _too_expensive(excess)
        if extent.introspection_depth and not self._introspection:
            return Problem(ErrorCode.FORBIDDEN, "Introspection is switched off here; the schema is published.")
        return None


def _too_expensive(excess: dict[str, tuple[int, int]]) -> Problem:
    """Name each limit that is passed, with what was asked for."""
    names = ", ".join(excess)
    return Problem(
        ErrorCode.OPERATION_TOO_EXPENSIVE,
        f"The operation goes over a limit: {names}.",
        details={"limits": {name: {"asked": asked, "limit": most} for name, (asked, most) in excess.items()}},
    )


def too_costly(cost: int, most: int) -> Problem:
    """Refuse an operation whose cost, with these variables, is over the limit."""
    return _too_expensive({"cost": (cost, most)})
