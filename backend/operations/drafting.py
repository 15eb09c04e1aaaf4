"""A writ as it would be issued now: its content from the case, and its sealed PDF, made before any transaction."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from backend.adapters import outside
from backend.adapters.seal import Seal
from backend.adapters.sealing import Sealer
from backend.documents.writ import Amount, Debtor, WritContent, render, verification_url
from backend.models import Hceo, Organisation, WritApplication
from backend.notices.wording import exact_name
from backend.operations.declared_payments import to_record
from backend.operations.ground import Ground
from backend.operations.subject import Subject
from backend.operations.unit import Unit
from backend.rules import writs as rules
from backend.rules.deadlines import writ_last_day
from backend.rules.periods import london_day
from backend.rules.vocabulary import FeeMethod, PartySide
from backend.rules.writ_details import Address, Details

VERSION = 1
"""The version of the document under which a writ is issued."""
VERIFICATION = "verification of a writ"


class NoSealError(AssertionError):
    """The service was put together without a seal: a defect of ours."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A writ as it would be issued now, on paper and in the ledger."""

    content: WritContent
    sum: rules.Sum
    hceo_id: UUID
    addresses: tuple[Address, ...]
    """Where the officer may find goods."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A writ rendered and sealed, to be issued if everything is then as it says."""

    content: WritContent
    pdf: bytes


def code_of(sealer: Sealer, number: str, version: int) -> str:
    """The code that proves a version of a writ: nobody can make one without the service's secret."""
    return rules.verification_code(sealer.digest(VERIFICATION, rules.sealed_as(number, version)))


async def draft(
    unit: Unit, subject: Subject, application: WritApplication, *, number: str, at: datetime
) -> Draft | None:
    """The writ on an application as things stand; None where there is nothing yet that one could say."""
    judgment, adjudged = subject.judgment, subject.facts(unit.now).judgment
    if judgment is None or adjudged is None or application.hceo_id is None or application.details_given_at is None:
        return None
    hceo, firm = await officer_of(unit, application.hceo_id)
    details = Details.from_json(application.details)
    today = london_day(unit.now)
    paid = application.fee_method is FeeMethod.GOV_UK_PAY
    fee = rules.fee_line(application.fee_pence, application.fee_policy, on=today) if paid else None
    lines = (*subject.lines, *to_record(subject, details))
    owed = rules.to_be_enforced(lines, adjudged, total_pence=judgment.total_pence, issued_on=today, fee=fee)
    code = code_of(unit.ground.sealer, number, VERSION)
    content = WritContent(
        number=number,
        version=VERSION,
        claim_reference=subject.case.reference,
        judgment_number=judgment.number,
        judgment_on=judgment.entered_on,
        claimants=tuple(map(exact_name, subject.names(PartySide.CLAIMANT))),
        defendants=_debtors(subject, details),
        officer_name=exact_name(hceo.name),
        officer_number=hceo.number,
        firm=exact_name(firm.name),
        amounts=tuple(Amount(text=text, pence=pence) for text, pence in owed.amounts),
        total_pence=owed.total_pence,
        interest_daily_pence=owed.daily_pence,
        issued_at=at,
        issued_on=today,
        last_on=writ_last_day(today).on,
        code=code,
        verification_url=verification_url(unit.ground.site_url, number, code),
        is_specimen=_seal_of(unit.ground).is_specimen,
    )
    return Draft(content, owed, hceo.id, details.addresses)


async def officer_of(unit: Unit, hceo_id: UUID) -> tuple[Hceo, Organisation]:
    """An officer's entry with the firm."""
    found = await unit.session.execute(
        select(Hceo, Organisation)
        .join(Organisation, Organisation.id == Hceo.organisation_id)
        .where(Hceo.id == hceo_id)
        .execution_options(populate_existing=True)
    )
    hceo, firm = found.one()
    return hceo, firm


async def sealed(ground: Ground, content: WritContent) -> Prepared:
    """Render and seal, in a thread. Never within an act: its transaction would wait."""
    outside.require_no_act()
    seal = _seal_of(ground)

    def make() -> bytes:
        return seal.put_on(render(content), sealed_for=rules.sealed_as(content.number, content.version))

    return Prepared(content, await asyncio.to_thread(make))


def _seal_of(ground: Ground) -> Seal:
    if ground.seal is None:
        raise NoSealError
    return ground.seal


def _debtors(subject: Subject, details: Details) -> tuple[Debtor, ...]:
    """The defendants as approved; a sole one with the address of service, where that is one for enforcement.

    Every party may read the writ: what the claimant told of other addresses is for the officer alone, and several
    defendants are not told where the others live.
    """
    names = tuple(map(exact_name, details.defendants))
    served = subject.of(PartySide.DEFENDANT)
    if len(served) > 1 or len(names) > 1:
        return tuple(Debtor(name=name, address=()) for name in names)
    [name], [party] = names, served
    address = Address(tuple(party.address_lines), party.post_code)
    told = (*address.lines, address.post_code) if address in details.addresses else ()
    return (Debtor(name=name, address=tuple(map(exact_name, told))),)
