"""Whoever proves to be the defendant is linked; whoever does not learns nothing at all (D-02, P11)."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from backend.adapters.database import Database
from backend.models import HistoryEntry, IdempotencyKey, Letter, Link, LinkAttempt, LinkGuard, SecurityCode
from backend.operations import links
from backend.operations.ground import machine_now
from backend.operations.unit import Once, Outcome, Unit
from backend.rules import linking, refusals
from backend.rules.access import SYSTEM, Actor
from backend.rules.linking import Proof
from backend.rules.vocabulary import COURT_ONLY, Act, EventKind, Relation, Role
from backend.rules.vocabulary import Letter as Named
from tests.builders.clocks import LODGED_AT
from tests.builders.lodgings import BIRTH, PROVEN, andrew, kate, lodging, organisation
from tests.builders.people import add_actor
from tests.builders.service import Service, open_service

WRONG_BIRTH = Proof(BIRTH + timedelta(days=1), None, None, None)
QUANTUM = 1.0


async def fail(service: Service, case_id: UUID, **given: object) -> None:
    """Try and fail: with the one answer that there is to failing."""
    with pytest.raises(refusals.Refused) as refused:
        await service.try_link(case_id, **given)
    assert refused.value.reasons == (refusals.LINKING_FAILED,)


async def refused_after(service: Service, **given: object) -> tuple[object, float]:
    """What a failure says, and how many seconds it took."""
    began = time.monotonic()
    with pytest.raises(refusals.Refused) as refused:
        await service.try_link(**given)
    return (str(refused.value), refused.value.reasons), time.monotonic() - began


def lasts_as_all_do(took: float) -> bool:
    """Whether so many seconds are a whole multiple of the quantum, as nearly as a busy machine can tell."""
    off = took % QUANTUM
    return took > QUANTUM * 0.95 and min(off, QUANTUM - off) < QUANTUM / 3


async def count_as(service: Service, attempts: int) -> None:
    """Have each caller's attempts so far count as so many."""

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.LINK_TO_CLAIM)
        for row in await unit.session.scalars(select(LinkAttempt)):
            unit.session.add_all(LinkAttempt(caller=row.caller, kind=row.kind, at=row.at) for _ in range(attempts - 1))
        return Outcome()

    await service.carry_out(SYSTEM, act)


async def guard_of(service: Service, case_id: UUID) -> tuple[int, int, float | None]:
    """Failures, suspensions, and for how many hours (to the tenth) linking is suspended from now on."""
    guard = await service.one(LinkGuard, case_id=case_id)
    left = guard.suspended_until and round((guard.suspended_until - machine_now()) / timedelta(hours=1), 1)
    return guard.failures, guard.suspensions, left


@pytest.mark.requirement("D-02")
async def test_reference_code_and_detail_link_the_defendant(service: Service) -> None:
    case_id = await service.lodge()
    party = await service.party(case_id, "Andrew Hollis")
    service.clock.go(days=1)
    (code,) = await service.codes(1)
    typed = code.text.lower().replace("-", " ")
    reference = (await service.case(case_id)).reference
    outcome = await service.try_link(case_id, reference=f" {reference.lower()} ", code=typed)
    assert outcome.subjects == {"claim": case_id}
    link = await service.one(Link, user_id=service.andrew.user_id)
    assert (link.case_id, link.party_id, link.relation) == (case_id, party.id, Relation.DEFENDANT)
    assert (link.since, link.ended_at) == (service.clock.at, None)
    assert (await service.one(SecurityCode)).used_at == service.clock.at
    entry = (await service.all(HistoryEntry, by=HistoryEntry.number))[-1]
    assert (entry.kind, entry.actor_id) == (EventKind.DEFENDANT_LINKED, service.andrew.user_id)
    assert (entry.audience, entry.party_id) == (Relation.DEFENDANT | COURT_ONLY, party.id)
    assert (await service.one(Letter, template=Named.LINKED)).party_id == party.id
    await fail(service, case_id)
    await fail(service, case_id, by=service.stranger)


