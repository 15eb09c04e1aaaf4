"""Letters: a party sees those written to them, the court all of a claim, the agency those of cases that it works."""

from sqlalchemy import and_, func, not_
from sqlalchemy.sql import ColumnElement, FromClause

from backend.models import Hceo, Letter, Party
from backend.notices.endings import SENT_BACK
from backend.queries import scope
from backend.queries.ids import to_node_id
from backend.queries.model import Entity, Field, Related
from backend.rules.access import DESKS_OF, Actor
from backend.rules.vocabulary import OF_THE_AGENCY, STAFF, LetterState, Relation, Role
from backend.rules.vocabulary import Letter as Name


def for_viewer(visible: FromClause, actor: Actor) -> ColumnElement[bool]:
    """Letters to the party or the officer that the viewer is, once they may leave; to the court all.

    Of the agency, those see a case's who work it or lead its team; its other areas what they wrote themselves, and a
    senior manager the free text to sign off.
    """
    if actor.role is Role.SENIOR_MANAGER:
        return Letter.template == Name.CMEL9271
    if actor.role in DESKS_OF:
        return scope.of_own_requests(Letter.service_request_id, actor)
    if actor.is_agency_staff:
        return scope.stands_as(visible, Relation.ASSIGNED | Relation.LEADER)
    addressed = scope.addressed_rows(Letter.party_id, Letter.hceo_id, actor)
    if actor.is_system or actor.is_staff:
        return addressed
    was_sent_back = Letter.failure.is_not_distinct_from(SENT_BACK)
    return and_(addressed, Letter.state != LetterState.AWAITING_SIGN_OFF, not_(was_sent_back))


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
        "text": Field(Letter.facts, show=lambda facts: facts.get("text"), to=OF_THE_AGENCY),
        "attempts": Field(Letter.attempts, to=STAFF),
        "failure": Field(Letter.failure, to=STAFF),
    },
)
OF_SERVICE_REQUEST = Related(
    target=lambda: LETTER, child=lambda: Letter.service_request_id, parent="key", order=("created_at", "key")
)
"""The letters that were written from a service request, oldest first."""


def state_is(state: LetterState) -> ColumnElement[bool]:
    return Letter.state == state
