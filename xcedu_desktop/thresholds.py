"""Every number that a rule compares with, declared once: title, value, unit, and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Threshold:
    """One limit. `value` is in `unit`; where stored values are finer (W, 0.1 ℃), `unit` says so."""

    title: str
    value: int
    unit: str
    doc: str = ""


# -- ground ---------------------------------------------------------------------------------------------------------
AGE_BESIDE_GRADE = Threshold(
    "年龄与年级相差", 3, "岁", "grade 1 begins at 6 full years on 1 September; more than this off is G04"
)
FIRST_GRADE_AGE = Threshold("一年级周岁", 6, "岁", "full years on 1 September of the school year")
CLASS_LARGEST = Threshold("班额上限", 55, "人", "a class above it is a large class (大班额): G05")
CLASS_ADVISED = Threshold("小学班额提倡", 45, "人", "said in the message of G05 for primary classes")
CLASS_SMALLEST = Threshold("班额下限", 5, "人", "a class under it is G05")
PUPILS_CHANGED = Threshold("在校学生月度变化", 10, "%", "of last month's pupils; more is G07")
EXPLANATION_AGE = Threshold(
    "同一说明沿用", 3, "个月", "the same words for one finding since so many months or more are X04"
)

# -- clubs ----------------------------------------------------------------------------------------------------------
ATTENDANCE_LOWEST = Threshold("社团出勤率", 60, "%", "marks 到 of all marks in the month; less is C08")
PARTICIPATION_CHANGED = Threshold(
    "参加率月度变化", 10, "个百分点", "after-school pupils of enrolled pupils; more is C11"
)
SLOT_EARLIEST = Threshold("活动最早开始", 1530, "时分", "15:30 on weekdays, as hhmm; earlier is C13")
SLOT_LATEST_WINTER = Threshold(
    "冬季活动最晚结束", 1800, "时分", "18:00 on weekdays from October to April, as hhmm; later is C13"
)

# -- meals ----------------------------------------------------------------------------------------------------------
DEVIATIONS = Threshold(
    "偏离平时", 35, "0.1 倍绝对中位差", "3.5 median absolute deviations of the class's school days: M04"
)
DEVIATION_PUPILS = Threshold("偏离平时至少", 5, "人", "a day nearer than this to the median is never M04")
DEVIATION_DAYS = Threshold("偏离平时所需天数", 5, "天", "with fewer days there is no usual number yet")
SAME_WEEK_DAYS = Threshold("一周相同所需天数", 4, "天", "a week with fewer school days says nothing (M05)")
LICENCE_NOTICE = Threshold("许可证到期提前提醒", 60, "天", "M08 warns so many days before")
SAMPLE_LEAST = Threshold("每样留样", 125, "克", "of each dish, kept 48 hours; less is M10")
MEALS_CHANGED = Threshold(
    "每供餐日人次月度变化", 20, "%", "against last month per day with counts; more is M12"
)

# -- heating --------------------------------------------------------------------------------------------------------
HEATING_FIRST_MONTH = Threshold(
    "取暖检查起始月", 10, "月", "from this month to the season's end rooms must have heat (H02)"
)
SEASON_FROM = Threshold("供暖开始", 1115, "月日", "15 November as mmdd, where the profile says nothing")
SEASON_TO = Threshold("供暖结束", 315, "月日", "15 March as mmdd, where the profile says nothing")
CIRCUIT_NEAR = Threshold(
    "线路负荷提醒", 80, "%", "of the rated capacity; more is H03, over 100% needs an explanation"
)
SERVICE_LIFE = Threshold("设备使用年限", 10, "年", "from the day of purchase; older in use is H04")
INSPECTION_AHEAD = Threshold(
    "供暖前自查", 45, "天", "an inspection so many days before the season's start counts as its first (H06)"
)
WARM_ENOUGH = Threshold("室温设计值", 180, "0.1 ℃", "18 ℃ mid-room in season; lower is H08")
TEMPERATURE_LOWEST = Threshold("室温最低可信值", -100, "0.1 ℃", "colder is mistyped: H09")
TEMPERATURE_HIGHEST = Threshold("室温最高可信值", 400, "0.1 ℃", "warmer is mistyped: H09")
WATTS_AS_KILOWATTS = Threshold(
    "功率疑似按瓦填写", 100_000, "W", "a single piece above it was typed in W (H11)"
)

USUAL_POWER: Mapping[str, tuple[Threshold, Threshold]] = {
    kind: (Threshold(f"{kind}功率下限", low, "W"), Threshold(f"{kind}功率上限", high, "W", "outside is H11"))
    for kind, low, high in (
        ("壁挂式空调", 400, 5_000),
        ("柜式空调", 800, 12_000),
        ("电暖器", 200, 4_000),
        ("油汀", 400, 4_000),
        ("热风机", 400, 20_000),
        ("空气能", 500, 100_000),
        ("燃气壁挂炉", 30, 50_000),
        ("其他", 10, 100_000),
    )
}
"""Kind of equipment → lowest and highest usual rated power of one piece."""

ALL: tuple[Threshold, ...] = (
    *(value for value in list(globals().values()) if isinstance(value, Threshold)),
    *(limit for pair in USUAL_POWER.values() for limit in pair),
)
"""All of them, in the order of declaration (docs/rules.md lists them)."""
