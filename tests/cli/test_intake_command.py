"""`intake FEED FILE`, run as its user runs it, and killed as nobody should."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner, Result

from backend.cli import app
from backend.demo.guard import DemoRefusedError
from tests.builders.intake import REFERRED, message
from tests.builders.seals import seal_settings

REAL = {"SECRET": "x" * 32, "HOSTS": '["cases.example.org"]', "PORT": "0", "PAYMENTS": "off", **seal_settings()}
LINES = 1_000


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'agency.db'}"
    assert run("migrate", url=url).exit_code == 0
    return url


def run(*words: str, url: str, **settings: str) -> Result:
    environment = {"DATABASE_URL": url, "MIGRATION_DATABASE_URL": url, **REAL, **settings}
    return CliRunner().invoke(app, list(words), env=environment)


def write(folder: Path, *messages: dict[str, object] | bytes) -> str:
    file = folder / "messages.jsonl"
    file.write_bytes(b"\n".join(each if isinstance(each, bytes) else orjson.dumps(each) for each in messages))
    return str(file)


def referred(number: int) -> dict[str, object]:
    case = {**REFERRED["cases"][0], "number": f"{number:012}"}
    return message("case_referred", f"f-{number}", cases=[case])


def counts(url: str) -> dict[str, int]:
    """How many rows each table of the agency's holds."""
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        tables = ("intake_messages", "enforcement_cases", "findings", "service_requests", "history", "parties")
        found = {table: connection.execute(f"select count(*) from {table}").fetchone()[0] for table in tables}
    connection.close()
    return found


@pytest.mark.requirement("R-01", "R-02")
def test_a_thousand_lines_twice_are_the_same_as_once(url: str, tmp_path: Path) -> None:
    told = [message("employment", f"h-{number}", caseNumber=f"{number % 10:012}") for number in range(LINES)]
    cases = run("intake", "referrals", write(tmp_path, *map(referred, range(10))), url=url)
    assert (cases.exit_code, cases.stdout) == (0, "10 taken in\n")
    file = write(tmp_path, *told)
    assert run("intake", "HMRC", file, url=url).stdout == "1000 taken in\n"
    after = counts(url)
    assert (after["intake_messages"], after["findings"], after["enforcement_cases"]) == (1_010, 1_000, 10)
    assert run("intake", "HMRC", file, url=url).stdout == "1000 known already\n"
    assert counts(url) == after


@pytest.mark.requirement("X-05")
def test_a_process_that_is_killed_half_way_is_run_again_to_the_same_state(url: str, tmp_path: Path) -> None:
    file = write(tmp_path, *map(referred, range(150)))
    environment = {**os.environ, "DATABASE_URL": url, "MIGRATION_DATABASE_URL": url, **REAL}
    command = [sys.executable, "-m", "backend", "intake", "referrals", file]
    killed = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while counts(url)["intake_messages"] < 10 and time.monotonic() < deadline:
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    half = counts(url)
    assert 10 <= half["intake_messages"] < 150
    assert half["enforcement_cases"] == half["service_requests"] == half["intake_messages"]
    again = run("intake", "referrals", file, url=url)
    assert again.stdout == f"{150 - half['intake_messages']} taken in, {half['intake_messages']} known already\n"
    after = counts(url)
    assert after["enforcement_cases"] == after["service_requests"] == after["intake_messages"] == 150
    assert run("verify", url=url).stdout.endswith("entries in 150 histories, 0 faults\n")


@pytest.mark.requirement("X-08")
def test_bad_lines_are_told_by_number_without_a_word_of_them_and_the_rest_is_taken_in(url: str, tmp_path: Path) -> None:
    told = run("intake", "referrals", write(tmp_path, referred(1), b"Marcus Webb", referred(3)), url=url)
    assert told.exit_code == 1
    assert told.stdout == (
        "line 2: NOT_A_MESSAGE: It is not a JSON object with an id and a kind.\n2 taken in, 1 no messages\n"
    )
    assert "Marcus" not in told.output


def test_nothing_is_taken_in_by_a_database_that_is_held(url: str, tmp_path: Path) -> None:
    assert run("hold", url=url).exit_code == 0
    told = run("intake", "referrals", write(tmp_path, referred(1)), url=url)
    assert told.exit_code == 1
    assert "nothing is taken in" in told.output
    assert counts(url)["intake_messages"] == 0


def test_a_demonstration_is_not_fed_from_files(url: str, tmp_path: Path) -> None:
    told = run("intake", "referrals", write(tmp_path, referred(1)), url=url, DEMO="1")
    assert isinstance(told.exception, DemoRefusedError)


@pytest.mark.parametrize(
    ("secrets", "why"),
    [
        ('{"BANCS": "too short to be a secret"}', "each secret of INTAKE_SECRETS needs at least 32 bytes"),
        (f'{{"BANCS": "{"x" * 32}", "CIS": "{"x" * 32}"}}', "needs a secret of its own"),
        (f'{{"NOBODY": "{"x" * 32}"}}', "INTAKE_SECRETS"),
    ],
    ids=["short", "shared", "no such feed"],
)
def test_a_start_with_secrets_that_are_none_is_refused_and_does_not_print_them(
    url: str, secrets: str, why: str
) -> None:
    refused = run("serve", url=url, INTAKE_SECRETS=secrets)
    assert why in str(refused.exception)
    assert "too short to be" not in str(refused.exception) + refused.output
    assert "x" * 32 not in str(refused.exception) + refused.output
