"""`check-document`: a writ in somebody's hand, held against its seal and against what was issued."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine
from typer.testing import CliRunner, Result

from backend.adapters import migrations
from backend.adapters.seal import Seal
from backend.cli import app
from backend.documents.writ import render
from backend.models import Document, Writ
from backend.rules.vocabulary import DocumentKind, WritState
from backend.settings import DEMO_SECRET
from tests.documents.content import NUMBER, WRIT

ISSUED_AT = datetime(2026, 3, 25, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def sealed() -> bytes:
    return Seal.specimen(DEMO_SECRET.encode()).put_on(render(WRIT), sealed_for=f"{NUMBER}/1")


def check(tmp_path: Path, content: bytes, url: str | None = None) -> Result:
    file = tmp_path / "writ.pdf"
    file.write_bytes(content)
    if url is None:
        url = f"sqlite:///{tmp_path / 'empty.db'}"
        migrations.upgrade(url)
    return CliRunner().invoke(app, ["check-document", str(file)], env={"DATABASE_URL": url, "DEMO": "1", "SECRET": ""})


@pytest.mark.requirement("W-20")
def test_a_changed_writ_is_found_out(tmp_path: Path, sealed: bytes) -> None:
    changed = bytearray(sealed)
    changed[1_000] ^= 1
    told = check(tmp_path, bytes(changed))
    assert told.exit_code == 1
    assert told.stdout.startswith("The seal does not hold")


@pytest.mark.requirement("W-20")
def test_a_writ_of_another_database_holds_and_is_told_apart(tmp_path: Path, sealed: bytes) -> None:
    told = check(tmp_path, sealed)
    assert told.exit_code == 1
    assert told.stdout.startswith(f"The seal holds: writ of control {NUMBER}/1, sealed ")
    assert told.stdout.endswith("No document of this database is byte for byte the same.\n")


@pytest.mark.requirement("W-20")
@pytest.mark.parametrize(
    ("superseded_at", "ending", "exit_code"),
    [
        (None, "It is the version in force.\n", 0),
        (ISSUED_AT, "Superseded: a later version took its place on 2026-03-25.\n", 1),
    ],
    ids=["in force", "superseded"],
)
def test_it_tells_whether_the_version_is_in_force(
    tmp_path: Path, sealed: bytes, superseded_at: datetime | None, ending: str, exit_code: int
) -> None:
    url = f"sqlite:///{tmp_path / 'issued.db'}"
    migrations.upgrade(url)
    store(url, sealed, superseded_at)
    told = check(tmp_path, sealed, url)
    assert (told.exit_code, told.stdout[-len(ending) :]) == (exit_code, ending)


def store(url: str, content: bytes, superseded_at: datetime | None) -> None:
    """Let the document stand in a database as an issue leaves it; what it hangs on is left out."""
    writ = {
        "id": uuid4(),
        "case_id": uuid4(),
        "application_id": uuid4(),
        "number": NUMBER,
        "state": WritState.ISSUED,
        "issued_at": ISSUED_AT,
        "issued_on": ISSUED_AT.date(),
        "amounts": [],
        "total_pence": 1,
        "enforcement_addresses": [],
        "last_day": {},
        "expires_on": ISSUED_AT.date(),
        "hceo_id": uuid4(),
    }
    document = {
        "id": uuid4(),
        "case_id": writ["case_id"],
        "subject_id": writ["id"],
        "kind": DocumentKind.WRIT_OF_CONTROL,
        "version": 1,
        "name": "writ.pdf",
        "media_type": "application/pdf",
        "byte_size": len(content),
        "sha256": sha256(content).digest(),
        "audience": 31,
        "created_at": ISSUED_AT,
        "superseded_at": superseded_at,
        "content": content,
    }
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(Writ.__table__.insert().values(writ))
        connection.execute(Document.__table__.insert().values(document))
    engine.dispose()
