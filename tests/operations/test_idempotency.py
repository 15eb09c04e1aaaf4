"""The same thing sent twice is done once, and answered alike (P3)."""

import asyncio
from dataclasses import replace
from functools import partial
from uuid import UUID, uuid4

import pytest

from backend.models import Claim, HistoryEntry, IdempotencyKey, LinkAttempt, LinkGuard
from backend.operations import claims
from backend.operations.unit import Once, Outcome, Unit, earlier
from backend.rules import refusals
from tests.builders.lodgings import lodging
from tests.builders.service import Service

KEY = UUID("0198a000-0000-7000-8000-000000000001")
GIVEN = Once.of(KEY, "lodgeClaim", {"amount": 1_250_00})


def lodge(unit: Unit, codes: tuple) -> object:
    return claims.lodge(unit, lodging(), codes)


async def test_of_twenty_sends_of_one_key_one_has_an_effect_and_all_have_its_outcome(service: Service) -> None:
    act = partial(lodge, codes=await service.codes(1))
    outcomes = await asyncio.gather(*(service.carry_out(service.kate, act, once=GIVEN) for _ in range(20)))
    first = next(outcome for outcome in outcomes if not outcome.replayed)
    assert len(await service.all(Claim)) == len(await service.all(HistoryEntry)) == 1
    assert [outcome.replayed for outcome in outcomes].count(True) == 19
    assert {(outcome.subjects["claim"], outcome.history) for outcome in outcomes} == {
        (first.subjects["claim"], first.history)
    }
    assert first.subjects["claim"] == (await service.one(Claim)).case_id
    again = await service.carry_out(service.kate, act, once=GIVEN)
    assert again == replace(first, replayed=True) == await earlier(service.ground, service.kate, GIVEN)


async def test_a_key_is_refused_for_another_input_or_another_act(service: Service) -> None:
    act = partial(lodge, codes=await service.codes(1))
    await service.carry_out(service.kate, act, once=GIVEN)
    for other in (Once.of(KEY, "lodgeClaim", {"amount": 1_250_01}), Once.of(KEY, "unlink", {"amount": 1_250_00})):
        with pytest.raises(refusals.KeyReused):
            await service.carry_out(service.kate, act, once=other)
        with pytest.raises(refusals.KeyReused):
            await earlier(service.ground, service.kate, other)
    assert len(await service.all(Claim)) == 1


async def test_the_order_in_which_an_input_is_spelled_makes_no_difference() -> None:
    assert Once.of(KEY, "act", {"a": 1, "b": [KEY]}) == Once.of(KEY, "act", {"b": [KEY], "a": 1})


async def test_a_key_means_nothing_to_another_user(service: Service) -> None:
    act = partial(lodge, codes=await service.codes(1))
    mine = await service.carry_out(service.kate, act, once=GIVEN)
    assert await earlier(service.ground, service.andrew, GIVEN) is None
    theirs = await service.carry_out(service.andrew, act, once=GIVEN)
    assert not theirs.replayed
    assert theirs.subjects != mine.subjects
    assert len(await service.all(IdempotencyKey, key=KEY)) == 2


async def test_a_refused_act_leaves_its_key_free(service: Service) -> None:
    codes = await service.codes(1)
    with pytest.raises(refusals.Invalid):
        await service.carry_out(
            service.kate, lambda unit: claims.lodge(unit, lodging(amount_pence=0), codes), once=GIVEN
        )
    assert await service.all(IdempotencyKey) == []
    assert not (await service.carry_out(service.kate, partial(lodge, codes=codes), once=GIVEN)).replayed


@pytest.mark.requirement("D-02")
async def test_linking_sent_several_times_at_once_links_once_and_is_no_failure(service: Service) -> None:
    case_id, once = await service.lodge(), Once.of(uuid4(), "linkToClaim", [])
    outcomes: list[Outcome] = await asyncio.gather(*(service.try_link(case_id, once=once) for _ in range(5)))
    assert [outcome.replayed for outcome in outcomes].count(False) == 1
    assert {outcome.subjects["claim"] for outcome in outcomes} == {case_id}
    assert (await service.one(LinkGuard, case_id=case_id)).failures == 0
    counted = len(await service.all(LinkAttempt))
    assert (await service.try_link(case_id, once=once)).replayed
    assert len(await service.all(LinkAttempt)) == counted
