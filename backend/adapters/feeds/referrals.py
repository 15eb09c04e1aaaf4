"""The areas of the agency that refer cases to enforcement, and tell what becomes known about them."""

import re

from backend.adapters.feeds.fields import Fields, spelled_as_ours
from backend.adapters.feeds.reading import Reader
from backend.rules.intake import (
    BecameCompliant,
    CaseReferred,
    ClientContacted,
    ContactAbout,
    MessageKind,
    ReturnedFromAgency,
    ScheduleException,
)
from backend.rules.lodging import LINES_OF_ADDRESS, POST_CODE, PartyDetails
from backend.rules.referrals import REFERRED, MaintenanceCaseDetails, Referral
from backend.rules.texts import LINE, SHORT
from backend.rules.vocabulary import CaseArea, Jurisdiction, PartyKind, PartySide, Segment

MOST_CASES = 20
_MOST_ACTIONS = 50
_EMAIL = re.compile(r"[^\s@<>,;]{1,64}@[A-Za-z0-9.-]{1,189}\.[A-Za-z]{2,}", re.ASCII)
_PHONE = re.compile(r"\+?[0-9 ()-]{5,30}")
_CLIENTS = (PartySide.PAYING_PARENT, PartySide.RECEIVING_PARENT, PartySide.REPRESENTATIVE, PartySide.SOLICITOR)
_ORIGINS = (CaseArea.MAINTENANCE, CaseArea.COMPLAINTS, CaseArea.CENTRAL_TEAM)


def _referral(data: Fields) -> CaseReferred:
    referral = Referral(
        paying_parent=_party(data.part("payingParent")),
        cases=tuple(_case(each) for each in data.parts("cases", most=MOST_CASES)),
        jurisdiction=data.word("jurisdiction", spelled_as_ours(*Jurisdiction)),
        reason=data.word("reason", spelled_as_ours(*REFERRED)),
        origin=data.word("origin", spelled_as_ours(*_ORIGINS)),
        segment=data.word("segment", spelled_as_ours(*Segment)),
        solicitor=_maybe_organisation(data.maybe_part("solicitor")),
        representative=_maybe_party(data.maybe_part("representative")),
        is_criminal=data.is_so("isCriminal", unless_given=False),
        is_migrated=data.is_so("isMigrated", unless_given=False),
        has_confident_address=data.is_so("hasConfidentAddress", unless_given=True),
        has_property=data.is_so("hasProperty", unless_given=False),
        earlier_actions=data.maybe_lines("earlierActions", count=_MOST_ACTIONS, most=LINE),
    )
    return CaseReferred(referral)


def _case(given: Fields) -> MaintenanceCaseDetails:
    found = MaintenanceCaseDetails(
        number=given.case_number("number"),
        receiving_parent=_party(given.part("receivingParent")),
        arrears_pence=given.pence("arrearsPence", least=0),
        arrears_since=given.day("arrearsSince"),
    )
    given.end()
    return found


def _party(given: Fields, kind: PartyKind = PartyKind.PERSON) -> PartyDetails:
    found = PartyDetails(
        kind=kind,
        name=given.line("name", LINE),
        address_lines=given.lines("lines", count=LINES_OF_ADDRESS, most=SHORT),
        post_code=given.matching("postCode", POST_CODE),
        date_of_birth=given.maybe_day("dateOfBirth") if kind is PartyKind.PERSON else None,
        email=given.maybe_matching("email", _EMAIL),
        phone=given.maybe_matching("phone", _PHONE),
        is_confidential=True,
    )
    given.end()
    return found


def _maybe_party(given: Fields | None) -> PartyDetails | None:
    return _party(given) if given else None


def _maybe_organisation(given: Fields | None) -> PartyDetails | None:
    return _party(given, PartyKind.ORGANISATION) if given else None


def _contact(data: Fields) -> ClientContacted:
    return ClientContacted(
        case_number=data.case_number(),
        who=data.word("who", spelled_as_ours(*_CLIENTS)),
        about=data.word("about", spelled_as_ours(*ContactAbout)),
    )


READERS: dict[str, Reader] = {
    "case_referred": Reader(MessageKind.CASE_REFERRED, _referral),
    "client_contact": Reader(MessageKind.CLIENT_CONTACT, _contact),
    "returned_from_collection_agency": Reader(
        MessageKind.RETURNED_FROM_COLLECTION_AGENCY, lambda data: ReturnedFromAgency(data.case_number())
    ),
    "became_compliant": Reader(MessageKind.BECAME_COMPLIANT, lambda data: BecameCompliant(data.case_number())),
    "schedule_exception": Reader(MessageKind.SCHEDULE_EXCEPTION, lambda data: ScheduleException(data.case_number())),
}
