"""The facts of enforcement cases, as the rules judge by them: one statement, however many cases.

Read for acts and for answers alike, so that the two cannot disagree. Whoever calls names only cases that the scope let
through.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.queries.case_parts import PARTS
from backend.queries.parts import Execute, Rows
from backend.rules.casework.catalogue import kind_at
from backend.rules.casework.facts import (
    ArtefactFacts,
    CaseFacts,
    ExpectedFacts,
    OrderFacts,
    RequestFacts,
    ReviewFacts,
    ScheduleFacts,
    SurveillanceFacts,
)
from backend.rules.periods import london_day
from backend.rules.vocabulary import AllocationState


async def facts_of(execute: Execute, case_ids: Sequence[UUID], now: datetime) -> dict[UUID, CaseFacts]:
    """The facts of these cases at this instant, by case."""
    found = await PARTS.read(execute, case_ids)
    return {key: _facts(rows, now) for key, rows in found.items() if rows["cases"]}


def _facts(rows: Rows, now: datetime) -> CaseFacts:
    (case,) = rows["cases"]
    waiting = [each.amount_pence for each in rows["payments"] if each.state is AllocationState.UNALLOCATED]
    in_excess = [each for each in rows["payments"] if each.excess_pence > 0]
    surveillance = next((each for each in rows["surveillances"] if each.ended_at is None), None)
    return CaseFacts(
        now=now,
        team=case.team_id,
        jurisdiction=case.moved_to or case.jurisdiction,
        area=case.area,
        segment=case.segment,
        reason=case.reason,
        origin=case.origin,
        is_criminal=case.is_criminal,
        is_migrated=case.is_migrated,
        is_rejected=case.rejected_at is not None,
        is_compliant=case.is_compliant,
        has_died=case.died_on is not None,
        has_confident_address=case.has_confident_address,
        has_property=case.has_property,
        arrears_pence=sum(each.owed_pence for each in rows["arrears"]),
        unallocated_pence=sum(waiting),
        excess_pence=sum(each.excess_pence for each in in_excess),
        excess_payments=tuple(each.id for each in in_excess),
        flags=frozenset(each.flag for each in rows["flags"]),
        requests=_requests(rows),
        orders=tuple(
            OrderFacts(each.id, each.state, each.owed_pence, each.jurisdiction, each.is_court_enforced)
            for each in rows["orders"]
        ),
        artefacts=tuple(ArtefactFacts(*each) for each in rows["artefacts"]),
        schedule=_schedule(rows),
        review=next((ReviewFacts(*each) for each in rows["reviews"]), None),
        surveillance=SurveillanceFacts(surveillance.id, london_day(surveillance.started_at)) if surveillance else None,
        surveillances=sum(each.ended_at is not None for each in rows["surveillances"]),
        considered=frozenset(each.power for each in rows["powers"]),
    )


def _requests(rows: Rows) -> tuple[RequestFacts, ...]:
    related: dict[UUID, set[UUID]] = defaultdict(set)
    for tie in rows["related"]:
        related[tie.first_id].add(tie.second_id)
        related[tie.second_id].add(tie.first_id)
    return tuple(_request(each, frozenset(related[each.id])) for each in rows["requests"])


def _request(row: Any, related: frozenset[UUID]) -> RequestFacts:
    return RequestFacts(
        id=row.id,
        kind=kind_at(row.process, row.area, row.sub_area).code,
        status=row.status,
        sub_status=row.sub_status,
        parent_id=row.parent_id,
        has_welfare_decision=row.has_welfare_decision,
        initiates=row.initiates,
        related=related,
        about=row.subject_id,
        waits_until=row.waits_until,
        has_note=row.has_note,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        owner=row.owner_id,
        has_considered_parallel=row.has_considered_parallel,
    )


def _schedule(rows: Rows) -> ScheduleFacts | None:
    expected = tuple(ExpectedFacts(*each) for each in rows["expected"])
    return next(
        (ScheduleFacts(each.id, each.kind, expected, each.transfer_on, each.compliance) for each in rows["schedules"]),
        None,
    )