@pytest.mark.requirement("D-02")
async def test_every_failure_looks_and_lasts_alike(database: Database) -> None:
    service = await open_service(database, linking_takes_seconds=QUANTUM)
    used, expired, suspended, right = [await service.lodge() for _ in range(4)]
    await service.change(update(SecurityCode).where(SecurityCode.case_id == used).values(used_at=LODGED_AT))
    await service.change(update(SecurityCode).where(SecurityCode.case_id == expired).values(expires_at=LODGED_AT))
    await service.change(
        update(LinkGuard)
        .where(LinkGuard.case_id == suspended)
        .values(suspended_until=machine_now() + timedelta(hours=1))
    )
    attempts = {
        "wrong reference": {"case_id": right, "reference": "MC-0000-0000"},
        "wrong code": {"case_id": right, "code": "0000-0000"},
        "no code": {"case_id": right, "code": ""},
        "wrong detail": {"case_id": right, "proof": WRONG_BIRTH},
        "used": {"case_id": used},
        "expired": {"case_id": expired},
        "suspended": {"case_id": suspended},
        "the claimant herself": {"case_id": right, "by": service.kate},
    }
    said = await asyncio.gather(*(refused_after(service, **given) for given in attempts.values()))
    assert {answer for answer, _ in said} == {("LINKING_FAILED", (refusals.LINKING_FAILED,))}
    assert [took for _, took in said if not lasts_as_all_do(took)] == []
    began = time.monotonic()
    assert isinstance(await service.try_link(right), Outcome)
    assert lasts_as_all_do(time.monotonic() - began)


@pytest.mark.requirement("D-02")
async def test_five_failures_suspend_linking_for_an_hour_and_then_twice_as_long(service: Service) -> None:
    case_id = await service.lodge()
    await fail(service, case_id, proof=WRONG_BIRTH)
    await fail(service, case_id, code="0000-0000")
    assert await guard_of(service, case_id) == (2, 0, None)
    await service.change(update(LinkGuard).values(failures=4))
    await fail(service, case_id, proof=WRONG_BIRTH)
    assert await guard_of(service, case_id) == (0, 1, 1.0)
    await fail(service, case_id)
    assert await guard_of(service, case_id) == (0, 1, 1.0)
    assert await service.all(Link, user_id=service.andrew.user_id) == []
    await service.change(update(LinkGuard).values(suspended_until=machine_now(), failures=4))
    await fail(service, case_id, code="0000-0000")
    assert await guard_of(service, case_id) == (0, 2, 2.0)


@pytest.mark.requirement("D-02")
async def test_failures_at_the_same_time_suspend_once(service: Service) -> None:
    case_id = await service.lodge()
    await service.change(update(LinkGuard).values(failures=4))
    await asyncio.gather(*(fail(service, case_id, proof=WRONG_BIRTH) for _ in range(6)))
    assert await guard_of(service, case_id) == (0, 1, 1.0)


@pytest.mark.requirement("D-02")
async def test_a_new_code_lifts_the_suspension_and_linking_forgets_the_failures(service: Service) -> None:
    case_id = await service.lodge()
    party_id = (await service.party(case_id, "Andrew Hollis")).id
    suspended = {"failures": 3, "suspensions": 1, "suspended_until": machine_now() + timedelta(hours=1)}
    await service.change(update(LinkGuard).values(**suspended))
    await service.issue_code(case_id, party_id)
    assert await guard_of(service, case_id) == (0, 0, None)
    await fail(service, case_id, proof=WRONG_BIRTH)
    await service.link(case_id, index=1)
    assert await guard_of(service, case_id) == (0, 0, None)


@pytest.mark.requirement("D-02", "X-03")
async def test_a_refused_attempt_stands_in_the_history_for_the_court_alone(service: Service) -> None:
    case_id = await service.lodge()
    versions = await service.stream(case_id)
    await fail(service, case_id, proof=WRONG_BIRTH, by=service.stranger)
    entry = (await service.all(HistoryEntry, by=HistoryEntry.number))[-1]
    assert (entry.kind, entry.audience, entry.actor_role) == (EventKind.LINK_FAILED, COURT_ONLY, Role.SYSTEM)
    assert entry.changes == {"suspended": False, "user": str(service.stranger.user_id)}
    after = await service.stream(case_id)
    assert after.entry_count == versions.entry_count + 1
    assert after.court_version == versions.court_version
    assert await service.all(IdempotencyKey) == []


@pytest.mark.requirement("D-02")
@pytest.mark.parametrize("who", ["user", "address"])
async def test_a_caller_has_twenty_attempts_an_hour(service: Service, who: str) -> None:
    """Counted by account and by address, whatever is tried; after the twentieth nothing is even looked at."""
    case_id = await service.lodge()
    same = {"by": service.andrew} if who == "user" else {"caller": "192.0.2.1"}
    other = {"caller": "192.0.2.2"} if who == "user" else {"by": service.stranger}
    await fail(service, case_id, code="0000-0000", by=service.andrew, caller="192.0.2.1")
    await count_as(service, 19)
    await fail(service, case_id, code="0000-0000", **same, **other)
    for _ in range(2):
        with pytest.raises(refusals.Refused) as refused:
            await service.try_link(case_id, **same, **other)
        assert refused.value.reasons == (refusals.TOO_MANY_ATTEMPTS,)
    await service.change(update(LinkAttempt).values(at=machine_now() - timedelta(hours=1)))
    assert isinstance(await service.try_link(case_id, **same, **other), Outcome)


