"""A case group comes into enforcement: the case is made, with its parties and arrears, and routed (R-02, R-06)."""

from uuid import UUID

from backend.models import ArrearsLine, MaintenanceCase, new_id
from backend.operations import enforcement_cases, worked
from backend.operations.opening import open_service_request
from backend.operations.unit import Outcome, Unit
from backend.rules import refusals
from backend.rules.periods import london_day
from backend.rules.referrals import Referral, note_of, problems
from backend.rules.routing_reasons import REASONS
from backend.rules.vocabulary import (
    AGENCY_ONLY,
    Act,
    ArrearsLineKind,
    CaseArea,
    EventKind,
    KindCode,
    PartySide,
)


async def refer(unit: Unit, referral: Referral) -> Outcome:
    """Take a case group into enforcement, and open its routing service request at the team of its jurisdiction.

    What was done before it came is a note of that service request, for whoever decides what comes next (R-19).

    For the service: a message of the referring system, or the demonstration. Raises `Invalid`.
    """
    unit.permit(Act.REFER_CASE, when=unit.actor.is_system)
    if found := problems(referral, today=london_day(unit.now)):
        raise refusals.Invalid(*found)
    made = await enforcement_cases.make(
        unit,
        new_id(),
        referral.jurisdiction,
        area=CaseArea.ENFORCEMENT,
        origin=referral.origin,
        segment=referral.segment,
        reason=referral.reason,
        is_criminal=referral.is_criminal,
        is_migrated=referral.is_migrated,
        has_confident_address=referral.has_confident_address,
        has_property=referral.has_property,
    )
    assert made is not None
    stream, case = made
    await _add_parties(unit, case.id, referral)
    words = REASONS[referral.reason]
    unit.record(stream, EventKind.CASE_REFERRED, audience=AGENCY_ONLY, changes={"reason": words.in_words})
    opened = await open_service_request(unit, stream, case, KindCode.REVIEW_CASE, reason=words.sentence)
    if note := note_of(referral.earlier_actions):
        worked.note(unit, opened, note, by=None)
        worked.changed(unit, stream, opened, EventKind.SERVICE_REQUEST_NOTED)
    return Outcome({"enforcement_case": case.id, "service_request": opened.id})


async def _add_parties(unit: Unit, case_id: UUID, referral: Referral) -> None:
    add_party, add = enforcement_cases.add_party, unit.session.add
    others = ((PartySide.SOLICITOR, referral.solicitor), (PartySide.REPRESENTATIVE, referral.representative))
    for side, details in ((PartySide.PAYING_PARENT, referral.paying_parent), *others):
        if details:
            add_party(unit, case_id, side, details)
    for position, each in enumerate(referral.cases, start=1):
        party = add_party(unit, case_id, PartySide.RECEIVING_PARENT, each.receiving_parent, position=position)
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
