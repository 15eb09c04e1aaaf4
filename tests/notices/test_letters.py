"""Every letter of the catalogue: complete, true to its facts, and safe to send."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from backend.notices import CATALOGUE, CarriesCode, Kind, WrongFactsError, check_facts, check_templates, render
from backend.notices.catalogue import Guidance
from backend.rules.vocabulary import Letter, Relation
from tests.notices.letters import CODE, facts_of, written

TOLD = {
    "reference": "001MC234",
    "claimant_names": "Kate Green",
    "defendant_names": "Andrew Smith and Smith & Sons Ltd",
    "principal_pence": "£1,200.01",
    "interest_pence": "£34.02",
    "court_fee_pence": "£80.03",
    "total_pence": "£1,314.06",
    "what_for": "Two coats.",
    "issued_on": "Monday 23 November 2026",
    "served_on": "Saturday 28 November 2026",
    "respond_by": "4pm on Monday 14 December 2026",
    "code_expires_on": "Saturday 22 May 2027",
    "linked_at": "9:30am on Tuesday 1 December 2026",
    "response_kind": "of the claim is disputed",
    "disputed_pence": "£50.04",
    "received_at": "midday on Thursday 10 December 2026",
    "stops_judgment": "cannot be entered",
    "counts_as_filed_on": "Friday 11 December 2026",
    "requested_at": "9am on Wednesday 16 December 2026",
    "payment_order": "in instalments of",
    "instalment_pence": "£50.05",
    "instalment_frequency": "every two weeks",
    "first_instalment_on": "Monday 1 February 2027",
    "judgment_number": "J00017",
    "entered_on": "Thursday 17 December 2026",
    "pay_within_28_days_by": "Thursday 14 January 2027",
    "register_last_on": "Sunday 17 January 2027",
    "application_reference": "WA-00018",
    "submitted_at": "10:15am on Tuesday 2 February 2027",
    "fee_pence": "£80.04",
    "fee_method": "paid through GOV.UK Pay",
    "payment_reference": "PAY-00019",
    "reason": "Please add the post code.",
    "writ_number": "WOC-00020",
    "expires_on": "Tuesday 8 February 2028",
    "officer_names": "Rosa Ash",
    "firm_names": "Ash & Birch Enforcement",
    "interest_daily_pence": "£0.29",
    "officer_phone": "020 7946 0001",
    "notice_given_on": "Wednesday 10 February 2027",
    "enforceable_from": "Friday 19 February 2027",
    "text": "Nothing changes for you.",
    "case_numbers": "121000456701",
    "paused_until": "Monday 3 May 2027",
    "jurisdiction": "contracted solicitor",
    "paying_parent_names": "Dean Sutton",
    "sanction": "order of disqualification from driving",
    "change": "reduced",
    "commenced_on": "Monday 11 January 2027",
    "paid_pence": "£900.06",
    "outstanding_pence": "£300.07",
    "order_numbers": "LO-00022",
    "is_again": "without the right liability order reference",
}


class Page(HTMLParser):
    """The words of a page, its elements still open, its links, and everything it would load."""

    VOID = frozenset({"meta", "br", "hr"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words, self.open, self.links, self.loads, self.tags = "", [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        self.links += [given["href"]] if tag == "a" else []
        self.loads += [value for name, value in attrs if name in {"src", "background", "srcset"} or tag == "link"]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def test_every_letter_has_its_templates_and_they_use_every_fact_and_nothing_else() -> None:
    check_templates()
    assert set(CATALOGUE) == set(Letter)


@pytest.mark.parametrize("letter", Letter)
def test_a_letter_tells_each_of_its_facts_in_both_of_its_forms(letter: Letter) -> None:
    rendered = written(letter)
    page = Page(rendered.html)
    for key in CATALOGUE[letter].facts:
        if key != "pay_by":
            assert TOLD[key] in rendered.text, key
            assert TOLD[key] in page.words, key


@pytest.mark.parametrize("letter", Letter)
def test_a_letter_is_well_formed_and_loads_nothing_from_elsewhere(letter: Letter) -> None:
    rendered = written(letter)
    page = Page(rendered.html)
    assert page.open == []
    assert page.loads == []
    assert rendered.html.startswith('<!doctype html>\n<html lang="en-GB">')
    assert page.tags.count("h1") == 1
    assert "url(" not in rendered.html
    assert "@import" not in rendered.html
    assert "\n\n\n" not in rendered.text
    assert not re.search(r"\bNone\b|Undefined|\{\{|\{%", rendered.text + rendered.html)


@pytest.mark.parametrize("letter", Letter)
def test_no_letter_speaks_of_a_date_of_birth_or_puts_a_secret_into_a_link(letter: Letter) -> None:
    rendered = written(letter)
    for body in (rendered.text, Page(rendered.html).words):
        assert body.count("date of birth") == body.count(
            "We never ask for bank details, a password or your date of birth"
        )
    links = [*Page(rendered.html).links, *re.findall(r"https?://\S+", rendered.text)]
    assert not [link for link in links if CODE in link]
    assert CODE not in rendered.subject


@pytest.mark.parametrize("letter", Letter)
def test_a_letter_to_a_defendant_says_where_to_get_help_and_every_letter_says_what_to_read(letter: Letter) -> None:
    rendered, entry = written(letter), CATALOGUE[letter]
    for body in (rendered.text, rendered.html):
        assert entry.guidance.url in body
        assert ("National Debtline" in body and "Citizens Advice" in body and "Breathing space" in body) is (
            entry.to is Relation.DEFENDANT
        )


@pytest.mark.requirement("D-01")
def test_the_first_letter_says_by_whom_what_where_with_which_code_and_until_when() -> None:
    text = written(Letter.CLAIM_LODGED).text
    assert "Kate Green has made a money claim against you." in text
    assert "Total: £1,314.06" in text
    assert "> Painting the hall.\n> Two coats." in text
    assert "https://claims.example/claims/001MC234" in text
    assert "Enter your security code: ABCD-EFGH" in text
    assert "You must respond by 4pm on Monday 14 December 2026." in text
    assert written(Letter.CLAIM_LODGED).subject == "Money claim 001MC234: respond by 4pm on Monday 14 December 2026"


@pytest.mark.requirement("D-12", "D-14")
def test_the_judgment_letter_tells_the_sum_both_dates_and_how_to_pay() -> None:
    text = written(Letter.JUDGMENT_ENTERED_TO_DEFENDANT).text
    assert "If you pay £1,314.06 in full by Thursday 14 January 2027, the judgment is cancelled" in text
    assert "The register's own last day is Sunday 17 January 2027" in text
    assert "Pay the claimant directly" in text
    assert "https://www.gov.uk/your-rights-bailiffs" in text
    assert Guidance.JUDGMENTS.url in text


@pytest.mark.requirement("D-12")
def test_the_judgment_letter_brings_a_code_only_to_who_never_linked() -> None:
    letter = Letter.JUDGMENT_ENTERED_TO_DEFENDANT
    linked = render(
        letter,
        facts_of(letter, code_expires_on=None),
        recipient_name="Andrew Smith",
        site_url="https://claims.example",
        code=None,
    )
    assert "security code" not in linked.text + linked.html
    assert f"Enter your security code: {CODE}" in written(letter).text


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ({"payment_order": "IMMEDIATELY"}, "You must pay: £1,314.06 in full, at once"),
        (
            {"payment_order": "BY_DATE", "pay_by": "2027-03-01"},
            "You must pay: £1,314.06 in full, by Monday 1 March 2027",
        ),
    ],
)
def test_the_judgment_letter_says_how_the_debt_is_ordered_to_be_paid(order: dict[str, Any], words: str) -> None:
    none = {"instalment_pence": None, "instalment_frequency": None, "first_instalment_on": None}
    assert words in written(Letter.JUDGMENT_ENTERED_TO_DEFENDANT, **none, **order).text


def test_what_is_not_claimed_is_not_listed() -> None:
    text = written(Letter.CLAIM_LODGED, interest_pence=0, court_fee_pence=0).text
    assert "Interest:" not in text
    assert "Court fee:" not in text


def test_markup_of_templates_in_somebodys_words_stays_words() -> None:
    assert "> {{ 7 * 7 }}\n" in written(Letter.CLAIM_LODGED, what_for="{{ 7 * 7 }}").text


NASTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}{% for x in y %}",
    "Kate\r\nBcc: evil@example.com\r\n\r\nhello",
    "Kate\u202e\u2028\x00\x1b[31m Green",
    "Pay here: https://evil.example/pay or www.evil.example, javascript://x",
]


@pytest.mark.parametrize("nasty", NASTY)
@pytest.mark.parametrize("letter", Letter)
def test_nobodys_words_can_change_a_letter(letter: Letter, nasty: str) -> None:
    plain = written(letter)
    declared = CATALOGUE[letter].facts
    names = {key: [nasty] for key, fact in declared.items() if fact.kind is Kind.NAMES}
    words = {key: nasty for key, fact in declared.items() if fact.kind is Kind.TEXT}
    rendered = written(letter, recipient_name=nasty, **names, **words)
    assert rendered.subject == plain.subject
    page = Page(rendered.html)
    assert set(page.tags) == set(Page(plain.html).tags)
    assert page.links == Page(plain.html).links
    assert rendered.text.count("\n") - plain.text.count("\n") in range(-2, 5)
    assert "evil.example" not in rendered.text + rendered.html
    assert not re.search("[\u202e\u2028\x00\x1b\r]", rendered.text + rendered.html)
    assert not re.search(r"^Bcc:", rendered.text, re.MULTILINE)


@pytest.mark.parametrize(
    "changes",
    [
        {"reference": "001\nBcc: x"},
        {"reference": "<b>"},
        {"reference": None},
        {"total_pence": 1.5},
        {"total_pence": -1},
        {"total_pence": True},
        {"total_pence": "5"},
        {"respond_by": "2026-12-14T16:00:00"},
        {"respond_by": "soon"},
        {"respond_by": 5},
        {"claimant_names": []},
        {"claimant_names": "Kate"},
        {"claimant_names": [""]},
        {"claimant_names": [5]},
        {"issued_on": "2026-02-30"},
        {"what_for": " \n "},
        {"date_of_birth": "1980-01-01"},
    ],
)
def test_a_fact_that_is_missing_unknown_or_not_of_its_kind_is_refused_without_being_repeated(
    changes: dict[str, Any],
) -> None:
    with pytest.raises(WrongFactsError) as refused:
        check_facts(Letter.CLAIM_LODGED, facts_of(Letter.CLAIM_LODGED, **changes), has_code=True)
    [key] = changes
    assert str(refused.value) in {f"not of its kind: {key}", f"missing or unknown: {key}"}
    assert refused.value.__cause__ is None


@pytest.mark.parametrize(
    ("letter", "changes"),
    [
        (Letter.JUDGMENT_ENTERED_TO_CLAIMANT, {"payment_order": "IMMEDIATELY"}),
        (Letter.JUDGMENT_ENTERED_TO_CLAIMANT, {"instalment_pence": None}),
        (Letter.JUDGMENT_ENTERED_TO_CLAIMANT, {"pay_by": "2027-03-01"}),
        (Letter.JUDGMENT_ENTERED_TO_CLAIMANT, {"payment_order": "SOMEHOW"}),
        (Letter.RESPONSE_RECEIVED_TO_CLAIMANT, {"response_kind": "SAYS_PAID"}),
        (Letter.RESPONSE_RECEIVED_TO_CLAIMANT, {"disputed_pence": None}),
        (Letter.RESPONSE_RECEIVED_TO_CLAIMANT, {"stops_judgment": "yes"}),
    ],
)
def test_facts_that_contradict_each_other_are_refused(letter: Letter, changes: dict[str, Any]) -> None:
    with pytest.raises(WrongFactsError):
        check_facts(letter, facts_of(letter, **changes), has_code=False)


@pytest.mark.parametrize("letter", Letter)
def test_a_security_code_stands_in_the_letters_that_carry_one_and_in_no_other(letter: Letter) -> None:
    carries = CATALOGUE[letter].code
    has_code = carries is not CarriesCode.NEVER
    check_facts(letter, facts_of(letter), has_code=has_code)
    with pytest.raises(WrongFactsError):
        check_facts(letter, facts_of(letter), has_code=not has_code)
