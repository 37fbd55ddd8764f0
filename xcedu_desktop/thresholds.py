"""Every number that a rule compares with, declared once: title, value, unit, bounds, and where it comes from.

Rules ask their view for a limit (`view.norms.limit(CLASS_LARGEST)`): the bureau's profile file may say another value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Threshold:
    """One limit. `value` is in `unit`; where stored values are finer (W, 0.1 ℃), `unit` says so.

    `key`: its name in a profile file, which may say another value from `low` to `high`.
    """

    key: str
    title: str
    value: int
    unit: str
    low: int
    high: int
    doc: str = ""

    def said(self, value: int) -> str:
        """A value of it as a person says it: 50 人, 16:10, 11月15日, 16 ℃, 3.5 元."""
        match self.unit:
            case "时分":
                return f"{value // 100}:{value % 100:02d}"
            case "月日":
                return f"{value // 100}月{value % 100}日"
            case "月":
                return f"{value}月"
            case "分":
                return f"{value / 100:g} 元"
            case "%":
                return f"{value}%"
            case _ if self.unit.startswith("0.1 "):
                return f"{value / 10:g} {self.unit.removeprefix('0.1 ')}".replace("-", "−")
        return f"{value} {self.unit}"


# -- ground ---------------------------------------------------------------------------------------------------------
AGE_BESIDE_GRADE = Threshold(
    "age_beside_grade",
    "年龄与年级相差",
    3,
    "岁",
    1,
    10,
    "grade 1 begins at 6 full years on 1 September; more than this off is G04",
)
FIRST_GRADE_AGE = Threshold(
    "first_grade_age", "一年级周岁", 6, "岁", 5, 8, "full years on 1 September of the school year"
)
CLASS_LARGEST = Threshold(
    "class_largest", "班额上限", 55, "人", 30, 100, "a class above it is a large class (大班额): G05"
)
CLASS_ADVISED = Threshold(
    "class_advised", "小学班额提倡", 45, "人", 20, 100, "said in the message of G05 for primary classes"
)
CLASS_SMALLEST = Threshold("class_smallest", "班额下限", 5, "人", 0, 30, "a class under it is G05")
PUPILS_CHANGED = Threshold(
    "pupils_changed", "在校学生月度变化", 10, "%", 1, 100, "of last month's pupils; more is G07"
)
EXPLANATION_AGE = Threshold(
    "explanation_age",
    "同一说明沿用",
    3,
    "个月",
    1,
    12,
    "the same words for one finding since so many months or more are X04",
)

# -- clubs ----------------------------------------------------------------------------------------------------------
ATTENDANCE_LOWEST = Threshold(
    "attendance_lowest", "社团出勤率", 60, "%", 0, 100, "marks 到 of all marks in the month; less is C08"
)
PARTICIPATION_CHANGED = Threshold(
    "participation_changed",
    "参加率月度变化",
    10,
    "个百分点",
    1,
    100,
    "after-school pupils of enrolled pupils; more is C11",
)
SLOT_EARLIEST = Threshold(
    "slot_earliest", "活动最早开始", 1530, "时分", 1200, 1800, "15:30 on weekdays, as hhmm; earlier is C13"
)
SLOT_LATEST_WINTER = Threshold(
    "slot_latest_winter",
    "冬季活动最晚结束",
    1800,
    "时分",
    1600,
    2100,
    "18:00 on weekdays from October to April, as hhmm; later is C13",
)
FEE_CAP_VILLAGE = Threshold(
    "fee_cap_village",
    "村小每课时收费上限",
    300,
    "分",
    0,
    10_000,
    "per pupil and lesson; said where a club's is above it",
)
FEE_CAP = Threshold("fee_cap", "每课时收费上限", 350, "分", 0, 10_000, "the same in all other schools")

# -- meals ----------------------------------------------------------------------------------------------------------
DEVIATIONS = Threshold(
    "deviations",
    "偏离平时",
    35,
    "0.1 倍绝对中位差",
    10,
    100,
    "3.5 median absolute deviations of the class's school days: M04",
)
DEVIATION_PUPILS = Threshold(
    "deviation_pupils", "偏离平时至少", 5, "人", 1, 100, "a day nearer than this to the median is never M04"
)
DEVIATION_DAYS = Threshold(
    "deviation_days", "偏离平时所需天数", 5, "天", 3, 20, "with fewer days there is no usual number yet"
)
SAME_WEEK_DAYS = Threshold(
    "same_week_days", "一周相同所需天数", 4, "天", 3, 7, "a week with fewer school days says nothing (M05)"
)
LICENCE_NOTICE = Threshold(
    "licence_notice", "许可证到期提前提醒", 60, "天", 0, 365, "M08 warns so many days before"
)
SAMPLE_LEAST = Threshold(
    "sample_least", "每样留样", 125, "克", 50, 500, "of each dish, kept 48 hours; less is M10"
)
MEALS_CHANGED = Threshold(
    "meals_changed",
    "每上课日人次月度变化",
    20,
    "%",
    1,
    100,
    "against last month per school day that has a count (0 is one); more is M12",
)

# -- heating --------------------------------------------------------------------------------------------------------
HEATING_FIRST_MONTH = Threshold(
    "heating_first_month",
    "取暖检查起始月",
    10,
    "月",
    9,
    12,
    "from this month to the season's end rooms must have heat (H02)",
)
SEASON_FROM = Threshold(
    "season_from", "供暖开始", 1115, "月日", 901, 1231, "15 November as mmdd, where the profile says nothing"
)
SEASON_TO = Threshold(
    "season_to", "供暖结束", 315, "月日", 101, 531, "15 March as mmdd, where the profile says nothing"
)
CIRCUIT_NEAR = Threshold(
    "circuit_near",
    "线路负荷提醒",
    80,
    "%",
    10,
    100,
    "of the rated capacity; more is H03, over 100% needs an explanation",
)
SERVICE_LIFE = Threshold(
    "service_life",
    "设备使用年限",
    10,
    "年",
    1,
    50,
    "from the day of purchase; in use after its last day is H04",
)
INSPECTION_AHEAD = Threshold(
    "inspection_ahead",
    "供暖前自查",
    45,
    "天",
    0,
    120,
    "an inspection so many days before the season's start counts as its first (H06)",
)
WARM_ENOUGH = Threshold(
    "warm_enough", "室温设计值", 180, "0.1 ℃", 100, 300, "18 ℃ mid-room in season; lower is H08"
)
TEMPERATURE_LOWEST = Threshold(
    "temperature_lowest", "室温最低可信值", -100, "0.1 ℃", -500, 50, "colder is mistyped: H09"
)
TEMPERATURE_HIGHEST = Threshold(
    "temperature_highest", "室温最高可信值", 400, "0.1 ℃", 250, 600, "warmer is mistyped: H09"
)
WATTS_AS_KILOWATTS = Threshold(
    "watts_as_kilowatts",
    "功率疑似按瓦填写",
    100_000,
    "W",
    10_000,
    1_000_000,
    "a single piece above it was typed in W (H11)",
)

USUAL_POWER: Mapping[str, tuple[Threshold, Threshold]] = {
    kind: (
        Threshold(f"power_low_{key}", f"{kind}功率下限", low, "W", 1, 100_000),
        Threshold(f"power_high_{key}", f"{kind}功率上限", high, "W", 100, 1_000_000, "outside is H11"),
    )
    for kind, key, low, high in (
        ("壁挂式空调", "wall_unit", 400, 5_000),
        ("柜式空调", "floor_unit", 800, 12_000),
        ("电暖器", "heater", 200, 4_000),
        ("油汀", "oil_radiator", 400, 4_000),
        ("热风机", "fan_heater", 400, 20_000),
        ("空气能", "heat_pump", 500, 100_000),
        ("燃气壁挂炉", "gas_boiler", 30, 50_000),
        ("其他", "other", 10, 100_000),
    )
}
"""Kind of equipment → lowest and highest usual rated power of one piece."""

ALL: tuple[Threshold, ...] = (
    *(value for value in list(globals().values()) if isinstance(value, Threshold)),
    *(limit for pair in USUAL_POWER.values() for limit in pair),
)
"""All of them, in the order of declaration (docs/rules.md lists them)."""

BY_KEY: Mapping[str, Threshold] = {limit.key: limit for limit in ALL}
"""By its name in a profile file."""

ASCENDING: tuple[tuple[Threshold, ...], ...] = (
    (CLASS_SMALLEST, CLASS_ADVISED, CLASS_LARGEST),
    (SLOT_EARLIEST, SLOT_LATEST_WINTER),
    (TEMPERATURE_LOWEST, WARM_ENOUGH, TEMPERATURE_HIGHEST),
    *USUAL_POWER.values(),
)
"""Limits of which each is smaller than the next, whoever sets them."""

DEADLINE_DAY = 5
"""The day of the next month up to which a month is reported, unless the bureau's profile file says otherwise."""
