"""A small world behind the real API, in process: accounts, claims made by the operations, documents it runs."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, update

from backend.adapters.database import Database
from backend.adapters.seal import Seal
from backend.adapters.sealing import Sealer
from backend.adapters.wake import InProcessWake
from backend.api import schema
from backend.context import Contexts
from backend.execution.engine import Engine
from backend.execution.limits import Limits
from backend.execution.problems import RefusedOperation
from backend.execution.requests import Request
from backend.models import Case, Link, Party, User
from backend.operations import claims, judgments, links, sessions
from backend.operations.attempts import Attempt
from backend.operations.codes import NewCode
from backend.operations.feed import Feed
from backend.operations.ground import Ground
from backend.operations.subject import load
from backend.operations.unit import Once, Outcome, Unit, carry_out
from backend.rules.access import SYSTEM, Actor
from backend.rules.judgments import PaymentTerms
from backend.rules.linking import Proof
from backend.rules.lodging import Dated, Evidence, Lodging, PartyDetails
from backend.rules.vocabulary import (
    PARTIES_AND_COURT,
    Act,
    EventKind,
    Jurisdiction,
    PartyKind,
    PaymentOrder,
    ResponseKind,
    Role,
)
from tests.builders.codes import printed_codes

LODGED_AT = datetime(2026, 12, 1, 10, tzinfo=UTC)
LATE = LODGED_AT + timedelta(days=40)
"""Long after the time to respond to a claim of `LODGED_AT` is over."""
GENEROUS = Limits(cost=10**9, depth=40, tokens=100_000, characters=10**6, fields=10**6)
"""For documents made by tests, which ask for every field there is."""
ENGINE = Engine(schema)
ALL_SEEING = Engine(schema, limits=GENEROUS)
"""One for all worlds: a document that was read for one test is known to the others."""
BIRTH = date(1984, 11, 2)


@dataclass
class SetClock:
    """A clock that stands where a test puts it."""

    at: datetime = LODGED_AT

    async def now(self) -> datetime:
        return self.at


@dataclass(frozen=True)
class Person:
    """Somebody who can ask: an actor with a token, or nobody."""

    name: str
    token: str | None = None
    actor: Actor | None = None

    @property
    def key(self) -> UUID:
        return self.actor.user_id


NOBODY = Person("anonymous")


def party(name: str, **more: Any) -> PartyDetails:
    """A party's details as a claimant gives them."""
    house = more.pop("house", "14")
    given = {"kind": PartyKind.PERSON, "address_lines": (f"{house} Clarence Street", "York"), "post_code": "YO31 7EW"}
    return PartyDetails(name=name, **{**given, "email": f"{name.split(maxsplit=1)[0].lower()}@example.org", **more})


def lodging(**more: Any) -> Lodging:
    """A claim of one claimant against one defendant, unless said otherwise."""
    given = {
        "amount_pence": 1_250_00,
        "what_for": "Repairs to a garden wall that were paid for and never done.",
        "claimants": (party("Kate Marlowe"),),
        "defendants": (party("Andrew Hollis", date_of_birth=BIRTH),),
        "interest_from": date(2026, 9, 1),
        "events": (Dated(date(2026, 8, 3), "We agreed the work."),),
        "evidence": (Evidence("Receipt", "The bank transfer."),),
    }
    return Lodging(**{**given, **more})


