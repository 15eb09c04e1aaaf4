"""The service over one database with the people of a claim, and each act of theirs as one call."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select

from backend.adapters.database import Database
from backend.adapters.seal import Seal
from backend.adapters.sealing import Sealer
from backend.adapters.wake import InProcessWake
from backend.models import Base, Case, Link, Party, Stream
from backend.operations import claims, codes, judgments, links
from backend.operations.attempts import Attempt
from backend.operations.codes import NewCode
from backend.operations.ground import Ground
from backend.operations.unit import Once, Outcome, Unit, carry_out
from backend.rules.access import SYSTEM, Actor
from backend.rules.judgments import PaymentTerms
from backend.rules.linking import Proof
from backend.rules.lodging import MOST_PARTIES, Lodging
from backend.rules.vocabulary import Act, PaymentOrder, ResponseKind, Role
from tests.builders.clocks import SetClock
from tests.builders.codes import printed_codes
from tests.builders.lodgings import PROVEN, lodging
from tests.builders.people import ENGLAND_WALES, add_actor

SECRET = b"a secret of tests, of 32 bytes.."
AT_ONCE = PaymentTerms(PaymentOrder.IMMEDIATELY)


@dataclass(frozen=True)
class Service:
    """The acts of the service on a database of a test, with Kate, Andrew, a stranger and a court officer."""

    ground: Ground
    clock: SetClock
    kate: Actor
    andrew: Actor
    stranger: Actor
    officer: Actor

    async def carry_out(
        self, actor: Actor, act: Callable[[Unit], Awaitable[Outcome]], *, once: Once | None = None
    ) -> Outcome:
        return await carry_out(self.ground, actor, act, once=once)

    async def codes(self, count: int = MOST_PARTIES) -> tuple[NewCode, ...]:
        """Codes to print; the first defendant gets the first."""
        return await printed_codes(self.ground, count)

    async def lodge(self, claim: Lodging | None = None, *, by: Actor | None = None, once: Once | None = None) -> UUID:
        """Lodge a claim (Kate's against Andrew); its key."""
        claim = claim or lodging()
        made = await self.codes(len(claim.defendants))
        outcome = await self.carry_out(by or self.kate, lambda unit: claims.lodge(unit, claim, made), once=once)
        return outcome.subjects["claim"]

    async def try_link(
        self,
        case_id: UUID,
        *,
        by: Actor | None = None,
        code: str | None = None,
        proof: Proof = PROVEN,
        reference: str | None = None,
        caller: str | None = None,
        once: Once | None = None,
    ) -> Outcome:
        """Andrew tries to link himself: rightly, but for what is given otherwise."""
        by = by or self.andrew
        attempt = Attempt(
            reference or (await self.case(case_id)).reference,
            code if code is not None else (await self.codes())[0].text,
            proof,
        )
        once = once or Once.of(uuid4(), "linkToClaim", [])
        return await links.link(self.ground, by, attempt, caller=caller or str(uuid4()), once=once)

    async def link(self, case_id: UUID, *, by: Actor | None = None, index: int = 0, proof: Proof = PROVEN) -> Outcome:
        """Link somebody to the claim as its defendant of this index, with the code that was sent at lodging."""
        code = (await self.codes())[index].text
        return await self.try_link(case_id, by=by, code=code, proof=proof)

    async def join(self, case_id: UUID, *, by: Actor | None = None, name: str = "Andrew Hollis") -> None:
        """Have somebody stand linked to a party, without the time that codes take."""
        by, party = by or self.andrew, await self.party(case_id, name)

        async def act(unit: Unit) -> Outcome:
            unit.permit(Act.LINK_TO_CLAIM)
            relation = int(party.side.relation)
            unit.session.add(
                Link(case_id=case_id, party_id=party.id, user_id=by.user_id, relation=relation, since=unit.now)
            )
            return Outcome()

        await self.carry_out(SYSTEM, act)

    async def respond(self, case_id: UUID, *, by: Actor | None = None, **given: Any) -> Outcome:
        answer = {
            "kind": ResponseKind.DISPUTES_ALL,
            "statement": "The wall was never mine.",
            "disputed_pence": None,
            "expected_version": None,
            **given,
        }
        return await self.carry_out(by or self.andrew, lambda unit: claims.respond(unit, case_id, **answer))

    async def request(
        self, case_id: UUID, order: PaymentTerms = AT_ONCE, *, by: Actor | None = None, version: int | None = None
    ) -> Outcome:
        return await self.carry_out(
            by or self.kate, lambda unit: judgments.request(unit, case_id, order, expected_version=version)
        )

    async def enter(self, case_id: UUID, *, by: Actor | None = None, version: int | None = None) -> Outcome:
        made = await self.codes()
        return await self.carry_out(
            by or self.officer, lambda unit: judgments.enter(unit, case_id, made, expected_version=version)
        )

    async def issue_code(self, case_id: UUID, party_id: UUID, *, index: int = 1, version: int | None = None) -> Outcome:
        """The officer sends the printed code of this index to a party."""
        code = (await self.codes())[index]
        return await self.carry_out(
            self.officer,
            lambda unit: codes.issue(unit, case_id, (code,), party_id=party_id, expected_version=version),
        )

    async def all(self, model: type[Base], *, by: Any = None, **equal: Any) -> list[Any]:
        """The stored rows of a table whose columns are equal to these, in the order of `by` (else of their keys)."""
        async with self.ground.database.writing(SYSTEM) as session:
            order = by if by is not None else tuple(model.__table__.primary_key)
            found = await session.scalars(
                select(model).filter_by(**equal).order_by(*(order if isinstance(order, tuple) else (order,)))
            )
            return list(found)

    async def one(self, model: type[Base], **equal: Any) -> Any:
        (row,) = await self.all(model, **equal)
        return row

    async def case(self, case_id: UUID) -> Case:
        return await self.one(Case, id=case_id)

    async def stream(self, case_id: UUID) -> Stream:
        return await self.one(Stream, id=case_id)

    async def party(self, case_id: UUID, name: str) -> Party:
        return await self.one(Party, case_id=case_id, name=name)

    async def change(self, statement: Any) -> None:
        """Change rows as no act would: what a test needs to be as if time had passed."""

        async def act(unit: Unit) -> Outcome:
            unit.permit(Act.REMIND)
            await unit.session.execute(statement)
            return Outcome()

        await self.carry_out(SYSTEM, act)

    async def counts(self) -> dict[str, int]:
        """How many rows each table holds."""
        async with self.ground.database.reading(SYSTEM) as connection:
            return {
                table.name: await connection.scalar(select(func.count()).select_from(table))
                for table in Base.metadata.sorted_tables
            }


async def open_service(database: Database, *, linking_takes_seconds: float = 0.0) -> Service:
    """The service on a fresh database, with its people."""
    clock = SetClock()
    ground = Ground(
        database=database,
        clock=clock,
        sealer=Sealer(SECRET),
        seal=Seal.specimen(SECRET),
        wake=InProcessWake(),
        linking_takes_seconds=linking_takes_seconds,
    )
    return Service(
        ground,
        clock,
        kate=await add_actor(ground, "Kate Marlowe"),
        andrew=await add_actor(ground, "Andrew Hollis"),
        stranger=await add_actor(ground, "Sam Stranger"),
        officer=await add_actor(ground, "Olu Officer", Role.COURT_OFFICER, ENGLAND_WALES),
    )
