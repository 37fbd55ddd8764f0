"""配餐人数 (meal-service counts), live: suppliers, prices, what is served, sign-ups, daily heads, the day's log.

Grid rows (a class and month; a class, day and meal) have ids made of their key, so that a cell has one row at most.
"""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.periods import Month
from xcedu_desktop.store.base import Live, col, key_id, ref

MEALS = ("午餐", "晚餐")
MODES = ("自营食堂", "配餐企业", "托管")
MEAL = Field(
    "餐次", Kind.CHOICE, choices=MEALS, required=True, width=6, synonyms=("餐别", "就餐餐次", "餐段", "供应餐次", "供餐餐次"),
    aliases=(("中餐", "午餐"), ("午饭", "午餐"), ("中午", "午餐"), ("午", "午餐"), ("晚饭", "晚餐"), ("晚上", "晚餐"), ("晚", "晚餐")),
)  # fmt: skip
DAY = Field("日期", Kind.DAY, required=True, synonyms=("就餐日期", "用餐日期", "供餐日期", "时间"))
CLASS = Field("班级", Kind.CLASS, required=True, width=10)
HEADS = Field(
    "就餐人数", Kind.INTEGER, unit="人次", low=0, high=20000, total=True, width=7,
    synonyms=("用餐人数", "实际就餐人数", "实际用餐人数", "就餐", "用餐", "就餐人次", "实就餐人数", "人数"),
)  # fmt: skip
SUBSIDISED = Field(
    "受资助学生", Kind.INTEGER, unit="人次", low=0, high=20000, total=True, width=7,
    synonyms=("受资助", "受资助人数", "资助人数", "受助学生", "受助人数", "其中受资助"),
)  # fmt: skip
PERSONS = Field(
    "登记人数", Kind.INTEGER, unit="人", low=0, high=20000, total=True, width=7,
    synonyms=("登记", "就餐登记", "就餐登记人数", "报名人数", "报餐人数", "订餐人数"),
)  # fmt: skip


COPIED: Mapping[tuple[str, str], str] = {
    ("meal_count", "heads"): "copied",
    ("meal_count", "subsidised"): "copied_subsidised",
    ("meal_staff_count", "heads"): "copied",
    ("meal_signup", "persons"): "copied",
}
"""(table, figure) → the column that says that the figure was copied (照抄) and nobody confirmed it yet (待确认)."""


def count_id(class_id: str, day: date, meal: str) -> str:
    """The id of the row of a class's heads at a meal of a day."""
    return key_id("meal_count", class_id, day.isoformat(), meal)


def signup_id(class_id: str, month: Month) -> str:
    """The id of the row of a class's sign-ups of a month."""
    return key_id("meal_signup", class_id, month)


def staff_count_id(school_code: str, day: date, meal: str) -> str:
    """The id of the row of the staff's heads at a meal of a day."""
    return key_id("meal_staff_count", school_code, day.isoformat(), meal)


def day_log_id(school_code: str, day: date, meal: str) -> str:
    """The id of the row of a meal's log of a day."""
    return key_id("meal_day_log", school_code, day.isoformat(), meal)


class MealSupplier(Live):
    """A supplier, or the school's own canteen (供餐单位), with licence and expiry."""

    __tablename__ = "meal_supplier"
    title: ClassVar[str] = "供餐单位"

    name: Mapped[str | None] = col(
        Field(
            "供餐单位",
            required=True,
            width=20,
            synonyms=("配餐企业", "企业名称", "供应商", "单位名称", "供餐企业", "配餐单位"),
        )
    )
    mode: Mapped[str | None] = col(
        Field(
            "供餐方式",
            Kind.CHOICE,
            choices=MODES,
            synonyms=("方式", "配餐方式", "供餐模式", "经营方式", "经营形式", "经营模式"),
            width=10,
            aliases=(
                ("食堂", "自营食堂"),
                ("学校食堂", "自营食堂"),
                ("自办食堂", "自营食堂"),
                ("自主经营", "自营食堂"),
                ("托管经营", "托管"),
                ("委托经营", "托管"),
                ("承包", "托管"),
                ("承包经营", "托管"),
                ("校外配餐", "配餐企业"),
                ("集中配餐", "配餐企业"),
                ("配餐公司", "配餐企业"),
                ("送餐公司", "配餐企业"),
                ("配送", "配餐企业"),
                ("外部配餐", "配餐企业"),
                ("企业配餐", "配餐企业"),
            ),
        )
    )
    licence: Mapped[str | None] = col(
        Field(
            "许可证号",
            width=20,
            synonyms=("食品经营许可证号", "许可证", "许可证编号", "经营许可证号", "食品经营许可证"),
        )
    )
    licence_until: Mapped[date | None] = col(
        Field("有效期", Kind.DAY, synonyms=("许可证有效期", "有效期至", "到期日期", "许可证有效期至"))
    )
    phone: Mapped[str | None] = col(Field("电话", Kind.PHONE, width=14, synonyms=("联系电话",)))
    from_date: Mapped[date | None] = col(Field("起始日期", Kind.DAY, synonyms=("开始日期", "合作起始日期")))
    to_date: Mapped[date | None] = col(Field("结束日期", Kind.DAY))


