"""Development aid: write migrations/m0001_first.py from the tables. Only until the first schema has landed."""

from pathlib import Path

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from sqlalchemy import Integer, LargeBinary, Text, create_engine

import xcedu_desktop.forms.registry  # (brings every table)
import xcedu_desktop.store.tables  # noqa: F401
from xcedu_desktop.store.base import Base


def render_item(kind, thing, _context):
    if kind == "type":
        bare = thing.load_dialect_impl(engine.dialect) if hasattr(thing, "load_dialect_impl") else thing
        name = {Integer: "Integer", Text: "Text", LargeBinary: "LargeBinary"}.get(type(bare)) or type(
            bare
        ).__name__
        return f"sa.{'LargeBinary' if name == 'BLOB' else name.capitalize() if name.isupper() else name}()"
    return False


engine = create_engine("sqlite://")
with engine.connect() as connection:
    context = MigrationContext.configure(
        connection, opts={"render_item": render_item, "sqlalchemy_module_prefix": "sa."}
    )
    script = produce_migrations(context, Base.metadata)
    body = render_python_code(script.upgrade_ops, render_item=render_item, migration_context=context)
HEAD = '''"""Schema 1: every table of the first version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from alembic.operations import Operations


def upgrade(op: Operations) -> None:
'''
body = "\n".join(
    ("    " + line.strip("\n")) if line.strip() else ""
    for line in body.splitlines()
    if "commands auto generated" not in line and "end Alembic" not in line
)
body = body.replace("    op.", "    op.")
Path("xcedu_desktop/store/migrations/m0001_first.py").write_text(HEAD + body + "\n", encoding="utf-8")
