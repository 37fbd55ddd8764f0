"""Import of improvement works (购置与改造): kind, quantity, unit price, cost, date, as given."""

from __future__ import annotations

import re
from typing import Any

from xcedu_desktop.forms.heating.tables import HeatingWork
from xcedu_desktop.school.intake_job import IntakeJob, ListIn
from xcedu_desktop.store.base import fields_of
from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake.kind import IntakeKind, Shape, columns_of
from xcedu_desktop.workbook.intake.plan_changes import Entry
from xcedu_desktop.workbook.intake.plan_rows import Row

_OWN = ("kind", "name", "day", "quantity", "unit_price_fen", "cost_fen", "note")
_WHOLE = ("kind", "name", "day", "quantity", "unit_price_fen", "cost_fen")

WORKS = Shape(
    "works",
    columns_of(
        fields_of(HeatingWork), _OWN,
        words={"kind": ("改造类型", "工作类别", "建设内容"), "day": ("完工日期", "购买日期", "验收日期", "采购日期"),
            "quantity": ("工程量", "数量（项）"), "name": ("项目", "建设内容", "项目内容", "改造内容", "购置内容", "建设项目", "规格"),
            "cost_fen": ("总额", "总金额",
                "投入资金", "资金投入", "投资金额", "投资额", "资金", "资金金额", "经费", "投入经费", "所需资金", "合计", "总计", "小计",
                "总投资", "工程造价", "总造价", "造价", "决算金额", "结算金额", "合同金额", "总价款", "工程款",
            ),
        },
    ),
    ("kind", "quantity"),
)  # fmt: skip
_BY_COST = WORKS.needing("by_cost", "kind", "cost_fen")
_BY_NAME = WORKS.needing("by_name", "name", "quantity", "cost_fen")
"""The kind is said by the content: 购买空调, 线路改造."""
_SAID = (
    ("购置", re.compile(r"购置|购买|采购|新购|添置")),
    (
        "供电线路改造",
        re.compile(
            r"(线路|电路|供电|配电|电缆|变压器).*(改造|增容|更换|铺设|升级)|(改造|增容|更换).*(线路|电路|电缆|变压器)"
        ),
    ),
    ("接入集中供暖", re.compile(r"集中供[暖热]|(暖气|供暖|供热)管网|并网")),
)


def plan_works(job: IntakeJob) -> None:
    """Plans works. They have no number of their own: the same kind, content, day and figures are the same works; the
    same kind, content and day with other figures are those works altered."""
    there = list(job.entries(HeatingWork).values())
    taken: set[str] = set()
    rows = [(row, listed) for listed in job.lists for row in job.read(listed)]
    pending: list[tuple[Any, dict[str, Any]]] = []
    for row, listed in rows:
        if row.get("kind") is None and "kind" not in row.bad:
            _say_kind(row, listed)
        if row.get("kind") is None and "kind" not in row.bad:
            row.reject("kind", "required", "没有填类别（购置、供电线路改造、接入集中供暖）")
        if not row.alive():
            continue
        values = {key: row.get(key) for key in _OWN}
        same = next(
            (e for e in there if e.id not in taken and all(e.get(k) == values[k] for k in _WHOLE)), None
        )
        if same is None:
            pending.append((row, values))
            continue
        taken.add(same.id)
        job.put(row, HeatingWork, same, values)
    for row, values in pending:
        entry = _named(there, taken, values)
        if entry is not None:
            taken.add(entry.id)
        elif _alike(there, taken, values):
            words = "学校里已有同类别、同日期的一项，数量或金额不同，按另一项新建；如果是同一项，请写明内容和日期再导入"
            row.warn("kind", "maybe_same", words)
        job.put(row, HeatingWork, entry, values)


def _say_kind(row: Row, listed: ListIn) -> None:
    """The kind of works that bear none: the heading above them, else their content, else title or sheet name say one and
    no other; that is said."""
    section, title, sheet = listed.texts
    for text, code, where in (
        (section, "kind_from_title", "小标题"),
        (row.get("name") or "", "kind_from_content", "内容"),
        (title.split("\n")[-1], "kind_from_title", "标题"),
        (title, "kind_from_title", "标题"),
        (sheet, "kind_from_title", "表名"),
    ):
        kinds = [kind for kind, words in _SAID if words.search(fold(text))]
        if len(kinds) == 1:
            row.values["kind"] = kinds[0]
            row.warn("kind", code, f"没有填类别，按{where}读作{kinds[0]}，请核对")
            return


def _named(there: list[Entry], taken: set[str], values: dict[str, Any]) -> Entry | None:
    """The one works of the same kind, content and day that no row has named; a works without content is never guessed."""
    if values["name"] is None or values["day"] is None:
        return None
    found = _alike(there, taken, values)
    return found[0] if len(found) == 1 else None


def _alike(there: list[Entry], taken: set[str], values: dict[str, Any]) -> list[Entry]:
    """The works of the same kind, content and day that no row has named."""
    keys = ("kind", "name", "day")
    return [e for e in there if e.id not in taken and all(e.get(k) == values[k] for k in keys)]


WORKS_KIND = IntakeKind(
    "works", "购置与改造", (WORKS, _BY_COST, _BY_NAME), plan_works, called="改造|购置|工程"
)
