"""A month of 配餐人数 as plain values: days, lines, enrolment, counts, drafts; kept in step with what is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import select

from ui.forms.meals.last_month import LastMonth
from xcedu_desktop.clock import today
from xcedu_desktop.forms.meals.carry import signups_to_carry
from xcedu_desktop.forms.meals.reported import (
    ReportedPrice,
    ReportedSupplier,
    canteen_id,
    derive_prices,
    derive_suppliers,
    grid_lines,
)
from xcedu_desktop.forms.meals.rules_blank import Served
from xcedu_desktop.forms.meals.rules_heads import enrolment
from xcedu_desktop.forms.meals.tables import (
    MEALS,
    MODES,
    MealCount,
    MealDayLog,
    MealPrice,
    MealSignup,
    MealStaffCount,
    count_id,
    day_log_id,
    signup_id,
    staff_count_id,
)
from xcedu_desktop.school.ground import Ground, ground
from xcedu_desktop.school.reported import ReportedClass, open_days, pupils_of
from xcedu_desktop.store.base import fields_of, table_of
from xcedu_desktop.store.tables import Draft

if TYPE_CHECKING:
    from xcedu_desktop.form import MonthView, ReportedView
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.periods import Month
    from xcedu_desktop.store.base import Live
    from xcedu_desktop.store.changes import ChangeSet

STAFF = "staff"
"""The line of the staff (教职工), who have no class."""
HEADS, SUBSIDISED = "heads", "subsidised"
COUNT, STAFF_COUNT, SIGNUP, LOG = "meal_count", "meal_staff_count", "meal_signup", "meal_day_log"
_MODELS: dict[str, type[Live]] = {
    COUNT: MealCount,
    STAFF_COUNT: MealStaffCount,
    SIGNUP: MealSignup,
    LOG: MealDayLog,
}
Row = dict[str, Any]


class MealMonth:
    """What the page shows of a month. `lines`: class id → name in sheet order; `there`: its 在校 on the reference day;
    `locked`: a sentence where the month is reported, else ""; `canteen_lent`: whether the school's own canteen is reported
    by the licence of the school's profile, without a row among the suppliers."""

    def __init__(self, ledger: Ledger, month: Month) -> None:
        self.ledger, self.month = ledger, month
        self.school_code = ledger.store.school_code
        self._ids: dict[tuple[str, date, str], str] = {}
        self.last = LastMonth(ledger, month)
        self.reload()

    # -- reading -----------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Reads the month again, a statement a table."""
        ledger, month = self.ledger, self.month
        state = ledger.month_state(month)
        stored = ledger.reported(month) if state.locked else None
        self.today = today()
        self.days = month.days()
        self.locked = f"{month.spoken}已上报锁定；要改请到「校验与上报」点「更正」" if state.locked else ""
        with ledger.view(month) as view:
            g = ground(view)
            if stored is not None:
                self._take_stored(stored)
            else:
                self._take_live(g)
            self.rows = {name: _values(view, model) for name, model in _MODELS.items()}
            self._find_cells()
            self._served = Served(view, self._counted())
            for line, day, meal in self._cells:
                if line != STAFF and line not in self.lines and self._holds(line, day, meal):
                    self.lines[line] = g.class_name(line) or "（其他班级）"
            suppliers = _only(ReportedSupplier, derive_suppliers(view))
            own = canteen_id(self.school_code)
            self.canteen_lent = any(row.id == own for row in suppliers)
            prices = (
                _only(ReportedPrice, derive_prices(view)) if stored is None else stored.rows(ReportedPrice)
            )
            self.about = _about(suppliers if stored is None else stored.rows(ReportedSupplier), prices)
            carried = signups_to_carry(view)
            self.before = carried.month if not state.locked else None
            self._before = carried.before if not state.locked else {}
            self.drafts = _drafts(view)
        self._places: dict[str, tuple[str, date, str]] | None = None

    def _find_cells(self) -> None:
        self._cells: dict[tuple[str, date, str], Row] = {}
        for table in (COUNT, STAFF_COUNT):
            for row in self.rows[table].values():
                self._keep_cell(row)
        self._logs = {(row["day"], row["meal"]): row for row in self.rows[LOG].values()}
        self._signups = {row["class_id"]: row for row in self.rows[SIGNUP].values()}

    def _counted(self) -> Iterator[tuple[str, str]]:
        return (
            (line, meal)
            for (line, _, meal), row in self._cells.items()
            if line != STAFF and row[HEADS] is not None
        )

    def _keep_cell(self, row: Row) -> None:
        if row["day"] is not None and row["meal"] is not None:
            line = row.get("class_id", STAFF)
            if line is not None:
                self._cells[line, row["day"], row["meal"]] = row

    def _holds(self, line: str, day: date, meal: str) -> bool:
        row = self._cells[line, day, meal]
        return row[HEADS] is not None or row[SUBSIDISED] is not None

    def _take_live(self, g: Ground) -> None:
        self.open = frozenset(g.school_days)
        self.lines = {row.id: g.class_name(row.id) for row in g.classes}
        self.full = {line: g.class_full(line) for line in self.lines}
        self.there: Mapping[str, int | None] = {
            line: g.enrolment(line, g.reference_day) for line in self.lines
        }
        self.persons_of_month = {line: g.persons_of_month(line) for line in self.lines}
        self.enrolled: Mapping[tuple[str, date], int] = {
            (line, day): g.enrolment(line, day) for line in self.lines for day in self.open
        }

    def _take_stored(self, stored: ReportedView) -> None:
        self.open = open_days(stored)
        self.lines = dict(grid_lines(stored))
        classes = stored.rows(ReportedClass)
        self.full = {row.id: row.class_full or "" for row in classes}
        self.there = pupils_of(stored)
        self.persons_of_month = {row.id: row.persons_of_month or 0 for row in classes}
        self.enrolled = enrolment(stored)

    # -- asking ------------------------------------------------------------------------------------------------------

    def count_id(self, line: str, day: date, meal: str) -> str:
        """The id of the row of a line's heads, of a class or the staff."""
        row = self._cells.get((line, day, meal))
        if row is not None:
            return str(row["id"])
        found = self._ids.get((line, day, meal))
        if found is None:
            found = (
                staff_count_id(self.school_code, day, meal) if line == STAFF else count_id(line, day, meal)
            )
            self._ids[line, day, meal] = found
        return found

    def cell(self, line: str, day: date, meal: str) -> Row | None:
        """The row of a line's heads at a meal of a day; None where nobody wrote any."""
        return self._cells.get((line, day, meal))

    def count(self, line: str, day: date, meal: str, key: str = HEADS) -> int | None:
        """A count; None for blank."""
        row = self._cells.get((line, day, meal))
        return row.get(key) if row is not None else None

    def signup(self, line: str) -> Row | None:
        """The row of a class's 登记人数."""
        return self._signups.get(line)

    def log(self, day: date, meal: str) -> Row:
        """The day's log of a meal; empty where there is none."""
        return self._logs.get((day, meal), {})

    def serves(self, line: str, day: date, meal: str) -> bool:
        """Whether the meal is served to a class, which has pupils that day."""
        return bool(self.enrolled.get((line, day))) and self._served.to(line, day, meal)

    def is_served(self, day: date, meal: str) -> bool:
        """Whether the meal is served to anybody on the day, or was counted."""
        return any(
            (day in self.open and self.serves(line, day, meal)) or self.count(line, day, meal) is not None
            for line in self.lines
        )

    def to_carry(self) -> list[str]:
        """The classes without 登记人数 that had one last month."""
        return [
            line
            for line in self._before
            if ((row := self._signups.get(line)) is None or row["persons"] is None)
            and (SIGNUP, signup_id(line, self.month), "persons") not in self.drafts
        ]

    def place_of(self, table: str, record: str) -> tuple[str, date | None, str] | None:
        """Line, day and meal behind a row, written or not; None where it is not of this month. 登记 has no day."""
        row = self.rows[table].get(record) if table in self.rows else None
        if row is not None:
            return row.get("class_id") or STAFF, row.get("day"), row.get("meal") or ""
        if self._places is None:
            self._places = {}
            for day in self.days:
                for meal in MEALS:
                    self._places[day_log_id(self.school_code, day, meal)] = (STAFF, day, meal)
                    for line in (*self.lines, STAFF):
                        self._places[self.count_id(line, day, meal)] = (line, day, meal)
        if table == SIGNUP:
            lines = {signup_id(line, self.month): line for line in self.lines}
            return (lines[record], None, "") if record in lines else None
        return self._places.get(record)

    # -- keeping in step ---------------------------------------------------------------------------------------------

    def absorb(self, change_set: ChangeSet) -> bool:
        """Takes over what was written; False where it must be read again (a draft of which only a part is told)."""
        whole = True
        for change in change_set.changes:
            rows = self.rows.get(change.table)
            if change.table == "draft":
                whole = self._absorb_draft(change.before, change.after) and whole
            elif rows is None:
                continue
            elif change.after is None:
                self._drop(change.table, rows.pop(change.row_id, None))
            elif change.before is None:
                blank = dict.fromkeys(fields_of(_MODELS[change.table]))
                rows[change.row_id] = {**blank, **change.after, "id": change.row_id}
                self._take(change.table, rows[change.row_id])
            elif change.row_id in rows:
                rows[change.row_id].update(change.after)
        if any(change.table in (COUNT, SIGNUP) for change in change_set.changes):
            # the first count of dinner says that there is dinner; the last one cleared, that there is none
            signed = (row["class_id"] for row in self._signups.values() if row["class_id"] and row["persons"])
            self._served.hold(self._counted(), signed)
        return whole

    def _take(self, table: str, row: Row) -> None:
        if table == LOG:
            self._logs[row["day"], row["meal"]] = row
        elif table == SIGNUP:
            self._signups[row["class_id"]] = row
        else:
            self._keep_cell(row)

    def _drop(self, table: str, row: Row | None) -> None:
        if row is None:
            return
        if table == LOG:
            self._logs.pop((row["day"], row["meal"]), None)
        elif table == SIGNUP:
            self._signups.pop(row["class_id"], None)
        else:
            self._cells.pop((row.get("class_id") or STAFF, row["day"], row["meal"]), None)

    def _absorb_draft(self, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> bool:
        side = {**(before or {}), **(after or {})}
        if "table_name" not in side or "key" not in side or "row_id" not in side:
            return False
        spot = (side["table_name"], side["row_id"], side["key"])
        if after is None:
            self.drafts.pop(spot, None)
        elif "text" in side and "message" in side:
            self.drafts[spot] = (side["text"], side["message"])
        else:
            return False
        return True


def _values(view: MonthView, model: type[Live]) -> dict[str, Row]:
    keys = table_of(model).c.keys()
    rows = cast(Sequence[Sequence[Any]], view.rows_of_month(model))
    return {row["id"]: row for row in (dict(zip(keys, found, strict=True)) for found in rows)}


def _drafts(view: MonthView) -> dict[tuple[str, str, str], tuple[str, str]]:
    """(table, row id, key) → text as typed and what is wrong with it, of the form's dated tables."""
    columns = table_of(Draft).c
    statement = select(columns.table_name, columns.row_id, columns.key, columns.text, columns.message)
    found = view.session.execute(statement.where(columns.table_name.in_(_MODELS))).all()
    return {(table, row_id, key): (text, message) for table, row_id, key, text, message in found}


def _about(suppliers: Sequence[ReportedSupplier], prices: Sequence[ReportedPrice]) -> str:
    """自营食堂 · 午餐 6.00 元 · 许可证至 2027-03-31."""
    parts = []
    if len(suppliers) == 1:
        first = suppliers[0]
        own = first.mode == MODES[0] or not first.name
        parts.append((first.mode or "" if own else first.name) or "供餐单位没有名称")
    elif len(suppliers) == 2:
        parts.append("、".join(one.name or "供餐单位没有名称" for one in suppliers))
    elif suppliers:
        parts.append(f"{len(suppliers)} 家供餐单位")
    field = fields_of(MealPrice)["price_fen"]
    for meal in MEALS:
        found = sorted({p.price_fen for p in prices if p.meal == meal and p.price_fen is not None})
        if found:
            parts.append(f"{meal} {'、'.join(field.format(fen) for fen in found)} 元")
    ends = [s.licence_until for s in suppliers if s.licence_until is not None]
    if ends:
        parts.append(f"许可证至 {min(ends).isoformat()}")
    return " · ".join(parts) or "还没有登记供餐单位和餐费"


def _only(kind: type[Any], rows: Any) -> list[Any]:
    return [row for row in rows if isinstance(row, kind)]
