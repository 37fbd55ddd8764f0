"""setup.exe and uninstall.exe: what is laid where, what is refused, an upgrade with data, and what stays."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

import pytest
from conftest import FOLDER, Installed, install
from wine import BUILD, OFFSCREEN, ROOT, Windows, files_under, setup_arguments, wait_for

from xcedu_desktop.version import VERSION

KEY = r"Software\XCEdu"
UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\XCEdu"


def listed() -> set[str]:
    """What packaging/windows/files.py said is packed, and the uninstaller."""
    return {*(BUILD / "lists" / "files.txt").read_text(encoding="utf-8").splitlines(), "uninstall.exe"}


def small_setup(tmp: Path, version: str, *names: str) -> Path:
    """A setup.exe of another version with a few small files, made by the same script: only its version and its list matter."""
    folder = tmp / f"program-{version}"
    for name in ("XCEdu.exe", "xcedu-cli.exe", *names):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{name} of {version}", encoding="utf-8")
    out = tmp / f"XCEdu-{version}-setup.exe"
    subprocess.run(
        [str(ROOT / "packaging" / "windows" / "installer.sh"), version, str(folder), str(out)],
        check=True,
        cwd=ROOT,
    )
    return out


def said(windows: Windows) -> str:
    """What a silent run wrote into XCEdu-setup.log."""
    found = list(windows.home.rglob("XCEdu-setup.log"))
    text = found[0].read_bytes().decode("utf-16") if found else ""
    for path in found:
        path.unlink()
    return text.strip()


def opened_by(windows: Windows, ending: str) -> str:
    """The command of a double click on a file of that ending."""
    kind = windows.registry("Software\\Classes\\" + ending)[""]
    return windows.registry("Software\\Classes\\" + kind + "\\shell\\open\\command")[""]


def uninstall_what_is_there(windows: Windows) -> None:
    """The program that another test left on this Windows goes first."""
    place = windows.registry(KEY).get("InstallDir")
    if place:
        uninstall = windows.unix(place) / "uninstall.exe"
        assert windows.run(uninstall, "/S").code == 0
        wait_for("the program is gone", lambda: not uninstall.exists())


def links(windows: Windows) -> list[Path]:
    return [path for place in windows.places for path in place.rglob("*.lnk") if path.stem == "薛城教体填报"]


def test_exactly_the_listed_files_are_there_and_nothing_of_wines(installed: Installed) -> None:
    assert files_under(installed.folder) == listed()
    subprocess.run([str(ROOT / "packaging" / "windows" / "inspect.sh"), str(installed.folder)], check=True)


def test_windows_knows_the_program_its_files_and_its_links(installed: Installed) -> None:
    windows = installed.windows
    assert windows.registry(KEY) == {"InstallDir": FOLDER, "Version": VERSION}
    entry = windows.registry(UNINSTALL)
    assert (entry["DisplayName"], entry["DisplayVersion"]) == ("薛城教体填报", VERSION)
    assert entry["QuietUninstallString"] == f'"{FOLDER}\\uninstall.exe" /S'
    opens = {ending: opened_by(windows, ending) for ending in (".xcr", ".xcp", ".xcedu")}
    program = f'"{FOLDER}\\XCEdu.exe"'
    assert opens == {".xcr": f'{program} "%1"', ".xcp": f'{program} "%1"', ".xcedu": f'{program} --db "%1"'}
    assert windows.registry(r"Software\Classes\.db") == {}
    assert len(links(windows)) == 2


def test_a_lower_version_is_refused(installed: Installed, tmp_path: Path) -> None:
    older = small_setup(tmp_path, "0.0.9")
    done = installed.windows.run(older, *setup_arguments(FOLDER))
    assert done.code == 3 and VERSION in said(installed.windows)
    assert files_under(installed.folder) == listed()


def test_a_running_program_is_never_overwritten(installed: Installed, setup_exe: Path) -> None:
    windows = installed.windows
    school = windows.drive / "运行" / "演示"
    made = windows.run(
        installed.cli,
        "demo",
        "--schools",
        "1",
        "--students",
        "60",
        "--month",
        "2026-10",
        "--out",
        r"C:\运行\演示",
    )
    assert made.code == 0, made
    db = next(school.glob("*.db"))
    with windows.started(installed.window, *OFFSCREEN, "--db", rf"C:\运行\演示\{db.name}"):
        wait_for("the day's backup", lambda: list(school.rglob("薛城备份_*.db")))
        for program, arguments in (
            (setup_exe, setup_arguments(FOLDER)),
            (installed.folder / "uninstall.exe", ("/S",)),
        ):
            windows.run(program, *arguments)
            wait_for("it says why", lambda: list(windows.home.rglob("XCEdu-setup.log")))
            assert "还没有关上" in said(windows)
    assert files_under(installed.folder) == listed()


def test_an_upgrade_leaves_nothing_of_the_old_version_and_all_of_the_data(
    western: Windows, setup_exe: Path, tmp_path: Path
) -> None:
    folder = r"C:\old place\薛城"
    uninstall_what_is_there(western)
    older = small_setup(tmp_path, "0.0.9", "_internal/gone.dll", "_internal/old/gone.txt")
    assert western.run(older, *setup_arguments(folder)).code == 0
    at = western.unix(folder)
    assert files_under(at) == {
        "XCEdu.exe",
        "xcedu-cli.exe",
        "_internal/gone.dll",
        "_internal/old/gone.txt",
        "uninstall.exe",
    }
    school = western.documents / "薛城教体填报" / "老学校.xcedu"
    school.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "tests" / "upgrade" / "schema_1.db", school)
    (at / "我的笔记.txt").write_text("放错地方的文件", encoding="utf-8")

    assert western.run(setup_exe, "/S", timeout=240).code == 0  # finds the old place by itself
    assert files_under(at) == listed() | {"我的笔记.txt"}
    assert western.registry(KEY) == {"InstallDir": folder, "Version": VERSION}
    windows_path = rf"C:\users\teacher\Documents\薛城教体填报\{school.name}"
    done = western.run(at / "xcedu-cli.exe", "verify", "--db", windows_path, "--json")
    declare = ("declare", "--month", "2026-09", "--classes", "1", "--students", "1")
    written = western.run(at / "xcedu-cli.exe", *declare, "--db", windows_path)
    assert (done.code, written.code) == (0, 0), (done, written)
    assert len(list((school.parent / "备份" / "升级前").glob("*.db"))) == 1

    before = files_under(school.parent)
    assert western.run(at / "uninstall.exe", "/S").code == 0
    wait_for("the program is gone", lambda: files_under(at) == {"我的笔记.txt"})
    assert files_under(school.parent) == before
    assert western.registry(KEY) == {} and western.registry(UNINSTALL) == {}
    assert western.registry(r"Software\Classes\.xcr") == {} and links(western) == []


def test_a_folder_without_rights_is_named(chinese: Windows, setup_exe: Path) -> None:
    done = chinese.run(
        setup_exe, *setup_arguments(r"Z:\proc\薛城")
    )  # nobody makes a folder there, root neither
    assert done.code == 5 and "不能在“Z:\\proc\\薛城”里写入" in said(chinese)


def test_a_full_disk_is_named(chinese: Windows, setup_exe: Path) -> None:
    """A disk of 60 MB stands for it; it is mounted for this one run of Wine, which needs root."""
    small = chinese.drive / "小盘"
    small.mkdir()
    chinese.end()  # Wine's server opens the files: it must see the small disk too
    mounted = (
        "unshare",
        "--mount",
        "sh",
        "-c",
        'mount -t tmpfs -o size=60m none "$0" && exec "$@"',
        str(small),
    )
    done = chinese.run(setup_exe, *setup_arguments(r"C:\小盘\薛城"), within=mounted)
    chinese.end()
    assert done.code == 6 and "磁盘空间不够" in said(chinese), done


def test_a_half_copied_setup_installs_nothing_and_says_so_in_chinese(
    chinese: Windows, setup_exe: Path, tmp_path: Path
) -> None:
    whole = setup_exe.read_bytes()
    sentence = "安装程序不完整：文件没有拷完".encode("utf-16-le")
    assert sentence in whole and "Installer integrity check".encode("utf-16-le") not in whole
    half = tmp_path / "half.exe"
    folder = chinese.unix(r"C:\半个")
    damaged = bytearray(whole)
    damaged[len(whole) // 2] ^= 1
    for content in (whole[: len(whole) // 2], bytes(damaged)):
        half.write_bytes(content)
        assert chinese.run(half, *setup_arguments(r"C:\半个")).code == 2 and not folder.exists()
        with chinese.started(half):
            wait_for("the box with the sentence", lambda: _titles("薛城教体填报"), 90)
        chinese.end()


def _titles(name: str) -> bool:
    return (
        subprocess.run(["xdotool", "search", "--name", name], capture_output=True, check=False).returncode
        == 0
    )


@pytest.mark.parametrize("bin_it", [False, True])
def test_uninstalling_by_hand_asks_about_the_data_and_keeps_it_unless_told(
    western: Windows, tmp_path: Path, bin_it: bool
) -> None:
    """Real keys on Wine's windows. The data goes into the recycle bin (here the desktop's trash) only after 是."""
    folder = r"C:\by hand"
    assert western.run(small_setup(tmp_path, "9.0.0"), *setup_arguments(folder)).code == 0
    school = western.documents / "薛城教体填报" / "学校.xcedu"
    school.parent.mkdir(parents=True, exist_ok=True)
    school.write_text("数据", encoding="utf-8")
    with western.started(western.unix(folder) / "uninstall.exe"):
        wait_for("the first page", lambda: _windows_called("Uninstall"))
        _key("Return")
        wait_for("the program is gone", lambda: not western.unix(rf"{folder}\XCEdu.exe").exists())
        # its last page takes Enter when it is ready; the question is a second window
        wait_for("the question", lambda: len(_windows_called("Uninstall")) > 1 or not _key("Return"))
        if bin_it:
            _key("Left")
        _key("Return")
        wait_for("the end", lambda: not _windows_called("Uninstall"))
    wait_for("what was answered", lambda: school.exists() is not bin_it)
    if bin_it:
        assert [path.name for path in western.places[1].rglob("Trash/files/*")] == ["薛城教体填报"]


def _windows_called(name: str) -> list[str]:
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", name], capture_output=True, text=True, check=False
    )
    return found.stdout.split()


def _key(name: str) -> bool:
    subprocess.run(["xdotool", "key", "--clearmodifiers", name], check=True)
    time.sleep(1)
    return True


def test_uninstalling_takes_exactly_its_files(chinese: Windows, setup_exe: Path) -> None:
    """The last of this file: the program of the other tests goes."""
    done = install(chinese, setup_exe)
    kept = done.folder / "_internal" / "别人的文件.txt"
    kept.write_text("不是程序的", encoding="utf-8")
    assert chinese.run(done.folder / "uninstall.exe", "/S").code == 0
    wait_for(
        "only what is not the program's", lambda: files_under(done.folder) == {"_internal/别人的文件.txt"}
    )
    assert links(chinese) == []
