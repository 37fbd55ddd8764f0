"""Clubs with leaders and slots, members, and who takes part in after-school service."""

from datetime import date, time

import pytest

from tests.intake_plans.clerk_desk import Desk, adds_up, codes, id_number, states
from xcedu_desktop.forms.clubs.intake_slots import Slot, parse_slots

CLUBS = [
    ["社团名称", "类别", "指导教师", "活动时间", "活动地点", "名额", "收费标准（元/课时）"],
    ["编程社", "科技", "孙老师、周外人(校外)", "周三、周五16:30-17:30", "机房", 30, 3],
    ["足球社", "体育", "吴某", "每周一下午4:30—5:30", "操场", None, None],
    ["坏的", "体育", None, "第七节", "操场", None, None],
]


def at(hour: int, minute: int = 0) -> time:
    return time(hour, minute)


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("周三、周五16:30-17:30", [Slot(3, at(16, 30), at(17, 30)), Slot(5, at(16, 30), at(17, 30))]),
        ("周三、五 16:30~17:30", [Slot(3, at(16, 30), at(17, 30)), Slot(5, at(16, 30), at(17, 30))]),
        ("每周一下午4:30—5:30", [Slot(1, at(16, 30), at(17, 30))]),
        (
            "星期二 16：20至17：20；星期四 15:30-16:20",
            [Slot(2, at(16, 20), at(17, 20)), Slot(4, at(15, 30), at(16, 20))],
        ),
        ("周一至周三 16:30-17:30", [Slot(d, at(16, 30), at(17, 30)) for d in (1, 2, 3)]),
        ("周五 4:30-5:30", [Slot(5, at(16, 30), at(17, 30))]),
        ("周日下午三点半", [Slot(7, at(15, 30), None)]),
        ("周四", [Slot(4, None, None)]),
        ("周一16:30-17:30周三", [Slot(1, at(16, 30), at(17, 30)), Slot(3, at(16, 30), at(17, 30))]),
    ],
)
def test_slots(text: str, slots: list[Slot]) -> None:
    assert parse_slots(text).value == tuple(slots)


@pytest.mark.parametrize("text", ["每天16:30-17:30", "每日 16:30-17:30", "每个工作日下午4:30-5:30"])
def test_each_day_is_monday_to_friday(text: str) -> None:
    parsed = parse_slots(text)
    assert parsed.value == tuple(Slot(day, at(16, 30), at(17, 30)) for day in range(1, 6))
    assert [notice.code for notice in parsed.warnings] == ["each_day"]


def test_slots_that_are_none() -> None:
    for raw in ("第七节", "课后", 45, "周三 99:30"):
        parsed = parse_slots(raw)
        assert parsed.value is None and parsed.error is not None and parsed.error.code == "not_a_slot"
    assert parse_slots(None).value is None and parse_slots(None).error is None


def test_clubs_of_the_days_term(filled: Desk) -> None:
    plan = filled.bring("clubs", CLUBS)
    assert states(plan) == ["new", "new", "rejected"] and adds_up(plan)
    clubs = {row["name"]: row for row in filled.rows("club")}
    assert {(c["school_year"], c["term_number"]) for c in clubs.values()} == {(2026, 1)}
    assert clubs["编程社"]["fee_fen"] == 300
    places = [(p["weekday"], p["from_time"], p["place"]) for p in filled.rows("place_use")]
    assert places == [(3, "16:30", "机房"), (5, "16:30", "机房"), (1, "16:30", "操场")]
    leaders = [(bool(row["staff_id"]), row["outside_name"]) for row in filled.rows("club_leader")]
    assert leaders == [(True, None), (False, "周外人"), (False, "吴某")]
    assert states(filled.bring("clubs", CLUBS)) == ["same", "same", "rejected"]


def test_a_clubs_leaders_and_slots_become_those_of_the_file(filled: Desk) -> None:
    filled.bring("clubs", CLUBS)
    plan = filled.bring(
        "clubs", [CLUBS[0], ["编程社", "科技", "钱进", "周三16:30-17:30、周四16:30-17:30", None, 32, 3]]
    )
    assert states(plan) == ["changed"] and plan.rows[0].old["capacity"] == "30"
    mine = [row["id"] for row in filled.rows("club") if row["name"] == "编程社"]
    days = [(p["weekday"], p["place"]) for p in filled.rows("place_use") if p["owner_id"] in mine]
    assert sorted(days) == [(3, "机房"), (4, "机房")]
    assert len([row for row in filled.rows("club_leader") if row["club_id"] in mine]) == 1


