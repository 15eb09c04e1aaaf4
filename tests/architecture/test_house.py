"""The shape of the house: what each folder answers, how long a file may be, and what tests may not do."""

import re
from pathlib import Path

import pytest

from tests.architecture.source import BACKEND, ROOT, imported, tree

LONGEST = 400
OURS = sorted(
    path
    for folder in ("backend", "tests", "bench")
    for path in (ROOT / folder).rglob("*.py")
    if "node_modules" not in path.parts
)
FOLDERS = sorted(path for path in BACKEND.rglob("__init__.py") if path.parent != BACKEND)
PATCHES = re.compile(r"unittest\.mock|\bmonkeypatch\b|\bMagicMock\b|\bmocker\b")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("folder", FOLDERS, ids=named)
def test_a_folder_opens_with_the_question_that_it_answers(folder: Path) -> None:
    docstring = tree(folder).body[0].value.value
    assert re.match(r"[A-Z][^.?!\n]*\?", docstring)


def test_no_two_folders_answer_the_same_question() -> None:
    questions = [tree(folder).body[0].value.value.partition("?")[0] for folder in FOLDERS]
    assert len(questions) == len(set(questions))


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    assert [named(path) for path in OURS if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST] == []


def test_annotations_are_never_put_off() -> None:
    """SQLAlchemy, Strawberry and pydantic read them when the module runs."""
    assert [named(path) for path in OURS if ("__future__", "annotations") in set(imported(path))] == []


def test_no_test_patches_what_it_tests() -> None:
    tests = [path for path in OURS if path.is_relative_to(ROOT / "tests") and path != Path(__file__)]
    assert [named(path) for path in tests if PATCHES.search(path.read_text(encoding="utf-8"))] == []
