"""Letters on paper: taken from the print queue by court staff, each time on record (W-21, P27)."""

from functools import partial
from io import BytesIO
from uuid import UUID

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from sqlalchemy import update

from backend.documents.letters import PrintedLetter, data_of
from backend.models import Claim, HistoryEntry, Letter, Party, ServiceRequest, Session
from backend.notices import CATALOGUE
from backend.notices.catalogue import CarriesCode
from backend.operations import codes, downloads, letters, printing, sessions
from backend.operations.ground import machine_now
from backend.rules import refusals
from backend.rules.access import SYSTEM, Actor
from backend.rules.vocabulary import COURT_ONLY, ClaimState, EventKind, Jurisdiction, LetterState, Role
from backend.rules.vocabulary import Letter as Named
from tests.builders.clocks import RESPONSE_DUE_AT
from tests.builders.lodgings import andrew, lodging
from tests.builders.people import add_actor
from tests.builders.service import Service

pytestmark = pytest.mark.requirement("W-21")


async def lodged(service: Service) -> tuple[UUID, Letter]:
    """A claim against somebody without an e-mail address, and the letter about it."""
    case_id = await service.lodge(lodging(defendants=(andrew(email=None),)))
    return case_id, await service.one(Letter, template=Named.CLAIM_LODGED)


async def composed(service: Service, actor: Actor, letter_id: UUID) -> PrintedLetter:
    """What is laid out when the letter is taken: the words that the PDF holds as drawn letters."""
    taken: list[PrintedLetter] = []

    async def act(unit: printing.Unit) -> printing.Outcome:
        taken[:] = await printing.take(unit, letter_id)
        return printing.Outcome()

    await service.carry_out(actor, act)
    return taken[0]


async def test_a_letter_is_taken_as_a_tagged_pdf_and_each_time_it_is_on_record(service: Service) -> None:
    case_id, letter = await lodged(service)
    reference = (await service.case(case_id)).reference
    first = await printing.letter_pdf(service.ground, service.officer, letter.id)
    again = await printing.letter_pdf(service.ground, service.officer, letter.id)
    assert first == again
    assert first.name == f"letter-{reference}.pdf"
    document = PdfFileReader(BytesIO(first.content))
    assert document.root["/MarkInfo"]["/Marked"]
    assert document.root["/Lang"] == "en-GB"
    entries = await service.all(HistoryEntry, by=HistoryEntry.number, stream_id=case_id)
    assert [each.kind for each in entries[1:]] == [EventKind.DOCUMENT_DOWNLOADED] * 2
    assert {(each.audience, each.actor_id) for each in entries[1:]} == {(COURT_ONLY, service.officer.user_id)}
    assert entries[1].changes == {"document": "letter CLAIM_LODGED"}
    assert (await service.one(Letter, id=letter.id)).state is LetterState.TO_PRINT


async def test_a_printed_letter_has_the_address_of_today_and_the_security_code(service: Service) -> None:
    case_id, letter = await lodged(service)
    moved = {"address_lines": ["2 New Road", "Leeds"], "post_code": "LS2 8AA"}
    party = await service.one(Party, id=letter.party_id)
    await service.change(update(Party).where(Party.id == letter.party_id).values(**moved))
    printed = await composed(service, service.officer, letter.id)
    assert data_of(printed)["to"] == [party.name, "2 New Road", "Leeds", "LS2 8AA"]
    assert f"Enter your security code: {(await service.codes())[0].text}" in printed.text
    assert printed.reference == (await service.case(case_id)).reference


async def refuse_own_code(service: Service, letter_id: UUID) -> None:
    """The officer may not print this letter; nothing has changed, and a colleague prints it."""
    before = await service.counts()
    with pytest.raises(refusals.Refused) as refused:
        await printing.letter_pdf(service.ground, service.officer, letter_id)
    assert refused.value.reasons == (refusals.YOUR_OWN_CODE,)
    assert await service.counts() == before
    assert (await service.one(Letter, id=letter_id)).state is LetterState.TO_PRINT
    colleague = await add_actor(service.ground, "Cleo", Role.COURT_OFFICER, {Jurisdiction.ENGLAND_WALES})
    assert "our security code: " in (await composed(service, colleague, letter_id)).text


