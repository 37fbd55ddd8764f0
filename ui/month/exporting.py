"""The export (导出上报表) as a person drives it: into a folder chosen once, in the worker, then what to do next; 更正."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QStorageInfo, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog

from ui.begin_at import begin_at
from ui.month.findings import Findings
from ui.month.reason_dialog import ReasonDialog
from ui.month.steps import StepsCard
from ui.settings import settings
from xcedu_desktop.places import clerk_folder

if TYPE_CHECKING:
    from ui.month.check_page import CheckPage
    from xcedu_desktop.month.export import ExportResult
    from xcedu_desktop.periods import Month

_SETTING = "report_folder"
NEXT = "打印封面，签字盖章，送区里（U 盘或上传）。"


def report_folder() -> Path:
    """Where workbooks go: as chosen, else 文档/薛城教体填报/上报表."""
    kept = str(settings().value(_SETTING, "") or "")
    if kept:
        return Path(kept)
    return clerk_folder() / "上报表"


class Exporting(QObject):
    """Belongs to the check page."""

    def __init__(self, page: CheckPage) -> None:
        super().__init__(page)
        self.page = page
        self.running = False
        self.last: tuple[Month, Path] | None = None
        """The workbook written in this session, and its month."""

    # --- words beside the steps

    def show_after(self, steps: StepsCard, state: dict[str, Any]) -> None:
        """What comes after the steps: before the export where it goes, then what to do with it."""
        revision = int(state.get("revision", 0))
        if self.running:
            steps.show_after(["正在导出并核对…", "请稍等，不要关闭程序。"])
        elif state.get("locked"):
            said = "文件丢了就「再导出一份」，内容一样。"
            if self.last is not None and self.last[0] == self.page.shell.month:
                said = f"已导出 {self.last[1].name}"
            steps.show_after(
                [said, f"接下来：{NEXT}"],
                [("打开文件夹 ›", self.open_folder), ("复制到 U 盘 ›", self.copy_to_stick)],
            )
        else:
            steps.show_after(
                [f"导出以后：{NEXT}", f"要改就点「更正」，写明原因，成为第 {revision + 2} 次上报。"],
                [("换存放的文件夹 ›", self.choose_folder)],
            )
            steps.link.setToolTip(f"存到 {report_folder()}")

    def choose_folder(self) -> None:
        """Asks for another folder; kept for the next time."""
        chosen = QFileDialog.getExistingDirectory(self.page, "上报表存到哪个文件夹", str(report_folder()))
        if chosen:
            settings().setValue(_SETTING, chosen)
            self.page.shell.say(f"上报表以后存到 {chosen}")
            self.page.refresh()

    def open_folder(self) -> None:
        """Shows the folder of the workbook in the system's file manager."""
        folder = self.last[1].parent if self.last is not None else report_folder()
        if not folder.is_dir():
            self.page.shell.say(f"没有找到文件夹 {folder}，可以「再导出一份」")
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def copy_to_stick(self) -> None:
        """Asks where the stick is, copies the reported bytes there and compares what can be read back."""
        shell, month = self.page.shell, self.page.shell.month
        ledger, worker = shell.ledger, shell.worker
        if ledger is None or worker is None:
            return
        chosen = QFileDialog.getExistingDirectory(
            self.page, "复制到哪个 U 盘或文件夹", str(begin_at(_stick()))
        )
        if not chosen:
            return
        shell.say("正在复制并核对…")

        def done(copied: Path) -> None:
            shell.say(f"已复制到 {copied.parent}，读回来逐字节核对一致；请先「弹出」再拔 U 盘")

        def failed(error: Exception) -> None:
            shell.say("")
            raise error

        worker.run(lambda _progress: ledger.copy_workbook(month, Path(chosen)), done, failed)

    def show_history(self) -> None:
        """The month's reports, and what each changed."""
        from ui.month.revisions_page import RevisionsPage

        if self.page.leave():
            self.page.shell.lay_over(RevisionsPage(self.page.shell))

    # --- acts

    def ask(self) -> None:
        """What the main button does: a locked month's workbook is written again, else the page asks once."""
        page = self.page
        if page.locked:
            self.export()
        elif not self.running and page.leave():
            page.confirm.ask(
                page.shell.month,
                int(page.state().get("revision", 0)) + 1,
                page.shown_counts().warnings,
                "、".join(title for _, title in page.blank()),
            )
            page.refresh()

    def export(self) -> None:
        """Writes the workbook (a locked month's again) in the worker."""
        shell, month, folder = self.page.shell, self.page.shell.month, report_folder()
        ledger, worker = shell.ledger, shell.worker
        if ledger is None or worker is None or self.running or not self.page.leave():
            return
        again = self.page.locked
        self.running = True
        self.page.refresh()
        shell.say("正在导出上报表…")

        def done(result: ExportResult) -> None:
            self.last = (month, result.file)
            shell.say(f"已{'再' if again else ''}导出 {result.file.name}，存放在 {result.file.parent}")
            self._recheck()
            self.open_folder()

        def failed(error: Exception) -> None:
            shell.say("")
            self._recheck()
            raise error

        worker.run(lambda _progress: ledger.export(month, folder), done, failed)

    def ask_reason(self) -> None:
        """更正: asks why, then opens the month for its next revision."""
        shell, month = self.page.shell, self.page.shell.month
        if shell.ledger is None or not self.page.locked:
            return
        dialog = ReasonDialog(month.spoken, int(self.page.state().get("revision", 0)) + 1, self.page)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            shell.ledger.reopen(month, dialog.reason)
            shell.say(f"{month.spoken}可以修改了，改完再导出一份")
            # the button goes away, and with it Qt would take the keyboard to the month above, which arrows change
            self.page.setFocus(Qt.FocusReason.OtherFocusReason)
            self._recheck()
        dialog.deleteLater()

    def _recheck(self) -> None:
        """Has the month checked again; until then the page offers no second export."""
        service = Findings.of(self.page.shell)
        if service is None:
            self.running = False
            self.page.refresh()
            return

        def settled() -> None:
            if service.settled or service.checked is None:
                service.changed.disconnect(settled)
                self.running = False
                self.page.refresh()

        service.changed.connect(settled)
        service.check()


def _stick() -> str:
    """Where a USB stick is mounted, '' where none is seen: a volume that is neither the system's nor the documents'."""
    home = QStorageInfo(str(Path.home())).rootPath()
    for volume in QStorageInfo.mountedVolumes():
        path = volume.rootPath()
        outside = path.startswith(("/media/", "/run/media/", "/mnt/")) or (
            os.name == "nt" and not volume.isRoot()
        )
        if volume.isReady() and not volume.isReadOnly() and outside and path != home:
            return path
    return ""
