"""The file itself: how it is made, what is refused, that nothing is changed by a refusal."""

import hashlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import xcedu_desktop.forms.registry  # noqa: F401
from xcedu_desktop.errors import FileUnusable, InUse
from xcedu_desktop.store.base import Base
from xcedu_desktop.store.peek import APPLICATION_ID, peek
from xcedu_desktop.store.schema import SCHEMA_VERSION
from xcedu_desktop.store.school_file import Store, create, open_file


def test_the_file_is_ours_strict_and_safe(store: Store) -> None:
    with store.read() as session:
        one = lambda pragma: session.connection().exec_driver_sql(f"PRAGMA {pragma}").scalar()  # noqa: E731
        assert one("application_id") == APPLICATION_ID
        assert one("user_version") == SCHEMA_VERSION
        assert one("journal_mode") == "wal"
        assert one("synchronous") == 2  # FULL
        assert one("foreign_keys") == 1
        loose = session.connection().exec_driver_sql(
            "SELECT name FROM pragma_table_list WHERE strict = 0 AND schema = 'main'"
        )
        assert {row[0] for row in loose} <= {"sqlite_schema"}


def test_migrated_from_empty_equals_the_tables(store: Store) -> None:
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_a_second_process_is_noticed_and_told(store: Store) -> None:
    script = (
        "import sys; from pathlib import Path; import xcedu_desktop.forms.registry\n"
        "from xcedu_desktop.store.school_file import open_file\n"
        "from xcedu_desktop.errors import InUse\n"
        "try: open_file(Path(sys.argv[1]))\n"
        "except InUse as error: print(error.message)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(store.path)], capture_output=True, text=True, check=True, encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert "正被另一个窗口或程序使用" in done.stdout
    with open_file(store.path, readonly=True) as reader:
        assert reader.school_code == store.school_code


def test_reading_only_cannot_write(store: Store) -> None:
    with (
        open_file(store.path, readonly=True) as reader,
        pytest.raises(FileUnusable, match="只读"),
        reader.write("修改"),
    ):
        pass


def _sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "不是学校数据文件"),
        (b"hello", "不是学校数据文件"),
        (b"PK\x03\x04 a workbook", "不是学校数据文件"),
    ],
)
def test_a_file_that_is_not_ours_is_refused_and_untouched(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "别的.db"
    path.write_bytes(content)
    with pytest.raises(FileUnusable, match=words):
        open_file(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "别的程序.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (a)")
    connection.commit()
    connection.close()
    before = _sha(path)
    with pytest.raises(FileUnusable, match="别的程序"):
        open_file(path)
    assert _sha(path) == before
    assert peek(path) is None


def test_a_file_from_a_newer_program_is_refused(store: Store) -> None:
    store.close()
    connection = sqlite3.connect(store.path)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    before = _sha(store.path)
    with pytest.raises(FileUnusable, match="更新版本"):
        open_file(store.path)
    assert _sha(store.path) == before


def test_missing_folder_and_existing_file(tmp_path: Path, store: Store) -> None:
    with pytest.raises(FileUnusable, match="没有找到"):
        open_file(tmp_path / "没有.db")
    with pytest.raises(FileUnusable, match="文件夹"):
        open_file(tmp_path)
    with pytest.raises(FileUnusable, match="已经存在"):
        create(store.path, "2137000003")
    (tmp_path / "挡路").write_text("x")
    with pytest.raises(FileUnusable, match="不能在"):
        create(tmp_path / "挡路" / "a.db", "2137000003")


def test_peek_says_school_and_clerk_without_the_core(store: Store) -> None:
    script = (
        "import sys; from pathlib import Path; from xcedu_desktop.store.peek import peek\n"
        "found = peek(Path(sys.argv[1])); assert found and found.school_name == '沙沟试验小学', found\n"
        "assert not [m for m in sys.modules if m.startswith('sqlalchemy')]\n"
    )
    subprocess.run([sys.executable, "-c", script, str(store.path)], check=True)


def test_two_stores_in_one_process_do_not_share_a_file(store: Store) -> None:
    with pytest.raises(InUse):
        open_file(store.path)


def test_a_file_opened_in_one_thread_is_let_go_in_another(tmp_path: Path) -> None:
    create(tmp_path / "s.db", "2137000003").close()
    opened: list[Store] = []
    thread = Thread(target=lambda: opened.append(open_file(tmp_path / "s.db")))
    thread.start()
    thread.join()
    with pytest.raises(InUse):
        open_file(tmp_path / "s.db")
    opened[0].close()
    open_file(tmp_path / "s.db").close()
