"""Qt's own words in Chinese (Qt 自带的文字): menus of fields, standard buttons, its dialog for files."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

_MOVED = {"QAbstractFileIconProvider": "QFileDialog"}
"""Qt 6 asks for the kinds of files (Folder, %1 File) by another class than the one its catalogue lists them under."""


class QtWords(QTranslator):
    """Qt's catalogue, found also for what has moved since it was written."""

    def translate(self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1) -> str:
        return super().translate(_MOVED.get(context, context), sourceText, disambiguation, n)


def speak_chinese(app: QCoreApplication) -> QtWords | None:
    """Has Qt's own words in Chinese from now on; None where the catalogue is not there."""
    words = QtWords(app)
    if not words.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        return None
    app.installTranslator(words)
    return words
