"""What became of a letter is recorded once, and its secret goes with it (X-07, P4)."""

import asyncio
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import update

from backend.models import HistoryEntry, Letter
from backend.operations import letters
from backend.operations.ground import machine_now
from backend.rules import refusals
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import COURT_ONLY, EventKind, Jurisdiction, LetterState, Relation, Role
from backend.rules.vocabulary import Letter as Named
from tests.builders.lodgings import andrew, lodging
from tests.builders.people import add_actor
from tests.builders.service import Service


async def last_entry(service: Service) -> HistoryEntry:
    return (await service.all(HistoryEntry, by=HistoryEntry.number))[-1]


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


@pytest.mark.requirement("X-07")
@pytest.mark.parametrize(
    ("state", "kind"),
    [(LetterState.FAILED, EventKind.LETTER_FAILED), (LetterState.WITHHELD, EventKind.LETTER_WITHHELD)],
)
async def test_a_letter_that_never_left_says_why(service: Service, state: LetterState, kind: EventKind) -> None:
    await service.lodge()
    letter = await service.one(Letter, template=Named.CLAIM_LODGED)
    await record(service, letter, state, failure="550 RECIPIENT", is_copy=True)
    ended, entry = await service.one(Letter, id=letter.id), await last_entry(service)
    assert (ended.state, ended.failure, ended.secret) == (state, "550 RECIPIENT", None)
    assert ended.may_be_copy
    assert (entry.kind, entry.changes) == (kind, {"letter": "CLAIM_LODGED"})


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
