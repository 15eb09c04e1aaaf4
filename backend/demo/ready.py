"""The ready documents of the start page: one file each under documents/, with its title and persona in its first lines.

    # title: What is owed, until when, and why
    # persona: andrew
    # variables: {"reference": "{story}"}

In the variables `{story}` becomes the reference of Kate and Andrew's newest claim. What only the browser knows stays
for `static/graphiql.js` to fill in: `{key}` a fresh idempotency key; `"{claim}"`, `"{version}"`, `"{application}"`,
`"{writ}"`, `"{serviceRequest}"` and others the ids and versions that the persona sees now, `"{now}"` the clock.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from backend.demo.personas import PERSONAS

HEADING = re.compile(r"# (title|persona|variables): (.+)")


@dataclass(frozen=True, slots=True)
class ReadyDocument:
    key: str
    title: str
    persona: str
    variables: str
    """JSON."""
    text: str

    @property
    def kind(self) -> str:
        """Query, mutation or subscription."""
        return next((word for word in ("mutation", "subscription") if self.text.startswith(word)), "query")


@cache
def ready_documents() -> tuple[ReadyDocument, ...]:
    """All of them, in the order of their file names. Raises KeyError for one without its headings."""
    folder = files("backend.demo.documents")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".graphql"))
    return tuple(_read(name, folder.joinpath(name).read_text(encoding="utf-8")) for name in names)


def _read(name: str, text: str) -> ReadyDocument:
    lines = text.splitlines()
    headings = {found[1]: found[2] for line in lines if (found := HEADING.fullmatch(line))}
    body = "\n".join(line for line in lines if not HEADING.fullmatch(line)).strip()
    return ReadyDocument(
        key=name.removesuffix(".graphql").partition("-")[2],
        title=headings["title"],
        persona=PERSONAS[headings["persona"]].key,
        variables=headings.get("variables", "{}"),
        text=body + "\n",
    )
