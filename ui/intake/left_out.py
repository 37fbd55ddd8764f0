"""The list of rows that are not taken in (未导入名单), for the class teacher: a small workbook, numbers masked."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from ui.intake.lines import DECISION, REMARK, STATE, Line, PreviewColumn, columns_of, text_of
from xcedu_desktop.errors import FileUnusable
from xcedu_desktop.store.school_file import reason
from xcedu_desktop.workbook.intake.plan import IntakePlan, RowState

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def left_out(plan: IntakePlan) -> list[Line]:
    """The rows that are not taken in, those that wait for an answer among them."""
    return [Line(row=row) for row in plan.rows if row.state in (RowState.REJECTED, RowState.ASK)]


def write_left_out(path: Path, plan: IntakePlan) -> int:
    """Writes the list; how many rows it has. Raises FileUnusable where the file cannot be written."""
    from xlsxwriter import Workbook

    lines = left_out(plan)
    columns = [column for column in columns_of(plan) if column.key not in (STATE, DECISION)]
    buffer = BytesIO()
    book = Workbook(buffer, _OPTIONS)
    title = book.add_format({"bold": True, "font_size": 14, "align": "center", "valign": "vcenter"})
    head = book.add_format({"bold": True, "border": 1, "align": "center", "text_wrap": True})
    body = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
    page = book.add_worksheet("未导入名单")
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(1)
    if len(columns) > 8:
        page.set_landscape()
    page.merge_range(0, 0, 0, max(len(columns) - 1, 1), f"{plan.file} 未导入的 {len(lines)} 行", title)
    for at, column in enumerate(columns):
        texts = [column.title, *(_text(line, column) for line in lines)]
        wide = max(sum(2 if ord(c) > 0x7F else 1 for c in text) for text in texts) + 2
        page.set_column(at, at, min(max(wide, 6), 48 if column.key == REMARK else 22))
        page.write_string(1, at, "原因" if column.key == REMARK else column.title, head)
        for row, line in enumerate(lines, start=2):
            page.write_string(row, at, _text(line, column), body)
    page.freeze_panes(2, 0)
    book.close()
    try:
        path.write_bytes(buffer.getvalue())
    except OSError as error:
        raise FileUnusable(f"写不了「{path.name}」：{reason(error)}；请关闭它，或换一个文件名") from None
    return len(lines)


def _text(line: Line, column: PreviewColumn) -> str:
    text = text_of(line, column)
    row = line.row
    if row is not None and column.key == row.ask:  # the question itself is no text of the file
        return row.raw.get(column.key, "")
    return text
