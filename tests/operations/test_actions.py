"""What is shown as open is what the mutation does, for everyone in every state (X-04)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from backend.models import Claim
from backend.operations import claims, codes, enforcement, judgments, links, work_queue, writ_applications
from backend.operations.subject import load
from backend.operations.unit import Outcome, Unit
from backend.queries.claims import ACTIONS, CLAIM, JUDGED_BY, STATUS, facts_of
from backend.queries.model import Facts
from backend.queries.reading import Reading, Row
from backend.rules import refusals
from backend.rules.access import SYSTEM, Actor
from backend.rules.claims import ACTS, ClaimFacts
from backend.rules.judgments import PaymentTerms
from backend.rules.refusals import Reason
from backend.rules.vocabulary import (
    Act,
    ClaimState,
    ClaimStatus,
    KindCode,
    PaymentOrder,
    Relation,
    ResponseKind,
    RestraintKind,
)
from tests.builders.clocks import LODGED_AT, RESPONSE_DUE_AT
from tests.builders.officers import add_officer, be_served
from tests.builders.service import AT_ONCE, Service

LOOKED_AT = RESPONSE_DUE_AT + timedelta(days=2)
IN_TIME = PaymentTerms(PaymentOrder.BY_DATE, pay_by=(RESPONSE_DUE_AT + timedelta(days=60)).date())
ADJUDGED = {ClaimStatus.JUDGMENT_ENTERED, ClaimStatus.JUDGMENT_UNPAID, ClaimStatus.WRIT_ISSUED}


class _DoneError(Exception):
    """The act went through; undo it, so that the next is tried on the same claim."""


@dataclass(frozen=True)
class Tried:
    """A claim on which acts are tried out."""

    service: Service
    case_id: UUID
    defendant: UUID
    status: ClaimStatus
    restraint: UUID | None = None

    def mutations(self, made: tuple[codes.NewCode, ...]) -> dict[Act, Callable[[Unit], Awaitable[Outcome]]]:
        return {
            Act.RESPOND_TO_CLAIM: lambda unit: claims.respond(
                unit,
                self.case_id,
                kind=ResponseKind.SAYS_PAID,
                statement="In cash.",
                disputed_pence=None,
                expected_version=None,
            ),
            Act.REQUEST_JUDGMENT: lambda unit: judgments.request(unit, self.case_id, AT_ONCE, expected_version=None),
            Act.ENTER_JUDGMENT: lambda unit: judgments.enter(unit, self.case_id, made, expected_version=None),
            Act.START_WRIT_APPLICATION: lambda unit: writ_applications.start(unit, self.case_id, expected_version=None),
            Act.CHOOSE_PAPER_WRIT: lambda unit: enforcement.choose_paper(unit, self.case_id, expected_version=None),
            Act.RESTRAIN_ENFORCEMENT: lambda unit: enforcement.restrain(
                unit, self.case_id, kind=RestraintKind.STAY, reason="An appeal.", ends_on=None, expected_version=None
            ),
            Act.LIFT_RESTRAINT: lambda unit: enforcement.lift(
                unit, self.case_id, restraint_id=self.restraint or uuid4(), expected_version=None
            ),
            Act.OPEN_SERVICE_REQUEST: lambda unit: work_queue.open_by_hand(
                unit, self.case_id, KindCode.UNDELIVERED_LETTER, reason="It came back.", about=None
            ),
            Act.ISSUE_SECURITY_CODE: lambda unit: codes.issue(unit, self.case_id, made, party_id=self.defendant),
            Act.UNLINK: lambda unit: links.unlink(unit, self.case_id, party_id=self.defendant, reason="Wrong."),
        }

    async def attempt(self, actor: Actor, act: Act) -> tuple[Reason, ...]:
        """The reasons for which the mutation refuses; none where it goes through. Nothing of it stays."""
        mutate = self.mutations(await self.service.codes())[act]

        async def try_out(unit: Unit) -> Outcome:
            await mutate(unit)
            raise _DoneError

        try:
            await self.service.carry_out(actor, try_out)
        except refusals.Refused as refused:
            return refused.reasons
        except refusals.NotPermitted:
            return (refusals.NOT_OPEN_TO_YOU,)
        except _DoneError:
            return ()
        raise AssertionError

    async def read(self, actor: Actor) -> tuple[Reading, Row | None]:
        reading = Reading(self.service.ground.database, actor, self.service.clock.at)
        return reading, await reading.one(CLAIM, CLAIM.key == self.case_id)


async def in_every_state(service: Service) -> list[Tried]:
    """A claim of each status, its defendant linked; and two unpaid ones of which one is restrained, one applied for."""
    made = [await _in_state(service, status) for status in ClaimStatus]
    stayed, applied = [await _in_state(service, ClaimStatus.JUDGMENT_UNPAID) for _ in range(2)]
    outcome = await service.carry_out(service.officer, stayed.mutations(())[Act.RESTRAIN_ENFORCEMENT])
    await service.carry_out(service.kate, applied.mutations(())[Act.START_WRIT_APPLICATION])
    return [*made, replace(stayed, restraint=outcome.subjects["restraint"]), applied]


async def _in_state(service: Service, status: ClaimStatus) -> Tried:
    service.clock.set(LOOKED_AT if status is ClaimStatus.AWAITING_RESPONSE else LODGED_AT)
    case_id = await service.lodge()
    await service.join(case_id)
    service.clock.set(RESPONSE_DUE_AT)
    if status is ClaimStatus.DEFENDED:
        await service.respond(case_id)
    if status in {ClaimStatus.JUDGMENT_REQUESTED, *ADJUDGED}:
        await service.request(case_id, IN_TIME if status is ClaimStatus.JUDGMENT_ENTERED else AT_ONCE)
    if status in ADJUDGED:
        await service.enter(case_id)
    service.clock.set(LOOKED_AT)
    if status is ClaimStatus.WRIT_ISSUED:
        officer = await add_officer(service.ground)
        await be_served(service.ground, officer, case_id, by=service.kate.user_id)
        await service.change(update(Claim).where(Claim.case_id == case_id).values(state=ClaimState.WRIT_ISSUED))
    return Tried(service, case_id, (await service.party(case_id, "Andrew Hollis")).id, status)


@pytest.mark.requirement("X-04", "X-05")
async def test_what_is_shown_as_open_or_closed_is_what_the_mutation_answers(service: Service) -> None:
    tried = await in_every_state(service)
    before, seen = await service.counts(), set()
    for claim in tried:
        status = claim.status
        for actor in (service.kate, service.andrew, service.officer):
            reading, row = await claim.read(actor)
            shown = {each.act: each for each in await reading.derive(row, ACTIONS)}
            assert reading.derive_now(row, STATUS) is status
            await reading.close()
            for act in ACTS:
                reasons = shown[act].reasons if act in shown else (refusals.NOT_OPEN_TO_YOU,)
                assert await claim.attempt(actor, act) == reasons, (status, actor.name, act)
                seen.add((status, actor.name, act, not reasons))
    assert {name for name, *_ in seen} == set(ClaimStatus)
    assert {
        (status, act)
        for status, _, act, is_open in seen
        if is_open and act not in {Act.UNLINK, Act.ISSUE_SECURITY_CODE, Act.OPEN_SERVICE_REQUEST}
    } == {
        (ClaimStatus.AWAITING_RESPONSE, Act.RESPOND_TO_CLAIM),
        (ClaimStatus.RESPONSE_OVERDUE, Act.RESPOND_TO_CLAIM),
        (ClaimStatus.RESPONSE_OVERDUE, Act.REQUEST_JUDGMENT),
        (ClaimStatus.JUDGMENT_REQUESTED, Act.RESPOND_TO_CLAIM),
        (ClaimStatus.JUDGMENT_REQUESTED, Act.ENTER_JUDGMENT),
        (ClaimStatus.JUDGMENT_ENTERED, Act.RESTRAIN_ENFORCEMENT),
        (ClaimStatus.JUDGMENT_UNPAID, Act.RESTRAIN_ENFORCEMENT),
        (ClaimStatus.JUDGMENT_UNPAID, Act.LIFT_RESTRAINT),
        (ClaimStatus.JUDGMENT_UNPAID, Act.START_WRIT_APPLICATION),
        (ClaimStatus.JUDGMENT_UNPAID, Act.CHOOSE_PAPER_WRIT),
        (ClaimStatus.WRIT_ISSUED, Act.RESTRAIN_ENFORCEMENT),
    }
    assert await service.counts() == before


@pytest.mark.requirement("X-04", "X-08")
async def test_a_stranger_is_told_of_no_action_and_does_none(service: Service) -> None:
    case_id = await service.lodge()
    claim = Tried(service, case_id, (await service.party(case_id, "Andrew Hollis")).id, ClaimStatus.AWAITING_RESPONSE)
    reading, row = await claim.read(service.stranger)
    await reading.close()
    assert row is None
    for act in ACTS:
        with pytest.raises(refusals.NotFound):
            await claim.attempt(service.stranger, act)


@pytest.mark.requirement("X-04")
async def test_acts_and_queries_judge_by_the_same_facts(service: Service) -> None:
    for claim in await in_every_state(service):
        judged: list[ClaimFacts] = []

        async def look(unit: Unit, claim: Tried = claim, judged: list[ClaimFacts] = judged) -> Outcome:
            subject = await load(unit, claim.case_id)
            judged.append(subject.facts(unit.now))
            raise _DoneError

        for actor, relation in (
            (service.kate, Relation.CLAIMANT),
            (service.andrew, Relation.DEFENDANT),
            (service.officer, Relation.COURT),
            (SYSTEM, Relation.SYSTEM),
        ):
            with pytest.raises(_DoneError):
                await service.carry_out(actor, look)
            reading, row = await claim.read(actor)
            sums = {each.name: await reading.total(row, each) for each in JUDGED_BY}
            await reading.close()
            assert row.relation == relation
            facts = judged.pop()
            if relation is Relation.DEFENDANT:  # for whom an application does not exist: no act of theirs looks at it
                facts = replace(facts, application=None)
            assert facts_of(Facts(row.stored, sums, row.relation, reading.now)) == facts
        stored = await service.one(Claim, case_id=claim.case_id)
        follows_from_a_date = {
            ClaimStatus.RESPONSE_OVERDUE: "AWAITING_RESPONSE",
            ClaimStatus.JUDGMENT_UNPAID: "JUDGMENT_ENTERED",
        }
        assert stored.state == follows_from_a_date.get(claim.status, claim.status)


def test_every_act_of_the_table_is_tried() -> None:
    assert set(Tried(None, None, None, None).mutations(())) == set(ACTS)
