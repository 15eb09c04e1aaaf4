"""What a review by fresh eyes found: each stays found (X-08)."""

from uuid import uuid4

import pytest
from sqlalchemy import update

from backend.models import LinkGuard, SecurityCode
from backend.operations import links
from backend.rules import refusals
from backend.rules.lodging import problems
from backend.rules.periods import london_day
from backend.rules.vocabulary import Act
from tests.builders.clocks import LODGED_AT
from tests.builders.lodgings import kate, lodging
from tests.builders.service import Service

INVISIBLE = "\u200b\u0001"


@pytest.mark.requirement("D-01")
def test_words_that_no_letter_could_print_are_no_words() -> None:
    claim = lodging(what_for=INVISIBLE, claimants=(kate(), kate(name=INVISIBLE)))
    found = problems(claim, today=london_day(LODGED_AT))
    assert [(each.code, each.path) for each in found] == [
        ("TEXT_LENGTH", ("whatFor",)),
        ("TEXT_LENGTH", ("claimants", "1", "name")),
    ]


@pytest.mark.requirement("D-02")
async def test_the_claimant_cannot_lock_the_defendant_out(service: Service) -> None:
    case_id = await service.lodge()
    await service.change(update(LinkGuard).values(failures=4))
    with pytest.raises(refusals.Refused):
        await service.try_link(case_id, by=service.kate, code="0000-0000")
    guard = await service.one(LinkGuard, case_id=case_id)
    assert (guard.failures, guard.suspended_until) == (4, None)
    await service.link(case_id)


@pytest.mark.requirement("D-02")
async def test_ending_a_link_ends_the_codes_that_are_out(service: Service) -> None:
    case_id = await service.lodge()
    party_id = (await service.party(case_id, "Andrew Hollis")).id
    await service.issue_code(case_id, party_id)
    await service.link(case_id)
    await service.carry_out(
        service.officer, lambda unit: links.unlink(unit, case_id, party_id=party_id, reason="The wrong Andrew.")
    )
    open_codes = [each for each in await service.all(SecurityCode) if not each.used_at]
    assert open_codes
    assert all(each.expires_at <= service.clock.at for each in open_codes)


@pytest.mark.requirement("D-02")
async def test_a_new_code_is_asked_for_once_under_one_key(service: Service) -> None:
    case_id = await service.lodge()
    service.clock.go(days=2)
    reference = (await service.case(case_id)).reference
    once = links.Once.of(uuid4(), Act.REQUEST_SECURITY_CODE, reference)
    for _ in range(2):
        outcome = await links.request_code(service.ground, service.andrew, reference, caller="here", once=once)
    assert outcome.replayed
    assert len(await service.all(SecurityCode)) == 2
