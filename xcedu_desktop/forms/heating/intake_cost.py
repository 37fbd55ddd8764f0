"""What each piece of a line costs: its price, or its share of what the line of several pieces costs together."""

from __future__ import annotations

import re
from dataclasses import replace

from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.forms.heating.rules_words import yuan
from xcedu_desktop.forms.heating.tables import Equipment
from xcedu_desktop.school.intake_job import ListIn
from xcedu_desktop.store.base import fields_of
from xcedu_desktop.values.masks import shown
from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake.kind import KindColumn
from xcedu_desktop.workbook.intake.plan_rows import Row

_PIECE = replace(
    fields_of(Equipment)["cost_fen"], title="单价",
    synonyms=(
        "价格", "购置单价", "购置价格", "采购单价", "采购价格", "单台价格", "单台金额", "单台价", "单台单价", "每台价格", "每台金额",
        "每台单价", "每台价", "台价", "含税单价", "购买单价", "单件原值", "单台原值", "单价金额",
    ),
)  # fmt: skip
_LINE = Field(
    "金额", Kind.MONEY, unit="元",
    synonyms=(
        "购置金额", "购置费用", "原值", "价值", "采购金额", "购买金额", "资产原值", "账面原值", "固定资产原值", "资产价值", "资产金额",
        "购置费", "购置经费", "投入金额", "设备金额", "设备原值", "账面价值", "原价", "原值金额", "购置原值",
    ),
)  # fmt: skip
_SUM = Field(
    "总价", Kind.MONEY, unit="元",
    synonyms=(
        "总金额", "合计金额", "金额合计", "原值合计", "合计原值", "总原值", "总值", "总额", "总价值", "价值合计", "购置总价", "购置总金额",
        "采购总价", "采购总金额", "总费用", "合价", "总价款", "价税合计", "费用合计", "总购置金额", "金额小计", "小计金额", "金额总计",
    ),
)  # fmt: skip
COST_COLUMNS = (
    KindColumn("cost_fen", _PIECE),
    KindColumn("line_fen", _LINE),
    KindColumn("sum_fen", _SUM),
)
"""金额 is the line's own word for what it costs: of all its pieces, unless a 总价 beside it says otherwise."""

_EACH = re.compile(r"/(台|套|件|个|组|部)|每(台|套|件|个|组|部)|单(台|件|套)")
_DOUBTFUL = re.compile("原值|价值|原价")
"""What a register of assets says of a card, which may be one piece or several."""


class MergedSums:
    """Cells of a list that are merged over several lines: their sum is that of all those lines."""

    def __init__(self, listed: ListIn) -> None:
        self._places: dict[tuple[int, str], tuple[int, int]] = {}
        for key in ("quantity", "line_fen", "sum_fen"):
            together: list[int] = []
            for found in listed.found.rows:
                if key not in found.filled_from_merge:
                    self._note(key, together)
                    together = []
                together.append(found.number)
            self._note(key, together)

    def _note(self, key: str, together: list[int]) -> None:
        if len(together) > 1:
            self._places |= {(number, key): (at, len(together)) for at, number in enumerate(together)}

    def settle(self, row: Row) -> None:
        """Give the row its share of what is merged over it and others; a merged 数量 counts the lines, each with its tag."""
        if (row.number, "quantity") in self._places:
            row.values.pop("quantity", None)
        for key in ("line_fen", "sum_fen"):
            total = row.get(key)
            if total is None or (row.number, key) not in self._places or row.get("cost_fen") is not None:
                continue
            at, lines = self._places[row.number, key]
            share, over = divmod(total, lines)
            row.values[key] = share + (at < over)
            row.warn(
                key, "cost_shared",
                f"{yuan(total)} 元的单元格合并了 {lines} 行，这一行按 {yuan(row.values[key])} 元读入；如果每行都是这个价，请取消合并再导入",
            )  # fmt: skip


def costs(row: Row, listed: ListIn, pieces: int) -> list[int | None]:
    """What each of the `pieces` of a row costs, in fen. Where the row says less or more than one thing, that is said."""
    quantity = row.get("quantity")
    piece, key = _said(row, listed, pieces)
    total = row.get(key) if key else None
    if piece is not None and key in row.merged:
        return [piece] * pieces  # the total is that of other lines too
    # Two tags and 数量 1: nothing says that the sum is of both.
    several = pieces if quantity is None else int(quantity)
    if piece is not None:
        if total is not None and total != piece * several and not (_doubtful(listed, key) and total == piece):
            row.warn(
                key, "cost_differs",
                f"单价 {yuan(piece)} 元 × {several} = {yuan(piece * several)} 元，「{_header(listed, key)}」是 {yuan(total)} 元，"
                "按单价读入，请核对",
            )  # fmt: skip
        return [piece] * pieces
    if total is None or several <= 1 or pieces <= 1:
        return [total] * pieces
    return _shares(row, listed, key, total, pieces)


def _said(row: Row, listed: ListIn, pieces: int) -> tuple[int | None, str]:
    """The price of a piece, and the key of the column that says what the line costs."""
    piece, line, whole = row.get("cost_fen"), row.get("line_fen"), row.get("sum_fen")
    if line is not None and _EACH.search(_header(listed, "line_fen")):
        piece, line = (line if piece is None else piece), None
    if line is not None and whole is not None:
        if piece is None and line != whole and line * pieces == whole:
            piece = line  # 金额 beside 总金额 is that of a piece
        elif piece is None and line != whole:
            row.warn(
                "line_fen", "cost_differs",
                f"「{_header(listed, 'line_fen')}」是 {yuan(line)} 元，「{_header(listed, 'sum_fen')}」是 {yuan(whole)} 元，按后者读入，请核对",
            )  # fmt: skip
    return piece, "sum_fen" if whole is not None else "line_fen" if line is not None else ""


def _shares(row: Row, listed: ListIn, key: str, total: int, pieces: int) -> list[int | None]:
    """A sum divided among the pieces; the fen left over go to the first of them, so that the sum stays."""
    share, over = divmod(total, pieces)
    words = f"「{_header(listed, key)}」{yuan(total)} 元是 {pieces} 台的，每台按 {yuan(share)} 元读入"
    if over:
        row.warn(key, "cost_shared", f"{words}，除不尽，前 {over} 台各多 1 分，合计不变")
    elif _doubtful(listed, key) or row.get("quantity") is None:
        row.warn(key, "cost_shared", f"{words}；如果写的是每台的价，请把列名改成「单价」再导入")
    else:
        row.remark(words)
    return [share + (at < over) for at in range(pieces)]


def _doubtful(listed: ListIn, key: str) -> bool:
    return key == "line_fen" and bool(_DOUBTFUL.search(_header(listed, key)))


def _header(listed: ListIn, key: str) -> str:
    column = listed.found.column_of(key)
    text = listed.found.source_headers.get(column, "") if column is not None else ""
    return shown(fold(text) or listed.shape.fields[key].title, 16)
