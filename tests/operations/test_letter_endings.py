"""What became of a letter is recorded once, and its secret goes with it (X-07, P4)."""

import asyncio
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import update

from backend.models import Hceo, HistoryEntry, Letter, ServiceRequest
from backend.notices import WrongFactsError
from backend.operations import letters
from backend.operations.ground import machine_now
from backend.operations.unit import Outcome, Unit
from backend.rules import refusals
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import COURT_ONLY, Act, EventKind, Jurisdiction, LetterState, Relation, Role
from backend.rules.vocabulary import Letter as Named
from tests.builders.lodgings import andrew, lodging
from tests.builders.officers import add_officer
from tests.builders.people import add_actor
from tests.builders.service import Service
from tests.notices.letters import facts_of


async def last_entry(service: Service) -> HistoryEntry:
    return (await service.all(HistoryEntry, by=HistoryEntry.number))[-1]


async def served(service: Service, case_id: UUID, **changed: object) -> Letter:
    """A letter to an officer, as the act that serves a writ writes it."""
    hceo_id = await add_officer(service.ground)

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.ISSUE_WRIT)
        facts = facts_of(Named.WRIT_SERVED_ON_HCEO, **changed)
        unit.write_to_officer(await unit.session.get_one(Hceo, hceo_id), case_id, Named.WRIT_SERVED_ON_HCEO, facts)
        return Outcome()

    await service.carry_out(SYSTEM, act)
    return await service.one(Letter, hceo_id=hceo_id)


async def record(service: Service, letter: Letter, state: LetterState, **more: object) -> None:
    await service.carry_out(SYSTEM, partial(letters.record_delivery, letter_id=letter.id, state=state, **more))


@pytest.mark.requirement("X-07")
async def test_a_letter_that_has_left_is_recorded_once_and_its_secret_wiped(service: Service) -> None:
    case_id = await service.lodge()
    letter = await service.one(Letter, template=Named.CLAIM_LODGED)
    assert letter.secret is not None
    leased = {"leased_until": machine_now() + timedelta(minutes=5), "leased_by": "w", "state": LetterState.SENDING}
    await service.change(update(Letter).where(Letter.id == letter.id).values(**leased))
    service.clock.go(minutes=1)
    await asyncio.gather(*(record(service, letter, LetterState.SENT) for _ in range(5)))
    await record(service, letter, LetterState.FAILED, failure="550 RECIPIENT", is_copy=True)
    ended = await service.one(Letter, id=letter.id)
    assert (ended.state, ended.secret, ended.failure) == (LetterState.SENT, None, None)
    assert (ended.ended_at, ended.may_be_copy) == (service.clock.at, False)
    assert (ended.leased_until, ended.leased_by) == (None, None)
    entry, stream = await last_entry(service), await service.stream(case_id)
    assert (entry.kind, entry.changes) == (EventKind.LETTER_SENT, {"letter": "CLAIM_LODGED"})
    assert (entry.audience, entry.party_id) == (Relation.DEFENDANT | COURT_ONLY, letter.party_id)
    assert (stream.entry_count, stream.defendant_version, stream.court_version) == (2, 1, 1)


@pytest.mark.requirement("W-21", "X-07")
async def test_a_letter_that_email_cannot_deliver_is_printed_with_its_code_and_staff_see_to_it_once(
    service: Service,
) -> None:
    case_id = await service.lodge()
    letter = await service.one(Letter, template=Named.CLAIM_LODGED)
    for _ in range(3):
        await record(service, letter, LetterState.FAILED, failure="550 RECIPIENT", is_copy=True)
    waits = await service.one(Letter, id=letter.id)
    assert (waits.state, waits.failure, waits.secret) == (LetterState.TO_PRINT, "550 RECIPIENT", letter.secret)
    assert (waits.may_be_copy, waits.ended_at, waits.leased_by) == (True, None, None)
    lodged, entry, opened = await service.all(HistoryEntry, by=HistoryEntry.number, stream_id=case_id)
    assert lodged.kind is EventKind.CLAIM_LODGED
    assert (entry.kind, entry.changes) == (EventKind.LETTER_TO_PRINT, {"letter": "CLAIM_LODGED"})
    assert (entry.audience, entry.party_id) == (Relation.DEFENDANT | COURT_ONLY, letter.party_id)
    assert (opened.kind, opened.audience) == (EventKind.SERVICE_REQUEST_OPENED, COURT_ONLY)
    request = await service.one(ServiceRequest, case_id=case_id)
    assert (request.subject_id, request.opened_for) == (letter.id, f"letter:{letter.id}")
    assert request.reason == (
        "The letter “claim lodged” did not reach its reader (550 RECIPIENT): it waits to be printed and posted."
    )
    stream = await service.stream(case_id)
    assert (stream.defendant_version, stream.court_version) == (1, 1)
    await record(service, letter, LetterState.SENT)
    assert (await service.one(Letter, id=letter.id)).state is LetterState.TO_PRINT


