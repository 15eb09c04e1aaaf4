"""A service request as the rules look at it, from rows that were read for whoever looks."""

import asyncio
from dataclasses import replace

from backend.queries.reading import Reading, Row
from backend.queries.service_requests import ACTIVITIES, OPEN_CHILDREN, kind_of
from backend.rules.casework.catalogue import TEMPLATES
from backend.rules.casework.facts import CaseFacts
from backend.rules.casework.work_facts import LineState, Work


async def case_of(reading: Reading, row: Row) -> CaseFacts | None:
    """The enforcement case around a service request, as whoever works it looks at it; None for the court's."""
    if not kind_of(row).is_of_the_agency:
        return None
    facts, viewer = await reading.facts(row.stored["case_id"]), reading.standing
    if facts is None:
        return None
    return replace(facts, viewer_role=viewer.role, viewer_team=viewer.team_id, request=row.stored["key"])


async def work_of(reading: Reading, row: Row) -> Work:
    """What the rules need of a service request, and who looks; the same facts as `operations.worked.Worked.work`."""
    work, _ = await work_and_lines_of(reading, row)
    return work


async def work_and_lines_of(reading: Reading, row: Row) -> tuple[Work, list[Row]]:
    """The same, and the lines of its plans as they were read."""
    activities, open_children, case_facts = await asyncio.gather(
        reading.related(row, ACTIVITIES), reading.total(row, OPEN_CHILDREN), case_of(reading, row)
    )
    stored = row.stored
    work = Work(
        kind=kind_of(row),
        status=stored["status"],
        template=TEMPLATES[stored["template"]] if stored["template"] else None,
        amendment=TEMPLATES[stored["amendment"]] if stored["amendment"] else None,
        sub_status=stored["sub_status"],
        owner=stored["owner_id"],
        team=stored["team_id"],
        form=stored["data"],
        case=case_facts,
        lines=tuple(state_of(each) for each in activities),
        open_children=open_children,
        put_up_by=stored["approval_requested_by"],
        amended_by=stored["amended_by"],
        viewer=reading.actor.user_id,
    )
    return work, activities


def state_of(activity: Row) -> LineState:
    """A line as the rules look at it."""
    stored = activity.stored
    return LineState(stored["code"], stored["status"], stored["outcome"], stored["done_by"])
