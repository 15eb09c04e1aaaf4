"""What an operation costs: worked out once for a document, but for the page sizes that arrive as variables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

CEILING = 10**9
"""Where counting stops, so that no document makes us multiply large numbers."""


@dataclass(frozen=True, slots=True, eq=False)
class PricedPage:
    """Items whose number the variables tell; compared by identity, so that equal ones of a fragment add up."""

    variables: tuple[str, ...]
    least: int
    """What the other of `first` and `last` asks for, when it is written in the document."""
    absent: int
    """What a variable that is not given is taken to ask for."""
    each: "Price"


@dataclass(frozen=True, slots=True)
class Price:
    """A fixed part, and pages of the given kinds so many times each."""

    fixed: int = 0
    pages: Mapping[PricedPage, int] = field(default_factory=dict)

    def __add__(self, other: "Price") -> "Price":
        fixed = min(self.fixed + other.fixed, CEILING)
        if not other.pages:
            return Price(fixed, self.pages)
        pages = dict(self.pages)
        for page, times in other.pages.items():
            pages[page] = min(pages.get(page, 0) + times, CEILING)
        return Price(fixed, pages)

    def times(self, number: int) -> "Price":
        return Price(
            min(self.fixed * number, CEILING), {page: min(n * number, CEILING) for page, n in self.pages.items()}
        )

    def due(self, variables: Mapping[str, Any]) -> int:
        """Work out the cost of one request; each kind of page is looked at once, however often it is met."""
        known: dict[PricedPage, int] = {}

        def of(price: Price) -> int:
            total = price.fixed
            for page, times in price.pages.items():
                if page not in known:
                    sizes = (_size(variables.get(name), page.absent) for name in page.variables)
                    known[page] = max(page.least, *sizes) * of(page.each)
                total += times * known[page]
            return min(total, CEILING)

        return of(self)


NOTHING = Price()
ONE = Price(1)


def _size(value: object, absent: int) -> int:
    """Read a page size; anything but a whole number will be refused by the schema, so it is priced as absent."""
    return max(value, 0) if isinstance(value, int) and not isinstance(value, bool) else absent
