"""Acts on an enforcement case of a test: flags, form fields, powers that go on, all its lines; and what stands then."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import update

from backend.models import EnforcementCase, FlagSetting, Review, ServiceRequest, ServiceRequestNote, Timer
from backend.operations import case_file, flags, marking, service_requests
from backend.operations.case_file import CaseFile
from backend.operations.opening import open_service_request
from backend.operations.unit import Outcome, Unit
from backend.rules.access import SYSTEM, Actor
from backend.rules.vocabulary import Act, Flag, KindCode, NoteKind, Power, ServiceRequestSubStatus, TimerKind
from tests.builders.enforcement_cases import WELFARE, Referred, agency
from tests.builders.service import Service

WHY = "Told by the paying parent on the telephone."
CONSIDERED = {"PARALLEL_ACTION_CONSIDERED": True, "PARALLEL_ACTION_RESULT": "Both can run beside each other."}


async def set_flag(referred: Referred, flag: Flag, *, by: Actor | None = None, reason: str = WHY) -> Outcome:
    return await referred.service.carry_out(
        by or referred.agency.manager, lambda unit: flags.set_by_hand(unit, referred.id, flag, reason=reason)
    )


async def remove_flag(referred: Referred, flag: Flag, *, by: Actor | None = None, reason: str = WHY) -> Outcome:
    return await referred.service.carry_out(
        by or referred.agency.manager, lambda unit: flags.remove_by_hand(unit, referred.id, flag, reason=reason)
    )


async def flags_of(referred: Referred) -> set[Flag]:
    """The flags that are set."""
    return {each.flag for each in await referred.service.all(FlagSetting, case_id=referred.id, ended_at=None)}


async def reviews_of(referred: Referred) -> list[Review]:
    """Every review date of the case, in the order in which they were set."""
    return await referred.service.all(Review, by=(Review.set_at, Review.id), case_id=referred.id)


async def review_timers(referred: Referred) -> list[Timer]:
    """The timers of the case review date that wait."""
    return await referred.service.all(Timer, case_id=referred.id, kind=TimerKind.CASE_REVIEW, done_at=None)


async def notes_of(referred: Referred, key: UUID | None = None) -> list[str]:
    """The notes of a service request, in order."""
    of = ServiceRequestNote
    found = await referred.service.all(of, by=(of.written_at, of.id), service_request_id=key or referred.routing)
    return [each.text for each in found]


async def note(referred: Referred, text: str, *, key: UUID | None = None, kind: NoteKind = NoteKind.NOTE) -> Outcome:
    return await referred.service.carry_out(
        referred.agency.manager,
        lambda unit: service_requests.add_note(unit, key or referred.routing, text, kind=kind, expected_version=None),
    )


async def fill_in(referred: Referred, *, key: UUID | None = None, **fields: Any) -> None:
    """Have fields of a service request's data form hold these values."""
    row = await referred.request(key)
    of = ServiceRequest
    await referred.service.change(update(of).where(of.id == row.id).values(data={**row.data, **fields}))


async def as_if(referred: Referred, **changed: Any) -> None:
    """Have columns of the case hold these values, as no act would."""
    of = EnforcementCase
    await referred.service.change(update(of).where(of.case_id == referred.id).values(**changed))


async def by_the_service(referred: Referred, act: Callable[[Unit, CaseFile], Awaitable[Any]]) -> None:
    """What a worker or a message of another system does on the case."""

    async def run(unit: Unit) -> Outcome:
        unit.permit(Act.MONITOR_CASE)
        await act(unit, await case_file.load(unit, referred.id))
        return Outcome()

    await referred.service.carry_out(SYSTEM, run)


async def open_request(
    referred: Referred, kind: KindCode, *, owner: Actor | None = None, marked: ServiceRequestSubStatus | None = None
) -> UUID:
    """A service request of this kind on the case, owned by the case manager, unstarted, marked as given."""
    made: list[UUID] = []

    async def act(unit: Unit, of: CaseFile) -> None:
        owner_id = (owner or referred.agency.manager).user_id
        opened = await open_service_request(unit, of.stream, of.case, kind, reason="Opened.", owner_id=owner_id)
        opened.sub_status = marked
        made.append(opened.id)

    await by_the_service(referred, act)
    return made[-1]


async def open_power(referred: Referred, power: Power, *, marked: ServiceRequestSubStatus | None = None) -> UUID:
    return await open_request(referred, KindCode(power), marked=marked)


async def initiated(service: Service, **changed: Any) -> Referred:
    """A case whose routing decided to initiate enforcement action, after information was gathered."""
    referred = await (await agency(service)).assigned(**changed)
    await referred.start()
    await referred.complete("INITIATE_DATA_GATHERING", "INITIATE", reason="Nothing is known of his means.")
    (child,) = await referred.requests(KindCode.GATHER_INFORMATION)
    await referred.start(child.id)
    await note(referred, WELFARE, key=child.id, kind=NoteKind.WELFARE_DECISION)
    await referred.complete("THIRD_PARTIES", "GATHERED", key=child.id, note="He works for a builder.")
    await referred.complete("CREDIT_REFERENCE_AGENCY", "NOT_ASKED", key=child.id, reason="Not needed.")
    await referred.complete("WELFARE_OF_THE_CHILD", "RECORDED", key=child.id)
    await referred.close(child.id)
    await fill_in(referred, **CONSIDERED)
    await referred.complete(
        "INITIATE_ENFORCEMENT_ACTION", "INITIATE", reason="decision to initiate enforcement action", note="He can pay."
    )
    return referred


async def ready(referred: Referred) -> Referred:
    """Its routing service request is in progress, and Ever in Enforcement is set."""
    await referred.start()
    await referred.complete("EVER_IN_ENFORCEMENT", "YES")
    return referred


async def set_review_date(referred: Referred, on: date, *, outcome: str = "SETUP_ONLY", **more: Any) -> Outcome:
    return await referred.complete("SET_CASE_FOR_REVIEW", outcome, reason="Waits.", on=on, **more)


async def mark(referred: Referred, key: UUID, act: Act, *, text: str | None = None) -> Outcome:
    """Mark a service request of a power by one of the acts that do."""
    return await referred.service.carry_out(
        referred.agency.manager, lambda unit: marking.mark(unit, key, act, note=text)
    )


async def cancel_power(referred: Referred, key: UUID) -> None:
    """Work Perform Amendment of a power that is marked Ready for Cancellation, and close it as cancelled (R-29)."""
    await fill_in(referred, key=key, AMENDMENT_REASON="Compliant", AMENDMENT_COMMENTS="He pays.")
    await referred.complete("CANCEL_ENF_ACTION", "EXIT_NO_VALIDATION", key=key, note="He pays.")
    await referred.close(key, ServiceRequestSubStatus.CANCELLED, note="It is not needed any more.")
