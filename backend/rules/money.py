"""How much is it? Sterling as whole pence, and how pence are read and written."""

import re

_POUNDS = re.compile(r"(?P<sign>-?)(?P<pounds>0|[1-9][0-9]{0,12})(?:\.(?P<pence>[0-9]{1,2}))?")


class NotPoundsError(ValueError):
    """A text that is no amount in pounds; the text is not repeated, it may be personal."""


def pounds(text: str, *, signed: bool = False) -> int:
    """Read "1234", "1234.5" or "1234.50" as pence; a leading minus only where `signed`.

    `NotPoundsError` for all else: a third decimal, an exponent, NaN, a blank, a comma, a plus, leading noughts, digits
    that are not ASCII, ten million million pounds and more.
    """
    match = _POUNDS.fullmatch(text)
    if match is None or (match["sign"] and not signed):
        raise NotPoundsError("not an amount in pounds with at most two decimals")
    pence = int(match["pounds"]) * 100 + int((match["pence"] or "").ljust(2, "0"))
    return -pence if match["sign"] else pence


def as_pounds(pence: int) -> str:
    """Pence as the API writes them: "1234.50", "-0.05"."""
    sign = "-" if pence < 0 else ""
    return f"{sign}{abs(pence) // 100}.{abs(pence) % 100:02}"


def spoken(pence: int) -> str:
    """Pence as they are written to people: "£1,234.50", "-£0.05"."""
    sign = "-" if pence < 0 else ""
    return f"{sign}£{abs(pence) // 100:,}.{abs(pence) % 100:02}"
