"""What packs the installer: the exact list of files, the zip for a stick, Chinese in NSIS' stub."""

from __future__ import annotations

import importlib.util
import zipfile
from pathlib import Path, PurePosixPath
from types import ModuleType

import pytest

from xcedu_desktop.places import PORTABLE_MARK

WINDOWS = Path(__file__).resolve().parents[2] / "packaging" / "windows"


def script(name: str) -> ModuleType:
    """A script of the build, which is no package."""
    spec = importlib.util.spec_from_file_location(name, WINDOWS / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small frozen folder."""
    home = tmp_path / "XCEdu"
    for name in ("XCEdu.exe", "xcedu-cli.exe", "_internal/qt/Qt6Core.dll", "_internal/$x.txt"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(name, encoding="utf-8")
    return home


def test_each_file_is_packed_and_removed_by_name_and_no_folder_with_what_is_in_it(folder: Path) -> None:
    files = script("files")
    found = files.packed(folder)
    assert found == [
        PurePosixPath(name)
        for name in ("XCEdu.exe", "xcedu-cli.exe", "_internal/$x.txt", "_internal/qt/Qt6Core.dll")
    ]
    packed = list(files.pack_lines(folder, found))
    assert packed[0] == 'SetOutPath "$NEW"' and packed[3] == 'SetOutPath "$NEW\\_internal"'
    assert list(files.remove_lines(found)) == [
        'Delete "$INSTDIR\\XCEdu.exe"',
        'Delete "$INSTDIR\\xcedu-cli.exe"',
        'Delete "$INSTDIR\\_internal\\$$x.txt"',
        'Delete "$INSTDIR\\_internal\\qt\\Qt6Core.dll"',
        'RMDir "$INSTDIR\\_internal\\qt"',
        'RMDir "$INSTDIR\\_internal"',
    ]


def test_the_zip_for_a_stick_bears_the_mark_and_has_the_same_bytes_each_time(
    folder: Path, tmp_path: Path
) -> None:
    portable = script("portable")
    assert portable.MARK == PORTABLE_MARK
    zips = [tmp_path / "1.zip", tmp_path / "2.zip"]
    for target in zips:
        portable.main(folder, 1_790_000_000, target)
    assert zips[0].read_bytes() == zips[1].read_bytes()
    with zipfile.ZipFile(zips[0]) as archive:
        assert f"薛城教体填报/{PORTABLE_MARK}" in archive.namelist() and len(archive.namelist()) == 5
        assert "数据" in archive.read(f"薛城教体填报/{PORTABLE_MARK}").decode("utf-8-sig")


def test_nsis_sentences_are_replaced_in_their_place() -> None:
    stub = script("chinese_stub")
    before = b"MZ" + b"".join((english + "\0").encode("utf-16-le") for english in stub.SENTENCES)
    after = stub.in_chinese(before)
    assert len(after) == len(before)
    for english, chinese in stub.SENTENCES.items():
        assert (english + "\0").encode("utf-16-le") not in after
        assert (chinese + "\0").encode("utf-16-le") in after
    with pytest.raises(ValueError):
        stub.in_chinese(b"another NSIS")
