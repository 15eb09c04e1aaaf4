"""Payment schedules of a case: agreed, met by what comes in, watched for compliance, ended (R-04, R-46 to R-50)."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import exists, select

from backend.models import ExpectedPayment, LiabilityOrder, Schedule, new_id
from backend.operations import case_file as case_files
from backend.operations import flags
from backend.operations.arrears_lines import enter, lines_of, live_order
from backend.operations.case_file import CaseFile
from backend.operations.opening import open_once
from backend.operations.unit import Outcome, Unit
from backend.rules import arrears, monitoring, refusals
from backend.rules import schedules as rules
from backend.rules.periods import london_day, start_of
from backend.rules.policies import REGULAR_DEDUCTION_CHARGE
from backend.rules.reasons import arrears as reasons
from backend.rules.texts import reason_problems
from backend.rules.triggers import BY_CODE
from backend.rules.vocabulary import (
    AGENCY_AND_PAYING_PARENT,
    Act,
    Compliance,
    EventKind,
    ExpectedState,
    Flag,
    KindCode,
    RoutingReason,
    ScheduleKind,
    TimerKind,
)
from backend.rules.words import in_words

WHILE_ESTABLISHED = "A deduction order: compliance is established over its first three due dates."
REVIEW_OF_ARREARS = BY_CODE[RoutingReason.RDO_COMPLIANCE_ESTABLISHED]
OVER = frozenset({ExpectedState.EXPECTED, ExpectedState.PARTIAL})
"""What of a schedule that ends is not expected any more."""


async def agree(
    unit: Unit,
    case_id: UUID,
    terms: rules.Terms,
    *,
    liability_order_id: UUID | None = None,
    expected_version: int | None = None,
) -> Outcome:
    """Whoever works the case agrees a payment schedule with the paying parent (R-04); one of a case is live.

    With an order its payments go to that one, and its total is at most what is owed under it (R-48). A deduction order
    has the missed payment monitor disabled until compliance is established (R-50). Raises `Invalid` and `Refused`.
    """
    case_file = await case_files.load(unit, case_id, expected_version=expected_version)
    case_file.require(Act.AGREE_SCHEDULE, unit)
    order = await live_order(unit, case_file, liability_order_id) if liability_order_id else None
    if order is None and terms.kind is ScheduleKind.SUSPENDED_COMMITTAL:
        raise refusals.Refused(reasons.SCHEDULE_NEEDS_ORDER)
    lines = await lines_of(unit, case_file)
    owed = arrears.owed_under(lines, order.id) if order else arrears.balance(lines)
    if found := rules.problems(terms, owed_pence=owed, today=london_day(unit.now)):
        raise refusals.Invalid(*found)
    is_first_deduction = await _is_first_deduction(unit, case_file, terms)
    schedule = _add(unit, case_file, terms, order)
    await unit.session.flush()
    _expect(unit, case_file, schedule, terms)
    case_file.record(
        unit,
        EventKind.SCHEDULE_AGREED,
        audience=AGENCY_AND_PAYING_PARENT,
        subject_id=schedule.id,
        amount=terms.instalment_pence,
        total=terms.total_pence,
        frequency=terms.frequency,
        firstOn=terms.first_on.isoformat(),
    )
    if is_first_deduction:
        on = london_day(unit.now)
        charged = arrears.charge(REGULAR_DEDUCTION_CHARGE, "Charge for a regular deduction order", on)
        await enter(unit, case_file, charged)
    if terms.kind is ScheduleKind.REGULAR_DEDUCTION_ORDER:
        await flags.set_flag(unit, case_file, Flag.DISABLE_MISSED_PAYMENT_MONITOR, WHILE_ESTABLISHED)
    return case_file.outcome


async def _is_first_deduction(unit: Unit, case_file: CaseFile, terms: rules.Terms) -> bool:
    """An order is charged for once: a schedule that changes it makes no other order of it (ours)."""
    if terms.kind is not ScheduleKind.REGULAR_DEDUCTION_ORDER:
        return False
    earlier = exists().where(Schedule.case_id == case_file.case.id, Schedule.kind == terms.kind)
    return not await unit.session.scalar(select(earlier))


def _add(unit: Unit, case_file: CaseFile, terms: rules.Terms, order: LiabilityOrder | None) -> Schedule:
    schedule = Schedule(
        id=new_id(),
        case_id=case_file.case.id,
        kind=terms.kind,
        frequency=terms.frequency,
        instalment_pence=terms.instalment_pence,
        total_pence=terms.total_pence,
        first_on=terms.first_on,
        liability_order_id=order.id if order else None,
        agreed_at=unit.now,
        agreed_by=unit.actor.user_id,
    )
    unit.session.add(schedule)
    return schedule


def _expect(unit: Unit, case_file: CaseFile, schedule: Schedule, terms: rules.Terms) -> None:
    unit.session.add_all(
        ExpectedPayment(
            id=new_id(),
            case_id=case_file.case.id,
            schedule_id=schedule.id,
            ordinal=each.ordinal,
            due_on=each.on,
            amount_pence=each.pence,
            paid_pence=0,
            state=ExpectedState.EXPECTED,
        )
        for each in rules.due(terms, case_file.facts.jurisdiction)
    )


async def live(unit: Unit, case_file: CaseFile) -> Schedule | None:
    """The live schedule of a case that is loaded and locked."""
    found: Schedule | None = await unit.session.scalar(
        select(Schedule).where(Schedule.case_id == case_file.case.id, Schedule.ended_at.is_(None))
    )
    return found


async def end(unit: Unit, case_id: UUID, *, reason: str, expected_version: int | None = None) -> Outcome:
    """Whoever works the case ends its live schedule, with a reason of 1 to 1,000 characters."""
    case_file = await case_files.load(unit, case_id, expected_version=expected_version)
    case_file.require(Act.END_SCHEDULE, unit)
    if found := reason_problems(reason):
        raise refusals.Invalid(*found)
    schedule = await live(unit, case_file)
    assert schedule is not None
    await finish(unit, case_file, schedule, reason.strip())
    return case_file.outcome


async def finish(unit: Unit, case_file: CaseFile, schedule: Schedule, reason: str) -> None:
    """End a schedule as an effect of an act that was permitted: nothing more of it is expected."""
    schedule.ended_at, schedule.ended_why = unit.now, reason
    for each in await _expected(unit, schedule):
        each.state = ExpectedState.ENDED if each.state in OVER else each.state
    await unit.forget(TimerKind.SCHEDULE_TRANSFER, about=schedule.id)
    case_file.record(unit, EventKind.SCHEDULE_ENDED, subject_id=schedule.id, reason=reason)
    await case_file.read_again(unit)


async def meet(unit: Unit, case_file: CaseFile, *, received_pence: int, by_order: Mapping[UUID | None, int]) -> None:
    """Let money meet the payments that the live schedule expects, in order of their due dates.

    Of a schedule for an order, what was allocated to that order counts (R-48); of another, what came in.
    """
    schedule = await live(unit, case_file)
    if schedule is None:
        return
    pence = by_order.get(schedule.liability_order_id, 0) if schedule.liability_order_id else received_pence
    rows = {each.ordinal: each for each in await _expected(unit, schedule)}
    standing = [rules.Expected(key, row.amount_pence, row.paid_pence, row.state) for key, row in rows.items()]
    for each in rules.meet(standing, pence):
        rows[each.ordinal].paid_pence, rows[each.ordinal].state = each.paid_pence, each.state


async def _expected(unit: Unit, schedule: Schedule) -> list[ExpectedPayment]:
    await unit.session.flush()
    found = await unit.session.scalars(
        select(ExpectedPayment).where(ExpectedPayment.schedule_id == schedule.id).order_by(ExpectedPayment.ordinal)
    )
    return list(found)


async def monitor_until(unit: Unit, case_file: CaseFile, on: date) -> None:
    """Keep the day until which the live schedule is monitored before the case goes back to maintenance (R-46).

    For an act that was permitted. Raises `Refused` without a live schedule, and for a day that has come.
    """
    schedule = await live(unit, case_file)
    if schedule is None:
        raise refusals.Refused(reasons.TRANSFER_DATE_NEEDS_SCHEDULE)
    if on <= london_day(unit.now):
        raise refusals.Refused(reasons.TRANSFER_DATE_IN_PAST)
    schedule.transfer_on = on
    await unit.remind(TimerKind.SCHEDULE_TRANSFER, case_id=case_file.case.id, about=schedule.id, at=start_of(on))


async def record_compliance(
    unit: Unit, case_id: UUID, compliance: Compliance, *, expected_version: int | None = None
) -> Outcome:
    """DOT, or the arrears case owner, records at the third due date how far a deduction order is complied with."""
    case_file = await case_files.load(unit, case_id, expected_version=expected_version)
    case_file.require(Act.RECORD_COMPLIANCE, unit)
    await establish_compliance(unit, case_file, compliance)
    return case_file.outcome


async def establish_compliance(unit: Unit, case_file: CaseFile, compliance: Compliance) -> None:
    """Keep how far the live deduction order is complied with, for an act that was permitted (R-50).

    The missed payment monitor is enabled again; but in enforcement it stays disabled where payments came in partly or
    not at all, and the arrears are to be reviewed. It is the occasion that the monitor meets at the third due date: an
    order has its arrears reviewed once, and not beside a review that is going on.
    """
    schedule = await live(unit, case_file)
    if schedule is None:
        raise refusals.Refused(reasons.NO_LIVE_SCHEDULE)
    schedule.compliance = compliance
    case_file.record(unit, EventKind.COMPLIANCE_RECORDED, subject_id=schedule.id, compliance=compliance)
    await case_file.read_again(unit)
    why = f"Compliance with the deduction order: {in_words(compliance)}."
    if not rules.monitor_must_be_disabled(case_file.facts):
        await flags.remove_flag(unit, case_file, Flag.DISABLE_MISSED_PAYMENT_MONITOR, why)
        return
    await flags.set_flag(unit, case_file, Flag.DISABLE_MISSED_PAYMENT_MONITOR, why)
    if any(each.kind is KindCode.ARREARS_REVIEW for each in case_file.facts.open_requests):
        return
    await open_once(
        unit,
        case_file.stream,
        case_file.case,
        KindCode.ARREARS_REVIEW,
        reason=f"{why} Consider parallel action.",
        about=schedule.id,
        occasion=monitoring.occasion(REVIEW_OF_ARREARS.name, schedule.id),
    )
