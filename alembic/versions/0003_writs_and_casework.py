"""Writs, casework, the register of officers, payments, documents; what a link, a letter and an entry may be about.

Revision ID: 0003
Revises: 0002
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
WORD = sa.String(length=40)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
LIVE_APPLICATION = sa.text("state in ('DRAFT', 'SUBMITTED', 'RETURNED')")
LIVE_PAYMENT = sa.text("state in ('INTENDED', 'CREATED')")
LIVE_WRIT = sa.text("state in ('ISSUED', 'STAYED')")
NEW = (
    "activities", "payments", "writs", "writ_applications", "service_request_notes", "hceo_districts",
    "activity_plans", "service_requests", "restraints", "hceos", "guidance_reads", "documents", "installation",
)  # fmt: skip


def upgrade() -> None:
    wait_no_longer_than_a_second()
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=200), nullable=False),
        sa.Column("released_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_installation"),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=60), nullable=False),
        sa.Column("byte_size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("audience", sa.SmallInteger(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("superseded_at", INSTANT, nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_documents_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.UniqueConstraint("subject_id", "kind", "version", name="uq_documents_subject_id_kind_version"),
    )
    op.create_index("ix_documents_case_id", "documents", ["case_id"])

    op.create_table(
        "guidance_reads",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("topic", WORD, nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("read_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_guidance_reads_case_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_guidance_reads_user_id"),
        sa.PrimaryKeyConstraint("user_id", "case_id", "topic", "version", name="pk_guidance_reads"),
    )
    op.create_table(
        "hceos",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=True),
        sa.Column("state", WORD, nullable=False),
        sa.Column("state_reason", sa.String(length=300), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_hceos_organisation_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_hceos_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_hceos"),
        sa.UniqueConstraint("number", name="uq_hceos_number"),
        sa.UniqueConstraint("user_id", name="uq_hceos_user_id"),
    )
    op.create_index("ix_hceos_name", "hceos", ["name", "id"])
    op.create_index("ix_hceos_organisation_id", "hceos", ["organisation_id"])

    op.create_table(
        "restraints",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("lifted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_restraints_case_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name="fk_restraints_recorded_by"),
        sa.PrimaryKeyConstraint("id", name="pk_restraints"),
    )
    op.create_index("ix_restraints_case", "restraints", ["case_id", "lifted_at"])

    op.create_table(
        "service_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("process", sa.String(length=80), nullable=False),
        sa.Column("area", sa.String(length=80), nullable=False),
        sa.Column("sub_area", sa.String(length=80), nullable=False),
        sa.Column("status", WORD, nullable=False),
        sa.Column("sub_status", WORD, nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("opened_for", sa.String(length=120), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("desk", WORD, nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("data", JSON, nullable=False),
        sa.Column("resolution", sa.String(length=80), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=True),
        sa.Column("started_at", INSTANT, nullable=True),
        sa.Column("approval_requested_at", INSTANT, nullable=True),
        sa.Column("approval_requested_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["approval_requested_by"], ["users.id"], name="fk_service_requests_approval_requested_by"
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_service_requests_case_id"),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name="fk_service_requests_decided_by"),
        sa.ForeignKeyConstraint(["opened_by"], ["users.id"], name="fk_service_requests_opened_by"),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name="fk_service_requests_owner_id"),
        sa.ForeignKeyConstraint(["parent_id"], ["service_requests.id"], name="fk_service_requests_parent_id"),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name="fk_service_requests_team_id"),
        sa.PrimaryKeyConstraint("id", name="pk_service_requests"),
        sa.UniqueConstraint("opened_for", name="uq_service_requests_opened_for"),
        sa.UniqueConstraint("reference", name="uq_service_requests_reference"),
    )
    op.create_index("ix_service_requests_case_id", "service_requests", ["case_id"])
    op.create_index("ix_service_requests_owner", "service_requests", ["owner_id", "status"])
    op.create_index("ix_service_requests_parent_id", "service_requests", ["parent_id"])
    op.create_index("ix_service_requests_queue", "service_requests", ["team_id", "status", "due_on", "id"])
    op.create_index("ix_service_requests_subject_id", "service_requests", ["subject_id"])

    op.create_table(
        "activity_plans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("service_request_id", sa.Uuid(), nullable=False),
        sa.Column("template", sa.String(length=80), nullable=False),
        sa.Column("generated_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_activity_plans_case_id"),
        sa.ForeignKeyConstraint(
            ["service_request_id"], ["service_requests.id"], name="fk_activity_plans_service_request_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_activity_plans"),
        sa.UniqueConstraint("service_request_id", name="uq_activity_plans_service_request_id"),
    )
    op.create_index("ix_activity_plans_case_id", "activity_plans", ["case_id"])

    op.create_table(
        "hceo_districts",
        sa.Column("hceo_id", sa.Uuid(), nullable=False),
        sa.Column("district", sa.String(length=2), nullable=False),
        sa.Column("basis", WORD, nullable=False),
        sa.Column("last_turn_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["hceo_id"], ["hceos.id"], name="fk_hceo_districts_hceo_id"),
        sa.PrimaryKeyConstraint("hceo_id", "district", name="pk_hceo_districts"),
    )
    op.create_index("ix_hceo_districts_rota", "hceo_districts", ["district", "last_turn_at"])

    op.create_table(
        "service_request_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("service_request_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", INSTANT, nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_service_request_notes_case_id"),
        sa.ForeignKeyConstraint(
            ["service_request_id"], ["service_requests.id"], name="fk_service_request_notes_service_request_id"
        ),
        sa.ForeignKeyConstraint(["written_by"], ["users.id"], name="fk_service_request_notes_written_by"),
        sa.PrimaryKeyConstraint("id", name="pk_service_request_notes"),
    )
    op.create_index("ix_service_request_notes_case_id", "service_request_notes", ["case_id"])
    op.create_index("ix_service_request_notes_of", "service_request_notes", ["service_request_id", "written_at"])

    op.create_table(
        "writ_applications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("details", JSON, nullable=False),
        sa.Column("details_given_at", INSTANT, nullable=True),
        sa.Column("corrections", JSON, nullable=False),
        sa.Column("appointment_method", WORD, nullable=True),
        sa.Column("region", WORD, nullable=True),
        sa.Column("hceo_id", sa.Uuid(), nullable=True),
        sa.Column("fee_pence", sa.BigInteger(), nullable=False),
        sa.Column("fee_policy", sa.String(length=60), nullable=False),
        sa.Column("fee_method", WORD, nullable=True),
        sa.Column("help_with_fees_reference", sa.String(length=20), nullable=True),
        sa.Column("checks", JSON, nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("started_by", sa.Uuid(), nullable=False),
        sa.Column("submitted_at", INSTANT, nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.Column("amended_by", JSON, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_writ_applications_case_id"),
        sa.ForeignKeyConstraint(["hceo_id"], ["hceos.id"], name="fk_writ_applications_hceo_id"),
        sa.ForeignKeyConstraint(["started_by"], ["users.id"], name="fk_writ_applications_started_by"),
        sa.PrimaryKeyConstraint("id", name="pk_writ_applications"),
        sa.UniqueConstraint("reference", name="uq_writ_applications_reference"),
    )
    op.create_index("ix_writ_applications_case", "writ_applications", ["case_id", "started_at"])
    op.create_index(
        "uq_writ_applications_live",
        "writ_applications",
        ["case_id"],
        unique=True,
        postgresql_where=LIVE_APPLICATION,
        sqlite_where=LIVE_APPLICATION,
    )

    op.create_table(
        "activities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("service_request_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("status", WORD, nullable=False),
        sa.Column("outcome", sa.String(length=60), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_activities_case_id"),
        sa.ForeignKeyConstraint(["done_by"], ["users.id"], name="fk_activities_done_by"),
        sa.ForeignKeyConstraint(["plan_id"], ["activity_plans.id"], name="fk_activities_plan_id"),
        sa.ForeignKeyConstraint(
            ["service_request_id"], ["service_requests.id"], name="fk_activities_service_request_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_activities"),
        sa.UniqueConstraint("plan_id", "code", name="uq_activities_plan_id_code"),
        sa.UniqueConstraint("plan_id", "position", name="uq_activities_plan_id_position"),
    )
    op.create_index("ix_activities_case_id", "activities", ["case_id"])
    op.create_index("ix_activities_service_request_id", "activities", ["service_request_id"])

    op.create_table(
        "payments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("received_pence", sa.BigInteger(), nullable=True),
        sa.Column("state", WORD, nullable=False),
        sa.Column("provider_id", sa.String(length=60), nullable=True),
        sa.Column("next_url", sa.String(length=500), nullable=True),
        sa.Column("intended_at", INSTANT, nullable=False),
        sa.Column("intended_by", sa.Uuid(), nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("failure", sa.String(length=60), nullable=True),
        sa.Column("look_at", INSTANT, nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["writ_applications.id"], name="fk_payments_application_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_payments_case_id"),
        sa.ForeignKeyConstraint(["intended_by"], ["users.id"], name="fk_payments_intended_by"),
        sa.PrimaryKeyConstraint("id", name="pk_payments"),
        sa.UniqueConstraint("provider_id", name="uq_payments_provider_id"),
        sa.UniqueConstraint("reference", name="uq_payments_reference"),
    )
    op.create_index("ix_payments_application_id", "payments", ["application_id"])
    op.create_index("ix_payments_case_id", "payments", ["case_id"])
    op.create_index(
        "ix_payments_due", "payments", ["look_at"], postgresql_where=LIVE_PAYMENT, sqlite_where=LIVE_PAYMENT
    )
    op.create_index(
        "uq_payments_live",
        "payments",
        ["application_id"],
        unique=True,
        postgresql_where=LIVE_PAYMENT,
        sqlite_where=LIVE_PAYMENT,
    )

    op.create_table(
        "writs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("issued_at", INSTANT, nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("amounts", JSON, nullable=False),
        sa.Column("total_pence", sa.BigInteger(), nullable=False),
        sa.Column("interest_daily_pence", sa.BigInteger(), nullable=True),
        sa.Column("enforcement_addresses", JSON, nullable=False),
        sa.Column("last_day", JSON, nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("hceo_id", sa.Uuid(), nullable=False),
        sa.Column("served_at", INSTANT, nullable=True),
        sa.Column("received_at", INSTANT, nullable=True),
        sa.Column("acknowledged_at", INSTANT, nullable=True),
        sa.Column("notice_method", WORD, nullable=True),
        sa.Column("notice_given_on", sa.Date(), nullable=True),
        sa.Column("enforceable", JSON, nullable=True),
        sa.Column("enforceable_at", INSTANT, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["writ_applications.id"], name="fk_writs_application_id"),
        sa.ForeignKeyConstraint(["approved_by"], ["users.id"], name="fk_writs_approved_by"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_writs_case_id"),
        sa.ForeignKeyConstraint(["hceo_id"], ["hceos.id"], name="fk_writs_hceo_id"),
        sa.PrimaryKeyConstraint("id", name="pk_writs"),
        sa.UniqueConstraint("application_id", name="uq_writs_application_id"),
        sa.UniqueConstraint("number", name="uq_writs_number"),
    )
    op.create_index("ix_writs_case_id", "writs", ["case_id"])
    op.create_index("ix_writs_hceo", "writs", ["hceo_id", "issued_at"])
    op.create_index(
        "uq_writs_live", "writs", ["case_id"], unique=True, postgresql_where=LIVE_WRIT, sqlite_where=LIVE_WRIT
    )

    with op.batch_alter_table("letters") as letters:
        letters.add_column(sa.Column("hceo_id", sa.Uuid(), nullable=True))
        letters.alter_column("party_id", nullable=True)
        letters.create_index("ix_letters_hceo_id", ["hceo_id"])
        letters.create_foreign_key("fk_letters_hceo_id", "hceos", ["hceo_id"], ["id"])
    with op.batch_alter_table("links") as links:
        links.add_column(sa.Column("hceo_id", sa.Uuid(), nullable=True))
        links.alter_column("party_id", nullable=True)
        links.create_foreign_key("fk_links_hceo_id", "hceos", ["hceo_id"], ["id"])
    op.add_column("history", sa.Column("subject_id", sa.Uuid(), nullable=True))
    op.add_column("streams", sa.Column("officer_version", sa.Integer(), server_default="0", nullable=False))
    op.add_column("streams", sa.Column("officer_updated_at", INSTANT, nullable=True))
    op.add_column("teams", sa.Column("desks", JSON, server_default="[]", nullable=False))
    op.add_column("claims", sa.Column("payment_due_at", INSTANT, nullable=True))
    say_when_payment_is_due()


def say_when_payment_is_due() -> None:
    """The judgments that stand: at once is the day of entry, else the day ordered or that of the first instalment."""
    found = op.get_bind().execute(
        sa.text("SELECT case_id, payment_order, entered_on, pay_by, first_instalment_on FROM judgments").columns(
            case_id=sa.Uuid(), entered_on=sa.Date(), pay_by=sa.Date(), first_instalment_on=sa.Date()
        )
    )
    claims = sa.table("claims", sa.column("case_id", sa.Uuid()), sa.column("payment_due_at", INSTANT))
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for some in in_batches(found, 1_000):
        values = [
            {"which": row.case_id, "due": end_of(row.pay_by or row.first_instalment_on or row.entered_on, is_sqlite)}
            for row in some
        ]
        op.get_bind().execute(
            sa.update(claims)
            .where(claims.c.case_id == sa.bindparam("which", type_=sa.Uuid()))
            .values(payment_due_at=sa.bindparam("due", type_=INSTANT)),
            values,
        )


def end_of(day: date, is_sqlite: bool) -> datetime:
    """The end of the London day, in UTC; SQLite drops zones."""
    end = datetime.combine(day + timedelta(days=1), time(0), tzinfo=ZoneInfo("Europe/London")).astimezone(UTC)
    return end.replace(tzinfo=None) if is_sqlite else end


def in_batches(rows: sa.CursorResult, size: int) -> Iterator[list[sa.Row]]:
    rows = iter(rows.all())
    while some := [row for row, _ in zip(rows, range(size), strict=False)]:
        yield some


def downgrade() -> None:
    wait_no_longer_than_a_second()
    op.execute("DELETE FROM letters WHERE party_id IS NULL")
    op.execute("DELETE FROM links WHERE party_id IS NULL")
    op.drop_column("claims", "payment_due_at")
    op.drop_column("teams", "desks")
    op.drop_column("streams", "officer_updated_at")
    op.drop_column("streams", "officer_version")
    op.drop_column("history", "subject_id")
    with op.batch_alter_table("links") as links:
        links.drop_constraint("fk_links_hceo_id", type_="foreignkey")
        links.alter_column("party_id", nullable=False)
        links.drop_column("hceo_id")
    with op.batch_alter_table("letters") as letters:
        letters.drop_constraint("fk_letters_hceo_id", type_="foreignkey")
        letters.drop_index("ix_letters_hceo_id")
        letters.alter_column("party_id", nullable=False)
        letters.drop_column("hceo_id")
    for table in NEW:
        op.drop_table(table)


def wait_no_longer_than_a_second() -> None:
    """A revision that waits for a lock makes everybody else wait behind it: give up, and be run again."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '1s'")
