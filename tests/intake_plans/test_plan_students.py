"""The clerk imports a roster: who is new, changed, moved, the same, not taken in, a question, missing."""

import json
from datetime import date

import pytest

from tests.intake_plans.clerk_desk import HEAD, Desk, adds_up, codes, id_number, states
from xcedu_desktop.workbook.intake.failure import IntakeFileError
from xcedu_desktop.workbook.intake.plan import Answers, Leave


def test_a_roster_makes_classes_and_pupils_from_1_september(desk: Desk) -> None:
    plan = desk.bring(
        "students",
        [["三年级学生花名册"], HEAD, ["张 三", "男", "三(2)班", id_number()], ["李红", 2, "3-2", None]],
    )
    assert states(plan) == ["new", "new"] and adds_up(plan)
    assert plan.since == date(2026, 9, 1)
    assert desk.places("张三") == [("三(2)班", "2026-09-01", None)]
    assert "已去掉姓名里的空格" in plan.rows[0].remarks
    assert "「3-2」读作三(2)班" in plan.rows[1].remarks
    assert any("新建班级三(2)班" in remark for remark in plan.rows[0].remarks)
    assert [row["sex"] for row in desk.rows("pupil")] == ["男", "女"]


def test_the_same_file_again_changes_nothing(filled: Desk) -> None:
    before = filled.rows("pupil"), filled.rows("class_membership")
    rows = [HEAD, ["张三", "男", "三(1)班", id_number(sequence=1)], ["李红", "女", "三(1)班", None]]
    plan = filled.bring("students", rows)
    assert states(plan) == ["same", "same"] and not plan.change_set
    assert (filled.rows("pupil"), filled.rows("class_membership")) == before


def test_sex_and_birth_date_are_facts_of_the_number(desk: Desk) -> None:
    desk.bring("students", [["姓名", "班级", "身份证号"], ["张三", "一(1)班", id_number("20200229", 12)]])
    [pupil] = desk.rows("pupil")
    assert (pupil["sex"], pupil["birth_date"]) == ("女", "2020-02-29")


def test_a_later_pupil_is_in_from_the_day_of_intake_or_the_day_given(filled: Desk) -> None:
    filled.bring("students", [HEAD, ["钱七", "男", "三(1)班", None]])
    filled.bring("students", [HEAD, ["孙八", "男", "三(1)班", None]], since=date(2026, 9, 20))
    filled.bring("students", [[*HEAD, "入校日期"], ["周九", "男", "三(1)班", None, date(2026, 9, 8)]])
    assert filled.places("钱七") == [("三(1)班", "2026-10-12", None)]
    assert filled.places("孙八") == [("三(1)班", "2026-09-20", None)]
    assert filled.places("周九") == [("三(1)班", "2026-09-08", None)]


def test_case_20_a_pupil_who_moved_is_the_same_pupil_dated(filled: Desk) -> None:
    plan = filled.bring("students", [HEAD, ["张三", "男", "三(2)班", id_number(sequence=1)]])
    [row] = plan.rows
    assert (row.state, row.old["class_id"], row.cells["class_id"]) == ("changed", "三(1)班", "三(2)班")
    assert row.remark == "10月12日起调班，还是同一个人"
    assert filled.places("张三") == [("三(1)班", "2026-09-01", "2026-10-11"), ("三(2)班", "2026-10-12", None)]


def test_a_move_since_the_first_day_replaces_the_class(filled: Desk) -> None:
    filled.bring("students", [HEAD, ["张三", "男", "三(2)班", id_number(sequence=1)]], since=date(2026, 9, 1))
    assert filled.places("张三") == [("三(2)班", "2026-09-01", None)]


def test_case_21_one_name_and_two_numbers_are_two_pupils(filled: Desk) -> None:
    plan = filled.bring("students", [HEAD, ["张三", "男", "三(1)班", id_number(sequence=77)]])
    assert states(plan) == ["new"]
    assert len([row for row in filled.rows("pupil") if row["name"] == "张三"]) == 2


def test_a_number_is_filled_in_for_the_pupil_of_that_name_and_class(filled: Desk) -> None:
    plan = filled.bring("students", [HEAD, ["李红", "女", "三(1)班", id_number(sequence=22)]])
    assert states(plan) == ["changed"]
    assert len(filled.rows("pupil")) == 4


def test_case_19_a_pupil_twice_in_a_file_is_one(desk: Desk) -> None:
    row = ["张三", "男", "三(1)班", id_number()]
    plan = desk.bring("students", [HEAD, row, row])
    assert states(plan) == ["new", "same"] and len(desk.rows("pupil")) == 1
    assert plan.rows[1].remark == "与第 2 行是同一个学生"


def test_one_number_for_two_names_takes_the_first_only(desk: Desk) -> None:
    plan = desk.bring(
        "students", [HEAD, ["张三", "男", "三(1)班", id_number()], ["李四", "男", "三(1)班", id_number()]]
    )
    assert states(plan) == ["new", "rejected"] and codes(plan.rows[1]) == ["number_twice"]


