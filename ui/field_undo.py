"""Ctrl+Z while a field has the keyboard (撤销): its own typing first, then the window's last act; Ctrl+Y likewise.

Qt's fields keep both keys to themselves, whether they have something to take back or not. One watcher sits on the field
that has the keyboard, whichever it is, so that no field needs to say it of itself.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QWidget

from ui.focus_watch import FocusWatch

_CTRL = Qt.KeyboardModifier.ControlModifier
_UNDO = {QKeyCombination(_CTRL, Qt.Key.Key_Z)}
_REDO = {
    QKeyCombination(_CTRL, Qt.Key.Key_Y),
    QKeyCombination(_CTRL | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Z),
}


class FieldUndo(FocusWatch):
    """For the fields of one window; those of a dialog keep their keys, since the window's act is not seen there.

    What a field saved is no typing any more: a field says so by `setModified(False)` or by `setText`, as Qt has it.
    """

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._taken_back = False
        """Typing of this visit was taken back: it can be brought again."""
        super().__init__(window)

    def wants(self, widget: QWidget) -> bool:
        return isinstance(widget, QLineEdit | QAbstractSpinBox) and widget.window() is self._window

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        self._taken_back = False
        super()._follow(before, now)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        asked = event.type() == QEvent.Type.ShortcutOverride
        if not isinstance(event, QKeyEvent) or not (asked or event.type() == QEvent.Type.KeyPress):
            return False
        pressed = event.keyCombination()
        undo = pressed in _UNDO or event.matches(QKeySequence.StandardKey.Undo)
        if not undo and pressed not in _REDO and not event.matches(QKeySequence.StandardKey.Redo):
            return False
        line = watched if isinstance(watched, QLineEdit) else watched.findChild(QLineEdit)
        mine = line is not None and (self._is_typed(line) if undo else self._may_bring_back(line))
        if not mine or line is None:
            event.ignore()  # else Qt gives it to the field, which swallows it; thus to the window's shortcut
            return True
        if asked:
            event.accept()
        elif undo:
            self._taken_back = True
            line.undo()
        else:
            line.redo()
        return True

    @staticmethod
    def _is_typed(line: QLineEdit) -> bool:
        return line.isModified() and line.isUndoAvailable()

    def _may_bring_back(self, line: QLineEdit) -> bool:
        return self._taken_back and line.isRedoAvailable()
