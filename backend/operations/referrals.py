"""A case group comes into enforcement: the case is made, with its parties and arrears, and routed (R-02, R-06)."""

from uuid import UUID

from backend.models import ArrearsLine, Case, EnforcementCase, MaintenanceCase, Party, Stream, new_id
from backend.operations.opening import open_service_request
from backend.operations.subject import EMPTY_STREAM, new_reference
from backend.operations.teams import team_for
from backend.operations.unit import Outcome, Unit
from backend.rules import refusals
from backend.rules.lodging import PartyDetails
from backend.rules.periods import london_day
from backend.rules.referrals import Referral, problems
from backend.rules.routing_reasons import REASONS
from backend.rules.vocabulary import (
    AGENCY_ONLY,
    Act,
    ArrearsLineKind,
    CaseArea,
    CaseKind,
    Desk,
    EventKind,
    KindCode,
    PartySide,
)


async def refer(unit: Unit, referral: Referral) -> Outcome:
    """Take a case group into enforcement, and open its routing service request at the team of its jurisdiction.

    For the service: a message of the referring system, or the demonstration. Raises `Invalid`.
    """
    unit.permit(Act.REFER_CASE, when=unit.actor.is_system)
    if found := problems(referral, today=london_day(unit.now)):
        raise refusals.Invalid(*found)
    key = new_id()
    stream = Stream(id=key, name=f"case:{key}", **EMPTY_STREAM)
    unit.session.add(stream)
    await unit.session.flush()
    case = Case(
        id=key,
        kind=CaseKind.ENFORCEMENT,
        reference=new_reference("EC"),
        jurisdiction=referral.jurisdiction,
        created_at=unit.now,
    )
    unit.session.add(case)
    await unit.session.flush()
    team_id = await team_for(unit, Desk.ENFORCEMENT, referral.jurisdiction)
    unit.session.add(
        EnforcementCase(
            case_id=key,
            area=CaseArea.ENFORCEMENT,
            team_id=team_id,
            origin=referral.origin,
            segment=referral.segment,
            reason=referral.reason,
            referred_at=unit.now,
            is_criminal=referral.is_criminal,
            is_migrated=referral.is_migrated,
            has_confident_address=referral.has_confident_address,
            has_property=referral.has_property,
            is_compliant=False,
        )
    )
    await _add_parties(unit, key, referral)
    unit.record(
        stream, EventKind.CASE_REFERRED, audience=AGENCY_ONLY, changes={"reason": REASONS[referral.reason].in_words}
    )
    opened = await open_service_request(
        unit,
        stream,
        case,
        KindCode.REVIEW_CASE,
        reason=REASONS[referral.reason].sentence,
    )
    return Outcome({"enforcement_case": key, "service_request": opened.id})


async def _add_parties(unit: Unit, case_id: UUID, referral: Referral) -> None:
    add = unit.session.add
    add(_party(case_id, PartySide.PAYING_PARENT, 1, referral.paying_parent))
    others = ((PartySide.SOLICITOR, referral.solicitor), (PartySide.REPRESENTATIVE, referral.representative))
    for side, details in others:
        if details:
            add(_party(case_id, side, 1, details))
    for position, each in enumerate(referral.cases, start=1):
        party = _party(case_id, PartySide.RECEIVING_PARENT, position, each.receiving_parent)
        add(party)
        await unit.session.flush()
        row = MaintenanceCase(
            id=new_id(),
            case_id=case_id,
            number=each.number.strip(),
            receiving_parent_id=party.id,
            is_master=position == 1,
        )
        add(row)
        await unit.session.flush()
        add(
            ArrearsLine(
                case_id=case_id,
                position=position,
                kind=ArrearsLineKind.ARREARS,
                amount_pence=each.arrears_pence,
                on=each.arrears_since,
                maintenance_case_id=row.id,
                explanation=f"Arrears of case {each.number.strip()} when it was referred.",
            )
        )


def _party(case_id: UUID, side: PartySide, position: int, details: PartyDetails) -> Party:
    return Party(
        id=new_id(),
        case_id=case_id,
        side=side,
        position=position,
        kind=details.kind,
        name=details.name,
        organisation_number=details.organisation_number,
        date_of_birth=details.date_of_birth,
        address_lines=list(details.address_lines),
        post_code=details.post_code,
        email=details.email,
        phone=details.phone,
        is_confidential=True,
    )