def test_one_number_in_two_classes_takes_the_first_only(desk: Desk) -> None:
    plan = desk.bring(
        "students", [HEAD, ["张三", "男", "三(1)班", id_number()], ["张三", "男", "三(2)班", id_number()]]
    )
    assert states(plan) == ["new", "rejected"] and codes(plan.rows[1]) == ["two_classes"]
    assert list(desk.classes().values()) == ["三(1)班"], "a class that only a rejected row names is not made"


def test_two_of_one_name_in_one_class_ask(desk: Desk) -> None:
    rows = [HEAD, ["张三", "男", "三(1)班", None], ["张三", "男", "三(1)班", None]]
    plan = desk.look("students", rows)
    assert states(plan) == ["new", "ask"] and plan.rejected == 1
    place = ("Sheet1", 3)
    assert states(desk.look("students", rows, answers=Answers(pupils={place: "new"}))) == ["new", "new"]
    assert states(desk.look("students", rows, answers=Answers(pupils={place: "same"}))) == ["new", "same"]


def test_case_48_a_row_a_subject_is_one_pupil(desk: Desk) -> None:
    head = ["姓名", "班级", "科目", "成绩"]
    plan = desk.bring("students", [head, ["张三", "三(1)班", "语文", 90], ["张三", "三(1)班", "数学", 95]])
    assert states(plan) == ["new", "same"] and len(desk.rows("pupil")) == 1


@pytest.mark.parametrize("number", [3.70403e17, "370403201703050", "3.70403E+17", "37040320170305000"])
def test_case_10_a_number_without_its_digits_rejects_the_row(desk: Desk, number: object) -> None:
    plan = desk.bring("students", [HEAD, ["张三", "男", "三(1)班", number], ["李四", "男", "三(1)班", None]])
    assert states(plan) == ["rejected", "new"]
    assert plan.rows[0].can_do_without


def test_a_wrong_check_digit_is_masked_and_can_be_left_out(desk: Desk) -> None:
    number = id_number()
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    rows = [HEAD, ["张三", "男", "三(1)班", wrong]]
    plan = desk.look("students", rows)
    [finding] = plan.findings
    assert (finding.code, finding.severity, finding.column) == ("check_digit", "error", "身份证号")
    assert finding.value == "*" * 14 + wrong[-4:] and wrong not in str(plan.as_json()) + plan.why()
    without = desk.bring("students", rows, answers=Answers(without=frozenset([("Sheet1", 2)])))
    assert states(without) == ["new"] and desk.rows("pupil")[0]["id_number"] is None
    again = desk.look("students", rows, answers=Answers(corrections={("Sheet1", 2, "id_number"): number}))
    assert states(again) == ["changed"]


def test_case_33_an_unknown_class_asks_once_and_is_remembered(filled: Desk) -> None:
    rows = [HEAD, ["吴十", "女", "启明星班", None], ["郑一", "女", "启明星班", None]]
    plan = filled.look("students", rows)
    assert states(plan) == ["ask", "ask"] and plan.rows[0].ask_key == "启明星班"
    class_id = next(choice.value for choice in plan.rows[0].choices if choice.label == "三(2)班")
    plan = filled.bring("students", rows, answers=Answers(classes={"启明星班": class_id}))
    assert states(plan) == ["new", "new"] and filled.places("吴十")[0][0] == "三(2)班"
    assert [row["name"] for row in filled.rows("class_alias")] == ["启明星班"]
    assert states(filled.look("students", [HEAD, ["吴十", "女", "启明星班", None]])) == ["same"]


def test_case_49_a_roster_without_class_makes_nothing_and_names_the_column(desk: Desk) -> None:
    rows = [["姓名", "性别"], ["张三", "男"]]
    with pytest.raises(IntakeFileError, match="班级"):
        desk.look("students", rows)
    assert not desk.rows("pupil")
    plan = desk.look("students", rows, lenient=True)
    assert plan.trouble and not plan.change_set


def test_case_49_the_clerk_chooses_one_class_for_the_list(filled: Desk) -> None:
    class_id = next(row for row, name in filled.classes().items() if name == "三(1)班")
    rows = [["姓名", "性别"], ["吴十", "男"]]
    assert states(filled.bring("students", rows, answers=Answers(whole_class=class_id))) == ["new"]
    assert filled.places("吴十")[0][0] == "三(1)班"


def test_a_list_without_class_still_updates_pupils_known_by_number(filled: Desk) -> None:
    plan = filled.bring(
        "students", [["姓名", "身份证号", "出生日期"], ["张三", id_number(sequence=1), "2017.3.5"]]
    )
    assert states(plan) == ["same"]


