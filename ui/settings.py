"""What the program remembers about this PC (本机设置): the window's place, the theme, the last school file. No personal data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths
from PySide6.QtWidgets import QWidget

from xcedu_desktop.places import portable

_FOLDER = "xcedu"


def settings() -> QSettings:
    """The ini file in the platform's folder for configuration, a portable program's beside it; made when first written."""
    beside = portable()
    if beside is not None:
        return QSettings(str(beside / "设置.ini"), QSettings.Format.IniFormat)
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    return QSettings(str(Path(place) / _FOLDER / "window.ini"), QSettings.Format.IniFormat)


def last_file() -> Path | None:
    """The school file opened last, None where there was none or it is gone."""
    text = str(settings().value("last_file", "") or "")
    if not text:
        return None
    beside = portable()
    path = beside / text if beside is not None else Path(text)  # a stick has another letter on each PC
    return path if path.is_file() else None


def remember_file(path: Path) -> None:
    """Keeps the school file for the next start."""
    whole, beside = path.resolve(), portable()
    if beside is not None and whole.is_relative_to(beside):
        whole = whole.relative_to(beside)
    settings().setValue("last_file", str(whole))


def theme_setting() -> str:
    """`system`, `light` or `dark`, as the person chose."""
    return str(settings().value("theme", "system"))


def remember_theme(scheme: str) -> None:
    """Keeps `system`, `light` or `dark`."""
    settings().setValue("theme", scheme)


def backup_folder() -> Path | None:
    """The folder chosen for backups by hand (U 盘); None: 备份 beside the school file."""
    text = str(settings().value("backup_folder", "") or "")
    return Path(text) if text else None


def remember_backup_folder(folder: Path) -> None:
    """Keeps the folder for backups by hand."""
    settings().setValue("backup_folder", str(folder))


def show_as_left(window: QWidget) -> None:
    """Shows a window where it was left; the first time maximised on a 1366×768 screen or less, else 1366×728.

    In logical pixels: at 125% that screen has 1093×614, and a window as large as that would have its title bar outside.
    """
    kept = settings()
    geometry = kept.value("geometry")
    if isinstance(geometry, QByteArray) and window.restoreGeometry(geometry):
        window.show()
        return
    room = window.screen().availableGeometry()
    window.resize(min(1366, room.width()), min(728, room.height()))
    if room.width() <= 1366 or room.height() <= 768:
        window.showMaximized()
    else:
        window.move(room.center() - window.rect().center())
        window.show()


def remember_window(window: QWidget) -> None:
    """Keeps the window's place and size for the next start."""
    settings().setValue("geometry", window.saveGeometry())


def grid_layout(name: str) -> dict[str, Any]:
    """What the clerk made of a grid's columns: `widths` (key → logical pixels) and `order` (keys); {} for the default."""
    try:
        kept = json.loads(str(settings().value(f"grids/{name}", "") or "{}"))
    except ValueError:  # the file was edited by hand
        return {}
    return kept if isinstance(kept, dict) else {}


def remember_grid_layout(name: str, layout: dict[str, Any]) -> None:
    """Keeps a grid's columns for the next start; an empty layout is forgotten."""
    if layout:
        settings().setValue(f"grids/{name}", json.dumps(layout, ensure_ascii=False))
    else:
        settings().remove(f"grids/{name}")
