"""Where a database lives: what tells the one that people use from a restored copy of it (P20)."""

import hashlib
import os
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_PLACE = text("""
    SELECT CASE WHEN pg_is_in_recovery() THEN 'standby' ELSE
        concat_ws(':', 'postgresql', (SELECT system_identifier FROM pg_control_system()),
                  left(pg_walfile_name(pg_current_wal_lsn()), 8),
                  (SELECT oid FROM pg_database WHERE datname = current_database()))
    END
""")


async def place_of(connection: AsyncConnection) -> str:
    """The place of the database that answers, as a word that no copy of it elsewhere shares.

    PostgreSQL: the cluster, its timeline (begun anew by a recovery to a point in time, and by a failover) and the
    database in it; every role may read them. SQLite: the file's path and inode, hashed. Devices are left out, because
    their numbers change when a machine starts anew.
    """
    if connection.dialect.name == "sqlite":
        return _place_of_file(connection.engine.url.database or "")
    place: str = (await connection.execute(_PLACE)).scalar_one()
    return place


def _place_of_file(name: str) -> str:
    path = Path(name).resolve()
    told = f"{os.fspath(path)}\0{path.stat().st_ino}"
    return f"sqlite:{hashlib.sha256(told.encode()).hexdigest()}"
