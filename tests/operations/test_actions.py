"""What is shown as open is what the mutation does, for everyone in every state (X-04)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

import pytest

from backend.models import Claim
from backend.operations import claims, codes, judgments, links
from backend.operations.subject import load
from backend.operations.unit import Outcome, Unit
from backend.queries.claims import ACTIONS, CLAIM, OWED, STATUS, facts_of
from backend.queries.model import Facts
from backend.queries.reading import Reading, Row
from backend.rules import refusals
from backend.rules.access import SYSTEM, Actor
from backend.rules.claims import ACTS, ClaimFacts
from backend.rules.refusals import Reason
from backend.rules.vocabulary import Act, ClaimStatus, Relation, ResponseKind
from tests.builders.clocks import LODGED_AT, RESPONSE_DUE_AT
from tests.builders.service import AT_ONCE, Service


class _DoneError(Exception):
    """The act went through; undo it, so that the next is tried on the same claim."""


@dataclass(frozen=True)
class Tried:
    """A claim on which acts are tried out."""

    service: Service
    case_id: UUID
    defendant: UUID

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


async def in_every_state(service: Service) -> dict[ClaimStatus, Tried]:
    """A claim of each status, its defendant linked, all at the end of the time to respond."""
    made = {}
    for status in ClaimStatus:
        service.clock.set(RESPONSE_DUE_AT if status is ClaimStatus.AWAITING_RESPONSE else LODGED_AT)
        case_id = await service.lodge()
        await service.join(case_id)
        service.clock.set(RESPONSE_DUE_AT)
        if status is ClaimStatus.DEFENDED:
            await service.respond(case_id)
        if status in {ClaimStatus.JUDGMENT_REQUESTED, ClaimStatus.JUDGMENT_ENTERED}:
            await service.request(case_id)
        if status is ClaimStatus.JUDGMENT_ENTERED:
            await service.enter(case_id)
        made[status] = Tried(service, case_id, (await service.party(case_id, "Andrew Hollis")).id)
    return made


@pytest.mark.requirement("X-04", "X-05")
async def test_what_is_shown_as_open_or_closed_is_what_the_mutation_answers(service: Service) -> None:
    claims_by_status = await in_every_state(service)
    before, seen = await service.counts(), set()
    for status, claim in claims_by_status.items():
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
        if is_open and act not in {Act.UNLINK, Act.ISSUE_SECURITY_CODE}
    } == {
        (ClaimStatus.AWAITING_RESPONSE, Act.RESPOND_TO_CLAIM),
        (ClaimStatus.RESPONSE_OVERDUE, Act.RESPOND_TO_CLAIM),
        (ClaimStatus.RESPONSE_OVERDUE, Act.REQUEST_JUDGMENT),
        (ClaimStatus.JUDGMENT_REQUESTED, Act.RESPOND_TO_CLAIM),
        (ClaimStatus.JUDGMENT_REQUESTED, Act.ENTER_JUDGMENT),
    }
    assert await service.counts() == before


@pytest.mark.requirement("X-04", "X-08")
async def test_a_stranger_is_told_of_no_action_and_does_none(service: Service) -> None:
    case_id = await service.lodge()
    claim = Tried(service, case_id, (await service.party(case_id, "Andrew Hollis")).id)
    reading, row = await claim.read(service.stranger)
    await reading.close()
    assert row is None
    for act in ACTS:
        with pytest.raises(refusals.NotFound):
            await claim.attempt(service.stranger, act)


@pytest.mark.requirement("X-04")
async def test_acts_and_queries_judge_by_the_same_facts(service: Service) -> None:
    for status, claim in (await in_every_state(service)).items():
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
            sums = {OWED.name: await reading.total(row, OWED)}
            await reading.close()
            assert row.relation == relation
            assert facts_of(Facts(row.stored, sums, row.relation, reading.now)) == judged.pop()
        stored = await service.one(Claim, case_id=claim.case_id)
        assert stored.state == {ClaimStatus.RESPONSE_OVERDUE: "AWAITING_RESPONSE"}.get(status, status)


def test_every_act_of_the_table_is_tried() -> None:
    assert set(Tried(None, None, None).mutations(())) == set(ACTS)
