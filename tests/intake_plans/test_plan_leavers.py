"""Lists of pupils who left: they speak of pupils whom the school has; a name that matches nobody makes none."""

from datetime import date

import pytest

from tests.intake_plans.clerk_desk import Desk, adds_up, codes, states
from xcedu_desktop.workbook.intake.plan import Answers

HEAD = ["姓名", "班级", "转出日期", "变动原因"]
LEFT = "2026-10-09"


@pytest.fixture
def school(desk: Desk) -> Desk:
    desk.bring("students", [["姓名", "班级"], ["张三", "三1"], ["李小明", "三1"], ["王五", "三2"]])
    return desk


def left(desk: Desk) -> dict[str, str | None]:
    return {row["name"]: row["to_date"] for row in desk.rows("pupil")}


@pytest.mark.parametrize("sheet", ["转出学生", "Sheet1"])
@pytest.mark.parametrize(
    ("head", "row"),
    [
        (HEAD, ["张叁", "三1", LEFT, "转学"]),
        (["姓名", "班级", "离校时间"], ["张叁", "三1", "2026.10.9"]),
        (["姓名", "班级", "变动日期", "异动类型"], ["李晓明", "三1", LEFT, "转出"]),
        (["姓名", "班级", "离校原因"], ["李晓明", "三1", "转走"]),
    ],
)
def test_a_leaver_who_matches_nobody_is_never_made(
    school: Desk, sheet: str, head: list[str], row: list[str]
) -> None:
    plan = school.bring("students", [head, row], named=sheet)
    assert set(left(school)) == {"张三", "李小明", "王五"} and adds_up(plan)
    assert codes(plan.rows[0]) == ["no_such_leaver"] and plan.rejected == 1
    assert ("张三" if row[0] == "张叁" else "李小明") in plan.findings[-1].message
    chosen = Answers(pupils={(sheet, 2): plan.rows[0].choices[0].value})
    again = school.bring("students", [head, row], named=sheet, answers=chosen)
    assert states(again) == ["changed"] and set(left(school)) == {"张三", "李小明", "王五"}


def test_a_leaver_like_nobody_is_rejected(school: Desk) -> None:
    plan = school.bring(
        "students", [HEAD, ["欧阳娜", "三1", LEFT, "转学"], ["赵八", "三9", LEFT, "转学"]], named="转出"
    )
    assert states(plan) == ["rejected", "rejected"]
    assert len(school.rows("pupil")) == 3 and len(school.rows("school_class")) == 2


def test_a_leaver_is_the_same_when_the_list_comes_again(school: Desk) -> None:
    rows = [HEAD, ["张三", "三1", "2026.9.30", "转学"]]
    assert states(school.bring("students", rows, named="转出学生")) == ["changed"]
    plan = school.bring("students", rows, named="转出学生")
    assert states(plan) == ["same"] and plan.missing == []
    assert left(school) == {"张三": "2026-09-30", "李小明": None, "王五": None}
    assert school.places("张三") == [("三(1)班", "2026-09-01", None)]


def test_a_list_of_leavers_without_a_day_says_so(school: Desk) -> None:
    plan = school.bring("students", [["姓名", "班级"], ["张三", "三1"], ["张四", "三1"]], named="转出学生")
    assert codes(plan.rows[0]) == ["no_leaving_day"] and codes(plan.rows[1]) == ["no_such_leaver"]
    assert len(school.rows("pupil")) == 3


def test_a_leaver_known_by_number_stays_in_his_class(filled: Desk) -> None:
    number = filled.rows("pupil")[0]["id_number"]
    rows = [["姓名", "班级", "身份证号", "转出日期"], ["张三", "三2", number, "2026-09-30"]]
    plan = filled.bring("students", rows)
    assert codes(plan.rows[0]) == ["class_differs"] and left(filled)["张三"] == "2026-09-30"
    assert filled.places("张三") == [("三(1)班", "2026-09-01", None)]


def test_who_left_since_stands_in_the_first_roster_of_a_class(desk: Desk) -> None:
    head = ["姓名", "班级", "离校日期"]
    rows = [head, ["张三", "三1", None], ["李四", "三1", "2026-09-30"], ["王五", "三1", "2026-07-01"]]
    plan = desk.bring("students", rows)
    assert states(plan) == ["new", "new", "rejected"] and codes(plan.rows[2]) == ["left_before"]
    assert left(desk) == {"张三": None, "李四": "2026-09-30"}
    assert desk.places("李四") == [("三(1)班", "2026-09-01", None)]


def test_the_leavers_of_a_file_are_looked_for_among_its_pupils(desk: Desk) -> None:
    sheets = {
        "转出学生": [HEAD, ["张三", "三1", LEFT, "转学"]],
        "三1班": [["姓名", "性别"], ["张三", "男"], ["李四", "女"]],
    }
    desk.bring("students", desk.write_sheets(sheets))
    assert left(desk) == {"张三": LEFT, "李四": None}


def test_who_comes_and_goes_in_one_list(school: Desk) -> None:
    rows = [["姓名", "班级", "转入日期"], ["赵新", "三1", "2026-10-08"]]
    assert states(school.bring("students", rows, named="转入转出学生")) == ["new"]
    later = [HEAD, ["赵新", "三1", date(2026, 11, 30), "转学"], ["钱新", "三1", date(2026, 11, 30), None]]
    plan = school.bring("students", later)
    assert states(plan)[0] == "changed"


def test_a_list_of_who_came_and_who_went(school: Desk) -> None:
    rows = [
        ["姓名", "班级", "异动类型", "异动日期"],
        ["李小明", "三1", "转出", LEFT],
        ["赵新", "三1", "转入", "2026-10-08"],
    ]
    plan = school.bring("students", rows, named="异动")
    assert states(plan) == ["changed", "new"]
    assert left(school) == {"张三": None, "李小明": LEFT, "王五": None, "赵新": None}
    assert school.places("赵新") == [("三(1)班", "2026-10-08", None)]
