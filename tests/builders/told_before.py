"""What had happened on Dean's case before a message about it comes, and what was opened on it since."""

from datetime import date, timedelta
from typing import Any

from backend.models import (
    ExpectedPayment,
    Schedule,
    Surveillance,
    new_id,
)
from backend.operations import liability_orders, transfers
from backend.operations.case_file import CaseFile, load
from backend.operations.unit import Outcome, Unit
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import (
    Act,
    CaseArea,
    EventKind,
    ExpectedState,
    InstalmentFrequency,
    Jurisdiction,
    ScheduleKind,
)
from tests.builders.enforcement_cases import Referred


async def done(case: Referred, act: Any) -> None:
    """Have something happened on the case before."""

    async def wrapped(unit: Unit) -> Outcome:
        case_file = await load(unit, case.id)
        unit.permit(Act.MONITOR_CASE)
        await act(unit, case_file)
        return Outcome()

    await case.service.carry_out(SYSTEM, wrapped)


async def into_surveillance(unit: Unit, case_file: CaseFile) -> None:
    unit.session.add(Surveillance(case_id=case_file.case.id, reason="Nothing fits now.", started_at=unit.now))
    await transfers.move(unit, case_file, CaseArea.MAINTENANCE, reason="Case is in Surveillance")


async def granted(unit: Unit, case_file: CaseFile) -> None:
    await liability_orders.record(
        unit,
        case_file,
        number="LO 77",
        amount_pence=100_000,
        court="Leeds Magistrates' Court",
        granted_on=date(2026, 2, 2),
        jurisdiction=Jurisdiction.ENGLAND_WALES,
        is_charged=False,
    )


async def opened(case: Referred) -> list[tuple[str, str]]:
    """The service requests that were opened since the referral: of which sub area, and why."""
    found = [each for each in await case.requests() if each.id != case.routing]
    return [(each.sub_area, each.reason) for each in found]


async def kinds(case: Referred) -> list[EventKind]:
    """What the history says since the referral."""
    return [entry.kind for entry in (await case.history())[2:]]


async def deducted(unit: Unit, case_file: CaseFile) -> None:
    """A regular deduction order whose third due date is over, nothing of which came."""
    key = new_id()
    begin = date(2026, 1, 5)
    unit.session.add(
        Schedule(
            id=key,
            case_id=case_file.case.id,
            kind=ScheduleKind.REGULAR_DEDUCTION_ORDER,
            frequency=InstalmentFrequency.WEEKLY,
            instalment_pence=5_000,
            total_pence=20_000,
            first_on=begin,
            agreed_at=unit.now,
        )
    )
    await unit.session.flush()
    unit.session.add_all(
        ExpectedPayment(
            case_id=case_file.case.id,
            schedule_id=key,
            ordinal=ordinal,
            due_on=begin + timedelta(weeks=ordinal - 1),
            amount_pence=5_000,
            state=ExpectedState.EXPECTED,
        )
        for ordinal in range(1, 5)
    )
