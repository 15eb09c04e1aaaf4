"""Enforcement cases and what hangs on them: flags, reviews, arrears, schedules, artefacts, messages of other systems.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
WORD = sa.String(length=40)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
LIVE = sa.text("ended_at is null")
MASTER = sa.text("is_master")
EXCESS = sa.text("excess_pence > 0")
PAID_OFF = sa.text("state = 'PAID_OFF'")
EXPIRING = sa.text("is_outstanding and expires_on is not null")
WAITING = sa.text("waits_until is not null")
VERSIONS = ("agency", "receiving_parent", "paying_parent")
NEW = ('expected_payments', 'schedules', 'artefacts', 'arrears_lines', 'reviews', 'related_service_requests', 'powers_considered', 'offline_tasks', 'movements', 'maintenance_cases', 'liability_orders', 'findings', 'surveillances', 'payments_in', 'intake_messages', 'flag_settings', 'enforcement_cases', 'monitorings')


def upgrade() -> None:
    wait_no_longer_than_a_second()
    op.create_table('enforcement_cases',
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('area', WORD, nullable=False),
    sa.Column('team_id', sa.Uuid(), nullable=True),
    sa.Column('origin', WORD, nullable=True),
    sa.Column('moved_to', WORD, nullable=True),
    sa.Column('segment', WORD, nullable=False),
    sa.Column('reason', WORD, nullable=False),
    sa.Column('referred_at', INSTANT, nullable=False),
    sa.Column('is_criminal', sa.Boolean(), nullable=False),
    sa.Column('is_migrated', sa.Boolean(), nullable=False),
    sa.Column('has_confident_address', sa.Boolean(), nullable=False),
    sa.Column('has_property', sa.Boolean(), nullable=False),
    sa.Column('died_on', sa.Date(), nullable=True),
    sa.Column('is_compliant', sa.Boolean(), nullable=False),
    sa.Column('rejected_at', INSTANT, nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name='fk_enforcement_cases_case_id'),
    sa.ForeignKeyConstraint(['team_id'], ['teams.id'], name='fk_enforcement_cases_team_id'),
    sa.PrimaryKeyConstraint('case_id', name='pk_enforcement_cases')
    )
    op.create_index('ix_enforcement_cases_area', 'enforcement_cases', ['area', 'case_id'])
    op.create_index('ix_enforcement_cases_team', 'enforcement_cases', ['team_id', 'case_id'])

    op.create_table('flag_settings',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('flag', WORD, nullable=False),
    sa.Column('set_at', INSTANT, nullable=False),
    sa.Column('set_by', sa.Uuid(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('ended_at', INSTANT, nullable=True),
    sa.Column('ended_by', sa.Uuid(), nullable=True),
    sa.Column('ended_why', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name='fk_flag_settings_case_id'),
    sa.ForeignKeyConstraint(['ended_by'], ['users.id'], name='fk_flag_settings_ended_by'),
    sa.ForeignKeyConstraint(['set_by'], ['users.id'], name='fk_flag_settings_set_by'),
    sa.PrimaryKeyConstraint('id', name='pk_flag_settings')
    )
    op.create_index('ix_flag_settings_case_id', 'flag_settings', ['case_id'], unique=False)
    op.create_index('uq_flag_settings_live', 'flag_settings', ['case_id', 'flag'], unique=True, postgresql_where=LIVE, sqlite_where=LIVE)

    op.create_table('intake_messages',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('feed', WORD, nullable=False),
    sa.Column('message_id', sa.String(length=80), nullable=False),
    sa.Column('digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=True),
    sa.Column('state', WORD, nullable=False),
    sa.Column('refusal', sa.String(length=60), nullable=True),
    sa.Column('problem', sa.String(length=300), nullable=True),
    sa.Column('case_id', sa.Uuid(), nullable=True),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('received_at', INSTANT, nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name='fk_intake_messages_case_id'),
    sa.PrimaryKeyConstraint('id', name='pk_intake_messages'),
    sa.UniqueConstraint('feed', 'message_id', name='uq_intake_messages_feed_message_id')
    )
    op.create_index('ix_intake_messages_case', 'intake_messages', ['case_id', 'received_at'])

    op.create_table('payments_in',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('external_id', sa.String(length=80), nullable=False),
    sa.Column('amount_pence', sa.BigInteger(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('lo_reference', sa.String(length=60), nullable=True),
    sa.Column('state', WORD, nullable=False),
    sa.Column('excess_pence', sa.BigInteger(), nullable=False),
    sa.Column('recorded_at', INSTANT, nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name='fk_payments_in_case_id'),
    sa.PrimaryKeyConstraint('id', name='pk_payments_in'),
    sa.UniqueConstraint('external_id', name='uq_payments_in_external_id')
    )
    op.create_index('ix_payments_in_case', 'payments_in', ['case_id', 'received_on'])
    op.create_index('ix_payments_in_excess', 'payments_in', ['case_id'], postgresql_where=EXCESS, sqlite_where=EXCESS)
    op.create_index('ix_payments_in_state', 'payments_in', ['state', 'case_id'])

    op.create_table('surveillances',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('started_at', INSTANT, nullable=False),
    sa.Column('started_by', sa.Uuid(), nullable=True),
    sa.Column('ended_at', INSTANT, nullable=True),
    sa.Column('exit', WORD, nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name='fk_surveillances_case_id'),
    sa.ForeignKeyConstraint(['started_by'], ['users.id'], name='fk_surveillances_started_by'),
    sa.PrimaryKeyConstraint('id', name='pk_surveillances')
    )
    op.create_index('ix_surveillances_case_id', 'surveillances', ['case_id'], unique=False)
    op.create_index('ix_surveillances_since', 'surveillances', ['started_at', 'case_id'], postgresql_where=LIVE, sqlite_where=LIVE)
    op.create_index('uq_surveillances_live', 'surveillances', ['case_id'], unique=True, postgresql_where=LIVE, sqlite_where=LIVE)

    op.create_table('findings',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('feed', WORD, nullable=False),
    sa.Column('kind', WORD, nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('data', JSON, nullable=False),
    sa.Column('found_on', sa.Date(), nullable=False),
    sa.Column('recorded_at', INSTANT, nullable=False),
    sa.Column('message_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name='fk_findings_case_id'),
    sa.ForeignKeyConstraint(['message_id'], ['intake_messages.id'], name='fk_findings_message_id'),
    sa.PrimaryKeyConstraint('id', name='pk_findings')
    )
    op.create_index('ix_findings_case_id', 'findings', ['case_id'])

    op.create_table('liability_orders',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.String(length=30), nullable=False),
    sa.Column('jurisdiction', WORD, nullable=False),
    sa.Column('court', sa.String(length=200), nullable=False),
    sa.Column('granted_on', sa.Date(), nullable=False),
    sa.Column('amount_pence', sa.BigInteger(), nullable=False),
    sa.Column('state', WORD, nullable=False),
    sa.Column('is_court_enforced', sa.Boolean(), nullable=False),
    sa.Column('paid_off_at', INSTANT, nullable=True),
    sa.Column('service_request_id', sa.Uuid(), nullable=True),
    sa.Column('recorded_at', INSTANT, nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name='fk_liability_orders_case_id'),
    sa.ForeignKeyConstraint(['service_request_id'], ['service_requests.id'], name='fk_liability_orders_service_request_id'),
    sa.PrimaryKeyConstraint('id', name='pk_liability_orders'),
    sa.UniqueConstraint('case_id', 'number', name='uq_liability_orders_case_id_number')
    )
    op.create_index('ix_liability_orders_paid_off', 'liability_orders', ['case_id'], postgresql_where=PAID_OFF, sqlite_where=PAID_OFF)
    op.create_index('ix_liability_orders_number', 'liability_orders', ['number'])

    op.create_table('maintenance_cases',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('receiving_parent_id', sa.Uuid(), nullable=False),
    sa.Column('is_master', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name='fk_maintenance_cases_case_id'),
    sa.ForeignKeyConstraint(['receiving_parent_id'], ['parties.id'], name='fk_maintenance_cases_receiving_parent_id'),
    sa.PrimaryKeyConstraint('id', name='pk_maintenance_cases'),
    sa.UniqueConstraint('case_id', 'number', name='uq_maintenance_cases_case_id_number')
    )
    op.create_index('ix_maintenance_cases_number', 'maintenance_cases', ['number'])
    op.create_index('ix_maintenance_cases_receiving_parent_id', 'maintenance_cases', ['receiving_parent_id'])
    op.create_index('uq_maintenance_cases_master', 'maintenance_cases', ['case_id'], unique=True, postgresql_where=MASTER, sqlite_where=MASTER)

    op.create_table('movements',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('from_area', WORD, nullable=False),
    sa.Column('to_area', WORD, nullable=False),
    sa.Column('from_team_id', sa.Uuid(), nullable=True),
    sa.Column('to_team_id', sa.Uuid(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('at', INSTANT, nullable=False),
    sa.Column('by_user', sa.Uuid(), nullable=True),
    sa.Column('service_request_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['by_user'], ['users.id'], name='fk_movements_by_user'),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name='fk_movements_case_id'),
    sa.ForeignKeyConstraint(['from_team_id'], ['teams.id'], name='fk_movements_from_team_id'),
    sa.ForeignKeyConstraint(['service_request_id'], ['service_requests.id'], name='fk_movements_service_request_id'),
    sa.ForeignKeyConstraint(['to_team_id'], ['teams.id'], name='fk_movements_to_team_id'),
    sa.PrimaryKeyConstraint('id', name='pk_movements')
    )
    op.create_index('ix_movements_case_id', 'movements', ['case_id'])

    op.create_table('offline_tasks',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('service_request_id', sa.Uuid(), nullable=False),
    sa.Column('kind', WORD, nullable=False),
    sa.Column('with_whom', sa.String(length=200), nullable=False),
    sa.Column('by_whom', sa.String(length=200), nullable=False),
    sa.Column('reference', sa.String(length=60), nullable=True),
    sa.Column('amount_pence', sa.BigInteger(), nullable=True),
    sa.Column('requested_on', sa.Date(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=True),
    sa.Column('recorded_at', INSTANT, nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name='fk_offline_tasks_case_id'),
    sa.ForeignKeyConstraint(['recorded_by'], ['users.id'], name='fk_offline_tasks_recorded_by'),
    sa.ForeignKeyConstraint(['service_request_id'], ['service_requests.id'], name='fk_offline_tasks_service_request_id'),
    sa.PrimaryKeyConstraint('id', name='pk_offline_tasks')
    )
    op.create_index('ix_offline_tasks_case_id', 'offline_tasks', ['case_id'])
    op.create_index('ix_offline_tasks_service_request_id', 'offline_tasks', ['service_request_id'])

    op.create_table('powers_considered',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('power', WORD, nullable=False),
    sa.Column('result', WORD, nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('service_request_id', sa.Uuid(), nullable=True),
    sa.Column('at', INSTANT, nullable=False),
    sa.Column('by_user', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['by_user'], ['users.id'], name='fk_powers_considered_by_user'),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name='fk_powers_considered_case_id'),
    sa.ForeignKeyConstraint(['service_request_id'], ['service_requests.id'], name='fk_powers_considered_service_request_id'),
    sa.PrimaryKeyConstraint('id', name='pk_powers_considered')
    )
    op.create_index('ix_powers_considered_case_id', 'powers_considered', ['case_id'])

    op.create_table('related_service_requests',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('first_id', sa.Uuid(), nullable=False),
    sa.Column('second_id', sa.Uuid(), nullable=False),
    sa.Column('linked_at', INSTANT, nullable=False),
    sa.Column('linked_by', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name='fk_related_service_requests_case_id'),
    sa.ForeignKeyConstraint(['first_id'], ['service_requests.id'], name='fk_related_service_requests_first_id'),
    sa.ForeignKeyConstraint(['linked_by'], ['users.id'], name='fk_related_service_requests_linked_by'),
    sa.ForeignKeyConstraint(['second_id'], ['service_requests.id'], name='fk_related_service_requests_second_id'),
    sa.PrimaryKeyConstraint('id', name='pk_related_service_requests'),
    sa.UniqueConstraint('first_id', 'second_id', name='uq_related_service_requests_first_id_second_id')
    )
    op.create_index('ix_related_service_requests_case_id', 'related_service_requests', ['case_id'])
    op.create_index('ix_related_service_requests_second_id', 'related_service_requests', ['second_id'])

    op.create_table('reviews',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('kind', WORD, nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('service_request_id', sa.Uuid(), nullable=True),
    sa.Column('set_at', INSTANT, nullable=False),
    sa.Column('set_by', sa.Uuid(), nullable=True),
    sa.Column('ended_at', INSTANT, nullable=True),
    sa.Column('ended_why', sa.String(length=60), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name='fk_reviews_case_id'),
    sa.ForeignKeyConstraint(['service_request_id'], ['service_requests.id'], name='fk_reviews_service_request_id'),
    sa.ForeignKeyConstraint(['set_by'], ['users.id'], name='fk_reviews_set_by'),
    sa.PrimaryKeyConstraint('id', name='pk_reviews')
    )
    op.create_index('ix_reviews_case_id', 'reviews', ['case_id'], unique=False)
    op.create_index('ix_reviews_due', 'reviews', ['due_on', 'case_id'], postgresql_where=LIVE, sqlite_where=LIVE)
    op.create_index('uq_reviews_live', 'reviews', ['case_id'], unique=True, postgresql_where=LIVE, sqlite_where=LIVE)

    op.create_table('arrears_lines',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', WORD, nullable=False),
    sa.Column('amount_pence', sa.BigInteger(), nullable=False),
    sa.Column('on_date', sa.Date(), nullable=False),
    sa.Column('maintenance_case_id', sa.Uuid(), nullable=True),
    sa.Column('liability_order_id', sa.Uuid(), nullable=True),
    sa.Column('payment_in_id', sa.Uuid(), nullable=True),
    sa.Column('explanation', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name='fk_arrears_lines_case_id'),
    sa.ForeignKeyConstraint(['liability_order_id'], ['liability_orders.id'], name='fk_arrears_lines_liability_order_id'),
    sa.ForeignKeyConstraint(['maintenance_case_id'], ['maintenance_cases.id'], name='fk_arrears_lines_maintenance_case_id'),
    sa.ForeignKeyConstraint(['payment_in_id'], ['payments_in.id'], name='fk_arrears_lines_payment_in_id'),
    sa.PrimaryKeyConstraint('id', name='pk_arrears_lines'),
    sa.UniqueConstraint('case_id', 'position', name='uq_arrears_lines_case_id_position')
    )
    op.create_index('ix_arrears_lines_liability_order_id', 'arrears_lines', ['liability_order_id'])
    op.create_index('ix_arrears_lines_payment_in_id', 'arrears_lines', ['payment_in_id'])

    op.create_table('artefacts',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('power', WORD, nullable=False),
    sa.Column('liability_order_id', sa.Uuid(), nullable=True),
    sa.Column('service_request_id', sa.Uuid(), nullable=True),
    sa.Column('commenced_on', sa.Date(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('is_outstanding', sa.Boolean(), nullable=False),
    sa.Column('cleared_at', INSTANT, nullable=True),
    sa.Column('cleared_by', sa.Uuid(), nullable=True),
    sa.Column('form', JSON, nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name='fk_artefacts_case_id'),
    sa.ForeignKeyConstraint(['cleared_by'], ['users.id'], name='fk_artefacts_cleared_by'),
    sa.ForeignKeyConstraint(['liability_order_id'], ['liability_orders.id'], name='fk_artefacts_liability_order_id'),
    sa.ForeignKeyConstraint(['service_request_id'], ['service_requests.id'], name='fk_artefacts_service_request_id'),
    sa.PrimaryKeyConstraint('id', name='pk_artefacts')
    )
    op.create_index('ix_artefacts_expiring', 'artefacts', ['expires_on', 'case_id'], postgresql_where=EXPIRING, sqlite_where=EXPIRING)
    op.create_index('ix_artefacts_case', 'artefacts', ['case_id', 'is_outstanding'])

    op.create_table('schedules',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('kind', WORD, nullable=False),
    sa.Column('frequency', WORD, nullable=False),
    sa.Column('instalment_pence', sa.BigInteger(), nullable=False),
    sa.Column('total_pence', sa.BigInteger(), nullable=False),
    sa.Column('first_on', sa.Date(), nullable=False),
    sa.Column('liability_order_id', sa.Uuid(), nullable=True),
    sa.Column('transfer_on', sa.Date(), nullable=True),
    sa.Column('compliance', WORD, nullable=True),
    sa.Column('agreed_at', INSTANT, nullable=False),
    sa.Column('agreed_by', sa.Uuid(), nullable=True),
    sa.Column('ended_at', INSTANT, nullable=True),
    sa.Column('ended_why', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['agreed_by'], ['users.id'], name='fk_schedules_agreed_by'),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name='fk_schedules_case_id'),
    sa.ForeignKeyConstraint(['liability_order_id'], ['liability_orders.id'], name='fk_schedules_liability_order_id'),
    sa.PrimaryKeyConstraint('id', name='pk_schedules')
    )
    op.create_index('ix_schedules_transfer', 'schedules', ['transfer_on', 'case_id'], postgresql_where=LIVE, sqlite_where=LIVE)
    op.create_index('uq_schedules_live', 'schedules', ['case_id'], unique=True, postgresql_where=LIVE, sqlite_where=LIVE)

    op.create_table('expected_payments',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('schedule_id', sa.Uuid(), nullable=False),
    sa.Column('ordinal', sa.SmallInteger(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('amount_pence', sa.BigInteger(), nullable=False),
    sa.Column('paid_pence', sa.BigInteger(), nullable=False),
    sa.Column('state', WORD, nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name='fk_expected_payments_case_id'),
    sa.ForeignKeyConstraint(['schedule_id'], ['schedules.id'], name='fk_expected_payments_schedule_id'),
    sa.PrimaryKeyConstraint('id', name='pk_expected_payments'),
    sa.UniqueConstraint('schedule_id', 'ordinal', name='uq_expected_payments_schedule_id_ordinal')
    )
    op.create_index('ix_expected_payments_case_id', 'expected_payments', ['case_id'])
    op.create_index('ix_expected_payments_due', 'expected_payments', ['state', 'due_on', 'case_id'])

    op.add_column('service_request_notes', sa.Column('kind', WORD, server_default='NOTE', nullable=False))

    op.add_column('service_requests', sa.Column('waits_until', sa.Date(), nullable=True))
    op.create_index('ix_service_requests_waiting', 'service_requests', ['waits_until'], postgresql_where=WAITING, sqlite_where=WAITING)

    op.create_table('monitorings',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('began_at', INSTANT, nullable=False),
    sa.Column('leased_until', INSTANT, nullable=False),
    sa.Column('finished_at', INSTANT, nullable=True),
    sa.PrimaryKeyConstraint('day', name='pk_monitorings')
    )

    op.add_column('streams', sa.Column('agency_version', sa.Integer(), server_default='0', nullable=False))
    op.add_column('streams', sa.Column('agency_updated_at', INSTANT, nullable=True))
    op.add_column('streams', sa.Column('receiving_parent_version', sa.Integer(), server_default='0', nullable=False))
    op.add_column('streams', sa.Column('receiving_parent_updated_at', INSTANT, nullable=True))
    op.add_column('streams', sa.Column('paying_parent_version', sa.Integer(), server_default='0', nullable=False))
    op.add_column('streams', sa.Column('paying_parent_updated_at', INSTANT, nullable=True))

    op.add_column('teams', sa.Column('jurisdictions', JSON, server_default='[]', nullable=False))
    with op.batch_alter_table("activity_plans") as plans:
        plans.drop_constraint("uq_activity_plans_service_request_id", type_="unique")
        plans.create_unique_constraint(
            "uq_activity_plans_service_request_id_template", ["service_request_id", "template"]
        )
    with op.batch_alter_table("letters") as letters:
        letters.add_column(sa.Column("service_request_id", sa.Uuid(), nullable=True))
        letters.add_column(sa.Column("written_by", sa.Uuid(), nullable=True))
        letters.create_index("ix_letters_service_request_id", ["service_request_id"])
        letters.create_foreign_key("fk_letters_written_by", "users", ["written_by"], ["id"])
        letters.create_foreign_key("fk_letters_service_request_id", "service_requests", ["service_request_id"], ["id"])


def downgrade() -> None:
    """The plans of amendments go: the revision before knows one plan of a service request."""
    wait_no_longer_than_a_second()
    second = "SELECT id FROM activity_plans WHERE template LIKE 'PERFORM_AMENDMENT/%'"
    op.execute(f"DELETE FROM activities WHERE plan_id IN ({second})")
    op.execute("DELETE FROM activity_plans WHERE template LIKE 'PERFORM_AMENDMENT/%'")
    with op.batch_alter_table("letters") as letters:
        letters.drop_constraint("fk_letters_service_request_id", type_="foreignkey")
        letters.drop_constraint("fk_letters_written_by", type_="foreignkey")
        letters.drop_index("ix_letters_service_request_id")
        letters.drop_column("written_by")
        letters.drop_column("service_request_id")
    with op.batch_alter_table("activity_plans") as plans:
        plans.drop_constraint("uq_activity_plans_service_request_id_template", type_="unique")
        plans.create_unique_constraint("uq_activity_plans_service_request_id", ["service_request_id"])
    op.drop_column("teams", "jurisdictions")
    for word in VERSIONS:
        op.drop_column("streams", f"{word}_updated_at")
        op.drop_column("streams", f"{word}_version")
    op.drop_index("ix_service_requests_waiting", "service_requests")
    op.drop_column("service_requests", "waits_until")
    op.drop_column("service_request_notes", "kind")
    for table in NEW:
        op.drop_table(table)


def wait_no_longer_than_a_second() -> None:
    """A revision that waits for a lock makes everybody else wait behind it: give up, and be run again."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '1s'")
