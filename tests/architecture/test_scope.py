"""What is read for a viewer goes through the one function that narrows what they may see."""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import pytest
from sqlalchemy import Table
from sqlalchemy.sql import visitors

from backend import queries
from backend.models import Base
from backend.queries.model import Derived, Entity, Sum
from tests.architecture.source import BACKEND, calls, imported, modules

BUILDERS = {
    "delete", "except_", "exists", "insert", "intersect", "lambda_stmt", "select", "table", "text",
    "union", "union_all", "update", "values",
}  # fmt: skip
"""What makes an SQL statement out of nothing."""

EXPLAINED = {
    ("queries/scope.py", "visible_cases"): "the scope itself",
    ("queries/scope.py", "own_parties"): "part of the scope: the parties that the viewer proved to be",
    ("queries/scope.py", "own_entries"): "part of the scope: the officer that the viewer is",
    ("queries/scope.py", "of_served_writs"): "part of the scope: the writs served on the viewer",
    ("queries/scope.py", "cases_on_side"): "the viewer's own links; only ever narrows what the scope lets through",
    ("queries/hceos.py", ""): "the register of officers, which is there for everybody",
    ("queries/hceos.py", "_acts_in"): "the register of officers, which is there for everybody",
    ("queries/statements.py", "visible"): "joins the scope: every other read starts here",
    ("queries/statements.py", "visible_keys"): "joins the scope: every count starts here",
    ("queries/statements.py", "counts"): "counts what visible_keys lets through",
    ("queries/statements.py", "sums"): "joins the scope where the rows belong to a case",
    ("queries/submissions.py", "submissions_since"): "summed by sums, which joins the scope; and by acts",
    ("queries/paging.py", "paged_by_parent"): "numbers the rows of visible",
    ("queries/events.py", "is_known"): "reads as the service: whether there is such a place, and nothing of a case",
    ("queries/events.py", "last_position"): "reads as the service: a place in the feed, and nothing of a case",
    (
        "queries/events.py",
        "after",
    ): "reads as the service: which cases changed; the viewer's rows are read by seen_after",
    ("queries/scope.py", "of_requests_seen"): "part of the scope: of what hangs on service requests, only ever narrows",
    ("queries/scope.py", "of_own_requests"): "part of the scope: the service requests that the viewer owns",
    ("queries/scope.py", "_of_the_agency"): "part of the scope: the enforcement cases of the agency's staff",
    (
        "queries/case_parts.py",
        "",
    ): "of cases that the scope let through: whoever asks names them by a row they saw",
    ("queries/parts.py", "Parts.__init__"): "the parts, laid side by side",
    ("queries/service_requests.py", ""): "both ways of a link, as the source of a noun that is read under the scope",
    (
        "queries/arrears.py",
        "for_whoever_owes_or_is_owed",
    ): "the maintenance cases of the viewer's own parties; only ever narrows what the scope lets through",
    (
        "queries/arrears.py",
        "expected_for_payer",
    ): "the deduction orders, for whoever sees those alone; only ever narrows what the scope lets through",
    ("queries/enforcement_cases.py", "_of_the_agency"): "narrows what the scope lets through, for the agency alone",
    ("queries/enforcement_cases.py", "has_number"): "narrows what the scope lets through, for the agency alone",
    ("queries/work_queue.py", "_of_case"): "narrows the service requests that the scope lets through",
    ("queries/work_queue.py", "load_of_team"): "counts rows of visible, by owner; and the leader's own team",
    ("queries/parties.py", "read_by"): "narrows to the parties whose details the viewer read, by their own user id",
    ("queries/notices.py", "seen"): "what the viewer marked as seen, by their own user id",
}
"""Where a statement may begin above the operations, and why that shows nobody anything that is not theirs."""

READERS = ("queries", "schema", "resolvers", "context.py", "execution", "http", "api")
CASES = {"case_id", "stream_id"}


def statements() -> Iterator[tuple[str, str]]:
    """Where a module that reads for viewers begins a statement."""
    for path in modules(*READERS):
        known = {name for module, name in imported(path) if module.split(".")[0] == "sqlalchemy"} & BUILDERS
        for call in calls(path):
            *owner, name = call.called.split(".")
            from_table = name in {"select", "insert", "update", "delete"} and owner and owner[-1] == "__table__"
            if (not owner and name in known) or (owner == ["sqlalchemy"] and name in BUILDERS) or from_table:
                yield call.file, call.function


@pytest.mark.requirement("X-08")
def test_no_statement_for_a_viewer_begins_but_in_the_scope_or_where_it_is_explained() -> None:
    assert set(statements()) - EXPLAINED.keys() == set()


def test_no_explanation_outlives_what_it_explains() -> None:
    assert EXPLAINED.keys() - set(statements()) == set()


@pytest.mark.parametrize("package", ["schema", "resolvers", "execution", "http"])
def test_nothing_above_the_context_opens_the_database(package: str) -> None:
    opened = {(call.file, call.called) for path in modules(package) for call in calls(path)} & {
        (path.relative_to(BACKEND).as_posix(), f"{owner}.{name}")
        for path in modules(package)
        for owner in ("database", "ground.database", "context.ground.database", "self.database")
        for name in ("writing", "reading", "scalar", "execute")
    }
    assert opened == set()


def declared(kind: type) -> list[object]:
    """Every declaration of a kind in the modules of `queries`, once."""
    found = {id(value): value for module in _nouns() for value in vars(module).values() if isinstance(value, kind)}
    return list(found.values())


def of_cases(tables: set[Table]) -> set[str]:
    """Those of the tables whose rows belong to a case, each by its name."""
    return {table.name for table in tables if table.name == "cases" or CASES & set(table.columns.keys())}


def tables_of(source: object) -> set[Table]:
    return {node for node in visitors.iterate(source) if isinstance(node, Table)}


@pytest.mark.requirement("X-08")
def test_every_noun_whose_rows_belong_to_a_case_is_read_under_its_scope() -> None:
    entities = [entity for entity in declared(Entity) if isinstance(entity, Entity)]
    assert {entity.name for entity in entities} >= {"Claim", "HistoryEntry", "Judgment", "Letter", "Party"}
    assert [entity.name for entity in entities if of_cases(tables_of(entity.source)) and entity.case is None] == []


@pytest.mark.requirement("X-08")
def test_every_sum_over_rows_of_a_case_is_read_under_its_scope() -> None:
    derived = [each for each in declared(Derived) if isinstance(each, Derived)]
    sums = {what for each in derived for what in each.sums} | {what for what in declared(Sum) if isinstance(what, Sum)}
    assert "owed" in {what.name for what in sums}
    assert [what.name for what in sums if of_cases(tables_of(what.source)) and what.case is None] == []


def test_the_tables_that_belong_to_a_case_are_known_by_their_columns() -> None:
    tied = {
        table.name
        for table in Base.metadata.tables.values()
        if any(key.column.table.name in {"cases", "streams", "claims"} for key in table.foreign_keys)
    }
    assert tied <= of_cases(set(Base.metadata.tables.values())) | {"cases"}


def _nouns() -> list[ModuleType]:
    return [
        importlib.import_module(f"{queries.__name__}.{found.name}") for found in pkgutil.iter_modules(queries.__path__)
    ]
