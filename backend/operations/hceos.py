"""Keeping the register of officers: each change by court staff, with a history of its own (W-16)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select

from backend.models import Hceo, HceoDistrict, Organisation, Stream, User, new_id
from backend.operations.subject import EMPTY_STREAM
from backend.operations.unit import Outcome, Unit
from backend.rules import hceos as rules
from backend.rules import refusals
from backend.rules.hceos import EntryDetails, HceoFacts
from backend.rules.refusals import Problem
from backend.rules.texts import reason_problems
from backend.rules.vocabulary import COURT_ONLY, Act, CoverageBasis, EventKind, HceoState, Relation, Role

STREAM = "hceos"
"""Under this name the register has its history, which belongs to no case."""


async def add(unit: Unit, entry: EntryDetails, *, number: str, user_id: UUID | None) -> Outcome:
    """Put an officer on the register, active from now on."""
    unit.permit(Act.ADD_HCEO, when=unit.actor.may(Act.ADD_HCEO))
    stream = await _locked_stream(unit)
    found = (*rules.problems(entry, number=number), *await _of_number(unit, number), *await _of_account(unit, user_id))
    if found:
        raise refusals.Invalid(*found)
    officer = Hceo(
        id=new_id(),
        number=number,
        name=entry.name.strip(),
        organisation_id=await _firm(unit, entry),
        user_id=user_id,
        email=entry.email,
        phone=entry.phone,
        state=HceoState.ACTIVE,
        created_at=unit.now,
        updated_at=unit.now,
    )
    unit.session.add(officer)
    await unit.session.flush()
    unit.session.add_all(_place(officer.id, *each) for each in entry.districts.items())
    changes = {"number": number, "firm": entry.firm.strip(), "districts": _spelled(entry.districts)}
    _record(unit, stream, EventKind.HCEO_ADDED, officer, changes)
    return Outcome({"hceo": officer.id})


async def amend(
    unit: Unit, hceo_id: UUID, entry: EntryDetails, *, user_id: UUID | None, expected_version: int
) -> Outcome:
    """Change an entry into what is given. An account can be given to an officer without one, and is never taken away.

    Who keeps a district keeps their turn on its rota.
    """
    stream, officer = await _load(unit, Act.AMEND_HCEO, hceo_id, expected_version)
    found = [*rules.problems(entry), *await _of_account(unit, user_id, officer)]
    if found:
        raise refusals.Invalid(*found)
    changes = await _changes(unit, officer, entry)
    officer.name, officer.organisation_id = entry.name.strip(), await _firm(unit, entry)
    officer.email, officer.phone = entry.email, entry.phone
    if user_id is not None and officer.user_id is None:
        officer.user_id = user_id
        changes["account"] = "given"
    await _cover(unit, officer, entry.districts)
    _turn_over(unit, stream, EventKind.HCEO_AMENDED, officer, changes)
    return Outcome({"hceo": hceo_id})


async def suspend(unit: Unit, hceo_id: UUID, *, reason: str, expected_version: int) -> Outcome:
    """Let an officer get no new writs. Those they hold stay with them until staff reassign them."""
    stream, officer = await _load(unit, Act.SUSPEND_HCEO, hceo_id, expected_version)
    if found := reason_problems(reason, rules.REASON_LENGTH):
        raise refusals.Invalid(*found)
    officer.state, officer.state_reason = HceoState.SUSPENDED, reason.strip()
    _turn_over(unit, stream, EventKind.HCEO_SUSPENDED, officer, {"reason": reason.strip()})
    return Outcome({"hceo": hceo_id})


async def reinstate(unit: Unit, hceo_id: UUID, *, expected_version: int) -> Outcome:
    """Let a suspended officer be appointed again."""
    stream, officer = await _load(unit, Act.REINSTATE_HCEO, hceo_id, expected_version)
    officer.state, officer.state_reason = HceoState.ACTIVE, None
    _turn_over(unit, stream, EventKind.HCEO_REINSTATED, officer, {})
    return Outcome({"hceo": hceo_id})


async def _load(unit: Unit, act: Act, hceo_id: UUID, expected_version: int) -> tuple[Stream, Hceo]:
    """An entry, the register's history locked, its version compared and the act judged."""
    unit.permit(act, when=unit.actor.is_court_staff)
    stream = await _locked_stream(unit)
    officer = await unit.session.get(Hceo, hceo_id, with_for_update=True, populate_existing=True)
    if officer is None:
        raise refusals.NotFound
    if officer.version != expected_version:
        raise refusals.Stale(case_id=hceo_id, expected=expected_version, current=officer.version, noun="Hceo")
    rules.judge(act, HceoFacts(officer.state), Relation.COURT).require()
    return stream, officer


