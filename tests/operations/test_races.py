"""Many at once: of what excludes each other one thing happens, and the claim stays whole (D-11, P3)."""

import asyncio
from collections.abc import Awaitable, Iterable
from uuid import UUID

import pytest

from backend.models import Claim, HistoryEntry, Judgment, JudgmentRequest, LedgerLine, Letter, Link, Response
from backend.operations.histories import verify
from backend.operations.unit import Outcome
from backend.rules import refusals
from backend.rules.vocabulary import ClaimState, EventKind, JudgmentRequestState
from tests.builders.clocks import RESPONSE_DUE_AT
from tests.builders.service import Service

ANSWERED, ADJUDGED = ClaimState.DEFENDED, ClaimState.JUDGMENT_ENTERED


async def at_once(acts: Iterable[Awaitable[Outcome]]) -> tuple[list[Outcome], list[refusals.Refusal]]:
    """Which of these acts succeeded and which were refused; anything else is raised."""
    ended = await asyncio.gather(*acts, return_exceptions=True)
    outcomes = [each for each in ended if isinstance(each, Outcome)]
    refused = [each for each in ended if isinstance(each, refusals.Refusal)]
    faults = [each for each in ended if not isinstance(each, Outcome | refusals.Refusal)]
    assert faults == []
    return outcomes, refused


async def overdue(service: Service) -> UUID:
    """A claim whose defendant is linked and late."""
    service.clock.set(RESPONSE_DUE_AT.replace(day=2, hour=10))
    case_id = await service.lodge()
    await service.join(case_id)
    service.clock.set(RESPONSE_DUE_AT)
    return case_id


async def assert_whole(service: Service, case_id: UUID) -> ClaimState:
    """What must hold of any claim, however it came there; its state."""
    state = (await service.one(Claim, case_id=case_id)).state
    responses = await service.all(Response, case_id=case_id)
    judgments = await service.all(Judgment, case_id=case_id)
    asked = [each.state for each in await service.all(JudgmentRequest, case_id=case_id)]
    assert (len(responses), len(judgments)) == {ANSWERED: (1, 0), ADJUDGED: (0, 1)}.get(state, (0, 0))
    assert (
        asked
        in {
            ADJUDGED: ([JudgmentRequestState.ENTERED],),
            ANSWERED: ([], [JudgmentRequestState.REFUSED]),
            ClaimState.JUDGMENT_REQUESTED: ([JudgmentRequestState.REQUESTED],),
        }[state]
    )
    happened = [each.kind for each in await service.all(HistoryEntry, by=HistoryEntry.number, stream_id=case_id)]
    for kind in (EventKind.RESPONSE_RECEIVED, EventKind.JUDGMENT_ENTERED, EventKind.JUDGMENT_REQUESTED):
        assert happened.count(kind) <= 1
    owed = sum(line.amount_pence for line in await service.all(LedgerLine, case_id=case_id))
    assert owed == (judgments[0].total_pence if judgments else 1_379_86)
    return state


@pytest.mark.requirement("D-11")
async def test_of_many_responses_requests_and_entries_at_once_the_claim_keeps_one_story(service: Service) -> None:
    """Started in every order, several of each: a response and a judgment never coexist."""
    for turn in range(3):
        case_id = await overdue(service)
        acts = [service.respond, service.request, service.enter]
        first = acts[turn:] + acts[:turn]
        outcomes, refused = await at_once(act(case_id) for _ in range(4) for act in first)
        state = await assert_whole(service, case_id)
        entries = await service.all(HistoryEntry, stream_id=case_id)
        assert len(outcomes) in {1, 2}
        assert len(outcomes) + len(refused) == 12
        assert len(entries) == (await service.stream(case_id)).entry_count
        assert state in {ANSWERED, ADJUDGED, ClaimState.JUDGMENT_REQUESTED}
    assert (await verify(service.ground.database)).faults == []


@pytest.mark.requirement("D-11")
async def test_of_a_response_and_the_entry_of_judgment_exactly_one_happens(service: Service) -> None:
    ends = []
    for turn in range(6):
        case_id = await overdue(service)
        await service.request(case_id)
        acts = (service.respond(case_id), service.enter(case_id))
        outcomes, refused = await at_once(acts if turn % 2 else acts[::-1])
        assert (len(outcomes), len(refused)) == (1, 1)
        state = await assert_whole(service, case_id)
        (reason,) = refused[0].reasons
        assert (state, reason) in {
            (ANSWERED, refusals.RESPONSE_ALREADY_RECEIVED),
            (ADJUDGED, refusals.JUDGMENT_ALREADY_ENTERED),
        }
        ends.append(state)
    assert len(ends) == 6


@pytest.mark.requirement("D-11")
async def test_of_many_entries_of_one_judgment_one_is_made(service: Service) -> None:
    case_id = await overdue(service)
    await service.request(case_id)
    letters = len(await service.all(Letter))
    outcomes, refused = await at_once(service.enter(case_id) for _ in range(10))
    assert (len(outcomes), len(refused)) == (1, 9)
    assert {each.reasons for each in refused} == {(refusals.JUDGMENT_ALREADY_ENTERED,)}
    assert await assert_whole(service, case_id) is ADJUDGED
    assert len(await service.all(Letter)) == letters + 2


@pytest.mark.requirement("D-02")
async def test_a_code_works_once_however_many_use_it_at_once(service: Service) -> None:
    case_id = await service.lodge()
    people = [service.andrew, service.stranger]
    outcomes, refused = await at_once(service.try_link(case_id, by=people[turn % 2]) for turn in range(10))
    assert (len(outcomes), len(refused)) == (1, 9)
    assert {each.reasons for each in refused} == {(refusals.LINKING_FAILED,)}
    assert len([link for link in await service.all(Link, case_id=case_id) if link.relation == 2]) == 1


@pytest.mark.requirement("X-03")
async def test_of_editors_who_read_the_same_version_each_round_exactly_one_succeeds(service: Service) -> None:
    case_id = await service.lodge()
    party_id = (await service.party(case_id, "Andrew Hollis")).id
    before = (await service.stream(case_id)).court_version
    for turn in range(3):
        outcomes, refused = await at_once(
            service.issue_code(case_id, party_id, version=before + turn) for _ in range(6)
        )
        assert (len(outcomes), len(refused)) == (1, 5)
        assert {(each.expected, each.current, each.case_id) for each in refused} == {
            (before + turn, before + turn + 1, case_id)
        }


@pytest.mark.requirement("X-03")
async def test_as_many_edits_succeed_as_the_version_takes_steps(service: Service) -> None:
    """Editors who each read and write as fast as they can."""
    case_id = await service.lodge()
    party_id = (await service.party(case_id, "Andrew Hollis")).id
    before = (await service.stream(case_id)).court_version

    async def edit(times: int) -> int:
        done = 0
        for _ in range(times):
            version = (await service.stream(case_id)).court_version
            try:
                await service.issue_code(case_id, party_id, version=version)
            except refusals.Stale:
                continue
            done += 1
        return done

    done = sum(await asyncio.gather(*(edit(4) for _ in range(5))))
    stream = await service.stream(case_id)
    assert stream.court_version - before == done > 0
    assert (stream.claimant_version, stream.defendant_version) == (1, 1)
    assert stream.entry_count == 1 + done
    assert (await verify(service.ground.database)).faults == []
