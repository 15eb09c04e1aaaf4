"""The smallest document of every mutation, made from the schema itself: none can be forgotten."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import UUID, uuid5

from graphql import GraphQLObjectType, GraphQLUnionType, get_named_type

from backend.api import schema
from backend.queries.ids import key_of

SHOWN = ("id", "reference", "state", "status", "version", "nextUrl", "number")
SEVERAL = {"assignServiceRequests": "serviceRequestIds"}
"""Mutations that do an act for each of the service requests that they are given: two copies may share them."""
CLAIM = "query ($by: ClaimBy!) { claim(by: $by) { id reference version status notices { name } } }"


@cache
def mutations() -> dict[str, GraphQLUnionType]:
    """Every mutation of the API, with the type of its result."""
    fields = schema._schema.mutation_type.fields
    return {name: get_named_type(field.type) for name, field in fields.items()}


@cache
def document(name: str) -> str:
    """The document that does one mutation, and answers what came of it."""
    field = schema._schema.mutation_type.fields[name]
    members = " ".join(
        f"... on {member.name} {{ isReplayed {_nouns(member)} }}"
        for member in mutations()[name].types
        if "isReplayed" in member.fields
    )
    refused = "... on RefusedError { reasons { code } } ... on ValidationErrors { errors { code path } }"
    given = get_named_type(field.args["input"].type).name
    return f"mutation ($input: {given}!) {{ {name}(input: $input) {{ __typename {members} {refused} }} }}"


def keys_of(name: str, key: UUID, given: Mapping[str, Any]) -> list[UUID]:
    """The keys under which the acts of a mutation stand: its own, or of each act one that is made from it."""
    if name not in SEVERAL:
        return [key]
    return [uuid5(key, key_of(each, "ServiceRequest").hex) for each in given[SEVERAL[name]]]


def _nouns(member: GraphQLObjectType) -> str:
    """What the success shows: of each noun its id and how it stands."""
    found = []
    for name, field in member.fields.items():
        shown = get_named_type(field.type)
        if isinstance(shown, GraphQLObjectType) and "id" in shown.fields and name != "history":
            found.append(f"{name} {{ {' '.join(each for each in SHOWN if each in shown.fields)} }}")
    return " ".join(found)
