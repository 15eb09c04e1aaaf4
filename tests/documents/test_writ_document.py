"""The writ on paper: what it must say is there, what people wrote is text, and the same data is the same bytes."""

import re
from datetime import UTC, datetime
from hashlib import sha256
from xml.etree.ElementTree import fromstring

import pytest
import segno

from backend.documents.typesetting import NO_SUCH_GLYPH, TypesettingError, typeset
from backend.documents.writ import Amount, Debtor, data_of, first_page, qr, render
from tests.documents.content import CODE, NUMBER, WRIT, writ
from tests.documents.reading import metadata_of, words_of

AT = datetime(2027, 1, 18, tzinfo=UTC)


@pytest.mark.requirement("W-11", "W-12")
def test_a_writ_says_who_what_how_much_by_whom_and_until_when() -> None:
    said = words_of(render(WRIT))
    for each in (
        "Writ of control",
        NUMBER,
        "Kate Marlowe",
        "Andrew Hollis",
        "14 Clarence Street, York, YO31 7EW",
        "CCJ-0S7Y-N72R",
        "Monday 21 December 2026",
        "Margaret Holt",
        "HCEO-0123",
        "Fell & Dale Enforcement LLP",
        "£5,360.41",
        "£32.90",
        "£80.00",
        "£5,473.31",
        "£1.17",
        "You are commanded",
        "Monday 18 January 2027",
        "Monday 17 January 2028",
        "https://enforcement.example/verify",
        CODE,
        "What happens next",
        "ask the court for a stay",
    ):
        assert each in said, each


def test_a_demonstrations_writ_says_on_each_page_that_it_is_none_and_a_courts_does_not() -> None:
    told = "not a document of any court"
    assert words_of(render(WRIT)).count(told) == 2
    assert told not in words_of(render(writ(is_specimen=False)))


def test_without_interest_nothing_is_said_of_it() -> None:
    bare = writ(interest_daily_pence=None, amounts=(Amount(text="Judgment", pence=900_00),), total_pence=900_00)
    assert "nterest" not in words_of(render(bare)).partition("Is this writ genuine?")[0]


def test_several_claimants_and_defendants_are_all_named_and_a_defendant_may_have_no_address() -> None:
    pair = (
        Debtor(name="Andrew Hollis", address=()),
        Debtor(name="Hollis Walls Ltd", address=("1 Mill Lane", "LS1 1AA")),
    )
    said = words_of(render(writ(claimants=("Kate Marlowe", "Ann Marlowe"), defendants=pair)))
    for each in (
        "Claimants",
        "Defendants",
        "Ann Marlowe",
        "Hollis Walls Ltd",
        "1 Mill Lane, LS1 1AA",
        "the defendants",
    ):
        assert each.casefold() in said.casefold(), each


@pytest.mark.requirement("W-20")
def test_the_same_data_gives_the_same_bytes_and_other_data_others() -> None:
    first = render(WRIT)
    assert sha256(first).digest() == sha256(render(writ())).digest()
    assert first != render(writ(total_pence=WRIT.total_pence + 1))
    assert first != render(writ(issued_at=AT))


def test_it_is_an_archivable_and_accessible_pdf() -> None:
    told = metadata_of(render(WRIT))
    assert "<pdfaid:part>2</pdfaid:part>" in told
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in told
    assert "<pdfuaid:part>1</pdfuaid:part>" in told
    assert "<xmp:CreateDate>2027-01-18T14:32:00+00:00</xmp:CreateDate>" in told


@pytest.mark.requirement("X-08")
@pytest.mark.parametrize(
    "name",
    [
        '#read("/etc/passwd")',
        "*bold* _it_ = Heading",
        "$x^2$ @label <label> // gone",
        "]; #panic() [",
        "“quoted” \\ and `raw`",
        "Łukasz Ştefan Ελένη Дмитрий Ó Súilleabháin",
    ],
)
def test_what_people_wrote_is_text_and_never_run(name: str) -> None:
    assert name in words_of(render(writ(claimants=(name,))))


def test_what_shows_nothing_or_turns_the_writing_about_is_left_out() -> None:
    said = words_of(render(writ(claimants=("Kate\u202e Mar\u0000low\u00ad\u2028\u2029e",))))
    assert "Kate Marlowe" in said


def test_a_character_that_no_font_has_shows_as_missing_and_the_writ_is_made_all_the_same() -> None:
    assert f"{NO_SUCH_GLYPH}{NO_SUCH_GLYPH} Marlowe" in words_of(render(writ(claimants=("李明 Marlowe",))))


@pytest.mark.requirement("W-20")
def test_the_qr_code_holds_the_address_that_verifies_the_writ() -> None:
    url = f"https://enforcement.example/verify?writ={NUMBER}&code={CODE}"
    assert WRIT.verification_url == url
    drawn = data_of(WRIT)["qr"]
    assert modules_of(drawn) == {
        (x, y)
        for y, row in enumerate(segno.make(url, error="q", micro=False).matrix)
        for x, is_dark in enumerate(row)
        if is_dark
    }
    assert drawn != qr(url.replace(CODE, "M4QX-82HD"))


def modules_of(svg: str) -> set[tuple[int, int]]:
    """The dark modules that a QR code's drawing fills: a path of strokes, each one module high."""
    path = next(each for each in fromstring(svg).iter() if each.tag.endswith("path")).attrib["d"]
    found, x, y = set(), 0.0, 0.0
    for command, given in re.findall(r"([Mmhv])([^Mmhv]*)", path):
        numbers = [float(each) for each in re.findall(r"-?[\d.]+", given)]
        if command == "M":
            x, y = numbers
        elif command == "m":
            x, y = x + numbers[0], y + numbers[1]
        elif command == "h":
            found |= {(int(x) + step, int(y)) for step in range(int(numbers[0]))}
            x += numbers[0]
        else:
            y += numbers[0]
    return found


def test_its_first_page_can_be_looked_at_as_a_picture() -> None:
    assert first_page(WRIT).startswith(b"\x89PNG")


def test_data_that_does_not_fit_the_template_is_a_defect_that_tells_none_of_it() -> None:
    with pytest.raises(TypesettingError) as defect:
        typeset("writ.typ", {"court": "Andrew Hollis"}, at=AT)
    assert "Hollis" not in str(defect.value)
