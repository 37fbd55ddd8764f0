"""配餐人数, reported: sign-ups, heads and subsidised heads by class and day, staff heads, the log, suppliers, prices."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Mapped

from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.form import GridSheet, ListSheet, MonthView, ReportedTable, ReportedView, Total
from xcedu_desktop.forms.meals.tables import (
    MEALS,
    MODES,
    MealCount,
    MealDayLog,
    MealPrice,
    MealSignup,
    MealStaffCount,
    MealSupplier,
    count_id,
)
from xcedu_desktop.school.ground import ground
from xcedu_desktop.school.reported import (
    CLASS_FULL,
    CLASS_ID,
    CLASS_NAME,
    lines_with,
    open_days,
    pupils_of,
    senior_classes,
)
from xcedu_desktop.store.base import ReportedRow, col, key_id


class ReportedSignup(ReportedRow):
    """登记人数 of a class: persons signed up for any meal of the month."""

    __tablename__ = "r_meal_signup"

    class_id: Mapped[str | None] = col(CLASS_ID)
    class_name: Mapped[str | None] = col(CLASS_NAME)
    class_full: Mapped[str | None] = col(CLASS_FULL)
    persons: Mapped[int | None] = col(Field("登记人数", Kind.INTEGER, unit="人", total=True, width=10))


class ReportedHeads(ReportedRow):
    """Heads (就餐人次) of a class at a meal of a day."""

    __tablename__ = "r_meal_heads"

    class_id: Mapped[str | None] = col(CLASS_ID)
    day: Mapped[date | None] = col(Field("日期", Kind.DAY))
    meal: Mapped[str | None] = col(Field("餐次"))
    heads: Mapped[int | None] = col(Field("就餐人次", Kind.INTEGER, unit="人次", total=True))


class ReportedSubsidised(ReportedRow):
    """Subsidised heads (受资助学生就餐人次) of a class at a meal of a day."""

    __tablename__ = "r_meal_subsidised"

    class_id: Mapped[str | None] = col(CLASS_ID)
    day: Mapped[date | None] = col(Field("日期", Kind.DAY))
    meal: Mapped[str | None] = col(Field("餐次"))
    heads: Mapped[int | None] = col(Field("受资助就餐人次", Kind.INTEGER, unit="人次", total=True))


class ReportedStaffHeads(ReportedRow):
    """Staff heads (教职工就餐人次) at a meal of a day."""

    __tablename__ = "r_meal_staff"

    day: Mapped[date | None] = col(Field("日期", Kind.DAY, width=12))
    meal: Mapped[str | None] = col(Field("餐次", width=8))
    heads: Mapped[int | None] = col(Field("教职工就餐人次", Kind.INTEGER, unit="人次", total=True, width=14))


class ReportedMealLog(ReportedRow):
    """The log of a meal of a day (陪餐与留样)."""

    __tablename__ = "r_meal_log"

    day: Mapped[date | None] = col(Field("日期", Kind.DAY, width=12))
    meal: Mapped[str | None] = col(Field("餐次", width=8))
    companion: Mapped[str | None] = col(Field("陪餐人", width=12))
    sample_grams: Mapped[int | None] = col(Field("每样留样（克）", Kind.INTEGER, unit="克", width=12))
    note: Mapped[str | None] = col(Field("记事", width=30))


class ReportedSupplier(ReportedRow):
    """A supplier or canteen in service in the month, with its licence."""

    __tablename__ = "r_supplier"

    name: Mapped[str | None] = col(Field("供餐单位", width=24))
    mode: Mapped[str | None] = col(Field("供餐方式", width=10))
    licence: Mapped[str | None] = col(Field("许可证号", width=22))
    licence_until: Mapped[date | None] = col(Field("有效期至", Kind.DAY, width=12))


class ReportedPrice(ReportedRow):
    """A price in force in the month (餐费标准)."""

    __tablename__ = "r_price"

    supplier: Mapped[str | None] = col(Field("供餐单位", width=24))
    meal: Mapped[str | None] = col(Field("餐次", width=8))
    price_fen: Mapped[int | None] = col(Field("单价（元）", Kind.MONEY, unit="元", width=10))
    from_date: Mapped[date | None] = col(Field("起始日期", Kind.DAY, width=12))
    to_date: Mapped[date | None] = col(Field("结束日期", Kind.DAY, width=12))


def derive_signups(view: MonthView) -> list[ReportedRow]:
    g = ground(view)
    order = {row.id: n for n, row in enumerate(g.classes)}
    rows = [
        r for r in view.rows_of_month(MealSignup) if r.persons is not None and r.class_id in g.class_by_id
    ]
    rows.sort(key=lambda r: (order.get(r.class_id or "", 999), r.id))
    return [
        ReportedSignup(
            id=r.id, class_id=r.class_id, class_name=g.class_name(r.class_id), class_full=g.class_full(r.class_id),
            persons=r.persons,
        )
        for r in rows
    ]  # fmt: skip


def _counts(view: MonthView) -> list[MealCount]:
    g = ground(view)
    order = {row.id: n for n, row in enumerate(g.classes)}
    rows = [r for r in view.rows_so_far(MealCount) if r.class_id in g.class_by_id and r.meal]
    return sorted(
        rows, key=lambda r: (order.get(r.class_id or "", 999), r.meal or "", r.day or date.min, r.id)
    )


def derive_heads(view: MonthView) -> list[ReportedRow]:
    return [
        ReportedHeads(id=r.id, class_id=r.class_id, day=r.day, meal=r.meal, heads=r.heads)
        for r in _counts(view)
        if r.heads is not None
    ]


def derive_subsidised(view: MonthView) -> list[ReportedRow]:
    return [
        ReportedSubsidised(id=r.id, class_id=r.class_id, day=r.day, meal=r.meal, heads=r.subsidised)
        for r in _counts(view)
        if r.subsidised is not None
    ]


def derive_staff(view: MonthView) -> list[ReportedRow]:
    rows = [r for r in view.rows_so_far(MealStaffCount) if r.heads is not None]
    rows.sort(key=lambda r: (r.day or date.min, r.meal or "", r.id))
    return [ReportedStaffHeads(id=r.id, day=r.day, meal=r.meal, heads=r.heads) for r in rows]


def derive_log(view: MonthView) -> list[ReportedRow]:
    rows = [r for r in view.rows_so_far(MealDayLog) if r.companion or r.sample_grams is not None or r.note]
    rows.sort(key=lambda r: (r.day or date.min, r.meal or "", r.id))
    return [
        ReportedMealLog(
            id=r.id, day=r.day, meal=r.meal, companion=r.companion, sample_grams=r.sample_grams, note=r.note
        )
        for r in rows
    ]


def in_force(first: date | None, last: date | None, view: MonthView) -> bool:
    """Whether a period touches the month; a blank end is open."""
    return (first is None or first <= view.month.last) and (last is None or last >= view.month.first)


def suppliers_of_month(view: MonthView) -> list[MealSupplier]:
    """The suppliers in service in the month."""
    return [s for s in view.rows(MealSupplier) if in_force(s.from_date, s.to_date, view)]


def canteen_id(school_code: str) -> str:
    """The id of the row of the school's own canteen, where the profile has its licence and no supplier is it."""
    return key_id("r_supplier", school_code, "canteen")


