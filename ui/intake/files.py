"""Choosing a file to import (选文件): the dialog opens where the last one was taken from."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.settings import settings

FILTER = "表格 (*.xlsx *.xls *.et *.xlsm *.xlsb *.ods *.csv *.txt *.htm *.html *.xml);;所有文件 (*)"


def folder_to_begin() -> Path:
    """Where the last file was taken from, else the desktop: never the program's own folder, where no list lies."""
    kept = str(settings().value("import_folder", "") or "")
    if kept and Path(kept).is_dir():
        return Path(kept)
    for place in (
        QStandardPaths.StandardLocation.DesktopLocation,
        QStandardPaths.StandardLocation.DocumentsLocation,
    ):
        folder = Path(QStandardPaths.writableLocation(place))
        if folder.is_dir():
            return folder
    return Path.home()


def choose_file(parent: QWidget, title: str = "选择要导入的表格") -> Path | None:
    """The file that the person picks, None where the dialog was left."""
    name, _ = QFileDialog.getOpenFileName(parent, title, str(folder_to_begin()), FILTER)
    if not name:
        return None
    path = Path(name)
    settings().setValue("import_folder", str(path.parent))
    return path
