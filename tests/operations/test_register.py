"""Keeping the register of officers: by court staff, each change with its entry in a history of its own."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from backend.models import Hceo, HceoDistrict, HistoryEntry, Organisation, Stream
from backend.operations import appointments, hceos
from backend.operations.histories import verify
from backend.operations.unit import Outcome, Unit
from backend.rules import refusals
from backend.rules.access import SYSTEM, Actor
from backend.rules.hceos import EntryDetails
from backend.rules.vocabulary import Act, CoverageBasis, EventKind, HceoState, Relation, Role
from tests.builders.officers import add_officer, entry, suspend
from tests.builders.people import add_user
from tests.builders.service import Service

ASSIGNED, UNDERTAKEN = CoverageBasis.ASSIGNED, CoverageBasis.UNDERTAKEN


async def add(service: Service, details: EntryDetails, *, by: Actor | None = None, **given: Any) -> Outcome:
    asked = {"number": "HCEO-0001", "user_id": None, **given}
    return await service.carry_out(by or service.officer, lambda unit: hceos.add(unit, details, **asked))


async def amend(
    service: Service, key: UUID, details: EntryDetails, *, version: int = 1, user_id: UUID | None = None
) -> Outcome:
    return await service.carry_out(
        service.officer, lambda unit: hceos.amend(unit, key, details, user_id=user_id, expected_version=version)
    )


async def reinstate(service: Service, key: UUID, *, version: int, by: Actor | None = None) -> Outcome:
    return await service.carry_out(
        by or service.officer, lambda unit: hceos.reinstate(unit, key, expected_version=version)
    )


async def coverage(service: Service, key: UUID) -> dict[str, CoverageBasis]:
    return {place.district: place.basis for place in await service.all(HceoDistrict, hceo_id=key)}


async def history(service: Service) -> list[tuple[EventKind, dict[str, Any]]]:
    stream = await service.one(Stream, name=hceos.STREAM)
    found = await service.all(HistoryEntry, stream_id=stream.id, by=HistoryEntry.number)
    return [(each.kind, each.changes) for each in found]


@pytest.mark.requirement("W-16")
async def test_an_officer_is_added_active_with_firm_contact_and_districts(service: Service) -> None:
    user_id = await add_user(service.ground, "Idris Bowen", Role.HCEO)
    details = entry("Idris Bowen", districts={"LS": ASSIGNED, "YO": UNDERTAKEN})
    key = (await add(service, details, user_id=user_id)).subjects["hceo"]
    officer = await service.one(Hceo, id=key)
    assert (officer.number, officer.name, officer.state, officer.version, officer.user_id) == (
        "HCEO-0001",
        "Idris Bowen",
        HceoState.ACTIVE,
        1,
        user_id,
    )
    assert (officer.email, officer.phone) == ("idris@marches-enforcement.example", "01743 496 0100")
    firm = await service.one(Organisation, id=officer.organisation_id)
    assert (firm.name, firm.number) == ("Marches Enforcement Ltd", "09100201")
    assert await coverage(service, key) == {"LS": ASSIGNED, "YO": UNDERTAKEN}
    assert await history(service) == [
        (
            EventKind.HCEO_ADDED,
            {"hceo": "Idris Bowen", "number": "HCEO-0001", "firm": "Marches Enforcement Ltd", "districts": "LS, (YO)"},
        )
    ]


async def test_officers_of_one_firm_share_it_by_its_number_or_its_name(service: Service) -> None:
    await add(service, entry("Ann"))
    await add(service, entry("Bob", firm="Another name"), number="HCEO-0002")
    await add(service, entry("Cat", firm="MARCHES enforcement ltd", firm_number=None), number="HCEO-0003")
    assert len(await service.all(Organisation)) == 1


@pytest.mark.requirement("W-16")
async def test_an_entry_is_amended_and_whoever_keeps_a_district_keeps_their_turn(service: Service) -> None:
    key = await add_officer(service.ground, "Idris Bowen", "LS", "YO")

    async def act(unit: Unit) -> Outcome:
        unit.permit(Act.APPOINT_HCEO)
        await appointments.choose(unit, hceo_id=None, region=None, post_code="LS1 4AB")
        return Outcome()

    await service.carry_out(service.kate, act)
    turn = (await service.one(HceoDistrict, hceo_id=key, district="LS")).last_turn_at
    after = entry("Idris Bowen", districts={"LS": UNDERTAKEN, "HU": ASSIGNED}, firm="Bowen LLP", firm_number=None)
    await amend(service, key, replace(after, phone=None))
    officer = await service.one(Hceo, id=key)
    assert (officer.version, officer.phone) == (2, None)
    assert (await service.one(Organisation, id=officer.organisation_id)).name == "Bowen LLP"
    assert await coverage(service, key) == {"HU": ASSIGNED, "LS": UNDERTAKEN}
    assert turn is not None
    assert (await service.one(HceoDistrict, hceo_id=key, district="LS")).last_turn_at == turn
    assert (await history(service))[-1] == (
        EventKind.HCEO_AMENDED,
        {"hceo": "Idris Bowen", "firm": "Bowen LLP", "districts": "HU, (LS)", "contact": "changed"},
    )


async def test_an_account_is_given_once_and_never_exchanged(service: Service) -> None:
    key = await add_officer(service.ground, has_account=False)
    mine, other = [await add_user(service.ground, name, Role.HCEO) for name in ("Idris Bowen", "Rosalind Tate")]
    await amend(service, key, entry(), user_id=mine)
    with pytest.raises(refusals.Invalid) as told:
        await amend(service, key, entry(), version=2, user_id=other)
    assert [problem.code for problem in told.value.problems] == ["ACCOUNT"]
    await amend(service, key, entry(), version=2)
    assert (await service.one(Hceo, id=key)).user_id == mine


@pytest.mark.requirement("W-16")
async def test_an_officer_is_suspended_with_a_reason_and_reinstated(service: Service) -> None:
    key = await add_officer(service.ground)
    await suspend(service.ground, key)
    officer = await service.one(Hceo, id=key)
    assert (officer.state, officer.state_reason) == (HceoState.SUSPENDED, "Their certificate has lapsed.")
    await reinstate(service, key, version=2)
    officer = await service.one(Hceo, id=key)
    assert (officer.state, officer.state_reason, officer.version) == (HceoState.ACTIVE, None, 3)
    assert [kind for kind, _ in await history(service)] == [
        EventKind.HCEO_ADDED,
        EventKind.HCEO_SUSPENDED,
        EventKind.HCEO_REINSTATED,
    ]


@pytest.mark.requirement("X-03")
async def test_the_registers_history_is_chained_for_the_court_alone_and_says_whom_it_is_about(
    service: Service,
) -> None:
    key = await add_officer(service.ground)
    await suspend(service.ground, key)
    entries = await service.all(HistoryEntry, by=HistoryEntry.number)
    assert [(each.number, each.subject_id, each.audience) for each in entries] == [
        (number, key, int(Relation.COURT | Relation.SYSTEM)) for number in (1, 2)
    ]
    found = await verify(service.ground.database)
    assert (found.entries, found.faults) == (2, [])
    told = str([each.changes for each in entries])
    assert "@" not in told
    assert "01743" not in told


@pytest.mark.requirement("X-08")
@pytest.mark.parametrize("who", ["kate", "hceo", "system"])
async def test_nobody_but_court_staff_keeps_the_register(service: Service, who: str) -> None:
    key = await add_officer(service.ground)
    officer = await service.one(Hceo, id=key)
    actor = {
        "kate": service.kate,
        "hceo": Actor(officer.user_id, "Idris Bowen", Role.HCEO),
        "system": SYSTEM,
    }[who]
    before = await service.counts()
    given: dict[str, Any] = {"expected_version": 1}
    for act in (
        lambda unit: hceos.add(unit, entry("Bob"), number="HCEO-0002", user_id=None),
        lambda unit: hceos.amend(unit, key, entry("Bob"), user_id=None, **given),
        lambda unit: hceos.suspend(unit, key, reason="Why not.", **given),
        lambda unit: hceos.reinstate(unit, key, **given),
    ):
        with pytest.raises(refusals.NotPermitted):
            await service.carry_out(actor, act)
    assert await service.counts() == before
    assert (await service.one(Hceo, id=key)).version == 1


async def test_an_old_version_changes_nothing(service: Service) -> None:
    key = await add_officer(service.ground)
    await suspend(service.ground, key)
    with pytest.raises(refusals.Stale) as told:
        await amend(service, key, entry("Somebody Else"))
    assert (told.value.noun, told.value.expected, told.value.current) == ("Hceo", 1, 2)
    assert (await service.one(Hceo, id=key)).name == "Idris Bowen"


async def test_what_is_done_already_is_refused(service: Service) -> None:
    key = await add_officer(service.ground)
    with pytest.raises(refusals.Refused, match="HCEO_NOT_SUSPENDED"):
        await reinstate(service, key, version=1)
    await suspend(service.ground, key)
    with pytest.raises(refusals.Refused, match="HCEO_NOT_ACTIVE"):
        await suspend(service.ground, key, version=2)
    with pytest.raises(refusals.NotFound):
        await reinstate(service, UUID(int=7), version=1)
    assert len(await history(service)) == 2


@pytest.mark.parametrize(
    ("changed", "code", "path"),
    [
        ({"name": "  "}, "TEXT_LENGTH", "name"),
        ({"firm": "x" * 201}, "TEXT_LENGTH", "firm"),
        ({"firm_number": "no. 1"}, "ORGANISATION_NUMBER", "firmNumber"),
        ({"email": "idris"}, "EMAIL", "email"),
        ({"phone": "ring me"}, "PHONE", "phone"),
        ({"districts": {}}, "COUNT_OUT_OF_RANGE", "districts"),
        ({"districts": {"YO": ASSIGNED, "EH": ASSIGNED}}, "DISTRICT", "districts.1"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_an_entry_that_breaks_a_rule_is_not_added(
    service: Service, changed: dict[str, Any], code: str, path: str
) -> None:
    with pytest.raises(refusals.Invalid) as told:
        await add(service, replace(entry(), **changed))
    assert [(problem.code, ".".join(problem.path)) for problem in told.value.problems] == [(code, f"entry.{path}")]
    assert await service.all(Hceo) == []


@pytest.mark.parametrize("number", ["0123", "hceo-0123", "HCEO-12", "HCEO-0123 "])
async def test_a_number_that_is_none_is_refused(service: Service, number: str) -> None:
    with pytest.raises(refusals.Invalid) as told:
        await add(service, entry(), number=number)
    assert [problem.code for problem in told.value.problems] == ["HCEO_NUMBER"]


async def test_a_number_stands_once(service: Service) -> None:
    await add(service, entry())
    with pytest.raises(refusals.Invalid) as told:
        await add(service, entry("Rosalind Tate"))
    assert [problem.code for problem in told.value.problems] == ["NUMBER_TAKEN"]


async def test_an_account_must_be_an_officers_and_nobody_elses(service: Service) -> None:
    await add_officer(service.ground)
    taken = (await service.all(Hceo))[0].user_id
    gone = await add_user(service.ground, "Gone", Role.HCEO, is_active=False)
    for user_id in (taken, gone, service.kate.user_id, UUID(int=7)):
        with pytest.raises(refusals.Invalid) as told:
            await add(service, entry("Rosalind Tate"), number="HCEO-0002", user_id=user_id)
        assert [(problem.code, problem.path) for problem in told.value.problems] == [("ACCOUNT", ("entry", "userId"))]
    assert len(await service.all(Hceo)) == 1
