import json

import pytest
from graphql import parse, validate

from backend.api import schema
from backend.demo.personas import CITIZENS, PERSONAS
from backend.demo.ready import ReadyDocument, ready_documents

DOCUMENTS = {one.key: one for one in ready_documents()}


@pytest.mark.parametrize("one", DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_ready_document_fits_the_schema(one: ReadyDocument):
    assert validate(schema._schema, parse(one.text)) == []


@pytest.mark.parametrize("one", DOCUMENTS.values(), ids=DOCUMENTS)
def test_the_variables_of_a_ready_document_are_those_that_it_declares(one: ReadyDocument):
    declared = {each.variable.name.value for each in parse(one.text).definitions[0].variable_definitions or ()}
    assert set(json.loads(one.variables)) == declared


def test_there_are_queries_mutations_and_subscriptions_each_told_from_the_others():
    assert {one.kind for one in DOCUMENTS.values()} == {"query", "mutation", "subscription"}
    assert DOCUMENTS["follow-claim"].kind == "subscription"


def test_the_claim_that_kate_lodges_names_the_personas_as_they_are():
    given = json.loads(DOCUMENTS["lodge"].variables)["input"]
    for key, party in (("kate", given["claimants"][0]), ("andrew", given["defendants"][0])):
        persona, details = PERSONAS[key], CITIZENS[key]
        assert (party["name"], party["email"], party["phone"]) == (persona.name, persona.email, details.phone)
        assert (tuple(party["addressLines"]), party["postCode"]) == (details.address.lines, details.address.post_code)
    assert given["defendants"][0]["dateOfBirth"] == CITIZENS["andrew"].date_of_birth.isoformat()
