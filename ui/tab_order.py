"""Tab and Shift+Tab in the window (制表键顺序): every control of the page is a stop, its header first.

Qt takes a widget that hands its focus on (`setFocusProxy`: a page to its grid) for a stop of its own. So Tab went from the
search box straight into the grid, past what stands before it, and from behind the grid back into it, for ever: tabs,
bars and header could not be reached.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLayoutItem, QWidget

if TYPE_CHECKING:
    from ui.page import Page


def stops(window: QWidget, page: Page | None) -> list[QWidget]:
    """What takes the keyboard by Tab; of the page its header first, then the parts of its body from top to bottom.

    Within a part it is the order of their making.
    """
    found: list[QWidget] = []
    widget = window.nextInFocusChain()
    while widget is not None and widget is not window:
        if _is_stop(widget) and widget.window() is window:
            found.append(widget)
        widget = widget.nextInFocusChain()
    if page is None:
        return found
    inside = [widget for widget in found if page.isAncestorOf(widget)]
    if not inside:
        return found
    head = [widget for widget in inside if page.header.isAncestorOf(widget)]
    head.sort(key=lambda widget: widget.mapTo(page, QPoint(0, 0)).x())
    parts = [page.body.itemAt(at) for at in range(page.body.count())]
    body = [widget for widget in inside if widget not in head]
    body.sort(key=lambda widget: next((at for at, part in enumerate(parts) if _holds(part, widget)), 0))
    at = found.index(inside[0])
    before, after = found[:at], [widget for widget in found[at:] if widget not in inside]
    return [*before, *head, *body, *after]


def go_on(window: QWidget, page: Page | None, forward: bool) -> bool:
    """Gives the keyboard to the next stop, or the one before; False where there is none."""
    order, here = stops(window, page), window.focusWidget()
    if not order:
        return False
    step = 1 if forward else -1
    at = order.index(here) + step if here in order else min(step, 0)
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    order[at % len(order)].setFocus(reason)
    return True


def _holds(item: QLayoutItem | None, widget: QWidget) -> bool:
    if item is None:
        return False
    held, layout = item.widget(), item.layout()
    if held is not None:
        return held is widget or held.isAncestorOf(widget)
    return layout is not None and any(_holds(layout.itemAt(at), widget) for at in range(layout.count()))


def _is_stop(widget: QWidget) -> bool:
    return (
        bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.focusProxy() is None
        and widget.isVisible()
        and widget.isEnabled()
    )
