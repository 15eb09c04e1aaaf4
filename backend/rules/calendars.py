"""Which days count? Working days and bank holidays of the three jurisdictions.

Two questions are asked of a day and they differ. *May the court work on it?* (CPR 6.2: not a Saturday, a Sunday, a bank
holiday, Good Friday or Christmas Day; nor when the offices are closed, CPR 2.8(5)). *Does it count inside clear
days?* (SI 2013/1894 reg 6: not a Sunday, a bank holiday, Good Friday or Christmas Day; a Saturday counts, and so does
a day on which merely the offices are closed.) The bank holidays are those of the pinned package `holidays` and of the
tables here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from types import MappingProxyType

from holidays import country_holidays
from holidays.version import __version__ as package_version

from backend.rules.vocabulary import Jurisdiction

SATURDAY, SUNDAY = 5, 6

CALENDAR_VERSION = f"holidays {package_version}, court table 2026-11"
"""Which calendar a date was reckoned with. The second part changes with any table below."""


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """One day of one year that no general rule gives."""

    on: date
    name: str
    jurisdictions: frozenset[Jurisdiction]
    source: str


PROCLAIMED = (
    SpecialDay(date(2022, 6, 3), "Platinum Jubilee", frozenset(Jurisdiction), "Royal Proclamation, 1971 Act s.1(3)"),
    SpecialDay(
        date(2022, 9, 19),
        "State Funeral of Queen Elizabeth II",
        frozenset(Jurisdiction),
        "Royal Proclamation of 10 September 2022",
    ),
    SpecialDay(
        date(2023, 5, 8),
        "Coronation of King Charles III",
        frozenset(Jurisdiction),
        "Royal Proclamation, 1971 Act s.1(3)",
    ),
    SpecialDay(
        date(2026, 6, 15),
        "Scotland at the World Cup",
        frozenset({Jurisdiction.SCOTLAND}),
        "Royal Proclamation of February 2026",
    ),
)
"""Bank holidays proclaimed for one year; a row stands here even when the package has it, to be read in one place."""

COURT_CLOSURES = (
    SpecialDay(
        date(2024, 12, 27),
        "court offices closed",
        frozenset({Jurisdiction.ENGLAND_WALES}),
        "HMCTS, Christmas and New Year opening times 2024",
    ),
    SpecialDay(
        date(2025, 12, 24),
        "court offices closed",
        frozenset({Jurisdiction.ENGLAND_WALES}),
        "HMCTS, Christmas and New Year opening times 2025",
    ),
)
"""Days off in the county court's offices that are no bank holidays: they are no working days, yet clear days."""

SATURDAYS_OFF: Mapping[Jurisdiction, Mapping[tuple[int, int], str]] = MappingProxyType(
    {
        Jurisdiction.ENGLAND_WALES: {(12, 25): "Christmas Day", (12, 26): "Boxing Day"},
        Jurisdiction.SCOTLAND: {(1, 1): "New Year's Day", (1, 2): "New Year Holiday", (12, 25): "Christmas Day"},
        Jurisdiction.NORTHERN_IRELAND: {
            (3, 17): "Saint Patrick's Day",
            (12, 25): "Christmas Day",
            (12, 26): "Boxing Day",
        },
    }
)
"""(Month, day) that is off on a Saturday too: the Banking and Financial Dealings Act 1971 Sch 1 excepts only a Sunday,
and Christmas Day is off by SI 2013/1894 itself.

The published lists name only the Monday after, which is proclaimed beside the Saturday and not in its place: 26
December 2026 does not count inside clear days in England and Wales. Where the holiday itself exists by proclamation
alone (1 January in England and Wales, 12 July, 26 December in Scotland), only its Monday is proclaimed, and the
Saturday counts.
"""

_SUBDIVISIONS = MappingProxyType(
    {Jurisdiction.ENGLAND_WALES: "ENG", Jurisdiction.SCOTLAND: "SCT", Jurisdiction.NORTHERN_IRELAND: "NIR"}
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@cache
def bank_holidays(jurisdiction: Jurisdiction, year: int) -> Mapping[date, str]:
    """The days of a year that are a bank holiday, Good Friday or Christmas Day, with their names; Sundays left out."""
    listed = country_holidays("GB", subdiv=_SUBDIVISIONS[jurisdiction], years=year, language="en_GB")
    days = {
        day: name.replace("(observed)", "(substitute day)") for day, name in listed.items() if day.weekday() < SATURDAY
    }
    saturdays = ((date(year, month, day), name) for (month, day), name in SATURDAYS_OFF[jurisdiction].items())
    days |= {day: name for day, name in saturdays if day.weekday() == SATURDAY}
    days |= _special(PROCLAIMED, jurisdiction, year)
    return MappingProxyType(dict(sorted(days.items())))


@cache
def court_closures(jurisdiction: Jurisdiction, year: int) -> Mapping[date, str]:
    """The further days of a year on which the court's offices are closed."""
    return MappingProxyType(_special(COURT_CLOSURES, jurisdiction, year))


def _special(table: tuple[SpecialDay, ...], jurisdiction: Jurisdiction, year: int) -> dict[date, str]:
    return {row.on: row.name for row in table if row.on.year == year and jurisdiction in row.jurisdictions}


def why_not_working(day: date, jurisdiction: Jurisdiction) -> str | None:
    """Why the court does not work on `day`: the holiday's name, "Saturday" or "Sunday"; None for a working day."""
    off = bank_holidays(jurisdiction, day.year).get(day) or court_closures(jurisdiction, day.year).get(day)
    if off is None and day.weekday() >= SATURDAY:
        return _DAYS[day.weekday()]
    return off


def is_working_day(day: date, jurisdiction: Jurisdiction) -> bool:
    return why_not_working(day, jurisdiction) is None


def next_working_day(on_or_after: date, jurisdiction: Jurisdiction) -> date:
    """The day itself if it is a working day, else the first one after it."""
    day = on_or_after
    while not is_working_day(day, jurisdiction):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, working_days: int, jurisdiction: Jurisdiction) -> date:
    """The n-th working day after `day`, which is not counted itself; `day` for none. `ValueError` below nought."""
    if working_days < 0:
        raise ValueError("working days are counted forwards")
    for _ in range(working_days):
        day = next_working_day(day + timedelta(days=1), jurisdiction)
    return day


def is_excluded_from_clear_days(day: date, jurisdiction: Jurisdiction) -> bool:
    """Whether `day` does not count inside a period of clear days: SI 2013/1894 reg 6(2), applied in all three."""
    return day.weekday() == SUNDAY or day in bank_holidays(jurisdiction, day.year)


def spoken_day(day: date) -> str:
    """A day as it is written to people: "Monday 28 December 2026". Never by the host's locale."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def spoken_time(at: time) -> str:
    """A time of day as it is written to people: "4pm", "9:05am", "midday", "midnight"; seconds are not said."""
    if at.minute == 0 and at.hour in {0, 12}:
        return "midday" if at.hour else "midnight"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at < time(12) else 'pm'}"
