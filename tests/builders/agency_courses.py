"""What outside systems and the clock do by chance, and courses of several acts that chance alone would seldom find."""

from typing import Any
from uuid import UUID

from backend.operations import powers
from backend.rules.casework.catalogue import TEMPLATES
from backend.rules.casework.forms import Entry
from backend.rules.powers import EXPECTED
from backend.rules.vocabulary import Compliance, Jurisdiction, KindCode, NoteKind, Power, PowerResult
from tests.builders import agency_requests, case_acts, intake
from tests.builders import agency_turns as turns
from tests.builders.agency_turns import NUMBERS, REASON, S, Sub
from tests.builders.agency_workload import Turn, Workload
from tests.builders.money import Money
from tests.builders.monitoring import look, planned, run_timers

SURVEILLANCE = ("SETUP_AND_TRANSFER",)
DECISIONS = (
    ("SET_CASE_FOR_REVIEW", ("SETUP_ONLY",)),
    ("SET_CASE_FOR_REVIEW", SURVEILLANCE),
    ("TRANSFER_CASE", ("TO_MAINTENANCE_ONLY", "TO_ORIGINATING_AREA")),
    ("TRANSFER_CASE", ("TO_CENTRAL_TEAM", "TO_COMPLEX_CASE_TEAM", "TO_ENFORCEMENT")),
)
"""Lines of case routing, with outcomes by which the case waits or goes elsewhere."""


async def pay(w: Workload, case: Money) -> Any:
    """Money comes in, rightly referenced or not, too much or little; seldom the same message again."""
    key = f"p-{w.chance.randint(1, 40)}"
    reference = w.one([None, *NUMBERS, "lo 1", "LO-77"])
    data = {"amountPence": w.chance.randint(1, 700_00), **({"reference": reference} if reference else {})}
    return await _tell(w, case, "payment_received", key, data)


async def tell(w: Workload, case: Money) -> Any:
    kind = w.one(intake.DATA)
    more: dict[str, dict[str, Any]] = {
        "address_changed": {"jurisdiction": w.one(Jurisdiction), "isConfident": not w.seldom()},
        "liability_order_paid_off": {"loReference": w.one(NUMBERS)},
        "rdo_compliance": {"compliance": w.one(Compliance)},
    }
    return await _tell(w, case, kind, f"m-{w.chance.randint(1, 200)}", more.get(kind, {}))


async def _tell(w: Workload, case: Money, kind: str, key: str, data: dict[str, Any]) -> Any:
    of_case = [each.number for each in w.rows["maintenance_cases"] if each.case_id == case.on.id]
    return await intake.send(w.service, kind, key, caseNumber="999" if w.seldom(0.05) else w.one(of_case), **data)


async def go_on(w: Workload, _case: Money) -> Any:
    """Time goes on; the timers and the monitor do what is due, whichever is first, and leave nothing due."""
    w.service.clock.go(days=w.one((1, 7, 31, 95, 370)))
    for each in w.chance.sample(("timers", "monitor"), w.chance.randint(1, 2)):
        if each == "timers":
            await run_timers(w.service)
            continue
        assert (await look(w.service)).failed == 0
        again = await look(w.service)
        assert (again.opened, again.failed, await planned(w.service)) == (0, 0, [])


# Courses of several acts, that chance alone would seldom find


async def go_about(w: Workload, case: Money) -> None:
    """A service request is taken on by the next act that it needs, three times."""
    for _ in range(3):
        row = w.request(case)
        following = {
            S.OPEN: turns.start,
            S.INITIATE_APPROVAL_PROCESS: turns.approve,
            S.APPROVED: turns.close,
            S.CLOSED: turns.open_by_hand,
        }
        act = turns.assign if row.owner_id is None else following.get(row.status, turns.complete)
        await w.take(act.__name__, act(w, case))


async def finish(w: Workload, case: Money) -> None:
    """Every open service request is worked to its end, as far as it goes."""
    for _ in range(2):
        for row in w.requests(case):
            await _take_on(w, case, row.id)
            await _work_through(w, case, row.id)
            await _end(w, case, row.id)


