"""LibreOffice opens the workbook, saves it and prints it: nothing is changed, nothing is cut off."""

import shutil
import subprocess
from pathlib import Path

import pytest

from xcedu_desktop.month.book import read_workbook

pytestmark = pytest.mark.slow


def convert(path: Path, out: Path, kind: str) -> Path:
    """What LibreOffice makes of a file."""
    assert shutil.which("soffice"), "libreoffice-calc is missing: `make test-slow` says how to install it"
    profile = f"-env:UserInstallation={(out / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return next(out.glob(f"*.{kind.split(':')[0]}"))


def test_saved_by_libreoffice_nothing_is_changed(exported: Path, tmp_path: Path) -> None:
    book = read_workbook(convert(exported, tmp_path / "again", "xlsx"))
    assert (book.changes, book.problems) == ([], [])
    assert book.header == read_workbook(exported).header


def test_saved_as_ods_and_back(exported: Path, tmp_path: Path) -> None:
    ods = convert(exported, tmp_path / "ods", "ods")
    book = read_workbook(convert(ods, tmp_path / "back", "xlsx"))
    assert (book.changes, book.problems) == ([], [])
