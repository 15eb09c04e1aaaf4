"""A production start refuses what is unsafe, and has nothing of the demonstration."""

import subprocess

import httpx2
import pytest
from pydantic import ValidationError

from backend.adapters.database import Database
from backend.demo.clock import DemoClock
from backend.settings import Settings
from tests.api.world import LODGED_AT
from tests.builders.seals import seal_settings
from tests.live.processes import SECRET, production, running, start

SAFE = {
    "SECRET": SECRET,
    "HOSTS": ["claims.example"],
    "DEMO": False,
    "SMTP_TLS": "required",
    "PAYMENTS": "off",
    **seal_settings(),
}

PAID = {
    "PAYMENTS": "gov-uk-pay",
    "PAY_KEY": "api_test_of_tests",
    "PAY_WEBHOOK_SECRET": "sixteen bytes...",
    "SITE_URL": "https://claims.example",
}


def test_a_start_that_takes_payments_has_all_that_it_needs() -> None:
    assert Settings(**SAFE | PAID).payments == "gov-uk-pay"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"SECRET": ""}, "SECRET"),
        ({"SECRET": "too short"}, "SECRET"),
        ({"HOSTS": []}, "HOSTS"),
        ({"SMTP_TLS": "none", "SMTP_HOST": "mail.example"}, "SMTP_TLS"),
        ({"SMTP_TLS": "none", "SMTP_HOST": "192.0.2.1"}, "SMTP_TLS"),
        ({"SMTP_TLS": "whatever"}, "SMTP_TLS"),
        ({"SEAL_KEY": None, "SEAL_CERTIFICATE": None}, "SEAL_KEY and SEAL_CERTIFICATE are needed"),
        ({"SEAL_CERTIFICATE": None}, "SEAL_KEY and SEAL_CERTIFICATE are needed"),
        (PAID | {"PAY_KEY": None}, "PAY_KEY"),
        (PAID | {"PAY_WEBHOOK_SECRET": None}, "PAY_WEBHOOK_SECRET"),
        (PAID | {"PAY_WEBHOOK_SECRET": "fifteen bytes.."}, "PAY_WEBHOOK_SECRET"),
        (PAID | {"PAY_URL": "http://pay.example"}, "PAY_URL"),
        (PAID | {"SITE_URL": "http://claims.example"}, "SITE_URL"),
    ],
)
def test_unsafe_settings_stop_a_production_start(given: dict, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Settings(**SAFE | given)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_a_mail_server_on_the_same_machine_may_do_without_tls(host: str) -> None:
    assert Settings(**SAFE | {"SMTP_TLS": "none", "SMTP_HOST": host}).smtp_host == host


@pytest.mark.requirement("X-08")
async def test_a_production_server_has_no_demonstration(sqlite_url: str) -> None:
    with running("-m", "backend", "serve", environment=production(sqlite_url)) as process:
        async with httpx2.AsyncClient(base_url=process.url) as http:
            for method, path in (
                ("POST", "/demo/sign-in"),
                ("POST", "/demo/clock"),
                ("GET", "/demo/clock"),
                ("GET", "/demo/mail"),
                ("GET", "/demo/personas"),
                ("GET", "/"),
            ):
                answer = await http.request(method, path, json={"persona": "kate"} if method == "POST" else None)
                assert answer.status_code == 404, (path, answer.text)
            asked = await http.post("/graphql", json={"query": "{ viewer { name } }"})
            assert asked.json()["errors"][0]["extensions"]["code"] == "OPERATION_NOT_TRUSTED"
            assert (await http.get("/livez")).status_code == 200


@pytest.mark.requirement("X-08")
@pytest.mark.parametrize("command", ["serve", "work"])
async def test_a_production_process_refuses_the_database_of_a_demonstration(sqlite_url: str, command: str) -> None:
    database = Database(sqlite_url)
    await DemoClock(database).start(LODGED_AT)
    await database.dispose()
    process = start("-m", "backend", command, environment=production(sqlite_url))
    try:
        assert process.popen.wait(30) != 0
        assert "DemoRefusedError" in process.said
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    finally:
        process.output.unlink()
