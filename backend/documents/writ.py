"""The writ of control as data: what stands on it, and how it becomes a PDF."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import segno

from backend.documents.typesetting import picture, typeset
from backend.rules.calendars import spoken_day
from backend.rules.money import spoken
from backend.rules.periods import spoken_moment

COURT = "High Court of Justice"
DIVISION = "King\u2019s Bench Division"
JUDGED_BY = "County Court, Online Civil Money Claims"
TEMPLATE = "writ.typ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """One line of what is to be enforced, in pence."""

    text: str
    pence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Debtor:
    """A defendant, and where the court knows a sole one to be. All other addresses only the officer is told."""

    name: str
    address: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WritContent:
    """Everything that a writ of control says. Equal content gives equal bytes."""

    number: str
    version: int
    claim_reference: str
    judgment_number: str
    judgment_on: date
    claimants: tuple[str, ...]
    defendants: tuple[Debtor, ...]
    officer_name: str
    officer_number: str
    firm: str
    amounts: tuple[Amount, ...]
    total_pence: int
    interest_daily_pence: int | None
    """What one more day costs; None where the judgment bears no interest."""
    issued_at: datetime
    issued_on: date
    last_on: date
    code: str
    """With the number it proves that the writ is genuine."""
    verification_url: str
    is_specimen: bool
    """Whether it says of itself that it is a demonstration's and no court's."""


def verification_url(site_url: str, number: str, code: str) -> str:
    """What the QR code holds: the page that verifies this writ. Number and code name nobody."""
    return f"{site_url}/verify?writ={number}&code={code}"


def render(content: WritContent) -> bytes:
    """The writ as PDF, not sealed yet. Slow: for a thread, outside a transaction."""
    return typeset(TEMPLATE, data_of(content), at=content.issued_at)


def first_page(content: WritContent) -> bytes:
    """Its first page as PNG."""
    return picture(TEMPLATE, data_of(content), at=content.issued_at)


def data_of(content: WritContent) -> Mapping[str, Any]:
    """What the template is told: text as it is to stand there, and nothing to be reckoned."""
    daily = content.interest_daily_pence
    return {
        "court": COURT,
        "division": DIVISION,
        "judged_by": JUDGED_BY,
        "number": content.number,
        "version": content.version,
        "claim_reference": content.claim_reference,
        "judgment_number": content.judgment_number,
        "judgment_on": spoken_day(content.judgment_on),
        "claimants": content.claimants,
        "defendants": [{"name": each.name, "address": each.address} for each in content.defendants],
        "officer": {"name": content.officer_name, "number": content.officer_number, "firm": content.firm},
        "amounts": [{"text": each.text, "sum": spoken(each.pence)} for each in content.amounts],
        "total": spoken(content.total_pence),
        "daily": spoken(daily) if daily else None,
        "issued_at": spoken_moment(content.issued_at),
        "issued_on": spoken_day(content.issued_on),
        "last_on": spoken_day(content.last_on),
        "code": content.code,
        "url": content.verification_url,
        "page": content.verification_url.partition("?")[0],
        "qr": qr(content.verification_url),
        "is_specimen": content.is_specimen,
    }


def qr(text: str) -> str:
    """A QR code as SVG; a quarter of it may be damaged and it still reads."""
    out = BytesIO()
    segno.make(text, error="q", micro=False).save(out, kind="svg", border=0, dark="#1b2440", xmldecl=False)
    return out.getvalue().decode("ascii")
