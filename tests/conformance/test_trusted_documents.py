"""What stands in frontend-contract/ holds together: its ids, its prices, and what its README says."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from graphql import parse

from backend import contract
from backend.api import schema
from backend.execution.documents import Documents
from backend.execution.limits import Limits
from backend.execution.trusted import trusted_documents
from backend.http.frames import Close
from backend.rules.errors import ErrorCode

FOLDER = Path(__file__).parents[2] / "frontend-contract"
README = (FOLDER / "README.md").read_text(encoding="utf-8")
SCREENS = contract.documents()
PAGE = 50


def test_the_server_trusts_the_documents_that_the_contract_publishes():
    published = json.loads((FOLDER / "trusted-documents.json").read_text(encoding="utf-8"))
    assert trusted_documents() == published


def test_the_id_of_a_trusted_document_is_the_sha_256_of_its_text():
    assert all(hashlib.sha256(text.encode()).hexdigest() == key for key, text in trusted_documents().items())


def test_a_trusted_document_asks_for_the_type_of_every_object():
    assert contract.trusted("{ viewer { name claims(first: 1) { nodes { ... on Claim { id } } } } }") == (
        "{\n  viewer {\n    name\n    claims(first: 1) {\n      nodes {\n        ... on Claim {\n          id\n"
        "          __typename\n        }\n        __typename\n      }\n      __typename\n    }\n    __typename\n  }\n}"
    )


def test_a_document_that_asks_for_the_type_already_does_not_ask_twice():
    text = "{\n  viewer {\n    __typename\n    name\n  }\n}"
    assert contract.trusted(text) == text


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_with_pages_of_fifty_costs_at_most_half_of_what_is_allowed(name):
    limits = Limits()
    (operation,) = (
        Documents(schema._schema, limits=limits, introspection=False).read(contract.trusted(SCREENS[name])).operations
    )
    assert operation.price.due({"first": PAGE, "events": PAGE}) <= limits.cost / 2


@pytest.mark.parametrize("name", SCREENS)
def test_a_document_is_one_operation_that_is_named_as_its_file(name):
    (operation,) = parse(SCREENS[name]).definitions
    assert re.sub(r"(?<!^)(?=[A-Z])", "-", operation.name.value).lower() == name


def test_the_readme_says_of_every_top_level_code_what_to_do():
    assert [code for code in ErrorCode if f"`{code}`" not in README] == []


def test_the_readme_says_of_every_close_code_what_it_means():
    assert [code for code in Close if str(int(code)) not in README] == []
