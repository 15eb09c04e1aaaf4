"""What must be true when a crash run is over: every act acknowledged stands once and whole, and nothing else does."""

from collections import Counter
from uuid import UUID

from backend.models import (
    ActivityPlan,
    ArrearsLine,
    Case,
    Debt,
    Document,
    HistoryEntry,
    IdempotencyKey,
    Judgment,
    LedgerLine,
    Letter,
    Link,
    Payment,
    ServiceRequest,
    Writ,
    WritApplication,
)
from backend.operations import histories
from backend.rules.casework.catalogue import PERFORM_AMENDMENT
from backend.rules.vocabulary import (
    DebtKind,
    DocumentKind,
    EventKind,
    FeeMethod,
    LetterState,
    PaymentState,
    Relation,
    ServiceRequestStatus,
    WritApplicationState,
)
from backend.rules.vocabulary import Letter as LetterName
from tests.crash.found import Found, look
from tests.crash.site import Site
from tests.crash.told import ROWS, kinds_told

TOLD_OF_A_WRIT = (
    LetterName.WRIT_ISSUED_TO_CLAIMANT,
    LetterName.WRIT_ISSUED_TO_DEFENDANT,
    LetterName.WRIT_SERVED_ON_HCEO,
)


async def faults_of(site: Site, *, before: Found) -> list[str]:
    """Everything that is not as it must be, in words; `before` is what stood when the run began."""
    found = await look(site.world.database)
    faults = [*(await histories.verify(site.world.database)).faults]
    for check in (_acts, _entries, _judgments, _applications, _payments, _requests, _writs, _casework):
        faults += [f"{check.__name__.strip('_')}: {fault}" for fault in check(site, found, before)]
    return faults + [f"letters: {fault}" for fault in _letters(site, found)]


def _acts(site: Site, found: Found, before: Found) -> list[str]:
    """Each key that was acknowledged stands, once; none stands that was not."""
    stored = Counter(row.key for row in found.of(IdempotencyKey))
    kept = stored - Counter(row.key for row in before.of(IdempotencyKey))
    lost = [name for key, name in site.keys.items() if key not in kept]
    strange = [key for key in kept if key not in site.keys]
    doubled = [key for key, times in kept.items() if times > 1]
    return [
        *(f"{name} was acknowledged and is lost" for name in lost),
        *(f"the act under {key} stands and was never acknowledged" for key in strange),
        *(f"the act under {key} stands twice" for key in doubled),
    ]


def _entries(site: Site, found: Found, before: Found) -> list[str]:
    """The history tells of an act as often as it was acknowledged, and every entry that an outcome names stands."""
    faults = []
    for kind, names in kinds_told().items():
        told = len(found.events(kind)) - len(before.events(kind))
        done = sum(site.acts[name] for name in names)
        if told != done:
            faults.append(f"{done} {' and '.join(names)} acknowledged, {told} {kind} told")
    cases = len(found.of(Case)) - len(before.of(Case))
    lodged = len(found.events(EventKind.CLAIM_LODGED)) - len(before.events(EventKind.CLAIM_LODGED))
    if cases != lodged:
        faults.append(f"{cases} cases, {lodged} entries that tell of a claim")
    there = {row.id for row in found.of(HistoryEntry)}
    named = {key for row in found.of(IdempotencyKey) for key in row.outcome["history"]}
    return [*faults, *(f"entry {key} is named by an outcome and does not stand" for key in named - there)]


def _casework(_site: Site, found: Found, _before: Found) -> list[str]:
    """Each thing on a case of the agency stands with the entry that tells of it; the lines of its ledger in order."""
    faults = [
        f"{len(found.of(model))} {model.__tablename__} stand, {len(found.events(kind))} {kind} told"
        for model, kind in ROWS.items()
        if len(found.of(model)) != len(found.events(kind))
    ]
    positions: dict[UUID, list[int]] = {}
    for line in found.of(ArrearsLine):
        positions.setdefault(line.case_id, []).append(line.position)
    return faults + [
        f"the ledger of case {key} has the lines {sorted(found_at)}"
        for key, found_at in positions.items()
        if len(set(found_at)) != len(found_at)
        or sorted(found_at) != list(range(min(found_at), min(found_at) + len(found_at)))
    ]


def _judgments(_site: Site, found: Found, _before: Found) -> list[str]:
    entered = Counter(row.stream_id for row in found.events(EventKind.JUDGMENT_ENTERED))
    stand = Counter(row.case_id for row in found.of(Judgment))
    lines = Counter((row.debt_id, row.position) for row in found.of(LedgerLine))
    owing = {row.case_id for row in found.of(LedgerLine)}
    return [
        *([f"{entered.total()} told, {stand.total()} stand"] if entered != stand or set(stand.values()) > {1} else []),
        *(f"a line of debt {debt} stands twice" for (debt, _), times in lines.items() if times > 1),
        *(f"case {key} has a judgment and no ledger" for key in stand if key not in owing),
    ]


