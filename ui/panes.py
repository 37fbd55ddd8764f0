"""F6: from one part of a page to the next (list, tabs, grid, filter), past its buttons; Shift+F6 goes back.

Tab belongs to the cells of a grid, so a page of several grids needs a key of its own to walk among them.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QTabBar, QWidget

_LINE = 24
"""Parts whose tops differ by less stand side by side."""
_PARTS = (QAbstractItemView, QTabBar, QLineEdit)


def parts_of(page: QWidget) -> list[QWidget]:
    """The parts of a page that take keys and are seen, line by line. An open cell editor is none of them."""
    found: list[QWidget] = []
    widget = page.nextInFocusChain()
    while widget is not None and widget is not page:
        if (
            isinstance(widget, _PARTS)
            and page.isAncestorOf(widget)
            and widget.isVisible()
            and widget.isEnabled()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not _is_editor(widget)
        ):
            found.append(widget)
        widget = widget.nextInFocusChain()
    return sorted(found, key=lambda part: _place(part, page))


def go_on(page: QWidget, back: bool = False) -> bool:
    """Puts the keyboard into the next part of the page; False where there is no other."""
    parts = parts_of(page)
    if not parts:
        return False
    step, here = -1 if back else 1, page.window().focusWidget()
    places = [
        at for at, part in enumerate(parts) if here is not None and (here is part or part.isAncestorOf(here))
    ]
    begin = places[0] if places else (0 if back else -1)
    following = parts[(begin + step) % len(parts)]
    if following is here:
        return False
    following.setFocus(Qt.FocusReason.ShortcutFocusReason)
    return True


def _place(part: QWidget, page: QWidget) -> tuple[int, int]:
    at = part.mapTo(page, part.rect().topLeft())
    return at.y() // _LINE, at.x()


def _is_editor(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return isinstance(widget, QLineEdit) and isinstance(
        parent.parentWidget() if parent else None, QAbstractItemView
    )
