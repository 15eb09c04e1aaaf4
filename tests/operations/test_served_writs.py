"""A writ that was served: receipt acknowledged, notice of enforcement given, by its officer and nobody else."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from backend.models import HistoryEntry, Letter, Link
from backend.operations import enforcement, writs
from backend.operations.unit import Outcome
from backend.queries.model import Derived
from backend.queries.reading import Reading
from backend.queries.restraints import RESTRAINTS
from backend.queries.writs import WRIT, facts_of
from backend.rules import refusals
from backend.rules import writs as rules
from backend.rules.access import Actor
from backend.rules.reasons import writs as reasons
from backend.rules.vocabulary import EventKind, NoticeMethod, RestraintKind
from backend.rules.vocabulary import Letter as LetterName
from tests.builders.enforcement import UNPAID_AT
from tests.builders.service import Service
from tests.builders.writs import Enforced, issued

ALL = 31
ISSUED_ON = date(2026, 3, 25)


async def acknowledge(
    enforced: Enforced, at: datetime, *, by: Actor | None = None, version: int | None = None
) -> Outcome:
    writ = await enforced.writ()
    return await enforced.service.carry_out(
        by or enforced.hceo, lambda unit: writs.acknowledge(unit, writ.id, at, expected_version=version)
    )


async def give_notice(
    enforced: Enforced, on: date = ISSUED_ON, *, by: Actor | None = None, version: int | None = None
) -> Outcome:
    writ = await enforced.writ()
    return await enforced.service.carry_out(
        by or enforced.hceo,
        lambda unit: writs.give_notice(unit, writ.id, NoticeMethod.POST, on, expected_version=version),
    )


async def stay(enforced: Enforced, kind: RestraintKind = RestraintKind.STAY) -> None:
    ends_on = date(2026, 5, 20) if kind is RestraintKind.BREATHING_SPACE else None
    await enforced.service.carry_out(
        enforced.service.officer,
        lambda unit: enforcement.restrain(
            unit, enforced.case_id, kind=kind, ends_on=ends_on, reason="By order.", expected_version=None
        ),
    )


async def refused(enforced: Enforced, act: Any, *given: refusals.Reason) -> None:
    """The act is refused for exactly these reasons, and nothing has changed."""
    before = await enforced.service.counts(), await enforced.service.stream(enforced.case_id)
    with pytest.raises(refusals.Refused) as refusal:
        await act
    assert refusal.value.reasons == given
    after = await enforced.service.counts(), await enforced.service.stream(enforced.case_id)
    assert after[0] == before[0]
    assert after[1].entry_count == before[1].entry_count


@pytest.mark.requirement("W-15")
async def test_the_officer_acknowledges_when_the_writ_was_received(service: Service) -> None:
    enforced = await issued(service)
    received = UNPAID_AT + timedelta(minutes=5)
    service.clock.go(hours=2)
    await acknowledge(enforced, received)
    writ = await enforced.writ()
    assert (writ.received_at, writ.acknowledged_at) == (received, UNPAID_AT + timedelta(hours=2))
    entry = (await service.all(HistoryEntry, stream_id=enforced.case_id, by=HistoryEntry.number))[-1]
    assert (entry.kind, entry.audience, entry.actor_id) == (EventKind.WRIT_ACKNOWLEDGED, ALL, enforced.hceo.user_id)
    await refused(enforced, acknowledge(enforced, received), reasons.RECEIPT_ACKNOWLEDGED)


@pytest.mark.parametrize("minutes", [-1, 1], ids=["before its issue", "in the future"])
async def test_a_receipt_before_the_issue_or_in_the_future_is_invalid(service: Service, minutes: int) -> None:
    enforced = await issued(service)
    with pytest.raises(refusals.Invalid):
        await acknowledge(enforced, UNPAID_AT + timedelta(minutes=minutes))
    assert (await enforced.writ()).received_at is None


@pytest.mark.requirement("W-18", "D-18")
async def test_notice_says_to_both_sides_from_when_goods_may_be_taken(service: Service) -> None:
    enforced = await issued(service)
    await give_notice(enforced)
    writ = await enforced.writ()
    # Wednesday 25 March 2026: 26, 27, 28, 30, 31, 1 and 2 April are the seven clear days; the 3rd is Good Friday.
    assert writ.enforceable_at == datetime(2026, 4, 2, 23, tzinfo=UTC)
    assert (writ.notice_method, writ.notice_given_on) == (NoticeMethod.POST, ISSUED_ON)
    told = {
        row.template: row.facts["enforceable_from"]
        for row in await service.all(Letter, case_id=enforced.case_id)
        if row.template.startswith("NOTICE")
    }
    assert told == {
        LetterName.NOTICE_OF_ENFORCEMENT_TO_CLAIMANT: "2026-04-03",
        LetterName.NOTICE_OF_ENFORCEMENT_TO_DEFENDANT: "2026-04-03",
    }
    await refused(enforced, give_notice(enforced), reasons.NOTICE_GIVEN_ALREADY)


@pytest.mark.requirement("W-18")
async def test_no_notice_is_given_while_enforcement_is_stayed_or_after_the_last_day(service: Service) -> None:
    enforced = await issued(service)
    await stay(enforced)
    await refused(enforced, give_notice(enforced), reasons.ENFORCEMENT_STAYED)
    service.clock.set(datetime(2027, 3, 25, tzinfo=UTC))
    await refused(enforced, give_notice(enforced), reasons.WRIT_EXPIRED, reasons.ENFORCEMENT_STAYED)
    assert (await enforced.writ()).notice_given_on is None


@pytest.mark.requirement("W-15", "X-08")
async def test_what_is_the_officers_nobody_else_does(service: Service) -> None:
    enforced = await issued(service)
    for somebody in (service.kate, service.andrew, service.officer):
        with pytest.raises(refusals.NotPermitted):
            await give_notice(enforced, by=somebody)
        with pytest.raises(refusals.NotPermitted):
            await acknowledge(enforced, UNPAID_AT, by=somebody)
    with pytest.raises(refusals.NotFound):
        await give_notice(enforced, by=service.stranger)


@pytest.mark.requirement("X-08")
async def test_an_officer_whose_link_has_ended_sees_the_writ_no_more(service: Service) -> None:
    enforced = await issued(service)
    await service.change(update(Link).where(Link.hceo_id == enforced.hceo_id).values(ended_at=UNPAID_AT))
    with pytest.raises(refusals.NotFound):
        await give_notice(enforced)


async def test_an_officer_with_an_old_version_is_told_so(service: Service) -> None:
    enforced = await issued(service)
    with pytest.raises(refusals.Stale):
        await give_notice(enforced, version=1)
    await give_notice(enforced, version=2)


@pytest.mark.requirement("X-04")
@pytest.mark.parametrize("step", ["issued", "received", "notified", "stayed"])
async def test_what_is_shown_of_a_writ_and_what_an_act_judges_by_are_the_same_facts(
    service: Service, step: str
) -> None:
    enforced = await issued(service)
    if step != "issued":
        await acknowledge(enforced, UNPAID_AT)
    if step in {"notified", "stayed"}:
        await give_notice(enforced)
    if step == "stayed":
        await stay(enforced)
    service.clock.go(days=10)
    stored = await enforced.writ()
    restraints = frozenset({RestraintKind.STAY} if step == "stayed" else ())
    judged_by = rules.facts_of(stored, now=service.clock.at, restraints=restraints)
    reading = Reading(service.ground.database, enforced.hceo, service.clock.at)
    try:
        row = await reading.one(WRIT, WRIT.key == stored.id)
        assert row is not None
        assert await reading.derive(row, Derived(facts_of, sums=(RESTRAINTS,))) == judged_by
    finally:
        await reading.close()
