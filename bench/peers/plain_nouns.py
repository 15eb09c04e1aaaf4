"""The peer's smaller types: what hangs on a claim."""

from datetime import date, datetime

import strawberry
from strawberry.types import Info

from backend.models import HistoryEntry, Letter, Party
from backend.queries.ids import to_node_id
from backend.rules import deadlines, summaries
from backend.schema import enums
from bench.peers.plain_context import Asked

NOTICED = 50


Asking = Info[Asked, None]


@strawberry.type(name="Deadline")
class DeadlineType:
    at: datetime
    on: date
    is_past: bool

    @classmethod
    def of(cls, found: deadlines.Deadline, now: datetime) -> "DeadlineType":
        return cls(at=found.at, on=found.on, is_past=found.is_past(now))


@strawberry.type(name="Action")
class ActionType:
    name: enums.Act
    is_open: bool


@strawberry.type(name="NextStep")
class NextStepType:
    code: str
    title: str
    act: enums.Act | None
    deadline: DeadlineType | None


@strawberry.type(name="Notice")
class NoticeType:
    name: str
    title: str
    text: str
    is_urgent: bool


@strawberry.type(name="Party")
class PartyType:
    id: strawberry.ID
    side: enums.PartySide
    name: str
    date_of_birth_masked: str | None

    @classmethod
    def of(cls, row: Party, asked: Asked) -> "PartyType":
        told = asked.actor.is_court_staff and row.date_of_birth
        masked = f"**/**/{row.date_of_birth.year}" if told and row.date_of_birth else None
        return cls(
            id=strawberry.ID(to_node_id("Party", row.id)), side=row.side, name=row.name, date_of_birth_masked=masked
        )


@strawberry.type(name="Letter")
class LetterType:
    row: strawberry.Private[Letter]
    id: strawberry.ID
    name: enums.LetterName
    state: enums.LetterState
    created_at: datetime
    ended_at: datetime | None
    attempts: int | None
    failure: str | None

    @strawberry.field
    async def recipient_name(self, info: Asking) -> str:
        return (await info.context.loaders.party.load(self.row.party_id)).name

    @classmethod
    def of(cls, row: Letter, asked: Asked) -> "LetterType":
        told = asked.actor.is_court_staff
        return cls(
            row=row,
            id=strawberry.ID(to_node_id("Letter", row.id)),
            name=row.template,
            state=row.state,
            created_at=row.created_at,
            ended_at=row.ended_at,
            attempts=row.attempts if told else None,
            failure=row.failure if told else None,
        )


@strawberry.type(name="Change")
class ChangeType:
    field: str
    to: str


@strawberry.type(name="HistoryEntry")
class EntryType:
    row: strawberry.Private[HistoryEntry]
    id: strawberry.ID
    number: int | None
    kind: enums.EventKind
    at: datetime
    recorded_at: datetime | None
    actor_role: enums.Role
    hash: str | None

    @strawberry.field
    async def actor_name(self, info: Asking) -> str | None:
        if self.row.actor_id is None or not info.context.actor.is_court_staff:
            return None
        user = await info.context.loaders.users.load(self.row.actor_id)
        return user.name if user else None

    @strawberry.field
    def summary(self) -> str:
        return summaries.summary(self.row.kind, self.row.changes)

    @strawberry.field
    def changes(self) -> list[ChangeType]:
        return [ChangeType(field=name, to=to) for name, to in summaries.spelled_changes(self.row.changes)]

    @classmethod
    def of(cls, row: HistoryEntry, asked: Asked) -> "EntryType":
        told = asked.actor.is_court_staff
        return cls(
            row=row,
            id=strawberry.ID(to_node_id("HistoryEntry", row.uid)),
            number=row.number if told else None,
            kind=row.kind,
            at=row.at,
            recorded_at=row.recorded_at if told else None,
            actor_role=enums.Role(row.actor_role),
            hash=row.hash.hex() if told else None,
        )


@strawberry.type(name="PageInfo")
class PageInfoType:
    has_next_page: bool
    end_cursor: str | None
