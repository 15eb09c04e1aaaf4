"""What the chapters of the story share: the two it is about, and how it is told."""

import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import date
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from tests.journeys.client import Following

Told = Callable[[str], None]
Begin = Callable[[str], None]
"""Is called with the title of each chapter as it begins."""
KATE = {
    "kind": "PERSON",
    "name": "Kate Marlowe",
    "addressLines": ["14 Clarence Street", "York"],
    "postCode": "YO31 7EW",
    "email": "kate@example.org",
    "phone": "07700 900114",
}
ANDREW = {
    "kind": "PERSON",
    "name": "Andrew Hollis",
    "addressLines": ["27 Gladstone Terrace", "Leeds"],
    "postCode": "LS6 4HB",
    "dateOfBirth": "1984-11-02",
    "email": "andrew@example.org",
}
CODE = re.compile(r"\b([0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4})\b")
"""A code as it is printed in letters and on a writ."""


def succeeded(result: Any) -> Any:
    """A result that is a success. Anything else ends the story, in its own words."""
    assert result["__typename"].endswith("Success"), result
    return result


def about(reference: str, *streams: Following) -> list[tuple[str, str]]:
    """What streams told of one claim, in order: what happened, and when."""
    return [
        (event["kind"], event["at"])
        for stream in streams
        for event in stream.events
        if (event.get("claim") or event["serviceRequest"]["claim"])["reference"] == reference
    ]


def spoken_day(instant: str) -> str:
    return spoken(instant[:10])


def spoken(day: str) -> str:
    return date.fromisoformat(day).strftime("%A %-d %B %Y")


@contextmanager
def narrating(*chapters: str) -> Generator[tuple[Told, Begin]]:
    """Tell on the terminal, with a bar below that shows in which chapter the story is, and for how long."""
    columns = (
        SpinnerColumn(),
        TextColumn("[progress.description]{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(highlight=False), transient=True) as progress:
        task = progress.add_task("", total=len(chapters))

        def told(text: str) -> None:
            progress.console.print(text, markup=False, soft_wrap=True)

        def begin(title: str) -> None:
            progress.update(task, description=title, completed=chapters.index(title))
            told(f"\n{title}\n")

        yield told, begin
        progress.update(task, completed=len(chapters))
