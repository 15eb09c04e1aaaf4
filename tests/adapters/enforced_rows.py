"""One row at least in every table that enforcing a judgment fills: for tests of the database's own access."""

from datetime import UTC, date, datetime
from uuid import UUID

from backend import models as m
from backend.rules.vocabulary import Relation

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
TODAY = date(2026, 6, 1)
TO_ALL = Relation.CLAIMANT | Relation.DEFENDANT | Relation.OFFICER | Relation.COURT


def officer(number: int, user_id: UUID, firm_id: UUID) -> list[m.Base]:
    """An entry of the register, with a district."""
    key = UUID(int=number)
    entry = m.Hceo(
        id=key, number=f"HCEO-{number:04}", name="", organisation_id=firm_id, user_id=user_id, email="",
        state="ACTIVE", created_at=NOW, updated_at=NOW,
    )  # fmt: skip
    return [entry, m.HceoDistrict(hceo_id=key, district="YO", basis="ASSIGNED")]


def enforced(case_id: UUID, reference: str, *, hceo_ids: tuple[UUID, ...], by: UUID) -> list[list[m.Base]]:
    """The rows of a case whose judgment is enforced by the last of these officers, in the order in which they refer
    to each other: an application that became a writ and another that is a draft, with the casework about it."""
    issued, asked, plan = m.new_id(), m.new_id(), m.new_id()
    applications: list[m.Base] = [
        m.WritApplication(
            id=key, case_id=case_id, reference=f"{reference}-{state}", state=state, details={}, corrections=[],
            fee_pence=1, fee_policy="", checks=[], started_at=NOW, started_by=by, amended_by=[],
        )
        for key, state in ((issued, "ISSUED"), (m.new_id(), "DRAFT"))
    ]  # fmt: skip
    return [
        applications,
        [
            m.Payment(
                case_id=case_id, application_id=issued, reference=reference, amount_pence=1, state="SUCCEEDED",
                intended_at=NOW, intended_by=by, look_at=NOW, looks=0,
            ),
            m.Writ(
                case_id=case_id, application_id=issued, number=reference, state="ISSUED", issued_at=NOW,
                issued_on=TODAY, amounts=[], total_pence=1, enforcement_addresses=[], last_day={}, expires_on=TODAY,
                hceo_id=hceo_ids[-1],
            ),
            m.Restraint(case_id=case_id, kind="STAY", since=NOW, reason=""),
            *(_document(case_id, issued, audience) for audience in (TO_ALL, Relation.CLAIMANT)),
            *(
                m.Letter(
                    case_id=case_id, hceo_id=key, template="WRIT_SERVED_ON_HCEO", facts={}, state="SENT",
                    created_at=NOW, next_attempt_at=NOW,
                )
                for key in hceo_ids
            ),
            m.ServiceRequest(
                id=asked, case_id=case_id, reference=reference, process="", area="", sub_area="", status="OPEN",
                reason="", desk="COURT_ENFORCEMENT", data={}, updated_at=NOW, opened_at=NOW,
            ),
        ],
        [
            m.ActivityPlan(id=plan, case_id=case_id, service_request_id=asked, template="", generated_at=NOW),
            m.ServiceRequestNote(case_id=case_id, service_request_id=asked, written_at=NOW, text=""),
        ],
        [
            m.Activity(
                case_id=case_id, plan_id=plan, service_request_id=asked, position=1, code="", status="OUTSTANDING"
            )
        ],
    ]  # fmt: skip


def _document(case_id: UUID, subject_id: UUID, audience: Relation) -> m.Document:
    return m.Document(
        case_id=case_id, subject_id=subject_id, kind="WRIT_OF_CONTROL", version=int(audience), name="",
        media_type="", byte_size=0, sha256=bytes(32), audience=int(audience), created_at=NOW, content=b"",
    )  # fmt: skip
