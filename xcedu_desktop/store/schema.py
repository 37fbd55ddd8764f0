"""The schema's version and the way from an older one to it: Alembic operations, run in-process, in one transaction."""

from __future__ import annotations

from sqlalchemy import Connection

SCHEMA_VERSION = 2
"""The schema that this program reads and writes, as many as there are steps; kept in the file as PRAGMA user_version."""


def schema_of(connection: Connection) -> int:
    """The file's schema version; 0 for an empty file."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar() or 0)


def migrate(connection: Connection) -> None:
    """Bring the file to SCHEMA_VERSION. The caller holds the transaction: a failing step leaves the file as it was."""
    from alembic.migration import MigrationContext  # a quarter of a second, needed only here
    from alembic.operations import Operations

    from xcedu_desktop.store.migrations.steps import STEPS

    version = schema_of(connection)
    operations = Operations(MigrationContext.configure(connection))
    for step in STEPS[version:]:
        step(operations)
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
