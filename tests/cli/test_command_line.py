"""The command line, run as its user runs it."""

import json
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from backend.cli import app
from backend.rules.vocabulary import EventKind

COMMANDS = (
    "serve",
    "work",
    "migrate",
    "release",
    "hold",
    "demo",
    "generate",
    "contract",
    "explain",
    "intake",
    "monitor",
    "verify",
    "check-document",
)


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a database with thirty generated claims."""
    url = f"sqlite:///{tmp_path_factory.mktemp('cli') / 'claims.db'}"
    made = run("generate", "30", "--seed", "7", url=url)
    assert made.exit_code == 0, made.output
    assert made.stdout.startswith("30 claims, ")
    return url


def run(*words: str, url: str) -> Result:
    return CliRunner().invoke(app, list(words), env={"DATABASE_URL": url, "MIGRATION_DATABASE_URL": url})


def path_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def copy_of(url: str, to: Path) -> str:
    to.write_bytes(path_of(url).read_bytes())
    return f"sqlite:///{to}"


def ask(url: str, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(path_of(url)) as connection:
        rows = connection.execute(sql).fetchall()
    connection.close()
    return rows


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does(command: str) -> None:
    told = CliRunner().invoke(app, [command, "--help"])
    assert told.exit_code == 0
    assert len(told.stdout.split()) > 10


def test_migrate_makes_every_table_of_an_empty_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    assert run("migrate", url=url).exit_code == 0
    tables = {name for (name,) in ask(url, "select name from sqlite_master where type = 'table'")}
    assert {"cases", "claims", "history", "letters", "timers"} <= tables


@pytest.mark.requirement("X-03")
def test_explain_tells_what_happened_on_a_case_and_how_its_deadline_was_reckoned(generated: str) -> None:
    (reference,) = ask(generated, "select reference from cases order by created_at limit 1")[0]
    told = run("explain", str(reference), url=generated)
    assert told.exit_code == 0
    assert f"{reference}:" in told.stdout
    assert "The claim was lodged on" in " ".join(told.stdout.split())
    assert "Policy OCMC_5_14" in told.stdout


def test_explain_says_so_where_there_is_no_such_case(generated: str) -> None:
    told = run("explain", "MC-0000-0000", url=generated)
    assert told.exit_code == 1
    assert "There is no such case." in told.output


@pytest.mark.requirement("X-03")
def test_verify_finds_nothing_in_histories_that_nobody_touched(generated: str) -> None:
    (entries,) = ask(generated, "select count(*) from history")[0]
    told = run("verify", url=generated)
    assert told.exit_code == 0
    assert told.stdout == f"{entries} entries in 30 histories, 0 faults\n"


@pytest.mark.requirement("X-03")
def test_verify_names_an_entry_that_was_changed(generated: str, tmp_path: Path) -> None:
    url = copy_of(generated, tmp_path / "changed.db")
    (key,) = ask(url, f"select id from history where kind = '{EventKind.CLAIM_LODGED}' limit 1")[0]
    with sqlite3.connect(path_of(url)) as connection:
        connection.executescript(_without_triggers(connection))
        connection.execute("update history set actor_role = 'COURT_OFFICER' where id = ?", (key,))
    connection.close()
    told = run("verify", url=url)
    assert told.exit_code == 1
    assert "entry 1: was changed" in told.stdout


@pytest.mark.requirement("X-03")
def test_verify_against_an_anchor_finds_a_tail_that_was_cut_with_its_stream(generated: str, tmp_path: Path) -> None:
    url, anchor = copy_of(generated, tmp_path / "cut.db"), tmp_path / "heads.json"
    assert run("verify", "--anchor", str(anchor), url=url).exit_code == 0
    assert len(json.loads(anchor.read_text())) == 30
    stream, number = ask(url, "select hex(stream_id), max(number) from history group by stream_id limit 1")[0]
    with sqlite3.connect(path_of(url)) as connection:
        connection.executescript(_without_triggers(connection))
        where = f"hex(stream_id) = '{stream}' and number"
        connection.execute(f"delete from history where {where} = {number}")
        connection.execute(
            f"update streams set entry_count = entry_count - 1, head = "
            f"(select hash from history where {where} = {number} - 1) where hex(id) = '{stream}'"
        )
    connection.close()
    assert run("verify", url=url).exit_code == 0
    told = run("verify", "--against", str(anchor), url=url)
    assert told.exit_code == 1
    assert "entries that were anchored are gone" in told.stdout


def _without_triggers(connection: sqlite3.Connection) -> str:
    """What an attacker who owns the file would run first."""
    names = connection.execute("select name from sqlite_master where type = 'trigger'").fetchall()
    return "".join(f"drop trigger {name};" for (name,) in names)
