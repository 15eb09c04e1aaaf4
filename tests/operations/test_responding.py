"""A response counts until judgment is entered, and ends whatever would lead to one by default (D-06, D-11)."""

from datetime import date
from uuid import UUID

import pytest

from backend.models import Claim, HistoryEntry, JudgmentRequest, Letter, Party, Response, Timer
from backend.rules import refusals
from backend.rules.vocabulary import ClaimState, EventKind, JudgmentRequestState, ResponseKind
from backend.rules.vocabulary import Letter as Named
from tests.builders.clocks import RESPONSE_DUE_AT
from tests.builders.lodgings import andrew, kate, lodging, person
from tests.builders.service import Service

TOLD = {Named.RESPONSE_RECEIVED_TO_CLAIMANT, Named.RESPONSE_RECEIVED_TO_DEFENDANT}


async def letters_told(service: Service, case_id: UUID) -> list[tuple[Named, str]]:
    """Who was told of a response, by which letter."""
    names = {party.id: party.name for party in await service.all(Party, case_id=case_id)}
    found = await service.all(Letter, case_id=case_id)
    return sorted((letter.template, names[letter.party_id]) for letter in found if letter.template in TOLD)


async def kinds(service: Service, case_id: UUID) -> list[EventKind]:
    entries = await service.all(HistoryEntry, by=HistoryEntry.number, stream_id=case_id)
    return [entry.kind for entry in entries]


@pytest.mark.requirement("D-06")
async def test_a_response_in_time_is_stored_and_both_sides_are_told(service: Service) -> None:
    case_id = await service.lodge()
    await service.join(case_id)
    service.clock.go(days=3)
    outcome = await service.respond(case_id, statement="  The wall was never mine. ")
    response = await service.one(Response, case_id=case_id)
    assert outcome.subjects == {"claim": case_id, "response": response.id}
    assert (response.kind, response.disputed_pence) == (ResponseKind.DISPUTES_ALL, None)
    assert response.statement == "The wall was never mine."
    assert (response.received_at, response.counts_as_filed_on) == (service.clock.at, date(2026, 3, 5))
    assert response.party_id == (await service.party(case_id, "Andrew Hollis")).id
    assert (await service.one(Claim, case_id=case_id)).state is ClaimState.DEFENDED
    assert await letters_told(service, case_id) == [
        (Named.RESPONSE_RECEIVED_TO_CLAIMANT, "Kate Marlowe"),
        (Named.RESPONSE_RECEIVED_TO_DEFENDANT, "Andrew Hollis"),
    ]
    assert [timer.done_at for timer in await service.all(Timer, case_id=case_id)] == [service.clock.at] * 3
    entry = (await service.all(HistoryEntry, by=HistoryEntry.number, stream_id=case_id))[-1]
    assert (entry.kind, entry.actor_id) == (EventKind.RESPONSE_RECEIVED, service.andrew.user_id)
    assert entry.changes == {"responseKind": "DISPUTES_ALL", "party": "Andrew Hollis"}


@pytest.mark.requirement("D-11")
async def test_a_late_response_counts_while_no_judgment_was_requested(service: Service) -> None:
    case_id = await service.lodge()
    await service.join(case_id)
    service.clock.set(RESPONSE_DUE_AT)
    await service.respond(case_id, kind=ResponseKind.SAYS_PAID)
    assert (await service.one(Response)).counts_as_filed_on == date(2026, 3, 24)
    with pytest.raises(refusals.Refused) as refused:
        await service.request(case_id)
    assert refused.value.reasons == (refusals.RESPONSE_ALREADY_RECEIVED,)


