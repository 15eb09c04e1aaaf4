"""The demonstration's register of officers: forty invented ones of twelve invented firms, in every district."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.demo.people import draw_person
from backend.demo.personas import MARCHES_ENFORCEMENT, PERSONAS, TYNE_AND_TEES, Firm
from backend.demo.rows import Row, Rows
from backend.models import Hceo, HceoDistrict, HistoryEntry, Organisation, Stream, User
from backend.operations.ground import machine_now
from backend.operations.hceos import STREAM
from backend.operations.recording import AUDIENCES, audiences_moved
from backend.rules.chain import START, entry_hash
from backend.rules.districts import DISTRICTS
from backend.rules.vocabulary import COURT_ONLY, CoverageBasis, EventKind, HceoState, PartyKind, Region, Role

SEED = 1704
"""Any would do."""
ASSIGNED, UNDERTAKEN = CoverageBasis.ASSIGNED, CoverageBasis.UNDERTAKEN

FIRMS: tuple[tuple[Firm, int, tuple[Region, ...]], ...] = (
    (MARCHES_ENFORCEMENT, 4, (Region.WEST_MIDLANDS, Region.WALES)),
    (TYNE_AND_TEES, 4, (Region.NORTH_EAST, Region.YORKSHIRE_HUMBER)),
    (Firm("Pennine Writ Services Ltd", "09100203"), 4, (Region.NORTH_WEST, Region.YORKSHIRE_HUMBER)),
    (Firm("Mersey and Dee Enforcement Ltd", "09100204"), 3, (Region.NORTH_WEST, Region.WALES)),
    (Firm("Trent Valley Officers Ltd", "09100205"), 3, (Region.EAST_MIDLANDS, Region.WEST_MIDLANDS)),
    (Firm("Fenland Enforcement LLP", "09100206"), 3, (Region.EAST_OF_ENGLAND, Region.EAST_MIDLANDS)),
    (Firm("Thames Judgments Ltd", "09100207"), 4, (Region.LONDON, Region.SOUTH_EAST)),
    (Firm("Capital Writs LLP", "09100208"), 4, (Region.LONDON, Region.EAST_OF_ENGLAND)),
    (Firm("Downs and Weald Enforcement Ltd", "09100209"), 3, (Region.SOUTH_EAST,)),
    (Firm("Severn Officers Ltd", "09100210"), 3, (Region.SOUTH_WEST, Region.WALES)),
    (Firm("Tamar Enforcement LLP", "09100211"), 3, (Region.SOUTH_WEST,)),
    (Firm("Great North Officers Ltd", "09100212"), 2, (Region.NORTH_EAST, Region.NORTH_WEST)),
)
"""Each firm, how many officers it has, and where they work. No register was asked about the numbers."""
PERSONA_OF: dict[str, str] = {MARCHES_ENFORCEMENT.number: "hceo", TYNE_AND_TEES.number: "hceo-2"}
"""The first officer of these firms can be signed in as."""
BESIDES: dict[str, dict[str, CoverageBasis]] = {
    "hceo": {"LS": UNDERTAKEN, "YO": UNDERTAKEN},
    "hceo-2": {"LS": ASSIGNED, "YO": ASSIGNED},
}
"""Where the personas act besides: the first can be named for the walkthrough's defendant, the second has a turn."""
WITHOUT_ACCOUNT, SUSPENDED = 12, 23
"""Places on the register of the two who cannot be appointed, so that it shows why."""
ASSIGNED_TO_EACH = 3
"""How many officers are assigned to a district; one more has undertaken to execute writs there."""


@dataclass(slots=True, kw_only=True)
class Officer:
    """One entry, as it is drawn."""

    number: str
    name: str
    firm: Firm
    persona: str | None
    districts: dict[str, CoverageBasis] = field(default_factory=dict)


async def ensure_register(session: AsyncSession, users: Mapping[str, UUID], *, now: datetime) -> None:
    """Write the register where there is none. `users` are the personas' accounts, by key."""
    if await session.scalar(select(exists().where(Hceo.number != ""))):
        return
    rows = Rows(Random(SEED), at=now)  # noqa: S311  repeatable, and nothing here is a secret
    firms = {row.number: row.id for row in await session.execute(select(Organisation.number, Organisation.id))}
    history = _History(rows, now)
    for place, officer in enumerate(draw_register()):
        firm_id = firms.get(officer.firm.number) or _add_firm(rows, officer.firm)
        firms[officer.firm.number] = firm_id
        user_id = users[officer.persona] if officer.persona else None
        if user_id is None and place != WITHOUT_ACCOUNT:
            user_id = _add_account(rows, officer, firm_id, now)
        _add_entry(rows, history, officer, firm_id=firm_id, user_id=user_id, is_suspended=place == SUSPENDED)
    await rows.write(session)


