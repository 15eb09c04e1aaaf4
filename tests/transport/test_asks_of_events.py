"""Streams ask the same of an event where their documents are equal, and the variables on which events may depend."""

from typing import Any

import pytest

from backend.api import schema
from backend.execution.engine import Engine
from backend.execution.requests import Request

pytestmark = pytest.mark.requirement("X-02")
ENGINE = Engine(schema)
PAGE = """subscription Page($after: EventCursor, $number: Int = 2, $isTold: Boolean = true) {
    dashboardChanged(after: $after) { ... on CaseChange { claim { ...Told @include(if: $isTold) } } }
}
fragment Told on Claim { history(first: $number) { nodes { id } } }"""


def asks(document: str = PAGE, **variables: Any) -> Any:
    return ENGINE.prepare(Request.of({"query": document, "variables": variables})).asks


def test_from_where_a_client_goes_on_is_nothing_to_its_events() -> None:
    assert asks(after="from here") == asks(after="from there") == asks()


@pytest.mark.parametrize(
    "other",
    [asks(number=3), asks(isTold=False), asks(PAGE + "\n")],
    ids=["a variable", "what is left out", "the document"],
)
def test_what_an_event_may_depend_on_makes_another_ask(other: Any) -> None:
    assert asks() != other


def test_a_variable_that_is_null_is_not_one_that_takes_its_default() -> None:
    """The one is refused by the field, the other has two entries told."""
    assert asks(number=None) != asks()
    assert asks(number=2) == asks(number=2)
