"""The page of the enforcement powers: which there are where, when each is launched, and beside which."""

from collections.abc import Iterator

from backend.procedures.words import OURS, listed, table
from backend.rules.certificates import CERTIFICATES
from backend.rules.powers import EXPECTED, OF_ALL, POWERS, PowerRule
from backend.rules.solicitors import called
from backend.rules.vocabulary import Jurisdiction
from backend.rules.words import in_words


def page() -> Iterator[str]:
    """The powers by jurisdiction, what surveillance asks for, certificates and terms."""
    yield from ("# Enforcement powers", "")
    yield "A power is launched from a routing service request and linked to it. Its plan and its form are ours, to be"
    yield "confirmed. Each is refused with every reason that applies. Of every power:"
    yield ""
    shared = [each.otherwise for each in OF_ALL]
    yield from table(("reason", "code", "source"), [(r.explanation, f"`{r.code}`", r.source) for r in shared])
    for place in Jurisdiction:
        yield from ("", f"## {in_words(place)}", "")
        head = ("power", "refused besides, where", f"never beside ({OURS})", "leaves an artefact")
        yield from table(head, [_row(rule) for rule in POWERS[place]])
    yield from _before_surveillance()
    yield from _words()


def _row(rule: PowerRule) -> tuple[str, ...]:
    own = [each.otherwise.explanation for each in rule.conditions if each not in OF_ALL]
    return (
        in_words(rule.power).capitalize(),
        " ".join(own),
        listed(rule.never_beside),
        "yes" if rule.leaves_artefact else "no",
    )


def _before_surveillance() -> Iterator[str]:
    yield from ("", "## Before surveillance", "")
    yield "To be considered or exhausted, unless there is no confident address:"
    yield ""
    rows = [
        (
            each.title,
            "everywhere" if len(each.jurisdictions) == len(Jurisdiction) else _places(each.jurisdictions),
            "only where there is property" if each.needs_property else "",
            f"`{each.otherwise.code}`",
        )
        for each in EXPECTED
    ]
    yield from table(("action", "where", "when", "code"), rows)


def _words() -> Iterator[str]:
    yield from ("", "## Courts and terms", "")
    yield "A liability order that is enforced outside the jurisdiction that granted it needs a certificate of money"
    yield "provision, recorded as a task done outside the service."
    yield ""
    rows = [
        (in_words(place), called(place), certificate.court, certificate.asked_by)
        for place, certificate in CERTIFICATES.items()
    ]
    yield from table(("jurisdiction", "solicitor", "certificate of", "asked for by"), rows)


def _places(jurisdictions: frozenset[Jurisdiction]) -> str:
    return ", ".join(in_words(each) for each in Jurisdiction if each in jurisdictions)