@dataclass
class World:
    """The service over one database, and who uses it."""

    database: Database
    clock: SetClock = field(default_factory=SetClock)
    people: dict[str, Person] = field(default_factory=dict)
    limits: Limits | None = None

    def __post_init__(self) -> None:
        self.ground = Ground(
            database=self.database,
            clock=self.clock,
            sealer=Sealer(b"a secret of tests that is long enough"),
            seal=Seal.specimen(b"a secret of tests that is long enough"),
            wake=InProcessWake(),
            linking_takes_seconds=0,
        )

        async def is_ready() -> bool:
            return True

        self.contexts = Contexts(self.ground, Feed(self.ground), is_ready=is_ready)
        self.engine = Engine(schema, limits=self.limits) if self.limits else ENGINE
        self.all_seeing = ALL_SEEING

    async def person(
        self,
        name: str,
        role: Role = Role.CITIZEN,
        jurisdictions: Iterable[Jurisdiction] = (Jurisdiction.ENGLAND_WALES,),
    ) -> Person:
        """Somebody with an account, signed in."""
        if name in self.people:
            return self.people[name]
        key = uuid4()
        places = [] if role is Role.CITIZEN else sorted(jurisdictions)

        async def act(unit: Unit) -> Outcome:
            unit.permit(Act.SIGN_IN)
            unit.session.add(
                User(id=key, subject=name, name=name, email=None, role=role, jurisdictions=places, created_at=LODGED_AT)
            )
            return Outcome()

        await carry_out(self.ground, SYSTEM, act)
        signed_in = await sessions.sign_in(self.ground, key)
        actor = await sessions.authenticate(self.ground, signed_in.token)
        self.people[name] = Person(name, signed_in.token, actor)
        return self.people[name]

    async def ask(
        self, who: Person, document: str, /, *, wide: bool = False, caller: str = "", **variables: Any
    ) -> Any:
        """Run a document as somebody: the answer as JSON, with `data` or `errors`."""
        engine = self.all_seeing if wide else self.engine
        try:
            operation = engine.prepare(Request.of({"query": document, "variables": variables}))
        except RefusedOperation as refusal:
            return {"errors": [problem.entry("test") for problem in refusal.problems]}
        opened = self.contexts.open_context(token=who.token, caller=who.name, request_id="test", kind=operation.kind)
        answer = await engine.execute(operation, opened, request_id="test")
        return json.loads(answer.body())

    async def data(self, who: Person, document: str, /, *, wide: bool = False, **variables: Any) -> Any:
        """The data of an answer that has no errors."""
        answer = await self.ask(who, document, wide=wide, **variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    async def do(self, who: Person, document: str, /, **given: Any) -> Any:
        """The one member of a mutation's answer; the key is fresh unless given."""
        given = {"idempotencyKey": str(uuid4()), **given}
        (result,) = (await self.data(who, document, input=given)).values()
        return result

    async def act(self, who: Person | None, act: Any, *, as_service: bool = False) -> Outcome:
        actor = who.actor if who else SYSTEM
        return await carry_out(self.ground, actor, act, as_service=as_service)

    async def codes(self, count: int = 5) -> tuple[NewCode, ...]:
        """Codes to print; the first defendant gets the first."""
        return await printed_codes(self.ground, count)

    async def lodge(self, who: Person, claim: Lodging | None = None) -> UUID:
        """Lodge a claim; its key."""
        claim = claim or lodging()
        made = await self.codes(len(claim.defendants))
        outcome = await self.act(who, lambda unit: claims.lodge(unit, claim, made))
        return outcome.subjects["claim"]

    async def link(self, who: Person, case_id: UUID, *, index: int = 0) -> None:
        """Link somebody to a claim as its defendant of this index, by code and date of birth."""
        code = (await self.codes())[index]
        attempt = Attempt(await self.reference(case_id), code.text, Proof(BIRTH, None, None, None))
        once = Once.of(uuid4(), "linkToClaim", [])
        await links.link(self.ground, who.actor, attempt, caller=who.name, once=once)

    async def stand_for(self, who: Person, case_id: UUID, party_name: str) -> None:
        """Make somebody's account the one that stands for a party, without a code: quicker than linking, and the only
        way for a second claimant, whose account has no act to link by."""

        async def act(unit: Unit) -> Outcome:
            unit.permit(Act.LINK_TO_CLAIM)
            named = select(Party).where(Party.case_id == case_id, Party.name == party_name)
            stood_for = (await unit.session.scalars(named)).one()
            await unit.session.execute(
                update(Link).where(Link.party_id == stood_for.id, Link.ended_at.is_(None)).values(ended_at=unit.now)
            )
            relation = int(stood_for.side.relation)
            unit.session.add(
                Link(case_id=case_id, party_id=stood_for.id, user_id=who.key, relation=relation, since=unit.now)
            )
            return Outcome()

        await self.act(None, act)

    async def respond(self, who: Person, case_id: UUID, kind: ResponseKind, disputed_pence: int | None = None) -> None:
        await self.act(
            who,
            lambda unit: claims.respond(
                unit,
                case_id,
                kind=kind,
                statement="It was never mine to repair.",
                disputed_pence=disputed_pence,
                expected_version=None,
            ),
        )

    async def request(self, who: Person, case_id: UUID, order: PaymentTerms | None = None) -> None:
        asked = order or PaymentTerms(PaymentOrder.IMMEDIATELY)
        await self.act(who, lambda unit: judgments.request(unit, case_id, asked, expected_version=None))

    async def enter(self, who: Person, case_id: UUID) -> None:
        made = await self.codes()
        await self.act(who, lambda unit: judgments.enter(unit, case_id, made, expected_version=None))

    async def happen(self, case_id: UUID, times: int) -> None:
        """Let so many entries be written into a claim's history."""

        async def act(unit: Unit) -> Outcome:
            unit.permit(Act.REMIND)
            subject = await load(unit, case_id)
            for _ in range(times):
                unit.record(subject.stream, EventKind.RESPONSE_OVERDUE, audience=PARTIES_AND_COURT)
            return Outcome()

        await self.act(None, act)

    async def reference(self, case_id: UUID) -> str:
        async with self.database.reading(SYSTEM) as connection:
            return (await connection.execute(select(Case.reference).where(Case.id == case_id))).scalar_one()


def codes_of(answer: Mapping[str, Any]) -> list[str]:
    """The codes of an answer's top-level errors."""
    return [error["extensions"]["code"] for error in answer.get("errors", ())]