@pytest.mark.requirement("D-02", "X-08")
async def test_who_had_a_security_code_sent_does_not_read_it(service: Service) -> None:
    case_id, lodged_letter = await lodged(service)
    service.clock.go(days=1)
    await service.issue_code(case_id, lodged_letter.party_id)
    await refuse_own_code(service, (await service.one(Letter, template=Named.SECURITY_CODE)).id)
    # The code sent when the claim was lodged is not of the officer's making.
    assert (await service.codes())[0].text in (await composed(service, service.officer, lodged_letter.id)).text


@pytest.mark.requirement("D-02", "X-08")
async def test_an_earlier_code_of_ones_own_is_not_read_after_a_colleague_sent_another(service: Service) -> None:
    case_id, lodged_letter = await lodged(service)
    colleague = await add_actor(service.ground, "Cleo", Role.COURT_OFFICER, {Jurisdiction.ENGLAND_WALES})
    for actor, code in zip((service.officer, colleague), (await service.codes())[1:3], strict=True):
        service.clock.go(days=1)
        issue = partial(codes.issue, case_id=case_id, made=(code,), party_id=lodged_letter.party_id)
        await service.carry_out(actor, issue)
    mine, theirs = await service.all(Letter, template=Named.SECURITY_CODE, by=Letter.created_at)
    with pytest.raises(refusals.Refused):
        await printing.letter_pdf(service.ground, service.officer, mine.id)
    assert (await service.codes())[2].text in (await composed(service, service.officer, theirs.id)).text


@pytest.mark.requirement("D-12", "X-08")
async def test_who_entered_judgment_does_not_read_the_code_in_its_letter(service: Service) -> None:
    case_id, _ = await lodged(service)
    service.clock.set(RESPONSE_DUE_AT)
    await service.request(case_id)
    await service.enter(case_id)
    await refuse_own_code(service, (await service.one(Letter, template=Named.JUDGMENT_ENTERED_TO_DEFENDANT)).id)


@pytest.mark.requirement("D-12")
async def test_who_entered_judgment_prints_its_letter_where_there_is_no_code_in_it(service: Service) -> None:
    case_id, _ = await lodged(service)
    await service.join(case_id)
    service.clock.set(RESPONSE_DUE_AT)
    await service.request(case_id)
    await service.enter(case_id)
    letter = await service.one(Letter, template=Named.JUDGMENT_ENTERED_TO_DEFENDANT)
    assert "our security code: " not in (await composed(service, service.officer, letter.id)).text


def test_it_is_known_of_every_code_in_a_letter_who_had_it_sent() -> None:
    carrying = {name for name, entry in CATALOGUE.items() if entry.code is not CarriesCode.NEVER}
    assert set(printing.SENT_WITH) == carrying


@pytest.mark.requirement("X-08")
async def test_name_and_address_bring_no_lines_or_links_of_their_own_onto_the_paper(service: Service) -> None:
    _, letter = await lodged(service)
    hostile = {"name": "Andrew\nPay at www.evil.example\u2028now", "address_lines": ["14 High Street\r\n\r\nx", "York"]}
    await service.change(update(Party).where(Party.id == letter.party_id).values(**hostile))
    assert data_of(await composed(service, service.officer, letter.id))["to"] == [
        "Andrew Pay at [link removed] now",
        "14 High Street x",
        "York",
        "YO31 7EW",
    ]


async def test_nobody_but_the_court_of_the_place_takes_a_letter_to_print(service: Service) -> None:
    _, letter = await lodged(service)
    elsewhere = await add_actor(service.ground, "Una", Role.COURT_OFFICER, {Jurisdiction.NORTHERN_IRELAND})
    before = await service.counts()
    for actor, refusal in (
        (service.kate, refusals.NotPermitted),
        (service.andrew, refusals.NotPermitted),
        (SYSTEM, refusals.NotPermitted),
        (elsewhere, refusals.NotFound),
    ):
        with pytest.raises(refusal):
            await printing.letter_pdf(service.ground, actor, letter.id)
    assert await service.counts() == before


