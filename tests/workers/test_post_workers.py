"""Several workers of the post, and workers that are killed: nothing is lost and nothing doubled (P4, X-07)."""

import asyncio
import random
import sys
from collections import Counter

import pytest

from backend.adapters.database import Database
from backend.adapters.smtp import SmtpMail
from backend.rules.vocabulary import LetterState
from tests.adapters.smtp_server import HANG, TAKE_AND_HANG, Post, smtp_server
from tests.workers.outbox_rows import Outbox
from tests.workers.test_post import post_of

pytestmark = pytest.mark.requirement("X-07")


def mail_to(server: Post) -> SmtpMail:
    return SmtpMail(host="127.0.0.1", port=server.port, tls="none", local_hostname="claims.example", timeout=5)


def ids(server: Post) -> Counter[str]:
    return Counter(each.message["Message-ID"] for each in server.taken)


async def test_three_workers_on_one_database_send_each_letter_once(
    postgresql: Database, postgresql_urls: object
) -> None:
    outbox = await Outbox(postgresql).build()
    letters = [await outbox.write() for _ in range(40)]
    databases = [Database(postgresql_urls.service, pool_size=5) for _ in range(3)]
    async with smtp_server() as server:
        posts = [
            post_of(outbox, mail_to(server), database=database, name=f"worker {number}")
            for number, database in enumerate(databases)
        ]
        handled = await asyncio.gather(*(post.deliver_due(40) for post in posts))
        assert sum(handled) == 40
        assert ids(server) == Counter(f"<{letter}@claims.example>" for letter in letters)
    assert set(await outbox.states()) == {LetterState.SENT}
    assert len(outbox.endings) == 40
    for database in databases:
        await database.dispose()


async def kill_a_worker(url: str, server: Post, stage: str, *, after: float = 0.05) -> None:
    """Start a worker in another process and kill it so long after it came to a stage for the first time."""
    reached = server.next(stage)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.workers.doomed", url, str(server.port), stdout=asyncio.subprocess.DEVNULL
    )
    await asyncio.wait_for(reached.wait(), 20)
    await asyncio.sleep(after)
    process.kill()
    await process.wait()


@pytest.mark.parametrize(
    ("stage", "fault", "is_copy", "times"),
    [
        ("CONNECT", HANG, False, 1),
        ("RECIPIENT", HANG, False, 1),
        ("TEXT", HANG, True, 1),
        ("TEXT", TAKE_AND_HANG, True, 2),
    ],
)
async def test_a_killed_worker_loses_no_letter(
    database: Database, database_url: str, *, stage: str, fault: str, is_copy: bool, times: int
) -> None:
    outbox = await Outbox(database).build()
    letter_id = await outbox.write(code="ABCD-EFGH")
    async with smtp_server() as server:
        server.faults = {stage: [fault]}
        await kill_a_worker(database_url, server, stage)
        post = post_of(outbox, mail_to(server))
        assert await post.deliver_due(10) == 0
        outbox.later(minutes=6)
        assert await post.deliver_due(10) == 1
        assert ids(server) == Counter({f"<{letter_id}@claims.example>": times})
        assert all("ABCD-EFGH" in each.message.get_body(("plain",)).get_content() for each in server.taken)
    [(_, ending)] = outbox.endings
    assert (ending.state, ending.may_be_copy) == (LetterState.SENT, is_copy)


async def test_workers_killed_at_random_lose_nothing_and_copy_only_what_they_marked(
    postgresql: Database, postgresql_urls: object
) -> None:
    seed = random.randrange(10_000)
    chance = random.Random(seed)
    outbox = await Outbox(postgresql).build()
    letters = [await outbox.write() for _ in range(80)]
    async with smtp_server() as server:
        for _ in range(3):
            await kill_a_worker(postgresql_urls.service, server, "TEXT", after=chance.uniform(0, 0.1))
        outbox.later(minutes=10)
        await post_of(outbox, mail_to(server)).deliver_due(200)
        taken = ids(server)
    assert set(await outbox.states()) == {LetterState.SENT}, seed
    assert set(taken) == {f"<{letter}@claims.example>" for letter in letters}, seed
    marked = {f"<{letter}@claims.example>" for letter in letters if (await outbox.read(letter)).may_be_copy}
    assert {message_id for message_id, times in taken.items() if times > 1} <= marked, seed
    assert max(taken.values()) <= 2, seed
