"""The keys of a clerk's month, here and in a spreadsheet template: `python -m bench.keystrokes` writes docs/keystrokes.md.

Here: counted in the guide's month, which the end-to-end test types key by key. In the template: two models, a practised
clerk who copies and fills wherever that is possible, and one who fills cell by cell, fed with the same facts. What favours
the template is granted to it: last month's file is copied, every total is a formula, nothing is mistyped.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pypinyin import lazy_pinyin

from bench.guide_school import school_of_the_guide
from bench.month_script import Step, Stroke, steps
from xcedu_desktop.forms.clubs.tables import Club, ClubMember
from xcedu_desktop.ledger import Ledger

TARGET = Path(__file__).resolve().parents[1] / "docs" / "keystrokes.md"
LEAVER, JOINER, HIS_CLASS, ROOM = "龙梓宸", "周小雨", "一(1)班", "图书室"
_HEAD = """# 一个月的按键数

填的是同一个月：[一个月怎么填](guide/month.md)里那所 12 个班的学校的 2026 年 11 月，同样的供餐记录、同样的人员变动、同样的考勤。
本页由 `python -m bench.keystrokes` 算出，测试核对它没有过时。

"""
_HOW = """
## 怎么数的

- **一次按键**：一个键，或者一个组合键（`Ctrl+Shift+↓` 算一次）。汉字按全拼加一次选字算。鼠标不算，两边都只用键盘。
- **本程序**：数「一个月怎么填」里写的每一个键。端到端测试在真的屏幕上逐键按过这一页，再核对填出来的每一个数。
- **表格模板**：没有逐键录过，是按下面的写法算的。模板每月照上月的文件改：名册、台账、登记人数、上月的说明都带过来，合计全是公式，
  一次也不输错。对模板有利的都算给它。
  - 「熟手」能复制就复制，能填充就填充：全到的考勤一次粘贴，受资助和教职工人数一次粘贴。
  - 「逐格」是每一格自己输入。
- **没有数进去的**：模板里的核对（人数比在校多、同一人在两个社团、漏填的天）没有键，要靠眼睛看；本程序的校验不用按键。

"""


@dataclass(frozen=True)
class Line:
    """A part of the month: keys here, of a practised clerk in the template, and cell by cell; what the template's are."""

    title: str
    here: int
    practised: int
    plain: int
    how: str


@dataclass(frozen=True)
class Attendance:
    """A club's month: meetings, marks to be made, how many of them are absences."""

    meetings: int
    marks: int
    absences: int


def typed(text: str) -> int:
    """Keys to type a text: Chinese by full pinyin and one key to choose each run, all else a key a character."""
    runs = re.findall(r"[\u4e00-\u9fff]+|[^\u4e00-\u9fff]", text)
    return sum(len("".join(lazy_pinyin(run))) + 1 if "\u4e00" <= run[0] <= "\u9fff" else 1 for run in runs)


def keys_of(strokes: Sequence[Stroke]) -> int:
    """Keys here: a chord is one."""
    return sum(typed(stroke.text) if stroke.typed else 1 for stroke in strokes)


def cell(text: str) -> int:
    """A cell typed, with Enter or Tab."""
    return typed(text) + 1


def lines() -> list[Line]:
    """The month in its parts."""
    told = steps()
    here = {
        number: sum(keys_of(step.strokes) for step in told if step.title.startswith(f"{number}."))
        for number in "234567"
    }
    return [
        _pupils(here["2"]),
        _attendance(here["3"], _clubs(told)),
        _meals(here["4"], told),
        _heating(here["5"]),
        _cover(here["6"] + here["7"], told),
    ]


