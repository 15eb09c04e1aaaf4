"""What the database itself holds to: history is only ever added to, and the service sees the rows of whoever acts.

PostgreSQL: the role of the service, what it is granted, a policy on every table that holds a case's rows, the number
of the writing transaction beside each history entry, a wake for who reads the history. SQLite: the history alone.

Who acts is told by three settings of the transaction: `app.standing` (system, court, party or none), `app.user` and
`app.jurisdictions`. A transaction that told nothing sees nothing. How the policies are written, and why, was measured:
docs/decisions/0002-row-level-security.md.

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APP = "civil_enforcement_app"
STANDING = "(SELECT current_setting('app.standing', true))"
USER = "(SELECT nullif(current_setting('app.user', true), '')::uuid)"
JURISDICTIONS = "(SELECT string_to_array(current_setting('app.jurisdictions', true), ','))::text[]"
IS_SYSTEM = f"{STANDING} = 'system'"

OPEN = ("demo_clock", "organisations", "sessions", "teams", "users")
"""Tables that hold no rows of a case: kept by what is granted, not by policies."""
OF_A_CASE = {
    "cases": "cases.id",
    "streams": "streams.id",
    "claims": "claims.case_id",
    "parties": "parties.case_id",
    "links": "links.case_id",
    "responses": "responses.case_id",
    "judgment_requests": "judgment_requests.case_id",
    "judgments": "judgments.case_id",
    "debts": "debts.case_id",
    "ledger_lines": "ledger_lines.case_id",
    "letters": "letters.case_id",
    "history": "history.stream_id",
}
"""The column that names the case, always with its table: alone, it would be found in the sub-select first."""
OF_THE_SYSTEM = ("link_attempts", "link_guards", "security_codes", "timers")
OF_A_USER = ("idempotency_keys", "seen_notices")
PRUNED = ("idempotency_keys", "link_attempts", "sessions")

COURT_SEES = {
    "cases": f"cases.kind = 'CLAIM' AND cases.jurisdiction = ANY ({JURISDICTIONS})",
    # The policy of cases asks links; asked back within a function, the two do not recurse.
    "links": "sees_case(links.case_id)",
}
PARTY_SEES = {
    "links": f"links.user_id = {USER}",
    "letters": "links.party_id = letters.party_id",
    "history": "links.relation & history.audience <> 0"
    " AND (history.party_id IS NULL OR history.party_id = links.party_id)",
}
"""Of the rows of their cases: their own links, the letters written to them, the history meant for them."""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER history_refuses_{verb.lower()} BEFORE {verb} ON history "
                "BEGIN SELECT RAISE(ABORT, 'history is never changed and never deleted'); END"
            )
        return
    wait_no_longer_than_a_second()
    op.execute(ROLE)
    op.execute(MEMBERSHIP)
    grant()
    op.execute("ALTER TABLE history ALTER COLUMN xid SET DEFAULT pg_current_xact_id()::text::bigint")
    for statement in (SEES_CASE, WAKE_FUNCTION, WAKE_TRIGGER):
        op.execute(statement)
    for table in (*OF_A_CASE, *OF_THE_SYSTEM, *OF_A_USER):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    for table, case in OF_A_CASE.items():
        visible = visible_rows(table, case)
        op.execute(f"CREATE POLICY sees ON {table} FOR SELECT USING ({visible})")
        op.execute(f"CREATE POLICY adds ON {table} FOR INSERT WITH CHECK ({IS_SYSTEM})")
        if table != "history":
            # Who sees a row may lock it; only the service, for an act that was permitted, changes it.
            op.execute(f"CREATE POLICY changes ON {table} FOR UPDATE USING ({visible}) WITH CHECK ({IS_SYSTEM})")
    for table in OF_THE_SYSTEM:
        op.execute(f"CREATE POLICY keeps ON {table} USING ({IS_SYSTEM})")
    for table in OF_A_USER:
        op.execute(f"CREATE POLICY keeps ON {table} USING ({IS_SYSTEM} OR {table}.user_id = {USER})")


def visible_rows(table: str, case: str) -> str:
    """The rows that may be seen, judged by one look at an index for each.

    A CASE, because the planner holds every branch of an OR for improbable and then sorts whole tables; a scalar
    sub-select, because it would hash all cases for an EXISTS before it returned the first row.
    """
    court = COURT_SEES.get(table, f"(SELECT true FROM cases c WHERE c.id = {case})")
    linked = f"links.user_id = {USER} AND links.case_id = {case} AND links.ended_at IS NULL" + (
        f" AND {PARTY_SEES[table]}" if table in PARTY_SEES else ""
    )
    party = PARTY_SEES[table] if table == "links" else f"(SELECT true FROM links WHERE {linked} LIMIT 1)"
    return f"CASE {STANDING} WHEN 'system' THEN true WHEN 'court' THEN {court} WHEN 'party' THEN {party} ELSE false END"


def grant() -> None:
    everything = ", ".join((*OPEN, *OF_A_CASE, *OF_THE_SYSTEM, *OF_A_USER))
    op.execute(f"GRANT SELECT, INSERT, UPDATE ON {everything} TO {APP}")
    op.execute(f"REVOKE UPDATE ON history FROM {APP}")
    op.execute(f"GRANT DELETE ON {', '.join(PRUNED)} TO {APP}")
    op.execute(f"GRANT USAGE ON SEQUENCE history_id_seq TO {APP}")
    op.execute(f"GRANT SELECT ON alembic_version TO {APP}")


# The owner becomes a member, so that a service that signs in as the owner can still take the role. Databases of one
# cluster share its roles: another one's revision may be making it at this moment.
ROLE = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP}') THEN
        CREATE ROLE {APP} NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""

MEMBERSHIP = f"""
DO $$ BEGIN
    IF NOT pg_has_role(current_user, '{APP}', 'SET') THEN
        EXECUTE format('GRANT {APP} TO %I', current_user);
    END IF;
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO {APP}', current_schema());
END $$
"""

SEES_CASE = """
CREATE FUNCTION sees_case(asked uuid) RETURNS boolean STABLE LANGUAGE plpgsql AS
$$ BEGIN RETURN EXISTS (SELECT FROM cases WHERE id = asked); END $$
"""

WAKE_FUNCTION = """
CREATE FUNCTION wake_readers_of_history() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_notify('history', ''); RETURN NULL; END $$
"""

WAKE_TRIGGER = """
CREATE TRIGGER wake AFTER INSERT ON history FOR EACH STATEMENT EXECUTE FUNCTION wake_readers_of_history()
"""


def downgrade() -> None:
    """Back to tables alone. The role stays: it belongs to the cluster, and other databases may need it."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER history_refuses_update")
        op.execute("DROP TRIGGER history_refuses_delete")
        return
    wait_no_longer_than_a_second()
    for table in OF_A_CASE:
        for policy in ("sees", "adds", "changes"):
            op.execute(f"DROP POLICY IF EXISTS {policy} ON {table}")
    for table in (*OF_THE_SYSTEM, *OF_A_USER):
        op.execute(f"DROP POLICY keeps ON {table}")
    for table in (*OF_A_CASE, *OF_THE_SYSTEM, *OF_A_USER):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    op.execute("DROP TRIGGER wake ON history")
    op.execute("DROP FUNCTION wake_readers_of_history()")
    op.execute("DROP FUNCTION sees_case(uuid)")
    op.execute("ALTER TABLE history ALTER COLUMN xid SET DEFAULT 0")
    everything = ", ".join((*OPEN, *OF_A_CASE, *OF_THE_SYSTEM, *OF_A_USER, "alembic_version"))
    op.execute(f"REVOKE ALL ON {everything} FROM {APP}")
    op.execute(f"REVOKE ALL ON SEQUENCE history_id_seq FROM {APP}")


def wait_no_longer_than_a_second() -> None:
    """A revision that waits for a lock makes everybody else wait behind it: give up, and be run again."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '1s'")
