"""Which test shows which requirement? The marks of the tests held to docs/requirements.toml, and the page made of both.

As a pytest plugin it fails a collection in which a test is marked with a row that does not exist. As a command:

    python -m tests.trace --write    write docs/requirements.md
    python -m tests.trace --check    fail where that page is not what would be written
"""

import argparse
import io
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
ROWS = ROOT / "docs" / "requirements.toml"
PAGE = ROOT / "docs" / "requirements.md"
MARK = "requirement"
_IDENTIFIER = re.compile(r"([A-Z])-[0-9]{2}")

OPENING = """\
# Requirements, and the tests that show them

Written by `python -m tests.trace --write` from `docs/requirements.toml` and from the tests marked
`@pytest.mark.requirement("…")`; `make check` fails where it is out of date. A row counts as shown from its first test
on: whether its tests show all of it is for the reader of this page to judge.
"""


class WrongRowsError(ValueError):
    """docs/requirements.toml does not hold what it has to."""


class UnknownRowError(ValueError):
    """A test is marked with a row that does not exist."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the requirements: its letter, its title, and what each of its rows says."""

    letter: str
    title: str
    rows: Mapping[str, str]


class Shown(NamedTuple):
    """A test that shows a row: its file from the root, its line and its name."""

    file: str
    line: int
    test: str

    @property
    def sentence(self) -> str:
        """`test_a_late_response_is_refused` as `a late response is refused`; a class stands before it."""
        return " · ".join(name.removeprefix("test_").replace("_", " ") for name in self.test.split("::"))


def read(text: str) -> tuple[Part, ...]:
    """The parts that a table of rows holds. Raises `WrongRowsError` for a row that is empty or out of its part."""
    parts = tuple(Part(letter, held["title"], held["rows"]) for letter, held in tomllib.loads(text).items())
    for part in parts:
        for row, says in part.rows.items():
            match = _IDENTIFIER.fullmatch(row)
            if match is None or match[1] != part.letter or not says.strip():
                raise WrongRowsError(row)
    return parts


def rows_of(mark: pytest.Mark, known: Iterable[str]) -> tuple[str, ...]:
    """The rows that one mark names. Raises `UnknownRowError`."""
    rows = set(known)
    if not mark.args or mark.kwargs:
        raise UnknownRowError("a mark names one row or several, by position")
    if wrong := [str(row) for row in mark.args if row not in rows]:
        raise UnknownRowError(f"no such row: {', '.join(wrong)}")
    return mark.args


def shown_by(items: Iterable[pytest.Item], known: Iterable[str]) -> dict[str, list[Shown]]:
    """For each row the tests that show it, in the order of files and lines. Raises `UnknownRowError`."""
    known = frozenset(known)
    found: dict[str, set[Shown]] = {row: set() for row in known}
    for item in items:
        for mark in item.iter_markers(MARK):
            try:
                named = rows_of(mark, known)
            except UnknownRowError as error:
                raise UnknownRowError(f"{item.nodeid}: {error}") from None
            for row in named:
                found[row].add(_place(item))
    return {row: sorted(tests) for row, tests in found.items()}


def write_page(parts: Sequence[Part], shown: Mapping[str, Sequence[Shown]]) -> str:
    """The page: the counts, then every row with the tests that show it."""
    blocks = [OPENING, _counts(parts, shown)]
    for part in parts:
        blocks.append(f"## {part.letter}. {part.title}\n")
        blocks += [f"### {row}\n\n{says}\n\n{_tests(shown[row])}" for row, says in part.rows.items()]
    return "\n".join(blocks)


@cache
def known_rows() -> tuple[Part, ...]:
    """The parts of docs/requirements.toml."""
    return read(ROWS.read_text(encoding="utf-8"))


def identifiers(parts: Iterable[Part]) -> list[str]:
    """Every row's identifier, in order."""
    return [row for part in parts for row in part.rows]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fail the collection where a mark names a row that does not exist."""
    try:
        shown_by(items, identifiers(known_rows()))
    except UnknownRowError as error:
        raise pytest.UsageError(str(error)) from None


class _Collection:
    """A plugin that keeps what a collection found."""

    def __init__(self) -> None:
        self.items: list[pytest.Item] = []

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.items = list(session.items)


def current_page() -> str:
    """The page as it should stand now. Collects every test and runs none; `SystemExit` where that fails."""
    collection, said = _Collection(), io.StringIO()
    with redirect_stdout(said):
        status = pytest.main(
            [
                "--collect-only",
                "-q",
                "-p",
                "tests.trace",
                "-p",
                "no:cacheprovider",
                f"--rootdir={ROOT}",
                str(ROOT / "tests"),
            ],
            plugins=[collection],
        )
    if status is not pytest.ExitCode.OK:
        sys.exit(f"{said.getvalue()}\nThe tests cannot be collected.")
    parts = known_rows()
    return write_page(parts, shown_by(collection.items, identifiers(parts)))


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the page, or compare it."""
    parser = argparse.ArgumentParser(prog="python -m tests.trace", description="Which test shows which requirement?")
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument("--write", action="store_true", help="write docs/requirements.md")
    choice.add_argument("--check", action="store_true", help="fail where docs/requirements.md is out of date")
    if parser.parse_args(arguments).write:
        PAGE.write_text(current_page(), encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != current_page():
        sys.exit("docs/requirements.md is out of date: run `python -m tests.trace --write`")


def _place(item: pytest.Item) -> Shown:
    file, line, _ = item.location
    names = item.nodeid.partition("[")[0].split("::")[1:]
    return Shown(Path(file).as_posix(), line or 0, "::".join(names))


def _counts(parts: Iterable[Part], shown: Mapping[str, Sequence[Shown]]) -> str:
    lines = ["| part | rows | shown | not shown yet |", "| --- | ---: | ---: | ---: |"]
    total = [0, 0]
    for part in parts:
        rows, done = len(part.rows), sum(bool(shown[row]) for row in part.rows)
        total = [total[0] + rows, total[1] + done]
        lines.append(f"| {part.letter}. {part.title} | {rows} | {done} | {rows - done} |")
    rows, done = total
    lines.append(f"| **All** | **{rows}** | **{done}** | **{rows - done}** |")
    return "\n".join(lines) + "\n"


def _tests(tests: Sequence[Shown]) -> str:
    if not tests:
        return "*Not shown yet.*\n"
    lines: list[str] = []
    for file in dict.fromkeys(test.file for test in tests):
        lines.append(f"- `{file}`")
        lines += [f"  - {test.sentence}" for test in tests if test.file == file]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
