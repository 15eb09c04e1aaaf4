"""The Markdown of the guidance pages: the little that there is, and a refusal of all else."""

import pytest

from backend.guidance.markup import MarkupError, headings, to_html


def test_a_paragraph_a_heading_and_both_kinds_of_list_become_html() -> None:
    body = "Do not wait.\n\n## What to do\n\n- pay\n- respond\n\n1. Sign in.\n2. Enter the code."
    assert to_html(body) == (
        "<p>Do not wait.</p>\n<h2>What to do</h2>\n<ul><li>pay</li><li>respond</li></ul>\n"
        "<ol><li>Sign in.</li><li>Enter the code.</li></ol>"
    )


def test_strong_words_and_links_become_html() -> None:
    assert to_html("**Pay.** See [gov.uk](https://www.gov.uk/a?b=1&c=2) or call [0808](tel:0808).") == (
        '<p><strong>Pay.</strong> See <a href="https://www.gov.uk/a?b=1&amp;c=2">gov.uk</a> '
        'or call <a href="tel:0808">0808</a>.</p>'
    )


def test_what_html_would_take_for_markup_is_escaped() -> None:
    assert to_html("Bailiffs & officers") == "<p>Bailiffs &amp; officers</p>"


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "[here](javascript:alert)",
        "[here](http://www.gov.uk)",
        '[here](https://www.gov.uk"onclick=)',
        "![a picture](https://www.gov.uk)",
        "**never closed",
        "an _emphasis_",
        "some `code`",
        "# a title",
        "### too deep",
        "two lines\nof a paragraph",
        "1. one\n3. three",
        "- an item\nand a line",
        "[no words]()",
    ],
)
def test_anything_else_is_an_error_and_no_guess(body: str) -> None:
    with pytest.raises(MarkupError):
        to_html(body)


def test_the_headings_of_a_body_are_told_in_order() -> None:
    assert headings("First.\n\n## By when\n\nSoon.\n\n## How\n\nSo.") == ("By when", "How")
