"""The settings of the service: the only reader of the environment."""

from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from backend.rules.vocabulary import Feed

VAR = Path("var")
DEMO_SECRET = "a secret that everybody knows, which is why only a demonstration may use it"  # noqa: S105


class DatabaseSettings(BaseSettings):
    """Where the data is: all that looking at it needs."""

    # A refused start must not print the passwords that stand in its URLs.
    model_config = SettingsConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    database_url: str = Field(default=f"sqlite:///{VAR}/civil-enforcement.db", validation_alias="DATABASE_URL")
    """As the service signs in to it: on PostgreSQL a login that is granted the role civil_enforcement_app."""
    migration_database_url: str | None = Field(default=None, validation_alias="MIGRATION_DATABASE_URL")
    """As the owner of the tables signs in, for `migrate`; the same as `DATABASE_URL` where not given."""

    @property
    def owner_url(self) -> str:
        """The URL by which migrations sign in."""
        return self.migration_database_url or self.database_url


class Settings(DatabaseSettings):
    """Read from the environment; a missing or unsafe one stops the start, not the first request."""

    demo: bool = Field(default=False, validation_alias="DEMO")
    """Personas, a movable clock, letters that go nowhere. Never in production."""
    host: str = Field(default="127.0.0.1", validation_alias="HOST")
    port: int = Field(default=8000, ge=0, le=65535, validation_alias="PORT")
    secret: SecretStr = Field(default=SecretStr(""), validation_alias="SECRET")
    """At least 32 bytes, the same in every process, kept for ever: codes, cursors and signed links hang on it."""
    site_url: str = Field(default="http://127.0.0.1:8000", validation_alias="SITE_URL")
    """Where people find the service: what letters point to."""
    hosts: frozenset[str] = Field(default=frozenset(), validation_alias="HOSTS")
    """The names this service answers to, as a JSON list; empty: any (demonstration only)."""
    origins: frozenset[str] = Field(default=frozenset(), validation_alias="ORIGINS")
    """Origins of front ends beside its own, as a JSON list."""
    trusted_documents: bool = Field(default=True, validation_alias="TRUSTED_DOCUMENTS")
    """Run only the documents of the contract, by their id."""
    smtp_host: str = Field(default="127.0.0.1", validation_alias="SMTP_HOST")
    smtp_port: int = Field(default=465, validation_alias="SMTP_PORT")
    smtp_tls: Literal["required", "none"] = Field(default="required", validation_alias="SMTP_TLS")
    smtp_username: str | None = Field(default=None, validation_alias="SMTP_USERNAME")
    smtp_password: SecretStr | None = Field(default=None, validation_alias="SMTP_PASSWORD")
    mail_sender: str = Field(default="no-reply@civil-enforcement.example", validation_alias="MAIL_SENDER")

    payments: Literal["gov-uk-pay", "off"] = Field(default="gov-uk-pay", validation_alias="PAYMENTS")
    """Who takes court fees by card; "off": nobody, and Help with Fees remains."""
    pay_url: str = Field(default="https://publicapi.payments.service.gov.uk", validation_alias="PAY_URL")
    """GOV.UK Pay's API, without a slash at its end; the key decides whether money is real."""
    pay_key: SecretStr | None = Field(default=None, validation_alias="PAY_KEY")
    pay_webhook_secret: SecretStr | None = Field(default=None, validation_alias="PAY_WEBHOOK_SECRET")
    """By which the messages of GOV.UK Pay are known; 16 bytes at least."""

    intake_secrets: dict[Feed, SecretStr] = Field(default_factory=dict, validation_alias="INTAKE_SECRETS")
    """By which the messages of outside systems are known, as a JSON object: {"BANCS": "..."}; 32 bytes at least each.

    A feed without one is closed.
    """

    seal_key: Path | None = Field(default=None, validation_alias="SEAL_KEY")
    """The key of the court's seal, a PEM file; only a demonstration has one of its own."""
    seal_certificate: Path | None = Field(default=None, validation_alias="SEAL_CERTIFICATE")
    """Its certificate, a PEM file; those of earlier seals may follow, so that what they sealed still holds."""

    @model_validator(mode="after")
    def _safe_in_production(self) -> "Settings":
        if not self.demo and len(self.secret.get_secret_value().encode()) < 32:  # noqa: PLR2004
            raise ValueError("SECRET needs at least 32 bytes")
        if not self.demo and not self.hosts:
            raise ValueError("HOSTS must name what the service answers to")
        if not self.demo and self.smtp_tls == "none" and not _is_loopback(self.smtp_host):
            raise ValueError("SMTP_TLS=none is for a mail server on the same machine: letters hold codes")
        return self

    @model_validator(mode="after")
    def _can_seal(self) -> "Settings":
        given = [each for each in (self.seal_key, self.seal_certificate) if each]
        if len(given) == 1 or (not self.demo and not given):
            raise ValueError("SEAL_KEY and SEAL_CERTIFICATE are needed: without a seal no writ can be issued")
        return self

    @model_validator(mode="after")
    def _can_take_payments(self) -> "Settings":
        if self.demo or self.payments == "off":
            return self
        if not self.pay_key or not self.pay_key.get_secret_value():
            raise ValueError("PAY_KEY is needed, or PAYMENTS=off")
        secret = self.pay_webhook_secret.get_secret_value() if self.pay_webhook_secret else ""
        if len(secret.encode()) < 16:  # noqa: PLR2004
            raise ValueError("PAY_WEBHOOK_SECRET needs at least 16 bytes")
        for name, url in (("PAY_URL", self.pay_url), ("SITE_URL", self.site_url)):
            if not url.startswith("https://") and not _is_loopback(urlsplit(url).hostname or ""):
                raise ValueError(f"{name} must be https: the key and the payer travel by it")
        return self

    @model_validator(mode="after")
    def _knows_its_feeds(self) -> "Settings":
        secrets = [each.get_secret_value() for each in self.intake_secrets.values()]
        if any(len(each.encode()) < 32 for each in secrets):  # noqa: PLR2004
            raise ValueError("each secret of INTAKE_SECRETS needs at least 32 bytes")
        if len(set(secrets)) < len(secrets):
            raise ValueError("each feed of INTAKE_SECRETS needs a secret of its own")
        return self

    @property
    def secret_bytes(self) -> bytes:
        """The service's own secret."""
        return (self.secret.get_secret_value() or DEMO_SECRET).encode()


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