async def decide(w: Workload, case: Money) -> None:
    """Everything else is closed, flags are removed, powers considered; then the case goes somewhere, or waits."""
    by = w.one(w.team(case))
    if not await w.take("open_by_hand", agency_requests.open_by_hand(case.on, KindCode.REVIEW_CASE, by=by)):
        return
    row = [each for each in w.requests(case) if w.kind(each).code is KindCode.REVIEW_CASE and each.opened_by][-1]
    for other in w.requests(case):
        if other.owner_id is None and other.id != row.id:
            await w.take("assign", case.on.assign(by, key=other.id, by=w.leader(case, wrong=0)))
        if other.id != row.id:
            await _end(w, case, other.id)
    await _take_on(w, case, row.id)
    await w.take("complete", case.on.complete("EVER_IN_ENFORCEMENT", "YES", key=row.id, by=by))
    line, outcomes = w.one(DECISIONS)
    if outcomes == SURVEILLANCE:
        await exhaust(w, case, row)
    if line == "TRANSFER_CASE":
        await unburden(w, case)
    given = {"reason": REASON, "on": w.soon() if line == "SET_CASE_FOR_REVIEW" else None}
    await w.take("complete", case.on.complete(line, w.one(outcomes), key=row.id, by=by, **given))
    await _end(w, case, row.id)


async def _take_on(w: Workload, case: Money, key: UUID) -> None:
    """It is given to somebody where it is nobody's, started, and its form filled in."""
    row = w.now(key)
    if row.owner_id is None:
        owner = w.one([each for each in w.people if each.team_id == row.team_id] or w.people)
        await w.take("assign", case.on.assign(owner, key=key, by=w.leader(case, wrong=0)))
    by = w.owner(w.now(key), wrong=0)
    await w.take("start", case.on.start(key, by=by))
    if w.kind(row).form:
        entries = [Entry(each.code, each.kind, turns.value_of(w, case, each)) for each in w.kind(row).form]
        kept = [each for each in entries if each.value is not None]
        await w.take("fill_in", agency_requests.fill_in(case.on, key, *kept, by=by))


async def _work_through(w: Workload, case: Money, key: UUID) -> None:
    """Each of its lines by one of its outcomes."""
    by = w.owner(w.now(key), wrong=0)
    await w.take("note", agency_requests.note(case.on, key, REASON, NoteKind.WELFARE_DECISION, by=by))
    for line in w.rows.lines(key):
        (plan,) = [each for each in w.rows["activity_plans"] if each.id == line.plan_id]
        chosen = w.one(TEMPLATES[plan.template].line(line.code).outcomes)
        on = w.soon() if chosen.is_date_ahead else w.today
        given = {"reason": REASON, "note": REASON, "on": on if chosen.needs_date else None}
        await w.take("complete", case.on.complete(line.code, chosen.code, key=key, by=by, **given))


async def _end(w: Workload, case: Money, key: UUID) -> None:
    """It is approved where it has to be, and closed: as complete, or else as cancelled."""
    if w.now(key).status is S.CLOSED:
        return
    by = w.owner(w.now(key), wrong=0)
    if await w.take("put_up", agency_requests.request_approval(case.on, key, by=by)):
        await w.take("approve", agency_requests.approve(case.on, key, by=w.leader(case)))
    if not await w.take("close", case.on.close(key, by=by)):
        await w.take("close", case.on.close(key, Sub.CANCELLED, note=REASON, by=by))


async def exhaust(w: Workload, case: Money, row: Any = None) -> None:
    """Every power of the jurisdiction is considered, as surveillance asks for."""
    row = row or w.request(case)
    by, place = w.owner(row), (await w.service.case(case.on.id)).jurisdiction
    for power in [min(each.powers) for each in EXPECTED if place in each.jurisdictions]:
        await w.take("consider", _consider(w, row.id, power, by))


async def _consider(w: Workload, key: Any, power: Power, by: Any) -> Any:
    return await w.service.carry_out(
        by, lambda unit: powers.consider(unit, key, power, result=PowerResult.NOT_APPROPRIATE, reason=REASON)
    )


async def unburden(w: Workload, case: Money) -> None:
    """Every flag is removed that can be."""
    for flag in w.rows.flags(case.on.id):
        await w.take("remove_flag", case_acts.remove_flag(case.on, flag, by=w.worker(case)))


ACTS: tuple[Turn, ...] = (
    turns.assign,
    turns.start,
    turns.complete,
    turns.complete,
    turns.complete,
    turns.fill_in,
    turns.note,
    turns.put_up,
    turns.approve,
    turns.reject,
    turns.close,
    turns.hand_to_team,
    turns.mark,
    turns.link,
    turns.open_by_hand,
    turns.launch,
    turns.open_power,
    turns.set_flag,
    turns.remove_flag,
    turns.agree,
    turns.end_schedule,
    turns.comply,
    turns.allocate,
    turns.grant,
    turns.invalidate,
    turns.record_artefact,
    turns.categorise,
    pay,
    pay,
    pay,
    tell,
    tell,
    go_on,
    go_on,
)
COURSES: tuple[Turn, ...] = (*[go_about] * 10, *[decide] * 8, finish, exhaust, unburden)
