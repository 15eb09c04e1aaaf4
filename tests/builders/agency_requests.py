"""Service requests of the agency, and each act on them as one call: forms, notes, marks, links, tasks, approval."""

from datetime import date
from typing import Any
from uuid import UUID

from backend.operations import forms, marking, offline_tasks, opening_by_hand, related, service_requests
from backend.operations.case_file import load
from backend.operations.opening import open_service_request
from backend.operations.service_requests import Prepared
from backend.operations.unit import Outcome, Unit
from backend.rules.access import SYSTEM, Actor
from backend.rules.casework.catalogue import KINDS
from backend.rules.casework.forms import Entry
from backend.rules.offline_tasks import Task
from backend.rules.vocabulary import Act, FormFieldKind, KindCode, NoteKind, ServiceRequestSubStatus
from tests.builders.enforcement_cases import Referred

F = FormFieldKind
CONSIDERED = (
    Entry("PARALLEL_ACTION_CONSIDERED", F.YES_NO, True),
    Entry("PARALLEL_ACTION_RESULT", F.TEXT, "Nothing else fits beside it."),
)
AMENDED = (
    Entry("AMENDMENT_REASON", F.CHOICE, "Compliant"),
    Entry("AMENDMENT_COMMENTS", F.TEXT, "He has paid what was asked."),
)
CANCELLED = ServiceRequestSubStatus.CANCELLED


async def have_opened(
    case: Referred, kind: KindCode, *, owner: Actor | None = None, parent: UUID | None = None
) -> UUID:
    """Have the service open a service request of the case, owned by whoever works it; its key."""

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.MONITOR_CASE)
        case_file = await load(unit, case.id)
        opened = await open_service_request(
            unit,
            case_file.stream,
            case_file.case,
            kind,
            reason="A test needs it.",
            parent_id=parent,
            owner_id=(owner or case.agency.manager).user_id,
        )
        return Outcome({"service_request": opened.id})

    return (await case.service.carry_out(SYSTEM, act)).subjects["service_request"]


async def action(case: Referred, kind: KindCode = KindCode.CHARGING_ORDER) -> UUID:
    """Enforcement action that goes on: its service request was started."""
    key = await have_opened(case, kind)
    await case.start(key)
    return key


async def open_by_hand(case: Referred, kind: KindCode, *, by: Actor | None = None, **given: Any) -> UUID:
    asked = {"reason": "It has to be looked at.", **given}
    outcome = await case.service.carry_out(
        by or case.agency.manager,
        lambda unit: opening_by_hand.open_on_case(unit, case.id, KINDS[kind], **asked),
    )
    return outcome.subjects["service_request"]


async def fill_in(case: Referred, key: UUID, *entries: Entry, by: Actor | None = None) -> Outcome:
    return await case.service.carry_out(by or case.agency.manager, lambda unit: forms.record(unit, key, entries))


async def note(
    case: Referred, key: UUID, text: str, kind: NoteKind = NoteKind.NOTE, *, by: Actor | None = None
) -> Outcome:
    return await case.service.carry_out(
        by or case.agency.manager,
        lambda unit: service_requests.add_note(unit, key, text, kind=kind, expected_version=None),
    )


async def mark(case: Referred, key: UUID, act: Act, *, text: str | None = None, by: Actor | None = None) -> Outcome:
    return await case.service.carry_out(by or case.agency.manager, lambda unit: marking.mark(unit, key, act, note=text))


async def link(case: Referred, key: UUID, other: UUID, *, by: Actor | None = None) -> Outcome:
    return await case.service.carry_out(by or case.agency.manager, lambda unit: related.link(unit, key, other))


async def record_task(case: Referred, key: UUID, task: Task) -> UUID:
    outcome = await case.service.carry_out(case.agency.manager, lambda unit: offline_tasks.record(unit, key, task))
    return outcome.subjects["offline_task"]


async def receive_task(case: Referred, key: UUID, task: UUID, on: date) -> Outcome:
    return await case.service.carry_out(case.agency.manager, lambda unit: offline_tasks.receive(unit, key, task, on))


async def request_approval(case: Referred, key: UUID, *, by: Actor | None = None) -> Outcome:
    return await case.service.carry_out(
        by or case.agency.manager, lambda unit: service_requests.request_approval(unit, key, expected_version=None)
    )


async def approve(case: Referred, key: UUID, *, by: Actor) -> Outcome:
    return await case.service.carry_out(
        by, lambda unit: service_requests.approve(unit, key, prepared=Prepared(), expected_version=None)
    )
