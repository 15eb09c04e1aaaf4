"""One act, one transaction, one commit: what people and clocks do is committed in `operations.unit` alone."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from tests.architecture.source import calls, modules, tree

BESIDE_ACTS = {
    "adapters/migrations.py": "DDL on the owner's connection, before the service serves",
    "demo/clock.py": "the demonstration's clock is a row that no case knows",
    "demo/generate.py": "fills a database in bulk for measurements",
    "demo/world.py": "the people of the demonstration, before there is a case",
    "operations/installation.py": "where a database is at home is written by its owner, and no case knows of it",
    "workers/outbox.py": "the post's hold on its rows and how a sending ended; what tells of it is an act",
}
"""Why a file may commit though it holds no act."""

COMMITS = {"commit", "begin", "begin_nested"}
"""A `begin()` used as a context commits at its end."""


def test_every_act_is_committed_by_the_one_commit_of_its_unit() -> None:
    found = Counter(
        call.file
        for path in modules()
        for call in calls(path)
        if "." in call.called and call.called.rpartition(".")[2] in COMMITS
    )
    assert {file: count for file, count in found.items() if file not in BESIDE_ACTS} == {"operations/unit.py": 1}


def test_no_explanation_outlives_its_commit() -> None:
    committing = {call.file for path in modules() for call in calls(path) if call.called.endswith(".commit")}
    assert BESIDE_ACTS.keys() - committing == set()


@pytest.mark.parametrize("module", modules("resolvers"), ids=lambda path: path.stem)
def test_an_act_is_remembered_under_the_name_of_its_own_mutation(module: Path) -> None:
    for function in tree(module).body:
        if isinstance(function, ast.AsyncFunctionDef) and not function.name.startswith("_"):
            first, *rest = function.name.split("_")
            assert names_given(function) <= {first + "".join(map(str.title, rest))}, function.name


def names_given(function: ast.AsyncFunctionDef) -> set[str]:
    """The texts with which a mutation has its act carried out: calls that pass on `info`, its act or its input."""
    asked = [each.args for each in ast.walk(function) if isinstance(each, ast.Call)]
    passed_on = [args for args in asked if args and isinstance(args[0], ast.Name) and args[0].id == "info"]
    texts = [each.value for args in passed_on for each in args if isinstance(each, ast.Constant)]
    return {each for each in texts if isinstance(each, str)}
