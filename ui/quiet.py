"""What keeps Python's cycle collector, and the work of the other thread, from stopping the window.

A full collection walks all that is alive, 100-200 ms with a big school's rows, and no thread runs meanwhile; and while the
program loads, hundreds of thousands of objects are made of which none is given up.
"""

from __future__ import annotations

import gc
import sys
import time

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QWindow

_YOUNG, _OLDER, _FULL = 20_000, 20, 1_000
"""Objects made, and collections of each generation, before the next one: full collections become rare."""
_TURN = 0.0005
"""Seconds that a thread which wants to go on waits for one that computes, at each small query anew."""

_ANSWER = 0.03
"""Seconds after a key or a click in which the worker leaves the interpreter to the window: the answer is painted by then."""
_PRESSES = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)


class Hands(QObject):
    """The hands on keyboard and mouse (of one window): `moved` at each key, click or turn of the wheel."""

    moved = Signal()
    answered = 0.0
    """The time (monotonic) by which the last of them, in whatever window, is taken to be answered."""

    def __init__(self, window: QWindow, parent: QObject) -> None:
        super().__init__(parent)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _PRESSES:
            Hands.answered = time.monotonic() + _ANSWER
            self.moved.emit()
        return False


def give_way() -> None:
    """For the worker, between two steps: lets the window answer what was just pressed."""
    left = Hands.answered - time.monotonic()
    if left > 0:
        time.sleep(left)


def be_quiet() -> None:
    """To be called when the program starts."""
    gc.set_threshold(_YOUNG, _OLDER, _FULL)
    sys.setswitchinterval(_TURN)


def keep_loaded() -> None:
    """What is loaded by now lives as long as the program: the collector never looks at it again."""
    gc.freeze()