def draw_register() -> list[Officer]:
    """The officers by number, each with the districts in which they act: always the same."""
    rng = Random(SEED)  # noqa: S311
    officers: list[Officer] = []
    serving: dict[Region, list[Officer]] = {region: [] for region in Region}
    for firm, count, regions in FIRMS:
        for index in range(count):
            persona = PERSONA_OF.get(firm.number) if index == 0 else None
            drawn = draw_person(rng).name
            name = PERSONAS[persona].name if persona else drawn
            officers.append(Officer(number="", name=name, firm=firm, persona=persona))
            for region in regions:
                serving[region].append(officers[-1])
    for region, some in serving.items():
        _share_out(region, some)
    # Those who can be signed in as come first, so that the first turns are theirs.
    officers.sort(key=lambda each: (each.persona is None, each.persona or ""))
    for number, officer in enumerate(officers, start=1):
        officer.number = f"HCEO-{number:04}"
        officer.districts |= BESIDES.get(officer.persona or "", {})
    return officers


def _share_out(region: Region, officers: list[Officer]) -> None:
    """Each district of a region has the next few officers in the round, and one who has undertaken to act there."""
    for place, district in enumerate(sorted(DISTRICTS[region])):
        for step in range(ASSIGNED_TO_EACH + 1):
            basis = ASSIGNED if step < ASSIGNED_TO_EACH else UNDERTAKEN
            officers[(place + step) % len(officers)].districts.setdefault(district, basis)


def _add_firm(rows: Rows, firm: Firm) -> UUID:
    key = rows.new_id()
    rows.add(Organisation, id=key, name=firm.name, number=firm.number, kind=PartyKind.ORGANISATION)
    return key


def _email(officer: Officer) -> str:
    if officer.persona:
        return PERSONAS[officer.persona].email or ""
    domain = "-".join(word for word in officer.firm.name.lower().split() if word not in {"and", "ltd", "llp"})
    return f"{officer.name.lower().replace(' ', '.')}@{domain}.example"


def _add_account(rows: Rows, officer: Officer, firm_id: UUID, now: datetime) -> UUID:
    key = rows.new_id()
    rows.add(
        User,
        id=key,
        subject=f"demo:register:{officer.number}",
        name=officer.name,
        email=_email(officer),
        role=Role.HCEO,
        team_id=None,
        organisation_id=firm_id,
        jurisdictions=[],
        is_active=True,
        created_at=now,
    )
    return key


def _add_entry(
    rows: Rows, history: "_History", officer: Officer, *, firm_id: UUID, user_id: UUID | None, is_suspended: bool
) -> None:
    entry = rows.add(
        Hceo,
        id=rows.new_id(),
        number=officer.number,
        name=officer.name,
        organisation_id=firm_id,
        user_id=user_id,
        email=_email(officer),
        phone=f"01632 960{officer.number[-3:]}",
        state=HceoState.SUSPENDED if is_suspended else HceoState.ACTIVE,
        state_reason="The certificate has lapsed." if is_suspended else None,
        version=2 if is_suspended else 1,
        created_at=history.at,
        updated_at=history.at,
    )
    for district, basis in sorted(officer.districts.items()):
        rows.add(HceoDistrict, hceo_id=entry["id"], district=district, basis=basis, last_turn_at=None)
    told = {"number": officer.number, "firm": officer.firm.name, "districts": ", ".join(sorted(officer.districts))}
    history.record(EventKind.HCEO_ADDED, entry, told)
    if is_suspended:
        history.record(EventKind.HCEO_SUSPENDED, entry, {"reason": entry["state_reason"]})


class _History:
    """The register's own history, begun."""

    def __init__(self, rows: Rows, at: datetime) -> None:
        versions = {f"{word}_version": 0 for word in AUDIENCES} | {f"{word}_updated_at": None for word in AUDIENCES}
        self.at = at
        self._rows = rows
        self._recorded_at = machine_now()
        self._stream = rows.add(Stream, id=rows.new_id(), name=STREAM, entry_count=0, head=START, **versions)

    def record(self, kind: EventKind, entry: Row, changes: dict[str, Any]) -> None:
        """Append an entry and chain it to the one before, as `Unit.record` does."""
        stream = self._stream
        stream["entry_count"] += 1
        for word in audiences_moved(kind, COURT_ONLY, None):
            stream[f"{word}_version"] += 1
            stream[f"{word}_updated_at"] = self.at
        facts: dict[str, Any] = {
            "uid": self._rows.new_id(),
            "stream_id": stream["id"],
            "number": stream["entry_count"],
            "kind": kind,
            "at": self.at,
            "recorded_at": self._recorded_at,
            "actor_id": None,
            "actor_role": Role.SYSTEM,
            "subject_id": entry["id"],
            "party_id": None,
            "audience": int(COURT_ONLY),
            "changes": {"hceo": entry["name"], **changes},
            "versions": {word: stream[f"{word}_version"] for word in AUDIENCES},
        }
        previous = stream["head"]
        stream["head"] = entry_hash(previous, **facts)
        self._rows.add(HistoryEntry, **facts, previous_hash=previous, hash=stream["head"])
