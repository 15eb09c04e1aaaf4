"""The composition root: settings and adapters in, a Starlette application or a worker out."""

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from backend.adapters import migrations
from backend.adapters.database import Database
from backend.adapters.govuk_pay import GovUkPay
from backend.adapters.held_payments import HeldPayments
from backend.adapters.mail import Mail
from backend.adapters.payments import NoPayments, Payments
from backend.adapters.seal import Seal
from backend.adapters.sealing import Sealer
from backend.adapters.smtp import SmtpMail
from backend.adapters.wake import InProcessWake, PostgresWake, Wake
from backend.api import schema
from backend.context import Contexts
from backend.execution.engine import Engine
from backend.execution.trusted import trusted_documents
from backend.http import files, pay_messages
from backend.http import intake as feeds
from backend.http.door import Door
from backend.http.routes import gates, routes
from backend.http.service import Service
from backend.notices import Ending, check_templates
from backend.operations import downloads, installation, intake, letters, paying, printing
from backend.operations.downloads import File
from backend.operations.feed import Feed
from backend.operations.ground import Clock, Ground, MachineClock, machine_now
from backend.operations.received import Taken
from backend.operations.unit import Outcome, Unit, carry_out
from backend.rules.access import SYSTEM
from backend.rules.vocabulary import Feed as OutsideFeed
from backend.settings import Settings
from backend.workers.monitor import Monitor
from backend.workers.post import Persistence, Post, Record
from backend.workers.reconcile import Reconciler
from backend.workers.timers import Timers

Worker = Callable[[asyncio.Event], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True)
class Parts:
    """The service put together, not yet running."""

    settings: Settings
    ground: Ground
    feed: Feed
    timers: Timers
    post: Post
    reconciler: Reconciler
    monitor: Monitor
    service: Service

    async def close(self) -> None:
        """Give back what was opened."""
        await self.ground.payments.close()
        await self.ground.wake.close()
        await self.ground.database.dispose()


def ground_of(settings: Settings, *, clock: Clock | None = None, database: Database | None = None) -> Ground:
    """What acts stand on, under these settings."""
    database = database or Database(settings.database_url)
    wake: Wake = PostgresWake(settings.database_url) if database.dialect == "postgresql" else InProcessWake()
    return Ground(
        database=database,
        clock=clock or MachineClock(),
        sealer=Sealer(settings.secret_bytes),
        wake=wake,
        seal=seal_of(settings),
        site_url=settings.site_url,
        payments=HeldPayments(payments_of(settings), lambda: installation.is_released(database)),
    )


def assemble(
    settings: Settings,
    *,
    ground: Ground | None = None,
    mail: Mail | None = None,
    persistence: Persistence | None = None,
) -> Parts:
    """Put the service together. Nothing runs or is opened yet; a letter without its templates stops it here."""
    check_templates()
    ground = ground or ground_of(settings)
    feed = Feed(ground)
    post = Post(
        database=ground.database,
        mail=mail or mail_of(settings),
        sealer=ground.sealer,
        record=_recorder(ground),
        now=machine_now,
        site_url=settings.site_url,
        sender=settings.mail_sender,
        name=f"{socket.gethostname()[:30]}-{os.getpid()}",
        persistence=persistence,
    )

    async def is_ready() -> bool:
        return await ground.database.revision() == migrations.head()

    engine = Engine(
        schema,
        introspection=settings.demo,
        manifest=trusted_documents(),
        trusted_only=settings.trusted_documents and not settings.demo,
    )
    door = Door(hosts=settings.hosts, origins=settings.origins, is_https=settings.site_url.startswith("https:"))
    service = Service(engine=engine, ports=Contexts(ground, feed, is_ready=is_ready), door=door)
    return Parts(settings, ground, feed, Timers(ground), post, Reconciler(ground), Monitor(ground), service)


def application(parts: Parts, *, beside: Sequence[BaseRoute] = (), workers: Sequence[Worker] = ()) -> Starlette:
    """The ASGI application: the API, routes beside it, and workers where they run in the same process."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncGenerator[None]:
        stop = asyncio.Event()
        feed = asyncio.create_task(parts.feed.run())
        running = [asyncio.create_task(worker(stop)) for worker in workers]
        try:
            yield
        finally:
            stop.set()
            await asyncio.gather(*running, return_exceptions=True)
            feed.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await feed
            await parts.close()

    return Starlette(
        routes=[*routes(parts.service), *_files(parts.ground), *_messages(parts), *_feeds(parts), *beside],
        middleware=gates(parts.service),
        lifespan=lifespan,
    )


def mail_of(settings: Settings) -> SmtpMail:
    """The mail server of the settings."""
    return SmtpMail(
        host=settings.smtp_host,
        port=settings.smtp_port,
        tls=settings.smtp_tls,
        local_hostname=settings.mail_sender.rpartition("@")[2],
        username=settings.smtp_username,
        password=settings.smtp_password.get_secret_value() if settings.smtp_password else None,
    )


def seal_of(settings: Settings) -> Seal:
    """The court's seal under these settings; a demonstration's says of itself that it is none. `UnusableSealError`."""
    if settings.seal_key and settings.seal_certificate:
        return Seal.read(settings.seal_key, settings.seal_certificate)
    return Seal.specimen(settings.secret_bytes)


def payments_of(settings: Settings) -> Payments:
    """Who takes card payments under these settings: GOV.UK Pay where there is a key for it, else nobody."""
    if settings.payments == "off" or settings.pay_key is None:
        return NoPayments()
    return GovUkPay(url=settings.pay_url, key=settings.pay_key.get_secret_value(), site_url=settings.site_url)


def _files(ground: Ground) -> list[BaseRoute]:
    """The routes by which documents, and letters to be printed, are downloaded."""

    async def fetch(token: str, held: str | None) -> File | None:
        return await downloads.download(ground, token, bearer=held)

    async def fetch_letter(token: str, held: str | None) -> File | None:
        return await printing.download(ground, token, bearer=held)

    return [files.route(fetch), files.route(fetch_letter, path=printing.PATH)]


def _messages(parts: Parts) -> list[BaseRoute]:
    """The route of the payment provider's messages, where there is a secret to know them by."""
    secret = parts.settings.pay_webhook_secret
    if not parts.ground.payments.are_taken or secret is None:
        return []
    return [pay_messages.route(secret=secret.get_secret_value(), hear=lambda key: paying.hear(parts.ground, key))]


def _feeds(parts: Parts) -> list[BaseRoute]:
    """The route by which outside systems tell what they know, where one of them has a secret to be known by."""
    secrets = {feed: secret.get_secret_value() for feed, secret in parts.settings.intake_secrets.items()}
    if not secrets:
        return []

    async def take_in(feed: OutsideFeed, body: bytes, document: object) -> Taken:
        return await intake.take_in(parts.ground, feed, body, document)

    return [feeds.route(secrets=secrets, take_in=take_in, now=machine_now)]


def _recorder(ground: Ground) -> Record:
    """What the post has an ending recorded by: an act of the service."""

    async def record(letter_id: UUID, ending: Ending, at: datetime) -> None:
        del at  # the act tells its own instant, by the clock of the rules

        async def act(unit: Unit) -> Outcome:
            return await letters.record_delivery(
                unit, letter_id, ending.state, failure=ending.reason, is_copy=ending.may_be_copy
            )

        await carry_out(ground, SYSTEM, act)

    return record
