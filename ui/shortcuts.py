"""The keys that work everywhere in the window (快捷键). A page's own keys are the page's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut

from ui.forms.registry import HELP
from ui.panes import go_on

if TYPE_CHECKING:
    from ui.shell import Shell


def add_shortcuts(shell: Shell) -> None:
    """Help, months, findings, the parts of a page, undo and redo, and a number for each of the first nine pages."""
    step = shell.top.months.step
    keys: list[tuple[str, Callable[[], object]]] = [
        ("Alt+Left", lambda: step(-1)),
        ("Alt+Right", lambda: step(1)),
        ("Ctrl+PgUp", lambda: step(-1)),
        ("Ctrl+PgDown", lambda: step(1)),
        ("F1", lambda: shell.open_page(HELP)),
        ("F8", shell.next_finding),
        ("Shift+F8", lambda: shell.next_finding(back=True)),
        ("F6", lambda: _next_part(shell)),
        ("Shift+F6", lambda: _next_part(shell, back=True)),
        ("Ctrl+P", lambda: _print(shell)),
        ("Ctrl+Z", shell.undo),
        ("Ctrl+Y", shell.redo),
        ("Ctrl+Shift+Z", shell.redo),
    ]
    for number, item in enumerate(shell.navigation.items()[:9], start=1):
        keys.append((f"Ctrl+{number}", item.click))
    for sequence, act in keys:
        QShortcut(QKeySequence(sequence), shell).activated.connect(act)


def _next_part(shell: Shell, back: bool = False) -> None:
    page = shell.page()
    if page is not None:
        go_on(page, back)


def _print(shell: Shell) -> None:
    page = shell.page()
    if page is not None and page.spec.prints:
        page.print_something()
    else:
        shell.say("这一页没有可以打印的；社团、配餐、取暖和校验与上报这几页有")
