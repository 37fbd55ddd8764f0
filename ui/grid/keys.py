"""The keyboard of a grid: which key does what. docs/keys.md lists them for people."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from ui.grid.table import GridTable

Key = Qt.Key
Act = Callable[[], object]
_CTRL, _SHIFT, _ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_PLAIN = Qt.KeyboardModifier.NoModifier
_OF_CELLS = frozenset({Key.Key_D, Key.Key_R, Key.Key_Minus, Key.Key_Apostrophe, Key.Key_Semicolon})
"""With Ctrl they write cells or delete rows; not while one is being typed into."""
ARROWS = frozenset(
    {Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down, Key.Key_Home, Key.Key_End, Key.Key_PageUp, Key.Key_PageDown}
)  # fmt: skip


class Keys:
    """The keys of one table."""

    def __init__(self, table: GridTable) -> None:
        self._table = table

    def press(self, event: QKeyEvent) -> bool:
        """Does what a key asks for; False where it is no key of a grid (then it is typed, or moves)."""
        table = self._table
        act = table.keys.get(QKeySequence(event.keyCombination()).toString())
        if act is None:
            act = self._of_list(event) if table.row_mode else self._of_grid(event)
        if act is None:
            return False
        act()
        return True

    def _of_list(self, event: QKeyEvent) -> Act | None:
        """A list of which one row is chosen. It has no cells to walk over: Tab goes on, as Ctrl+Tab does."""
        table = self._table
        if event.key() in (Key.Key_Tab, Key.Key_Backtab):
            return self._leave(event.key() == Key.Key_Tab)
        if event.key() in (Key.Key_Return, Key.Key_Enter) and table.currentIndex().isValid():
            return lambda: table.entered.emit(table.grid_model.id_at(table.currentIndex().row()))
        return table.acts.copy if event.matches(QKeySequence.StandardKey.Copy) else None

    def _of_grid(self, event: QKeyEvent) -> Act | None:
        acts = self._table.acts
        for standard, act in (("Copy", acts.copy), ("Cut", acts.cut), ("Paste", acts.paste)):
            if event.matches(QKeySequence.StandardKey[standard]):
                return act
        key, modifiers = Key(event.key()), event.modifiers() & ~_KEYPAD
        if modifiers & _CTRL:
            return self._with_ctrl(key, bool(modifiers & _SHIFT))
        if modifiers & _ALT:
            return self._with_alt(key)
        return self._plain(key, bool(modifiers & _SHIFT))

    def _with_ctrl(self, key: Qt.Key, shift: bool) -> Act | None:
        table, acts = self._table, self._table.acts
        if key in _OF_CELLS and table.is_editing():
            return lambda: None
        if key in (Key.Key_Tab, Key.Key_Backtab):
            return self._leave(key == Key.Key_Tab)
        if key in (Key.Key_Plus, Key.Key_Equal) and (shift or key == Key.Key_Plus):
            return acts.insert_row
        if key == Key.Key_L and shift:
            return table.toggle_ticks
        if shift:
            return None
        return {
            Key.Key_D: acts.fill_down,
            Key.Key_R: acts.fill_right,
            Key.Key_Minus: acts.delete_rows,
            Key.Key_Apostrophe: acts.repeat_above,
            Key.Key_Semicolon: acts.today,
            Key.Key_Space: lambda: table.moves.select_lines(rows=False),
            Key.Key_F: table.look_for,
            Key.Key_G: table.look_for,
        }.get(key)

    def _leave(self, forward: bool) -> Act:
        """To the next control. The view's own method would send the key back here: Tab alone belongs to the cells."""
        return lambda: QWidget.focusNextPrevChild(self._table, forward)

    def _with_alt(self, key: Qt.Key) -> Act | None:
        """Down: the choices of the cell; up, to the header: the values of the column."""
        if key == Key.Key_Up:
            return self._table.open_ticks
        return (lambda: self._table.open_editor(typing=False)) if key == Key.Key_Down else None

    def _plain(self, key: Qt.Key, shift: bool) -> Act | None:
        table, acts, moves = self._table, self._table.acts, self._table.moves
        match key:
            case Key.Key_Return | Key.Key_Enter:
                return lambda: moves.step(0, -1 if shift else 1)
            case Key.Key_Tab | Key.Key_Backtab:
                return lambda: moves.step(-1 if key == Key.Key_Backtab or shift else 1, 0)
            case Key.Key_Delete | Key.Key_Backspace:
                return acts.clear
            case Key.Key_Insert if not shift:
                return acts.new_row
            case Key.Key_Space if shift:
                return lambda: moves.select_lines(rows=True)
            case Key.Key_F2 if shift:
                return table.open_note
            case Key.Key_F2:
                return lambda: table.open_editor(typing=False, reveal=True)
            case Key.Key_F3:
                return lambda: table.find_next(-1 if shift else 1)
        return None


def is_typed(event: QKeyEvent) -> bool:
    """Whether a key brings a character to be typed into a cell."""
    text = event.text()
    return bool(text) and text.isprintable() and not event.modifiers() & (_CTRL | _ALT)
