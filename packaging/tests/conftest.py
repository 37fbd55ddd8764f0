"""What the tests of the installer stand on: dist/ as `make installer` left it, two Windows under Wine, one installed program."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from wine import BUILD, ROOT, Windows, setup_arguments  # noqa: E402

sys.path.insert(0, str(ROOT))
from xcedu_desktop.version import VERSION  # noqa: E402

FOLDER = r"C:\学校 软件\学籍 管理"


@dataclass(frozen=True)
class Installed:
    """A program that setup.exe installed in silence."""

    windows: Windows
    folder: Path
    windows_folder: str

    @property
    def cli(self) -> Path:
        return self.folder / "xcedu-cli.exe"

    @property
    def window(self) -> Path:
        return self.folder / "XCEdu.exe"


@pytest.fixture(scope="session")
def setup_exe() -> Path:
    path = ROOT / "dist" / f"XCEdu-{VERSION}-setup.exe"
    assert path.is_file(), "make installer first"
    return path


def _windows(name: str, locale: str, user: str) -> Windows:
    made = Windows(BUILD / "test" / name, locale, user)
    made.make()
    return made


@pytest.fixture(scope="session", autouse=True)
def _fresh() -> None:
    subprocess.run(["rm", "-rf", str(BUILD / "test")], check=True)


@pytest.fixture(scope="session")
def chinese(_fresh: None) -> Iterator[Windows]:
    """Code page 936, a user called 张老师."""
    made = _windows("p936", "zh_CN", "张老师")
    yield made
    made.end()


@pytest.fixture(scope="session")
def western(_fresh: None) -> Iterator[Windows]:
    """Code page 1252, a user with a Latin name."""
    made = _windows("p1252", "en_US", "teacher")
    yield made
    made.end()


def install(windows: Windows, setup_exe: Path) -> Installed:
    """setup.exe /S into a Chinese path with spaces."""
    done = windows.run(setup_exe, *setup_arguments(FOLDER), timeout=240)
    assert done.code == 0, done
    return Installed(windows, windows.unix(FOLDER), FOLDER)


@pytest.fixture(scope="session")
def installed(chinese: Windows, setup_exe: Path) -> Installed:
    return install(chinese, setup_exe)


@pytest.fixture(scope="session")
def installed_western(western: Windows, setup_exe: Path) -> Installed:
    return install(western, setup_exe)


@pytest.fixture(params=["936", "1252"])
def either(request: pytest.FixtureRequest) -> Installed:
    """The installed program on each of the two code pages."""
    found: Installed = request.getfixturevalue("installed" if request.param == "936" else "installed_western")
    return found
