"""The command line: a command for each thing that is done from a shell."""

import asyncio
import contextlib
import json
import signal
import sys
from pathlib import Path
from typing import Annotated

import structlog
import typer
from rich.console import Console
from rich.table import Table

from backend import contract as contracts
from backend.adapters import migrations
from backend.adapters.database import Database, require_safe_role
from backend.app import application, assemble, ground_of, seal_of
from backend.demo import generate as generation
from backend.demo import serve as demonstrations
from backend.demo.clock import DemoClock
from backend.demo.generate import progress_bar
from backend.demo.guard import DemoRefusedError, refuse_demonstrated, refuse_real
from backend.http import logs
from backend.http.intake import document_of
from backend.http.server import listen, server
from backend.operations import histories, installation, verifying
from backend.operations.ground import machine_now
from backend.operations.intake_files import Imported, NotReleasedError, take_in_lines
from backend.operations.scans import SCANS
from backend.rules.errors import PublicError
from backend.rules.vocabulary import Feed
from backend.settings import VAR, DatabaseSettings, Settings
from backend.workers.monitor import Looked, Monitor

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Civil enforcement: a GraphQL back-end for claims, judgments, writs and casework, with live status.",
)
console = Console(stderr=True)


def _demonstration() -> Settings:
    VAR.mkdir(exist_ok=True)
    return Settings(DEMO=True)


async def _require_real(settings: Settings) -> None:
    """Refuse a demonstration's settings and database, and a login that could get round the policies."""
    if settings.demo:
        raise DemoRefusedError("DEMO is for the demonstration only: it has a secret that everybody knows")
    database = Database(settings.database_url)
    try:
        await refuse_demonstrated(database)
        await require_safe_role(database)
    finally:
        await database.dispose()


@app.command()
def serve() -> None:
    """Serve the API for real use. Letters and timers are the business of `work`, in processes of their own."""
    settings = Settings()
    logs.configure()

    async def run() -> None:
        await _require_real(settings)
        parts = assemble(settings)
        bound = listen(settings.host, settings.port)
        ready = server(application(parts), host=settings.host, port=settings.port, stopping=parts.service.stopping)
        await ready.serve(sockets=[bound])

    asyncio.run(run())


@app.command()
def work() -> None:
    """Send the letters and do what falls due, until stopped. Any number of these may run."""
    settings = Settings()
    logs.configure()

    async def run() -> signal.Signals:
        await _require_real(settings)
        parts = assemble(settings)
        stop, received = asyncio.Event(), list[signal.Signals]()

        def heed(sent: signal.Signals) -> None:
            received.append(sent)
            stop.set()

        loop = asyncio.get_running_loop()
        for each in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(each, heed, each)
        typer.echo("working")
        workers = (parts.post, parts.timers, parts.reconciler, parts.monitor)
        await asyncio.gather(*(worker.run(stop) for worker in workers))
        await parts.close()
        return received[0]

    _die_of(asyncio.run(run()))


def _die_of(received: signal.Signals) -> None:
    """End as the server does, by the signal itself: taking the interpreter apart takes seconds, and changes nothing."""
    sys.stdout.flush()
    sys.stderr.flush()
    signal.signal(received, signal.SIG_DFL)
    signal.raise_signal(received)


@app.command()
def migrate(
    to: Annotated[str, typer.Option(help="The revision to go to.")] = "head",
) -> None:
    """Bring the database's schema up to a revision."""
    VAR.mkdir(exist_ok=True)
    migrations.upgrade(DatabaseSettings().owner_url, to)
    asyncio.run(installation.stamp(DatabaseSettings().owner_url, at=machine_now()))


