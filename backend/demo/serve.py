"""`make run`: migrate, load the world, and serve everything from one process, with a mail server of its own."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from rich.console import Console
from sqlalchemy import select
from starlette.routing import Mount

from backend.adapters import migrations
from backend.adapters.database import Database
from backend.adapters.smtp import SmtpMail
from backend.app import Parts, application, assemble, ground_of
from backend.demo import feeds
from backend.demo.agency import load_cases
from backend.demo.agency_cases import STORIES
from backend.demo.casework import CaseNow, cases_now
from backend.demo.clock import DemoClock
from backend.demo.desk import Desk
from backend.demo.feeds import Senders
from backend.demo.guard import refuse_real, require_demo
from backend.demo.mailbox import Mailbox
from backend.demo.paying import pretend_pay_of, settings_of
from backend.demo.personas import Persona
from backend.demo.progress import tell_story
from backend.demo.routes import routes
from backend.demo.world import load_world
from backend.http.server import Server, listen, server
from backend.models import MaintenanceCase, User
from backend.operations import installation, sessions
from backend.operations.ground import machine_now
from backend.operations.sessions import SignedIn
from backend.operations.verifying import Verified, verify
from backend.rules.access import ANONYMOUS, SYSTEM
from backend.settings import Settings
from backend.workers.post import Persistence

BEGINS = datetime(2026, 12, 1, 10, tzinfo=UTC)
"""Where the demonstration's clock starts: a Tuesday morning, so that its dates are the same for everybody."""
SOON = Persistence(first_wait=timedelta(seconds=2), longest_wait=timedelta(seconds=30))
LETTERS_AT_ONCE = 200
SOME_CASES = 20


class Demonstration:
    """The running demonstration: the service, its mail server, its clock."""

    def __init__(self, settings: Settings) -> None:
        require_demo(settings)
        self.pay = pretend_pay_of(settings.site_url, settings.database_url)
        self.settings = settings.model_copy(update=settings_of(self.pay) | feeds.settings_of())
        self.mailbox = Mailbox()
        self.database = Database(settings.database_url)
        self.clock = DemoClock(self.database)
        self.parts: Parts

    @asynccontextmanager
    async def prepared(self, console: Console | None = None) -> AsyncGenerator[Server]:
        """Migrate, load the world, start the mail server; yields the server to run."""
        await refuse_real(self.database)
        await asyncio.to_thread(migrations.upgrade, self.settings.owner_url)
        # Its letters go no further than its page: it may act wherever its folder was moved.
        await installation.release(self.settings.owner_url, at=machine_now())
        now = await self.clock.start(BEGINS)
        await load_world(self.database, now=now, settings=self.settings, console=console)
        await load_cases(ground_of(self.settings, clock=self.clock, database=self.database), STORIES, now=now)
        await self.mailbox.start()
        try:
            yield self._server()
        finally:
            await self.mailbox.stop()

    def _server(self) -> Server:
        mail = SmtpMail(
            host=self.mailbox.host, port=self.mailbox.port, tls="none", local_hostname="demo.civil-enforcement.example"
        )
        ground = ground_of(self.settings, clock=self.clock, database=self.database)
        self.parts = assemble(self.settings, ground=ground, mail=mail, persistence=SOON)
        app = application(
            self.parts,
            beside=[*routes(self._desk()), *self._senders().routes(), Mount("/pretend-pay", app=self.pay.app())],
            workers=[self.parts.timers.run, self.parts.post.run, self.parts.reconciler.run, self.parts.monitor.run],
        )
        return server(app, host=self.settings.host, port=self.settings.port, stopping=self.parts.service.stopping)

    def _desk(self) -> Desk:
        async def run_due(at: datetime) -> int:
            acts = await self.parts.timers.run_due(at)
            await self._deliver()
            return acts

        return Desk(
            clock=self.clock,
            mailbox=self.mailbox,
            sign_in=self._sign_in,
            next_due=self.parts.timers.next_due,
            run_due=run_due,
            tell_story=lambda: tell_story(self.database),
            list_cases=self._list_cases,
            verify=self._verify,
        )

    def _senders(self) -> Senders:
        """The pretend outside systems, which speak to this server as any sender does."""
        return Senders(self.settings.site_url, machine_now, self.clock, self._case_numbers)

    async def _case_numbers(self) -> list[str]:
        async with self.database.reading(SYSTEM) as connection:
            numbers = select(MaintenanceCase.number).order_by(MaintenanceCase.number).limit(SOME_CASES)
            return list((await connection.scalars(numbers)).all())

    async def _list_cases(self) -> list[CaseNow]:
        return await cases_now(self.database, now=await self.clock.now())

    async def _deliver(self) -> None:
        while await self.parts.post.deliver_due(LETTERS_AT_ONCE):
            pass

    async def _verify(self, number: str, code: str, caller: str) -> Verified | None:
        now = await self.clock.now()
        return await verify(self.parts.ground, ANONYMOUS, number, code, caller=caller, now=now)

    async def _sign_in(self, persona: Persona) -> SignedIn:
        async with self.database.reading(SYSTEM) as connection:
            user_id = (await connection.execute(select(User.id).where(User.subject == persona.subject))).scalar_one()
        return await sessions.sign_in(self.parts.ground, user_id)


async def run(settings: Settings, console: Console) -> None:
    """Serve the demonstration until stopped, and say when it is ready."""
    bound = listen(settings.host, settings.port)
    here = f"http://{settings.host}:{bound.getsockname()[1]}"
    demonstration = Demonstration(settings.model_copy(update={"site_url": here}))
    async with demonstration.prepared(console) as ready:
        await ready.serve(sockets=[bound])
