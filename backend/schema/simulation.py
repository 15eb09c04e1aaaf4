"""What an act would do, as far as a front end shows it before somebody decides."""

from datetime import datetime

import strawberry

from backend.operations.rehearsal import Rehearsed
from backend.queries.ids import to_node_id
from backend.rules import refusals
from backend.schema import enums
from backend.schema.basics import Reason
from backend.schema.errors import FieldError


@strawberry.type(description="An entry that the history would get.")
class SimulatedEntry:
    kind: enums.EventKind = strawberry.field(description="What would happen.")
    summary: str = strawberry.field(description="The same in one sentence.")


@strawberry.type(description="A service request that would be opened.")
class SimulatedServiceRequest:
    kind: enums.KindCode = strawberry.field(description="Its kind.")
    reason: str = strawberry.field(description="Why it would be opened.")


@strawberry.type(description="A letter that would be written.")
class SimulatedLetter:
    template: enums.LetterName = strawberry.field(description="Which letter.", name="name")
    party_id: strawberry.ID | None = strawberry.field(description="To which party, where it is to one.")


@strawberry.type(description="A date on which something would happen by itself.")
class SimulatedDate:
    what: str = strawberry.field(description="What would happen then, in words.")
    at: datetime | None = strawberry.field(description="When; null where it would happen no longer.")


@strawberry.type(description="What would become of an act if it were done now. Nothing was done.")
class Simulation:
    would_be_done: bool = strawberry.field(description="Whether it would be done; otherwise it would be refused.")
    code: enums.RefusalCode | None = strawberry.field(description="How it would be refused.")
    reasons: list[Reason] = strawberry.field(description="All that stands against it.")
    errors: list[FieldError] = strawberry.field(description="What is wrong with what was given.")
    history: list[SimulatedEntry] = strawberry.field(description="What the history would tell, in order.")
    service_requests: list[SimulatedServiceRequest] = strawberry.field(description="What would be opened.")
    letters: list[SimulatedLetter] = strawberry.field(description="What would be written to whom.")
    dates: list[SimulatedDate] = strawberry.field(description="The dates that would be set, moved or ended.")

    @classmethod
    def of(cls, found: Rehearsed) -> "Simulation":
        refusal = found.refusal
        return cls(
            would_be_done=refusal is None,
            code=enums.RefusalCode(refusal.code) if refusal else None,
            reasons=reasons_of(refusal),
            errors=errors_of(refusal),
            history=[SimulatedEntry(kind=enums.EventKind(each.kind), summary=each.summary) for each in found.history],
            service_requests=[
                SimulatedServiceRequest(kind=enums.KindCode(each.kind), reason=each.reason) for each in found.opened
            ],
            letters=[
                SimulatedLetter(
                    template=enums.LetterName(each.template),
                    party_id=strawberry.ID(to_node_id("Party", each.party_id)) if each.party_id else None,
                )
                for each in found.letters
            ],
            dates=[SimulatedDate(what=each.in_words, at=each.at) for each in found.timers],
        )


def reasons_of(refusal: refusals.Refusal | None) -> list[Reason]:
    """The reasons of the trade that a refusal gives."""
    if isinstance(refusal, refusals.NotPermitted):
        return [Reason.of(refusals.NOT_OPEN_TO_YOU)]
    return [Reason.of(each) for each in refusal.reasons] if isinstance(refusal, refusals.Refused) else []


def errors_of(refusal: refusals.Refusal | None) -> list[FieldError]:
    """The fields that a refusal finds wrong."""
    found = refusal.problems if isinstance(refusal, refusals.Invalid) else ()
    return [FieldError(code=each.code, message=each.message, path=list(each.path)) for each in found]
