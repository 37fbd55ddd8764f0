"""Files of the bureau that reach the window (打开回执, 读入区级参数): from a menu, dropped on it, or by a double click."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.begin_at import begin_at
from ui.settings import settings

if TYPE_CHECKING:
    from ui.shell import Shell
    from xcedu_desktop.month.receipts import KeptReceipt
    from xcedu_desktop.store.norms import Norms

RECEIPT_SUFFIX, PROFILE_SUFFIX = ".xcr", ".xcp"
_FOLDER = "received_folder"


def takes(path: Path) -> bool:
    """Whether a file is one that the bureau sends, by its name."""
    return path.suffix.lower() in (RECEIPT_SUFFIX, PROFILE_SUFFIX)


def open_received(shell: Shell, path: Path) -> None:
    """Takes a file in by what its name says it is."""
    if path.suffix.lower() == PROFILE_SUFFIX:
        open_profile(shell, path)
    else:
        open_receipt(shell, path)


def open_receipt(shell: Shell, path: Path | None = None) -> None:
    """Takes a receipt in and shows it over the page on the screen; without `path` asks for the file."""
    ledger, worker, page = shell.ledger, shell.worker, shell.page()
    if ledger is None or worker is None or (page is not None and not page.leave()):
        return
    chosen = path or _choose(shell, "打开区里的回执", f"回执 (*{RECEIPT_SUFFIX});;所有文件 (*)")
    if chosen is None:
        return

    def done(kept: KeptReceipt) -> None:
        from ui.receipts.page import ReceiptPage

        shell.top.months.choose(kept.receipt.month)
        shell.lay_over(ReceiptPage(shell, digest=kept.digest))
        shell.say("回执已读入" if kept.fresh else f"这份回执 {kept.taken_in:%m月%d日} 已经读入过，再打开看")
        shell.wrote_something.emit()

    worker.run(lambda _progress: ledger.take_receipt(chosen), done)


def open_profile(shell: Shell, path: Path | None = None) -> None:
    """Takes a profile file in; without `path` asks for the file. The settings page shows what it says."""
    ledger, worker, page = shell.ledger, shell.worker, shell.page()
    if ledger is None or worker is None or (page is not None and not page.leave()):
        return
    chosen = path or _choose(shell, "读入区级参数", f"区级参数 (*{PROFILE_SUFFIX});;所有文件 (*)")
    if chosen is None:
        return

    def done(norms: Norms) -> None:
        from ui.settings_page.page import SettingsPage

        shell.open_page("settings")
        shell.refresh()
        page = shell.page()
        if isinstance(page, SettingsPage):
            page.room.ensureWidgetVisible(page.norms)
            page.norms.take.setFocus()
        shell.say(f"已读入，从现在起按{norms.spoken}校验")
        shell.wrote_something.emit()

    worker.run(lambda _progress: ledger.take_profile(chosen), done)


def _choose(parent: QWidget, title: str, kinds: str) -> Path | None:
    start = str(begin_at(settings().value(_FOLDER, "")))
    name, _ = QFileDialog.getOpenFileName(parent, title, start, kinds)
    if not name:
        return None
    settings().setValue(_FOLDER, str(Path(name).parent))
    return Path(name)