def _applications(_site: Site, found: Found, _before: Found) -> list[str]:
    """One service request for each submission, opened in the same commit."""
    faults = []
    submitted = Counter(row.subject_id for row in found.events(EventKind.WRIT_APPLICATION_SUBMITTED))
    requests = Counter(row.subject_id for row in found.of(ServiceRequest))
    for row in found.of(WritApplication):
        if requests[row.id] != submitted[row.id]:
            faults.append(f"{row.reference} ({row.state}): {submitted[row.id]} sendings, {requests[row.id]} requests")
        issued = len(found.of(Writ, application_id=row.id))
        if issued != (row.state is WritApplicationState.ISSUED):
            faults.append(f"{row.reference} is {row.state} and has {issued} writs")
    return faults


def _payments(site: Site, found: Found, _before: Found) -> list[str]:
    """Each fee paid by card was taken once, and the provider's books are ours."""
    faults = []
    paid = found.of(Payment, state=PaymentState.SUCCEEDED)
    for row in paid:
        taken = [each for each in site.pay.under(row.reference) if each.status == "success"]
        if len(taken) != 1 or row.received_pence != row.amount_pence:
            faults.append(f"{row.reference}: taken {len(taken)} times, {row.received_pence} noted")
    if sum(row.received_pence for row in paid) != site.pay.taken_pence:
        faults.append(f"{sum(row.received_pence for row in paid)} pence noted, {site.pay.taken_pence} taken")
    by_card = Counter(row.application_id for row in paid)
    return faults + [
        f"the fee of {row.reference} was charged {by_card[row.id]} times"
        for row in found.of(WritApplication, fee_method=FeeMethod.GOV_UK_PAY)
        if by_card[row.id] != 1
    ]


def _requests(_site: Site, found: Found, _before: Found) -> list[str]:
    ours = [row for row in found.of(ActivityPlan) if not row.template.startswith(PERFORM_AMENDMENT)]
    plans = Counter(row.service_request_id for row in ours)
    return [
        f"{row.reference} ({row.status}) has {plans[row.id]} plans"
        for row in found.of(ServiceRequest)
        if plans[row.id] != (row.started_at is not None)
        or (row.status is ServiceRequestStatus.CLOSED) != bool(row.closed_at)
    ]


def _writs(_site: Site, found: Found, _before: Found) -> list[str]:
    """A writ stands with its document, letters, officer's link, ledger lines and entries, or not at all."""
    faults = []
    per_case = Counter(row.case_id for row in found.of(Writ, ended_at=None))
    faults += [f"{times} live writs on one judgment" for times in per_case.values() if times > 1]
    for row in found.of(Writ):
        letters = Counter(each.template for each in found.of(Letter, case_id=row.case_id))
        whole = {
            "document": len(found.of(Document, subject_id=row.id, kind=DocumentKind.WRIT_OF_CONTROL)),
            "link": len(found.of(Link, case_id=row.case_id, hceo_id=row.hceo_id, relation=int(Relation.OFFICER))),
            "issue": len([each for each in found.events(EventKind.WRIT_ISSUED) if each.stream_id == row.case_id]),
            "service": len([each for each in found.events(EventKind.WRIT_SERVED) if each.stream_id == row.case_id]),
            **{name: letters[name] for name in TOLD_OF_A_WRIT},
        }
        faults += [f"{row.number}: {name} {times} times" for name, times in whole.items() if times != 1]
        (debt,) = found.of(Debt, case_id=row.case_id, kind=DebtKind.JUDGMENT)
        owed = sum(line.amount_pence for line in found.of(LedgerLine, debt_id=debt.id))
        if owed != row.total_pence:
            faults.append(f"{row.number}: is for {row.total_pence} pence, and the ledger says {owed}")
    return faults


def _letters(site: Site, found: Found) -> list[str]:
    """Each letter left once; a second time only where it is marked as what may be a copy."""
    arrived = Counter(letter.message_id for letter in site.mailbox.letters())
    ended = Counter(row.state for row in found.of(Letter))
    entries = len(found.events(EventKind.LETTER_SENT))
    marked = sum(row.may_be_copy for row in found.of(Letter))
    copies = sum(times > 1 for times in arrived.values())
    faults = []
    if ended[LetterState.SENT] != entries:
        faults.append(f"{ended[LetterState.SENT]} sent, {entries} told")
    if len(arrived) < ended[LetterState.SENT]:
        faults.append(f"{ended[LetterState.SENT]} sent, {len(arrived)} arrived")
    if copies > marked or max(arrived.values(), default=1) > 2:
        faults.append(f"{copies} arrived more than once, {marked} marked, one {max(arrived.values())} times")
    if ended[LetterState.FAILED] > marked:
        faults.append(f"{ended[LetterState.FAILED]} failed, {marked} uncertain")
    return faults
