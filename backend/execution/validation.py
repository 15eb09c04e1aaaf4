"""Whether a document fits the schema, said without repeating any value that the client wrote."""

import re
from contextlib import suppress
from typing import Any

from graphql import (
    SKIP,
    ASTValidationRule,
    DocumentNode,
    GraphQLError,
    GraphQLInputType,
    GraphQLSchema,
    GraphQLSyntaxError,
    NonNullTypeNode,
    OperationDefinitionNode,
    ValidationContext,
    ValueNode,
    VariableDefinitionNode,
    VisitorAction,
    print_ast,
    specified_rules,
    validate,
)
from graphql.type import is_input_type
from graphql.utilities import type_from_ast
from graphql.utilities.validate_input_value import validate_input_literal, validate_input_value
from graphql.validation import OverlappingFieldsCanBeMergedRule, ValuesOfCorrectTypeRule
from graphql.validation.validate import ValidationAbortedError
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from backend.execution.problems import Problem
from backend.rules.errors import ErrorCode, PublicError

_MOST_ERRORS = 5
_COMPARISONS = 10_000
_SAFE = re.compile(
    r"Expected (?:a )?value of (?:non-null )?type '[\w!\[\]]+' "
    r"(?:to be provided|not to be None|to be an object|to include required field '\w+'|not to include unknown field)"
    r"|Exactly one key must be specified for OneOf type '\w+'"
    r"|(?:Int|Float|String|Boolean|ID) cannot represent (?:a )?non[\w -]* value"
)
"""The beginnings of graphql-core's messages that name types and fields of the schema only."""


class _EnoughError(Exception):
    """Ends a check that has said what there is to say."""


class _ValuesFit(ValuesOfCorrectTypeRule):
    """The standard rule, told without the value, and of each value only the first thing that is wrong with it."""

    def is_valid_value_node(self, node: ValueNode, input_type: GraphQLInputType | None) -> VisitorAction:
        def report(error: GraphQLError, _path: list[str | int]) -> None:
            self.report_error(GraphQLError(_without_value(error), error.nodes))
            raise _EnoughError

        if input_type:
            with suppress(_EnoughError):
                validate_input_literal(node, input_type, report, hide_suggestions=True)
        return SKIP


class _FieldsMerge(OverlappingFieldsCanBeMergedRule):
    """The standard rule with a smaller budget of comparisons, which the documents of screens do not touch."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self.rule_context.remaining_complexity_budget = _COMPARISONS


_OURS: dict[type[ASTValidationRule], type[ASTValidationRule]] = {
    ValuesOfCorrectTypeRule: _ValuesFit,
    OverlappingFieldsCanBeMergedRule: _FieldsMerge,
}
RULES = (*(_OURS.get(rule, rule) for rule in specified_rules), MaybeNullValidationRule, OneOfInputValidationRule)


def document_problems(schema: GraphQLSchema, document: DocumentNode, *, has_suggestions: bool) -> tuple[Problem, ...]:
    """Validate a document; empty when it fits. Suggestions name what the schema has, for where it may be looked at."""
    errors = validate(schema, document, RULES, max_errors=_MOST_ERRORS, hide_suggestions=not has_suggestions)
    told = [error for error in errors if not isinstance(error, ValidationAbortedError)]
    if errors and not told:
        message = "The operation goes over a limit: fields that have to be compared with each other."
        return (Problem(ErrorCode.OPERATION_TOO_EXPENSIVE, message),)
    return tuple(Problem(ErrorCode.BAD_USER_INPUT, error.message, locations(error)) for error in told)


def syntax_problem(error: GraphQLSyntaxError) -> Problem:
    """Say where a document stops being GraphQL; graphql-core's own words would quote what stands there."""
    return Problem(ErrorCode.BAD_USER_INPUT, "The document is not valid GraphQL.", locations(error))


def variable_problems(
    schema: GraphQLSchema, operation: OperationDefinitionNode, variables: dict[str, Any], errors: list[GraphQLError]
) -> tuple[Problem, ...]:
    """Say which variables do not fit, and where in them; `errors` are graphql-core's, which hold the values."""
    problems: list[Problem] = []
    for definition in operation.variable_definitions or ():
        problems += _variable_problems(schema, definition, variables)
    if not problems:
        problems = [Problem(ErrorCode.BAD_USER_INPUT, "The variables do not fit.", locations(errors[0]))]
    return tuple(problems[:_MOST_ERRORS])


def _variable_problems(
    schema: GraphQLSchema, definition: VariableDefinitionNode, variables: dict[str, Any]
) -> list[Problem]:
    name = definition.variable.name.value
    type_ = type_from_ast(schema, definition.type)
    place = locations(GraphQLError("", definition))
    found: list[Problem] = []

    def report(error: GraphQLError, path: list[str | int]) -> None:
        at = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)
        message = f"Variable '${name}{at}': {_without_value(error)}"
        found.append(Problem(ErrorCode.BAD_USER_INPUT, message, place))
        if len(found) == _MOST_ERRORS:
            raise _EnoughError

    if name in variables:
        if is_input_type(type_):
            with suppress(_EnoughError):
                validate_input_value(variables[name], type_, report, hide_suggestions=True)
    elif isinstance(definition.type, NonNullTypeNode) and definition.default_value is None:
        message = f"Variable '${name}' of required type '{print_ast(definition.type)}' was not given."
        found.append(Problem(ErrorCode.BAD_USER_INPUT, message, place))
    return found


def locations(error: GraphQLError) -> tuple[tuple[int, int], ...]:
    return tuple((place.line, place.column) for place in error.locations or ())


def _without_value(error: GraphQLError) -> str:
    """Keep what a message says of the type; anything not known to be free of the value is replaced."""
    original: object = error
    while isinstance(original, GraphQLError):
        original = original.original_error
    if isinstance(original, PublicError):
        return original.message
    safe = _SAFE.match(error.message)
    return f"{safe[0]}." if safe else "The value is not one of this type."