def test_members_by_sheet_or_column(filled: Desk) -> None:
    filled.bring("clubs", CLUBS)
    plan = filled.bring(
        "club-members",
        [
            ["编程社花名册"],
            ["姓名", "班级", "状态"],
            ["张三", "三(1)班", None],
            ["没有", "三(1)班", None],
            ["赵六", "三(2)班", "候补"],
        ],
    )
    assert states(plan) == ["new", "rejected", "new"] and codes(plan.rows[1]) == ["no_such_pupil"]
    members = [(row["status"], row["from_date"]) for row in filled.rows("club_member")]
    assert members == [("正式", "2026-09-01"), ("候补", "2026-09-01")], (
        "from the term's first day: the club had none"
    )
    head = ["社团", "姓名", "班级", "状态", "退出日期"]
    later = filled.bring(
        "club-members",
        [
            head,
            ["编程社", "李红", "三(1)班", None, None],
            ["足球社", "张三", None, None, None],
            ["编程社", "张三", "三(1)班", "退出", "2026-10-09"],
            ["没有社", "张三", None, None, None],
        ],
    )
    assert states(later) == ["new", "new", "changed", "rejected"]
    since = {row["from_date"] for row in filled.rows("club_member")}
    assert since == {"2026-09-01", "2026-10-12"}
    filled.bring(
        "club-members", [["社团", "姓名", "班级", "退出日期"], ["编程社", "李红", "三(1)班", "2026-10-10"]]
    )
    left = next(row for row in filled.rows("club_member") if row["to_date"] == "2026-10-10")
    assert left["status"] == "退出"  # a day alone says so


def test_members_with_a_day_of_their_own_or_from_the_command_line(filled: Desk) -> None:
    filled.bring("clubs", CLUBS)
    filled.bring(
        "club-members",
        [["社团", "姓名", "加入日期"], ["编程社", "张三", "9月15日"], ["编程社", "赵六", None]],
        since=date(2026, 9, 7),
    )
    assert [row["from_date"] for row in filled.rows("club_member")] == ["2026-09-15", "2026-09-07"]


def test_who_has_no_mark_on_any_weekday_takes_no_part(filled: Desk) -> None:
    rows = [
        ["姓名", "班级", "周一", "周二", "周三"],
        ["张三", "三(1)班", "√", None, "√"],
        ["李红", "三(1)班", None, "×", "/"],
    ]
    plan = filled.bring("participants", rows)
    assert [r["pupil_id"] for r in filled.rows("service_pupil")] == [
        r["id"] for r in filled.rows("pupil") if r["name"] == "张三"
    ]
    assert codes(plan.rows[1]) == ["not_said"] and not plan.rejected


def test_who_quits_with_his_day_is_ended(filled: Desk) -> None:
    filled.bring("participants", [["姓名", "班级"], ["张三", "三(1)班"]])
    rows = [["姓名", "班级", "是否参加", "结束日期"], ["张三", "三(1)班", "否", "2026-10-09"]]
    plan = filled.bring("participants", rows)
    assert [r["to_date"] for r in filled.rows("service_pupil")] == ["2026-10-09"] and states(plan) == [
        "changed"
    ]
    assert states(filled.bring("participants", rows)) == ["same"]


def test_participants_pupils_and_teachers(filled: Desk) -> None:
    plan = filled.bring(
        "participants",
        [
            ["姓名", "班级", "家长同意日期"],
            ["张三", "三(1)班", "2026.8.30"],
            ["赵六", "3.2班", None],
            ["张三", "三(1)班", None],
        ],
    )
    assert states(plan) == ["new", "new", "same"]
    assert {row["from_date"] for row in filled.rows("service_pupil")} == {"2026-09-01"}
    assert filled.rows("service_pupil")[0]["consent_date"] == "2026-08-30"
    staff = filled.bring(
        "participants", [["教师姓名", "教师来源"], ["孙老师", None], ["外来的", "外聘"], ["不认识", None]]
    )
    assert states(staff) == ["new", "new", "new"] and codes(staff.rows[2]) == ["outside_staff"]
    again = filled.bring("participants", [["姓名"], ["孙老师"]], named="参加教师")
    assert states(again) == ["same"]
    assert [row["outside_name"] for row in filled.rows("service_staff")] == [None, "外来的", "不认识"]


