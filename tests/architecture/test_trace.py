"""The trace from requirements to tests: rows are checked, the page is what the marks say."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT
from tests.trace import Shown, UnknownRowError, WrongRowsError, identifiers, known_rows, read, rows_of, write_page

ROWS = """
[D]
title = "The claim"
[D.rows]
D-01 = "A claim is lodged."
D-02 = "A defendant links."
"""
PAGE = """\
| part | rows | shown | not shown yet |
| --- | ---: | ---: | ---: |
| D. The claim | 2 | 1 | 1 |
| **All** | **2** | **1** | **1** |

## D. The claim

### D-01

A claim is lodged.

- `tests/rules/test_fees.py`
  - a claim costs its band
  - late · a claim is refused

### D-02

A defendant links.

*Not shown yet.*
"""


def test_every_row_of_the_requirements_is_carried() -> None:
    wanted = [("D", 21), ("W", 21), ("R", 56), ("X", 8)]
    assert identifiers(known_rows()) == [
        f"{letter}-{number:02}" for letter, last in wanted for number in range(1, last + 1)
    ]


@pytest.mark.parametrize("row", ['W-01 = "Of another part."', 'D-1 = "Misspelt."', 'D-03 = " "'])
def test_a_row_that_is_empty_misspelt_or_out_of_its_part_is_refused(row: str) -> None:
    with pytest.raises(WrongRowsError):
        read(ROWS + row)


def test_a_mark_names_rows_that_exist() -> None:
    assert rows_of(pytest.mark.requirement("D-01", "D-02").mark, ["D-01", "D-02"]) == ("D-01", "D-02")


@pytest.mark.parametrize(
    "mark", [pytest.mark.requirement("D-09"), pytest.mark.requirement(), pytest.mark.requirement(1)]
)
def test_a_mark_without_a_row_that_exists_is_refused(mark: pytest.MarkDecorator) -> None:
    with pytest.raises(UnknownRowError):
        rows_of(mark.mark, ["D-01"])


def test_the_page_counts_the_rows_and_names_the_tests_that_show_them() -> None:
    tests = [
        Shown("tests/rules/test_fees.py", 3, "test_a_claim_costs_its_band"),
        Shown("tests/rules/test_fees.py", 9, "late::test_a_claim_is_refused"),
    ]
    page = write_page(read(ROWS), {"D-01": tests, "D-02": []})
    assert page[page.index("| part") :] == PAGE


def test_a_collection_with_an_unknown_row_fails_and_names_the_test(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = requirement(*rows)\n", encoding="utf-8")
    marked = 'import pytest\n\n@pytest.mark.requirement("Z-99")\ndef test_it() -> None: ...\n'
    (tmp_path / "test_marked.py").write_text(marked, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.trace", "--rootdir", tmp_path, tmp_path],
        cwd=ROOT,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == pytest.ExitCode.USAGE_ERROR
    assert "test_marked.py::test_it: no such row: Z-99" in ran.stdout + ran.stderr
