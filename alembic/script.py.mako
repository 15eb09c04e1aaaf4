"""${message}

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    wait_no_longer_than_a_second()
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    wait_no_longer_than_a_second()
    ${downgrades if downgrades else "pass"}


def wait_no_longer_than_a_second() -> None:
    """A revision that waits for a lock makes everybody else wait behind it: give up, and be run again."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '1s'")
