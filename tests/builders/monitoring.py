"""Monitoring in tests: the monitor and the timers run, what they opened, and cases on which something falls due."""

import asyncio
from datetime import date
from typing import Any

from backend.models import ServiceRequest, Surveillance
from backend.operations import reviews, transfers
from backend.operations.case_file import CaseFile
from backend.operations.unit import Unit
from backend.rules.vocabulary import CaseArea, KindCode, ReviewKind
from backend.workers.monitor import Looked, Monitor
from backend.workers.timers import Timers
from tests.builders.case_acts import by_the_service
from tests.builders.enforcement_cases import Referred
from tests.builders.service import Service


async def look(service: Service, *, page: int = 500) -> Looked:
    """The monitor looks at every case now."""
    return await Monitor(service.ground, page=page).look()


async def planned(service: Service) -> list[tuple[str, str]]:
    """What a dry run says would be opened: references and reasons."""
    return [(each.reference, each.due.trigger.code) async for each in Monitor(service.ground).planned()]


async def run_timers(service: Service, *, workers: int = 1) -> int:
    """What is due by a timer now is done, by several workers at the same time; how many acts were done in all."""
    now = service.clock.at
    return sum(await asyncio.gather(*(Timers(service.ground).run_due(now) for _ in range(workers))))


async def opened(referred: Referred, kind: KindCode = KindCode.REVIEW_CASE) -> list[ServiceRequest]:
    """The service requests of a kind, but for the one by which the case came in."""
    return [each for each in await referred.requests(kind) if each.id != referred.routing]


async def reasons(referred: Referred) -> list[str]:
    """Why the case was routed since it came in, in order."""
    return [each.reason for each in await opened(referred)]


async def review_on(referred: Referred, day: date, *, kind: ReviewKind = ReviewKind.SETUP_ONLY) -> None:
    """The case is to be reviewed on this day."""

    async def act(unit: Unit, of: CaseFile) -> None:
        await reviews.set_review(unit, of, kind=kind, due_on=day, reason="Waits.", service_request=None)

    await by_the_service(referred, act)


async def watch(referred: Referred, *, until: date | None = None) -> None:
    """The case goes into surveillance, in maintenance; with a review date where one is given."""
    if until:
        await review_on(referred, until, kind=ReviewKind.SETUP_AND_TRANSFER)

    async def act(unit: Unit, of: CaseFile) -> None:
        unit.session.add(Surveillance(case_id=of.case.id, reason="Nothing fits now.", started_at=unit.now))
        await transfers.move(unit, of, CaseArea.MAINTENANCE, reason="Case is in Surveillance.")

    await by_the_service(referred, act)


async def add(referred: Referred, *rows: Any) -> None:
    """Rows of the case stand, as no act would have them."""

    async def act(unit: Unit, _of: CaseFile) -> None:
        for row in rows:
            unit.session.add(row)
            await unit.session.flush()

    await by_the_service(referred, act)