def derive_suppliers(view: MonthView) -> list[ReportedRow]:
    """The suppliers; the school's own canteen (自营食堂) bears the profile's licence where it has none of its own."""
    school = ground(view).school
    number, ends = school.canteen_licence, school.canteen_licence_until
    rows: list[ReportedRow] = []
    own = False
    for s in suppliers_of_month(view):
        lent = s.mode == MODES[0] and not s.licence and bool(number)
        own = own or s.mode == MODES[0]
        licence, until = (number, ends) if lent else (s.licence, s.licence_until)
        rows.append(ReportedSupplier(id=s.id, name=s.name, mode=s.mode, licence=licence, licence_until=until))
    if number and not own:
        rows.append(
            ReportedSupplier(
                id=canteen_id(view.school_code),
                name="本校食堂",
                mode=MODES[0],
                licence=number,
                licence_until=ends,
            )
        )
    return rows


def derive_prices(view: MonthView) -> list[ReportedRow]:
    names = {s.id: s.name for s in view.rows(MealSupplier)}
    rows = [p for p in view.rows(MealPrice) if in_force(p.from_date, p.to_date, view)]
    return [
        ReportedPrice(
            id=p.id, supplier=names.get(p.supplier_id or ""), meal=p.meal, price_fen=p.price_fen, from_date=p.from_date,
            to_date=p.to_date,
        )
        for p in rows
    ]  # fmt: skip


