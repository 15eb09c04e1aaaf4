"""What the letters about a writ of control tell, to each of the three who get them."""

import pytest

from backend.rules.vocabulary import Letter
from tests.notices.letters import written

TO_DEFENDANT = [Letter.WRIT_ISSUED_TO_DEFENDANT, Letter.NOTICE_OF_ENFORCEMENT_TO_DEFENDANT]


@pytest.mark.requirement("W-08")
def test_the_confirmation_plays_the_references_back_and_says_what_comes_next() -> None:
    text = written(Letter.WRIT_APPLICATION_SUBMITTED).text
    assert "It was sent to the court for approval." in text
    assert "Application reference: WA-00018\n" in text
    assert "Court fee: £80.04, paid through GOV.UK Pay\nPayment reference: PAY-00019\n" in text
    assert "What happens next" in text


@pytest.mark.requirement("W-07", "W-08")
def test_where_help_with_fees_covers_the_fee_no_payment_is_spoken_of() -> None:
    rendered = written(Letter.WRIT_APPLICATION_SUBMITTED, fee_method="HELP_WITH_FEES", payment_reference=None)
    assert "Court fee: £80.04, covered by Help with Fees\n" in rendered.text
    for body in (rendered.text, rendered.html):
        assert "Payment reference" not in body
        assert "GOV.UK Pay" not in body


@pytest.mark.requirement("W-10")
def test_what_is_sent_back_or_rejected_comes_with_the_courts_reason() -> None:
    for letter in (Letter.WRIT_APPLICATION_RETURNED, Letter.WRIT_APPLICATION_REJECTED):
        assert "> The address is not complete.\n> Please add the post code.\n" in written(letter).text
    assert "you are not asked for it a second time" in written(Letter.WRIT_APPLICATION_RETURNED).text


@pytest.mark.requirement("W-11", "W-12")
def test_the_claimant_is_told_that_a_copy_neither_serves_nor_appoints() -> None:
    text = written(Letter.WRIT_ISSUED_TO_CLAIMANT).text
    assert "It neither serves the writ a second time nor appoints another officer." in text
    assert "Last day of the writ: Tuesday 8 February 2028" in text


@pytest.mark.requirement("D-18", "W-14")
def test_the_defendant_is_told_that_a_writ_is_issued_but_not_enforceable_and_what_makes_it_so() -> None:
    text = written(Letter.WRIT_ISSUED_TO_DEFENDANT).text
    assert "it is not yet enforceable. First the officer must give you a notice of enforcement." in text
    assert "Then 7 clear days must pass" in text
    assert "You owe £1,314.06 today, Monday 23 November 2026. Interest of £0.29 is added for each day" in text
    assert "To the enforcement officer: Ash & Birch Enforcement." in text
    assert "Or to the claimant, Kate Green." in text
    assert "Telephone of the officer: 020 7946 0001\n" in text


@pytest.mark.requirement("D-18", "W-14")
def test_what_is_not_known_of_interest_and_telephone_is_not_spoken_of() -> None:
    rendered = written(Letter.WRIT_ISSUED_TO_DEFENDANT, interest_daily_pence=None, officer_phone=None)
    for body in (rendered.text, rendered.html):
        assert "for each day until you pay" not in body
        assert "Telephone of the officer" not in body
    assert "You owe £1,314.06 today, Monday 23 November 2026.\n\nClaim reference: 001MC234\n" in rendered.text


@pytest.mark.requirement("D-18", "W-14")
@pytest.mark.parametrize("letter", TO_DEFENDANT)
def test_the_defendant_is_told_how_to_ask_for_a_stay_and_what_officers_may_not_do(letter: Letter) -> None:
    rendered = written(letter)
    for body in (rendered.text, rendered.html):
        for words in ("N244", "N245", "get-help-with-court-fees", "only the court", "£1,350", "6am", "9pm", "genuine"):
            assert words in body
        assert "https://www.gov.uk/your-rights-bailiffs" in body
        assert "Do not pay the court or us." in body


@pytest.mark.requirement("D-18", "W-18")
def test_when_notice_is_given_the_defendant_is_told_from_which_day() -> None:
    rendered = written(Letter.NOTICE_OF_ENFORCEMENT_TO_DEFENDANT)
    assert rendered.subject == "Writ of control WOC-00020: your goods may be taken from Friday 19 February 2027"
    assert "Notice given on: Wednesday 10 February 2027\n" in rendered.text
    assert "- take goods before Friday 19 February 2027, unless a court allows it\n" in rendered.text


@pytest.mark.requirement("W-15")
def test_the_officer_is_asked_to_acknowledge_and_told_nothing_of_the_defendant() -> None:
    rendered = written(Letter.WRIT_SERVED_ON_HCEO, recipient_name="Rosa Ash")
    assert "Acknowledge the date and time at which you received it" in rendered.text
    assert "Sign in and download the sealed writ: https://claims.example/claims/001MC234" in rendered.text
    assert "Andrew" not in rendered.text + rendered.html
