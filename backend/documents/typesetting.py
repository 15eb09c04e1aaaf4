"""Data in, a PDF out: the one way to typst. The same data always gives the same bytes.

Templates (`*.typ`) lie beside this file and read the data by `json(bytes(sys.inputs.data))`: whatever people wrote
comes to them as text and is never run as markup. A PDF is PDF/A-2a (kept for ever, tagged) and PDF/UA-1 (readable
aloud). Only the fonts that typst brings are used, so that a page looks the same on every machine.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import typst

FOLDER = Path(__file__).parent
STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
NO_SUCH_GLYPH = "\N{REPLACEMENT CHARACTER}"
"""Stands where a character is in none of the fonts, so that nobody takes the text for complete."""

_FONTS = typst.Fonts(include_system_fonts=False)
_EXOTIC = re.compile(
    r"[^\n\u0020-\u024f\u0300-\u04ff\u1e00-\u1fff"
    r"\u2010-\u2027\u2030-\u2040\u2042\u2044-\u2052\u2054-\u205e\u20ac\u2190-\u2193]"
)
"""What the fonts may lack: anything but Latin, Greek and Cyrillic letters, with their marks and punctuation."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_IS_LACKING = "could not be displayed"


class TypesettingError(Exception):
    """A template and its data do not fit. Says where in the template, never what stands in the data."""


def typeset(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """The document as PDF. `data` is anything that JSON can hold; `at` (UTC) is the instant that it says it was made.

    Slow (tens of milliseconds) and without a thought for the event loop: call it in a thread, outside a transaction.
    Raises `TypesettingError`.
    """
    return _compiled(template, data, at=at, is_picture=False)[0]


def picture(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """The first page of the document as PNG."""
    return _compiled(template, data, at=at, is_picture=True)[0]


def _compiled(template: str, data: Mapping[str, Any], *, at: datetime, is_picture: bool) -> list[bytes]:
    """The pages. What the fonts lack is looked for only where something is lacking."""
    clean = _each_text(data, _without_controls)
    try:
        return _run(template, clean, at=at, is_picture=is_picture)
    except typst.TypstError as error:
        if _IS_LACKING not in error.message:
            raise _told(template, error) from None
    try:
        return _run(template, _each_text(clean, _without_exotic), at=at, is_picture=is_picture)
    except typst.TypstError as error:
        raise _told(template, error) from None


def _run(template: str, data: Any, *, at: datetime, is_picture: bool) -> list[bytes]:
    made = typst.compile(
        FOLDER / template,
        root=FOLDER,
        font_paths=_FONTS,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format="png" if is_picture else "pdf",
        pdf_standards=[] if is_picture else [*STANDARDS],
        timestamp=int(at.timestamp()),
    )
    # The stub says bytes; of several pages as pictures a list comes.
    pages: Any = made
    return [*pages] if isinstance(pages, list) else [pages]


def _told(template: str, error: typst.TypstError) -> TypesettingError:
    # The message may quote the data; the trace names places of the template only.
    return TypesettingError(f"{template}: {'; '.join(error.trace) or 'not set'}")


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    match value:
        case str():
            return change(value)
        case Mapping():
            return {name: _each_text(each, change) for name, each in value.items()}
        case list() | tuple():
            return [_each_text(each, change) for each in value]
        case _:
            return value


def _without_controls(text: str) -> str:
    """Composed, and without what shows nothing: controls, other line ends than ours, marks that turn writing about."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(each for each in composed if each == "\n" or unicodedata.category(each) not in _UNSEEN)


def _without_exotic(text: str) -> str:
    return _EXOTIC.sub(NO_SUCH_GLYPH, text)
