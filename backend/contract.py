"""Writes what front ends build on: the SDL, the catalogue of errors, possible types, trusted documents, the procedure.

The TypeScript beside them is made from these files, and needs Node: `npm run generate` in frontend-contract/.
"""

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

from graphql import (
    FieldNode,
    GraphQLInterfaceType,
    GraphQLUnionType,
    NameNode,
    OperationDefinitionNode,
    SelectionSetNode,
    Visitor,
    parse,
    print_ast,
    validate,
    visit,
)

from backend.api import schema
from backend.execution.trusted import MANIFEST
from backend.http.responses import STATUSES
from backend.procedures import files as procedures
from backend.rules.errors import ErrorCode
from backend.rules.reasons import all_reasons
from backend.rules.refusals import FieldCode, RefusalCode

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "frontend-contract"
DOCUMENTS = FOLDER / "operations"


def write(*, check: bool = False) -> list[str]:
    """Write every generated file that differs; the paths of those that did. With `check` nothing is written."""
    changed = []
    for path, text in _files():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            changed.append(str(path.relative_to(ROOT)))
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
    return changed if check else []


@cache
def documents() -> dict[str, str]:
    """The documents of the screens, by file name without its ending; read once. ValueError for an invalid one."""
    found = {path.stem: path.read_text(encoding="utf-8") for path in sorted(DOCUMENTS.glob("*.graphql"))}
    for name, text in found.items():
        if errors := validate(schema._schema, parse(text)):  # noqa: SLF001 - Strawberry's name for graphql-core's schema
            raise ValueError(f"{name}: {errors[0].message}")
    return found


def trusted(text: str) -> str:
    """A document as it is trusted: without comments, with `__typename` in every object, as clients' caches need it."""
    return print_ast(visit(parse(text, no_location=True), _WithTypeNames()))


def document_id(text: str) -> str:
    """The id of a trusted document: the SHA-256 of its text."""
    return hashlib.sha256(text.encode()).hexdigest()


class _WithTypeNames(Visitor):
    """Adds `__typename` to each selection but that of the operation itself."""

    @staticmethod
    def leave_selection_set(
        node: SelectionSetNode, _key: object, parent: object, *_: object
    ) -> SelectionSetNode | None:
        names = {each.name.value for each in node.selections if isinstance(each, FieldNode)}
        if isinstance(parent, OperationDefinitionNode) or "__typename" in names:
            return None
        return SelectionSetNode(selections=(*node.selections, FieldNode(name=NameNode(value="__typename"))))


def _files() -> Iterator[tuple[Path, str]]:
    core = schema._schema  # noqa: SLF001
    yield FOLDER / "schema.graphql", schema.as_str() + "\n"
    yield FOLDER / "errors.json", _json(_errors())
    abstract = (each for each in core.type_map.values() if isinstance(each, GraphQLInterfaceType | GraphQLUnionType))
    possible = {each.name: sorted(one.name for one in core.get_possible_types(each)) for each in abstract}
    yield FOLDER / "possible-types.json", _json(dict(sorted(possible.items())))
    texts = [trusted(text) for text in documents().values()]
    manifest = _json({document_id(text): text for text in texts})
    yield FOLDER / "trusted-documents.json", manifest
    yield MANIFEST, manifest
    yield from ((ROOT / path, text) for path, text in procedures.files().items())


def _errors() -> dict[str, object]:
    """The catalogue: the codes of whole operations, of refused acts, of their fields, and the reasons of the rules."""
    reasons = sorted(all_reasons(), key=lambda each: each.code)
    return {
        "topLevel": [{"code": code.value, "httpStatus": STATUSES[code]} for code in ErrorCode],
        "userErrors": [code.value for code in RefusalCode],
        "fieldErrors": list(get_args(FieldCode)),
        "reasons": [{"code": r.code, "explanation": r.explanation, "source": r.source} for r in reasons],
    }


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
