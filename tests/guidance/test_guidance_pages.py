"""The pages of guidance: one a topic, right, plain, and pointing to help."""

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from backend.guidance import Guidance, Source, WrongGuidanceError, page
from backend.guidance.catalogue import PAGES, load, read
from backend.guidance.markup import headings
from backend.rules import linking
from backend.rules.calendars import spoken_time
from backend.rules.money import spoken
from backend.rules.policies import (
    FILING_CUT_OFF,
    NOTICE_CLEAR_DAYS,
    PAY_WITHIN_DAYS,
    PERMISSION_AFTER_MONTHS,
    REGISTER_MONTHS,
    RESPONSE,
    SECURITY_CODE_DAYS,
    WARRANT_BELOW,
    WRIT_FEE,
    WRIT_LEAST,
    WRIT_VALID_MONTHS,
    in_force,
)
from backend.rules.vocabulary import Topic

LONGEST_SENTENCE = 25
TODAY = date(2026, 12, 1)
TO_DEFENDANTS = [
    Topic.RESPONDING,
    Topic.PAYING,
    Topic.ADVICE,
    Topic.PAYING_A_JUDGMENT,
    Topic.ENFORCEMENT,
    Topic.FACING_A_WRIT,
    Topic.ASKING_FOR_A_STAY,
]
FRONT = """+++
title = "Pay"
version = 2
published_on = 2026-11-02
sources = [{ title = "CPR 15", url = "https://www.justice.gov.uk/cpr" }]
+++
"""


