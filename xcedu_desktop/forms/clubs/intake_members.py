"""Import of club members (社团成员): a column names the club, or a sheet or title a club."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from xcedu_desktop.forms.clubs.intake_absent import refuse_absent, said_absent
from xcedu_desktop.forms.clubs.intake_clubs import club_index, current_term
from xcedu_desktop.forms.clubs.tables import Club, ClubMember
from xcedu_desktop.school.intake_job import IntakeJob, ListIn
from xcedu_desktop.school.intake_pupils import PupilIndex, find_pupil
from xcedu_desktop.school.intake_students import CLASS, GRADE
from xcedu_desktop.school.intake_ticks import is_ticked, tick_columns
from xcedu_desktop.school.tables import Pupil
from xcedu_desktop.store.base import fields_of
from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake.kind import IntakeKind, KindColumn, Shape, columns_of
from xcedu_desktop.workbook.intake.plan_changes import Entry
from xcedu_desktop.workbook.intake.plan_rows import Row, refused

_OWN = ("status", "from_date", "to_date", "note")
_GROUP = re.compile(r"(社团|社|团队|团|队|兴趣小组|兴趣班|兴趣组|小组|俱乐部|工作坊|工作室|班|组)$")
_NO_CLUB = frozenset(["无", "不参加", "未参加", "没有", "未报", "未报名", "不报", "/", "-", "—", "——"])
_SEVERAL = re.compile(r"[、,，;；/+\s]+")
_NO_SUCH = "本学期没有「{}」这个社团，请先导入社团"

MEMBERS = Shape(
    "members",
    (
        *(KindColumn("club", c.field, c.synonyms, ticked=True) for c in columns_of(
            fields_of(Club), ("name",), words={"name": ("所在社团", "参加社团", "所报社团", "报名社团", "社团项目",
                "所属社团", "参加的社团", "加入社团", "所选社团", "选报社团")},
        )),
        *columns_of(fields_of(Pupil), ("name",), words={"name": ("成员", "成员姓名", "社员", "队员", "社员姓名")}),
        KindColumn("class_id", CLASS),
        KindColumn("grade", GRADE),
        *columns_of(fields_of(Pupil), ("id_number",)),
        *columns_of(fields_of(ClubMember), _OWN, words={
            "status": ("成员状态", "身份", "录取状态"), "from_date": ("入社日期", "入团日期"), "to_date": ("退社日期", "退团日期"),
        }),
    ),
    ("name",),
)  # fmt: skip


def plan_members(job: IntakeJob) -> None:
    """Plans club members; since when: the row's date, --from, the term's first day for a club without members, today."""
    index = PupilIndex(job)
    term = current_term(job)
    clubs = club_index(job, term)
    first_day = job.ground.calendar.term_days(*term)[0]
    members: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in job.entries(ClubMember).values():
        members[entry.get("club_id") or "", entry.get("pupil_id") or ""].append(entry)
    filled = {club_id for club_id, _ in members}
    seen: dict[tuple[str, str], Row] = {}
    for listed in (part for one in job.lists for part in job.classes.sections(one)):
        absent = said_absent(listed)
        whole, whole_club = job.classes.whole(listed, make=False), _club_of_list(listed, clubs)
        ticks = [tick for tick in tick_columns(listed) if whole_club is None or _named(tick.title, clubs)]
        job.notes += [
            f"没有读的列：{tick.title[:20]}。" for tick in tick_columns(listed) if tick not in ticks
        ]
        job.titles.update({tick.key: tick.title for tick in ticks})
        for row in job.read(listed):
            if fold(row.cell("club").text) in _NO_CLUB:
                row.remark("没有参加社团，没有登记")
                continue
            refuse_absent(row, absent)
            chosen = _ticked(row, ticks, clubs) if ticks else _said(row, clubs, whole_club)
            pupil = find_pupil(job, index, row, whole, row.get("from_date")) if chosen else None
            if pupil is None or not row.alive():
                continue
            for club in chosen:
                place = (club.id, pupil.id)
                if place in seen:
                    row.remark(f"与第 {seen[place].number} 行重复")
                    continue
                seen[place] = row
                since = partial(job.first_day, none_yet=club.id not in filled, usual=first_day)
                _enter(job, row, place, _current(members[place], row, job.today), since)


def _enter(
    job: IntakeJob,
    row: Row,
    place: tuple[str, str],
    current: Entry | None,
    since: Callable[[date | None], date],
) -> None:
    """The membership (`place`: club and pupil) as the row says it."""
    values = {key: row.get(key) for key in _OWN}
    if values["status"] is None and values["to_date"] is not None and values["to_date"] <= job.today:
        values["status"] = row.values["status"] = "退出"
    if current is not None:
        job.put(row, ClubMember, current, values)
        return
    values["status"] = row.values["status"] = values["status"] or "正式"
    values["from_date"] = since(row.get("from_date"))
    row.shown["from_date"] = fields_of(ClubMember)["from_date"].format(values["from_date"], job.reading)
    job.put(row, ClubMember, None, {"club_id": place[0], "pupil_id": place[1], **values})


def _said(row: Row, clubs: dict[str, Entry], whole: Entry | None) -> list[Entry]:
    """The clubs that a row says in words, one or several (剪纸社、足球社); empty: rejected."""
    text = row.get("club") or ""
    if _named(text, clubs) is None:
        parts = [(part, _named(part, clubs)) for part in _SEVERAL.split(text) if part]
        several = {club.id: club for _, club in parts if club is not None}
        unknown = [part for part, club in parts if club is None]
        if len(parts) > 1 and several:
            if unknown:
                row.reject("club", "no_such_club", _NO_SUCH.format("、".join(part[:20] for part in unknown)))
            return [] if unknown else list(several.values())
    club = _club(row, clubs, whole)
    return [] if club is None else [club]


def _ticked(row: Row, ticks: Sequence[KindColumn], clubs: dict[str, Entry]) -> list[Entry]:
    """The clubs that a row has a tick for; empty: none, or rejected for a tick under what is no club."""
    chosen: list[Entry] = []
    for tick in ticks:
        cell, club = row.cell(tick.key), _named(tick.title, clubs)
        if cell.blank or refused(row, tick.key, cell):
            continue
        ticked = is_ticked(row, tick)
        if ticked is None and club is not None:
            words = f"「{cell.text[:10]}」看不出是否参加{club.get('name')}，请打 √；候补的请另列「社团名称」和「状态」"
            row.reject(tick.key, "not_yes_no", words)
        if not ticked:
            continue
        if club is None:
            row.reject(tick.key, "no_such_club", _NO_SUCH.format(tick.title[:20]))
        else:
            chosen.append(club)
    if not chosen and row.alive():
        row.remark("没有勾选社团，没有登记")
    row.shown["club"] = "、".join(str(club.get("name")) for club in chosen)
    return chosen


def _current(rows: list[Entry], row: Row, today: date) -> Entry | None:
    """The membership that the row speaks of; None where it makes a new one (also after an earlier one ended)."""
    if not rows:
        return None
    last = rows[-1]
    ended = last.get("to_date") is not None and last.get("to_date") < (row.get("from_date") or today)
    return None if ended and row.get("status") != "退出" and row.get("to_date") is None else last


def _club(row: Row, clubs: dict[str, Entry], whole: Entry | None) -> Entry | None:
    """The club of a row; None: rejected."""
    if "club" in row.bad:
        return None
    name = row.get("club")
    if name is None:
        if whole is None:
            row.reject(
                "club", "no_club", "没有写社团，表名和标题里也没有；请加一列「社团名称」，或每个社团一列打勾"
            )
            return None
        row.shown["club"] = whole.get("name")
        row.remark(f"社团取自表名或标题：{whole.get('name')}")
        return whole
    found = _named(name, clubs)
    if found is None:
        row.reject("club", "no_such_club", _NO_SUCH.format(name[:20]))
    elif fold(found.get("name") or "") != fold(name):
        row.remark(f"「{name[:20]}」读作{found.get('name')}")
    return found


def _named(name: str, clubs: dict[str, Entry]) -> Entry | None:
    """The club of a name, or the only one that is called alike but for what kind of group it is."""
    if (found := clubs.get(fold(name))) is not None:
        return found
    core = _core(name)
    alike = [club for own, club in clubs.items() if core and _core(own) == core]
    return alike[0] if len(alike) == 1 else None


def _core(name: str) -> str:
    """A club's name without what kind of group it is: 足球社, 足球队 and 足球社团 are all called 足球, 合唱团 合唱."""
    return _GROUP.sub("", fold(name))


def _club_of_list(listed: ListIn, clubs: dict[str, Entry]) -> Entry | None:
    """The club that section, title or sheet name says: the longest of the term's club names in it."""
    for text in listed.texts:
        plain = fold(text)
        within = [name for name in clubs if name in plain]
        if not within and plain:
            within = [name for name in clubs if _core(name) == _core(plain)]
            within = within if len(within) == 1 else []
        if within:
            return clubs[max(within, key=len)]
    return None


MEMBERS_KIND = IntakeKind(
    "club-members", "社团成员", (MEMBERS,), plan_members, called="成员|社员|队员|社团.*(名单|名册|学生|报名)"
)
