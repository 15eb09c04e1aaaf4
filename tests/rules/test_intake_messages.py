"""What a message of an outside system is to a case, and the words in which one is refused (R-02, R-35)."""

import re
from datetime import date
from typing import get_args

import pytest

from backend.operations.intake_effects import EFFECTS
from backend.rules.intake import (
    FINDINGS,
    NAMES,
    SENTENCES,
    AddressChanged,
    BecameCompliant,
    ClientContacted,
    ComplianceSeen,
    ContactAbout,
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
    leaves_surveillance_by,
    routes_by,
)
from backend.rules.routing_reasons import REASONS
from backend.rules.vocabulary import Compliance, Feed, FindingKind, Jurisdiction, PartySide, RoutingReason

R = RoutingReason
DAY = date(2026, 2, 2)
PLACES: list[tuple[OfACase, RoutingReason | None, RoutingReason | None]] = [
    (
        AddressChanged("1", ("a",), "LS1 4AB", Jurisdiction.SCOTLAND, True),
        R.NEW_INFORMATION,
        R.SURVEILLANCE_NEW_ADDRESS,
    ),
    (AddressChanged("1", ("a",), "LS1 4AB", Jurisdiction.SCOTLAND, False), R.NEW_INFORMATION, None),
    (Employed("1", "b", DAY), R.NEW_INFORMATION, R.SURVEILLANCE_NEW_EMPLOYMENT),
    (
        ClientContacted("1", PartySide.SOLICITOR, ContactAbout.NEW_INFORMATION),
        R.INBOUND_CONTACT,
        R.SURVEILLANCE_CLIENT_CONTACT,
    ),
    (ScheduleException("1"), R.NEW_INFORMATION, R.SURVEILLANCE_ANNUAL_REVIEW),
    (Died("1", DAY), R.NEW_INFORMATION, None),
    (CreditReported("1", "c", True), R.NEW_INFORMATION, None),
    (BecameCompliant("1"), R.NEW_INFORMATION, None),
    (ReturnedFromAgency("1"), R.RETURNED_FROM_COLLECTION_AGENCY, None),
    (PaymentReceived("1", 1, DAY), None, None),
    (LiabilityOrderPaidOff("1", "LO 1"), None, None),
    (ComplianceSeen("1", Compliance.COMPLIANT, 3), None, None),
]


@pytest.mark.requirement("R-02", "R-35")
@pytest.mark.parametrize(
    ("told", "in_enforcement", "in_surveillance"),
    PLACES,
    ids=[f"{type(told).__name__}-{n}" for n, (told, *_) in enumerate(PLACES)],
)
def test_a_message_routes_a_case_by_where_it_is(
    told: OfACase, in_enforcement: RoutingReason | None, in_surveillance: RoutingReason | None
) -> None:
    assert (routes_by(told), leaves_surveillance_by(told)) == (in_enforcement, in_surveillance)


@pytest.mark.requirement("R-35")
def test_messages_bring_a_case_out_of_surveillance_by_four_of_the_five_triggers_and_its_review_date_by_the_last() -> (
    None
):
    told = {reason for _, _, reason in PLACES if reason}
    assert {reason for reason in REASONS if reason.startswith("SURVEILLANCE")} - told == {R.SURVEILLANCE_REVIEW_REACHED}


def test_every_message_about_a_case_has_an_effect() -> None:
    assert set(EFFECTS) == set(get_args(OfACase)) == {type(told) for told, *_ in PLACES}


def test_every_feed_finding_and_refusal_has_its_words() -> None:
    assert (set(NAMES), set(FINDINGS), set(SENTENCES)) == (set(Feed), set(FindingKind), set(MessageRefusal))


@pytest.mark.requirement("X-08")
@pytest.mark.parametrize("why", list(MessageRefusal), ids=lambda why: why.value)
def test_a_refusal_is_one_sentence(why: MessageRefusal) -> None:
    assert re.fullmatch(r"[A-Z][^{}]+\.", UnusableMessage.because(why, "data.employer").sentence)
