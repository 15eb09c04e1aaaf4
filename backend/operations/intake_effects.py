"""What a message of an outside system brings about on its case, one function a kind (R-01, R-02, R-35).

Every function is part of an act that was permitted and holds the case locked; what it opens, it opens once.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from backend.models import Finding
from backend.operations import arrears, monitoring, schedules, transfers
from backend.operations.arrears_lines import lines_of, orders_of
from backend.operations.case_file import CaseFile
from backend.operations.liability_orders import PAID_OFF, have_artefacts_cleared
from backend.operations.unit import Unit
from backend.rules import enforcement_cases
from backend.rules import intake as rules
from backend.rules.arrears import owed_under, spelled
from backend.rules.intake import (
    AddressChanged,
    BecameCompliant,
    ClientContacted,
    ComplianceSeen,
    CreditReported,
    Died,
    Employed,
    LiabilityOrderPaidOff,
    MessageRefusal,
    OfACase,
    PaymentReceived,
    ReturnedFromAgency,
    ScheduleException,
    UnusableMessage,
)
from backend.rules.money import spoken
from backend.rules.periods import london_day
from backend.rules.policies import DUE_DATES_OF_COMPLIANCE, in_force
from backend.rules.vocabulary import (
    Act,
    CaseArea,
    EventKind,
    Feed,
    FindingKind,
    KindCode,
    Relation,
    Role,
    RoutingReason,
)
from backend.rules.words import in_words


@dataclass(frozen=True, slots=True)
class Heard:
    """A message about a case that is loaded and locked."""

    unit: Unit
    case_file: CaseFile
    feed: Feed
    key: UUID
    """Of the message as it is kept."""
    id: str
    """As its sender gave it."""
    occasion: str

    @property
    def today(self) -> date:
        return london_day(self.unit.now)

    def happened_on(self, day: date) -> date:
        """A day on which something happened. Raises `UnusableMessage` for one that has not come yet."""
        if day > self.today:
            raise UnusableMessage.because(MessageRefusal.DATE_TO_COME)
        return day

    def find(self, kind: FindingKind, text: str, on: date, **data: object) -> None:
        """Put on record what was found out about the paying parent, for staff alone; the history says only that."""
        self.unit.session.add(
            Finding(
                case_id=self.case_file.case.id,
                feed=self.feed,
                kind=kind,
                text=text,
                data=data,
                found_on=on,
                recorded_at=self.unit.now,
                message_id=self.key,
            )
        )
        self.case_file.record(
            self.unit, EventKind.FINDING_RECORDED, finding=rules.FINDINGS[kind], feed=rules.NAMES[self.feed]
        )

    async def route(self, told: OfACase, sentence: str | None = None) -> None:
        """Have the case routed for what was told: out of surveillance, or where it is in enforcement (R-02, R-35).

        Elsewhere the agency's other areas have it: what was told is on record, and nothing is routed.
        """
        facts = self.case_file.facts
        if facts.in_surveillance:
            reason = rules.leaves_surveillance_by(told)
        else:
            reason = rules.routes_by(told) if facts.in_enforcement else None
        if reason is not None:
            await self.open(reason, sentence)

    async def open(self, reason: RoutingReason, sentence: str | None = None) -> None:
        await monitoring.open_routing(
            self.unit, self.case_file, reason, occasion=self.occasion, sentence=sentence, about=self.key
        )


async def bring_about(heard: Heard, told: OfACase) -> None:
    """Bring about what a message tells of. Raises `UnusableMessage` and refusals, which undo the whole act."""
    await EFFECTS[type(told)](heard, told)


async def _payment(heard: Heard, told: PaymentReceived) -> None:
    await arrears.receive_payment(
        heard.unit,
        heard.case_file,
        external_id=heard.id,
        amount_pence=told.amount_pence,
        received_on=heard.happened_on(told.received_on),
        lo_reference=told.reference,
    )


async def _paid_off(heard: Heard, told: LiabilityOrderPaidOff) -> None:
    """Clearing begins: in enforcement there, elsewhere where the case is (R-41, R-42, R-44); each order once.

    What is owed, payments alone say: where our ledger differs, whoever works the service request reads so.
    """
    unit, case_file = heard.unit, heard.case_file
    orders = await orders_of(unit, case_file)
    order = next((each for each in orders if spelled(each.number) == spelled(told.lo_reference)), None)
    if order is None:
        raise UnusableMessage.because(MessageRefusal.LIABILITY_ORDER_UNKNOWN)
    owed = owed_under(await lines_of(unit, case_file), order.id)
    reason = f"{PAID_OFF}, as BaNCS reports; by our ledger {spoken(owed)} is owed under it." if owed else PAID_OFF
    await have_artefacts_cleared(unit, case_file, order, reason)


async def _address(heard: Heard, told: AddressChanged) -> None:
    """The paying parent moved: known for sure, letters go there from now on, and the jurisdiction follows (R-20, R-32).

    An address that nobody is sure of is found out and no more: letters go where they went.
    """
    case_file = heard.case_file
    where = {"lines": list(told.lines), "postCode": told.post_code, "jurisdiction": told.jurisdiction}
    heard.find(
        FindingKind.ADDRESS,
        ", ".join((*told.lines, told.post_code)),
        heard.today,
        isConfident=told.is_confident,
        **where,
    )
    case_file.row.has_confident_address = told.is_confident
    has_moved = False
    if told.is_confident:
        party = case_file.paying_parent
        party.address_lines, party.post_code = list(told.lines), told.post_code
        has_moved = case_file.facts.jurisdiction is not told.jurisdiction
        await transfers.change_jurisdiction(heard.unit, case_file, told.jurisdiction)
    await case_file.read_again(heard.unit)
    if has_moved and case_file.facts.in_enforcement:
        await heard.open(RoutingReason.CHANGE_OF_JURISDICTION)
    else:
        certain = "" if told.is_confident else " Nobody is sure of it."
        await heard.route(told, f"CIS told of an address.{certain}")


async def _death(heard: Heard, told: Died) -> None:
    row, died_on = heard.case_file.row, heard.happened_on(told.died_on)
    if row.died_on == died_on:
        return
    row.died_on = died_on
    heard.find(FindingKind.OTHER, "The paying parent died.", heard.today, diedOn=died_on.isoformat())
    await heard.case_file.read_again(heard.unit)
    await heard.route(told, "CIS told that the paying parent died.")


async def _employment(heard: Heard, told: Employed) -> None:
    since = told.started_on.isoformat()
    heard.find(FindingKind.EMPLOYMENT, told.employer, heard.today, employer=told.employer, startedOn=since)
    await heard.route(told, "HMRC told of new employment.")


async def _compliance(heard: Heard, told: ComplianceSeen) -> None:
    """What DOT establishes at the third due date, judged as if DOT recorded it by hand (R-50)."""
    if told.due_dates_seen < in_force(DUE_DATES_OF_COMPLIANCE, heard.today).value:
        raise UnusableMessage.because(MessageRefusal.TOO_FEW_DUE_DATES)
    facts = replace(heard.case_file.facts, viewer_role=Role.DOT)
    enforcement_cases.judge(Act.RECORD_COMPLIANCE, facts, Relation.PARTNER).require()
    await schedules.establish_compliance(heard.unit, heard.case_file, told.compliance)


async def _credit_report(heard: Heard, told: CreditReported) -> None:
    """A report that somebody gathers information for is the answer to it, and routes nothing anew (R-13; ours)."""
    case_file = heard.case_file
    heard.find(FindingKind.CREDIT_REPORT, told.summary, heard.today, hasProperty=told.has_property)
    is_asked_for = any(each.kind is KindCode.GATHER_INFORMATION for each in case_file.facts.open_requests)
    case_file.row.has_property = told.has_property
    await case_file.read_again(heard.unit)
    if not is_asked_for:
        await heard.route(told, "The credit reference agency reported.")


async def _contact(heard: Heard, told: ClientContacted) -> None:
    sentence = f"The {in_words(told.who)} got in touch: {in_words(told.about)}."
    heard.find(FindingKind.CONTACT, sentence, heard.today, who=told.who, about=told.about)
    await heard.route(told, sentence)


async def _returned(heard: Heard, _told: ReturnedFromAgency) -> None:
    """A case that a collection agency gives back is enforcement's again, wherever it is (R-02)."""
    case_file = heard.case_file
    if not case_file.facts.in_enforcement and not case_file.facts.in_surveillance:
        reason = "The case was returned from a third party collection agency."
        await transfers.move(heard.unit, case_file, CaseArea.ENFORCEMENT, reason=reason)
    await heard.open(RoutingReason.RETURNED_FROM_COLLECTION_AGENCY)


async def _compliant(heard: Heard, told: BecameCompliant) -> None:
    case_file = heard.case_file
    if case_file.row.is_compliant:
        return
    case_file.row.is_compliant = True
    heard.find(FindingKind.OTHER, "The paying parent has become compliant.", heard.today)
    await case_file.read_again(heard.unit)
    await heard.route(told, "The paying parent has become compliant.")


async def _exception(heard: Heard, told: ScheduleException) -> None:
    await heard.route(told, "A scheduling exception was told of.")


EFFECTS: dict[type[OfACase], Callable[[Heard, Any], Awaitable[None]]] = {
    PaymentReceived: _payment,
    LiabilityOrderPaidOff: _paid_off,
    AddressChanged: _address,
    Died: _death,
    Employed: _employment,
    ComplianceSeen: _compliance,
    CreditReported: _credit_report,
    ClientContacted: _contact,
    ReturnedFromAgency: _returned,
    BecameCompliant: _compliant,
    ScheduleException: _exception,
}
