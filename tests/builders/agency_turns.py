"""What somebody of the agency does by chance on a case: each one act, of the right person or of a wrong one."""

from datetime import timedelta
from typing import Any

from backend.operations import artefacts, powers, related, schedules, segments, service_requests, work_queue
from backend.rules.casework.catalogue import TEMPLATES
from backend.rules.casework.forms import Entry
from backend.rules.casework.kinds import FormField
from backend.rules.schedules import Terms
from backend.rules.vocabulary import (
    Act,
    ActivityStatus,
    Compliance,
    Flag,
    FormFieldKind,
    InstalmentFrequency,
    Jurisdiction,
    KindCode,
    NoteKind,
    Power,
    ScheduleKind,
    ServiceRequestStatus,
    ServiceRequestSubStatus,
)
from tests.builders import agency_requests, case_acts
from tests.builders.agency_workload import Workload
from tests.builders.money import Money, Share

S, Sub, F = ServiceRequestStatus, ServiceRequestSubStatus, FormFieldKind
NUMBERS = ("LO-1", "LO-2", "LO-3")
REASON = "By chance."
OUTSTANDING = ActivityStatus.OUTSTANDING


# Working service requests


async def assign(w: Workload, case: Money) -> Any:
    row = w.request(case)
    team = [each for each in w.people if each.team_id == row.team_id]
    owner = w.one(w.people if w.seldom(0.1) or not team else team)
    return await case.on.assign(owner, key=row.id, by=w.leader(case))


async def start(w: Workload, case: Money) -> Any:
    row = w.request(case)
    return await case.on.start(row.id, by=w.owner(row))


async def complete(w: Workload, case: Money) -> Any:
    """A line of a service request by one of its outcomes, with what that asks for; seldom without it."""
    row = w.request(case)
    lines = [each for each in w.rows.lines(row.id) if each.status is OUTSTANDING or w.seldom(0.05)]
    if not lines:
        return await start(w, case)
    line = w.one(lines)
    (plan,) = [each for each in w.rows["activity_plans"] if each.id == line.plan_id]
    chosen = w.one(TEMPLATES[plan.template].line(line.code).outcomes)
    on = w.soon() if chosen.is_date_ahead else w.today
    return await case.on.complete(
        line.code,
        chosen.code,
        key=row.id,
        by=w.owner(row),
        reason=REASON if chosen.needs_reason is not w.seldom(0.05) else None,
        note=REASON if chosen.needs_note is not w.seldom(0.05) else None,
        on=on if chosen.needs_date is not w.seldom(0.05) else None,
    )


async def fill_in(w: Workload, case: Money) -> Any:
    """The whole data form."""
    row = w.request(case)
    entries = [Entry(each.code, each.kind, value_of(w, case, each)) for each in w.kind(row).form]
    kept = [each for each in entries if each.value is not None]
    return await agency_requests.fill_in(case.on, row.id, *kept, by=w.owner(row))


def value_of(w: Workload, case: Money, field: FormField) -> Any:
    standing = [str(each.id) for each in w.rows["artefacts"] if each.case_id == case.on.id and each.is_outstanding]
    of_case = [each.number for each in w.rows["maintenance_cases"] if each.case_id == case.on.id]
    values: dict[FormFieldKind, Any] = {
        F.YES_NO: w.seldom(0.5),
        F.DATE: w.today - timedelta(days=w.chance.randint(0, 40)),
        F.MONEY: w.chance.randint(0, 400_00),
        F.CHOICE: w.one(field.choices or standing or [None]),
        F.CASE_NUMBERS: (w.one(of_case),),
        F.TEXT: REASON,
    }
    values[F.TEXT] = w.one(NUMBERS) if field.code == "LO_NUMBER" else REASON
    return w.soon() if field.code == "TRANSFER_CASE_TO_MAINTENANCE" else values[field.kind]


async def note(w: Workload, case: Money) -> Any:
    row = w.request(case)
    return await agency_requests.note(case.on, row.id, REASON, w.one(NoteKind), by=w.owner(row))


async def put_up(w: Workload, case: Money) -> Any:
    row = w.request(case)
    return await agency_requests.request_approval(case.on, row.id, by=w.owner(row))


async def approve(w: Workload, case: Money) -> Any:
    waiting = [each for each in w.requests(case) if each.status is S.INITIATE_APPROVAL_PROCESS]
    row = w.one(waiting or [w.request(case)])
    return await agency_requests.approve(case.on, row.id, by=w.one((w.leader(case), w.owner(row))))


async def reject(w: Workload, case: Money) -> Any:
    row, by = w.request(case), w.leader(case)
    return await w.service.carry_out(
        by, lambda unit: service_requests.reject(unit, row.id, REASON, expected_version=None)
    )


