"""A mail server that fails in every way: what each failure is taken for (P4)."""

import asyncio
import contextlib
import ssl
from pathlib import Path

import pytest

from backend.adapters.mail import Accepted, Delivery, Refused, Stage, TryLater, Uncertain
from backend.adapters.smtp import SmtpMail
from tests.adapters.smtp_server import (
    ACCEPT_AND_DROP,
    DROP,
    HANG,
    TAKE_AND_DROP,
    TAKE_AND_HANG,
    Post,
    allow_password,
    certificate,
    smtp_server,
)
from tests.adapters.test_mail import outgoing

pytestmark = pytest.mark.requirement("X-07")


def mail_to(post: Post, **settings: object) -> SmtpMail:
    given = {"host": "127.0.0.1", "tls": "none", "local_hostname": "claims.example", "timeout": 5.0}
    return SmtpMail(port=post.port, **(given | settings))


ABOUT_US = [Stage.CONNECT, Stage.HELLO]
ABOUT_THE_LETTER = [Stage.SENDER, Stage.RECIPIENT, Stage.DATA, Stage.TEXT]
REPLIES = [
    *((stage, f"{code} private words", TryLater(code, stage)) for stage in Stage for code in (421, 451)),
    *((stage, "554 private words", TryLater(554, stage)) for stage in ABOUT_US),
    *((stage, "554 private words", Refused(554, stage)) for stage in ABOUT_THE_LETTER),
    (Stage.SENDER, "530 sign in first", TryLater(530, Stage.SENDER)),
    (Stage.RECIPIENT, "552 full", TryLater(552, Stage.RECIPIENT)),
    (Stage.RECIPIENT, "nonsense", TryLater(None, Stage.RECIPIENT)),
    (Stage.TEXT, "552 too big", Refused(552, Stage.TEXT)),
    (Stage.TEXT, "999 nonsense", Uncertain(Stage.TEXT)),
    (Stage.TEXT, "251 taken elsewhere", Accepted()),
]


@pytest.mark.parametrize(
    ("stage", "reply", "expected"), [row for row in REPLIES if row[0] not in {Stage.TLS, Stage.SIGN_IN}]
)
async def test_each_reply_at_each_stage_has_its_meaning_and_none_of_its_words(
    stage: Stage, reply: str, expected: Delivery
) -> None:
    async with smtp_server() as post:
        post.faults = {stage: [reply]}
        delivery = await mail_to(post).send(outgoing())
        assert delivery == expected
        assert "private" not in repr(delivery)
        assert len(post.taken) == (expected == Accepted())
        assert await mail_to(post).send(outgoing()) == Accepted()


@pytest.mark.parametrize("fault", [DROP, HANG])
@pytest.mark.parametrize("stage", [Stage.CONNECT, Stage.HELLO, Stage.SENDER, Stage.RECIPIENT, Stage.DATA, Stage.TEXT])
async def test_a_link_that_dies_or_hangs_is_certain_before_the_text_and_uncertain_after(
    stage: Stage, fault: str
) -> None:
    async with smtp_server() as post:
        post.faults = {stage: [fault]}
        delivery = await mail_to(post, timeout=0.2).send(outgoing())
        assert delivery == (Uncertain(stage) if stage is Stage.TEXT else TryLater(None, stage))
        assert post.taken == []


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (ACCEPT_AND_DROP, Accepted()),
        (TAKE_AND_DROP, Uncertain(Stage.TEXT)),
        (TAKE_AND_HANG, Uncertain(Stage.TEXT)),
    ],
)
async def test_a_drop_before_the_final_reply_is_uncertain_and_one_after_it_changes_nothing(
    fault: str, expected: Delivery
) -> None:
    async with smtp_server() as post:
        post.faults = {Stage.TEXT: [fault]}
        assert await mail_to(post, timeout=0.2).send(outgoing()) == expected
        assert len(post.taken) == 1