class MealPrice(Live):
    """The price of a meal over a period (餐费标准)."""

    __tablename__ = "meal_price"
    title: ClassVar[str] = "餐费标准"
    label_key: ClassVar[str] = "meal"

    supplier_id: Mapped[str | None] = ref(Field("供餐单位", Kind.REFERENCE, references="meal_supplier"))
    meal: Mapped[str | None] = col(MEAL)
    price_fen: Mapped[int | None] = col(
        Field(
            "单价",
            Kind.MONEY,
            unit="元",
            required=True,
            low=0,
            synonyms=("餐费", "餐标", "价格", "餐费标准", "每餐单价"),
        )
    )
    from_date: Mapped[date | None] = col(
        Field("起始日期", Kind.DAY, required=True, synonyms=("开始日期", "执行日期"))
    )
    to_date: Mapped[date | None] = col(Field("结束日期", Kind.DAY))


class MealService(Live):
    """Which meal is served to which class, since when (供餐安排); a blank class means all."""

    __tablename__ = "meal_service"
    title: ClassVar[str] = "供餐安排"
    label_key: ClassVar[str] = "meal"

    meal: Mapped[str | None] = col(MEAL)
    class_id: Mapped[str | None] = ref(Field("班级", Kind.CLASS))
    from_date: Mapped[date | None] = col(Field("起始日期", Kind.DAY, required=True))
    to_date: Mapped[date | None] = col(Field("结束日期", Kind.DAY))


class MealSignup(Live):
    """登记人数: persons of a class signed up for any meal of a month; one number a class and month."""

    __tablename__ = "meal_signup"
    title: ClassVar[str] = "就餐登记"
    month_key: ClassVar[str | None] = "month"
    label_key: ClassVar[str] = "class_id"
    place_keys: ClassVar[tuple[str, ...]] = ("class_id", "month")

    class_id: Mapped[str | None] = ref(CLASS)
    month: Mapped[Month | None] = col(Field("月份", Kind.MONTH, required=True))
    persons: Mapped[int | None] = col(PERSONS)
    copied: Mapped[bool | None] = col(
        Field("待确认", Kind.YES_NO, doc="carried over from last month, not confirmed yet")
    )


class MealCount(Live):
    """Heads of a class at a meal of a day (就餐人次), subsidised among them; COPIED names what says 照抄 of each."""

    __tablename__ = "meal_count"
    __table_args__ = (Index("ix_meal_count_day", "day"), {"sqlite_strict": True})
    title: ClassVar[str] = "就餐人数"
    month_key: ClassVar[str | None] = "day"
    label_key: ClassVar[str] = "day"
    place_keys: ClassVar[tuple[str, ...]] = ("class_id", "day", "meal")

    class_id: Mapped[str | None] = ref(CLASS)
    day: Mapped[date | None] = col(DAY)
    meal: Mapped[str | None] = col(MEAL)
    heads: Mapped[int | None] = col(HEADS)
    subsidised: Mapped[int | None] = col(SUBSIDISED)
    copied: Mapped[bool | None] = col(Field("待确认", Kind.YES_NO))
    copied_subsidised: Mapped[bool | None] = col(Field("受资助待确认", Kind.YES_NO))


class MealStaffCount(Live):
    """Heads of the staff at a meal of a day, on one line without class (教职工就餐人次)."""

    __tablename__ = "meal_staff_count"
    title: ClassVar[str] = "教职工就餐"
    month_key: ClassVar[str | None] = "day"
    label_key: ClassVar[str] = "day"
    place_keys: ClassVar[tuple[str, ...]] = ("day", "meal")

    day: Mapped[date | None] = col(DAY)
    meal: Mapped[str | None] = col(MEAL)
    heads: Mapped[int | None] = col(HEADS)
    copied: Mapped[bool | None] = col(Field("待确认", Kind.YES_NO))


class MealDayLog(Live):
    """The log of a meal of a day (陪餐与留样): who ate with the pupils, the samples kept, remarks."""

    __tablename__ = "meal_day_log"
    title: ClassVar[str] = "陪餐与留样"
    month_key: ClassVar[str | None] = "day"
    label_key: ClassVar[str] = "day"
    place_keys: ClassVar[tuple[str, ...]] = ("day", "meal")

    day: Mapped[date | None] = col(DAY)
    meal: Mapped[str | None] = col(MEAL)
    companion: Mapped[str | None] = col(Field("陪餐人", Kind.NAME, width=10))
    sample_grams: Mapped[int | None] = col(
        Field("每样留样", Kind.INTEGER, unit="克", low=0, high=10000, width=8)
    )
    note: Mapped[str | None] = col(Field("备注", width=16))
