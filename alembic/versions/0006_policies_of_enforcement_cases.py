"""Row-level security of enforcement cases: the agency's staff by jurisdiction, parents by their links. PostgreSQL.

A third standing, `agency`, sees cases of the kind ENFORCEMENT of its jurisdictions; what a role sees of them beyond
that, the scope of reads decides. A parent sees the case, what is theirs of it, and no casework.

Revision ID: 0006
Revises: 0005
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

APP = "civil_enforcement_app"
STANDING = "(SELECT current_setting('app.standing', true))"
USER = "(SELECT nullif(current_setting('app.user', true), '')::uuid)"
JURISDICTIONS = "(SELECT string_to_array(current_setting('app.jurisdictions', true), ','))::text[]"
IS_SYSTEM = f"{STANDING} = 'system'"
PARENT, PAYING, RECEIVING = 768, 512, 256
"""Bits of what a link says its user is to the case."""

STAFF_ONLY = (
    "flag_settings", "reviews", "surveillances", "movements", "powers_considered", "related_service_requests",
    "offline_tasks", "artefacts", "findings",
)  # fmt: skip
PARTY_SEES = {
    "enforcement_cases": f"links.relation & {PARENT} <> 0",
    "maintenance_cases": f"links.relation & {PAYING} <> 0 OR links.party_id = maintenance_cases.receiving_parent_id",
    "liability_orders": f"links.relation & {PAYING} <> 0",
    "arrears_lines": f"links.relation & {PAYING} <> 0 OR EXISTS (SELECT FROM maintenance_cases m"
    " WHERE m.id = arrears_lines.maintenance_case_id AND m.receiving_parent_id = links.party_id)",
    "payments_in": f"links.relation & {PAYING} <> 0",
    "schedules": f"links.relation & {PAYING} <> 0",
    "expected_payments": f"links.relation & {PAYING} <> 0",
    **dict.fromkeys(STAFF_ONLY, "false"),
}
"""Of the rows of the cases that somebody is linked to."""
OF_THE_SERVICE = ("intake_messages", "monitorings")
"""Nobody's but the service's own."""
CASES_NOW = {
    "court": f"cases.kind = 'CLAIM' AND cases.jurisdiction = ANY ({JURISDICTIONS})",
    "agency": f"cases.kind = 'ENFORCEMENT' AND cases.jurisdiction = ANY ({JURISDICTIONS})",
}
OF_A_CASE = {
    "streams": ("streams.id", "true"),
    "parties": (
        "parties.case_id",
        f"links.relation & {RECEIVING} = 0 OR parties.side = 'PAYING_PARENT' OR parties.id = links.party_id",
    ),
    "links": ("links.case_id", f"links.user_id = {USER}"),
    "history": (
        "history.stream_id",
        "links.relation & history.audience <> 0 AND (history.party_id IS NULL OR history.party_id = links.party_id)",
    ),
    "letters": (
        "letters.case_id",
        "(links.party_id = letters.party_id OR links.hceo_id = letters.hceo_id)"
        " AND letters.state <> 'AWAITING_SIGN_OFF' AND letters.failure IS DISTINCT FROM 'SENT_BACK'",
    ),
    "documents": ("documents.case_id", "links.relation & documents.audience <> 0"),
    "service_requests": ("service_requests.case_id", "false"),
    "activity_plans": ("activity_plans.case_id", "false"),
    "activities": ("activities.case_id", "false"),
    "service_request_notes": ("service_request_notes.case_id", "false"),
}
"""Tables that stand and hold rows of both kinds of case: the column that names the case, and what a party sees."""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    wait_no_longer_than_a_second()
    tables = ", ".join((*PARTY_SEES, *OF_THE_SERVICE))
    op.execute(f"GRANT SELECT, INSERT, UPDATE ON {tables} TO {APP}")
    op.execute(f"REVOKE UPDATE ON arrears_lines, findings, intake_messages, movements FROM {APP}")
    for table, party in PARTY_SEES.items():
        secure(table)
        let_see(table, f"{table}.case_id", party)
        op.execute(f"CREATE POLICY adds ON {table} FOR INSERT WITH CHECK ({IS_SYSTEM})")
    for table in OF_THE_SERVICE:
        secure(table)
        op.execute(f"CREATE POLICY keeps ON {table} USING ({IS_SYSTEM})")
    forget("cases")
    let_see_cases(agency=True)
    for table, (case, party) in OF_A_CASE.items():
        forget(table)
        let_see(table, case, party)


def secure(table: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def let_see(table: str, case: str, party: str, *, agency: bool = True) -> None:
    """As in 0002: a CASE and scalar sub-selects, so that each row is judged by one look at an index."""
    staff = f"(SELECT true FROM cases c WHERE c.id = {case})" if table != "links" else f"sees_case({case})"
    linked = f"links.user_id = {USER} AND links.case_id = {case} AND links.ended_at IS NULL AND ({party})"
    by_link = party if table == "links" else f"(SELECT true FROM links WHERE {linked} LIMIT 1)"
    visible = (
        f"CASE {STANDING} WHEN 'system' THEN true WHEN 'court' THEN {staff}"
        + (f" WHEN 'agency' THEN {staff}" if agency else "")
        + f" WHEN 'party' THEN {by_link} ELSE false END"
    )
    policies(table, visible)


def let_see_cases(*, agency: bool) -> None:
    linked = f"links.user_id = {USER} AND links.case_id = cases.id AND links.ended_at IS NULL"
    visible = (
        f"CASE {STANDING} WHEN 'system' THEN true WHEN 'court' THEN {CASES_NOW['court']}"
        + (f" WHEN 'agency' THEN {CASES_NOW['agency']}" if agency else "")
        + f" WHEN 'party' THEN (SELECT true FROM links WHERE {linked} LIMIT 1) ELSE false END"
    )
    policies("cases", visible)


def policies(table: str, visible: str) -> None:
    op.execute(f"CREATE POLICY sees ON {table} FOR SELECT USING ({visible})")
    if table != "history":
        # Who sees a row may lock it; only the service, for an act that was permitted, changes it.
        op.execute(f"CREATE POLICY changes ON {table} FOR UPDATE USING ({visible}) WITH CHECK ({IS_SYSTEM})")


def forget(table: str) -> None:
    for policy in ("sees", "changes"):
        op.execute(f"DROP POLICY IF EXISTS {policy} ON {table}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    wait_no_longer_than_a_second()
    for table, (case, party) in OF_A_CASE.items():
        forget(table)
        let_see(table, case, party, agency=False)
    forget("cases")
    let_see_cases(agency=False)
    for table in PARTY_SEES:
        forget(table)
        op.execute(f"DROP POLICY adds ON {table}")
    for table in OF_THE_SERVICE:
        op.execute(f"DROP POLICY keeps ON {table}")
    for table in (*PARTY_SEES, *OF_THE_SERVICE):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    op.execute(f"REVOKE ALL ON {', '.join((*PARTY_SEES, *OF_THE_SERVICE))} FROM {APP}")


def wait_no_longer_than_a_second() -> None:
    """A revision that waits for a lock makes everybody else wait behind it: give up, and be run again."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '1s'")