async def close(w: Workload, case: Money) -> Any:
    row = w.request(case)
    how = Sub.CANCELLED if w.seldom(0.2) else Sub.COMPLETE
    return await case.on.close(row.id, how, note=REASON, by=w.owner(row))


async def hand_to_team(w: Workload, case: Money) -> Any:
    row, team, by = w.request(case), w.one(w.agency.teams.values()), w.leader(case)
    return await w.service.carry_out(
        by, lambda unit: work_queue.give_to_team(unit, row.id, team, expected_version=None)
    )


async def mark(w: Workload, case: Money) -> Any:
    acting = [each for each in w.requests(case) if w.kind(each).power] or [w.request(case)]
    row = w.one(acting)
    act = w.one((Act.MARK_READY_FOR_PAUSE, Act.MARK_READY_FOR_REPROGRESSING, Act.MARK_READY_FOR_CANCELLATION))
    return await agency_requests.mark(case.on, row.id, act, text=REASON, by=w.owner(row))


async def link(w: Workload, case: Money) -> Any:
    row, other = w.request(case), w.one(w.rows["service_requests"])
    return await w.service.carry_out(w.owner(row), lambda unit: related.link(unit, row.id, other.id))


async def open_by_hand(w: Workload, case: Money) -> Any:
    kind = w.one((KindCode.REVIEW_CASE, KindCode.CONSIDER_AMENDMENT, KindCode.NEGOTIATION, *KindCode))
    return await agency_requests.open_by_hand(case.on, kind, by=w.worker(case))


# Powers, flags, money by hand


async def launch(w: Workload, case: Money) -> Any:
    row, power = w.one([each for each in w.rows["service_requests"] if each.case_id == case.on.id]), w.one(Power)
    return await w.service.carry_out(w.owner(row), lambda unit: powers.launch(unit, row.id, power, reason=REASON))


async def open_power(w: Workload, case: Money) -> Any:
    """As it was launched before: the conditions are rarely met by chance."""
    return await case_acts.open_request(case.on, KindCode(w.one(Power)), owner=w.worker(case))


async def set_flag(w: Workload, case: Money) -> Any:
    return await case_acts.set_flag(case.on, w.one(Flag), by=w.worker(case))


async def remove_flag(w: Workload, case: Money) -> Any:
    return await case_acts.remove_flag(case.on, w.one(Flag), by=w.worker(case))


async def agree(w: Workload, case: Money) -> Any:
    owed = sum(each.amount_pence for each in w.rows["arrears_lines"] if each.case_id == case.on.id)
    orders = [each.id for each in w.rows["liability_orders"] if each.case_id == case.on.id]
    terms = Terms(
        kind=w.one(ScheduleKind),
        frequency=w.one(InstalmentFrequency),
        instalment_pence=w.chance.randint(20_00, 200_00),
        total_pence=max(1, w.chance.randint(owed // 2, owed)),
        first_on=w.soon(30),
    )
    return await case.agree(terms, w.one([None, *orders]), by=w.worker(case))


async def end_schedule(w: Workload, case: Money) -> Any:
    by = w.worker(case)
    return await w.service.carry_out(by, lambda unit: schedules.end(unit, case.on.id, reason=REASON))


async def comply(w: Workload, case: Money) -> Any:
    return await case.comply(w.one(Compliance), by=w.one((w.worker(case), *w.people)))


async def allocate(w: Workload, case: Money) -> Any:
    payments = [each for each in w.rows["payments_in"] if each.case_id == case.on.id]
    if not payments:
        return await grant(w, case)
    orders = [each.id for each in w.rows["liability_orders"] if each.case_id == case.on.id]
    named = w.chance.sample([None, *orders], w.chance.randint(1, 1 + len(orders)))
    shares = [Share(each, w.chance.randint(0, 300_00)) for each in named]
    return await case.allocate(w.one(payments).id, *shares, by=w.worker(case))


async def grant(w: Workload, case: Money) -> Any:
    return await case.grant(w.one(NUMBERS), w.chance.randint(0, 900_00), jurisdiction=w.one(Jurisdiction))


async def invalidate(w: Workload, case: Money) -> Any:
    orders = w.rows["liability_orders"]
    return await (case.invalidate(w.one(orders).id) if orders else grant(w, case))


async def record_artefact(w: Workload, case: Money) -> Any:
    power, by, on = w.one(Power), w.worker(case), w.today
    return await w.service.carry_out(
        by, lambda unit: artefacts.record_by_hand(unit, case.on.id, power, commenced_on=on)
    )


async def categorise(w: Workload, case: Money) -> Any:
    by = w.worker(case)
    return await w.service.carry_out(by, lambda unit: segments.categorise_arrears(unit, case.on.id, reason=REASON))
