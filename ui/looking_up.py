"""查找: what the search box in the top bar finds: pages by title, everything with a name by text or pinyin initials.

The directory is read in the worker, again after something was written, so that a key never waits for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ui.grid.pinyin import haystack, rank
from ui.search import Hit
from xcedu_desktop.directory import Entry
from xcedu_desktop.form import Finding

if TYPE_CHECKING:
    from ui.shell import Shell
    from xcedu_desktop.periods import Month

_QUIET = 400
"""Milliseconds without a write, longer than what the check waits for: first what the clerk looks at."""


class LookingUp(QObject):
    """Gives the search box its provider, once a file is open."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        self._entries: list[Entry] = []
        self._read_at: tuple[object, Month] | None = None
        self._reading = False
        self.box = shell.set_search(self.find)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_QUIET)
        self._soon.timeout.connect(self.read)
        shell.month_changed.connect(lambda _month: self._soon.start())
        shell.wrote_something.connect(self._soon.start)
        self.read()

    def read(self) -> None:
        """Has the directory read, if anything was written since."""
        ledger, worker = self._shell.ledger, self._shell.worker
        state = (self._shell.state_of_file(), self._shell.month)
        if ledger is None or worker is None or self._reading or state == self._read_at:
            return
        self._reading = True
        month = self._shell.month

        def work(_progress: object) -> list[Entry]:
            entries = ledger.directory(month)
            for entry in entries:
                haystack(entry.name)  # made here, kept there: the first letter typed finds it ready
            return entries

        def done(entries: list[Entry]) -> None:
            self._entries, self._read_at, self._reading = entries, state, False
            self.read()  # written meanwhile

        def failed(error: Exception) -> None:
            self._reading = False
            raise error

        worker.run(work, done, failed)

    def forget(self) -> None:
        """The file is closed: nobody of it is found any more. The worker was stopped: what was being read is lost."""
        self._soon.stop()
        self._entries, self._read_at, self._reading = [], None, False

    def find(self, text: str) -> list[Hit]:
        """The best hits first: pages, then rows; of equal ones the shorter name."""
        wanted = "".join(text.casefold().split())
        if not wanted:
            return []
        pages = [
            Hit(spec.title, "页面", lambda key=spec.key: self._shell.open_page(key))
            for spec in self._shell.pages if wanted in haystack(spec.title)
        ]  # fmt: skip
        rows = [entry for entry in self._entries if wanted in haystack(entry.name)]
        rows.sort(key=lambda entry: (rank(entry.name, wanted), len(entry.name)))
        return pages + [Hit(entry.name, entry.where, lambda entry=entry: self._go(entry)) for entry in rows]

    def _go(self, entry: Entry) -> None:
        if not self._shell.go_to(Finding.place(entry.table, entry.row_id, entry.key, entry.name)):
            self._shell.say(f"没有找到「{entry.name}」，可能已被删除")
