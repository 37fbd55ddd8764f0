"""A file of the schema before is backed up and upgraded when it is opened; a failing step leaves it as it was."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from xcedu_desktop.store.schema import SCHEMA_VERSION
from xcedu_desktop.store.school_file import Store

# The next schema's program: one step more, in a process of its own.
NEXT = """
import sys
from pathlib import Path
import sqlalchemy as sa
import xcedu_desktop.store.migrations.steps as steps
import xcedu_desktop.store.schema as schema

def one_more(op):
    op.add_column("pupil", sa.Column("shoe_size", sa.Integer(), nullable=True))
    if sys.argv[2] == "fails":
        op.execute("INSERT INTO nowhere VALUES (1)")

steps.STEPS = (*steps.STEPS, one_more)
schema.SCHEMA_VERSION += 1
import xcedu_desktop.forms.registry
from xcedu_desktop.errors import FileUnusable
from xcedu_desktop.store.school_file import open_file
try:
    open_file(Path(sys.argv[1]), readonly=sys.argv[2] == "readonly").close()
    print("opened")
except FileUnusable as error:
    print(error.message)
"""


def _next_program(path: Path, how: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", NEXT, str(path), how], capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"}, check=True,
    )  # fmt: skip
    return done.stdout


def _schema(path: Path) -> tuple[int, bool]:
    connection = sqlite3.connect(path)
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        return version, any(row[1] == "shoe_size" for row in connection.execute("PRAGMA table_info(pupil)"))
    finally:
        connection.close()


def test_an_older_file_is_backed_up_and_upgraded(store: Store) -> None:
    store.close()
    assert "opened" in _next_program(store.path, "works")
    assert _schema(store.path) == (SCHEMA_VERSION + 1, True)
    (backup,) = (store.path.parent / "备份" / "升级前").glob("*.db")
    assert _schema(backup) == (SCHEMA_VERSION, False)


@pytest.mark.parametrize(("how", "words"), [("fails", "没有升级成功"), ("readonly", "打开一次")])
def test_what_cannot_be_upgraded_is_as_it_was(store: Store, how: str, words: str) -> None:
    store.close()
    assert words in _next_program(store.path, how)
    assert _schema(store.path) == (SCHEMA_VERSION, False)
