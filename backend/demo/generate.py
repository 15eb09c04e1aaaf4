"""The sized generator: from a seed, up to a million claims in every state, in bulk, for benchmarks and for show."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from sqlalchemy import exists, select

from backend.adapters.database import Database
from backend.demo.cast import Casting
from backend.demo.claims import Opening, draw_claim
from backend.demo.guard import SaysWhetherDemo, require_demo
from backend.demo.plots import draw_lodging, draw_plot
from backend.demo.rows import Rows
from backend.models import User
from backend.rules import linking
from backend.rules.access import SYSTEM

LARGEST = 1_000_000
CLAIMS_AT_ONCE = 500
"""Claims a transaction: some 12,000 rows in well under a second, because a long one holds up everybody's feed."""

REFERENCES = 1 << 40
STRIDE = 0x9E3779B97F | 1
"""Odd, so that multiples of it run through all references of 40 bits before one comes twice."""

Told = Callable[[int], None]
"""Is told how many more claims have been written."""


class AlreadyGeneratedError(Exception):
    """This seed was generated into this database before; another seed adds to it."""


@dataclass(frozen=True, slots=True)
class Generated:
    """What was written, and how long it took in seconds."""

    claims: int
    rows: int
    seconds: float


async def generate(
    database: Database, *, size: int, seed: int, now: datetime, settings: SaysWhetherDemo, told: Told
) -> Generated:
    """Write `size` claims that began before `now`, and the accounts of the people in them.

    The same seed, size and `now` make the same claims. Raises DemoRefusedError in production, ValueError for a size
    outside 1 to 1,000,000 and AlreadyGeneratedError. Stopped half way, it leaves whole claims; start over with another
    seed.
    """
    require_demo(settings)
    if not 1 <= size <= LARGEST:
        raise ValueError(f"the size lies from 1 to {LARGEST:,}")
    began, rows_written = time.monotonic(), 0
    series = f"generated:{seed}"
    if await was_generated(database, series):
        raise AlreadyGeneratedError(series)
    for claims, rows in draw(size=size, seed=seed, now=now, series=series):
        rows_written += await write(database, rows)
        told(claims)
    return Generated(claims=size, rows=rows_written, seconds=time.monotonic() - began)


async def generate_with_bar(
    database: Database,
    *,
    size: int,
    seed: int,
    now: datetime,
    settings: SaysWhetherDemo,
    console: Console | None = None,
) -> Generated:
    """As `generate`, with a progress bar on the console."""
    with progress_bar(console) as progress:
        task = progress.add_task("claims", total=size)

        def told(claims: int) -> None:
            progress.advance(task, claims)

        return await generate(database, size=size, seed=seed, now=now, settings=settings, told=told)


def progress_bar(console: Console | None = None) -> Progress:
    return Progress(
        TextColumn("[progress.description]{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
    )


def draw(
    *, size: int, seed: int, now: datetime, series: str, also: Iterable[Opening] = ()
) -> Iterator[tuple[int, Rows]]:
    """Draw claims a batch at a time, in the order in which they were lodged: how many, and their rows.

    The first batch has no claims, only the accounts of the people in them. `also` are openings of claims beyond `size`.
    """
    rng = Random(seed)  # noqa: S311  repeatable, and nothing here is a secret
    plots = [draw_plot(rng) for _ in range(size)]
    openings = [*also, *(Opening(plot, draw_lodging(rng, plot, now)) for plot in plots)]
    openings.sort(key=lambda opening: opening.lodged_at)
    rows = Rows(rng, at=openings[0].lodged_at)
    cast = Casting(rng, rows, series, openings[0].lodged_at).cast(size)
    yield 0, rows
    names = references(seed)
    for start in range(0, len(openings), CLAIMS_AT_ONCE):
        batch = openings[start : start + CLAIMS_AT_ONCE]
        rows = Rows(rng, at=batch[0].lodged_at)
        for opening in batch:
            draw_claim(rng, rows, cast, opening, reference=next(names), now=now)
        yield len(batch), rows


def references(seed: int) -> Iterator[str]:
    """Readable references: as scattered as real ones, and none twice."""
    offset = Random(seed).getrandbits(40)  # noqa: S311
    for number in range(REFERENCES):
        yield f"MC-{linking.spelled((offset + number * STRIDE) % REFERENCES)}"


async def write(database: Database, rows: Rows) -> int:
    """Write rows in one transaction and say how many they were."""
    count = len(rows)
    async with database.writing(SYSTEM) as session:
        await rows.write(session)
        await session.commit()
    return count


async def was_generated(database: Database, series: str) -> bool:
    """Whether the accounts of this series exist."""
    return bool(await database.scalar(select(exists().where(User.subject == f"{series}:officer:0"))))
