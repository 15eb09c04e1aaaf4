"""What the solicitor who acts for the agency is called, by jurisdiction (R-51)."""

from backend.rules.vocabulary import Jurisdiction

CALLED = {
    Jurisdiction.ENGLAND_WALES: "contracted solicitor",
    Jurisdiction.SCOTLAND: "contracted solicitor",
    Jurisdiction.NORTHERN_IRELAND: "crown solicitor's office",
}
_TYPOGRAPHIC = "\N{RIGHT SINGLE QUOTATION MARK}"


def called(jurisdiction: Jurisdiction) -> str:
    """The term for letters and tasks: in Northern Ireland the crown solicitor's office. Source: requirements R-51."""
    return CALLED[jurisdiction]


def in_terms_of(text: str, jurisdiction: Jurisdiction) -> str:
    """A text of the procedure, which says "contracted solicitor", as it reads in a jurisdiction (R-51)."""
    return text.replace(CALLED[Jurisdiction.ENGLAND_WALES], called(jurisdiction))


def is_called_otherwise(text: str, jurisdiction: Jurisdiction) -> bool:
    """Whether a text uses another jurisdiction's term."""
    words = " ".join(text.replace(_TYPOGRAPHIC, "'").lower().split())
    return any(term in words for term in set(CALLED.values()) - {called(jurisdiction)})
