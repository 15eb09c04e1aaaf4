"""How the demonstration is paid: by a pretend GOV.UK Pay below its own address, spoken to over HTTP as the real one."""

from pathlib import Path
from typing import Any

from pydantic import SecretStr

from backend.demo.pretend_pay import PretendPay
from backend.http.pay_messages import PATH
from backend.operations.ground import machine_now

BELOW = "/pretend-pay"
KEY = "a key that everybody knows"
SIGNED_BY = "a signing secret that everybody knows"


def pretend_pay_of(site_url: str, database_url: str) -> PretendPay:
    """The provider of a demonstration that is served at this address; what it knows is kept beside a SQLite file."""
    path = database_url.removeprefix("sqlite:///")
    keeps = Path(path).with_suffix(".pretend-pay.json") if path != database_url else None
    return PretendPay(
        url=f"{site_url}{BELOW}", key=KEY, secret=SIGNED_BY, tell=f"{site_url}{PATH}", now=machine_now, keeps=keeps
    )


def settings_of(pay: PretendPay) -> dict[str, Any]:
    """What of the settings names the provider."""
    return {
        "payments": "gov-uk-pay",
        "pay_url": pay.url,
        "pay_key": SecretStr(pay.key),
        "pay_webhook_secret": SecretStr(pay.secret),
    }
