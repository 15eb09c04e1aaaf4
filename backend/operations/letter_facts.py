"""The facts that each letter is told, from the claim or the case as it stands in the act's transaction."""

from datetime import date
from typing import Any

from sqlalchemy import select

from backend.models import Judgment, JudgmentRequest, MaintenanceCase, Party, Response
from backend.models.judgments import Ordered
from backend.notices.catalogue import CATALOGUE
from backend.operations.arrears_lines import orders_of
from backend.operations.case_file import CaseFile
from backend.operations.subject import Subject
from backend.operations.unit import Unit
from backend.rules import refusals
from backend.rules.reasons.case_letters import NO_ORDER_NUMBER
from backend.rules.vocabulary import Letter, LiabilityOrderState, LineKind, PartySide


def claim_facts(subject: Subject, letter: Letter, **more: Any) -> dict[str, Any]:
    """Exactly the facts that the letter's entry in the catalogue asks for; `more` adds what the claim does not hold."""
    known = {**_of_claim(subject), **more}
    return {name: _json(known[name]) for name in CATALOGUE[letter].facts}


async def case_facts(unit: Unit, case_file: CaseFile, letter: Letter, to: Party, **more: Any) -> dict[str, Any]:
    """The same for a letter of the agency to `to`. Raises `Refused` for one about orders where none stands (R-55)."""
    asked = CATALOGUE[letter].facts
    known = {
        **more,
        "reference": case_file.case.reference,
        "jurisdiction": case_file.facts.jurisdiction,
        "paying_parent_names": [case_file.paying_parent.name],
    }
    if "case_numbers" in asked:
        own = select(MaintenanceCase.number).where(MaintenanceCase.receiving_parent_id == to.id)
        known["case_numbers"] = list(await unit.session.scalars(own.order_by(MaintenanceCase.number)))
    if "order_numbers" in asked:
        known["order_numbers"] = await _order_numbers(unit, case_file)
    return {name: _json(known[name]) for name in asked}


async def _order_numbers(unit: Unit, case_file: CaseFile) -> list[str]:
    """The references of the orders that stand and are not paid off, oldest first."""
    standing = [each for each in await orders_of(unit, case_file) if each.state is LiabilityOrderState.GRANTED]
    if not standing:
        raise refusals.Refused(NO_ORDER_NUMBER)
    return [each.number for each in sorted(standing, key=lambda order: (order.granted_on, order.number))]


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
