"""Facts for every letter of the catalogue, as an act would write them."""

from typing import Any

from backend.notices import CATALOGUE, CarriesCode, Rendered, render
from backend.rules.vocabulary import Letter

CODE = "ABCD-EFGH"
FACTS: dict[str, Any] = {
    "reference": "001MC234",
    "claimant_names": ["Kate Green"],
    "defendant_names": ["Andrew Smith", "Smith & Sons Ltd"],
    "principal_pence": 120_001,
    "interest_pence": 3_402,
    "court_fee_pence": 8_003,
    "total_pence": 131_406,
    "what_for": "Painting the hall.\nTwo coats.",
    "issued_on": "2026-11-23",
    "served_on": "2026-11-28",
    "respond_by": "2026-12-14T16:00:00+00:00",
    "code_expires_on": "2027-05-22",
    "linked_at": "2026-12-01T09:30:00+00:00",
    "response_kind": "DISPUTES_PART",
    "disputed_pence": 5_004,
    "received_at": "2026-12-10T12:00:00+00:00",
    "stops_judgment": True,
    "counts_as_filed_on": "2026-12-11",
    "requested_at": "2026-12-16T09:00:00+00:00",
    "payment_order": "INSTALMENTS",
    "pay_by": None,
    "instalment_pence": 5_005,
    "instalment_frequency": "EVERY_TWO_WEEKS",
    "first_instalment_on": "2027-02-01",
    "judgment_number": "J00017",
    "entered_on": "2026-12-17",
    "pay_within_28_days_by": "2027-01-14",
    "register_last_on": "2027-01-17",
    "application_reference": "WA-00018",
    "submitted_at": "2027-02-02T10:15:00+00:00",
    "fee_pence": 8_004,
    "fee_method": "GOV_UK_PAY",
    "payment_reference": "PAY-00019",
    "reason": "The address is not complete.\nPlease add the post code.",
    "writ_number": "WOC-00020",
    "expires_on": "2028-02-08",
    "officer_names": ["Rosa Ash"],
    "firm_names": ["Ash & Birch Enforcement"],
    "interest_daily_pence": 29,
    "officer_phone": "020 7946 0001",
    "notice_given_on": "2027-02-10",
    "enforceable_from": "2027-02-19",
    "text": "We have looked at your case again.\nNothing changes for you.",
    "case_numbers": ["121000456701"],
    "paused_until": "2027-05-03",
    "jurisdiction": "SCOTLAND",
    "paying_parent_names": ["Dean Sutton"],
    "sanction": "DRIVING_DISQUALIFICATION",
    "change": "REDUCED",
    "commenced_on": "2027-01-11",
    "paid_pence": 90_006,
    "outstanding_pence": 30_007,
    "order_numbers": ["LO-00021", "LO-00022"],
    "is_again": True,
}


def facts_of(letter: Letter, **changes: Any) -> dict[str, Any]:
    return {key: FACTS[key] for key in CATALOGUE[letter].facts} | changes


def code_of(letter: Letter) -> str | None:
    return None if CATALOGUE[letter].code is CarriesCode.NEVER else CODE


def written(letter: Letter, *, recipient_name: str = "Andrew Smith", **changes: Any) -> Rendered:
    return render(
        letter,
        facts_of(letter, **changes),
        recipient_name=recipient_name,
        site_url="https://claims.example",
        code=code_of(letter),
    )