@pytest.mark.requirement("D-02")
async def test_a_caller_has_no_more_attempts_by_making_them_at_once(service: Service) -> None:
    case_id, given = await service.lodge(), {"code": "0000-0000", "caller": "192.0.2.1"}
    await fail(service, case_id, **given)
    await count_as(service, 18)
    ended = await asyncio.gather(*(refused_after(service, case_id=case_id, **given) for _ in range(10)))
    said = [reason for (reason, _), _ in ended]
    assert said.count("LINKING_FAILED") <= 2
    assert said.count("TOO_MANY_ATTEMPTS") >= 8


@pytest.mark.requirement("D-02", "X-08")
async def test_callers_are_kept_as_digests(service: Service) -> None:
    await fail(service, await service.lodge(), caller="192.0.2.77", code="0000-0000")
    digests = {attempt.caller for attempt in await service.all(LinkAttempt)}
    assert len(digests) == 2
    assert all(len(each) == 32 and b"192" not in each for each in digests)


@pytest.mark.requirement("D-02")
@pytest.mark.parametrize(
    ("held", "given", "proves"),
    [
        (andrew(), PROVEN, True),
        (andrew(), Proof(BIRTH, "M1 1AA", "9", None), True),
        (andrew(), Proof(None, "YO31 7EW", "14", None), False),
        (andrew(date_of_birth=None), Proof(BIRTH, "YO31 7EW", " 14 ", None), True),
        (
            andrew(date_of_birth=None, address_lines=("Rose Cottage, Mill Lane",)),
            Proof(None, "YO31 7EW", "ROSE", None),
            True,
        ),
        (andrew(date_of_birth=None), PROVEN, False),
        (andrew(date_of_birth=None), Proof(None, None, None, None), False),
        (andrew(date_of_birth=None), Proof(None, "YO31 7EW", None, None), False),
        (andrew(date_of_birth=None), Proof(None, "YO31 7EW", "15", None), False),
        (andrew(date_of_birth=None), Proof(None, "YO31 7EX", "14", None), False),
        (organisation("Walls Ltd"), Proof(None, None, None, "01234567"), True),
        (organisation("Walls Ltd"), Proof(None, "YO31 7EW", None, None), True),
        (organisation("Walls Ltd"), Proof(None, "YO31 7EX", "14", "01234568"), False),
        (organisation("Walls", organisation_number=None), Proof(None, None, None, None), False),
    ],
)
def test_each_kind_of_party_proves_itself_by_what_is_held_of_it(held: object, given: Proof, proves: bool) -> None:
    assert linking.proves(held, given) is proves


@pytest.mark.requirement("D-02")
async def test_each_of_five_defendants_links_with_a_code_of_their_own(service: Service) -> None:
    """Of one household: the detail alone would not tell them apart."""
    names = ("Andrew", "Beth", "Carl", "Dora", "Edith")
    case_id = await service.lodge(lodging(defendants=tuple(andrew(name=name) for name in names)))
    for index, name in ((0, "Andrew"), (4, "Edith")):
        actor = await add_actor(service.ground, name)
        await service.link(case_id, by=actor, index=index)
        link = await service.one(Link, user_id=actor.user_id)
        assert link.party_id == (await service.party(case_id, name)).id


@pytest.mark.requirement("D-02")
async def test_only_citizens_link_themselves(service: Service) -> None:
    case_id = await service.lodge()
    before = await service.counts()
    with pytest.raises(refusals.NotPermitted):
        await service.try_link(case_id, by=service.officer)
    with pytest.raises(refusals.NotPermitted):
        await links.request_code(
            service.ground, service.officer, "MC-0000-0000", caller="", once=Once.of(uuid4(), "requestSecurityCode", "")
        )
    assert await service.counts() == before


