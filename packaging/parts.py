"""The parts that a frozen program carries, with the texts of their licences, and the bill of materials (SBOM) made of that list.

usage: parts.py gather SITE_PACKAGES PYTHON_LICENCE windows|linux OUT PART=VERSION...
                                     OUT/parts.json and a folder of texts for each part; PART: python sqlite openssl (vcruntime nsis)
       parts.py sbom LICENCES FILE   CycloneDX 1.5 of LICENCES/parts.json, to FILE
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import uuid
from dataclasses import replace
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from xcedu_desktop.about import LIBRARIES, Part, of_distribution  # noqa: E402
from xcedu_desktop.version import VERSION  # noqa: E402

TEXTS = ROOT / "packaging" / "licences"
"""Texts that no wheel brings; Qt's LGPL is GPL version 3 with more rights, so both go along."""
SPDX = re.compile(r"[A-Za-z0-9.+-]+( (AND|OR|WITH) [A-Za-z0-9.+-]+)*")


def others(platform: str, python_licence: Path, versions: dict[str, str]) -> list[Part]:
    """Parts that are no Python package: what Python and Qt carry, and the installer's own code."""
    lgpl = (TEXTS / "LGPL-3.0.txt", TEXTS / "GPL-3.0.txt")
    apache = (TEXTS / "Apache-2.0.txt",)
    found = [
        Part("Python", versions["python"], "PSF-2.0", (python_licence,)),
        Part("Qt", versions["qt"], "LGPL-3.0-only", lgpl),
        Part("SQLite", versions["sqlite"], "blessing"),
        Part("OpenSSL", versions["openssl"], "Apache-2.0", apache),
    ]
    if platform == "windows":
        found.append(
            Part(
                "Microsoft Visual C++ runtime", versions["vcruntime"], "LicenseRef-Microsoft-Redistributable"
            )
        )
        found.append(Part("NSIS", versions["nsis"], "Zlib", (TEXTS / "NSIS.txt",)))
    return found


def gather(site: Path, python_licence: Path, platform: str, versions: dict[str, str], out: Path) -> None:
    """Writes the list and the texts."""
    there = {
        re.sub(r"[-_.]+", "-", found.metadata["Name"]).lower(): found
        for found in distributions(path=[str(site)])
    }
    libraries = [of_distribution(name, there[re.sub(r"[-_.]+", "-", name).lower()]) for name in LIBRARIES]
    bootloader = replace(
        of_distribution("pyinstaller", there["pyinstaller"]),
        name="PyInstaller bootloader",
        licence="GPL-2.0-or-later WITH Bootloader-exception",
    )
    versions = {**versions, "qt": there["pyside6-essentials"].version}
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    listed = []
    for part in sorted(
        (*libraries, bootloader, *others(platform, python_licence, versions)), key=lambda p: p.name.casefold()
    ):
        texts = part.texts
        if part.name in ("PySide6-Essentials", "shiboken6"):
            texts = (TEXTS / "LGPL-3.0.txt", TEXTS / "GPL-3.0.txt")
        names = []
        for text in texts:
            target = out / re.sub(r"[^A-Za-z0-9._-]+", "-", part.name) / text.name
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(text, target)
            names.append(target.relative_to(out).as_posix())
        listed.append({"name": part.name, "version": part.version, "licence": part.licence, "texts": names})
    (out / "parts.json").write_text(json.dumps(listed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def sbom(licences: Path, file: Path) -> None:
    """Writes the bill of materials. The serial number is made of its content: the same parts give the same file."""
    parts = json.loads((licences / "parts.json").read_text(encoding="utf-8"))
    components = [
        {
            "type": "library",
            "bom-ref": f"{part['name']}@{part['version']}",
            "name": part["name"],
            "version": part["version"],
            "licenses": [
                {"expression": part["licence"]}
                if SPDX.fullmatch(part["licence"])
                else {"license": {"name": part["licence"]}}
            ],
            **(
                {"purl": f"pkg:pypi/{part['name'].lower().replace('_', '-')}@{part['version']}"}
                if part["name"] in LIBRARIES
                else {}
            ),
        }
        for part in parts
    ]
    program = {
        "type": "application",
        "bom-ref": f"xcedu-desktop@{VERSION}",
        "name": "xcedu-desktop",
        "version": VERSION,
    }
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": "urn:uuid:"
        + str(uuid.uuid5(uuid.NAMESPACE_OID, json.dumps([VERSION, parts], sort_keys=True))),
        "version": 1,
        "metadata": {"component": program},
        "components": components,
        "dependencies": [{"ref": program["bom-ref"], "dependsOn": [each["bom-ref"] for each in components]}],
    }
    file.write_text(json.dumps(bill, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def main(arguments: list[str]) -> None:
    if arguments[0] == "gather":
        site, python_licence, platform, out, *versions = arguments[1:]
        gather(
            Path(site),
            Path(python_licence),
            platform,
            dict(each.split("=", 1) for each in versions),
            Path(out),
        )
    else:
        sbom(Path(arguments[1]), Path(arguments[2]))


if __name__ == "__main__":
    main(sys.argv[1:])
