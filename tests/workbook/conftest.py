"""One exported workbook for all tests of this folder; each works on its own copy."""

from datetime import date
from pathlib import Path

import pytest

from tests.month.school import OCTOBER, small_school
from xcedu_desktop.month.export import export

TODAY = date(2026, 11, 2)


@pytest.fixture(scope="session")
def _workbook(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, bytes]:
    folder = tmp_path_factory.mktemp("exported")
    with small_school(folder / "school.db") as store:
        file = export(store, OCTOBER, folder, TODAY).file
    return file.name, file.read_bytes()


@pytest.fixture
def exported(_workbook: tuple[str, bytes], tmp_path: Path) -> Path:
    """The workbook of a small school's October."""
    name, content = _workbook
    path = tmp_path / name
    path.write_bytes(content)
    return path
