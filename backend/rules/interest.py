"""How much interest? Simple, by the day, over the whole period, and rounded once at the end."""

from datetime import date
from fractions import Fraction
from math import floor

from backend.rules.policies import InterestRate


def simple(principal_pence: int, start: date, end: date, rate: InterestRate) -> int:
    """Interest in pence on a principal for the days from `start` to `end`, the last of them counted, the first not.

    Rounded half up, once. `ValueError` when `end` lies before `start` or the principal below nought.
    """
    if end < start:
        raise ValueError("interest runs forwards")
    return on_pence_days(principal_pence * (end - start).days, rate)


def on_pence_days(pence_days: int, rate: InterestRate) -> int:
    """Interest on a principal that changed: the sum of pence times days, rounded half up to the penny, once."""
    if pence_days < 0:
        raise ValueError("interest runs on what is owed")
    return floor(_a_day(rate) * pence_days + Fraction(1, 2))


def spoken_rate(rate: InterestRate) -> str:
    """The rate in words: "8% a year"."""
    return f"{rate.percent.normalize():f}% a year"


def _a_day(rate: InterestRate) -> Fraction:
    return Fraction(rate.percent) / 100 / rate.days_in_year
