"""个人信息处理情况说明: one page for the yearly audit: what is kept about whom, why, where, how long, who wrote, what was shown,
what was deleted. Every figure is counted in the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import func, select

from xcedu_desktop.fields import Field
from xcedu_desktop.form import MonthView
from xcedu_desktop.month.erased import erasures
from xcedu_desktop.periods import school_year_first, school_year_name, school_year_of
from xcedu_desktop.printing import Align, PrintColumn, PrintSheet
from xcedu_desktop.school.ground import ground
from xcedu_desktop.school.place_words import said_whole
from xcedu_desktop.school.tables import Pupil, Staff
from xcedu_desktop.store.base import fields_of, table_of
from xcedu_desktop.store.tables import Backup, LogEntry, Revision

SHOWN = "显示号码"
"""The act that the change log notes when somebody has a whole number shown (F2)."""
_YOUNG = 14
"""Years of age under which what is kept about a person is sensitive (敏感个人信息)."""
_WRITERS, _ERASURES = 6, 3


def processing_sheet(view: MonthView) -> PrintSheet:
    """The page, as the file is on the view's day."""
    school = ground(view).school
    rows = [
        ("处理目的", "每月向区教体局填报课后服务与社团、配餐人数、取暖设备；不作其他用途"),
        ("学生", _pupils(view)),
        ("教职工、校外教师", _staff(view)),
        ("不保存", "民族、家庭住址、家长姓名和电话；过敏和清真用餐只记人数，不记姓名"),
        ("存放地点", "本校填报电脑上的一个数据文件和它的备份；程序不联网，不上传"),
        ("号码的保护", "身份证号、学籍号只显示最后四位，电话隐去中间四位；复制、打印、修改记录里也是这样"),
        ("报给区教体局", _reported(view)),
        ("保存期限", "在校期间及离校后至少一个学年；以后由学校按学年删除"),
        ("谁填写", _writers(view)),
        ("查看完整号码", _shown(view)),
        ("已删除的记录", _erased(view)),
        ("备份", _backups(view)),
    ]
    return PrintSheet(
        name="个人信息处理情况说明",
        title="个人信息处理情况说明",
        columns=(PrintColumn("序号", 4, Align.CENTRE), PrintColumn("项目", 13), PrintColumn("情况", 62)),
        rows=[(str(number), *row) for number, row in enumerate(rows, start=1)],
        head=(
            (
                f"填报单位：{school.name or ''}",
                f"标识码：{view.school_code}",
                f"日期：{said_whole(view.today)}",
            ),
        ),
        foot=(("单位负责人：____________", f"填表人：{school.clerk or ''} ____________", "（盖章）"),),
    )


def _pupils(view: MonthView) -> str:
    rows = view.rows(Pupil)
    there = len(ground(view).pupils)
    young = sum(1 for row in rows if row.birth_date is not None and _age(row.birth_date, view.today) < _YOUNG)
    numbers = sum(1 for row in rows if row.id_number)
    student = sum(1 for row in rows if row.student_number)
    return (
        f"共 {len(rows):,} 名（{said_whole(ground(view).reference_day)}在校 {there:,} 名；不满十四周岁 {young:,} 名），"
        f"其中存有身份证号 {numbers:,} 名、学籍号 {student:,} 名。"
        f"保存：{_titles(fields_of(Pupil).values())}；编班、参加课后服务和社团的日期与考勤"
    )


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _staff(view: MonthView) -> str:
    return (
        f"教职工共 {len(view.rows(Staff)):,} 名。保存：{_titles(fields_of(Staff).values())}；"
        "带社团、参加课后服务和陪餐的情况。校外教师保存姓名、电话、协议日期"
    )


def _titles(fields: Iterable[Field]) -> str:
    return "、".join(field.title for field in fields if not field.hidden)


def _reported(view: MonthView) -> str:
    statement = select(func.count(), func.count(Revision.month.distinct())).where(
        Revision.school_code == view.school_code
    )
    times, months = view.session.execute(statement).one()
    return (
        f"已上报 {months} 个月，共 {times} 次。上报表里只有社团成员的姓名和班级，其余都是人数；"
        "没有身份证号、学籍号、出生日期和学生电话"
    )


def _writers(view: MonthView) -> str:
    log = table_of(LogEntry)
    statement = (
        select(log.c.who, func.min(log.c.at), func.max(log.c.at))
        .where(log.c.who != "")
        .group_by(log.c.who)
        .order_by(func.max(log.c.at).desc())
    )
    found = view.session.execute(statement).all()
    said = [f"{who}（{_when(first)}至{_when(last)}）" for who, first, last in found[:_WRITERS]]
    more = f"，另有 {len(found) - _WRITERS} 人" if len(found) > _WRITERS else ""
    return f"{'、'.join(said)}{more}；每次改动都有修改记录" if said else "还没有人填写"


def _shown(view: MonthView) -> str:
    log = table_of(LogEntry)
    year = school_year_of(view.today)
    shown = select(func.count()).where(log.c.act == SHOWN)
    times = view.session.execute(shown).scalar_one()
    lately = view.session.execute(shown.where(log.c.at >= school_year_first(year).isoformat())).scalar_one()
    return (
        f"{school_year_name(year)}显示 {lately:,} 次，累计 {times:,} 次，每次都有修改记录；"
        "程序没有导出完整号码名单的功能"
    )


def _erased(view: MonthView) -> str:
    made = erasures(view.session)
    said = [
        f"{_when(fact.at)}，{fact.who}删除{school_year_name(fact.school_year)}及以前：{fact.figures}"
        for fact in made[: -_ERASURES - 1 : -1]
    ]
    return "。".join(said) if said else "还没有删除过"


def _backups(view: MonthView) -> str:
    count, newest = view.session.execute(select(func.count(), func.max(Backup.taken))).one()
    return f"登记 {count} 份，最近一次{_when(newest)}" if count else "还没有备份过"


def _when(text: str) -> str:
    return said_whole(datetime.fromisoformat(text).date())
