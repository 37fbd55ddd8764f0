"""What this program is (关于): its version, its schema, and the parts of others in it with their licences.

The frozen program has a list of its parts and their licences' texts in its folder `licences` (packaging/licences.py makes it);
in the source tree the same is read from what is installed.
"""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from xcedu_desktop.store.schema import SCHEMA_VERSION
from xcedu_desktop.version import VERSION

LIBRARIES = (
    "PySide6-Essentials", "shiboken6", "SQLAlchemy", "alembic", "Mako", "MarkupSafe", "typing_extensions", "XlsxWriter", "openpyxl",
    "et_xmlfile", "python-calamine", "xlrd", "defusedxml", "msoffcrypto-tool", "olefile", "cryptography", "cffi", "charset-normalizer",
    "python-stdnum", "pypinyin", "chinesecalendar", "platformdirs", "filelock", "pg8000", "scramp", "asn1crypto", "python-dateutil",
)  # fmt: skip
"""The libraries that the program carries; greenlet, pycparser and tzdata are wanted by some of them and never entered."""
_SAID = {
    "asn1crypto": "MIT", "charset-normalizer": "MIT", "chinesecalendar": "MIT", "defusedxml": "PSF-2.0", "et_xmlfile": "MIT",
    "msoffcrypto-tool": "MIT", "olefile": "BSD-2-Clause", "openpyxl": "MIT", "pg8000": "BSD-3-Clause", "pypinyin": "MIT",
    "PySide6-Essentials": "LGPL-3.0-only", "python-stdnum": "LGPL-2.1-or-later", "shiboken6": "LGPL-3.0-only",
    "SQLAlchemy": "MIT", "xlrd": "BSD-3-Clause",
}  # fmt: skip
"""SPDX names where a package's own words are none. Of Qt's choices we take the LGPL."""


@dataclass(frozen=True)
class Part:
    """A part that others made. `texts`: the files of its licence, to be shown as they are."""

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...] = ()


@dataclass(frozen=True)
class About:
    """What the window 关于 says."""

    version: str
    schema: int
    system: str
    parts: tuple[Part, ...]


def about() -> About:
    """Everything of 关于, read now."""
    return About(VERSION, SCHEMA_VERSION, platform.platform(), parts())


def licence_folder() -> Path | None:
    """The folder of licences in the frozen program; None in the source tree."""
    packed = getattr(sys, "_MEIPASS", None)
    return Path(packed) / "licences" if packed else None


def parts() -> tuple[Part, ...]:
    """The parts of this program, in the order of their names."""
    folder = licence_folder()
    if folder is None:
        return tuple(sorted(installed(LIBRARIES), key=_by_name))
    found = json.loads((folder / "parts.json").read_text(encoding="utf-8"))
    return tuple(
        Part(each["name"], each["version"], each["licence"], tuple(folder / name for name in each["texts"]))
        for each in found
    )


def installed(names: Iterable[str]) -> Iterable[Part]:
    """These libraries as they are installed here; one that is not is left out."""
    for name in names:
        try:
            yield of_distribution(name, distribution(name))
        except PackageNotFoundError:
            continue


def of_distribution(name: str, found: Distribution) -> Part:
    """What an installed package says of itself; `texts` are the licence files beside its metadata."""
    said = found.metadata.json
    licence = _SAID.get(name) or said.get("license_expression") or said.get("license") or ""
    texts = [
        Path(str(file.locate()))
        for file in found.files or ()
        if ".dist-info" in str(file)
        and file.name.upper().startswith(("LICEN", "COPYING", "NOTICE", "AUTHORS"))
    ]
    return Part(name, found.version, str(licence), tuple(sorted(texts)))


def _by_name(part: Part) -> str:
    return part.name.casefold()
