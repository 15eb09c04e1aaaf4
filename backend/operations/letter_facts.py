"""The facts that each letter is told, from the claim as it stands in the act's transaction."""

from datetime import date
from typing import Any

from backend.models import Judgment, JudgmentRequest, Response
from backend.models.judgments import Ordered
from backend.notices.catalogue import CATALOGUE
from backend.operations.subject import Subject
from backend.rules.vocabulary import Letter, LineKind, PartySide


def claim_facts(subject: Subject, letter: Letter, **more: Any) -> dict[str, Any]:
    """Exactly the facts that the letter's entry in the catalogue asks for; `more` adds what the claim does not hold."""
    known = {**_of_claim(subject), **more}
    return {name: _json(known[name]) for name in CATALOGUE[letter].facts}


def of_response(response: Response, *, stops_judgment: bool) -> dict[str, Any]:
    return {
        "response_kind": response.kind,
        "disputed_pence": response.disputed_pence,
        "received_at": response.received_at,
        "counts_as_filed_on": response.counts_as_filed_on,
        "stops_judgment": stops_judgment,
    }


def of_request(request: JudgmentRequest) -> dict[str, Any]:
    return {"requested_at": request.requested_at, **_of_order(request)}


def of_judgment(judgment: Judgment, *, code_expires_on: date | None = None) -> dict[str, Any]:
    return {
        "judgment_number": judgment.number,
        "entered_on": judgment.entered_on,
        "pay_within_28_days_by": judgment.pay_within_28_days_by,
        "register_last_on": judgment.register_last_on,
        "code_expires_on": code_expires_on,
        **_of_order(judgment),
        "total_pence": judgment.total_pence,
    }


def _of_claim(subject: Subject) -> dict[str, Any]:
    def sum_of(kind: LineKind) -> int:
        return sum(line.amount_pence for line in subject.lines if line.kind is kind)

    return {
        "reference": subject.case.reference,
        "claimant_names": subject.names(PartySide.CLAIMANT),
        "defendant_names": subject.names(PartySide.DEFENDANT),
        "principal_pence": sum_of(LineKind.PRINCIPAL),
        "interest_pence": sum_of(LineKind.INTEREST),
        "court_fee_pence": sum_of(LineKind.COURT_FEE),
        "total_pence": subject.owed_pence,
        "what_for": subject.claim.what_for,
        "issued_on": subject.claim.issued_on,
        "served_on": subject.claim.served_on,
        "respond_by": subject.deadline.at,
    }


def _of_order(ordered: Ordered) -> dict[str, Any]:
    return {
        "payment_order": ordered.payment_order,
        "pay_by": ordered.pay_by,
        "instalment_pence": ordered.instalment_pence,
        "instalment_frequency": ordered.instalment_frequency,
        "first_instalment_on": ordered.first_instalment_on,
    }


def _json(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
