"""打印 on a page: which of its prints, made in the worker, shown in the preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from ui.widgets.buttons import open_under
from xcedu_desktop.month.prints import titles

if TYPE_CHECKING:
    from ui.page import Page
    from xcedu_desktop.printing import PrintSheet


def choose_print(page: Page) -> None:
    """Opens the page's print, or a menu of them under its button."""
    if not page.leave():
        return
    known = titles()
    if len(page.spec.prints) == 1:
        show_print(page, page.spec.prints[0], known[page.spec.prints[0]])
        return
    menu = QMenu(page)
    for key in page.spec.prints:
        menu.addAction(known[key]).triggered.connect(
            lambda _checked, key=key: show_print(page, key, known[key])
        )
    button = page.print_button
    if button is None or not button.isVisible():  # folded into 更多
        button = page.header.more
    open_under(menu, button)


def show_print(page: Page, key: str, title: str) -> None:
    """Makes the sheets of the page's month in the worker and opens the preview."""
    shell = page.shell
    ledger, worker, month = shell.ledger, shell.worker, shell.month
    if ledger is None or worker is None:
        return
    shell.say(f"正在准备「{title}」…")

    def done(sheets: list[PrintSheet]) -> None:
        from ui.printing.preview import Preview  # loads Qt's print support

        if shell.month != month:
            return
        if not sheets:
            shell.say(f"{month.spoken}还没有可以打印的「{title}」")
            return
        shell.say("")
        preview = Preview(f"{month.spoken}{title}", sheets, page.print_pick(), page)
        preview.finished.connect(preview.deleteLater)
        preview.open()

    worker.run(lambda _progress: ledger.print_sheets(month, key), done, asker=page)
