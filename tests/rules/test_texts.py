"""Which words fit on a line: names and lines of addresses bring no lines, links or turns of their own (X-08)."""

import pytest

from backend.rules.hceos import EntryDetails
from backend.rules.hceos import problems as problems_of_entry
from backend.rules.lodging import Evidence
from backend.rules.lodging import problems as problems_of_claim
from backend.rules.periods import london_day
from backend.rules.texts import fits, fits_on_a_line
from backend.rules.vocabulary import CoverageBasis
from tests.builders.clocks import LODGED_AT
from tests.builders.lodgings import andrew, kate, lodging

pytestmark = pytest.mark.requirement("X-08")
SECOND_LINES = {
    "line feed": "Kate\nPay today",
    "carriage return": "Kate\rPay today",
    "tab": "Kate\tPay today",
    "vertical tab": "Kate\vPay today",
    "next line": "Kate\x85Pay today",
    "line separator": "Kate\u2028Pay today",
    "paragraph separator": "Kate\u2029Pay today",
    "at the end": "Kate\n",
    "turned about": "Kate\u202ePay today",
    "unseen": "Kate\u200bPay today",
}
hostile = pytest.mark.parametrize("text", SECOND_LINES.values(), ids=SECOND_LINES)


@pytest.mark.parametrize(
    "name",
    ["Zoë Ångström", "Siobhán O\u2019Neill-Østergård", "D'Arcy & Sons (York) Ltd", "Łukasz Ştefan", "李明", "e\u0301"],
    ids=["accents", "apostrophe and hyphen", "a firm", "other letters", "another script", "a combining mark"],
)
def test_the_names_of_people_and_firms_fit_on_a_line(name: str) -> None:
    assert fits_on_a_line(name, 200)


@hostile
def test_what_brings_a_line_of_its_own_may_be_told_but_does_not_fit_on_a_line(text: str) -> None:
    assert fits(text, 200)
    assert not fits_on_a_line(text, 200)


def test_a_line_has_its_bounds_too() -> None:
    assert fits_on_a_line("a" * 200, 200)
    assert not fits_on_a_line("a" * 201, 200)
    assert not fits_on_a_line(" ", 200)


@hostile
@pytest.mark.requirement("D-01")
def test_no_name_address_or_kind_of_a_claim_has_a_second_line(text: str) -> None:
    claim = lodging(
        claimants=(kate(name=text),),
        defendants=(andrew(address_lines=("14 Clarence Street", text)),),
        evidence=(Evidence(text, "The first page.\nThe second."),),
    )
    found = problems_of_claim(claim, today=london_day(LODGED_AT))
    assert [(each.code, ".".join(each.path), each.message) for each in found] == [
        ("TEXT_LENGTH", "claimants.0.name", "A name is one line of 1 to 200 characters."),
        (
            "TEXT_LENGTH",
            "defendants.0.addressLines",
            "An address has 1 to 4 lines, each one line of 1 to 100 characters.",
        ),
        ("TEXT_LENGTH", "evidence.0", "Name the kind, on one line, and describe it."),
    ]


@hostile
@pytest.mark.requirement("W-06")
def test_no_name_on_the_register_has_a_second_line(text: str) -> None:
    entry = EntryDetails(name=text, firm=text, email="desk@firm.example", districts={"YO": CoverageBasis.ASSIGNED})
    assert [(each.code, each.path) for each in problems_of_entry(entry)] == [
        ("TEXT_LENGTH", ("entry", "name")),
        ("TEXT_LENGTH", ("entry", "firm")),
    ]
