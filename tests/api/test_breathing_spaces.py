"""Of which kind a breathing space is tells of somebody's health: nothing that is shown tells the two kinds apart."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.adapters.database import Database
from backend.operations import enforcement
from backend.operations.unit import Unit
from backend.queries.ids import to_node_id
from backend.rules.access import Actor
from backend.rules.vocabulary import RestraintKind
from tests.api.asking import Api, open_api
from tests.api.everything import selection
from tests.builders.writs import Enforced, issued

pytestmark = pytest.mark.requirement("X-08")
K = RestraintKind
RESTRAIN, LIFT = (
    f"mutation ($input: {kind}Input!) {{ {name}(input: $input) {{ __typename "
    f"... on {kind}Success {{ claim {{ restraints {{ id isInForce }} }} }} }} }}"
    for name, kind in (
        ("restrainEnforcement", "RestrainEnforcement"),
        ("liftRestraint", "LiftRestraint"),
    )
)
CLAIM = f"query ($by: ClaimBy!) {{ claim(by: $by) {{ restraints {selection('Restraint')} }} }}"


@pytest.fixture
async def api(database: Database) -> Api:
    return await open_api(database)


@pytest.fixture
async def enforced(api: Api) -> Enforced:
    return await issued(api.service)


async def restrain(enforced: Enforced, kind: RestraintKind, *, days: int | None) -> UUID:
    service = enforced.service
    ends_on = service.clock.at.date() + timedelta(days=days) if days else None

    def act(unit: Unit) -> Any:
        return enforcement.restrain(
            unit, enforced.case_id, kind=kind, reason="As certified.", ends_on=ends_on, expected_version=None
        )

    return (await service.carry_out(service.officer, act)).subjects["restraint"]


async def shown(api: Api, who: Actor, enforced: Enforced) -> list[dict[str, Any]]:
    """All that somebody is shown of each restraint, but for its id."""
    reference = (await api.service.case(enforced.case_id)).reference
    told = (await api.data(who, CLAIM, by={"reference": reference}))["claim"]["restraints"]
    return [{name: value for name, value in each.items() if name != "id"} for each in told]


async def test_to_all_but_the_court_the_two_kinds_of_breathing_space_answer_alike(api: Api, enforced: Enforced) -> None:
    service = api.service
    made = [
        await restrain(enforced, K.BREATHING_SPACE, days=60),
        await restrain(enforced, K.MENTAL_HEALTH_CRISIS, days=None),
    ]
    for is_in_force in (True, False):
        for who in (service.kate, service.andrew, enforced.hceo):
            one, other = await shown(api, who, enforced)
            assert one == other
            assert (one["kind"], one["endsAt"], one["reason"]) == ("BREATHING_SPACE", None, None)
            assert one["isInForce"] is is_in_force
        ordinary, crisis = await shown(api, service.officer, enforced)
        assert (ordinary["kind"], crisis["kind"]) == (K.BREATHING_SPACE, K.MENTAL_HEALTH_CRISIS)
        assert (ordinary["endsAt"] is None, crisis["endsAt"]) == (False, None)
        for key in made if is_in_force else ():
            await lift(enforced, key)


async def test_a_stay_is_recorded_and_lifted_whatever_happens_to_the_claim_meanwhile(
    api: Api, enforced: Enforced
) -> None:
    """Without the version, which whoever acts on the claim could go on moving."""
    claim = to_node_id("Claim", enforced.case_id)
    done = await api.do(api.service.officer, RESTRAIN, claimId=claim, kind="STAY", reason="By order.")
    (restraint,) = done["claim"]["restraints"]
    assert restraint["isInForce"]
    lifted = await api.do(api.service.officer, LIFT, claimId=claim, restraintId=restraint["id"])
    assert [each["isInForce"] for each in lifted["claim"]["restraints"]] == [False]
    stale = {"claimId": claim, "kind": "STAY", "reason": "By order.", "expectedVersion": 1}
    assert (await api.do(api.service.officer, RESTRAIN, **stale))["__typename"] == "StaleVersionError"


async def test_when_a_stay_ends_everybody_concerned_reads(api: Api, enforced: Enforced) -> None:
    await restrain(enforced, K.STAY, days=30)
    told = [await shown(api, who, enforced) for who in (api.service.kate, api.service.andrew, enforced.hceo)]
    assert len({each["endsAt"] for (each,) in told} - {None}) == 1
    assert all(each["endsAt"] for (each,) in told)


async def lift(enforced: Enforced, key: UUID) -> None:
    service = enforced.service
    await service.carry_out(
        service.officer,
        lambda unit: enforcement.lift(unit, enforced.case_id, restraint_id=key, expected_version=None),
    )
