"""The guard: attack shapes are refused in as many steps as the text has selections, and prices follow the variables."""

import pytest
from graphql import parse

from backend.execution.documents import Documents
from backend.execution.engine import Engine
from backend.execution.guard import Guard
from backend.execution.limits import Limits
from backend.execution.problems import RefusedOperation
from backend.execution.requests import Request
from backend.rules.errors import ErrorCode
from bench.attacks import SHAPES
from tests.transport.toy import make_schema

SCHEMA = make_schema()
ENGINE = Engine(SCHEMA, introspection=True)


def refusal(query: str, *, engine: Engine = ENGINE, **variables):
    with pytest.raises(RefusedOperation) as refused:
        engine.prepare(Request(query, variables=variables))
    return refused.value.problems[0]


def passed_limits(query: str, **variables) -> set[str]:
    problem = refusal(query, **variables)
    assert problem.code is ErrorCode.OPERATION_TOO_EXPENSIVE
    return set(problem.details["limits"])


def cost(query: str, **variables) -> int:
    return ENGINE.prepare(Request(query, variables=variables)).cost


def bomb(size: int, spreads: int = 2) -> str:
    """Fragments that expand to spreads ** size fields."""
    links = (f"fragment F{i} on Claim {{ {f'...F{i + 1} ' * spreads} }}" for i in range(size))
    return "{ claim { ...F0 } } " + " ".join(links) + f" fragment F{size} on Claim {{ id }}"


def nested(field: str, times: int) -> str:
    return f"{{{field}" * times + "{id}" + "}" * times


@pytest.mark.parametrize("size", [10, 20, 40, 50])
def test_a_bomb_of_fragments_costs_one_step_a_selection(size):
    document = parse(bomb(size))
    guard = Guard.of(document, schema=SCHEMA._schema, limits=Limits())
    extent = guard.measure(document.definitions[0])
    assert extent.fields >= min(2**size, 10**9)
    assert guard.visits == 2 * size + 3


def test_a_bomb_of_fragments_is_refused():
    assert passed_limits(bomb(11)) == {"fields", "repeats"}
    assert passed_limits(bomb(70)) == {"depth"}


def test_cycles_of_fragments_end_and_are_named_by_validation():
    looped = "{ claim { ...A } } fragment A on Claim { parent { ...B } } fragment B on Claim { parent { ...A } }"
    assert refusal(looped).message == "Cannot spread fragment 'A' within itself via 'B'."
    assert refusal("{ ...A } fragment A on Query { ...A }").code is ErrorCode.BAD_USER_INPUT


@pytest.mark.parametrize(
    ("query", "limit"),
    [
        ("{hello}" + " " * 15_000, "characters"),
        ("{hello}" + "\n#c" * 4_000, "tokens"),
        ("{claim{" + "id " * 1_000 + "}}", "tokens"),
        ("{claim" + nested("parent", 12) + "}", "depth"),
        ("{claim" + nested("parent", 300) + "}", "tokens"),
        ("{claim(by:" + "[" * 300 + "]" * 300 + "){id}}", "tokens"),
        ("{claim{" + " ".join(f"a{i}:id" for i in range(31)) + "}}", "aliases"),
        ("{" + " ".join(f"a{i}:hello" for i in range(21)) + "}", "rootFields"),
        (
            "{...A ...B} fragment A on Query{" + "hello " * 11 + "} fragment B on Query{" + "viewer " * 11 + "}",
            "rootFields",
        ),
        (
            "mutation{" + " ".join(f'a{i}:lodgeClaim(input:{{name:"",amount:"1"}})' for i in range(6)) + "}",
            "rootFields",
        ),
        ("{claim{" + "id " * 21 + "}}", "repeats"),
        ("{claim{" + "parent{id}" * 200 + "}}", "repeats"),
        ("{claim{" + "...F " * 400 + "}} fragment F on Claim{id}", "repeats"),
        ("{claim{" + "...on Claim{id}" * 21 + "}}", "repeats"),
        ("{nothing{" + "at all " * 300 + "}}", "repeats"),
        ("{__schema{types{" + "fields{type{" * 10 + "name" + "}}" * 10 + "}}}", "introspectionDepth"),
        ("{claims(first:10000){edges{node{id}}}}", "cost"),
    ],
    ids=lambda part: part[:40],
)
def test_each_limit_refuses_what_is_over_it(query, limit):
    assert limit in passed_limits(query)


@pytest.mark.parametrize(
    "query",
    [
        "{claim" + nested("parent", 10) + "}",
        "{claim{" + " ".join(f"a{i}:id" for i in range(30)) + "}}",
        "{" + "hello " * 20 + "}",
        "{claims(first:100){edges{node{id parent{id}}}}}",
    ],
    ids=lambda part: part[:40],
)
def test_what_is_within_the_limits_runs(query):
    assert ENGINE.prepare(Request(query)).kind == "query"