@pytest.mark.requirement("X-07")
@pytest.mark.parametrize(
    ("state", "failure", "kind", "requests"),
    [
        (LetterState.FAILED, "CODE_UNREADABLE", EventKind.LETTER_FAILED, 1),
        (LetterState.FAILED, "WRONG_FACTS", EventKind.LETTER_FAILED, 1),
        (LetterState.WITHHELD, "ADDRESS_GONE", EventKind.LETTER_WITHHELD, 1),
        (LetterState.WITHHELD, "CLAIM_MOVED_ON", EventKind.LETTER_WITHHELD, 0),
    ],
)
async def test_a_letter_that_never_left_says_why_and_staff_see_to_it_unless_it_is_no_longer_true(
    service: Service, state: LetterState, failure: str, kind: EventKind, requests: int
) -> None:
    case_id = await service.lodge()
    letter = await service.one(Letter, template=Named.CLAIM_LODGED)
    for _ in range(2):
        await record(service, letter, state, failure=failure)
    ended = await service.one(Letter, id=letter.id)
    assert (ended.state, ended.failure, ended.secret, ended.ended_at) == (state, failure, None, service.clock.at)
    entry = (await service.all(HistoryEntry, by=HistoryEntry.number, stream_id=case_id))[1]
    assert (entry.kind, entry.changes) == (kind, {"letter": "CLAIM_LODGED"})
    assert len(await service.all(ServiceRequest, subject_id=letter.id)) == requests


@pytest.mark.requirement("W-15", "W-21")
@pytest.mark.parametrize("state", [LetterState.SENT, LetterState.FAILED])
async def test_a_letter_to_an_officer_is_never_printed_and_told_to_officer_and_court_only(
    service: Service, state: LetterState
) -> None:
    case_id = await service.lodge()
    letter = await served(service, case_id)
    assert (letter.state, letter.party_id, letter.secret) == (LetterState.WAITING, None, None)
    await record(service, letter, state, failure=None if state is LetterState.SENT else "550 RECIPIENT")
    assert (await service.one(Letter, id=letter.id)).state is state
    entries = await service.all(HistoryEntry, by=HistoryEntry.number, stream_id=case_id)
    (entry,) = [each for each in entries if each.changes == {"letter": "WRIT_SERVED_ON_HCEO"}]
    assert (entry.audience, entry.party_id) == (Relation.OFFICER | COURT_ONLY, None)
    assert len(await service.all(ServiceRequest, subject_id=letter.id)) == (state is LetterState.FAILED)


@pytest.mark.requirement("W-21")
async def test_an_act_whose_letter_to_an_officer_has_wrong_facts_is_undone(service: Service) -> None:
    case_id = await service.lodge()
    before = await service.counts()
    with pytest.raises(WrongFactsError):
        await served(service, case_id, total_pence=-1)
    assert (await service.counts())["letters"] == before["letters"]


@pytest.mark.requirement("X-07")
async def test_only_the_service_records_what_became_of_an_email(service: Service) -> None:
    await service.lodge()
    letter = await service.one(Letter, template=Named.CLAIM_LODGED)
    for actor in (service.kate, service.officer):
        with pytest.raises(refusals.NotPermitted):
            await service.carry_out(
                actor, partial(letters.record_delivery, letter_id=letter.id, state=LetterState.SENT)
            )
    assert (await service.one(Letter, id=letter.id)).state is LetterState.WAITING


@pytest.mark.requirement("X-07")
async def test_the_court_posts_a_printed_letter_once(service: Service) -> None:
    case_id = await service.lodge(lodging(defendants=(andrew(email=None),)))
    printed = await service.one(Letter, template=Named.CLAIM_LODGED)
    emailed = await service.one(Letter, template=Named.CLAIM_LODGED_CONFIRMATION)
    elsewhere = await add_actor(service.ground, "Una", Role.COURT_OFFICER, {Jurisdiction.NORTHERN_IRELAND})
    before = await service.counts()
    for actor, refusal in (
        (service.kate, refusals.NotPermitted),
        (service.stranger, refusals.NotPermitted),
        (SYSTEM, refusals.NotPermitted),
        (elsewhere, refusals.NotFound),
    ):
        with pytest.raises(refusal):
            await service.carry_out(actor, partial(letters.mark_posted, letter_id=printed.id))
    with pytest.raises(refusals.Refused) as refused:
        await service.carry_out(service.officer, partial(letters.mark_posted, letter_id=emailed.id))
    assert refused.value.reasons == (refusals.LETTER_NOT_WAITING,)
    assert await service.counts() == before
    ended = await asyncio.gather(
        *(service.carry_out(service.officer, partial(letters.mark_posted, letter_id=printed.id)) for _ in range(4)),
        return_exceptions=True,
    )
    assert sorted(str(each) for each in ended if isinstance(each, Exception)) == ["LETTER_NOT_WAITING"] * 3
    posted, entry = await service.one(Letter, id=printed.id), await last_entry(service)
    assert (posted.state, posted.secret, posted.ended_at) == (LetterState.POSTED, None, service.clock.at)
    assert (entry.kind, entry.actor_id, entry.stream_id) == (EventKind.LETTER_POSTED, service.officer.user_id, case_id)
