"""Row-level security of writs and casework, and of what an appointed officer may see of a case. PostgreSQL.

SQLite: the bytes of a document never change.

Revision ID: 0004
Revises: 0003
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

APP = "civil_enforcement_app"
STANDING = "(SELECT current_setting('app.standing', true))"
USER = "(SELECT nullif(current_setting('app.user', true), '')::uuid)"
IS_SYSTEM = f"{STANDING} = 'system'"
CLAIMANT, PARTIES = 1, 3
"""Bits of what a link says its user is to the case; an appointed officer is 4."""

PARTY_SEES = {
    "writ_applications": f"(links.relation & {CLAIMANT} <> 0 OR writ_applications.state = 'ISSUED')",
    "payments": f"links.relation & {CLAIMANT} <> 0",
    "writs": "true",
    "restraints": "true",
    "documents": "links.relation & documents.audience <> 0",
    "service_requests": "false",
    "activity_plans": "false",
    "activities": "false",
    "service_request_notes": "false",
}
"""Of the rows of the cases that somebody is linked to. Casework is the staff's own."""
CHANGED = {
    "letters": (
        "links.party_id = letters.party_id OR links.hceo_id = letters.hceo_id",
        "links.party_id = letters.party_id",
    ),
    "responses": (f"links.relation & {PARTIES} <> 0", "true"),
    "judgment_requests": (f"links.relation & {PARTIES} <> 0", "true"),
    "debts": (f"links.relation & {PARTIES} <> 0", "true"),
    "ledger_lines": (f"links.relation & {PARTIES} <> 0", "true"),
}
"""What an appointed officer changes for tables that stand: how it is now, and how it was."""
OPEN = ("hceos", "hceo_districts")
OF_A_USER = "guidance_reads"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER documents_refuse_other_bytes BEFORE UPDATE OF content, sha256 ON documents "
            "BEGIN SELECT RAISE(ABORT, 'a document never changes'); END"
        )
        return
    wait_no_longer_than_a_second()
    tables = ", ".join((*PARTY_SEES, *OPEN, OF_A_USER))
    op.execute(f"GRANT SELECT, INSERT, UPDATE ON {tables} TO {APP}")
    op.execute(f"GRANT DELETE ON hceo_districts TO {APP}")
    op.execute(f"GRANT SELECT ON installation TO {APP}")
    op.execute(f"REVOKE UPDATE ON documents, service_request_notes FROM {APP}")
    op.execute(f"GRANT UPDATE (superseded_at) ON documents TO {APP}")
    for table, party in PARTY_SEES.items():
        secure(table)
        let_see(table, party)
        op.execute(f"CREATE POLICY adds ON {table} FOR INSERT WITH CHECK ({IS_SYSTEM})")
    secure(OF_A_USER)
    op.execute(f"CREATE POLICY keeps ON {OF_A_USER} USING ({IS_SYSTEM} OR {OF_A_USER}.user_id = {USER})")
    for table, (now, _) in CHANGED.items():
        forget(table)
        let_see(table, now)


def secure(table: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def let_see(table: str, party: str) -> None:
    """As in 0002: a CASE and scalar sub-selects, so that each row is judged by one look at an index."""
    linked = f"links.user_id = {USER} AND links.case_id = {table}.case_id AND links.ended_at IS NULL AND ({party})"
    visible = (
        f"CASE {STANDING} WHEN 'system' THEN true"
        f" WHEN 'court' THEN (SELECT true FROM cases c WHERE c.id = {table}.case_id)"
        f" WHEN 'party' THEN (SELECT true FROM links WHERE {linked} LIMIT 1) ELSE false END"
    )
    op.execute(f"CREATE POLICY sees ON {table} FOR SELECT USING ({visible})")
    op.execute(f"CREATE POLICY changes ON {table} FOR UPDATE USING ({visible}) WITH CHECK ({IS_SYSTEM})")


def forget(table: str) -> None:
    for policy in ("sees", "changes"):
        op.execute(f"DROP POLICY {policy} ON {table}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER documents_refuse_other_bytes")
        return
    wait_no_longer_than_a_second()
    for table, (_, before) in CHANGED.items():
        forget(table)
        let_see(table, before)
    for table in PARTY_SEES:
        forget(table)
        op.execute(f"DROP POLICY adds ON {table}")
    op.execute(f"DROP POLICY keeps ON {OF_A_USER}")
    for table in (*PARTY_SEES, OF_A_USER):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    op.execute(f"REVOKE ALL ON {', '.join((*PARTY_SEES, *OPEN, OF_A_USER, 'installation'))} FROM {APP}")


def wait_no_longer_than_a_second() -> None:
    """A revision that waits for a lock makes everybody else wait behind it: give up, and be run again."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '1s'")
