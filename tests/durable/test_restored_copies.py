"""A restored copy is true, and lets nothing leave until it is released (P20)."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import make_url, select
from structlog.testing import capture_logs
from typer.testing import CliRunner

from backend.adapters.database import Database
from backend.adapters.engines import APP_ROLE
from backend.adapters.pretend_mail import PretendMail
from backend.app import Parts, assemble
from backend.cli import app
from backend.models import Letter, Timer
from backend.operations import histories, installation, sessions
from backend.operations.ground import machine_now
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import LetterState, Role
from backend.settings import Settings
from tests.api.world import LATE, Person, World
from tests.conftest import Urls
from tests.live.following import DASHBOARD, fed, following
from tests.postgres import SERVICE, Server, running

pytestmark = pytest.mark.requirement("X-05", "X-07")

OWNER = "claims_owner"
NAMES = (f"copy_{number}" for number in count(1))
ON_ANOTHER_CLUSTER = "a dump restored in another cluster"
BURN = "DO $$ BEGIN FOR i IN 1..3000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$"
"""So many transactions that the numbers of the next lie above all those of a fresh cluster."""


@dataclass(frozen=True)
class Copying:
    """An original, and how a copy of it is made."""

    original: Urls
    make: Callable[[], Awaitable[Urls]]


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Server]:
    """Another PostgreSQL cluster, with an owner of tables that is no superuser."""
    with running() as server:
        asyncio.run(
            server.execute(
                f"CREATE ROLE {APP_ROLE} NOLOGIN",
                f"CREATE ROLE {OWNER} LOGIN",
                f"GRANT {APP_ROLE} TO {OWNER}, {SERVICE}",
            )
        )
        yield server


@pytest.fixture(params=["a file copied", "a database copied in its cluster", ON_ANOTHER_CLUSTER])
def copying(request: pytest.FixtureRequest, tmp_path: Path) -> Copying:
    if request.param == "a file copied":
        return copying_file(request.getfixturevalue("sqlite_url"), tmp_path / "copy.db")
    server, urls = request.getfixturevalue("server"), request.getfixturevalue("postgresql_urls")
    name = make_url(urls.owner).database
    if request.param == ON_ANOTHER_CLUSTER:
        return copying_dump(server, request.getfixturevalue("elsewhere"), urls, name)
    return copying_database(server, urls, name)


def copying_file(url: str, to: Path) -> Copying:
    async def make() -> Urls:
        with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        shutil.copy(url.removeprefix("sqlite:///"), to)
        return Urls(service=f"sqlite:///{to}", owner=f"sqlite:///{to}")

    return Copying(Urls(service=url, owner=url), make)


def copying_database(server: Server, urls: Urls, name: str) -> Copying:
    async def make() -> Urls:
        copy = next(NAMES)
        owner = await server.create_database(copy, template=name)
        return Urls(service=server.url(copy, user=SERVICE), owner=owner)

    return Copying(urls, make)


def copying_dump(server: Server, elsewhere: Server, urls: Urls, name: str) -> Copying:
    async def make() -> Urls:
        copy = next(NAMES)
        await elsewhere.execute(f"CREATE DATABASE {copy} OWNER {OWNER}")
        elsewhere.restore(copy, server.dump(name), role=OWNER)
        return Urls(service=elsewhere.url(copy, user=SERVICE), owner=elsewhere.url(copy, user=OWNER))

    return Copying(urls, make)


@dataclass
class Restored:
    """A copy as its operator finds it: two letters waited, deadlines have passed, and Kate has a cursor."""

    urls: Urls
    world: World
    mail: PretendMail
    parts: Parts
    kate: Person
    cursor: str

    async def release(self) -> str:
        """Release it as its operator does; what was said."""
        environment = {"DATABASE_URL": self.urls.service, "MIGRATION_DATABASE_URL": self.urls.owner}
        said = await asyncio.to_thread(CliRunner().invoke, app, ["release", "--yes"], env=environment)
        assert said.exit_code == 0, said.output
        return said.stdout.strip()

    async def letters(self) -> list[Letter]:
        async with self.world.database.writing(SYSTEM) as session:
            return list(await session.scalars(select(Letter).order_by(Letter.id)))

    async def timers_done(self) -> int:
        async with self.world.database.reading(SYSTEM) as connection:
            done = await connection.execute(select(Timer.id).where(Timer.done_at.is_not(None)))
            return len(done.all())


@pytest.fixture
async def restored(copying: Copying) -> AsyncIterator[Restored]:
    async with opened(copying.original.service) as world:
        if world.database.dialect == "postgresql":
            await burn(world)
        kate = await world.person("kate")
        case_id = await world.lodge(kate)
        await world.happen(case_id, 2)
        async with fed(world.ground) as feed, following(world, feed, kate, DASHBOARD) as stream:
            await world.happen(case_id, 1)
            await stream.count(1)
    urls = await copying.make()
    async with opened(urls.service) as world:
        world.clock.at = LATE
        mail = PretendMail()
        parts = assemble(Settings(DEMO=True, DATABASE_URL=urls.service), ground=world.ground, mail=mail)
        yield Restored(urls, world, mail, parts, kate, stream.events[-1]["cursor"])


async def burn(world: World) -> None:
    async with world.database.glancing() as connection:
        await connection.exec_driver_sql(BURN)


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[World]:
    database = Database(url, pool_size=5)
    try:
        yield World(database)
    finally:
        await database.dispose()


async def sign_in_again(restored: Restored) -> Person:
    signed_in = await sessions.sign_in(restored.world.ground, restored.kate.key)
    actor = await sessions.authenticate(restored.world.ground, signed_in.token)
    return Person("kate", signed_in.token, actor)


async def test_no_letter_leaves_a_copy_and_nothing_falls_due_there_until_it_is_released(restored: Restored) -> None:
    assert not await installation.is_released(restored.world.database)
    waited = [letter.id for letter in await restored.letters() if letter.state is LetterState.WAITING]
    assert len(waited) == 2
    stop = asyncio.Event()
    with capture_logs() as logs:
        working = [asyncio.create_task(each(stop)) for each in (restored.parts.post.run, restored.parts.timers.run)]
        async with asyncio.timeout(10):
            while len([each for each in logs if each["event"] == "installation.not_released"]) < 2:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        assert await restored.parts.post.deliver_due(100) == 0
        stop.set()
        await asyncio.gather(*working)
    assert sorted(each["worker"] for each in logs if each["event"] == "installation.not_released") == ["post", "timers"]
    assert restored.mail.accepted == []
    assert await restored.timers_done() == 0
    assert [letter.id for letter in await restored.letters() if letter.state is LetterState.WAITING] == waited

    assert await restored.release() == "released"
    assert await installation.is_released(restored.world.database)
    while await restored.parts.post.deliver_due(100):
        pass
    assert sorted(message.letter_id for message in restored.mail.accepted) == waited
    assert [(letter.state, letter.may_be_copy) for letter in await restored.letters() if letter.id in waited] == [
        (LetterState.SENT, True)
    ] * 2
    assert await restored.parts.timers.run_due(LATE) > 0
    assert (await histories.verify(restored.world.database)).faults == []


@pytest.mark.requirement("X-02", "X-03")
async def test_after_its_release_a_copy_tells_what_happens_to_whoever_comes_with_an_old_cursor(
    restored: Restored,
) -> None:
    await restored.release()
    world, kate = restored.world, await sign_in_again(restored)
    async with fed(world.ground) as feed:
        async with following(world, feed, kate, DASHBOARD, after=restored.cursor) as stream:
            if world.database.dialect == "postgresql":
                await stream.until(lambda: stream.events)
                assert [event["__typename"] for event in stream.events] == ["ResyncRequired"]
            await world.lodge(kate)
            await stream.count(1)
        cursor = stream.events[-1]["cursor"]
        async with following(world, feed, kate, DASHBOARD, after=cursor) as resumed:
            second = await world.lodge(kate)
            await world.happen(second, 1)
            await resumed.count(2)
    assert stream.kinds == ["CLAIM_LODGED"]
    assert resumed.kinds == ["CLAIM_LODGED", "RESPONSE_OVERDUE"]
    assert (await histories.verify(world.database)).faults == []


async def test_whoever_was_signed_in_when_the_backup_was_made_signs_in_again(restored: Restored) -> None:
    assert await sessions.authenticate(restored.world.ground, restored.kate.token) is not None
    await restored.release()
    assert await sessions.authenticate(restored.world.ground, restored.kate.token) is None


async def test_migrating_a_copy_does_not_release_it_and_releasing_it_twice_changes_nothing(restored: Restored) -> None:
    await installation.stamp(restored.urls.owner, at=machine_now())
    assert not await installation.is_released(restored.world.database)
    await restored.release()
    await sign_in_again(restored)
    kate = await sign_in_again(restored)
    assert await restored.release() == "it was released already; nothing was changed"
    assert await sessions.authenticate(restored.world.ground, kate.token) == kate.actor


async def test_an_original_can_be_held_and_released_without_a_cursor_lost(copying: Copying) -> None:
    async with opened(copying.original.service) as world:
        kate = await world.person("kate", Role.CITIZEN)
        async with fed(world.ground) as feed:
            async with following(world, feed, kate, DASHBOARD) as stream:
                case_id = await world.lodge(kate)
                await stream.count(1)
            assert await installation.is_released(world.database)
            await installation.hold(copying.original.owner, at=machine_now())
            assert not await installation.is_released(world.database)
            assert await installation.release(copying.original.owner, at=machine_now())
            signed_in = await sessions.sign_in(world.ground, kate.key)
            kate = Person("kate", signed_in.token, await sessions.authenticate(world.ground, signed_in.token))
            async with following(world, feed, kate, DASHBOARD, after=stream.events[-1]["cursor"]) as resumed:
                await world.happen(case_id, 1)
                await resumed.count(1)
    assert [event["__typename"] for event in resumed.events] == ["CaseChange"]
