"""帮助 (F1): the guide's page of the screen that was shown, the list of pages and a search in them; 关于 and 问题反馈.

Typing searches, Up and Down turn the pages, PgUp and PgDn scroll, Esc goes back to where one was.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QStandardPaths, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout

from ui.grid.view import Grid
from ui.help.about_text import LICENCE, about_text, licence_text
from ui.help.chapters import CHAPTERS, GUIDE, chapter, chapter_of, find
from ui.help.contents import ABOUT, FEEDBACK, Contents, Found
from ui.help.feedback_text import feedback_text, of_screen
from ui.help.reader import Reader
from ui.page import Page
from ui.theme import CONTROL, GRID, SPACE_2, SPACE_3, Theme
from ui.widgets.side_width import SideWidth
from xcedu_desktop import feedback
from xcedu_desktop.about import about
from xcedu_desktop.errors import UserError
from xcedu_desktop.feedback import Feedback
from xcedu_desktop.store.profiles import in_force

if TYPE_CHECKING:
    from ui.forms.registry import PageSpec
    from ui.shell import Shell
    from xcedu_desktop.ledger import Ledger

_LIST, _LIST_SMALL = 250, 180
_SCROLLING = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
_TURNING = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class HelpPage(Page):
    """Laid over the page on the screen, whose chapter it opens."""

    def __init__(self, shell: Shell, spec: PageSpec) -> None:
        super().__init__(shell, spec)
        assert shell.ledger is not None
        self.ledger: Ledger = shell.ledger
        self.packed: Feedback | None = None
        self.shown = ""
        """The row of the contents that is on the screen."""
        under = shell.page()
        self.box = QLineEdit(self)
        self.box.setPlaceholderText("在帮助里找")
        self.box.setAccessibleName("在帮助里找")
        self.box.setFont(Theme.current().font(GRID))
        self.box.setFixedHeight(CONTROL)
        self.box.setClearButtonEnabled(True)
        self.box.textChanged.connect(self._search)
        self.box.installEventFilter(self)
        self.contents = Contents()
        self.list = Grid(shell, self.contents, sortable=False, row_mode=True, parent=self)
        self.list.chosen.connect(self._chosen)
        self.list.entered.connect(self._chosen)
        self.reader = Reader(self)
        self.reader.followed.connect(self._follow)
        self._lay_out()
        self.setFocusProxy(self.box)
        self.open_row(chapter_of(under.spec.key if under is not None else shell.current))

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(SPACE_2)
        left.addWidget(self.box)
        left.addWidget(self.list, 1)
        for widget in (self.box, self.list):
            SideWidth(widget, _LIST, _LIST_SMALL)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        row.addLayout(left)
        row.addWidget(self.reader, 1)
        self.body.addLayout(row, 1)
        self.set_quiet("输入字词查找 · ↑↓ 换页 · PgUp、PgDn 翻动 · Esc 返回")
        self.add_way_back(self.shell.lift)
        self.add_button("关于", lambda: self.open_row(ABOUT))
        self.add_button("问题反馈", lambda: self.open_row(FEEDBACK))
        self.save_button = self.set_main("存成压缩包", self.save_feedback)
        self.save_button.setToolTip("Ctrl+Enter")
        self.save_button.hide()
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.save_feedback)

    # --- what is read

    def open_row(self, key: str) -> None:
        """Shows a page and marks it in the contents."""
        self.box.clear()
        self._open(key)
        self.list.show_cell(key, light=False)

    def _open(self, key: str) -> None:
        if key == FEEDBACK:
            self._gather_feedback()
        elif key == ABOUT:
            self._read_about()
        else:
            self._show(chapter(key).markdown, GUIDE, key)

    def _read_about(self) -> None:
        """关于: what is installed is read in the worker."""
        self.shown = ABOUT
        worker, store = self.shell.worker, self.ledger.store

        def done(text: str) -> None:
            if self.shown == ABOUT:
                self._show(text, Path(), ABOUT)

        if worker is not None:
            worker.run(lambda _progress: about_text(about(), in_force(store).norms), done, asker=self)

    def _gather_feedback(self) -> None:
        """问题反馈: gathered in the worker, shown, saved by the blue button."""
        self.shown = FEEDBACK
        worker, store = self.shell.worker, self.ledger.store
        screen = of_screen(self.window())

        def done(gathered: Feedback) -> None:
            if self.shown == FEEDBACK:  # else another page was opened meanwhile
                self._show(feedback_text(gathered), Path(), FEEDBACK)
                self.packed = gathered
                self.save_button.show()

        if worker is not None:
            worker.run(lambda _progress: feedback.gather(store, screen), done, asker=self)

    def save_feedback(self) -> None:
        """Asks where, and writes the zip."""
        packed, worker = self.packed, self.shell.worker
        if packed is None or worker is None:
            return
        desktop = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DesktopLocation)
        start = str(Path(desktop) / feedback.default_name())
        name, _ = QFileDialog.getSaveFileName(self, "问题反馈存到哪里", start, "压缩包 (*.zip)")
        if not name:
            return
        target = Path(name) if name.casefold().endswith(".zip") else Path(f"{name}.zip")
        worker.run(
            lambda _progress: feedback.pack(packed, target),
            lambda path: self.shell.say(f"已存到 {path}，请交给电教站"),
            self._failed,
        )

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.shell.say(error.message)

    def _show(self, markdown: str, folder: Path, key: str) -> None:
        self.packed, self.shown = None, key
        self.save_button.hide()
        self.reader.show_markdown(markdown, folder)

    def _follow(self, target: str) -> None:
        """A link: another page of the guide, or a licence."""
        name = target.removesuffix(".md")
        if name in CHAPTERS:
            self.open_row(name)
        elif target.startswith(LICENCE):
            wanted = target.removeprefix(LICENCE)
            part = next((part for part in about().parts if part.name == wanted), None)
            if part is not None:
                self.reader.show_plain(f"{part.name} {part.version}　{part.licence}\n\n{licence_text(part)}")

    # --- finding

    def _search(self, words: str) -> None:
        if not words.strip():
            self.list.set_source(self.contents)
            self.list.show_cell(self.shown, light=False)
            return
        found = Found(find(words), words)
        self.list.set_source(found)
        first = next(iter(found.places), "")
        if first:
            self.list.show_cell(first, light=False)
            self._chosen(first)
            self.shell.say("")
        else:
            self.shell.say(f"帮助里没有「{words.strip()}」")

    def _chosen(self, row_id: str) -> None:
        source = self.list.source
        if isinstance(source, Found):
            place = source.places.get(row_id)
            if place is not None:
                if self.shown != place.chapter:
                    self._open(place.chapter)
                self.reader.go_to_paragraph(place.paragraph)
        elif row_id and row_id != self.shown:
            self._open(row_id)

    # --- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the search box: arrows turn the pages, PgUp and PgDn scroll the text, Esc empties it first."""
        if watched is self.box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _key(self, key: Qt.Key) -> bool:
        if key in _TURNING:
            self._turn(_TURNING[key])
        elif key in _SCROLLING:
            bar = self.reader.verticalScrollBar()
            bar.setValue(bar.value() + _SCROLLING[key] * bar.pageStep())
        elif key == Qt.Key.Key_Escape and self.box.text():
            self.box.clear()
        else:
            return False
        return True

    def _turn(self, step: int) -> None:
        """To the next or the previous row that is no title."""
        source = self.list.source
        ids = [row_id for row_id in source.row_ids() if not source.is_heading(row_id)]
        here = self.list.current()[0]
        at = ids.index(here) + step if here in ids else 0
        if 0 <= at < len(ids):
            self.list.show_cell(ids[at], light=False)
