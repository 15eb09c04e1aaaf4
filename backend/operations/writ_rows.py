"""A writ as rows: itself, its document, what it adds to the judgment debt, and the officer's link to the case."""

from hashlib import sha256

from backend.models import Document, Hceo, Link, Writ, WritApplication, new_id
from backend.operations import declared_payments, ledger
from backend.operations.drafting import Draft
from backend.operations.subject import Subject
from backend.operations.unit import Unit
from backend.rules import deadlines
from backend.rules.vocabulary import EVERYBODY_CONCERNED, DocumentKind, Relation, WritState
from backend.rules.writ_details import Details


async def write(unit: Unit, subject: Subject, application: WritApplication, now: Draft, pdf: bytes) -> Writ:
    """The writ, its document, its lines on the judgment debt after the payments told of, and the officer's link."""
    case_id, today = subject.case.id, now.content.issued_on
    last_day = deadlines.writ_last_day(today)
    writ = Writ(
        id=new_id(),
        case_id=case_id,
        application_id=application.id,
        number=now.content.number,
        state=WritState.ISSUED,
        issued_at=unit.now,
        issued_on=today,
        approved_by=unit.actor.user_id,
        amounts=[{"text": text, "pence": pence} for text, pence in now.sum.amounts],
        total_pence=now.sum.total_pence,
        interest_daily_pence=now.sum.daily_pence,
        enforcement_addresses=[{"lines": list(each.lines), "post_code": each.post_code} for each in now.addresses],
        last_day=last_day.to_json(),
        expires_on=last_day.on,
        hceo_id=now.hceo_id,
        served_at=unit.now,
    )
    unit.session.add(writ)
    await unit.session.flush()
    hceo = await unit.session.get_one(Hceo, now.hceo_id)
    unit.session.add_all(
        [
            _document(unit, writ, now.content.version, pdf),
            Link(
                case_id=case_id,
                hceo_id=hceo.id,
                user_id=hceo.user_id,
                relation=int(Relation.OFFICER),
                since=unit.now,
            ),
        ]
    )
    await declared_payments.record(unit, subject, Details.from_json(application.details))
    await ledger.enter(unit, subject, now.sum.further)
    return writ


def _document(unit: Unit, writ: Writ, version: int, pdf: bytes) -> Document:
    return Document(
        id=new_id(),
        case_id=writ.case_id,
        subject_id=writ.id,
        kind=DocumentKind.WRIT_OF_CONTROL,
        version=version,
        name=f"writ-{writ.number}.pdf",
        media_type="application/pdf",
        byte_size=len(pdf),
        sha256=sha256(pdf).digest(),
        audience=int(EVERYBODY_CONCERNED),
        created_at=unit.now,
        content=pdf,
    )
