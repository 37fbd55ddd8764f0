"""A list dropped on the window (拖入文件) opens the preview of its import; a file of the bureau is taken in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent

if TYPE_CHECKING:
    from ui.shell import Shell


class Dropping(QObject):
    """Watches the window for files that are dropped on it, once a school file is open."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.shell = shell
        shell.setAcceptDrops(True)
        shell.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QDropEvent):  # QDragEnterEvent is one too
            return False
        path = _file_of(event)
        if path is None or self.shell.ledger is None:
            return False
        # always as a copy: after a move the file manager would take the clerk's list away from its folder
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if not isinstance(event, QDragEnterEvent):
            self._open(path)
        return True

    def _open(self, path: Path) -> None:
        from ui.receipts.opening import open_received, takes

        if takes(path):
            open_received(self.shell, path)
            return
        from ui.intake.kinds import kinds_of_page

        self.shell.open_import(kinds_of_page(self.shell.current), path)


def _file_of(event: QDropEvent) -> Path | None:
    """The file that is being dropped, None for anything else."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if urls and urls[0].isLocalFile() else None