@app.command()
def release(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Let letters and payments leave from this database: after a restore or a failover, once what was lost is known."""
    url = DatabaseSettings().owner_url
    waits = asyncio.run(installation.waiting(url))
    since = f", the oldest written {waits.oldest_at.isoformat(timespec='minutes')}" if waits.oldest_at else ""
    if not yes:
        typer.confirm(f"{waits.letters} letters wait{since}. Everybody has to sign in again. Release?", abort=True)
    if asyncio.run(installation.release(url, at=machine_now())):
        typer.echo("released")
    else:
        typer.echo("it was released already; nothing was changed")


@app.command()
def hold() -> None:
    """Let no letter and no payment leave from this database until `release`."""
    asyncio.run(installation.hold(DatabaseSettings().owner_url, at=machine_now()))
    typer.echo("held")


@app.command()
def demo() -> None:
    """Migrate, load the demonstration's world and serve it: personas, a movable clock, letters to look at."""
    settings = _demonstration()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger("warning"))
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(demonstrations.run(settings, console))


@app.command()
def generate(
    size: Annotated[int, typer.Argument(help="How many claims: 10000 to 1000000.")],
    seed: Annotated[int, typer.Option(help="The same seed makes the same claims.")] = 1,
) -> None:
    """Fill a demonstration's database with claims in every state, for benchmarks."""
    settings = _demonstration()

    async def run() -> generation.Generated:
        database = Database(settings.database_url)
        try:
            await refuse_real(database)
            await asyncio.to_thread(migrations.upgrade, settings.owner_url)
            return await generation.generate_with_bar(
                database, size=size, seed=seed, now=demonstrations.BEGINS, settings=settings, console=console
            )
        finally:
            await database.dispose()

    made = asyncio.run(run())
    typer.echo(f"{made.claims} claims, {made.rows} rows, {made.seconds:.0f} s")


@app.command()
def contract(
    check: Annotated[bool, typer.Option(help="Write nothing; fail where a file would change.")] = False,
) -> None:
    """Write frontend-contract/ from the schema and its documents."""
    if changed := contracts.write(check=check):
        console.print("\n".join(f"differs: {path}" for path in changed))
        raise typer.Exit(1)


@app.command()
def explain(reference: Annotated[str, typer.Argument(help="The case's reference, as MC-7K3Q-9FTD.")]) -> None:
    """Tell what happened on a case, what it waits for, and how its deadline was reckoned."""

    async def run() -> histories.Explained | None:
        database = Database(DatabaseSettings().database_url)
        try:
            return await histories.explain(database, reference.strip().upper())
        finally:
            await database.dispose()

    told = asyncio.run(run())
    if told is None:
        console.print("There is no such case.")
        raise typer.Exit(1)
    table = Table("number", "when", "who", "what", title=f"{told.reference}: {told.state}")
    for entry in told.entries:
        table.add_row(str(entry.number), entry.at.isoformat(timespec="minutes"), entry.actor_role, entry.summary)
    Console().print(told.deadline, table)
    for timer in told.waits_for:
        Console().print(f"waits for {timer.kind} at {timer.due_at.isoformat(timespec='minutes')}")


@app.command()
def intake(
    feed: Annotated[Feed, typer.Argument(help="Whose messages they are.", case_sensitive=False)],
    file: Annotated[Path, typer.Argument(help="One message a line, as JSON.", exists=True, dir_okay=False)],
) -> None:
    """Take in a file of messages. What was taken in before is known: after a stop, run it again."""
    settings, imported = Settings(), Imported()
    # What cannot be used is told line by line, at the end: no need to log it between the bars.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger("error"))

    async def run() -> None:
        await _require_real(settings)
        ground = ground_of(settings)
        try:
            with progress_bar(console) as progress, file.open("rb") as lines:
                task = progress.add_task("bytes", total=file.stat().st_size)
                await take_in_lines(
                    ground,
                    feed,
                    lines,
                    document_of=document_of,
                    told=lambda line: progress.advance(task, len(line)),
                    imported=imported,
                )
        finally:
            await ground.database.dispose()

    try:
        asyncio.run(run())
    except NotReleasedError:
        console.print("This database was not released: nothing is taken in. See `release`.")
        raise typer.Exit(1) from None
    except PublicError as error:
        console.print(f"Stopped: {error.message} Run it again: what was taken in is known.")
        raise typer.Exit(1) from None
    finally:
        for bad in imported.bad:
            typer.echo(f"line {bad.number}: {bad.code}: {bad.sentence}")
        typer.echo(imported.summary)
    if imported.bad:
        raise typer.Exit(1)