class Text(HTMLParser):
    """What a page says, a line for each block or item."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines = [""]
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in {"p", "h2", "li"}:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        self.lines[-1] += data


def lines_of(topic: Topic) -> list[str]:
    return [line for line in Text(page(topic).body_html).lines if line.strip()]


@pytest.mark.requirement("D-03", "W-02")
@pytest.mark.parametrize("topic", Topic)
def test_every_topic_has_a_page_with_version_day_and_sources(topic: Topic) -> None:
    guidance = page(topic)
    assert guidance.topic is topic
    assert guidance.version >= 1
    assert guidance.published_on <= TODAY
    assert guidance.sources
    assert all(source.url.startswith("https://") for source in guidance.sources)
    assert len(headings(guidance.body_markdown)) >= 3


def test_no_two_pages_share_a_title() -> None:
    assert len({page(topic).title for topic in Topic}) == len(Topic)


@pytest.mark.parametrize("topic", Topic)
def test_no_sentence_is_longer_than_twenty_five_words(topic: Topic) -> None:
    sentences = [each for line in lines_of(topic) for each in re.split(r"(?<=[.!?:]) ", line)]
    assert [each for each in sentences if len(each.split()) > LONGEST_SENTENCE] == []


@pytest.mark.parametrize("topic", Topic)
def test_short_forms_are_said_in_full_where_they_first_stand(topic: Topic) -> None:
    text = " ".join([page(topic).title, *lines_of(topic)])
    short = set(re.findall(r"\b[A-Z]{2,}\b", text))
    assert short <= {"CCJ"}
    assert not short or "ounty court judgment (CCJ)" in text[: text.index("CCJ") + 4]


@pytest.mark.parametrize("topic", TO_DEFENDANTS)
def test_who_owes_money_is_told_who_helps_free_of_charge(topic: Topic) -> None:
    text = " ".join(lines_of(topic))
    assert "National Debtline" in text
    assert "free" in text.lower()


@pytest.mark.parametrize("topic", Topic)
def test_every_page_names_someone_who_can_help(topic: Topic) -> None:
    assert re.search(r"Citizens Advice|National Debtline|StepChange|Advicenow", " ".join(lines_of(topic)))


def test_the_page_on_advice_names_all_who_help_and_breathing_space() -> None:
    text = " ".join(lines_of(Topic.ADVICE))
    for name in ("National Debtline", "StepChange", "Citizens Advice", "Shelter", "Breathing space", "60 days"):
        assert name in text


@pytest.mark.parametrize("topic", Topic)
def test_a_telephone_link_dials_the_number_that_it_shows(topic: Topic) -> None:
    shown = re.findall(r"\[([^\]]+)\]\(tel:([0-9]+)\)", page(topic).body_markdown)
    assert [number.replace(" ", "") for number, _ in shown] == [dialled for _, dialled in shown]
    assert {dialled for _, dialled in shown} <= set(re.findall(r"tel:([0-9]+)", page(Topic.ADVICE).body_markdown))


@pytest.mark.requirement("D-04")
@pytest.mark.parametrize("topic", [Topic.RESPONDING, Topic.AFTER_LODGING])
def test_the_time_to_respond_is_the_one_that_the_rules_reckon(topic: Topic) -> None:
    text = " ".join(lines_of(topic))
    period = in_force(RESPONSE, TODAY).value
    assert f"{period.response_days} days" in text
    assert f"{period.service_days} days after it was issued" in text
    assert f"before {spoken_time(in_force(FILING_CUT_OFF, TODAY).value)}" in text


@pytest.mark.requirement("D-02")
def test_the_page_on_linking_says_what_the_rules_of_linking_say() -> None:
    text = " ".join(lines_of(Topic.LINKING))
    assert f"After {linking.FAILURES_ALLOWED} failed attempts, nobody can link to that claim for an hour" in text
    assert linking.FIRST_SUSPENSION.total_seconds() == 3600
    assert f"once in {linking.NEW_CODE_NOT_BEFORE.total_seconds() / 3600:.0f} hours" in text
    assert f"{in_force(SECURITY_CODE_DAYS, TODAY).value} days after it was made" in text


@pytest.mark.requirement("D-12", "D-14")
def test_the_page_on_paying_a_judgment_tells_the_28_days_and_the_registers_month() -> None:
    text = " ".join(lines_of(Topic.PAYING_A_JUDGMENT))
    assert f"within {in_force(PAY_WITHIN_DAYS, TODAY).value} days of the judgment, it is cancelled" in text
    assert in_force(REGISTER_MONTHS, TODAY).value == 1
    assert "one calendar month, which is never less than the 28 days" in text
    assert "stays on the register for 6 years" in text


@pytest.mark.requirement("D-12")
def test_the_page_on_enforcement_tells_every_method_and_the_sums_that_choose_the_court() -> None:
    text = " ".join(lines_of(Topic.ENFORCEMENT))
    for word in ("goods", "wages", "account", "charge on a home", "7 clear days", "£600", "£5,000", "stay"):
        assert word in text


@pytest.mark.requirement("W-02", "W-03")
def test_the_pages_on_writs_tell_the_sums_and_times_of_the_rules() -> None:
    text = " ".join(lines_of(Topic.WRIT_OF_CONTROL))
    assert f"At least {pounds(in_force(WRIT_LEAST, TODAY).value)} is still to be enforced" in text
    assert f"{in_force(NOTICE_CLEAR_DAYS, TODAY).value} clear days have passed" in text
    assert f"good for {in_force(WRIT_VALID_MONTHS, TODAY).value} months" in text
    assert in_force(PERMISSION_AFTER_MONTHS, TODAY).value == 6 * 12
    assert "Less than six years have passed since the judgment" in text
    options = " ".join(lines_of(Topic.ENFORCEMENT_OPTIONS))
    assert f"Less than {pounds(in_force(WRIT_LEAST, TODAY).value)} still owed: the county court only" in options
    assert f"{pounds(in_force(WARRANT_BELOW, TODAY).value)} or more: the High Court only" in options


@pytest.mark.requirement("W-03", "W-04")
@pytest.mark.parametrize("topic", [Topic.APPLYING_FOR_A_WRIT, Topic.PAPER_WRIT])
def test_both_ways_to_a_writ_tell_the_fee_in_force_and_from_when(topic: Topic) -> None:
    fee = in_force(WRIT_FEE, TODAY)
    since = f"{fee.in_force_from.day} {fee.in_force_from:%B %Y}"
    text = " ".join(lines_of(topic))
    assert f"{pounds(fee.value)} (from {since})" in text
    assert "help with fees" in text


@pytest.mark.requirement("D-18", "W-14")
def test_who_faces_a_writ_is_told_what_may_happen_when_and_what_may_not() -> None:
    text = " ".join(lines_of(Topic.FACING_A_WRIT))
    for words in ("not yet enforceable", "7 clear days", "6am and 9pm", "You do not have to let them in", "£1,350"):
        assert words in text
    stay = " ".join(lines_of(Topic.ASKING_FOR_A_STAY))
    assert "Asking does not stop the officer." in stay
    assert "N244" in stay
    assert "N245" in stay


def pounds(pence: int) -> str:
    """A round sum as the pages say it."""
    return spoken(pence).removesuffix(".00")


def test_a_page_is_read_from_its_front_matter_and_body() -> None:
    assert read(Topic.PAYING, FRONT + "\nPay now.\n") == Guidance(
        topic=Topic.PAYING,
        title="Pay",
        version=2,
        published_on=date(2026, 11, 2),
        body_markdown="Pay now.",
        body_html="<p>Pay now.</p>",
        sources=(Source("CPR 15", "https://www.justice.gov.uk/cpr"),),
    )


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("version = 2\n", ""),
        ("version = 2", "version = 0"),
        ("version = 2", 'version = "2"'),
        ("version = 2", "version = 2\nauthor = 1"),
        ("published_on = 2026-11-02", "published_on = 2026-11-02T09:00:00"),
        ('title = "Pay"', 'title = ""'),
        ('url = "https://www.justice.gov.uk/cpr"', "page = 1"),
        ("Pay now.", "<b>Pay now.</b>"),
        ("title =", "title"),
        ("+++\n", ""),
    ],
)
def test_a_page_that_is_not_what_it_has_to_be_is_refused(wrong: str, right: str) -> None:
    text = FRONT + "\nPay now.\n"
    assert wrong in text
    with pytest.raises(WrongGuidanceError):
        read(Topic.PAYING, text.replace(wrong, right))


def test_a_folder_that_lacks_a_page_or_has_one_too_many_is_refused(tmp_path: Path) -> None:
    for path in PAGES.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert load(tmp_path) == {topic: page(topic) for topic in Topic}
    (tmp_path / "paying.md").rename(tmp_path / "payments.md")
    with pytest.raises(WrongGuidanceError, match=r"paying\.md, payments\.md"):
        load(tmp_path)
