"""The little of Markdown that a page may use, and the HTML that it stands for. Anything else is an error, not a guess.

Blocks are parted by an empty line: `## ` and a heading; a list of `- ` or of `1. ` and so on; else a paragraph of one
line. Within a line: `**strong**`, and `[words](https://…)` or `[words](tel:…)`.
"""

import re
from collections.abc import Iterator
from html import escape

_INLINE = re.compile(
    r"\*\*(?P<strong>[^*]+)\*\*|(?<!!)\[(?P<words>[^\[\]]+)\]\((?P<to>https://[^\s()\"]+|tel:[0-9]+)\)",
)
_NOT_PLAIN = re.compile(r"[*_`<>#\[\]|\\]")
_NUMBERED = re.compile(r"([0-9]+)\. (.+)")


class MarkupError(ValueError):
    """A page uses what this Markdown does not have."""


def to_html(body: str) -> str:
    """A page's body as HTML, one block a line. Raises `MarkupError`."""
    return "\n".join(_block(block.split("\n")) for block in body.strip().split("\n\n"))


def headings(body: str) -> tuple[str, ...]:
    """The headings of a page's body, in order."""
    return tuple(line.removeprefix("## ") for line in body.splitlines() if line.startswith("## "))


def _block(lines: list[str]) -> str:
    if all(line.startswith("- ") for line in lines):
        return _list("ul", [line.removeprefix("- ") for line in lines])
    numbered = [_NUMBERED.fullmatch(line) for line in lines]
    if [match[1] for match in numbered if match] == [str(number) for number in range(1, len(lines) + 1)]:
        return _list("ol", [match[2] for match in numbered if match])
    if len(lines) > 1:
        raise MarkupError(f"a block is one line or a list: {lines[0]!r}")
    (line,) = lines
    heading = line.removeprefix("## ")
    return f"<p>{_inline(line)}</p>" if heading == line else f"<h2>{_inline(heading)}</h2>"


def _list(tag: str, items: list[str]) -> str:
    return f"<{tag}>{''.join(f'<li>{_inline(item)}</li>' for item in items)}</{tag}>"


def _inline(text: str) -> str:
    return "".join(_spans(text))


def _spans(text: str) -> Iterator[str]:
    at = 0
    for match in _INLINE.finditer(text):
        yield _plain(text[at : match.start()])
        if match["strong"]:
            yield f"<strong>{_plain(match['strong'])}</strong>"
        else:
            yield f'<a href="{escape(match["to"])}">{_plain(match["words"])}</a>'
        at = match.end()
    yield _plain(text[at:])


def _plain(text: str) -> str:
    if _NOT_PLAIN.search(text):
        raise MarkupError(f"not in our Markdown: {text!r}")
    return escape(text, quote=False)
