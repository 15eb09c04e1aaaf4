"""STYLE.md shows our own code as it stands: what it calls good is there, line for line."""

import re
import textwrap
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

GUIDE = (ROOT / "STYLE.md").read_text(encoding="utf-8")
GOOD = re.compile(r"^```python good=(?P<file>\S+)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWN = [(match["file"], piece) for match in GOOD.finditer(GUIDE) for piece in match["code"].split("    ...\n")]


def is_in(piece: str, text: str) -> bool:
    """Whether the lines stand together in the text, however far indented."""
    wanted = piece.strip("\n").splitlines()
    lines = text.splitlines()
    return any(
        textwrap.dedent("\n".join(lines[start : start + len(wanted)])).splitlines() == wanted
        for start in range(len(lines) - len(wanted) + 1)
    )


def test_the_guide_shows_good_code_beside_poor() -> None:
    assert len(SHOWN) >= GUIDE.count("```python poor") > 0


@pytest.mark.parametrize(("file", "piece"), SHOWN, ids=[file for file, _ in SHOWN])
def test_what_the_guide_calls_good_stands_in_our_code(file: str, piece: str) -> None:
    assert is_in(textwrap.dedent(piece), Path(ROOT / file).read_text(encoding="utf-8"))
