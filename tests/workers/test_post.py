"""The post: every letter is sent once or visibly failed, whatever the mail server does (P4, P27, X-07)."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.adapters.database import Database
from backend.adapters.mail import BeforeText, Delivery, Mail, Outgoing, Refused, Stage, TryLater, Uncertain
from backend.adapters.pretend_mail import PretendMail
from backend.adapters.smtp import SmtpMail
from backend.models import Claim, Party
from backend.notices import Ending
from backend.rules.vocabulary import ClaimState, LetterState
from backend.workers.outbox import Outbox as Shared
from backend.workers.post import Persistence, Post
from tests.adapters.smtp_server import ACCEPT_AND_DROP, DROP, HANG, TAKE_AND_DROP, TAKE_AND_HANG, smtp_server
from tests.workers.outbox_rows import SEALER, Outbox

pytestmark = pytest.mark.requirement("X-07")


@pytest.fixture
async def outbox(database: Database) -> Outbox:
    return await Outbox(database).build()


@pytest.fixture
async def sqlite_outbox(sqlite_url: str) -> AsyncIterator[Outbox]:
    """For what does not depend on the database."""
    database = Database(sqlite_url)
    yield await Outbox(database).build()
    await database.dispose()


def post_of(outbox: Outbox, mail: Mail, **changes: Any) -> Post:
    given = {
        "database": outbox.database,
        "mail": mail,
        "sealer": SEALER,
        "record": outbox.record,
        "now": outbox.clock,
        "site_url": "https://claims.example",
        "sender": "no-reply@claims.example",
        "name": "worker",
        "pause": 0.01,
    }
    return Post(**(given | changes))


async def deliver_until_done(post: Post, outbox: Outbox, *, days: int = 6) -> None:
    """Let the clock run, with the post looking every half hour of it, until nothing waits."""
    for _ in range(days * 24 * 2):
        await post.deliver_due(10)
        if not set(await outbox.states()) & {LetterState.WAITING, LetterState.SENDING}:
            return
        outbox.later(minutes=30)


async def test_a_letter_leaves_with_its_code_and_is_recorded_once(outbox: Outbox) -> None:
    letter_id = await outbox.write(code="ABCD-EFGH")
    mail = PretendMail()
    assert await post_of(outbox, mail).deliver_due(10) == 1
    assert await post_of(outbox, mail).deliver_due(10) == 0
    [message] = mail.accepted
    assert message.recipient == "andrew@example.com"
    assert message.message_id == f"<{letter_id}@claims.example>"
    assert "Enter your security code: ABCD-EFGH" in message.text
    assert outbox.endings == [(letter_id, Ending(state=LetterState.SENT))]
    letter = await outbox.read(letter_id)
    assert (letter.state, letter.secret, letter.attempts) == (LetterState.SENT, None, 1)


async def test_a_letter_to_be_printed_is_left_alone(outbox: Outbox) -> None:
    await outbox.write(state=LetterState.TO_PRINT)
    assert await post_of(outbox, PretendMail()).deliver_due(10) == 0


FAULTS = [
    *(
        (stage, f"{code} no")
        for stage in ("CONNECT", "HELLO", "SENDER", "RECIPIENT", "DATA", "TEXT")
        for code in (421, 451)
    ),
    *((stage, "554 no") for stage in ("CONNECT", "HELLO", "SENDER", "RECIPIENT", "DATA", "TEXT")),
    *(
        (stage, fault)
        for stage in ("CONNECT", "HELLO", "SENDER", "RECIPIENT", "DATA", "TEXT")
        for fault in (DROP, HANG)
    ),
    *(("TEXT", fault) for fault in (ACCEPT_AND_DROP, TAKE_AND_DROP, TAKE_AND_HANG)),
]
TAKEN_UNKNOWN = {TAKE_AND_DROP, TAKE_AND_HANG}


@pytest.mark.parametrize(("stage", "fault"), FAULTS)
async def test_a_fault_of_the_mail_server_ends_in_one_acceptance_or_one_visible_failure(
    sqlite_outbox: Outbox, stage: str, fault: str
) -> None:
    outbox = sqlite_outbox
    letter_id = await outbox.write()
    async with smtp_server() as server:
        server.faults = {stage: [fault]}
        mail = SmtpMail(
            host="127.0.0.1", port=server.port, tls="none", local_hostname="claims.example", timeout=0.25, time_limit=5
        )
        await deliver_until_done(post_of(outbox, mail), outbox)
        taken = [each.message["Message-ID"] for each in server.taken]
    [(ended_id, ending)] = outbox.endings
    assert ended_id == letter_id
    if fault == "554 no" and stage not in {"CONNECT", "HELLO"}:
        assert ending == Ending(state=LetterState.FAILED, reason=f"554 {stage}")
        assert taken == []
    else:
        broke_off = stage == "TEXT" and fault in {DROP, HANG, *TAKEN_UNKNOWN}
        assert ending == Ending(state=LetterState.SENT, may_be_copy=broke_off)
        assert taken == [f"<{letter_id}@claims.example>"] * (2 if fault in TAKEN_UNKNOWN else 1)


async def test_a_mail_server_that_stays_away_is_tried_for_about_three_days_and_then_given_up(outbox: Outbox) -> None:
    letter_id = await outbox.write()
    mail = PretendMail()
    mail.answers([TryLater(451, Stage.RECIPIENT)] * 100)
    started = outbox.now
    await deliver_until_done(post_of(outbox, mail), outbox)
    assert outbox.endings == [(letter_id, Ending(state=LetterState.FAILED, reason="GAVE_UP 451 RECIPIENT"))]
    assert timedelta(days=2) < outbox.now - started < timedelta(days=4)
    assert (await outbox.read(letter_id)).attempts == 11


async def test_a_server_that_always_breaks_off_after_the_text_gets_one_copy_and_no_third(outbox: Outbox) -> None:
    letter_id = await outbox.write()
    mail = PretendMail()
    mail.answers([Uncertain(Stage.TEXT)] * 100)
    await deliver_until_done(post_of(outbox, mail), outbox)
    assert [each.message_id for each in mail.accepted] == [f"<{letter_id}@claims.example>"] * 2
    assert outbox.endings == [
        (letter_id, Ending(state=LetterState.FAILED, reason="UNCERTAIN TEXT", may_be_copy=True)),
    ]


async def test_while_the_mail_server_is_out_of_reach_the_letters_behind_keep_their_attempts(outbox: Outbox) -> None:
    letters = [await outbox.write() for _ in range(5)]
    mail = PretendMail()
    mail.answers([TryLater(None, Stage.CONNECT)])
    assert await post_of(outbox, mail, lanes=1).deliver_due(5) == 1
    assert sorted([(await outbox.read(each)).attempts for each in letters]) == [0, 0, 0, 0, 1]
    await deliver_until_done(post_of(outbox, mail, lanes=1), outbox)
    assert len(mail.accepted) == 5


@pytest.mark.parametrize(
    ("table", "values", "reason"),
    [
        (Party, {"email": None}, "ADDRESS_GONE"),
        (Claim, {"state": ClaimState.DEFENDED}, "CLAIM_MOVED_ON"),
    ],
)
async def test_what_is_no_longer_so_at_the_moment_of_sending_is_withheld(
    outbox: Outbox, table: type[Any], values: dict[str, Any], reason: str
) -> None:
    letter_id = await outbox.write()
    await outbox.change(table, **values)
    mail = PretendMail()
    await post_of(outbox, mail).deliver_due(10)
    assert mail.accepted == []
    assert outbox.endings == [(letter_id, Ending(state=LetterState.WITHHELD, reason=reason))]


async def test_a_letter_goes_to_the_address_that_is_the_partys_now(outbox: Outbox) -> None:
    await outbox.write()
    await outbox.change(Party, email="andrew.smith@example.com")
    mail = PretendMail()
    await post_of(outbox, mail).deliver_due(10)
    assert [each.recipient for each in mail.accepted] == ["andrew.smith@example.com"]


class SlowMail(PretendMail):
    """Mail whose server lets something happen between the greeting and the text."""

    meanwhile: Callable[[], Any] | None = None

    async def send(self, message: Outgoing, *, before_text: BeforeText | None = None) -> Delivery:
        if self.meanwhile is not None:
            happens, self.meanwhile = self.meanwhile, None
            await happens()
        return await super().send(message, before_text=before_text)


@pytest.mark.parametrize(
    ("table", "values", "recipients", "endings"),
    [
        (Party, {"email": "new@example.com"}, ["new@example.com"], [Ending(state=LetterState.SENT)]),
        (Party, {"email": None}, [], [Ending(state=LetterState.WITHHELD, reason="ADDRESS_GONE")]),
        (
            Claim,
            {"state": ClaimState.DEFENDED},
            [],
            [Ending(state=LetterState.WITHHELD, reason="CLAIM_MOVED_ON")],
        ),
    ],
)
async def test_a_change_while_the_server_is_greeted_still_stops_the_letter(
    outbox: Outbox, table: type[Any], values: dict[str, Any], recipients: list[str], endings: list[Ending]
) -> None:
    await outbox.write()
    mail = SlowMail()
    mail.meanwhile = lambda: outbox.change(table, **values)
    assert await post_of(outbox, mail, lanes=1).deliver_due(10) == 2
    assert [each.recipient for each in mail.accepted] == recipients
    assert [ending for _, ending in outbox.endings] == endings


async def test_a_worker_that_slept_through_its_lease_sends_nothing(outbox: Outbox) -> None:
    await outbox.write()
    other = PretendMail()

    async def another_takes_over() -> None:
        outbox.later(minutes=6)
        assert await post_of(outbox, other, name="other").deliver_due(10) == 1

    sleeper = SlowMail()
    sleeper.meanwhile = another_takes_over
    await post_of(outbox, sleeper).deliver_due(10)
    assert (len(sleeper.accepted), len(other.accepted), len(outbox.endings)) == (0, 1, 1)


@pytest.mark.parametrize("text_went", [False, True])
async def test_the_letter_of_a_dead_worker_goes_on_and_is_a_copy_only_if_the_text_may_have_gone(
    outbox: Outbox, text_went: bool
) -> None:
    letter_id = await outbox.write(code="ABCD-EFGH")
    dead = Shared(database=outbox.database, lease=timedelta(minutes=5), name="dead")
    held = await dead.hold(outbox.now)
    assert held is not None
    if text_went:
        await dead.about_to_send(held, outbox.now, while_claim_is=ClaimState)
    mail = PretendMail()
    assert await post_of(outbox, mail).deliver_due(10) == 0
    outbox.later(minutes=5, seconds=1)
    assert await post_of(outbox, mail).deliver_due(10) == 1
    assert [each.message_id for each in mail.accepted] == [f"<{letter_id}@claims.example>"]
    assert outbox.endings == [(letter_id, Ending(state=LetterState.SENT, may_be_copy=text_went))]


async def test_a_letter_whose_workers_keep_dying_is_given_up(outbox: Outbox) -> None:
    letter_id = await outbox.write()
    dead = Shared(database=outbox.database, lease=timedelta(minutes=5), name="dead")
    for _ in range(Persistence().most_attempts):
        assert await dead.hold(outbox.now) is not None
        outbox.later(minutes=6)
    mail = PretendMail()
    await post_of(outbox, mail).deliver_due(10)
    assert mail.accepted == []
    assert outbox.endings == [(letter_id, Ending(state=LetterState.FAILED, reason="GAVE_UP"))]


async def test_a_database_that_fails_after_the_acceptance_makes_no_copy(outbox: Outbox) -> None:
    await outbox.write()
    failures = iter([ConnectionResetError(), TimeoutError()])

    async def record(letter_id: UUID, ending: Ending, at: datetime) -> None:
        if fault := next(failures, None):
            raise fault
        await outbox.record(letter_id, ending, at)

    mail = PretendMail()
    await post_of(outbox, mail, record=record).deliver_due(10)
    assert len(mail.accepted) == len(outbox.endings) == 1


@pytest.mark.parametrize(
    ("changes", "email", "reason"),
    [
        ({"facts": {"reference": "001MC234"}}, "andrew@example.com", "WRONG_FACTS"),
        ({"secret": b"not sealed by us"}, "andrew@example.com", "CODE_UNREADABLE"),
        ({}, "andrew@example.com, evil@example.com", "WRONG_ADDRESS"),
        ({}, "andrew@example.com\r\nRCPT TO:<evil@example.com>", "WRONG_ADDRESS"),
    ],
)
async def test_a_letter_that_cannot_be_written_fails_visibly(
    outbox: Outbox, changes: dict[str, Any], email: str, reason: str
) -> None:
    letter_id = await outbox.write(**changes)
    await outbox.change(Party, email=email)
    mail = PretendMail()
    await post_of(outbox, mail).deliver_due(10)
    assert mail.accepted == []
    assert outbox.endings == [(letter_id, Ending(state=LetterState.FAILED, reason=reason))]


async def test_a_refusal_fails_at_once(outbox: Outbox) -> None:
    letter_id = await outbox.write()
    mail = PretendMail()
    mail.answers([Refused(550, Stage.RECIPIENT)])
    await post_of(outbox, mail).deliver_due(10)
    assert outbox.endings == [(letter_id, Ending(state=LetterState.FAILED, reason="550 RECIPIENT"))]


async def test_the_post_runs_until_it_is_told_to_stop_and_outlives_a_database_that_fails(outbox: Outbox) -> None:
    for _ in range(7):
        await outbox.write()
    stop, mail = asyncio.Event(), PretendMail()
    faults = iter([RuntimeError()])

    async def record(letter_id: UUID, ending: Ending, at: datetime) -> None:
        if fault := next(faults, None):
            raise fault
        await outbox.record(letter_id, ending, at)
        if len(outbox.endings) == 6:
            stop.set()

    async with asyncio.timeout(10):
        await post_of(outbox, mail, record=record).run(stop)
    assert len(outbox.endings) >= 6
    assert len(mail.accepted) <= 7


def test_the_waits_double_from_five_minutes_to_a_day() -> None:
    patient = Persistence(spread=0)
    waits = [patient.wait_after(attempts) for attempts in range(1, 12)]
    assert waits[:3] == [timedelta(minutes=5), timedelta(minutes=10), timedelta(minutes=20)]
    assert waits[-1] == timedelta(hours=24)
    spread = [Persistence().wait_after(1) for _ in range(200)]
    assert timedelta(minutes=4) <= min(spread) < max(spread) <= timedelta(minutes=6)


async def test_a_sending_may_not_outlast_its_lease(outbox: Outbox) -> None:
    with pytest.raises(ValueError, match="lease"):
        post_of(outbox, PretendMail(time_limit=300))
