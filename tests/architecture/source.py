"""The service's own source as trees: what the tests of its shape look at."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent
BACKEND = ROOT / "backend"


class Call(NamedTuple):
    """A call: in which file (below backend/) and function, and what is called, spelled as it stands there."""

    file: str
    function: str
    called: str


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def modules(*parts: str) -> list[Path]:
    """The modules of backend/, or of the folders and files of it that are named."""
    places = [BACKEND / part for part in parts] or [BACKEND]
    return sorted(
        path
        for place in places
        for path in ([place] if place.suffix == ".py" else place.rglob("*.py"))
        if path.exists()
    )


def calls(path: Path) -> Iterator[Call]:
    """Every call of a module."""
    yield from _calls(tree(path), path.relative_to(BACKEND).as_posix(), "")


def imported(path: Path) -> Iterator[tuple[str, str]]:
    """Every import of a module: from where, and what (empty where the module itself is)."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", alias.name) for alias in node.names)


def _calls(node: ast.AST, file: str, function: str) -> Iterator[Call]:
    if isinstance(node, ast.Call):
        yield Call(file, function, ast.unparse(node.func))
    inner = function
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        inner = f"{function}.{node.name}".lstrip(".")
    for child in ast.iter_child_nodes(node):
        yield from _calls(child, file, inner)