def test_who_is_missing_from_the_files_classes(filled: Desk) -> None:
    rows = [HEAD, ["张三", "男", "三(1)班", id_number(sequence=1)]]
    plan = filled.look("students", rows)
    assert [(one.name, one.class_name) for one in plan.missing] == [("李红", "三(1)班")]
    filled.bring("students", rows)
    assert all(row["to_date"] is None for row in filled.rows("pupil")), "nothing by default"
    leave = {plan.missing[0].pupil_id: Leave("转出", date(2026, 9, 30))}
    filled.bring("students", rows, answers=Answers(leaving=leave))
    gone = next(row for row in filled.rows("pupil") if row["name"] == "李红")
    assert (gone["to_date"], gone["leaving"]) == ("2026-09-30", "转出")
    back = filled.look("students", [HEAD, ["张三", "男", "三(1)班", id_number(sequence=1)]])
    assert not back.missing


def test_a_rejected_row_is_not_missing(filled: Desk) -> None:
    rows = [HEAD, ["张三", "男", "三(1)班", "370403"], ["李红", "女", "三(1)班", None]]
    plan = filled.look("students", rows)
    assert states(plan) == ["rejected", "same"] and not plan.missing


def test_an_old_list_does_not_bring_back_who_left(filled: Desk) -> None:
    filled.bring(
        "students",
        [HEAD, ["张三", "男", "三(1)班", id_number(sequence=1)]],
        answers=Answers(
            leaving={
                row["id"]: Leave("转出", date(2026, 9, 30))
                for row in filled.rows("pupil")
                if row["name"] == "李红"
            }
        ),
    )
    plan = filled.look(
        "students", [HEAD, ["王五", "男", "三(2)班", id_number(sequence=3)], ["李红", "女", "三(1)班", None]]
    )
    assert states(plan) == ["same", "new"]
    with_number = [HEAD, ["张三", "男", "三(1)班", id_number(sequence=1)]]
    pupil = next(row["id"] for row in filled.rows("pupil") if row["name"] == "张三")
    filled.bring(
        "students",
        [HEAD, ["李红", "女", "三(1)班", None]],
        answers=Answers(leaving={pupil: Leave("转出", date(2026, 9, 30))}),
    )
    plan = filled.look("students", with_number)
    assert states(plan) == ["rejected"] and codes(plan.rows[0]) == ["left_school"]


def test_one_import_is_one_undo(desk: Desk) -> None:
    desk.bring("students", [HEAD, ["张三", "男", "三(1)班", id_number()]])
    first = desk.rows("pupil")
    desk.bring("students", [HEAD, ["张三", "女", "三(2)班", id_number()], ["李四", "男", "三(2)班", None]])
    desk.undo(desk.applied)
    assert desk.rows("pupil") == first
    assert desk.places("张三") == [("三(1)班", "2026-09-01", None)]
    assert list(desk.classes().values()) == ["三(1)班"]


def test_the_change_log_names_the_file_and_masks_numbers(desk: Desk) -> None:
    desk.bring("students", [HEAD, ["张三", "男", "三(1)班", id_number()]])
    log = desk.rows_of_log()
    assert {line["act"] for line in log} == {"新建", "导入 名单.xlsx"}
    assert id_number() not in str(log)


def test_a_day_before_an_earlier_move_changes_nothing_of_who_is_where_today(filled: Desk) -> None:
    number = id_number(sequence=1)
    filled.bring("students", [HEAD, ["张三", "男", "三(2)班", number]], since=date(2026, 10, 1))
    plan = filled.bring("students", [HEAD, ["张三", "男", "三(2)班", number]], since=date(2026, 9, 1))
    assert states(plan) == ["same"]
    plan = filled.bring("students", [HEAD, ["张三", "男", "三(1)班", number]], since=date(2026, 9, 15))
    assert states(plan) == ["changed"]
    assert filled.places("张三") == [("三(1)班", "2026-09-01", None)]


def test_a_move_with_its_own_date_in_the_file(filled: Desk) -> None:
    rows = [[*HEAD, "调班日期"], ["张三", "男", "三(2)班", id_number(sequence=1), "2026.9.21"]]
    filled.bring("students", rows)
    assert filled.places("张三") == [("三(1)班", "2026-09-01", "2026-09-20"), ("三(2)班", "2026-09-21", None)]
    assert states(filled.bring("students", rows)) == ["same"]


@pytest.mark.parametrize(
    "number", ["3.70403E+17", "3.70403201704110E+17", 3.70403201704110e17, "3.70403e+17"]
)
@pytest.mark.parametrize("column", ["身份证号", "学籍号", "备注", "姓名", "班级"])
def test_no_beginning_of_an_id_number_is_shown(desk: Desk, column: str, number: object) -> None:
    head = ["姓名", "班级", "身份证号", "学籍号", "备注"]
    row: list[object] = ["张三", "三(1)班", None, None, None]
    row[head.index(column)] = number
    plan = desk.bring("students", [head, row])
    said = json.dumps(plan.as_json(), ensure_ascii=False) + str(
        [(r.raw, r.cells, r.remark) for r in plan.rows]
    )
    stored = str(desk.rows("pupil")) + str(desk.rows_of_log())
    assert "370403" not in said and "3.70403" not in said
    assert "3.70403" not in stored