def _clubs(told: Sequence[Step]) -> list[Attendance]:
    """Each club's meetings as the guide takes them, and its members as the school file has them."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Ledger.open(school_of_the_guide(Path(folder) / "s.db"), readonly=True) as ledger,
    ):
        clubs = ledger.rows(Club)
        members = ledger.rows(ClubMember, ClubMember.status == "正式", ClubMember.to_date.is_(None))
    size = {club["id"]: sum(m["club_id"] == club["id"] for m in members) for club in clubs}
    strokes = [s for step in told if step.title.startswith("3.") for s in step.strokes]
    runs: list[list[Stroke]] = [[]]
    for stroke in strokes:
        if stroke == Stroke("Alt+PgDn"):
            runs.append([])
        runs[-1].append(stroke)
    found = []
    for run, club in zip(runs, clubs, strict=True):
        meetings, away = run.count(Stroke("A")), run.count(Stroke("Q"))
        found.append(Attendance(meetings, meetings * size[club["id"]], away))
    return found


def _pupils(here: int) -> Line:
    find = 1 + cell(LEAVER) + 1  # Ctrl+F, the name, Enter, Esc
    again = 1 + 3  # the next sheet; Ctrl+F has kept the name, Enter, Esc
    leaves = find + 6 + cell("2026-11-13") + cell("转出")
    out_of_lists = 2 * (again + 5 + cell("2026-11-13"))
    joins = 2 + cell(JOINER) + cell("女") + 2 + cell(HIS_CLASS) + cell("2026-11-16")
    how = "名册里查找、填离校；课后服务名单、社团名单里再各查找一次、填退出；名册最后新增一行"
    keys = leaves + out_of_lists + joins
    return Line("学生进出", here, keys, keys, how)


def _attendance(here: int, clubs: Sequence[Attendance]) -> Line:
    joins = 2 * (1 + 2 + cell(JOINER) + cell("女") + cell(HIS_CLASS) + cell("2026-11-30"))
    days = sum(club.meetings * 3 for club in clubs)  # a day's two digits and Tab
    absences = sum(club.absences for club in clubs)
    away = absences * (3 + cell("缺"))  # some arrows, the mark
    tick = typed("到")
    # sheet, the block of last month selected and emptied; a tick typed, copied, the block selected, pasted
    practised = joins + days + away + len(clubs) * (1 + 2 + tick + 1 + 1 + 1 + 1)
    marks = sum(club.marks for club in clubs)
    plain = joins + days + away + len(clubs) * (1 + 2 + tick + 1) + (marks - absences) * 2
    how = (
        f"{len(clubs)} 个社团一张表一个：清空上月，改活动日期，"
        f"全到的一次粘贴（逐格：{marks:,} 格，每格粘贴加 Enter），缺的单独改；周小雨在两张名单里各加一行"
    )
    return Line("社团的人和考勤", here, practised, plain, how)


def _meals(here: int, told: Sequence[Step]) -> Line:
    slips = [slip for step in told for slip in step.slips]
    header = (
        2 + 2 + sum(cell(str(slip.day.day)) for slip in slips)
    )  # last month's counts emptied, days retyped
    counts = sum(cell(str(heads)) for slip in slips for heads in slip.heads)
    to_next_day = 2 * len(slips)  # up to the top, one to the right
    log = 1 + 3 + sum(cell(slip.companion) + cell(str(slip.grams)) for slip in slips)
    classes = len(slips[0].heads)
    # two more sheets: the first day's column copied, the other days selected, pasted
    filled = 2 * (1 + 1 + 1 + 1 + 2 + 1)
    one_by_one = 2 + len(slips) * (classes * 2 + cell("24"))
    how = (
        f"清空上月、改日期；{len(slips)} 天 × {classes} 班逐个输入；陪餐与留样另一张表；"
        "受资助、教职工照第一天粘贴（逐格：每格输入）"
    )
    both = header + counts + to_next_day + log
    return Line("配餐人数", here, both + filled, both + one_by_one, how)


def _heating(here: int) -> Line:
    copied = 1 + 1 + 4 + 1  # sheet, last row, the row selected, copied, pasted twice
    changed = 2 * (cell("XC-0038") + 4 + cell(ROOM) + 2 + cell("2026-11-18"))
    whole = (
        1
        + 1
        + 2
        * sum(
            cell(text)
            for text in (
                "XC-0038",
                "壁挂式空调",
                "格力",
                "KFR-35GW",
                ROOM,
                "1.24",
                "2026-11-18",
                "2860",
                "专项",
                "正常",
            )
        )
    )
    how = "复制最后一行两次，改编号、房间、日期（逐格：两行全部输入）"
    return Line("取暖设备", here, copied + changed, whole, how)


def _cover(here: int, told: Sequence[Step]) -> Line:
    said = max((s.text for step in told for s in step.strokes if s.typed), key=typed)
    keys = 1 + cell("12") + cell("480") + 1 + 3 + cell(said) + 1 + cell("薛城_2026-11_r1")
    how = "封面两个数；一条说明（其余两条从上月带来）；另存为，改文件名"
    return Line("封面、说明、上报", here, keys, keys, how)


def page() -> str:
    """docs/keystrokes.md."""
    told = lines()
    rows = [
        "| 部分 | 本程序 | 模板·熟手 | 模板·逐格 | 模板里要做的 |",
        "|---|---:|---:|---:|---|",
        *(f"| {x.title} | {x.here:,} | {x.practised:,} | {x.plain:,} | {x.how} |" for x in told),
    ]
    here, practised, plain = (sum(getattr(x, name) for x in told) for name in ("here", "practised", "plain"))
    rows.append(f"| **合计** | **{here:,}** | **{practised:,}** | **{plain:,}** | |")
    said = (
        f"\n本程序 {here:,} 次；熟手在模板里 {practised:,} 次，是本程序的 {practised / here:.2f} 倍；"
        f"逐格填 {plain:,} 次，{plain / here:.2f} 倍。\n"
    )
    return _HEAD + "\n".join(rows) + "\n" + said + _HOW.rstrip() + "\n"


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