@app.command()
def monitor(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would be opened, and change nothing.")] = False,
) -> None:
    """Look at every enforcement case now, and open what is due. `work` does it by itself once a day."""
    settings = Settings()

    async def run() -> Looked | None:
        database = Database(settings.database_url)
        try:
            if not settings.demo:
                await _require_real(settings)
            clock = DemoClock(database) if settings.demo else None
            return await _monitor(Monitor(ground_of(settings, clock=clock, database=database)), is_dry=dry_run)
        finally:
            await database.dispose()

    looked = asyncio.run(run())
    if looked is None or looked.failed:
        raise typer.Exit(1)


async def _monitor(monitor: Monitor, *, is_dry: bool) -> Looked | None:
    """Look at all cases, with a progress bar of the scans; None where the database was not released."""
    with progress_bar(console) as progress:
        task = progress.add_task("scans", total=len(SCANS))

        def told(_scan: str) -> None:
            progress.advance(task)

        if is_dry:
            planned = 0
            async for each in monitor.planned(told=told):
                planned += 1
                typer.echo(f"{each.reference}  {each.due.trigger.code}  {each.due.sentence}")
            typer.echo(f"{planned} would be opened; nothing was changed")
            return Looked(0, 0, 0)
        looked = await monitor.look_if_released(told=told)
    if looked is None:
        console.print("This database was not released: nothing is opened. See `release`.")
        return None
    typer.echo(f"{looked.candidates} candidates, {looked.opened} opened, {looked.failed} failed")
    return looked


@app.command()
def verify(
    anchor: Annotated[Path | None, typer.Option(help="Write the heads of all chains to this file.")] = None,
    against: Annotated[Path | None, typer.Option(help="Compare with heads that were written before.")] = None,
) -> None:
    """Look through every history's hash chain for entries changed, removed, inserted or swapped."""
    anchored = json.loads(against.read_text(encoding="utf-8")) if against else {}

    async def run() -> histories.Verified:
        database = Database(DatabaseSettings().database_url)
        try:
            return await histories.verify(database, against=anchored)
        finally:
            await database.dispose()

    found = asyncio.run(run())
    if anchor is not None:
        anchor.write_text(json.dumps(found.heads, indent=0, sort_keys=True), encoding="utf-8")
    typer.echo(f"{found.entries} entries in {len(found.heads)} histories, {len(found.faults)} faults")
    for fault in found.faults:
        typer.echo(fault)
    if found.faults:
        raise typer.Exit(1)


@app.command()
def check_document(
    file: Annotated[Path, typer.Argument(help="A sealed writ, as it was downloaded or handed over.")],
) -> None:
    """Tell whether a document's seal holds, which writ it is, and whether a later version took its place."""
    settings, content = Settings(), file.read_bytes()
    report = seal_of(settings).check(content)
    if not report.holds:
        typer.echo("The seal does not hold: this is no document of ours, or it was changed or added to since.")
        raise typer.Exit(1)

    async def run() -> verifying.Known | None:
        database = Database(settings.database_url)
        try:
            return await verifying.known_by(database, content)
        finally:
            await database.dispose()

    known = asyncio.run(run())
    typer.echo(f"The seal holds: writ of control {report.sealed_for}, sealed {report.sealed_at:%Y-%m-%d %H:%M} UTC.")
    if known is None:
        typer.echo("No document of this database is byte for byte the same.")
    elif known.superseded_at:
        typer.echo(f"Superseded: a later version took its place on {known.superseded_at:%Y-%m-%d}.")
    else:
        typer.echo("It is the version in force.")
    if known is None or known.superseded_at:
        raise typer.Exit(1)
