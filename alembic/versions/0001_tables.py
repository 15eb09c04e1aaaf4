"""Every table. Words are stored by name, so that a new word needs no revision.

Revision ID: 0001
Revises: nothing
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
WORD = sa.String(length=40)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LIVE = sa.text("ended_at is null")


def upgrade() -> None:
    wait_no_longer_than_a_second()
    op.create_table(
        "demo_clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("now", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_demo_clock"),
    )
    op.create_table(
        "link_attempts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("caller", sa.LargeBinary(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_link_attempts"),
    )
    op.create_index("ix_link_attempts_caller", "link_attempts", ["caller", "at"])
    op.create_table(
        "organisations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("kind", WORD, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organisations"),
        sa.UniqueConstraint("number", name="uq_organisations_number"),
    )
    op.create_table(
        "streams",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("entry_count", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.LargeBinary(length=32), nullable=False),
        sa.Column("claimant_version", sa.Integer(), nullable=False),
        sa.Column("claimant_updated_at", INSTANT, nullable=True),
        sa.Column("defendant_version", sa.Integer(), nullable=False),
        sa.Column("defendant_updated_at", INSTANT, nullable=True),
        sa.Column("court_version", sa.Integer(), nullable=False),
        sa.Column("court_updated_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_streams"),
        sa.UniqueConstraint("name", name="uq_streams_name"),
    )
    op.create_table(
        "teams",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("side", WORD, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_teams"),
        sa.UniqueConstraint("name", name="uq_teams_name"),
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("jurisdiction", WORD, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["id"], ["streams.id"], name="fk_cases_id"),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("reference", name="uq_cases_reference"),
    )
    op.create_table(
        "history",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("xid", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_role", sa.String(length=30), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("audience", sa.SmallInteger(), nullable=False),
        sa.Column("changes", JSON, nullable=False),
        sa.Column("versions", JSON, nullable=False),
        sa.Column("previous_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["stream_id"], ["streams.id"], name="fk_history_stream_id"),
        sa.PrimaryKeyConstraint("id", name="pk_history"),
        sa.UniqueConstraint("stream_id", "number", name="uq_history_stream_id_number"),
        sa.UniqueConstraint("uid", name="uq_history_uid"),
    )
    op.create_index("ix_history_actor", "history", ["actor_id"])
    op.create_index("ix_history_feed", "history", ["xid", "id"])
    op.create_index("ix_history_stream_feed", "history", ["stream_id", "xid", "id"])
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("role", WORD, nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("jurisdictions", JSON, nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_users_organisation_id"),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name="fk_users_team_id"),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("subject", name="uq_users_subject"),
    )
    op.create_index("ix_users_organisation_id", "users", ["organisation_id"])
    op.create_table(
        "claims",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("interest_from", sa.Date(), nullable=True),
        sa.Column("what_for", sa.Text(), nullable=False),
        sa.Column("events", JSON, nullable=False),
        sa.Column("evidence", JSON, nullable=False),
        sa.Column("lodged_at", INSTANT, nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=False),
        sa.Column("response_due_at", INSTANT, nullable=False),
        sa.Column("response_deadline", JSON, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_claims_case_id"),
        sa.PrimaryKeyConstraint("case_id", name="pk_claims"),
    )
    op.create_index("ix_claims_due", "claims", ["response_due_at", "case_id"])
    op.create_index("ix_claims_lodged", "claims", ["lodged_at", "case_id"])
    op.create_index("ix_claims_state", "claims", ["state", "response_due_at", "case_id"])
    op.create_table(
        "debts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_debts_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_debts"),
        sa.UniqueConstraint("case_id", "kind", name="uq_debts_case_id_kind"),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("input_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("outcome", JSON, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_idempotency_keys_user_id"),
        sa.PrimaryKeyConstraint("user_id", "key", name="pk_idempotency_keys"),
    )
    op.create_table(
        "judgment_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("basis", WORD, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("requested_at", INSTANT, nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("refusal_code", sa.String(length=60), nullable=True),
        sa.Column("payment_order", WORD, nullable=False),
        sa.Column("pay_by", sa.Date(), nullable=True),
        sa.Column("instalment_pence", sa.BigInteger(), nullable=True),
        sa.Column("instalment_frequency", WORD, nullable=True),
        sa.Column("first_instalment_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_judgment_requests_case_id"),
        sa.ForeignKeyConstraint(["requested_by"], ["users.id"], name="fk_judgment_requests_requested_by"),
        sa.PrimaryKeyConstraint("id", name="pk_judgment_requests"),
    )
    op.create_index("ix_judgment_requests_case_id", "judgment_requests", ["case_id"])
    op.create_index(
        "uq_judgment_requests_live",
        "judgment_requests",
        ["case_id"],
        unique=True,
        postgresql_where=sa.text("state = 'REQUESTED'"),
        sqlite_where=sa.text("state = 'REQUESTED'"),
    )
    op.create_table(
        "judgments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("basis", WORD, nullable=False),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("total_pence", sa.BigInteger(), nullable=False),
        sa.Column("payable_deadline", JSON, nullable=False),
        sa.Column("pay_within_28_days_by", sa.Date(), nullable=False),
        sa.Column("register_deadline", JSON, nullable=False),
        sa.Column("register_last_on", sa.Date(), nullable=False),
        sa.Column("payment_order", WORD, nullable=False),
        sa.Column("pay_by", sa.Date(), nullable=True),
        sa.Column("instalment_pence", sa.BigInteger(), nullable=True),
        sa.Column("instalment_frequency", WORD, nullable=True),
        sa.Column("first_instalment_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_judgments_case_id"),
        sa.ForeignKeyConstraint(["entered_by"], ["users.id"], name="fk_judgments_entered_by"),
        sa.PrimaryKeyConstraint("id", name="pk_judgments"),
        sa.UniqueConstraint("case_id", name="uq_judgments_case_id"),
        sa.UniqueConstraint("number", name="uq_judgments_number"),
    )
    op.create_table(
        "link_guards",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("suspensions", sa.Integer(), nullable=False),
        sa.Column("suspended_until", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_link_guards_case_id"),
        sa.PrimaryKeyConstraint("case_id", name="pk_link_guards"),
    )
    op.create_table(
        "parties",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("side", WORD, nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organisation_number", sa.String(length=20), nullable=True),
        sa.Column("date_of_birth", sa.Date(), nullable=True),
        sa.Column("address_lines", JSON, nullable=False),
        sa.Column("post_code", sa.String(length=8), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=30), nullable=True),
        sa.Column("is_confidential", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_parties_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_parties"),
        sa.UniqueConstraint("case_id", "side", "position", name="uq_parties_case_id_side_position"),
    )
    op.create_table(
        "seen_notices",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("notice", sa.String(length=60), nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_seen_notices_case_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_seen_notices_user_id"),
        sa.PrimaryKeyConstraint("user_id", "case_id", "notice", name="pk_seen_notices"),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("last_used_at", INSTANT, nullable=False),
        sa.Column("idle_expires_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_sessions_user_id"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
    )
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"])
    op.create_table(
        "timers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_timers_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_timers"),
        sa.UniqueConstraint("subject_id", "kind", "ordinal", name="uq_timers_subject_id_kind_ordinal"),
    )
    op.create_index("ix_timers_case_id", "timers", ["case_id"])
    op.create_index(
        "ix_timers_due",
        "timers",
        ["due_at"],
        postgresql_where=sa.text("done_at is null"),
        sqlite_where=sa.text("done_at is null"),
    )
    op.create_table(
        "ledger_lines",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("debt_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("explanation", sa.String(length=300), nullable=False),
        sa.Column("policy", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_ledger_lines_case_id"),
        sa.ForeignKeyConstraint(["debt_id"], ["debts.id"], name="fk_ledger_lines_debt_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_lines"),
        sa.UniqueConstraint("debt_id", "position", name="uq_ledger_lines_debt_id_position"),
    )
    op.create_index("ix_ledger_lines_case_id", "ledger_lines", ["case_id"])
    op.create_table(
        "letters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("template", WORD, nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("state", WORD, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("next_attempt_at", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_until", INSTANT, nullable=True),
        sa.Column("leased_by", sa.String(length=60), nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("may_be_copy", sa.Boolean(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_letters_case_id"),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_letters_party_id"),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
    )
    op.create_index("ix_letters_case", "letters", ["case_id", "created_at"])
    op.create_index("ix_letters_due", "letters", ["state", "next_attempt_at"])
    op.create_index("ix_letters_party_id", "letters", ["party_id"])
    op.create_table(
        "links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("relation", sa.SmallInteger(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_links_case_id"),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_links_party_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_links_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_links"),
    )
    op.create_index("ix_links_case_id", "links", ["case_id"])
    op.create_index("ix_links_user", "links", ["user_id", "case_id"])
    op.create_index(
        "uq_links_live", "links", ["party_id", "user_id"], unique=True, postgresql_where=LIVE, sqlite_where=LIVE
    )
    op.create_table(
        "responses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("disputed_pence", sa.BigInteger(), nullable=True),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("counts_as_filed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_responses_case_id"),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_responses_party_id"),
        sa.PrimaryKeyConstraint("id", name="pk_responses"),
    )
    op.create_index("ix_responses_case_id", "responses", ["case_id"])
    op.create_table(
        "security_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=200), nullable=False),
        sa.Column("issued_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_security_codes_case_id"),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_security_codes_party_id"),
        sa.PrimaryKeyConstraint("id", name="pk_security_codes"),
    )
    op.create_index("ix_security_codes_case_id", "security_codes", ["case_id"])


def downgrade() -> None:
    wait_no_longer_than_a_second()
    op.drop_table("security_codes")
    op.drop_table("responses")
    op.drop_table("links")
    op.drop_table("letters")
    op.drop_table("ledger_lines")
    op.drop_table("timers")
    op.drop_table("sessions")
    op.drop_table("seen_notices")
    op.drop_table("parties")
    op.drop_table("link_guards")
    op.drop_table("judgments")
    op.drop_table("judgment_requests")
    op.drop_table("idempotency_keys")
    op.drop_table("debts")
    op.drop_table("claims")
    op.drop_table("users")
    op.drop_table("history")
    op.drop_table("cases")
    op.drop_table("teams")
    op.drop_table("streams")
    op.drop_table("organisations")
    op.drop_table("link_attempts")
    op.drop_table("demo_clock")


def wait_no_longer_than_a_second() -> None:
    """A revision that waits for a lock makes everybody else wait behind it: give up, and be run again."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '1s'")