def test_a_pupil_of_a_common_name_is_told_apart_by_number(filled: Desk) -> None:
    filled.bring("students", [["姓名", "班级", "身份证号"], ["张三", "三(1)班", id_number(sequence=77)]])
    plan = filled.look("participants", [["姓名", "班级"], ["张三", "三(1)班"]])
    assert states(plan) == ["ask"] and len(plan.rows[0].choices) == 2
    plan = filled.bring(
        "participants", [["姓名", "班级", "身份证号"], ["张三", "三(1)班", id_number(sequence=77)]]
    )
    assert states(plan) == ["new"]


TWO_ROWS = [
    ["社团名称", "指导教师", "活动时间", "活动地点"],
    ["足球", "孙老师", "周二16:00-17:00", "操场"],
    ["绘画", "钱进", "周三16:00-17:00", "画室"],
    ["足球", "钱进", "周四16:00-17:00", "操场"],
    ["足球", "孙老师", None, None],
]


@pytest.mark.parametrize(
    "rows",
    [
        TWO_ROWS,
        [
            ["社团名称", "指导教师", "星期", "开始时间", "结束时间", "地点"],
            ["足球", "孙老师", "周二", "16:00", "17:00", "操场"],
            ["足球", "外面人", "周四", "16:00", "17:00", "体育馆"],
        ],
        [["社团名称", "指导教师", "电话", "地点"], ["足球", "外甲", "13906320001", "操场"], ["足球", "外乙", None, "体育馆"]],
        [["社团名称", "名额", "指导教师", "活动时间"], ["足球", None, None, "周二16:00-17:00"], ["足球", 30, "外甲", "周二16:00-17:00"]],
    ],
)  # fmt: skip
def test_a_file_with_several_rows_a_club_is_the_same_when_it_comes_again(
    filled: Desk, rows: list[list[object]]
) -> None:
    assert states(filled.bring("clubs", rows))[0] == "new"
    tables = ("club", "club_leader", "place_use")
    before = {table: filled.rows(table) for table in tables}
    log = len(filled.rows_of_log())
    plan = filled.bring("clubs", rows)
    assert set(states(plan)) == {"same"} and not filled.applied.changes
    assert {table: filled.rows(table) for table in tables} == before and len(filled.rows_of_log()) == log


def test_several_rows_a_club_name_its_leaders_and_slots(filled: Desk) -> None:
    plan = filled.bring("clubs", TWO_ROWS)
    assert states(plan) == ["new", "new", "same", "same"]
    mine = [row["id"] for row in filled.rows("club") if row["name"] == "足球"]
    assert len([row for row in filled.rows("club_leader") if row["club_id"] in mine]) == 2
    assert [(p["weekday"], p["place"]) for p in filled.rows("place_use") if p["owner_id"] in mine] == [
        (2, "操场"),
        (4, "操场"),
    ]
    fewer = filled.bring("clubs", TWO_ROWS[:3])
    assert states(fewer) == ["changed", "same"]
    assert len([row for row in filled.rows("club_leader") if row["club_id"] in mine]) == 1


def test_none_clears_place_and_leaders(filled: Desk) -> None:
    filled.bring("clubs", TWO_ROWS[:3])
    blank = filled.bring("clubs", [TWO_ROWS[0], ["足球", None, None, None]])
    assert states(blank) == ["same"]
    plan = filled.bring("clubs", [TWO_ROWS[0], ["足球", "无", "/", "—"]])
    assert states(plan) == ["changed"] and plan.findings == []
    mine = [row["id"] for row in filled.rows("club") if row["name"] == "足球"]
    assert not [row for row in filled.rows("club_leader") if row["club_id"] in mine]
    assert [(p["weekday"], p["place"]) for p in filled.rows("place_use") if p["owner_id"] in mine] == [
        (2, None)
    ]


