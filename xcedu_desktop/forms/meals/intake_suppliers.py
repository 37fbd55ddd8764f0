"""Import of suppliers (供餐单位) with licence and prices."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from xcedu_desktop.fields import Field, Reading
from xcedu_desktop.forms.meals.intake_write import DEFAULT_MEAL
from xcedu_desktop.forms.meals.tables import MEAL, MealPrice, MealSupplier
from xcedu_desktop.periods import term_of
from xcedu_desktop.school.intake_job import IntakeJob, ListIn
from xcedu_desktop.store.base import fields_of
from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake.kind import IntakeKind, KindColumn, Shape, columns_of
from xcedu_desktop.workbook.intake.plan import RowState
from xcedu_desktop.workbook.intake.plan_changes import Entry
from xcedu_desktop.workbook.intake.plan_rows import Row, refused
from xcedu_desktop.workbook.intake.raw import Cell

_ONE_DAY = r"(20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?)"
_PERIOD = re.compile(rf"{_ONE_DAY}[至到~—–-]+{_ONE_DAY}(?:止|为止)?")
_SUPPLIER = ("name", "mode", "licence", "licence_until", "phone")
_MEALS = Field("餐次", synonyms=MEAL.synonyms)
_PRICE = fields_of(MealPrice)["price_fen"]
_BY_MEAL = {
    "lunch_fen": (
        "午餐",
        replace(
            _PRICE,
            title="午餐单价",
            required=False,
            synonyms=(
                "午餐价格",
                "午餐餐费",
                "午餐餐标",
                "中餐价格",
                "中餐单价",
                "单价午餐",
                "价格午餐",
                "餐费午餐",
                "午餐标准",
                "午餐费",
            ),
        ),
    ),
    "dinner_fen": (
        "晚餐",
        replace(
            _PRICE,
            title="晚餐单价",
            required=False,
            synonyms=(
                "晚餐价格",
                "晚餐餐费",
                "晚餐餐标",
                "单价晚餐",
                "价格晚餐",
                "餐费晚餐",
                "晚餐标准",
                "晚餐费",
            ),
        ),
    ),
}

SUPPLIERS = Shape(
    "suppliers",
    (
        *columns_of(
            fields_of(MealSupplier), _SUPPLIER,
            words={
                "name": ("名称", "供餐单位名称", "公司名称", "企业", "配餐公司", "供餐公司", "食堂名称", "供应商名称"), "licence": (
                    "食品经营许可证编号", "食品许可证号", "许可证号码", "食品经营许可证号码", "食品经营许可编号", "食品经营许可证代码",
                    "经营许可证编号", "经营许可证号码",
                ),
                "mode": ("供餐形式", "供餐类型"),
                "licence_until": (
                    "有效期限", "许可证到期日", "有效日期", "有效期截止日期", "证件有效期", "许可证截止日期", "许可证到期日期", "到期日",
                ),
            },
        ),
        KindColumn("meal", _MEALS),
        *(KindColumn(key, price) for key, (_, price) in _BY_MEAL.items()),
        *columns_of(
            fields_of(MealPrice), ("price_fen", "from_date", "to_date"),
            words={
                "price_fen": ("餐费单价", "每餐价格", "收费标准", "每餐标准", "用餐标准", "供餐价格"), "from_date": (
                    "合作起始日期", "价格起始日期", "起始时间", "生效日期", "供餐起始日期", "供餐开始日期", "合同起始日期", "合同开始日期",
                ),
                "to_date": ("截止日期", "合同截止日期", "合同到期日", "合同结束日期", "供餐结束日期"),
            },
        ),
    ),
    ("name",),
    proof=("licence", "price_fen", *_BY_MEAL, "licence_until", "mode", "meal"),
)  # fmt: skip


def plan_suppliers(job: IntakeJob) -> None:
    """Plans suppliers, matched by name; a new price begins a row of its own, the earlier one ends the day before."""
    known = {fold(e.get("name")): e for e in job.entries(MealSupplier).values() if e.get("name")}
    prices: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in job.entries(MealPrice).values():
        prices[entry.get("supplier_id") or "", entry.get("meal") or ""].append(entry)
    named: set[str] = set()
    for listed in job.lists:
        for row in job.read(_ends(listed)):
            if row.get("name") is None and "name" not in row.bad:
                row.reject("name", "required", "没有填供餐单位")
            meals = _meals(row, job.reading)
            if not row.alive():
                continue
            name = fold(row.get("name"))
            supplier = known.get(name)
            values: dict[str, Any] = {key: row.get(key) for key in _SUPPLIER}
            if name in named and supplier is not None and _contradicts(row, supplier, values):
                continue
            if supplier is None:
                values["from_date"] = row.get("from_date")
            supplier = job.put(row, MealSupplier, supplier, values)
            known[name] = supplier
            named.add(name)
            said = {meal: row.get("price_fen") for meal in meals} | {
                meal: row.get(key) for key, (meal, _) in _BY_MEAL.items() if row.get(key) is not None
            }
            for meal, fen in said.items():
                if fen is not None:
                    _price(job, row, supplier, meal, fen, prices[supplier.id, meal])


def _ends(listed: ListIn) -> ListIn:
    """有效期 often says from when to when (2026.9.1-2027.8.31): the end is meant."""
    rows = []
    for row in listed.found.rows:
        cell = row.cells.get("licence_until")
        period = (
            _PERIOD.fullmatch(fold(cell.value)) if cell is not None and isinstance(cell.value, str) else None
        )
        rows.append(replace(row, cells={**row.cells, "licence_until": Cell(period[2])}) if period else row)
    return replace(listed, found=replace(listed.found, rows=rows))


def _contradicts(row: Row, supplier: Entry, values: dict[str, Any]) -> bool:
    for key, value in values.items():
        if value is not None and supplier.get(key) not in (None, value):
            row.reject(
                key, "twice_in_file", f"同一个供餐单位在前面的行里{SUPPLIERS.fields[key].title}不同，请核对"
            )
            return True
    return False


def _meals(row: Row, reading: Reading) -> list[str]:
    """The meals of a price: 午餐, 晚餐, or both (午餐、晚餐)."""
    cell = row.cell("meal")
    if refused(row, "meal", cell):
        return []
    if cell.blank:
        if row.get("price_fen") is not None:
            row.warn("meal", "meal_assumed", f"没有写餐次，单价按{DEFAULT_MEAL}读入")
            row.shown["meal"] = DEFAULT_MEAL
        return [DEFAULT_MEAL]
    found: list[str] = []
    for part in filter(None, re.split(r"[、,，/和及\s]+", cell.text)):
        parsed = MEAL.parse(part, reading)
        if parsed.value is None:
            row.reject("meal", "not_a_choice", parsed.error.message if parsed.error else "餐次认不出")
            return []
        found.append(parsed.value)
    row.shown["meal"] = "、".join(found)
    return found


def _price(job: IntakeJob, row: Row, supplier: Entry, meal: str, fen: int, there: list[Entry]) -> None:
    own: date | None = row.get("from_date")
    usual = job.ground.calendar.term_days(*(job.ground.calendar.term_of(job.today) or term_of(job.today)))[0]
    day = own or job.since or (job.today if there else usual)
    current = _holding(there, day)
    if current is not None and current.get("price_fen") == fen:
        if row.get("to_date") is not None:
            job.put(row, MealPrice, current, {"to_date": row.get("to_date")})
        return
    if own is None:
        row.remark(f"单价从 {day.isoformat()} 起")
    row.touch(RowState.NEW if supplier.made else RowState.CHANGED)
    if current is not None:
        row.old["price_fen"] = job.text(fields_of(MealPrice)["price_fen"], current.get("price_fen"))
    if current is not None and current.get("from_date") == day:
        current.set({"price_fen": fen})
        return
    last = row.get("to_date")
    if current is not None:
        last = last or current.get("to_date")
        current.set({"to_date": day - timedelta(days=1)})
    else:
        later = [e.get("from_date") for e in there if e.get("from_date") and e.get("from_date") > day]
        last = last or (min(later) - timedelta(days=1) if later else None)
    values = {"supplier_id": supplier.id, "meal": meal, "price_fen": fen, "from_date": day, "to_date": last}
    there.append(job.staging.make(MealPrice, values))


def _holding(there: list[Entry], day: date) -> Entry | None:
    for entry in there:
        first, last = entry.get("from_date"), entry.get("to_date")
        if first is not None and first <= day and (last is None or day <= last):
            return entry
    return None


SUPPLIERS_KIND = IntakeKind(
    "suppliers", "供餐单位", (SUPPLIERS,), plan_suppliers, called="供餐|配餐企业|供应商|食堂|餐费"
)
