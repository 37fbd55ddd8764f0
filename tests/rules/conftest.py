"""The small school of each test: made once, its file copied for each."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.book import Book, make_book
from xcedu_desktop.store.school_file import open_file


@pytest.fixture(scope="session")
def _small_school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rules") / "学校.db"
    made = make_book(path)
    made.store.close()
    return path


@pytest.fixture
def book(_small_school: Path, tmp_path: Path) -> Iterator[Book]:
    path = tmp_path / "学校.db"
    shutil.copyfile(_small_school, path)
    with open_file(path) as store:
        store.who = "孙丽"
        yield Book(store)
