"""What happens in generated claims before judgment: lodged, linked, reminded of, answered or not."""

from datetime import datetime
from functools import partial
from typing import Any

from backend.demo.draft import THE_SERVICE
from backend.demo.judging import refuse_request
from backend.demo.telling import Telling
from backend.models import LinkGuard, Response
from backend.rules import deadlines, ledger
from backend.rules.periods import counts_as_filed_on
from backend.rules.vocabulary import (
    COURT_ONLY,
    PARTIES_AND_COURT,
    ClaimState,
    DebtKind,
    EventKind,
    Letter,
    PartySide,
    ResponseKind,
    TimerKind,
)

CLAIMANT, DEFENDANT = PartySide.CLAIMANT, PartySide.DEFENDANT
STATEMENTS: dict[ResponseKind, str] = {
    ResponseKind.DISPUTES_ALL: "I do not owe this. The work was not done as agreed and I said so at the time.",
    ResponseKind.DISPUTES_PART: "I accept some of it, but part of what is claimed was never delivered.",
    ResponseKind.SAYS_PAID: "I paid this by bank transfer and have the statement to show it.",
}


def lodge(telling: Telling, at: datetime) -> None:
    """The claim is lodged, the defendants are told, and the time to respond begins."""
    draft, deadline = telling.draft, telling.draft.time.deadline
    _open_debt(telling)
    draft.rows.add(LinkGuard, case_id=draft.case["id"], failures=0, suspensions=0, suspended_until=None)
    for party in telling.of(CLAIMANT):
        draft.link(party, at)
    changes = {"amountOwed": ledger.balance(draft.lines), "respondBy": deadline.at.isoformat()}
    by = telling.by(CLAIMANT)
    draft.record(EventKind.CLAIM_LODGED, at, by, audience=PARTIES_AND_COURT, changes=changes)
    for party in telling.of(DEFENDANT):
        telling.write(party, Letter.CLAIM_LODGED, at, code_expires_on=telling.give_code(party, at))
    for party in telling.of(CLAIMANT):
        telling.write(party, Letter.CLAIM_LODGED_CONFIRMATION, at)
    for days, due_at in deadlines.response_reminders(deadline):
        telling.set(TimerKind.RESPONSE_REMINDER, due_at, partial(remind_to_respond, days=days), ordinal=days)
    telling.set(TimerKind.RESPONSE_DEADLINE, deadline.at, note_overdue)


def link(telling: Telling, at: datetime) -> None:
    """The first defendant links their account with the code of their letter."""
    draft, party = telling.draft, telling.of(DEFENDANT)[0]
    draft.link(party, at)
    telling.codes[party["id"]]["used_at"] = at
    is_open = at < draft.time.deadline.at
    telling.write(party, Letter.LINKED, at, linked_at=at, **({} if is_open else {"respond_by": None}))
    draft.record(
        EventKind.DEFENDANT_LINKED,
        at,
        telling.by(DEFENDANT),
        audience=DEFENDANT.relation | COURT_ONLY,
        party_id=party["id"],
        changes={"party": party["name"]},
    )


def respond(telling: Telling, at: datetime) -> None:
    """The first defendant answers without admitting; a request for judgment that waits is refused by it."""
    draft, party = telling.draft, telling.of(DEFENDANT)[0]
    stops = draft.claim["state"] is ClaimState.JUDGMENT_REQUESTED
    draft.claim["state"] = ClaimState.DEFENDED
    response = draft.rows.add(
        Response,
        id=draft.rows.new_id(),
        case_id=draft.case["id"],
        party_id=party["id"],
        **_draw_response(telling, at),
    )
    kind = response["kind"]
    changes = {"responseKind": kind, "party": party["name"]}
    draft.record(EventKind.RESPONSE_RECEIVED, at, telling.by(DEFENDANT), audience=PARTIES_AND_COURT, changes=changes)
    if stops:
        refuse_request(telling, at)
    told = {name: response[name] for name in ("disputed_pence", "received_at", "counts_as_filed_on")}
    for side, letter in (
        (CLAIMANT, Letter.RESPONSE_RECEIVED_TO_CLAIMANT),
        (DEFENDANT, Letter.RESPONSE_RECEIVED_TO_DEFENDANT),
    ):
        for each in telling.of(side):
            telling.write(each, letter, at, response_kind=kind, stops_judgment=stops, **told)
    draft.forget(at, *TimerKind)


def note_overdue(telling: Telling, at: datetime) -> None:
    """The time to respond is over and nobody has: both are told."""
    draft = telling.draft
    draft.record(EventKind.RESPONSE_OVERDUE, at, THE_SERVICE, audience=PARTIES_AND_COURT, changes={})
    for side, letter in (
        (CLAIMANT, Letter.RESPONSE_OVERDUE_TO_CLAIMANT),
        (DEFENDANT, Letter.RESPONSE_OVERDUE_TO_DEFENDANT),
    ):
        for party in telling.of(side):
            telling.write(party, letter, at)
    due_at = deadlines.judgment_reminder(draft.time.deadline).at
    telling.set(TimerKind.JUDGMENT_REMINDER, due_at, remind_of_judgment)


def remind_of_judgment(telling: Telling, at: datetime) -> None:
    """The claimants are reminded that judgment may be requested."""
    for party in telling.of(CLAIMANT):
        telling.write(party, Letter.JUDGMENT_REMINDER, at)
    _note_reminder(telling, at, CLAIMANT, {"letter": Letter.JUDGMENT_REMINDER})


def remind_to_respond(telling: Telling, at: datetime, *, days: int) -> None:
    """The defendants are reminded of the date by which to respond."""
    for party in telling.of(DEFENDANT):
        telling.write(party, Letter.RESPONSE_REMINDER, at)
    _note_reminder(telling, at, DEFENDANT, {"letter": Letter.RESPONSE_REMINDER, "daysBefore": days})


def _note_reminder(telling: Telling, at: datetime, side: PartySide, changes: dict[str, Any]) -> None:
    telling.draft.record(EventKind.REMINDER_SENT, at, THE_SERVICE, audience=side.relation | COURT_ONLY, changes=changes)


def _open_debt(telling: Telling) -> None:
    draft = telling.draft
    draft.lines = ledger.lines_of_claim(
        amount_pence=draft.claim["amount_pence"],
        interest_from=draft.claim["interest_from"],
        issued_on=draft.time.issued_on,
    )
    telling.debt = draft.open_debt(DebtKind.CLAIM)
    draft.add_lines(telling.debt, draft.lines)


def _draw_response(telling: Telling, at: datetime) -> dict[str, Any]:
    kind = telling.rng.choice(list(ResponseKind))
    is_part = kind is ResponseKind.DISPUTES_PART
    return {
        "kind": kind,
        "statement": STATEMENTS[kind],
        "disputed_pence": ledger.balance(telling.draft.lines) // 3 if is_part else None,
        "received_at": at,
        "counts_as_filed_on": counts_as_filed_on(at, telling.draft.case["jurisdiction"]),
    }
