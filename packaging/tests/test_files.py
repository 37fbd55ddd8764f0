"""What stands beside the installer: checksums, bills of materials, the portable zip; and the sizes that schools' PCs allow."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from wine import BUILD, OFFSCREEN, ROOT, Windows, files_under, wait_for

from xcedu_desktop.version import VERSION

MILLION = 1_000_000
DIST = ROOT / "dist"


def test_sizes(setup_exe: Path) -> None:
    folder = BUILD / "dist" / "XCEdu"
    installed = sum((folder / name).stat().st_size for name in files_under(folder))
    assert setup_exe.stat().st_size <= 27 * MILLION and installed <= 105 * MILLION


def test_every_file_has_its_sha256(setup_exe: Path) -> None:
    made = [path for path in DIST.iterdir() if path.suffix != ".sha256"]
    assert setup_exe in made
    for path in made:
        digest, name = path.with_name(path.name + ".sha256").read_text(encoding="utf-8").split()
        assert (digest, name) == (hashlib.sha256(path.read_bytes()).hexdigest(), path.name)


@pytest.mark.parametrize("kind", ["windows", "linux"])
def test_the_bill_of_materials_names_what_is_packed(kind: str) -> None:
    bill = json.loads((DIST / f"XCEdu-{VERSION}-{kind}.cdx.json").read_text(encoding="utf-8"))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    names = {part["name"]: part["version"] for part in bill["components"]}
    locked = dict(
        line.split(" ")[0].split("==")
        for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    )
    assert names["SQLAlchemy"] == locked["sqlalchemy"] and {"Qt", "Python", "SQLite", "OpenSSL"} <= set(names)
    assert "greenlet" not in {name.lower() for name in names}
    assert [part["name"] for part in bill["components"] if not part["licenses"]] == []


def test_the_portable_zip_keeps_its_data_beside_it(chinese: Windows) -> None:
    stick = chinese.drive / "U盘"
    shutil.rmtree(stick, ignore_errors=True)
    with zipfile.ZipFile(DIST / f"XCEdu-{VERSION}-portable.zip") as archive:
        archive.extractall(stick)
    home = stick / "薛城教体填报"
    assert files_under(home) == files_under(BUILD / "dist" / "XCEdu") | {"portable.txt"}
    before = files_under(chinese.home)
    data = home / "数据"
    ini = data / "设置.ini"
    demo = ("demo", "--schools", "1", "--students", "60", "--month", "2026-10")
    made = chinese.run(home / "xcedu-cli.exe", *demo, "--out", r"C:\U盘\薛城教体填报\数据")
    assert made.code == 0, made
    school = next(data.glob("*.db"))
    with chinese.started(home / "XCEdu.exe", *OFFSCREEN, "--db", rf"C:\U盘\薛城教体填报\数据\{school.name}"):
        wait_for("the settings on the stick", lambda: ini.is_file() and school.name in ini.read_text("utf-8"))
    assert f"last_file={school.name}" in ini.read_text("utf-8")
    assert {
        name for name in files_under(chinese.home) - before if "xcedu" in name.lower() or "薛城" in name
    } == set()


def test_a_certificate_signs_programs_and_installer(tmp_path: Path) -> None:
    """packaging/windows/sign.sh with a certificate made for this test."""
    key, certificate, pfx, password = (
        tmp_path / name for name in ("key.pem", "cert.pem", "cert.pfx", "password")
    )
    password.write_text("秘密".encode().hex(), encoding="utf-8")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "2",
         "-subj", "/CN=test", "-addext", "extendedKeyUsage=codeSigning"],
        check=True, capture_output=True,
    )  # fmt: skip
    subprocess.run(
        ["openssl", "pkcs12", "-export", "-inkey", key, "-in", certificate, "-out", pfx, "-passout", f"file:{password}"],
        check=True,
    )  # fmt: skip
    program = tmp_path / "xcedu-cli.exe"
    shutil.copy(BUILD / "dist" / "XCEdu" / "xcedu-cli.exe", program)
    env = {"PATH": "/usr/bin:/bin", "XCEDU_SIGN_PFX": str(pfx), "XCEDU_SIGN_PASSWORD": str(password)}
    sign = [str(ROOT / "packaging" / "windows" / "sign.sh"), str(program)]
    unsigned = program.read_bytes()
    subprocess.run(sign, env={"PATH": "/usr/bin:/bin"}, check=True)
    assert program.read_bytes() == unsigned
    subprocess.run(sign, env=env, check=True)
    done = subprocess.run(
        ["osslsigncode", "verify", "-in", program, "-CAfile", certificate],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Signature verification: ok" in done.stdout, done.stdout
