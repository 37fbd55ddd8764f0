"""打印预览: what will come out of the printer, page for page; from here it is printed or saved as a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QSize, QTimer
from PySide6.QtGui import QKeySequence, QPageLayout, QPdfWriter, QShortcut, QShowEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo, QPrintPreviewWidget
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QGraphicsView, QVBoxLayout, QWidget

from ui.begin_at import begin_at
from ui.help.chapters import chapter_of
from ui.help.dialog import show_help
from ui.page import Page
from ui.printing.painting import Printout, layout_of
from ui.settings import settings
from ui.theme import GRID, SPACE_2, SPACE_3, SPACE_4
from ui.widgets.buttons import Button
from ui.widgets.folding import FoldingRow
from ui.widgets.text import Text
from xcedu_desktop.printing import PrintSheet
from xcedu_desktop.store.whole_file import put_whole
from xcedu_desktop.version import VERSION

_ALL = "全部"
_FOLDER = "print_folder"


class Preview(QDialog):
    """The pages of one print. With several sheets one of them can be picked (one club)."""

    def __init__(self, title: str, sheets: Sequence[PrintSheet], pick: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.sheets = tuple(sheets)
        self.title = title
        self.setWindowTitle(f"打印预览 — {title}")
        self.resize(QSize(980, 680).boundedTo(parent.window().size() - QSize(40, 20)))
        self.printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self.choice = QComboBox(self)
        self.choice.addItem(f"{_ALL} {len(sheets)} 张表")
        self.choice.addItems([sheet.name for sheet in sheets])
        self.choice.setVisible(len(sheets) > 1)
        self.choice.setAccessibleName("打印哪一张")
        if pick and (at := self.choice.findText(pick)) > 0:
            self.choice.setCurrentIndex(at)
        self.pages = Text("", GRID, tone="ink2", elide=True, parent=self)
        self.view = QPrintPreviewWidget(self.printer, self)
        self.view.setAccessibleName("预览")
        self.view.paintRequested.connect(self._paint)
        row = FoldingRow(self, SPACE_3)
        row.more.setAutoDefault(False)
        row.add(self.choice)
        row.add(self.pages, stretch=1)
        for text, act, order in (
            ("上一页", lambda: self._turn(-1), 3),
            ("下一页", lambda: self._turn(1), 4),
            ("放大", self.view.zoomIn, 1),
            ("整页", self.view.fitInView, 2),
            ("存为 PDF…", self.save_pdf, 5),
        ):
            button = Button(text, parent=self)
            button.setAutoDefault(False)
            button.clicked.connect(act)
            row.add(button, folds=order)
        self.main = Button("打印…", primary=True, parent=self)
        self.main.setDefault(True)
        self.main.clicked.connect(self.print)
        row.add(self.main)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        outer.setSpacing(SPACE_2)
        outer.addWidget(row)
        outer.addWidget(self.view, 1)
        self.choice.currentIndexChanged.connect(lambda _at: self._show())
        screen = parent.spec.key if isinstance(parent, Page) else ""
        QShortcut(QKeySequence("F1"), self).activated.connect(lambda: show_help(chapter_of(screen), self))
        self._show()

    def chosen(self) -> tuple[PrintSheet, ...]:
        """The sheets to print."""
        at = self.choice.currentIndex()
        return self.sheets if at <= 0 else (self.sheets[at - 1],)

    def _show(self) -> None:
        layout = layout_of(self.chosen())
        way = layout.orientation()
        self.printer.setPageLayout(layout)
        self.view.setOrientation(way)
        self.view.setViewMode(QPrintPreviewWidget.ViewMode.SinglePageView)
        if way == QPageLayout.Orientation.Landscape:
            self.view.fitToWidth()
        else:
            self.view.fitInView()
        self.view.updatePreview()
        self._soon_from_the_top()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._soon_from_the_top()

    def _soon_from_the_top(self) -> None:
        """Once Qt has laid the pages out, which keeps the middle of a page in sight that is higher than the window."""
        QTimer.singleShot(0, self, self._from_the_top)

    def _from_the_top(self) -> None:
        pages = self.view.findChild(QGraphicsView)
        if pages is None:
            return
        tops = sorted(item.sceneBoundingRect().top() for item in pages.scene().items())
        at = self.view.currentPage() - 1
        if at < len(tops) and (hidden := pages.mapFromScene(0, tops[at]).y()) < 0:
            pages.verticalScrollBar().setValue(pages.verticalScrollBar().value() + hidden)

    def _turn(self, by: int) -> None:
        self.view.setCurrentPage(max(1, min(self.view.pageCount(), self.view.currentPage() + by)))
        self._soon_from_the_top()

    def _paint(self, printer: QPrinter) -> None:
        printout = Printout(self.chosen(), printer)
        printout.paint()
        self.pages.setText(f"共 {printout.pages} 页 · A4")

    def print(self) -> None:
        """Asks for the printer and prints; without any printer it says so and offers the PDF."""
        if not QPrinterInfo.availablePrinterNames():
            self.pages.setText("这台电脑没有安装打印机，可以「存为 PDF」拿到别处打印")
            return
        dialog = QPrintDialog(self.printer, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.printer.setDocName(self.title)
            Printout(self.chosen(), self.printer).paint()
            self.accept()
        dialog.deleteLater()

    def save_pdf(self) -> None:
        """Asks for a place and writes the PDF; what goes wrong is said in the window."""
        folder = begin_at(settings().value(_FOLDER, ""))
        name = (
            self.title if self.choice.currentIndex() <= 0 else f"{self.title}（{self.choice.currentText()}）"
        )
        chosen, _ = QFileDialog.getSaveFileName(self, "存为 PDF", str(folder / f"{name}.pdf"), "PDF (*.pdf)")
        if not chosen:
            return
        path = Path(chosen)
        settings().setValue(_FOLDER, str(path.parent))
        if write_pdf(self.chosen(), self.title, path):
            self.pages.setText(f"已存为 {path.name}，放在 {path.parent}")
        else:
            self.pages.setText(f"没有写成「{path.name}」：文件夹不能写，或这个文件正开着")


def write_pdf(sheets: Sequence[PrintSheet], title: str, path: Path) -> bool:
    """Write the sheets as a PDF; whether it was written whole. No personal data stands in the file's properties."""
    written = QBuffer()
    written.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(written)
    writer.setResolution(300)
    writer.setTitle(title)
    writer.setCreator(f"XCEdu {VERSION}")
    writer.setPageLayout(layout_of(sheets))
    Printout(sheets, writer).paint()
    del writer  # writes the end of the file
    try:
        put_whole(path, written.data().data())
    except OSError:
        return False
    return True
