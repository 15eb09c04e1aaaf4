"""How generated claims go: six plots over the acts of the story, and when in each of them who does what."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import auto
from random import Random

from backend.demo.draft import PLACE
from backend.rules.calendars import next_working_day
from backend.rules.deadlines import ResponseTime
from backend.rules.periods import london_day, london_instant
from backend.rules.vocabulary import Word


class Plot(Word):
    WAITING = auto()
    """Lodged lately; there is still time to respond."""
    SILENT = auto()
    """The time is over and nobody did anything."""
    ANSWERED = auto()
    """The defendant disputes it in time."""
    REQUESTED = auto()
    """Judgment is requested and waits for the court."""
    ANSWERED_LATE = auto()
    """Judgment was requested, and a response came before it was entered: it wins."""
    ENTERED = auto()
    """Judgment is entered."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How many of a hundred claims go so, how many days ago they began (from, to), and how many defendants link."""

    share: int
    days_ago: tuple[float, float]
    linked: float


# The least age leaves room for the last act even where the deadline moves over Christmas: nothing lies ahead of now.
SHAPES: dict[Plot, Shape] = {
    Plot.WAITING: Shape(share=8, days_ago=(0.1, 17), linked=0.5),
    Plot.SILENT: Shape(share=12, days_ago=(32, 90), linked=0.4),
    Plot.ANSWERED: Shape(share=26, days_ago=(19, 420), linked=1),
    Plot.REQUESTED: Shape(share=8, days_ago=(34, 60), linked=0.5),
    Plot.ANSWERED_LATE: Shape(share=5, days_ago=(60, 420), linked=1),
    Plot.ENTERED: Shape(share=41, days_ago=(75, 900), linked=0.5),
}


NIGHT_OWLS = 0.1
"""How many of all claims are lodged at whatever hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When the people of one claim act; None where they never do."""

    linked_at: datetime | None = None
    responded_at: datetime | None = None
    requested_at: datetime | None = None
    entered_at: datetime | None = None


def draw_plot(rng: Random) -> Plot:
    """A plot, by the shares."""
    return rng.choices(list(SHAPES), weights=[shape.share for shape in SHAPES.values()])[0]


def draw_lodging(rng: Random, plot: Plot, now: datetime) -> datetime:
    """When a claim of this plot was lodged: to the second, more by day than by night."""
    earliest, latest = SHAPES[plot].days_ago
    at = (now - _days(rng.uniform(earliest, latest))).replace(microsecond=0)
    return at if rng.random() < NIGHT_OWLS or plot is Plot.WAITING else at.replace(hour=rng.randint(8, 20))


def draw_schedule(rng: Random, plot: Plot, lodged_at: datetime, time: ResponseTime, *, links: bool = False) -> Schedule:
    """When what happens in a claim of this plot; with `links` the defendant certainly links, within days."""
    deadline = time.deadline.at
    links = links or rng.random() < SHAPES[plot].linked
    linked_at = lodged_at + _days(rng.uniform(1, 5 if plot is Plot.WAITING else 12)) if links else None
    requested_at = deadline + _days(rng.uniform(0.2, 4))
    match plot:
        case Plot.WAITING | Plot.SILENT:
            return Schedule(linked_at=linked_at)
        case Plot.ANSWERED:
            return Schedule(linked_at=linked_at, responded_at=lodged_at + _days(rng.uniform(12.1, 17)))
        case Plot.REQUESTED:
            return Schedule(linked_at=linked_at, requested_at=requested_at)
        case Plot.ANSWERED_LATE:
            late = requested_at + _days(rng.uniform(0.1, 5))
            return Schedule(linked_at=linked_at, requested_at=requested_at, responded_at=late)
        case Plot.ENTERED:
            requested_at = deadline + _days(rng.uniform(0.2, 20))
            entered_at = in_office_hours(rng, requested_at + _days(rng.uniform(1, 12)))
            return Schedule(linked_at=linked_at, requested_at=requested_at, entered_at=entered_at)


def in_office_hours(rng: Random, at: datetime) -> datetime:
    """An instant at which the court works, on the next working day after the one given."""
    day = next_working_day(london_day(at) + timedelta(days=1), PLACE)
    return london_instant(day, time(rng.randint(9, 15), rng.randint(0, 59), rng.randint(0, 59)))


def _days(count: float) -> timedelta:
    return timedelta(seconds=round(count * 86_400))
