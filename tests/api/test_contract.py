"""What the API says of itself: every part described, in British English; the contract fresh, within half the limits."""

import json
import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    OperationDefinitionNode,
    build_schema,
    is_introspection_type,
    is_list_type,
    is_non_null_type,
    is_specified_scalar_type,
    parse,
    type_from_ast,
)

from backend import contract
from backend.api import schema
from backend.execution.engine import Engine
from backend.execution.limits import Limits
from backend.execution.requests import Request
from backend.rules.reasons import all_reasons
from backend.rules.refusals import FieldCode
from backend.schema import checks
from backend.schema.enums import PUBLISHED
from backend.schema.meanings import MEANINGS

CORE = schema._schema
AMERICAN = re.compile(
    r"\b(\w+ization|organi[z]\w*|authori[z]\w*|recogni[z]\w*|apologi[z]\w*|colors?|favor\w*|honor\w*|behavior|center|"
    r"judgement|fulfill|enroll|cancel(ed|ing)|catalog|zip code|attorney|lawsuit|plaintiff)\b",
    re.IGNORECASE,
)
"""Spellings and words that are not those of the United Kingdom, or not those of its courts."""


def described() -> Iterator[tuple[str, str | None]]:
    """Every part of the API with what it says of itself."""
    for name, kind in CORE.type_map.items():
        if is_introspection_type(kind) or is_specified_scalar_type(kind):
            continue
        yield name, kind.description
        if isinstance(kind, GraphQLEnumType):
            yield from ((f"{name}.{value}", each.description) for value, each in kind.values.items())
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for field, each in kind.fields.items():
                yield f"{name}.{field}", each.description
                if not isinstance(kind, GraphQLInputObjectType):
                    yield from ((f"{name}.{field}({a}:)", given.description) for a, given in each.args.items())


@pytest.mark.requirement("X-06")
def test_every_type_field_argument_and_value_is_described() -> None:
    parts = dict(described())
    assert len(parts) > 500
    # `input` is the one argument of every mutation, and described by its type.
    poor = {name for name, text in parts.items() if not re.fullmatch(r"(?s)[A-Z`\"].{4,}[.”)]", text or "")}
    assert poor == set()


def test_the_descriptions_are_in_british_english() -> None:
    assert {name: found[0] for name, text in described() if (found := AMERICAN.search(text or ""))} == {}


def test_the_words_of_the_trade_are_explained_where_they_stand() -> None:
    parts = dict(described())
    assert "High Court Enforcement Officer" in str(parts["Role.HCEO"])
    assert "County Court judgment (CCJ)" in str(parts["ClaimStatus.JUDGMENT_ENTERED"])
    assert "CCJ" in str(parts["Judgment"])


def test_a_meaning_stands_for_every_word_and_for_no_other() -> None:
    assert {words: set(meanings) for words, meanings in MEANINGS.items()} == {
        words: set(words.__members__) for words in PUBLISHED
    }


@pytest.mark.requirement("X-06")
def test_the_contract_is_what_would_be_written_now() -> None:
    assert contract.write(check=True) == []


def test_the_catalogue_holds_every_code_that_can_be_answered() -> None:
    catalogue = json.loads((contract.FOLDER / "errors.json").read_text(encoding="utf-8"))
    assert {each["code"] for each in catalogue["reasons"]} == {each.code for each in all_reasons()}
    assert set(catalogue["fieldErrors"]) == set(get_args(FieldCode))


@pytest.mark.parametrize("name", contract.documents())
def test_a_document_of_the_contract_costs_at_most_half_of_what_one_may(name: str) -> None:
    limits = Limits()
    engine = Engine(schema, limits=limits)
    document = contract.documents()[name]
    assert len(document) <= limits.characters // 2
    operation = engine.prepare(Request.of({"query": document, "variables": required(document)}))
    assert operation.cost <= limits.cost // 2


EXAMPLES = {
    "ID": "clm_0",
    "UUID": "018f3c1e-0000-7000-8000-000000000000",
    "String": "A word.",
    "Int": 1,
    "Boolean": True,
    "Pounds": "1.00",
    "Date": "2026-12-01",
    "DateTime": "2026-12-01T10:00:00Z",
    "PostCode": "YO31 7EW",
    "EmailAddress": "ann@example.org",
}


def required(document: str) -> dict[str, Any]:
    """A value for each variable that a document cannot do without."""
    (operation,) = parse(document).definitions
    assert isinstance(operation, OperationDefinitionNode)
    kinds = {each.variable.name.value: type_from_ast(CORE, each.type) for each in operation.variable_definitions or ()}
    return {name: example(kind) for name, kind in kinds.items() if is_non_null_type(kind)}


def example(kind: Any) -> Any:
    """The least value of an input type."""
    if is_non_null_type(kind):
        return example(kind.of_type)
    if is_list_type(kind):
        return [example(kind.of_type)]
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    if not isinstance(kind, GraphQLInputObjectType):
        return EXAMPLES[kind.name]
    wanted = {name: each.type for name, each in kind.fields.items() if is_non_null_type(each.type)}
    if kind.extensions["strawberry-definition"].is_one_of:
        name, first = next(iter(kind.fields.items()))
        wanted = {name: first.type}
    return {name: example(each) for name, each in wanted.items()}


@pytest.mark.requirement("X-08")
@pytest.mark.parametrize(
    ("field", "gap"),
    [
        ("addressLines: [String!]", "Party.addressLines is kept from some, and not nullable"),
        ("dateOfBirthMasked: String", "Party.dateOfBirthMasked is kept from some, and not nullable"),
        ("events: [ClaimEvent!]", "Claim.events is kept from some, and not nullable"),
    ],
)
def test_a_field_kept_from_some_and_never_null_would_stop_the_start(field: str, gap: str) -> None:
    assert list(checks.gaps_in_audiences(CORE.type_map)) == []
    changed = build_schema(schema.as_str().replace(f"  {field}\n", f"  {field}!\n"))
    assert gap in list(checks.gaps_in_audiences(changed.type_map))


@pytest.mark.requirement("X-08")
def test_a_mutation_without_an_access_rule_would_stop_the_start() -> None:
    assert list(checks.gaps_in_acts(CORE.mutation_type)) == []
    changed = build_schema("type Query { a: Int } type Mutation { payInGold: Int remind: Int signOut: Int }")
    assert list(checks.gaps_in_acts(changed.mutation_type)) == [
        "payInGold has no access rule, or two",
        "remind has no access rule, or two",
    ]
