"""Content negotiation: which of our media types an Accept header asks for."""

from typing import NamedTuple

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
EVENTS = "text/event-stream"
_RANGES = 64


class _Range(NamedTuple):
    media: str
    quality: float

    def specificity(self) -> int:
        return 0 if self.media == "*/*" else 1 if self.media.endswith("/*") else 2

    def covers(self, media: str) -> bool:
        return self.media in {media, "*/*", f"{media.partition('/')[0]}/*"}


def wanted(accept: str | None, *, offers: tuple[str, ...]) -> str | None:
    """Choose among what is offered, in the order of the offers where the header leaves it open; None for not any.

    A missing or empty header, and one that only holds wildcards, takes the first offer.
    """
    if accept is None or not accept.strip():
        return offers[0]
    ranges = [each for part in accept.split(",")[:_RANGES] if (each := _range(part)) is not None]
    best = max(offers, key=lambda offer: _quality(ranges, offer))
    return best if _quality(ranges, best) > 0 else None


def _quality(ranges: list[_Range], media: str) -> float:
    """The quality of the most specific range that covers a media type, as RFC 9110 has it."""
    covering = [each for each in ranges if each.covers(media)]
    return max(covering, key=_Range.specificity).quality if covering else 0.0


def _range(part: str) -> _Range | None:
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip(' "') not in {"utf-8", "utf8"}:
            return None
        if name.strip() == "q":
            try:
                quality = min(max(float(value), 0.0), 1.0)
            except ValueError:
                return None
    return _Range(media, quality) if quality == quality and "/" in media else None  # noqa: PLR0124  not a number
