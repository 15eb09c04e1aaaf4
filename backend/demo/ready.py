"""The ready documents of the start page: one file each under documents/, with its headings in its first lines.

    # title: Leanne starts the routing request: its activity plan is generated
    # persona: case-manager
    # about: 121000456712
    # variables: {"input": {"serviceRequestId": "{enforcementCase.serviceRequests.nodes.REVIEW_CASE.id}"}}

`about` is the number of an enforcement case; without it a document is about Kate and Andrew's newest claim. In the
variables `{about}` becomes that number, or the reference of that claim. What only the browser knows stays for
`static/graphiql.js` to fill in: `{key}` is a fresh idempotency key, `"{now}"` and `"{today}"` the demonstration's
clock, and any other word leads to a value in what the persona is answered to the folder's `standing.graphql`: step by
step, where in a list the last entry is taken that says the step as one of its words.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

from backend.demo.personas import PERSONAS

HEADING = re.compile(r"# (title|persona|about|variables): (.+)")
Folder = Literal["claims", "casework"]
FOLDERS: tuple[tuple[Folder, str], ...] = (("claims", "Kate and Andrew"), ("casework", "Casework"))
"""The folders of documents, with the title that each has on the start page."""


@dataclass(frozen=True, slots=True)
class ReadyDocument:
    key: str
    folder: Folder
    title: str
    persona: str
    about: str
    """The number of an enforcement case; empty: Kate and Andrew's claim."""
    variables: str
    """JSON."""
    text: str

    @property
    def kind(self) -> str:
        """Query, mutation or subscription."""
        return next((word for word in ("mutation", "subscription") if self.text.startswith(word)), "query")


@cache
def ready_documents() -> tuple[ReadyDocument, ...]:
    """All of them, folder by folder in the order of their file names. Raises KeyError for one without its headings."""
    return tuple(_read(folder, file) for folder, _ in FOLDERS for file in _numbered(folder))


@cache
def standings() -> dict[Folder, str]:
    """What is asked, as its persona, before a document of each folder is filled in."""
    return {folder: _folder(folder).joinpath("standing.graphql").read_text(encoding="utf-8") for folder, _ in FOLDERS}


def _folder(folder: Folder) -> Traversable:
    return files("backend.demo.documents").joinpath(folder)


def _numbered(folder: Folder) -> list[Traversable]:
    found = [file for file in _folder(folder).iterdir() if re.match(r"\d\d-.+\.graphql$", file.name)]
    return sorted(found, key=lambda file: file.name)


def _read(folder: Folder, file: Traversable) -> ReadyDocument:
    lines = file.read_text(encoding="utf-8").splitlines()
    headings = {found[1]: found[2] for line in lines if (found := HEADING.fullmatch(line))}
    body = "\n".join(line for line in lines if not HEADING.fullmatch(line)).strip()
    return ReadyDocument(
        key=file.name.removesuffix(".graphql").partition("-")[2],
        folder=folder,
        title=headings["title"],
        persona=PERSONAS[headings["persona"]].key,
        about=headings.get("about", ""),
        variables=headings.get("variables", "{}"),
        text=body + "\n",
    )
