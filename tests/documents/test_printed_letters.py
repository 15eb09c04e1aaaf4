"""A letter on paper says what the letter by e-mail says: every word of its text, and no other (W-21)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest

from backend.documents.letters import PrintedLetter, blocks, data_of, render
from backend.rules.vocabulary import Jurisdiction, Letter
from tests.documents.reading import words_of as read_words
from tests.notices.letters import CODE, written

pytestmark = pytest.mark.requirement("W-21")
NOON = datetime(2027, 7, 1, 11, 30, tzinfo=UTC)


def printed(letter: Letter, **changes: Any) -> PrintedLetter:
    words = written(letter, **changes)
    return PrintedLetter(
        recipient_name="Andrew Smith",
        address_lines=("1 High Street", "Leeds", "LS1 1AA"),
        reference="001MC234",
        subject=words.subject,
        text=words.text,
        written_at=NOON,
    )


def words_of(value: Any) -> Iterator[str]:
    """Every word in order, of whatever a template is given."""
    match value:
        case str():
            yield from re.findall(r"[^\s>-]\S*", value)
        case dict():
            for key, each in value.items():
                if key != "kind":
                    yield from words_of(each)
        case _:
            for each in value:
                yield from words_of(each)


@pytest.mark.parametrize("letter", Letter)
def test_every_word_of_the_text_is_on_the_paper_in_its_order(letter: Letter) -> None:
    data = data_of(printed(letter))
    without_numbers = re.sub(r"^[0-9]+\. ", "", printed(letter).text, flags=re.MULTILINE)
    expected = [word.removesuffix(":") for word in words_of(without_numbers)]
    assert [word.removesuffix(":") for word in words_of([data["blocks"], data["foot"]])] == expected


@pytest.mark.parametrize("letter", Letter)
def test_every_letter_can_be_set_and_its_headings_and_lists_are_found(letter: Letter) -> None:
    assert render(printed(letter)).startswith(b"%PDF-")
    kinds = {block["kind"] for block in data_of(printed(letter))["blocks"]}
    text = printed(letter).text
    assert ("heading" in kinds) is bool(re.search(r"^---+$", text.partition("\n---\n")[0], re.MULTILINE))
    assert ("steps" in kinds) is ("\n1. " in text)
    assert ("list" in kinds) is ("\n- " in text)


@pytest.mark.requirement("R-51", "R-52")
@pytest.mark.parametrize("place", Jurisdiction)
def test_the_solicitor_is_called_what_the_jurisdiction_calls_them_in_the_mail_and_on_the_paper(
    place: Jurisdiction,
) -> None:
    mail = written(Letter.CMEL9116, jurisdiction=place)
    paper = read_words(render(printed(Letter.CMEL9116, jurisdiction=place)))
    is_northern_irish = place is Jurisdiction.NORTHERN_IRELAND
    for said in (" ".join(mail.text.split()), " ".join(unescape(mail.html).split()), paper.replace("\u2019", "'")):
        assert ("crown solicitor's office" in said) is is_northern_irish
        assert ("contracted solicitor" in said) is not is_northern_irish


@pytest.mark.requirement("R-52")
def test_free_text_is_on_the_paper_line_by_line_with_what_stands_around_it() -> None:
    text = "Enforcement action has ended.\nYou need do nothing."
    said = read_words(render(printed(Letter.CMEL9271, text=text)))
    assert "Enforcement action has ended. You need do nothing." in said
    assert "001MC234" in said


def test_the_address_stands_apart_with_date_and_reference() -> None:
    data = data_of(printed(Letter.CLAIM_LODGED))
    assert data["to"] == ["Andrew Smith", "1 High Street", "Leeds", "LS1 1AA"]
    assert (data["on"], data["reference"]) == ("Thursday 1 July 2027", "001MC234")
    assert any(CODE in item for block in data["blocks"] if block["kind"] == "steps" for item in block["items"])


def test_lines_are_taken_for_what_they_are() -> None:
    text = "Dear Ann,\n\nHow to pay\n----------\n\nYou can:\n- pay\n- wait\n\nName: Ann\nSum: £5\n"
    text += "\n1. Go.\n2. Pay.\n\n> Hm.\n"
    assert list(blocks(text)) == [
        {"kind": "paragraph", "lines": ["Dear Ann,"]},
        {"kind": "heading", "text": "How to pay"},
        {"kind": "paragraph", "lines": ["You can:"]},
        {"kind": "list", "items": ["pay", "wait"]},
        {"kind": "facts", "items": [["Name", "Ann"], ["Sum", "£5"]]},
        {"kind": "steps", "items": ["Go.", "Pay."]},
        {"kind": "quote", "items": ["Hm."]},
    ]


@pytest.mark.parametrize("nasty", ["#panic()", "= A title", "*strong* _x_", "\\ @x <y> $z$", '"#{1/0}', "שלום 漢字 🎉"])
def test_nobodys_words_are_run_as_markup(nasty: str) -> None:
    assert render(printed(Letter.CLAIM_LODGED, what_for=nasty, claimant_names=[nasty])).startswith(b"%PDF-")


def test_an_address_of_the_longest_kind_moves_the_text_down_and_is_not_lost() -> None:
    letter = printed(Letter.LINKED)
    name, line = "Wilhelmina " * 18, "Flat 12, the Old Corn Exchange Buildings, " * 4
    long = PrintedLetter(
        recipient_name=name,
        address_lines=(line, line, line, line, "LS1 1AA"),
        reference=letter.reference,
        subject=letter.subject,
        text=letter.text,
        written_at=NOON,
    )
    assert render(long) != render(letter)