async def test_only_what_waits_to_be_printed_is_taken(service: Service) -> None:
    _, letter = await lodged(service)
    emailed = await service.one(Letter, template=Named.CLAIM_LODGED_CONFIRMATION)
    await service.carry_out(service.officer, lambda unit: letters.mark_posted(unit, letter.id))
    before = await service.counts()
    for each in (letter, emailed):
        with pytest.raises(refusals.Refused) as refused:
            await printing.letter_pdf(service.ground, service.officer, each.id)
        assert refused.value.reasons == (refusals.LETTER_NOT_WAITING,)
    assert await service.counts() == before


async def test_a_letter_that_is_no_longer_true_leaves_the_queue_instead(service: Service) -> None:
    case_id, _ = await lodged(service)
    await service.change(
        update(Letter)
        .where(Letter.template == Named.CLAIM_LODGED)
        .values(template=Named.RESPONSE_REMINDER, state=LetterState.TO_PRINT)
    )
    await service.change(update(Claim).where(Claim.case_id == case_id).values(state=ClaimState.DEFENDED))
    letter = await service.one(Letter, template=Named.RESPONSE_REMINDER)
    for reason in (refusals.LETTER_NOT_TRUE, refusals.LETTER_NOT_WAITING):
        with pytest.raises(refusals.Refused) as refused:
            await printing.letter_pdf(service.ground, service.officer, letter.id)
        assert refused.value.reasons == (reason,)
    withheld = await service.one(Letter, id=letter.id)
    assert (withheld.state, withheld.failure, withheld.secret) == (LetterState.WITHHELD, "CLAIM_MOVED_ON", None)
    assert await service.all(ServiceRequest) == []


async def test_a_letter_whose_code_cannot_be_read_fails_and_staff_see_to_it(service: Service) -> None:
    _, letter = await lodged(service)
    await service.change(update(Letter).where(Letter.id == letter.id).values(secret=b"broken, broken, broken"))
    with pytest.raises(refusals.Refused):
        await printing.letter_pdf(service.ground, service.officer, letter.id)
    failed = await service.one(Letter, id=letter.id)
    assert (failed.state, failed.failure, failed.secret) == (LetterState.FAILED, "CODE_UNREADABLE", None)
    assert (await service.one(ServiceRequest)).opened_for == f"letter:{letter.id}"


async def test_the_link_of_the_queue_works_for_the_session_that_asked_and_only_while_it_stands(
    service: Service,
) -> None:
    case_id, letter = await lodged(service)
    signed_in, other = [await sessions.sign_in(service.ground, service.officer.user_id) for _ in range(2)]
    officer = await sessions.authenticate(service.ground, signed_in.token)
    ticket = printing.ticket(service.ground, officer, letter.id)
    assert ticket.path.startswith("/letters/")
    token = ticket.path.removeprefix("/letters/")
    reference = (await service.case(case_id)).reference
    for bearer in (None, signed_in.token):
        file = await printing.download(service.ground, token, bearer=bearer)
        assert (file.name, file.media_type) == (f"letter-{reference}.pdf", "application/pdf")
    before = await service.counts()
    assert await printing.download(service.ground, token, bearer=other.token) is None
    assert await printing.download(service.ground, f"{token[:-2]}aa") is None
    assert await downloads.download(service.ground, token) is None
    await service.change(update(Session).values(ended_at=machine_now()))
    assert await printing.download(service.ground, token) is None
    assert await service.counts() == before


@pytest.mark.parametrize("who", ["kate", "officer"])
async def test_no_link_is_made_for_who_may_not_print_or_has_no_session(service: Service, who: str) -> None:
    _, letter = await lodged(service)
    asking = getattr(service, who)
    assert printing.ticket(service.ground, asking, letter.id) is None
    signed_in = await sessions.sign_in(service.ground, service.kate.user_id)
    kate = await sessions.authenticate(service.ground, signed_in.token)
    assert printing.ticket(service.ground, kate, letter.id) is None