@pytest.mark.requirement("D-02")
async def test_the_court_ends_a_link_and_a_fresh_code_makes_another(service: Service) -> None:
    case_id = await service.lodge()
    party = await service.party(case_id, "Andrew Hollis")
    await service.link(case_id, by=service.stranger)

    async def unlink(actor: Actor, party_id: UUID = party.id, reason: str = " The wrong man. ") -> Outcome:
        return await service.carry_out(
            actor, lambda unit: links.unlink(unit, case_id, party_id=party_id, reason=reason)
        )

    for actor in (service.kate, service.stranger):
        with pytest.raises(refusals.NotPermitted):
            await unlink(actor)
    with pytest.raises(refusals.Invalid):
        await unlink(service.officer, reason=" ")
    with pytest.raises(refusals.NotFound):
        await unlink(service.officer, party_id=(await service.party(case_id, "Kate Marlowe")).id)
    await unlink(service.officer)
    assert (await service.one(Link, party_id=party.id)).ended_at == service.clock.at
    entry = (await service.all(HistoryEntry, by=HistoryEntry.number))[-1]
    assert (entry.kind, entry.audience) == (EventKind.DEFENDANT_UNLINKED, COURT_ONLY)
    assert entry.changes == {"party": "Andrew Hollis", "reason": "The wrong man."}
    with pytest.raises(refusals.NotFound):
        await unlink(service.officer)
    with pytest.raises(refusals.NotFound):
        await service.respond(case_id, by=service.stranger)
    await service.issue_code(case_id, party.id)
    await service.link(case_id, index=1)
    await service.respond(case_id)


async def ask(service: Service, reference: str, *, by: Actor | None = None, caller: str | None = None) -> None:
    once = Once.of(uuid4(), "requestSecurityCode", reference)
    await links.request_code(
        service.ground, by or service.stranger, reference, caller=caller or str(uuid4()), once=once
    )


@pytest.mark.requirement("D-02")
async def test_a_new_code_goes_to_the_address_of_service_whoever_asks_and_once_a_day(service: Service) -> None:
    case_id = await service.lodge(lodging(claimants=(kate(),), defendants=(andrew(), andrew(name="Beth Hollis"))))
    reference = (await service.case(case_id)).reference
    await service.link(case_id)
    service.clock.go(hours=23, minutes=59)
    await ask(service, reference)
    assert await service.all(Letter, template=Named.SECURITY_CODE) == []
    service.clock.go(minutes=1)
    await ask(service, reference.lower())
    await ask(service, reference)
    letter = await service.one(Letter, template=Named.SECURITY_CODE)
    beth = await service.party(case_id, "Beth Hollis")
    assert letter.party_id == beth.id
    entry = (await service.all(HistoryEntry, by=HistoryEntry.number))[-1]
    assert (entry.kind, entry.audience) == (EventKind.SECURITY_CODE_ISSUED, COURT_ONLY)
    assert entry.changes == {"party": "Beth Hollis"}
    text = service.ground.sealer.open(letter.secret, "letter").decode()
    fresh = (await service.all(SecurityCode, issued_at=service.clock.at))[0]
    assert text not in fresh.code_hash
    assert fresh.expires_at == datetime(2026, 8, 30, 23, tzinfo=UTC)
    await service.try_link(case_id, by=service.stranger, code=text)


@pytest.mark.requirement("D-02")
async def test_two_defendants_who_never_linked_are_sent_two_codes_and_the_earlier_ones_still_work(
    service: Service,
) -> None:
    case_id = await service.lodge(lodging(defendants=(andrew(), andrew(name="Beth Hollis"))))
    service.clock.go(days=2)
    await ask(service, (await service.case(case_id)).reference)
    letters = await service.all(Letter, template=Named.SECURITY_CODE)
    sent = {letter.party_id: service.ground.sealer.open(letter.secret, "letter").decode() for letter in letters}
    assert len(set(sent.values())) == 2
    await service.link(case_id)
    beth = await service.party(case_id, "Beth Hollis")
    await service.try_link(case_id, by=service.stranger, code=sent[beth.id])
    assert (await service.one(Link, user_id=service.stranger.user_id)).party_id == beth.id


@pytest.mark.requirement("D-02")
async def test_asking_for_a_code_gives_nothing_away_and_is_limited(database: Database) -> None:
    service = await open_service(database, linking_takes_seconds=QUANTUM)
    case_id = await service.lodge()
    service.clock.go(days=2)
    reference = (await service.case(case_id)).reference

    async def asked(name: str) -> float:
        began = time.monotonic()
        assert await ask(service, name, by=service.andrew) is None
        return time.monotonic() - began

    took = await asyncio.gather(*(asked(name) for name in (reference, "MC-0000-0000", "")))
    assert [each for each in took if not lasts_as_all_do(each)] == []
    await count_as(service, 2)
    with pytest.raises(refusals.Refused) as refused:
        await ask(service, reference, by=service.andrew)
    assert refused.value.reasons == (refusals.TOO_MANY_ATTEMPTS,)
    await service.link(case_id)
