"""The contract of each feed, as docs/intake.md has it: what its documents say, and nothing that they may not hold."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from backend.adapters.feeds import documents
from backend.adapters.feeds.signature import SIGNATURE, TIMESTAMP, WINDOW, is_signed, signed
from backend.rules.intake import (
    AddressChanged,
    BecameCompliant,
    CaseReferred,
    ClientContacted,
    ComplianceSeen,
    ContactAbout,
    CreditReported,
    Died,
    Employed,
    LiabilityOrderPaidOff,
    MessageKind,
    MessageRefusal,
    PaymentReceived,
    ReturnedFromAgency,
    ScheduleException,
    Told,
    UnusableMessage,
)
from backend.rules.vocabulary import Compliance, Feed, Jurisdiction, PartySide, RoutingReason
from tests.builders.intake import DATA, NUMBER, feed_of, message

KINDS = sorted([*DATA, "case_referred"])
TOLD: dict[str, Told] = {
    "payment_received": PaymentReceived(NUMBER, 5_000, date(2026, 2, 27), None),
    "liability_order_paid_off": LiabilityOrderPaidOff(NUMBER, "LO 77"),
    "address_changed": AddressChanged(
        NUMBER, ("9 Quarry Road", "Leeds"), "LS1 4AB", Jurisdiction.ENGLAND_WALES, is_confident=True
    ),
    "death": Died(NUMBER, date(2026, 2, 20)),
    "employment": Employed(NUMBER, "Hollis Walls Ltd", date(2026, 2, 2)),
    "rdo_compliance": ComplianceSeen(NUMBER, Compliance.PARTLY_COMPLIANT, 3),
    "credit_report": CreditReported(NUMBER, "A plumber since 2024, with a mortgage.", has_property=True),
    "client_contact": ClientContacted(NUMBER, PartySide.PAYING_PARENT, ContactAbout.PAYMENT_NEGOTIATION),
    "returned_from_collection_agency": ReturnedFromAgency(NUMBER),
    "became_compliant": BecameCompliant(NUMBER),
    "schedule_exception": ScheduleException(NUMBER),
}
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
SECRET = "a secret of a feed, in tests"
GUIDE = Path(__file__).parents[2] / "docs" / "intake.md"


def read(given: dict[str, Any]) -> Told:
    return documents.read(feed_of(given["kind"]), given).told


def refusal(given: dict[str, Any]) -> UnusableMessage:
    with pytest.raises(UnusableMessage) as raised:
        read(given)
    return raised.value


@pytest.mark.requirement("R-01")
@pytest.mark.parametrize("kind", sorted(TOLD))
def test_what_the_pretend_sender_tells_is_read_as_one_message_of_ours(kind: str) -> None:
    found = documents.read(feed_of(kind), message(kind))
    assert (found.feed, found.id, found.told) == (feed_of(kind), "m-1", TOLD[kind])
    assert (found.kind, found.sent_at) == (MessageKind(kind.upper()), NOW)


@pytest.mark.requirement("R-02", "R-19")
def test_a_referral_is_read_with_everything_that_it_may_hold() -> None:
    solicitor = {"name": "Brodie and Finch", "lines": ["1 Bridge Lane"], "postCode": "LS1 1AA"}
    more = {
        "solicitor": solicitor,
        "representative": {**solicitor, "email": "a@example.com", "phone": "0113 496 0000"},
        "isMigrated": True,
        "hasProperty": True,
        "reason": "TRANSFERRED_FROM_LEGACY",
        "earlierActions": ["Bailiff referral, 2019"],
    }
    told = read(message("case_referred", **more))
    assert isinstance(told, CaseReferred)
    found = told.referral
    assert (found.paying_parent.name, found.paying_parent.date_of_birth) == ("Marcus Webb", date(1988, 2, 11))
    assert [(each.number, each.arrears_pence) for each in found.cases] == [("121000999001", 310_000)]
    assert found.reason is RoutingReason.TRANSFERRED_FROM_LEGACY
    assert (found.is_migrated, found.has_property, found.is_criminal) == (True, True, False)
    assert found.earlier_actions == ("Bailiff referral, 2019",)
    assert found.representative is not None
    assert found.representative.email == "a@example.com"


def test_every_kind_comes_by_exactly_one_feed() -> None:
    readers = [reader.kind for of in documents.READERS.values() for reader in of.values()]
    assert sorted(readers) == sorted(MessageKind)
    assert set(documents.READERS) == set(Feed)


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_that_the_format_does_not_know_is_refused_wherever_it_stands(kind: str) -> None:
    assert refusal(message(kind) | {"extra": 1}).code == MessageRefusal.FIELD_UNKNOWN
    assert refusal(message(kind, extra=1)).code == MessageRefusal.FIELD_UNKNOWN


REQUIRED = [(kind, name) for kind in KINDS for name in message(kind)["data"]]


@pytest.mark.parametrize(("kind", "name"), REQUIRED, ids=lambda value: value)
def test_every_field_is_needed_and_is_of_its_kind_alone(kind: str, name: str) -> None:
    given = message(kind)
    del given["data"][name]
    assert refusal(given).sentence == f"A field is missing: data.{name}."
    for wrong in ([], "", "\x00", -1, 1.5, None):
        assert refusal(message(kind, **{name: wrong})).code == MessageRefusal.FIELD_WRONG


@pytest.mark.parametrize(
    ("kind", "name", "wrong"),
    [
        ("payment_received", "amountPence", 0),
        ("payment_received", "amountPence", True),
        ("payment_received", "amountPence", "5000"),
        ("payment_received", "receivedOn", "2026-02-30"),
        ("payment_received", "receivedOn", "20260227"),
        ("payment_received", "receivedOn", "2026-02-27T10:00:00Z"),
        ("address_changed", "lines", ["a"] * 5),
        ("address_changed", "lines", ["one\ntwo"]),
        ("address_changed", "postCode", "ls1 4ab"),
        ("address_changed", "jurisdiction", "WALES"),
        ("address_changed", "isConfident", 1),
        ("employment", "employer", "x" * 201),
        ("employment", "caseNumber", "12100045670112100045670"),
        ("client_contact", "who", "DEBTOR"),
        ("client_contact", "about", "money"),
        ("rdo_compliance", "dueDatesSeen", 1_001),
        ("case_referred", "reason", "MISSED_PAYMENT"),
        ("case_referred", "origin", "ENFORCEMENT"),
        ("case_referred", "cases", []),
    ],
)
def test_a_value_outside_its_bounds_is_refused_and_not_repeated(kind: str, name: str, wrong: object) -> None:
    why = refusal(message(kind, **{name: wrong}))
    assert (why.code, why.sentence) == (
        MessageRefusal.FIELD_WRONG,
        f"A field does not hold what the format asks for: data.{name}.",
    )


@pytest.mark.parametrize("sent_at", ["2026-03-02", "2026-03-02T10:00:00", "soon", 5, None])
def test_the_time_of_sending_is_an_instant(sent_at: object) -> None:
    assert refusal(message("death") | {"sentAt": sent_at}).sentence.endswith(": sentAt.")


def test_a_kind_of_another_feed_is_unknown() -> None:
    with pytest.raises(UnusableMessage) as raised:
        documents.read(Feed.HMRC, message("death"))
    assert raised.value.code == MessageRefusal.KIND_UNKNOWN
    envelope = documents.envelope_of(Feed.HMRC, message("death"))
    assert envelope is not None
    assert (envelope.kind, envelope.case_numbers) == (None, (NUMBER,))


@pytest.mark.parametrize("key", ["", "a b", "é", "x" * 61, "sha256:0", "a\n", 1, None])
def test_an_id_is_plain_and_short_and_not_one_of_ours(key: object) -> None:
    assert documents.envelope_of(Feed.CIS, message("death") | {"id": key}) is None


@pytest.mark.requirement("X-08")
def test_a_signature_holds_within_five_minutes_of_its_time_and_not_a_second_longer() -> None:
    headers = signed(b"{}", SECRET, at=NOW)

    def holds(now: datetime) -> bool:
        return is_signed(b"{}", headers[TIMESTAMP], headers[SIGNATURE], SECRET, now=now)

    assert holds(NOW + WINDOW)
    assert holds(NOW - WINDOW)
    assert not holds(NOW + WINDOW + timedelta(seconds=1))
    assert not holds(NOW - WINDOW - timedelta(seconds=1))


def test_every_example_of_the_guide_is_a_message_and_every_kind_has_one() -> None:
    found = [
        orjson.loads(each) for each in re.findall(r"```json\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    ]
    assert sorted(each["kind"] for each in found) == KINDS
    for each in found:
        assert documents.read(feed_of(each["kind"]), each).kind == each["kind"].upper()
