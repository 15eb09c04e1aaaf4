"""What the generator writes in bulk is what the real acts write one by one."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from backend.adapters.database import Database
from backend.adapters.sealing import Sealer
from backend.adapters.wake import InProcessWake
from backend.demo.claims import Opening
from backend.demo.generate import draw, write
from backend.demo.plots import Plot
from backend.demo.rows import Rows
from backend.models import (
    Base,
    Case,
    Claim,
    Debt,
    HistoryEntry,
    Judgment,
    JudgmentRequest,
    LedgerLine,
    Letter,
    Link,
    Party,
    Response,
    Timer,
    new_id,
)
from backend.operations import attempts, claims, codes, judgments, links
from backend.operations.ground import Ground
from backend.operations.unit import Once, carry_out
from backend.rules.access import SYSTEM, Actor
from backend.rules.judgments import PaymentTerms
from backend.rules.linking import Proof
from backend.rules.lodging import Dated, Evidence, Lodging, PartyDetails
from backend.rules.vocabulary import EventKind, Jurisdiction, PartySide, Role
from backend.workers.timers import Timers

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
DELIVERIES = {EventKind.LETTER_SENT, EventKind.LETTER_POSTED}


@dataclass
class Hands:
    """A clock that shows what it is set to."""

    shown: datetime = NOW

    async def now(self) -> datetime:
        return self.shown


class Replay:
    """A generated claim, done again by the acts that people do."""

    def __init__(self, database: Database, generated: Rows) -> None:
        self.clock = Hands()
        sealer = Sealer(b"s" * 32)
        self.ground = Ground(
            database=database, clock=self.clock, sealer=sealer, wake=InProcessWake(), linking_takes_seconds=0
        )
        self.rows = generated
        self.claim = generated.of(Claim)[0]
        self.case_id = self.code = None

    def actor(self, side: PartySide) -> Actor:
        party = next(each["id"] for each in self.rows.of(Party) if each["side"] is side)
        user = next(each["user_id"] for each in self.rows.of(Link) if each["party_id"] == party)
        return Actor(user_id=user, name="", role=Role.CITIZEN)

    def details(self, side: PartySide) -> tuple[PartyDetails, ...]:
        names = ("kind", "name", "post_code", "organisation_number", "date_of_birth", "email", "phone")
        return tuple(
            PartyDetails(
                address_lines=tuple(each["address_lines"]),
                is_confidential=each["is_confidential"],
                **{name: each[name] for name in names},
            )
            for each in self.rows.of(Party)
            if each["side"] is side
        )

    async def run(self) -> None:
        """Everything at the instant at which it was generated; timers as they fall due."""
        acts = [(self.claim["lodged_at"], self.lodge)]
        acts += [(each["since"], self.link) for each in self.rows.of(Link)[1:]]
        acts += [(each["requested_at"], self.request) for each in self.rows.of(JudgmentRequest)]
        acts += [(each["received_at"], self.respond) for each in self.rows.of(Response)]
        acts += [(each["entered_at"], self.enter) for each in self.rows.of(Judgment)]
        acts += [(each["due_at"], self.fall_due) for each in self.rows.of(Timer) if each["due_at"] <= NOW]
        for at, act in sorted(acts, key=lambda pair: pair[0]):
            self.clock.shown = at
            await act()

    async def do(self, actor: Actor, act, *given, **named) -> None:
        outcome = await carry_out(self.ground, actor, lambda unit: act(unit, *given, **named))
        self.case_id = outcome.subjects["claim"]

    async def lodge(self) -> None:
        lodging = Lodging(
            amount_pence=self.claim["amount_pence"],
            what_for=self.claim["what_for"],
            claimants=self.details(PartySide.CLAIMANT),
            defendants=self.details(PartySide.DEFENDANT),
            interest_from=self.claim["interest_from"],
            events=tuple(Dated(date.fromisoformat(each["on"]), each["what"]) for each in self.claim["events"]),
            evidence=tuple(Evidence(**each) for each in self.claim["evidence"]),
        )
        made = await codes.new_codes(self.ground, len(lodging.defendants))
        self.code = made[0].text
        await self.do(self.actor(PartySide.CLAIMANT), claims.lodge, lodging, made)

    async def link(self) -> None:
        async with self.ground.database.reading(SYSTEM) as connection:
            reference = await connection.scalar(select(Case.reference).where(Case.id == self.case_id))
        first = self.details(PartySide.DEFENDANT)[0]
        house = first.address_lines[0].split()[0]
        proof = Proof(first.date_of_birth, first.post_code, house, first.organisation_number)
        attempt = attempts.Attempt(reference=reference, code=self.code, proof=proof)
        once = Once.of(new_id(), "link", reference)
        await links.link(self.ground, self.actor(PartySide.DEFENDANT), attempt, caller="here", once=once)

    async def request(self) -> None:
        asked = self.rows.of(JudgmentRequest)[0]
        names = ("payment_order", "pay_by", "instalment_pence", "instalment_frequency", "first_instalment_on")
        order = PaymentTerms(**{name: asked[name] for name in names})
        await self.do(self.actor(PartySide.CLAIMANT), judgments.request, self.case_id, order, expected_version=None)

    async def respond(self) -> None:
        given = self.rows.of(Response)[0]
        names = ("kind", "statement", "disputed_pence")
        answer = {name: given[name] for name in names}
        by = self.actor(PartySide.DEFENDANT)
        await self.do(by, claims.respond, self.case_id, expected_version=None, **answer)

    async def enter(self) -> None:
        officer = Actor(
            user_id=self.rows.of(Judgment)[0]["entered_by"],
            name="",
            role=Role.COURT_OFFICER,
            jurisdictions=frozenset({Jurisdiction.ENGLAND_WALES}),
        )
        made = await codes.new_codes(self.ground, 2)
        await self.do(officer, judgments.enter, self.case_id, made, expected_version=None)

    async def fall_due(self) -> None:
        await Timers(self.ground).run_due(self.clock.shown)


SHOWN: dict[type[Base], tuple[str, ...]] = {
    Claim: ("state", "issued_on", "served_on", "response_due_at", "response_deadline", "payment_due_at"),
    Link: ("user_id", "relation", "since"),
    Debt: ("kind",),
    LedgerLine: ("position", "kind", "amount_pence", "on_date", "explanation", "policy"),
    JudgmentRequest: ("state", "requested_at", "requested_by", "decided_at", "refusal_code", "pay_by"),
    Judgment: ("entered_at", "entered_by", "total_pence", "payable_deadline", "register_deadline"),
    Response: ("kind", "statement", "disputed_pence", "received_at", "counts_as_filed_on"),
    Letter: ("template", "created_at", "facts"),
    Timer: ("kind", "ordinal", "due_at", "done_at"),
    HistoryEntry: ("kind", "at", "actor_id", "actor_role", "audience", "changes", "party_id"),
}
"""What must be equal. Keys, references and deliveries are drawn anew each time."""
DRAWN = {"reference", "judgment_number", "judgmentNumber"}


def told(model: type[Base], rows: list[dict]) -> list[str]:
    """What rows say of the columns shown, in an order that does not depend on their keys."""
    return sorted(
        str([shown(row[name]) if name != "party_id" else row[name] is not None for name in SHOWN[model]])
        for row in rows
        if row.get("kind") not in DELIVERIES
    )


def shown(value):
    if isinstance(value, dict):
        return sorted((key, str(each)) for key, each in value.items() if key not in DRAWN)
    return str(value)


@pytest.fixture
async def database(sqlite_url) -> AsyncIterator[Database]:
    database = Database(sqlite_url)
    yield database
    await database.dispose()


@pytest.mark.parametrize("plot", Plot)
@pytest.mark.parametrize("seed", [1, 2])
async def test_a_generated_claim_is_what_the_real_acts_leave(database, plot, seed):
    days = {Plot.WAITING: 15, Plot.SILENT: 40, Plot.REQUESTED: 40}.get(plot, 100)
    opening = Opening(plot, NOW - timedelta(days=days, hours=seed))
    batches = draw(size=0, seed=seed, now=NOW, series="x", also=[opening])
    await write(database, next(batches)[1])
    _, generated = next(batches)
    await Replay(database, generated).run()
    async with database.reading(SYSTEM) as connection:
        for model in SHOWN:
            done = (await connection.execute(select(model.__table__))).mappings().all()
            assert told(model, generated.of(model)) == told(model, done)
