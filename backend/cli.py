"""The command line: serve, work, migrate, demo, generate, contract, explain, verify."""

import asyncio
import contextlib
import json
import signal
from pathlib import Path
from typing import Annotated

import structlog
import typer
from rich.console import Console
from rich.table import Table

from backend import contract as contracts
from backend.adapters import migrations
from backend.adapters.database import Database, require_safe_role
from backend.app import application, assemble
from backend.demo import generate as generation
from backend.demo import serve as demonstrations
from backend.demo.guard import DemoRefusedError, refuse_demonstrated, refuse_real
from backend.http import logs
from backend.http.server import listen, server
from backend.operations import histories
from backend.settings import VAR, DatabaseSettings, Settings

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

    async def run() -> None:
        await _require_real(settings)
        parts = assemble(settings)
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for each in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(each, stop.set)
        typer.echo("working")
        await asyncio.gather(parts.post.run(stop), parts.timers.run(stop))
        await parts.close()

    asyncio.run(run())


@app.command()
def migrate(
    to: Annotated[str, typer.Option(help="The revision to go to.")] = "head",
) -> None:
    """Bring the database's schema up to a revision."""
    VAR.mkdir(exist_ok=True)
    migrations.upgrade(DatabaseSettings().owner_url, to)


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
