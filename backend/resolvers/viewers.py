"""Who asks: the viewer, their session, any object by its id, and the guidance for everybody."""

import asyncio
from typing import Any

import strawberry

from backend.operations import sessions
from backend.operations.unit import Outcome, Unit
from backend.queries.ids import MalformedIdError, from_node_id
from backend.resolvers.answers import Asking, carry_out
from backend.rules.errors import ErrorCode, PublicError
from backend.schema import enums
from backend.schema.basics import Node
from backend.schema.claims import Guidance
from backend.schema.declared import SHAPES, show
from backend.schema.inputs import claims as inputs
from backend.schema.results import claims as results
from backend.schema.viewer import Viewer

MOST_NODES = 20


def viewer(info: Asking) -> Viewer | None:
    """Whoever asks; null when nobody is signed in."""
    return Viewer(actor=info.context.actor) if info.context.actor.user_id else None


async def node(info: Asking, id: strawberry.ID) -> Node | None:  # noqa: A002 - the API's word
    """Any object that the viewer may see; null for any other."""
    try:
        name, key = from_node_id(id)
    except MalformedIdError:
        raise PublicError(ErrorCode.BAD_USER_INPUT, "This is not an id of this service.") from None
    entity = next((each for each in SHAPES if each.name == name), None)
    if entity is None:
        return None
    row = await info.context.reading.by_key(entity, key)
    shown: Node | None = show(row) if row else None
    return shown


async def nodes(info: Asking, ids: list[strawberry.ID]) -> list[Node | None]:
    """Several objects by their ids, in that order."""
    if len(ids) > MOST_NODES:
        raise PublicError(ErrorCode.BAD_USER_INPUT, f"Ask for at most {MOST_NODES} nodes.")
    return list(await asyncio.gather(*(node(info, each) for each in ids)))


def guidance(topic: enums.Topic) -> Guidance:
    """The guidance on a topic, for everybody."""
    return Guidance.of(topic)


async def sign_out(info: Asking, input: inputs.SignOutInput) -> Any:  # noqa: A002
    async def act(unit: Unit) -> Outcome:
        return await sessions.sign_out(unit)

    # Of this session: the same key used in another one is another act.
    session = (info.context.signed_in.session or b"").hex()
    return await carry_out(info, act, input, f"signOut:{session}", results.SignOutSuccess)