async def _locked_stream(unit: Unit) -> Stream:
    """The register's history, made the first time, locked: changes of the register follow each other."""
    await unit.session.execute(
        unit.insert(Stream).values(id=new_id(), name=STREAM, **EMPTY_STREAM).on_conflict_do_nothing()
    )
    found = await unit.session.scalars(
        select(Stream).where(Stream.name == STREAM).with_for_update().execution_options(populate_existing=True)
    )
    return found.one()


async def _of_number(unit: Unit, number: str) -> tuple[Problem, ...]:
    taken = await unit.session.scalar(select(func.count()).select_from(Hceo).where(Hceo.number == number))
    return (Problem("NUMBER_TAKEN", ("number",), "Another entry has this number."),) if taken else ()


async def _of_account(unit: Unit, user_id: UUID | None, officer: Hceo | None = None) -> tuple[Problem, ...]:
    """What is wrong with an account: it must be an officer's, and nobody else's; one that stands is not exchanged."""
    if user_id is None or (officer and officer.user_id == user_id):
        return ()
    user = await unit.session.get(User, user_id)
    is_fit = user is not None and user.is_active and user.role is Role.HCEO
    taken = await unit.session.scalar(select(func.count()).select_from(Hceo).where(Hceo.user_id == user_id))
    if is_fit and not taken and (officer is None or officer.user_id is None):
        return ()
    return (Problem("ACCOUNT", ("entry", "userId"), "This cannot be the account of this officer."),)


async def _firm(unit: Unit, entry: EntryDetails) -> UUID:
    """The firm of this number, or where none is given of this name; it is made where there is none."""
    name, number = entry.firm.strip(), entry.firm_number
    named = Organisation.number == number if number else func.lower(Organisation.name) == name.lower()
    found = await unit.session.scalars(select(Organisation.id).where(named).order_by(Organisation.id).limit(1))
    if (key := found.one_or_none()) is not None:
        return key
    firm = Organisation(id=new_id(), name=name, number=number)
    unit.session.add(firm)
    await unit.session.flush()
    return firm.id


async def _cover(unit: Unit, officer: Hceo, given: Mapping[str, CoverageBasis]) -> None:
    held = await unit.session.scalars(
        select(HceoDistrict).where(HceoDistrict.hceo_id == officer.id).with_for_update().order_by(HceoDistrict.district)
    )
    stand = {place.district: place for place in held}
    gone = stand.keys() - given.keys()
    await unit.session.execute(
        delete(HceoDistrict).where(HceoDistrict.hceo_id == officer.id, HceoDistrict.district.in_(gone))
    )
    for district, basis in given.items():
        if district in stand:
            stand[district].basis = basis
        else:
            unit.session.add(_place(officer.id, district, basis))


async def _changes(unit: Unit, officer: Hceo, entry: EntryDetails) -> dict[str, Any]:
    """What an amendment changes, for the history: of contact details only that they did."""
    firm = (await unit.session.get_one(Organisation, officer.organisation_id)).name
    rows = await unit.session.execute(
        select(HceoDistrict.district, HceoDistrict.basis).where(HceoDistrict.hceo_id == officer.id)
    )
    before = {"name": officer.name, "firm": firm, "districts": _spelled({row.district: row.basis for row in rows})}
    after = {"name": entry.name.strip(), "firm": entry.firm.strip(), "districts": _spelled(entry.districts)}
    contact = {"contact": "changed"} if (officer.email, officer.phone) != (entry.email, entry.phone) else {}
    return {**{name: value for name, value in after.items() if value != before[name]}, **contact}


def _turn_over(unit: Unit, stream: Stream, kind: EventKind, officer: Hceo, changes: dict[str, Any]) -> None:
    officer.version += 1
    officer.updated_at = unit.now
    _record(unit, stream, kind, officer, changes)


def _record(unit: Unit, stream: Stream, kind: EventKind, officer: Hceo, changes: dict[str, Any]) -> None:
    told = {"hceo": officer.name, **changes}
    unit.record(stream, kind, audience=COURT_ONLY, changes=told, subject_id=officer.id)


def _place(hceo_id: UUID, district: str, basis: CoverageBasis) -> HceoDistrict:
    return HceoDistrict(hceo_id=hceo_id, district=district, basis=basis)


def _spelled(districts: Mapping[str, CoverageBasis]) -> str:
    """Districts as text, those undertaken in brackets: `HU, LS, (YO)`."""
    return ", ".join(
        district if basis is CoverageBasis.ASSIGNED else f"({district})"
        for district, basis in sorted(districts.items())
    )
