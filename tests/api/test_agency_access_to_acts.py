"""No act of the agency is open to anybody outside it, whatever they send; and what they send changes nothing."""

from typing import Any
from uuid import uuid4

import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLList, GraphQLNonNull, get_named_type

from backend.adapters.database import Database
from backend.models import HistoryEntry
from backend.queries.ids import to_node_id
from backend.rules.access import SYSTEM
from tests.api.agency_access_table import AGENCY_MUTATIONS, OUTSIDERS
from tests.api.agency_access_world import AgencyAccess, agency_access
from tests.api.everything import CORE
from tests.api.test_access_to_acts import MUTATIONS

SCALARS = {
    "UUID": lambda: str(uuid4()), "Int": lambda: 1, "Date": lambda: "2026-11-30", "Pounds": lambda: "1.00",
    "Boolean": lambda: True, "String": lambda: "x",
}  # fmt: skip


def given_for(made: AgencyAccess, name: str, kind: Any) -> Any:
    """A value of a type that means the case, wherever it names a thing; else any."""
    if isinstance(kind, GraphQLNonNull):
        return given_for(made, name, kind.of_type)
    if isinstance(kind, GraphQLList):
        return [given_for(made, name, kind.of_type)]
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    if isinstance(kind, GraphQLInputObjectType):
        needed = {key: each.type for key, each in kind.fields.items() if isinstance(each.type, GraphQLNonNull)}
        some = needed or dict([next((key, each.type) for key, each in kind.fields.items())])
        return {key: given_for(made, key, each) for key, each in some.items()}
    if kind.name == "ID":
        return id_for(made, name)
    return SCALARS[kind.name]()


def id_for(made: AgencyAccess, name: str) -> str:
    known = {"enforcementCaseId": ("EnforcementCase", made.case_id)}
    nouns = {
        "paymentId": "PaymentIn", "liabilityOrderId": "LiabilityOrder", "letterId": "Letter", "toId": "Party",
        "partyId": "Party", "offlineTaskId": "OfflineTask", "scheduleId": "Schedule", "colleagueId": "User",
    }  # fmt: skip
    noun, key = known.get(name) or (nouns.get(name, "ServiceRequest"), made.routing)
    return to_node_id(noun, key)


def test_every_mutation_is_in_one_table_or_the_other() -> None:
    assert set(MUTATIONS) | AGENCY_MUTATIONS == set(CORE.mutation_type.fields)
    assert not set(MUTATIONS) & AGENCY_MUTATIONS


@pytest.fixture
async def made(database: Database) -> AgencyAccess:
    return await agency_access(database)


@pytest.mark.requirement("X-08", "R-53")
async def test_nobody_outside_the_agency_does_anything_with_its_cases(made: AgencyAccess) -> None:
    world = made.agency.world
    before = await _entries(made)
    open_to: list[tuple[str, str, str]] = []
    for viewer in (*OUTSIDERS[:-1], "receiving parent", "paying parent"):
        for mutation in sorted(AGENCY_MUTATIONS):
            kind = get_named_type(CORE.mutation_type.fields[mutation].args["input"].type)
            document = f"mutation ($input: {kind.name}!) {{ {mutation}(input: $input) {{ __typename }} }}"
            answer = await world.ask(made.people[viewer], document, input=given_for(made, "input", kind))
            said = answer["data"][mutation]["__typename"] if "errors" not in answer else str(answer["errors"])
            if said not in ("NotFoundError", "NotPermittedError"):
                open_to.append((viewer, mutation, said))
    assert open_to == []
    assert await _entries(made) == before


async def _entries(made: AgencyAccess) -> int:
    async with made.agency.world.ground.database.reading(SYSTEM) as connection:
        return len((await connection.execute(HistoryEntry.__table__.select())).all())
