"""Letters: a party sees those written to them, the court all of a case."""

from sqlalchemy import func
from sqlalchemy.sql import ColumnElement, FromClause

from backend.models import Hceo, Letter, Party
from backend.queries import scope
from backend.queries.ids import to_node_id
from backend.queries.model import Entity, Field
from backend.rules.access import Actor
from backend.rules.vocabulary import COURT_ONLY, LetterState


def for_viewer(_visible: FromClause, actor: Actor) -> ColumnElement[bool]:
    """Letters to the party or the officer that the viewer is; to staff all. A letter to nobody would be nobody's."""
    return scope.addressed_rows(Letter.party_id, Letter.hceo_id, actor)


LETTER = Entity(
    name="Letter",
    source=Letter.__table__.outerjoin(Party.__table__, Party.id == Letter.party_id).outerjoin(
        Hceo.__table__, Hceo.id == Letter.hceo_id
    ),
    key=Letter.id,
    case=Letter.case_id,
    own=Letter.party_id,
    rows=for_viewer,
    fields={
        "key": Field(Letter.id, published=False),
        "id": Field(Letter.id, show=lambda key: to_node_id("Letter", key)),
        "case_id": Field(Letter.case_id, published=False),
        "template": Field(Letter.template),
        "facts": Field(Letter.facts, published=False),
        "state": Field(Letter.state),
        "recipient_name": Field(func.coalesce(Party.name, Hceo.name)),
        "address_lines": Field(Party.address_lines, published=False),
        "post_code": Field(Party.post_code, published=False),
        "created_at": Field(Letter.created_at),
        "ended_at": Field(Letter.ended_at),
        "attempts": Field(Letter.attempts, to=COURT_ONLY),
        "failure": Field(Letter.failure, to=COURT_ONLY),
    },
)


def state_is(state: LetterState) -> ColumnElement[bool]:
    return Letter.state == state