def test_the_introspection_of_the_usual_tools_is_within_the_limits():
    types = "kind name " + "ofType{kind name " * 9 + "}" * 9
    query = (
        "query IntrospectionQuery{__schema{queryType{name} types{...T} directives{name locations args{...I}}}}"
        "fragment T on __Type{kind name description specifiedByURL fields(includeDeprecated:true){name args{...I}"
        "type{...R}} inputFields{...I} interfaces{...R} enumValues(includeDeprecated:true){name} possibleTypes{...R}}"
        f"fragment I on __InputValue{{name type{{...R}} defaultValue}} fragment R on __Type{{{types}}}"
    )
    assert ENGINE.prepare(Request(query)).kind == "query"


def test_introspection_that_goes_round_in_its_lists_is_refused():
    query = "{__schema{types{fields{type{fields{type{fields{name}}}}}}}}"
    assert refusal(query).code is ErrorCode.BAD_USER_INPUT


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{hello}", 1),
        ("{claim{id}}", 2),
        ("{claims(first:10){totalCount}}", 2),
        ("{claims(first:10){edges{cursor node{id}}}}", 1 + 10 * 4),
        ("{claims(last:10){edges{node{id}} totalCount}}", 1 + 1 + 10 * 3),
        ("{claims(first:0){edges{node{id}}}}", 1),
        ("{claims(first:3,last:5){edges{node{id}}}}", 1 + 5 * 3),
        ("{claims{edges{node{id}}}}", 1 + 100 * 3),
        ("{claims(first:10){edges{node{claims(first:5){edges{cursor}}}}}}", 1 + 10 * (2 + 1 + 5 * 2)),
        ("{claims(first:4){...E ...E}} fragment E on ClaimConnection{edges{cursor}}", 1 + 2 * 4 * 2),
        ("{claims(first:4){...on ClaimConnection{edges{cursor}}}}", 1 + 4 * 2),
    ],
)
def test_the_cost_is_one_a_field_times_the_size_of_its_pages(query, expected):
    assert cost(query) == expected


def test_page_sizes_may_be_variables_with_or_without_defaults():
    query = "query($n:Int){claims(first:$n){edges{node{claims(first:$n){edges{cursor}}}}}}"
    assert cost(query, n=3) == 1 + 3 * (2 + 1 + 3 * 2)
    assert cost(query, n=0) == 1
    assert passed_limits(query) == {"cost"}
    assert passed_limits(query, n=10**6) == {"cost"}
    assert cost("query($n:Int=2){claims(first:$n){edges{cursor}}}") == 1 + 2 * 2
    assert cost("query($n:Int=2){claims(first:$n){edges{cursor}}}", n=5) == 1 + 5 * 2
    assert cost("query($n:Int,$m:Int){claims(first:$n,last:$m){edges{cursor}}}", n=5, m=7) == 1 + 7 * 2


def test_pages_by_variable_in_fragments_that_repeat_are_priced_once_for_each_use():
    links = " ".join(f"fragment F{i} on Claim{{...F{i + 1} parent{{...F{i + 1}}}}}" for i in range(6))
    query = "query($n:Int){claim{...F0}} " + links + " fragment F6 on Claim{claims(first:$n){edges{cursor}}}"
    assert cost(query, n=3) == 1 + (2**6 - 1) + 2**6 * (1 + 3 * 2)


@pytest.mark.parametrize("name", SHAPES)
def test_no_attack_shape_brings_anything_but_a_price_or_a_refusal(name):
    """`bench/attacks.py` says what each of them costs in CPU."""
    try:
        outcome = "a price" if ENGINE.prepare(Request(SHAPES[name])).cost <= 10_000 else "too high a price"
    except RefusedOperation as refused:
        outcome = refused.problems[0].code
    assert outcome in {"a price", ErrorCode.OPERATION_TOO_EXPENSIVE, ErrorCode.BAD_USER_INPUT}


@pytest.mark.parametrize("name", ["leaves that merge", "objects that merge", "objects that merge, thrice"])
def test_fields_that_merge_by_the_hundred_are_refused_before_all_are_compared(name):
    assert refusal(SHAPES[name]).code is ErrorCode.OPERATION_TOO_EXPENSIVE


def test_a_document_is_examined_once_and_refusals_are_remembered():
    documents = Documents(SCHEMA._schema, limits=Limits(), introspection=True)
    assert documents.read("{hello}") is documents.read("{hello}")
    for _ in range(2):
        with pytest.raises(RefusedOperation):
            documents.read("{nothing}")
    assert len(documents) == 2


def test_the_cache_is_bounded_in_entries_and_in_characters():
    few = Documents(SCHEMA._schema, limits=Limits(cached_documents=3), introspection=True)
    for number in range(10):
        few.read(f"{{a{number}:hello}}")
    assert len(few) == 3
    small = Documents(SCHEMA._schema, limits=Limits(cached_characters=1_000), introspection=True)
    for number in range(10):
        small.read(f"{{a{number}:hello}}" + " " * 400)
    assert len(small) == 2


def test_the_document_most_lately_used_stays():
    documents = Documents(SCHEMA._schema, limits=Limits(cached_documents=2), introspection=True)
    kept = documents.read("{hello}")
    documents.read("{viewer}")
    documents.read("{hello}")
    documents.read("{__typename}")
    assert documents.read("{hello}") is kept