def grid_lines(view: ReportedView) -> Mapping[str, str]:
    """The grid's lines: every class of the month, then classes that only have counts (so that none is lost)."""
    counted = [row.class_id for row in view.rows(ReportedHeads)]
    return lines_with(view, counted + [row.class_id for row in view.rows(ReportedSubsidised)])


def beside(view: ReportedView) -> tuple[tuple[str, ...], Mapping[str, Sequence[int | None]]]:
    """在校人数 and 登记人数 beside each class: copies, outside the seal."""
    signed = {r.class_id: r.persons for r in view.rows(ReportedSignup)}
    return ("在校人数", "登记人数"), {
        line: (pupils, signed.get(line)) for line, pupils in pupils_of(view).items()
    }


def _grid(value: str, spanner: str) -> GridSheet:
    return GridSheet(
        line="class_id", day="day", value=value, labels=grid_lines, row_id=count_id, open_days=open_days, split="meal",
        splits=MEALS, beside=beside, spanner=spanner,
    )  # fmt: skip


def _seniors(view: ReportedView) -> frozenset[str]:
    """The classes of grades 10–12, those merged away within the month too (only their sign-ups still name them)."""
    gone = (
        r.class_id for r in view.rows(ReportedSignup) if r.class_id and (r.class_full or "").startswith("高")
    )
    return senior_classes(view) | frozenset(gone)


def _signed_up(view: ReportedView) -> int:
    seniors = _seniors(view)
    return sum(r.persons or 0 for r in view.rows(ReportedSignup) if r.class_id not in seniors)


def _heads(view: ReportedView, meal: str) -> int:
    seniors = _seniors(view)
    return sum(r.heads or 0 for r in view.rows(ReportedHeads) if r.meal == meal and r.class_id not in seniors)


def _is_counted(view: ReportedView) -> bool:
    """Whether any meal was counted: then that nobody ate the other is a fact, and nothing that was not filled in."""
    return any(r.heads is not None for r in view.rows(ReportedHeads))


MEALS_REPORTED = (
    ReportedTable(ReportedSignup, "就餐登记", "{month}就餐登记人数统计表", "人", ListSheet(), derive_signups, live=MealSignup),
    ReportedTable(
        ReportedHeads, "就餐人数", "{month}就餐人数统计表（{split}）", "人、人次", _grid("heads", "就餐人次（— 为不供餐日）"), derive_heads,
        live=MealCount,
    ),
    ReportedTable(
        ReportedSubsidised, "受资助就餐", "{month}受资助学生就餐人数统计表（{split}）", "人、人次",
        _grid("heads", "受资助学生就餐人次（— 为不供餐日）"), derive_subsidised,
        live=MealCount, live_keys={"heads": "subsidised"},
    ),
    ReportedTable(ReportedStaffHeads, "教职工就餐", "{month}教职工就餐人次统计表", "人次", ListSheet(), derive_staff, live=MealStaffCount),
    ReportedTable(ReportedMealLog, "陪餐与留样", "{month}陪餐与留样记录", "克", ListSheet(), derive_log, live=MealDayLog),
    ReportedTable(ReportedSupplier, "供餐单位", "{month}供餐单位与许可证", "家", ListSheet(), derive_suppliers, live=MealSupplier),
    ReportedTable(
        ReportedPrice, "餐费标准", "{month}餐费标准", "元", ListSheet(), derive_prices, figures=("price_fen",), live=MealPrice,
        live_keys={"supplier": "supplier_id"},
    ),
)  # fmt: skip

MEALS_TOTALS = (
    Total(
        "meal_students", "就餐登记学生", "人", _signed_up,
        filled=lambda view: any(r.persons is not None for r in view.rows(ReportedSignup)), to_grade_nine=True,
    ),
    Total(
        "meal_heads_lunch", "就餐：午餐", "人次", lambda view: _heads(view, "午餐"),
        filled=_is_counted, to_grade_nine=True,
    ),
    Total(
        "meal_heads_dinner", "就餐：晚餐", "人次", lambda view: _heads(view, "晚餐"),
        filled=_is_counted, to_grade_nine=True,
    ),
)  # fmt: skip
