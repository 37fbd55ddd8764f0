"""The panel of one pupil (学生) under the grid: birth date, and the classes the pupil was in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ui.school.pupils_source import PupilsSource
from ui.theme import BODY, GRID, SPACE_3, SPACE_4, Theme
from ui.widgets.cards import Card
from ui.widgets.text import Text


class DateBox(QLineEdit):
    """A date typed as text; `on_done(text)` when Enter is pressed or the box is left, if it was changed."""

    def __init__(self, name: str, on_done: Callable[[str], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._on_done = on_done
        self._shown = ""
        self.setFont(Theme.current().font(GRID))
        self.setFixedWidth(110)
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.editingFinished.connect(self._done)

    def show_text(self, text: str) -> None:
        """What stands in the box; nothing under a person's typing."""
        self._shown = text
        if not (self.hasFocus() and self.isModified()):
            self.setText(text)

    def _done(self) -> None:
        if self.text() != self._shown:
            self._shown = self.text()
            self.setModified(False)
            self._on_done(self._shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setModified(False)
            self.setText(self._shown)
        else:
            super().keyPressEvent(event)


class PupilPanel(Card):
    """Says nothing where no pupil is chosen."""

    def __init__(self, write_birth: Callable[[str, str], object], parent: QWidget) -> None:
        super().__init__(margins=(SPACE_4, 8, SPACE_4, 8), parent=parent)
        self.pupil_id = ""
        self._write_birth = write_birth
        self.name = Text("", BODY, bold=True, parent=self)
        self.birth = DateBox("出生日期", self._born, self)
        self.classes = Text("", GRID, tone="ink2", elide=True, parent=self)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        row.addWidget(self.name)
        row.addSpacing(SPACE_3)
        row.addWidget(Text("出生日期", GRID, tone="ink2", parent=self))
        row.addWidget(self.birth)
        row.addSpacing(SPACE_3)
        row.addWidget(self.classes, 1)
        self.body.addLayout(row)

    def show_pupil(self, source: PupilsSource, pupil_id: str) -> None:
        """Shows a pupil of the source; "" or an unknown one empties the panel."""
        there = pupil_id in source.rows
        self.pupil_id = pupil_id if there else ""
        self.birth.setEnabled(there)
        self.name.setText((source.text(pupil_id, "name") or "没有姓名") if there else "没有选中学生")
        self.birth.show_text(source.text(pupil_id, "birth_date") if there else "")
        self.classes.setText("编班　" + "；".join(source.class_history(pupil_id)) if there else "")

    def _born(self, text: str) -> None:
        if self.pupil_id:
            self._write_birth(self.pupil_id, text)
