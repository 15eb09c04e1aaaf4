"""What a message may be, and the contract of both twins of mail."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID

import pytest

from backend.adapters.mail import (
    Accepted,
    Mail,
    Outgoing,
    Refused,
    Stage,
    TryLater,
    Uncertain,
    WrongMessageError,
    bare_address,
)
from backend.adapters.pretend_mail import PretendMail
from backend.adapters.smtp import SmtpMail
from tests.adapters.smtp_server import TAKE_AND_DROP, smtp_server

LETTER = UUID("01890a5d-ac96-774b-bcce-b302099a8057")


def outgoing(**changes: object) -> Outgoing:
    given = {
        "letter_id": LETTER,
        "recipient": "andrew@example.com",
        "sender": "no-reply@claims.example",
        "subject": "Money claim 001MC234",
        "text": "Dear Andrew,\n.\n..\nYou owe £5.\n",
        "html": "<p>Dear Andrew, you owe £5.</p>\n",
        "written_at": datetime(2026, 11, 23, 10, 0, tzinfo=UTC),
    }
    return Outgoing(**(given | changes))


@pytest.mark.parametrize(
    "address",
    [
        "a@x.example, evil@y.example",
        "a@x.example,evil@y.example",
        "a@x.example;evil@y.example",
        "a@x.example evil@y.example",
        "Andrew <a@x.example>",
        "<a@x.example>",
        "a@x.example\n",
        "a@x.example\r\nBcc: evil@y.example",
        "a@x.example>\r\nRCPT TO:<evil@y.example",
        "a(evil@y.example)@x.example",
        '"a@x.example, evil"@y.example',
        "a@[127.0.0.1]",
        "a@x.example\x00",
        "ü@x.example",
        f"{'a' * 65}@x.example",
        "a@x@y.example",
        "a@",
        "",
    ],
)
def test_whatever_is_not_exactly_one_plain_address_is_refused_without_being_repeated(address: str) -> None:
    with pytest.raises(WrongMessageError) as refused:
        outgoing(recipient=address)
    assert str(refused.value) == "not one plain e-mail address"
    with pytest.raises(WrongMessageError):
        outgoing(sender=address)


def test_a_domain_with_accents_travels_in_ascii() -> None:
    assert bare_address("a@bücher.example") == "a@xn--bcher-kva.example"


@pytest.mark.parametrize(
    "line", ["a\nBcc: evil@y.example", "a\r\n\r\nbody", "a\x00", "a\u2028b", "", "a" * 201, "a\u202eb"]
)
def test_a_header_that_is_not_one_printable_line_is_refused(line: str) -> None:
    with pytest.raises(WrongMessageError):
        outgoing(subject=line)
    with pytest.raises(WrongMessageError):
        outgoing(sender_name=line)


def test_a_message_travels_as_seven_bits_with_one_recipient_and_an_id_made_from_the_letter() -> None:
    content = outgoing().to_bytes()
    assert max(content) < 128
    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")
    assert content.count(b"andrew@example.com") == 1
    assert outgoing().message_id == "<01890a5d-ac96-774b-bcce-b302099a8057@claims.example>"


def test_a_message_does_not_print_its_reader_or_its_text() -> None:
    printed = repr(outgoing())
    assert "andrew" not in printed.lower()
    assert "£5" not in printed


@asynccontextmanager
async def _real(faults: dict[str, list[str]]) -> AsyncGenerator[tuple[Mail, list[str]]]:
    async with smtp_server() as post:
        post.faults = faults
        taken: list[str] = []
        yield SmtpMail(host="127.0.0.1", port=post.port, tls="none", local_hostname="claims.example", timeout=5), taken
        taken += [each.message["Message-ID"] for each in post.taken]


@asynccontextmanager
async def _pretend(script: list[object]) -> AsyncGenerator[tuple[Mail, list[str]]]:
    mail, taken = PretendMail(), []
    mail.answers(script)
    yield mail, taken
    taken += [each.message_id for each in mail.accepted]


CONTRACT = [
    (None, Accepted(), 1, 1),
    (("TEXT", TAKE_AND_DROP), Uncertain(Stage.TEXT), 1, 1),
    (("RECIPIENT", "550 no such person"), Refused(550, Stage.RECIPIENT), 0, 0),
    (("RECIPIENT", "451 later"), TryLater(451, Stage.RECIPIENT), 0, 0),
    (("TEXT", "554 no"), Refused(554, Stage.TEXT), 0, 1),
    (("DATA", "451 later"), TryLater(451, Stage.DATA), 0, 1),
]


@pytest.mark.requirement("X-07")
@pytest.mark.parametrize("twin", ["real", "pretend"])
@pytest.mark.parametrize(("fault", "answer", "taken_count", "hook_count"), CONTRACT)
async def test_both_twins_answer_alike_and_tell_before_the_text_goes(
    twin: str, fault: tuple[str, str] | None, answer: object, taken_count: int, hook_count: int
) -> None:
    told = []

    async def before_text() -> None:
        told.append(True)

    faults = {fault[0]: [fault[1]]} if fault else {}
    async with _real(faults) if twin == "real" else _pretend([answer]) as (mail, taken):
        assert await mail.send(outgoing(), before_text=before_text) == answer
    assert taken == [outgoing().message_id] * taken_count
    assert len(told) == hook_count


class LeaseGoneError(Exception):
    pass


@pytest.mark.parametrize("twin", ["real", "pretend"])
async def test_what_the_hook_raises_comes_out_and_nothing_is_sent(twin: str) -> None:
    async def before_text() -> None:
        raise LeaseGoneError

    async with _real({}) if twin == "real" else _pretend([]) as (mail, taken):
        with pytest.raises(LeaseGoneError):
            await mail.send(outgoing(), before_text=before_text)
    assert taken == []
