"""Alt and a letter never types (Alt+字母): it presses the button that bears the letter, or nothing where that is grey.

Qt's fields take the letter as typed where no button takes it: Alt+N beside a grey 下一步 replaced the selected path by n.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from ui.focus_watch import FocusWatch

_ALT = Qt.KeyboardModifier.AltModifier
_HELD = (_ALT, _ALT | Qt.KeyboardModifier.ShiftModifier)
"""AltGr, with which some keyboards type, is Ctrl and Alt at once, or none of them."""
_TYPED_IN = QLineEdit | QAbstractSpinBox | QPlainTextEdit


class AltLetters(FocusWatch):
    """One for the program, on whichever field has the keyboard; mnemonics have had the key before."""

    _only: AltLetters | None = None

    @classmethod
    def keep_out(cls) -> None:
        """From now on, in every window; called by each that may be the first."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        if cls._only is None or not isValid(cls._only):
            cls._only = cls(app)

    def wants(self, widget: QWidget) -> bool:
        return isinstance(widget, _TYPED_IN)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.modifiers() in _HELD
            and event.text().isprintable()
            and bool(event.text().strip())
        )
