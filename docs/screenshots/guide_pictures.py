"""The pictures of the guide (docs/guide/pictures): its month, walked through key by key, and a screen for each page."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from story import roster
from window import Camera, pause

from bench.guide_school import school_of_the_guide
from bench.month_script import TODAY, Stroke, steps

SIZE = (1092, 600)
"""As at 125% on a 1366×768 screen: the guide shows it legibly in its narrower column."""
PICTURES = Path(__file__).resolve().parents[1] / "guide" / "pictures"
_AFTER_STROKES = {"1. ": "month-1", "3. ": "month-3", "7. ": "month-7"}
"""By the beginning of a step's title: the picture taken at its end."""
_SLIPS = "month-4"
_KEYS = {
    "Enter": "Return",
    "Esc": "Escape",
    "PgDn": "PageDown",
    "PgUp": "PageUp",
    "↑": "Up",
    "↓": "Down",
    "←": "Left",
    "→": "Right",
}
_MODIFIERS = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
}


def take_month(folder: Path) -> None:
    """Walks through the month of the guide and keeps its four pictures."""
    before = os.environ["XCEDU_TODAY"]
    os.environ["XCEDU_TODAY"] = TODAY.isoformat()
    camera = Camera(school_of_the_guide(folder / "学校.xcedu"), SIZE)
    for step in steps():
        for number, stroke in enumerate(step.strokes):
            if stroke.text in ("Ctrl+1", "Ctrl+8"):
                camera.rest()
            if step.slips and stroke.text == "Ctrl+6" and number:  # the slips are in, other measures follow
                camera.rest()
                camera.save(PICTURES / f"{_SLIPS}.png", leave=False)
            press(stroke)
        camera.rest()
        name = next((name for begin, name in _AFTER_STROKES.items() if step.title.startswith(begin)), "")
        if name:
            camera.save(PICTURES / f"{name}.png", leave=False)
    camera.close()
    os.environ["XCEDU_TODAY"] = before


def press(stroke: Stroke) -> None:
    """One stroke, as it comes from the keyboard or an input method."""
    here = QApplication.activePopupWidget() or QApplication.focusWidget()
    assert here is not None
    if not stroke.typed:
        *modifiers, name = stroke.text.split("+")
        key = Qt.Key[f"Key_{_KEYS.get(name, name)}"]
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= _MODIFIERS[modifier]
        QTest.keyClick(here, key, held)
    elif stroke.text.isascii():
        for letter in stroke.text:
            QTest.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget() or here, letter)
    else:
        event = QInputMethodEvent()
        event.setCommitString(stroke.text)
        QApplication.sendEvent(here, event)
    pause(5)


def take_pages(school: Path, folder: Path) -> None:
    """A picture of each screen, of the school of the other pictures."""
    camera = Camera(school, SIZE)
    shots: dict[str, Callable[[], bool]] = {
        key: lambda key=key: camera.page(key, staged=False)
        for key in (
            "overview",
            "pupils",
            "staff",
            "calendar",
            "clubs",
            "meals",
            "heating",
            "check",
            "log",
            "settings",
        )
    }
    shots["handouts"] = lambda: camera.page("pupils") and camera.push("班级收集")
    shots["import"] = lambda: camera.import_of(roster(folder / "花名册（教导处最终版2）.xlsx", school))
    for name, shot in shots.items():
        assert shot(), name
        camera.save(PICTURES / f"{name}.png")
    camera.close()
