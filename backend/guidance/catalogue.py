"""Every page of guidance, read once and checked when the package is imported: a service with a wrong page never starts.

A page is `pages/<topic>.md`: between two lines of `+++` its title, version, day of publication and sources in TOML,
then its body in the Markdown of `markup`. A change to what a page says is a new version with a new day: what somebody
read is known by its number (W-02).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from backend.guidance.markup import MarkupError, to_html
from backend.rules.vocabulary import Topic

PAGES = Path(__file__).parent / "pages"
_FENCE = "+++\n"
_KEYS = {"title": str, "version": int, "published_on": date, "sources": list}


class WrongGuidanceError(ValueError):
    """A page is missing, or is not what a page has to be."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a page rests on: a statute, a rule of court or an official page, and where to read it."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """One page. `version` counts from 1; `published_on` is a London day; the two bodies say the same."""

    topic: Topic
    title: str
    version: int
    published_on: date
    body_markdown: str
    body_html: str
    sources: tuple[Source, ...]


def read(topic: Topic, text: str) -> Guidance:
    """The page that a file's text holds. Raises `WrongGuidanceError`."""
    opening, *rest = text.split(_FENCE, 2)
    if opening or len(rest) != 2:  # noqa: PLR2004 - the front matter and the body
        raise WrongGuidanceError(f"{topic}: the front matter stands between two lines of +++")
    front, body = rest
    try:
        known = tomllib.loads(front)
        return Guidance(
            topic=topic,
            title=known["title"],
            version=known["version"],
            published_on=known["published_on"],
            body_markdown=body.strip(),
            body_html=to_html(body),
            sources=_sources(known),
        )
    except (KeyError, TypeError, MarkupError, tomllib.TOMLDecodeError) as error:
        raise WrongGuidanceError(f"{topic}: {error}") from error


def load(folder: Path) -> Mapping[Topic, Guidance]:
    """Every topic's page from a folder that holds these and nothing else. Raises `WrongGuidanceError`."""
    files = {path.name for path in folder.iterdir()}
    named = {f"{topic.lower()}.md": topic for topic in Topic}
    if wrong := sorted(files ^ named.keys()):
        raise WrongGuidanceError(f"missing, or of no topic: {', '.join(wrong)}")
    return MappingProxyType(
        {topic: read(topic, (folder / name).read_text(encoding="utf-8")) for name, topic in named.items()}
    )


def page(topic: Topic) -> Guidance:
    """The page of a topic as it stands in this release."""
    return _CATALOGUE[topic]


def _sources(known: Mapping[str, Any]) -> tuple[Source, ...]:
    """The sources of a page whose front matter is of the right shape; `TypeError` where it is not."""
    if known.keys() != _KEYS.keys():
        raise TypeError(f"missing or unknown: {', '.join(sorted(known.keys() ^ _KEYS.keys()))}")
    if wrong := [key for key, kind in _KEYS.items() if type(known[key]) is not kind or not known[key]]:
        raise TypeError(f"not of its kind: {', '.join(wrong)}")
    return tuple(Source(**source) for source in known["sources"])


_CATALOGUE = load(PAGES)
