"""A writ as tests and pictures show it: everybody in it is invented."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from backend.documents.writ import Amount, Debtor, WritContent, verification_url

NUMBER, CODE = "WOC-7K3Q-9FTD", "M4QX-82HC"
WRIT = WritContent(
    number=NUMBER,
    version=1,
    claim_reference="MC-EMD0-TBZ5",
    judgment_number="CCJ-0S7Y-N72R",
    judgment_on=date(2026, 12, 21),
    claimants=("Kate Marlowe",),
    defendants=(Debtor(name="Andrew Hollis", address=("14 Clarence Street", "York", "YO31 7EW")),),
    officer_name="Margaret Holt",
    officer_number="HCEO-0123",
    firm="Fell & Dale Enforcement LLP",
    amounts=(
        Amount(text="Judgment of Monday 21 December 2026", pence=5_360_41),
        Amount(text="Interest on the judgment: 8% a year for 28 days, from Monday 21 December 2026", pence=32_90),
        Amount(text="Court fee for the writ of control", pence=80_00),
    ),
    total_pence=5_473_31,
    interest_daily_pence=1_17,
    issued_at=datetime(2027, 1, 18, 14, 32, tzinfo=UTC),
    issued_on=date(2027, 1, 18),
    last_on=date(2028, 1, 17),
    code=CODE,
    verification_url=verification_url("https://enforcement.example", NUMBER, CODE),
    is_specimen=True,
)


def writ(**changed: Any) -> WritContent:
    """The writ with something else in it."""
    return replace(WRIT, **changed)
