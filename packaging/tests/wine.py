"""A Windows under Wine for the tests: its own prefix, language, code page and user, and what is run in it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "windows"
OFFSCREEN = ("-platform", "offscreen")
"""Wine 8 lacks what Qt's plugin for real screens asks (UISettings of WinRT), and hides Qt's variables from programs."""


@dataclass(frozen=True)
class Done:
    """What a run gave. `out` is its output and errors together."""

    code: int
    out: str


@dataclass
class Windows:
    """One prefix. `locale` zh_CN has code page 936, en_US 1252; `user` may be a name that no Unix user has."""

    prefix: Path
    locale: str
    user: str
    env: dict[str, str] = field(default_factory=dict)

    @property
    def drive(self) -> Path:
        """Drive C: as this system sees it."""
        return self.prefix / "drive_c"

    @property
    def places(self) -> tuple[Path, Path]:
        """Where anything of the user's may lie: the user's folder, and the Unix folder that desktop and documents lie in."""
        return self.home, self.prefix.with_suffix(".home")

    @property
    def documents(self) -> Path:
        """文档."""
        return self.prefix.with_suffix(".home") / "Documents"

    @property
    def home(self) -> Path:
        """The user's folder on drive C:."""
        return self.drive / "users" / self.user

    def make(self) -> None:
        """Makes the prefix: Windows 10, the stand-in of bcryptprimitives.dll in system32 only."""
        self.prefix.parent.mkdir(parents=True, exist_ok=True)
        unix_home = self.prefix.with_suffix(".home")
        for name in ("Desktop", "Documents"):  # Wine's own go there where they are
            (unix_home / name).mkdir(parents=True, exist_ok=True)
        passwd, group = self.prefix.with_suffix(".passwd"), self.prefix.with_suffix(".group")
        passwd.write_text(
            f"{self.user}:x:{os.getuid()}:{os.getgid()}::{unix_home}:/bin/sh\n", encoding="utf-8"
        )
        group.write_text(f"all:x:{os.getgid()}:\n", encoding="utf-8")
        keep = ("PATH", "DISPLAY", "XAUTHORITY", "TMPDIR")
        self.env = {
            **{name: os.environ[name] for name in keep if name in os.environ},
            "HOME": str(unix_home),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree=;mshtml=",
            "WINEPREFIX": str(self.prefix),
            "LOCPATH": str(BUILD / "locale"),
            "LC_ALL": f"{self.locale}.UTF-8",
            "LD_PRELOAD": "libnss_wrapper.so",
            "NSS_WRAPPER_PASSWD": str(passwd),
            "NSS_WRAPPER_GROUP": str(group),
            "XCEDU_TODAY": "2026-10-30",
        }
        target = BUILD / "locale" / f"{self.locale}.UTF-8"
        if not target.is_dir():
            target.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run(["localedef", "-i", self.locale, "-f", "UTF-8", str(target)], check=True)
        self._wine("wineboot", "-i", timeout=120)
        self._wine("wine", "winecfg", "-v", "win10", timeout=60)
        self._wine("wineserver", "-w", timeout=60)
        system32 = self.drive / "windows" / "system32"
        assert system32.is_dir() and self.home.is_dir(), f"no prefix for {self.user}"
        subprocess.run(
            ["x86_64-w64-mingw32-gcc", "-shared", "-O2", "-s", "-o", str(system32 / "bcryptprimitives.dll"),
             str(ROOT / "packaging" / "windows" / "bcryptprimitives.c"), "-ladvapi32"],
            check=True,
        )  # fmt: skip

    def end(self) -> None:
        """Ends what still runs in this prefix."""
        self._wine("wineserver", "-k", timeout=30)

    def _wine(self, *command: str, timeout: float) -> None:
        subprocess.run(
            command, env=self.env, input=b"\n", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=timeout, check=False
        )  # fmt: skip

    def unix(self, path: str) -> Path:
        """A path of drive C: as this system sees it."""
        return self.drive.joinpath(*PureWindowsPath(path).parts[1:])

    def run(
        self, program: Path | str, *arguments: str, timeout: float = 120, within: Sequence[str] = ()
    ) -> Done:
        """Runs a Windows program to its end, `within` another command; its output is UTF-8, as our programs write it."""
        with self.started(program, *arguments, within=within) as process:
            try:
                out, _ = process.communicate(b"\n", timeout=timeout)
            except subprocess.TimeoutExpired:
                raise AssertionError(f"{program} did not end within {timeout} s") from None
        return Done(process.returncode, out.decode("utf-8", "replace").replace("\r\n", "\n"))

    @contextmanager
    def started(
        self, program: Path | str, *arguments: str, within: Sequence[str] = ()
    ) -> Iterator[subprocess.Popen[bytes]]:
        """A Windows program that runs until the block ends."""
        process = subprocess.Popen(
            [*within, "wine", str(program), *arguments], env=self.env, cwd=self.drive, start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    stream.close()

    def registry(self, key: str) -> dict[str, str]:
        """The values of a registry key of the current user, by name; "" is the default value."""
        self._wine("wineserver", "-w", timeout=60)  # it writes its files when nothing runs any more
        text = (self.prefix / "user.reg").read_text(encoding="utf-8", errors="replace")
        wanted = "[" + key.replace("\\", "\\\\") + "]"
        found: dict[str, str] = {}
        inside = False
        for line in text.splitlines():
            if line.startswith("["):
                inside = line.casefold().startswith(wanted.casefold())
            elif inside and "=" in line and line[0] in '"@':
                name, _, value = line.partition("=")
                found[_text(name) if name != "@" else ""] = _text(value)
        return found


def _text(quoted: str) -> str:
    """A quoted text of a registry file: backslashes doubled, other than ASCII as \\x4e2d."""
    import re

    plain = quoted.strip().removeprefix("str(2):").removeprefix('"').removesuffix('"')
    plain = re.sub(r"\\x([0-9a-f]{1,4})", lambda found: chr(int(found[1], 16)), plain)
    return plain.replace('\\"', '"').replace("\\\\", "\\")


def files_under(folder: Path) -> set[str]:
    """The files under a folder, by their place in it."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def wait_for(what: str, holds: object, seconds: float = 60) -> None:
    """Waits until holds() is true; AssertionError naming `what` where it never is."""
    assert callable(holds)
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"never came: {what}"
        time.sleep(0.2)


def setup_arguments(folder: str) -> Sequence[str]:
    """/D= must be the last and unquoted: each word of the path is an argument of its own."""
    return ("/S", *f"/D={folder}".split(" "))