def test_a_club_of_art_is_neither_painting_nor_music(filled: Desk) -> None:
    head = ["社团名称", "类别"]
    rows = [head, ["合唱团", "艺术"], ["国画", "艺术类"], ["足球", "体育类"]]
    plan = filled.bring("clubs", rows)
    assert states(plan) == ["new", "new", "new"] and adds_up(plan)
    assert codes(plan.rows[0]) == ["not_a_choice"] and plan.rows[0].cells["category"] == "艺术"
    assert [row["category"] for row in filled.rows("club")] == [None, None, "体育"]
    assert [(r["key"], r["text"]) for r in filled.rows("draft")] == [
        ("category", "艺术"),
        ("category", "艺术类"),
    ]
    assert set(states(filled.bring("clubs", rows))) == {"same"}
    chosen = filled.bring("clubs", [head, ["合唱团", "音乐"], ["国画", "美术"]])
    assert states(chosen) == ["changed", "changed"] and filled.rows("draft") == []
    filled.undo(filled.applied)
    assert len(filled.rows("draft")) == 2
    filled.bring("clubs", [head, ["合唱团", "音乐"], ["国画", "美术"]])
    again = filled.bring("clubs", rows)
    assert set(states(again)) == {"same"} and filled.rows("draft") == [] and again.findings == []


@pytest.mark.parametrize(
    "text", ["双周五16:00-17:00", "单周周五 16:00-17:00", "隔周五16:00-17:00", "每两周周五16:00-17:00"]
)
def test_a_club_that_does_not_meet_each_week_says_so(filled: Desk, text: str) -> None:
    plan = filled.bring("clubs", [["社团名称", "活动时间"], ["足球", text]])
    assert codes(plan.rows[0]) == ["not_each_week"]
    assert [p["weekday"] for p in filled.rows("place_use")] == [5]


@pytest.mark.parametrize("text", ["二、四16:30-17:30", "二四 16.30-17.30", "二和四下午16:30-17:30"])
def test_the_days_without_a_word_for_the_week(filled: Desk, text: str) -> None:
    plan = filled.bring("clubs", [["社团名称", "活动时间"], ["足球", text]])
    assert [(p["weekday"], p["from_time"]) for p in filled.rows("place_use")] == [(2, "16:30"), (4, "16:30")]
    assert not plan.rejected


def test_what_a_term_costs_is_no_fee_per_lesson_in_a_cell_either(filled: Desk) -> None:
    rows = [["社团名称", "收费标准"], ["足球", "90元/学期"], ["绘画", "3元/课时"], ["合唱", "每期60元"]]
    plan = filled.bring("clubs", rows)
    assert [(r["name"], r["fee_fen"]) for r in filled.rows("club")] == [
        ("足球", None),
        ("绘画", 300),
        ("合唱", None),
    ]
    assert [(f.row, f.code) for f in plan.findings] == [(2, "fee_per_term"), (4, "fee_per_term")]


@pytest.mark.parametrize(
    "text", ["每周五16:00-17:00", "周五16:00-17:00", "第1-16周 周五16:00-17:00", "单双周五16:00-17:00"]
)
def test_a_club_that_meets_each_week_says_nothing(filled: Desk, text: str) -> None:
    assert codes(filled.bring("clubs", [["社团名称", "活动时间"], ["足球", text]]).rows[0]) == []


@pytest.mark.parametrize(
    ("club", "said"),
    [("合唱团", "合唱"), ("合唱", "合唱团"), ("足球社团", "足球"), ("书法班", "书法"), ("管乐团", "管乐队")],
)
def test_a_members_club_is_found_without_its_kind_of_group(filled: Desk, club: str, said: str) -> None:
    filled.bring("clubs", [["社团名称", "名额"], [club, 30], ["绘画", 30]])
    plan = filled.bring("club-members", [["社团", "姓名", "班级"], [said, "张三", "三(1)班"]])
    assert (
        states(plan) == ["new"] and filled.rows("club_member")[0]["club_id"] == filled.rows("club")[0]["id"]
    )


@pytest.mark.parametrize(
    ("text", "leaders"),
    [("孙老师 钱进", 2), ("钱 进", 1), ("钱进 外面人", 1), ("孙老师（校内）/钱进(本校)", 2)],
)
def test_two_of_the_staff_with_a_space_between(filled: Desk, text: str, leaders: int) -> None:
    filled.bring("clubs", [["社团名称", "指导教师"], ["足球", text]])
    found = filled.rows("club_leader")
    assert len(found) == leaders and ("外面" in text or all(row["staff_id"] for row in found))


def test_a_category_by_a_narrower_word(filled: Desk) -> None:
    said = {"书法": "美术", "球类": "体育", "合唱": "音乐", "编程": "科技", "其它": "其他"}
    plan = filled.bring("clubs", [["社团名称", "类别"], *([f"{word}社", word] for word in said)])
    assert not plan.rejected
    assert {row["name"]: row["category"] for row in filled.rows("club")} == {
        f"{word}社": category for word, category in said.items()
    }