async def test_a_server_that_drips_is_left_when_the_time_limit_ends() -> None:
    async def drip(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while True:
                writer.write(b"220-slow\r\n")
                await writer.drain()
                await asyncio.sleep(0.05)
        writer.close()

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    async with server, asyncio.timeout(2):
        post = Post(port=server.sockets[0].getsockname()[1])
        delivery = await mail_to(post, timeout=5.0, time_limit=0.3).send(outgoing())
    assert delivery == TryLater(None, Stage.CONNECT)


async def test_a_server_that_is_not_there_is_tried_later() -> None:
    async with smtp_server() as post:
        pass
    assert await mail_to(post).send(outgoing()) == TryLater(None, Stage.CONNECT)


async def test_a_message_over_the_servers_limit_is_refused_for_good() -> None:
    async with smtp_server(data_size_limit=1000) as post:
        delivery = await mail_to(post).send(outgoing(text="long\n" * 1000))
        assert delivery == Refused(552, Stage.TEXT)
        assert post.taken == []


async def test_without_tls_nothing_is_sent_where_tls_is_required() -> None:
    async with smtp_server() as post:
        assert await mail_to(post, tls="required").send(outgoing()) == TryLater(None, Stage.TLS)
        assert "SENDER" not in post.commands


@pytest.mark.parametrize("from_start", [False, True])
async def test_with_tls_the_message_travels_encrypted(from_start: bool, tmp_path: Path) -> None:
    server, client = certificate(tmp_path)
    offers = {"tls_from_start": server} if from_start else {"tls_context": server, "require_starttls": True}
    async with smtp_server(**offers) as post:
        mail = mail_to(post, tls="required", tls_context=client, tls_from_start=from_start)
        assert await mail.send(outgoing()) == Accepted()
        assert len(post.taken) == 1


async def test_a_certificate_that_nobody_vouches_for_is_not_believed(tmp_path: Path) -> None:
    server, _ = certificate(tmp_path)
    async with smtp_server(tls_context=server) as post:
        assert await mail_to(post, tls="required").send(outgoing()) == TryLater(None, Stage.TLS)
        assert post.taken == []


@pytest.mark.parametrize("reply", ["454 not now", "501 no"])
async def test_a_refused_starttls_sends_nothing(reply: str, tmp_path: Path) -> None:
    server, client = certificate(tmp_path)
    async with smtp_server(tls_context=server) as post:
        post.faults = {"TLS": [reply]}
        mail = mail_to(post, tls="required", tls_context=client)
        assert await mail.send(outgoing()) == TryLater(int(reply[:3]), Stage.TLS)
        assert "SENDER" not in post.commands


@pytest.mark.parametrize(("password", "expected"), [("right", Accepted()), ("wrong", TryLater(535, Stage.SIGN_IN))])
async def test_a_wrong_password_is_our_fault_and_not_the_letters(
    password: str, expected: Delivery, tmp_path: Path
) -> None:
    server, client = certificate(tmp_path)
    async with smtp_server(tls_context=server, authenticator=allow_password, auth_required=True) as post:
        mail = mail_to(post, tls="required", tls_context=client, username="post", password=password)
        assert await mail.send(outgoing()) == expected


@pytest.mark.parametrize(
    "settings",
    [
        {"tls": "opportunistic"},
        {"tls": "none", "username": "post", "password": "right"},
        {"tls": "required", "username": "post"},
        {"tls": "required", "password": "right"},
    ],
)
def test_settings_that_would_send_in_the_clear_are_refused(settings: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"tls|TLS|password"):
        mail_to(Post(port=25), **settings)


async def test_what_arrives_is_what_was_written() -> None:
    async with smtp_server() as post:
        message = outgoing(text="Dear Andrew,\n.\n..\n.hidden\nYou owe £5.\n")
        await mail_to(post).send(message)
        [taken] = post.taken
        plain, rich = taken.message.get_body(("plain",)), taken.message.get_body(("html",))
        assert plain.get_content().splitlines() == message.text.splitlines()
        assert rich.get_content().splitlines() == message.html.splitlines()
        assert taken.recipients == ["andrew@example.com"]
        assert taken.sender == "no-reply@claims.example"
        assert taken.message["Message-ID"] == message.message_id
        assert taken.message["To"] == "andrew@example.com"
        assert taken.message["Auto-Submitted"] == "auto-generated"
        assert taken.message["Bcc"] is None


def test_the_systems_authorities_are_the_default() -> None:
    assert mail_to(Post(port=587), tls="required").tls_context is None
    assert ssl.create_default_context().check_hostname