@pytest.mark.requirement("D-06", "D-11")
async def test_a_response_between_request_and_entry_refuses_the_judgment(service: Service) -> None:
    case_id = await service.lodge()
    await service.join(case_id)
    service.clock.set(RESPONSE_DUE_AT)
    await service.request(case_id)
    service.clock.go(hours=1)
    await service.respond(case_id)
    asked = await service.one(JudgmentRequest, case_id=case_id)
    assert (asked.state, asked.decided_at) == (JudgmentRequestState.REFUSED, service.clock.at)
    assert asked.refusal_code == "RESPONSE_ALREADY_RECEIVED"
    assert (await kinds(service, case_id))[-2:] == [EventKind.RESPONSE_RECEIVED, EventKind.JUDGMENT_REFUSED]
    assert len(await letters_told(service, case_id)) == 2
    assert all(letter.facts["stops_judgment"] for letter in await service.all(Letter) if letter.template in TOLD)
    with pytest.raises(refusals.Refused) as refused:
        await service.enter(case_id)
    assert refused.value.reasons == (refusals.RESPONSE_ALREADY_RECEIVED,)


@pytest.mark.requirement("D-11")
async def test_a_response_after_judgment_is_refused_and_changes_nothing(service: Service) -> None:
    case_id = await service.lodge()
    await service.join(case_id)
    service.clock.set(RESPONSE_DUE_AT)
    await service.request(case_id)
    await service.enter(case_id)
    before = await service.counts()
    with pytest.raises(refusals.Refused) as refused:
        await service.respond(case_id)
    assert refused.value.reasons == (refusals.JUDGMENT_ALREADY_ENTERED,)
    assert await service.counts() == before


@pytest.mark.requirement("D-06")
async def test_disputing_part_needs_an_amount_below_what_is_claimed_and_nothing_else_takes_one(
    service: Service,
) -> None:
    case_id = await service.lodge()
    await service.join(case_id)
    before = await service.counts()
    part, everything = ResponseKind.DISPUTES_PART, ResponseKind.DISPUTES_ALL
    for kind, pence, code in (
        (part, None, "AMOUNT_NOT_EXPECTED"),
        (everything, 1_00, "AMOUNT_NOT_EXPECTED"),
        (part, 0, "AMOUNT_OUT_OF_RANGE"),
        (part, 1_379_86, "AMOUNT_OUT_OF_RANGE"),
    ):
        with pytest.raises(refusals.Invalid) as refused:
            await service.respond(case_id, kind=kind, disputed_pence=pence, statement=" ")
        assert [(each.code, each.path) for each in refused.value.problems] == [
            ("TEXT_LENGTH", ("statement",)),
            (code, ("disputedAmount",)),
        ]
    assert await service.counts() == before
    await service.respond(case_id, kind=part, disputed_pence=1_379_85)
    assert (await service.one(Response)).disputed_pence == 1_379_85


@pytest.mark.requirement("D-06")
async def test_one_of_several_defendants_answers_for_the_claim_and_everybody_is_told(service: Service) -> None:
    beth = person("Beth Ray", address_lines=("8 Mill Lane", "York"), post_code="YO1 9AA")
    case_id = await service.lodge(
        lodging(claimants=(kate(), person("Ken Marlowe")), defendants=(andrew(), beth)),
    )
    await service.join(case_id)
    await service.join(case_id, by=service.stranger, name="Beth Ray")
    await service.respond(case_id, by=service.stranger)
    assert (await service.one(Response)).party_id == (await service.party(case_id, "Beth Ray")).id
    assert await letters_told(service, case_id) == [
        (Named.RESPONSE_RECEIVED_TO_CLAIMANT, "Kate Marlowe"),
        (Named.RESPONSE_RECEIVED_TO_CLAIMANT, "Ken Marlowe"),
        (Named.RESPONSE_RECEIVED_TO_DEFENDANT, "Andrew Hollis"),
        (Named.RESPONSE_RECEIVED_TO_DEFENDANT, "Beth Ray"),
    ]
    with pytest.raises(refusals.Refused) as refused:
        await service.respond(case_id)
    assert refused.value.reasons == (refusals.RESPONSE_ALREADY_RECEIVED,)


@pytest.mark.requirement("D-06")
async def test_nobody_but_a_linked_defendant_responds(service: Service) -> None:
    case_id = await service.lodge()
    before = await service.counts()
    for actor, refusal in (
        (service.andrew, refusals.NotFound),
        (service.stranger, refusals.NotFound),
        (service.kate, refusals.NotPermitted),
        (service.officer, refusals.NotPermitted),
    ):
        with pytest.raises(refusal):
            await service.respond(case_id, by=actor)
    assert await service.counts() == before
