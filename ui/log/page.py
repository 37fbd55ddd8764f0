"""修改记录: who changed what when; by form and days, for one cell; Enter goes to the cell; saved as a workbook."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from ui.forms.registry import PageSpec
from ui.grid.view import Grid
from ui.log.source import LogSource
from ui.page import Page
from ui.theme import GRID, SPACE_3
from ui.widgets.buttons import LinkLabel
from ui.widgets.segmented import SegmentedControl
from ui.widgets.text import Text
from ui.widgets.wrapping import WrappingRow
from xcedu_desktop.change_log import MOST, LogLine, tables_of_form, write_log
from xcedu_desktop.clock import today
from xcedu_desktop.form import Finding
from xcedu_desktop.forms.registry import FORMS

if TYPE_CHECKING:
    from ui.shell import Shell

ALL = "all"
_HISTORY = PageSpec("history", "修改记录", "记录", "", "ui.log.page:LogPage")
_DAYS = {"day": ("今天", 0), "week": ("近 7 天", 6), "month": ("近 30 天", 29), ALL: ("所有日期", None)}


class LogPage(Page):
    """The log, read in the worker whenever the page is shown or a filter is changed."""

    def __init__(self, shell: Shell, spec: PageSpec, over: bool = False) -> None:
        """`over`: laid over another page for the history of one cell; Esc goes back there."""
        super().__init__(shell, spec)
        self._over = over
        self.cell: tuple[str, str, str] | None = None
        """(table, row id, column key) whose history is shown; None: the log by its filters."""
        self.words = ""
        """What names that cell."""
        self.source = LogSource()
        self.grid = Grid(shell, self.source, sortable=False, row_mode=True, parent=self)
        self.grid.table.setAccessibleName("修改记录")
        self.grid.entered.connect(self._go)
        self.setFocusProxy(self.grid)
        self.forms = SegmentedControl([(ALL, "所有表"), *((form.key, form.title) for form in FORMS)], self)
        self.days = SegmentedControl([(key, words) for key, (words, _) in _DAYS.items()], self)
        self.days.choose("week")
        self.forms.chosen.connect(lambda _key: self._read())
        self.days.chosen.connect(lambda _key: self._read())
        self.box = self.grid.filter_box("找姓名、班级、内容")
        self.only = Text("", GRID, tone="ink2", elide=True, parent=self)
        self.whole = LinkLabel("看全部记录 ›", self.show_all, parent=self)
        row = WrappingRow(self, SPACE_3)
        for part in (self.forms, self.days, self.box):
            row.add(part)
        row.add(self.only, stretch=1)
        row.add(self.whole)
        row.add_stretch(0)  # where nothing else of the row grows
        self.body.addWidget(row)
        self.body.addWidget(self.grid, 1)
        if over:
            self.add_way_back(shell.lift)
        self.imports = self.add_button("撤销导入", self.open_imports)
        self.add_button("另存为表格", self.save)
        self.show_filters()

    def refresh(self) -> None:
        self._read()

    def show_cell(self, table: str, row_id: str, key: str, words: str) -> None:
        """Shows the history of one cell (`key` "" for the whole row); `words` name it."""
        self.cell, self.words = (table, row_id, key), words
        self.show_filters()
        self._read()

    def show_all(self) -> None:
        """Back from one cell to the whole log."""
        self.cell = None
        self.show_filters()
        self._read()

    def show_filters(self) -> None:
        """The filters, or the cell whose history is shown."""
        one = self.cell is not None
        for part in (self.forms, self.days, self.box):
            part.setVisible(not one)
        self.only.setText(f"只看：{self.words}" if one else "")
        self.only.setVisible(one)  # a text of no width takes room beside it all the same
        self.whole.setVisible(one and not self._over)
        self.imports.setVisible(not self._over)

    def _read(self) -> None:
        worker, ledger, month = self.shell.worker, self.shell.ledger, self.shell.month
        if worker is None or ledger is None:
            return
        cell, form, back = self.cell, self.forms.key(), _DAYS[self.days.key()][1]
        filters: dict[str, object] = {"cell": cell}
        if cell is None:
            filters["tables"] = None if form == ALL else tables_of_form(form)
            filters["first"] = None if back is None else today() - timedelta(days=back)

        def done(lines: list[LogLine]) -> None:
            if (cell, form, back) != (self.cell, self.forms.key(), _DAYS[self.days.key()][1]):
                return  # another filter was chosen meanwhile
            self.source.show(lines)
            self.grid.set_source(self.source)
            if self.source.lines and not self.grid.current()[0]:  # else nobody sees that the keyboard is here
                self.grid.show_cell(self.source.row_ids()[0], light=False)
            whole = sum(not line.only_place for line in lines) < MOST
            many = f"{'' if whole else '最近 '}{len(self.source.lines)} 条"
            self.set_quiet(f"{many} · 号码只记后四位" if lines else "这段时间没有修改")

        worker.run(lambda _progress: ledger.change_log(month, **filters), done, asker=self)

    def _go(self, row_id: str) -> None:
        """To the cell that the line speaks of, in its month."""
        line = self.source.lines.get(row_id)
        if line is None:
            return
        target = Finding.place(line.table, line.row_id, line.key if line.key.isidentifier() else "")
        if line.gone or self.shell.page_of(target) is None:
            self.shell.say("这一行已经不在了，没有地方可去" if line.gone else "这一条没有对应的页面")
            return
        if line.month is not None and line.month != self.shell.month:
            self.shell.top.months.choose(line.month)
        if not self.shell.go_to(target):
            self.shell.say(f"没有找到「{line.place}」")

    def open_imports(self) -> None:
        """The imports that can be taken back."""
        from ui.log.imports_page import ImportsPage

        self.shell.lay_over(ImportsPage(self.shell))

    def save(self) -> None:
        """Asks for a place and saves what is shown as a workbook."""
        name = str(Path.home() / f"修改记录_{today()}.xlsx")
        chosen, _ = QFileDialog.getSaveFileName(self, "另存为表格", name, "Excel 工作簿 (*.xlsx)")
        if chosen:
            shown = [row_id for row_id in self.grid.model.ids if row_id in self.source.lines]
            write_log([part for row_id in shown for part in self.source.parts[row_id]], Path(chosen))
            self.shell.say(f"已存为 {Path(chosen).name}（{len(shown)} 条，每一栏都在里面）")


def history_page(shell: Shell, cell: tuple[str, str, str], words: str) -> LogPage:
    """The history of one cell, to be laid over the page on the screen."""
    page = LogPage(shell, _HISTORY, over=True)
    page.cell, page.words = cell, words
    page.show_filters()
    return page
