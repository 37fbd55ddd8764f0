"""班级收集表: one small workbook for each class teacher, to be filled in and handed back; written here, bytes in memory.

Everything but the cells to fill is protected; yes and no are chosen from a list; ids stand in hidden cells, so that the
file finds its pupils again whatever it is called by then.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from xcedu_desktop.month.handout_mark import FORMAT, KEYS, MARK, NAME_TITLE, answers_digest
from xcedu_desktop.periods import Month
from xcedu_desktop.workbook.style import Styles
from xcedu_desktop.workbook.write import OPTIONS

NEW_ROWS, WHOLE_CLASS = 12, 60
"""Blank lines under the roster, for pupils who came; a class without any pupil yet has lines for all of it."""
YES, NO = "是", "否"
_TITLES = (NAME_TITLE, "性别", "参加课后服务", "本月在校就餐", "离校日期", "备注")
_WIDTHS = (12, 8, 15, 15, 14, 24)
_HINT = (
    "黄色格子请填写，「是」「否」从下拉里选；已离开的学生填离校日期（如 2026-10-12）；新来的学生写在名单下面的空行里。"
    "其他格子不用改。填好后保存，原样交回；没有变化也请保存一次再交。"
)
_FILL = "#FFF8E6"


@dataclass(frozen=True)
class HandoutPupil:
    """A line of the roster. `service` and `meal`: what is known already, None for not known."""

    id: str
    name: str
    sex: str | None
    service: bool | None
    meal: bool | None


@dataclass(frozen=True)
class Handout:
    """A class teacher's file. `meals`: whether the school serves meals, so that the column is asked at all."""

    school_code: str
    school_name: str
    class_id: str
    class_name: str
    month: Month
    meals: bool
    pupils: Sequence[HandoutPupil]


def _cells(pupil: HandoutPupil) -> dict[str, str]:
    """What is known of a pupil, by key."""
    return {
        "name": pupil.name,
        "sex": pupil.sex or "",
        "service": _word(pupil.service),
        "meal": _word(pupil.meal),
    }


def handout_bytes(handout: Handout) -> bytes:
    """The .xlsx of a class."""
    buffer = BytesIO()
    workbook = Workbook(buffer, OPTIONS)
    # a time that no save has: so it is known whether anybody saved the file since
    workbook.set_properties(
        {"title": "", "author": "", "created": datetime.combine(handout.month.first, time())}
    )
    styles = Styles(workbook)
    sheet = workbook.add_worksheet("收集表")
    _write(sheet, styles, handout)
    mark = workbook.add_worksheet("标记")
    mark.very_hidden()
    given = [
        (pupil.id, {key: word for key, word in _cells(pupil).items() if key != "meal" or handout.meals})
        for pupil in handout.pupils
    ]
    said = {
        "format": FORMAT, "school": handout.school_code, "class": handout.class_id, "month": str(handout.month),
        "meals": handout.meals, "given": answers_digest(given),
    }  # fmt: skip
    mark.write_string(0, 0, MARK)
    mark.write_string(0, 1, json.dumps(said, ensure_ascii=False, sort_keys=True))
    workbook.close()
    return buffer.getvalue()


def _write(sheet: Worksheet, styles: Styles, handout: Handout) -> None:
    columns = [at for at, key in enumerate(KEYS) if key != "meal" or handout.meals]
    sheet.set_column(0, 0, None, None, {"hidden": True})
    sheet.set_column(1, 1, 6)
    for place, at in enumerate(columns, start=2):
        sheet.set_column(place, place, _WIDTHS[at])
    last = 1 + len(columns)
    sheet.set_row(0, None, None, {"hidden": True})
    for place, at in enumerate(columns, start=2):
        sheet.write_string(0, place, KEYS[at])
    title = f"{handout.school_name} {handout.class_name} {handout.month.spoken}班级收集表"
    sheet.merge_range(1, 1, 1, last, title, styles.title())
    sheet.set_row(1, 34)
    sheet.merge_range(2, 1, 2, last, _HINT, styles.get(text_wrap=True, align="left"))
    sheet.set_row(2, 50)
    sheet.write_string(3, 1, "序号", styles.header())
    for place, at in enumerate(columns, start=2):
        sheet.write_string(3, place, _TITLES[at], styles.header())
    sheet.set_row(3, 24)
    closed = styles.body(align="center", num_format="@")
    for number, pupil in enumerate(handout.pupils, start=1):
        row = 3 + number
        sheet.write_string(row, 0, pupil.id)
        sheet.write_number(row, 1, number, styles.body(align="center"))
        values = _cells(pupil)
        for place, at in enumerate(columns, start=2):
            key = KEYS[at]
            given = key == "name" or (key == "sex" and bool(pupil.sex))
            sheet.write_string(row, place, values.get(key, ""), closed if given else _open(styles, key))
    first_new = 4 + len(handout.pupils)
    bottom = first_new + (NEW_ROWS if handout.pupils else WHOLE_CLASS) - 1
    for row in range(first_new, bottom + 1):
        sheet.write_string(row, 1, "新", styles.body(align="center"))
        for place, at in enumerate(columns, start=2):
            sheet.write_blank(row, place, None, _open(styles, KEYS[at]))
    _guard(sheet, columns, bottom, last)


def _open(styles: Styles, key: str) -> Any:
    shape = {"num_format": "yyyy-mm-dd"} if key == "left_on" else {"num_format": "@"}
    return styles.body(align="left" if key == "note" else "center", locked=False, bg_color=_FILL, **shape)


def _word(value: bool | None) -> str:
    return "" if value is None else YES if value else NO


def _guard(sheet: Worksheet, columns: Sequence[int], bottom: int, last: int) -> None:
    """Lists to choose from, protection, paper."""
    for place, at in enumerate(columns, start=2):
        choices = {"sex": ["男", "女"], "service": [YES, NO], "meal": [YES, NO]}.get(KEYS[at])
        if choices:
            sheet.data_validation(
                4, place, bottom, place,
                {
                    "validate": "list", "source": choices, "error_title": "请从下拉里选",
                    "error_message": f"这里只能填{'或'.join(choices)}",
                },
            )  # fmt: skip
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.freeze_panes(4, 3)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)
    sheet.print_area(0, 1, bottom, last)
    sheet.set_selection(4, 4, 4, 4)
