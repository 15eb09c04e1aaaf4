"""What a start for real use refuses before it opens a port or sends a letter."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from backend.adapters.database import UnsafeRoleError
from backend.cli import app
from backend.demo.guard import DemoRefusedError
from tests.builders.seals import seal_settings
from tests.conftest import Urls

REAL = {"SECRET": "x" * 32, "HOSTS": '["claims.example.org"]', "PORT": "0", "PAYMENTS": "off", **seal_settings()}


def start(command: str, url: str, **settings: str) -> Result:
    return CliRunner().invoke(app, [command], env={"DATABASE_URL": url, "MIGRATION_DATABASE_URL": url, **settings})


@pytest.mark.parametrize("command", ["serve", "work"])
def test_neither_server_nor_worker_starts_on_the_database_of_a_demonstration(command: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    assert CliRunner().invoke(app, ["generate", "10"], env={"DATABASE_URL": url}).exit_code == 0
    assert isinstance(start(command, url, **REAL).exception, DemoRefusedError)


@pytest.mark.parametrize("command", ["serve", "work"])
def test_neither_starts_as_the_owner_of_the_tables(command: str, postgresql_urls: Urls) -> None:
    assert isinstance(start(command, postgresql_urls.owner, **REAL).exception, UnsafeRoleError)


def test_a_start_refused_for_its_settings_prints_no_password() -> None:
    refused = start("serve", "postgresql://service:swordfish@db.example.org/claims", SECRET="too short")
    assert "SECRET needs at least 32 bytes" in str(refused.exception)
    assert "swordfish" not in refused.output + str(refused.exception)


@pytest.mark.parametrize("command", ["serve", "work"])
def test_neither_starts_with_the_settings_of_a_demonstration(command: str, tmp_path: Path) -> None:
    refused = start(command, f"sqlite:///{tmp_path / 'real.db'}", DEMO="1", HOSTS=REAL["HOSTS"], PORT="0")
    assert isinstance(refused.exception, DemoRefusedError)
    assert not (tmp_path / "real.db").exists()
