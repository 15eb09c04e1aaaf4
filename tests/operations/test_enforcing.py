"""Around the enforcement of a judgment: guidance read, the paper process chosen, stays and breathing spaces."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from backend.guidance.catalogue import page
from backend.models import GuidanceRead, HistoryEntry, Party, Restraint
from backend.operations import enforcement
from backend.operations.unit import Outcome
from backend.rules import refusals
from backend.rules.access import Actor
from backend.rules.reasons import writs as reasons
from backend.rules.vocabulary import COURT_ONLY, PARTIES, EventKind, Relation, RestraintKind, Topic
from tests.builders.enforcement import UNPAID_AT, draft_application, submitted_application, unpaid_judgment
from tests.builders.service import Service

K = RestraintKind


async def read(service: Service, case_id: UUID, topic: Topic, *, by: Actor) -> Outcome:
    return await service.carry_out(by, lambda unit: enforcement.record_guidance_read(unit, case_id, topic))


async def restrain(service: Service, case_id: UUID, kind: RestraintKind = K.STAY, **changed: Any) -> Outcome:
    by = changed.pop("by", service.officer)
    given = {"reason": "Unable to pay.", "ends_on": None, "expected_version": None, **changed}
    return await service.carry_out(by, lambda unit: enforcement.restrain(unit, case_id, kind=kind, **given))


async def lift(service: Service, case_id: UUID, restraint_id: UUID, *, by: Actor | None = None) -> Outcome:
    return await service.carry_out(
        by or service.officer,
        lambda unit: enforcement.lift(unit, case_id, restraint_id=restraint_id, expected_version=None),
    )


@pytest.mark.requirement("W-02")
async def test_the_version_of_guidance_that_somebody_read_is_kept_once(service: Service) -> None:
    case_id = await unpaid_judgment(service)
    versions = await service.stream(case_id)
    for actor in (service.kate, service.kate, service.andrew, service.officer):
        await read(service, case_id, Topic.WRIT_OF_CONTROL, by=actor)
    kept = {row.user_id: (row.topic, row.version, row.read_at) for row in await service.all(GuidanceRead)}
    told = (Topic.WRIT_OF_CONTROL, str(page(Topic.WRIT_OF_CONTROL).version), UNPAID_AT)
    assert kept == dict.fromkeys((service.kate.user_id, service.andrew.user_id, service.officer.user_id), told)
    entries = await service.all(HistoryEntry, by=HistoryEntry.number, kind=EventKind.GUIDANCE_READ)
    names = {party.id: party.name for party in await service.all(Party, case_id=case_id)}
    assert [(names.get(entry.party_id), Relation(entry.audience)) for entry in entries] == [
        ("Kate Marlowe", Relation.CLAIMANT | COURT_ONLY),
        ("Andrew Hollis", Relation.DEFENDANT | COURT_ONLY),
        (None, COURT_ONLY),
    ]
    after = await service.stream(case_id)
    assert (after.claimant_version, after.court_version) == (versions.claimant_version, versions.court_version)


@pytest.mark.requirement("W-02", "X-08")
async def test_guidance_is_recorded_on_a_claim_of_ones_own_only(service: Service) -> None:
    case_id = await unpaid_judgment(service)
    before = await service.counts()
    with pytest.raises(refusals.NotFound):
        await read(service, case_id, Topic.WRIT_OF_CONTROL, by=service.stranger)
    assert await service.counts() == before


@pytest.mark.requirement("W-04")
async def test_the_paper_process_is_chosen_by_the_claimant_and_closes_nothing(service: Service) -> None:
    case_id = await unpaid_judgment(service)

    async def choose(by: Actor) -> Outcome:
        return await service.carry_out(by, lambda unit: enforcement.choose_paper(unit, case_id, expected_version=None))

    await choose(service.kate)
    before, versions = await service.counts(), (await service.stream(case_id)).court_version
    assert (await choose(service.kate)).subjects == {"claim": case_id}
    assert (await service.counts(), (await service.stream(case_id)).court_version) == (before, versions)
    entry = await service.one(HistoryEntry, stream_id=case_id, kind=EventKind.PAPER_WRIT_CHOSEN)
    assert not Relation(entry.audience) & Relation.DEFENDANT
    for actor in (service.andrew, service.officer):
        with pytest.raises(refusals.NotPermitted):
            await choose(actor)
    await draft_application(service, case_id)
    with pytest.raises(refusals.Refused) as refused:
        await choose(service.kate)
    assert refused.value.reasons == (reasons.APPLICATION_LIVE,)


@pytest.mark.requirement("W-03")
@pytest.mark.parametrize(
    ("kind", "ends_on", "reason"),
    [
        (K.STAY, None, reasons.ENFORCEMENT_STAYED),
        (K.BREATHING_SPACE, date(2026, 5, 24), reasons.IN_BREATHING_SPACE),
        (K.MENTAL_HEALTH_CRISIS, None, reasons.IN_BREATHING_SPACE),
    ],
)
async def test_a_restraint_stops_an_application_at_once_until_it_is_lifted(
    service: Service, kind: RestraintKind, ends_on: date | None, reason: refusals.Reason
) -> None:
    case_id = await unpaid_judgment(service)
    outcome = await restrain(service, case_id, kind, ends_on=ends_on)
    with pytest.raises(refusals.Refused) as refused:
        await draft_application(service, case_id)
    assert refused.value.reasons == (reason,)
    await lift(service, case_id, outcome.subjects["restraint"])
    assert (await service.one(Restraint, case_id=case_id)).lifted_at == UNPAID_AT
    await draft_application(service, case_id)
    with pytest.raises(refusals.Refused) as refused:
        await lift(service, case_id, outcome.subjects["restraint"])
    assert refused.value.reasons == (reasons.NOT_RESTRAINED,)


@pytest.mark.requirement("W-03")
async def test_a_restraint_ends_by_itself_after_its_last_day(service: Service) -> None:
    case_id = await unpaid_judgment(service)
    await restrain(service, case_id, K.BREATHING_SPACE, ends_on=date(2026, 4, 10))
    service.clock.set(datetime(2026, 4, 10, 22, 59, 59, tzinfo=UTC))
    with pytest.raises(refusals.Refused):
        await draft_application(service, case_id)
    service.clock.set(datetime(2026, 4, 10, 23, tzinfo=UTC))
    await draft_application(service, case_id)


@pytest.mark.requirement("W-03")
async def test_what_was_begun_is_not_sent_to_the_court_during_a_stay(service: Service) -> None:
    made = await submitted_application(service)
    await made.send_back()
    await restrain(service, made.case_id)
    with pytest.raises(refusals.Refused) as refused:
        await made.resubmit()
    assert refused.value.reasons == (reasons.ENFORCEMENT_STAYED,)


@pytest.mark.requirement("X-08")
async def test_everybody_concerned_learns_of_a_restraint_and_nobody_whose_health_it_is_about(service: Service) -> None:
    case_id = await unpaid_judgment(service)
    await restrain(service, case_id, K.MENTAL_HEALTH_CRISIS, reason="As certified.")
    entry = await service.one(HistoryEntry, stream_id=case_id, kind=EventKind.ENFORCEMENT_RESTRAINED)
    assert Relation(entry.audience) == PARTIES | COURT_ONLY | Relation.OFFICER
    assert entry.changes == {"restraint": "breathing space"}


@pytest.mark.requirement("W-03")
async def test_only_the_court_restrains_enforcement_and_with_a_reason(service: Service) -> None:
    case_id = await unpaid_judgment(service)
    before = await service.counts()
    for actor in (service.kate, service.andrew):
        with pytest.raises(refusals.NotPermitted):
            await restrain(service, case_id, by=actor)
    wrong: list[tuple[RestraintKind, dict[str, Any], list[str]]] = [
        (K.STAY, {"reason": " "}, ["TEXT_LENGTH"]),
        (K.STAY, {"ends_on": date(2026, 3, 24)}, ["DATE_NOT_IN_FUTURE"]),
        (K.BREATHING_SPACE, {}, ["DATE_OUT_OF_RANGE"]),
        (K.BREATHING_SPACE, {"ends_on": date(2026, 5, 25)}, ["DATE_OUT_OF_RANGE"]),
    ]
    for kind, given, codes in wrong:
        with pytest.raises(refusals.Invalid) as invalid:
            await restrain(service, case_id, kind, **given)
        assert [each.code for each in invalid.value.problems] == codes
    other = await service.lodge()
    with pytest.raises(refusals.Refused) as refused:
        await restrain(service, other)
    assert refused.value.reasons == (reasons.NO_JUDGMENT,)
    assert (await service.counts())["restraints"] == before["restraints"] == 0


async def test_a_restraint_of_another_claim_is_not_lifted_here(service: Service) -> None:
    mine, other = await unpaid_judgment(service), await unpaid_judgment(service, is_linked=False)
    kept = (await restrain(service, mine)).subjects["restraint"]
    await restrain(service, other)
    with pytest.raises(refusals.NotFound):
        await lift(service, other, kept)
    assert (await service.one(Restraint, id=kept)).lifted_at is None
