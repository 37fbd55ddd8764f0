"""Each rule of the ground: one case that it finds, and the nearest one that it must not."""

from datetime import date

import pytest

from tests.rules.book import CODE, NOVEMBER, OCTOBER, Book
from xcedu_desktop.form import Severity
from xcedu_desktop.store.base import key_id
from xcedu_desktop.store.changes import draft_id

PUPIL = "一1-0-2026-09-01"
GIRL = "110105201903070047"


def test_a_right_school_has_no_finding(book: Book) -> None:
    assert book.all() == []


def test_g01_profile_and_cover(book: Book) -> None:
    book.put("school", "校", principal=None)
    book.put("declared", key_id("declared", CODE, OCTOBER), students=None)
    found = book.found("G01")
    assert [(f.table, f.field, f.message) for f in found] == [
        ("school", "principal", "审核人没有填"),
        ("declared", "students", "2026年10月的在校学生数没有填"),
    ]
    assert all(f.severity is Severity.ERROR and f.verb == "去填" for f in found)
    assert book.found("G01", NOVEMBER)[1:] == []


def test_g01_month_never_declared(book: Book) -> None:
    found = book.found("G01", OCTOBER.previous())
    assert {f.record for f in found} == {key_id("declared", CODE, OCTOBER.previous())}
    assert [f.field for f in found] == ["classes", "students"]


@pytest.mark.parametrize("number", ["11010519491231002X", "110105194912310021"])
def test_g02_wrong_and_right_number(book: Book, number: str) -> None:
    book.put("pupil", PUPIL, id_number=number)
    found = book.found("G02")
    assert bool(found) is number.endswith("1")
    if found:
        assert found[0].where == "一(1)班 · 冯1"
        assert number not in found[0].message


def test_g02_same_number_twice(book: Book) -> None:
    book.put("pupil", PUPIL, id_number="11010519491231002X")
    book.put("pupil", "一1-5-2026-09-01", id_number="11010519491231002X")
    found = book.one("G02")
    assert found.record == "一1-5-2026-09-01"
    assert found.message == "身份证号 **************002X 与一(1)班 · 冯1相同"


def test_g03_sex_and_birth_against_the_number(book: Book) -> None:
    book.put("pupil", PUPIL, id_number=GIRL, sex="男", birth_date=date(2019, 3, 8))
    found = book.one("G03")
    assert (found.where, found.message) == ("一(1)班 · 冯同学", "性别、出生日期与身份证号不符")
    book.put("pupil", PUPIL, sex="女", birth_date=date(2019, 3, 7))
    assert book.found("G03") == []


def test_g04_age_far_from_grade(book: Book) -> None:
    book.put("pupil", PUPIL, birth_date=date(2016, 9, 1))  # ten on 1 September, four off
    assert book.one("G04").message == "年龄与一年级相差 4 岁，请核对出生日期和班级"
    book.put("pupil", PUPIL, birth_date=date(2016, 9, 2))
    assert book.found("G04") == []


def test_g05_class_sizes(book: Book) -> None:
    book.add("school_class", "一2", stage="小学", entry_year=2026, number=2)
    book.pupils("一2", 55)
    assert book.found("G05") == []
    book.pupils("一2", 1, since=date(2026, 9, 2))
    assert book.one("G05").message == "在校 56 人，超过大班额界线 55 人（小学提倡不超过 45 人）"
    book.add("school_class", "一3", stage="小学", entry_year=2026, number=3)
    book.add("school_class", "一4", stage="小学", entry_year=2026, number=4)
    book.pupils("一4", 4)
    assert [(f.where, f.message) for f in book.found("G05")[1:]] == [
        ("一(3)班", "没有学生"),
        ("一(4)班", "在校 4 人，不足 5 人"),
    ]
    book.pupils("一4", 1, since=date(2026, 9, 2))
    assert len(book.found("G05")) == 2


def test_g06_pupil_without_class(book: Book) -> None:
    book.add("pupil", "无班", name="秦一", from_date=date(2026, 10, 12))
    found = book.one("G06")
    assert (found.where, found.message, found.cells) == ("秦一", "10月12日至30日在校，没有班级", 15)
    book.add("class_membership", "编", pupil_id="无班", class_id="一1", from_date=date(2026, 10, 13))
    assert book.one("G06").message == "10月12日在校，没有班级"
    book.put("class_membership", "编", from_date=date(2026, 10, 12))
    assert book.found("G06") == []


def test_g06_those_who_left_need_no_class(book: Book) -> None:
    book.add("school_class", "毕业", stage="小学", entry_year=2020, number=1)
    book.pupils("毕业", 3, since=date(2020, 9, 1))  # graduated in June: nobody sent them off
    book.add("pupil", "走", name="秦二", from_date=date(2026, 9, 1), to_date=date(2026, 10, 7))
    assert book.found("G06") == []
    book.add("school_class", "撤", stage="小学", entry_year=2025, number=1, to_date=date(2026, 10, 15))
    book.pupils("撤", 1)
    assert book.one("G06").message == "10月16日至30日在校，没有班级"


def test_g07_pupils_changed(book: Book) -> None:
    book.today = date(2026, 11, 30)
    book.pupils("一1", 1, since=date(2026, 11, 2))
    assert book.found("G07", NOVEMBER) == []  # nothing to compare with
    book.report(OCTOBER)
    assert book.found("G07", NOVEMBER) == []
    book.pupils("一1", 1, since=date(2026, 11, 3))
    assert book.one("G07", NOVEMBER).message == "在校 14 人，上月 12 人，相差 16.7%"


def test_g08_draft_of_a_count(book: Book) -> None:
    row = book.eat(date(2026, 10, 22), None)
    book.add(
        "draft", draft_id("meal_count", row, "heads"), table_name="meal_count", row_id=row, key="heads", text="3o",
        message="「3o」不是数", month=OCTOBER,
    )  # fmt: skip
    found = book.one("G08")
    assert (found.form, found.table, found.record, found.field) == ("meals", "meal_count", row, "heads")
    assert (found.where, found.message) == ("一(1)班 · 22日", "10月22日「3o」不是数字，原文已保留")
    assert book.found("G08", NOVEMBER) == []


def test_g08_draft_of_a_number_is_masked(book: Book) -> None:
    book.add(
        "draft", "d", table_name="pupil", row_id=PUPIL, key="id_number", text="110105194912310021",
        message="身份证号 110105194912310021 的校验位不对，请核对",
    )  # fmt: skip
    message = book.one("G08").message
    assert "110105194912310021" not in message
    assert message.startswith("身份证号：")


def test_g08_blank_required_cells(book: Book) -> None:
    book.add("calendar_day", "校历", day=date(2026, 10, 17), open=True)
    found = book.one("G08")
    assert (found.form, found.field, found.message) == ("school", "reason", "10月17日原因没有填")
    book.add("calendar_day", "下月", day=date(2026, 11, 7), open=True)
    assert len(book.found("G08")) == 1
    book.put("calendar_day", "校历", reason="运动会")
    assert book.found("G08") == []
    book.add("equipment", tag="XC-1")
    assert [(f.form, f.field) for f in book.found("G08")] == [("heating", "kind"), ("heating", "state")]


def test_x02_declared_against_rows(book: Book) -> None:
    book.put("declared", key_id("declared", CODE, OCTOBER), students=13, classes=2)
    found = book.one("X02")
    assert found.severity is Severity.WARNING
    assert found.message == "申报班级数 2 个，名册 1 个；申报在校学生数 13 人，名册 12 人（10月30日）"
    book.put("declared", key_id("declared", CODE, OCTOBER), students=12, classes=1)
    assert book.found("X02") == []


def test_x03_correction_without_reason(book: Book) -> None:
    def state(reason: str) -> None:
        with book.store.write("更正") as unit:
            unit.connection.exec_driver_sql("DELETE FROM month_state")
            unit.connection.exec_driver_sql(
                "INSERT INTO month_state VALUES (?, '2026-10', 0, 1, ?)", (CODE, reason)
            )

    state(" ")
    assert book.one("X03").severity is Severity.ERROR
    state("学生数填错")
    assert book.found("X03") == []


def test_x04_the_same_words_for_months(book: Book) -> None:
    book.add("room", "餐厅", name="餐厅", use="食堂", heated_by="设备取暖")
    basis = book.one("H02").message

    def explain(months: list[int], reason: str) -> None:
        for month in months:
            book.add(
                "explanation", f"说明{month}", month=OCTOBER.plus(month - 10), rule="H02", record="餐厅", reason=reason,
                basis=basis,
            )  # fmt: skip

    explain([8, 9, 10], "新餐厅在装修")
    assert book.found("X04") == []
    explain([7], "新餐厅在装修")
    assert book.one("X04").record == "说明10"
    book.put("explanation", "说明10", basis="从前的问题")  # it does not count any more
    assert book.found("X04") == []
    book.put("explanation", "说明10", basis=basis)
    book.put("explanation", "说明9", reason="别的原因")
    assert book.found("X04") == []
    book.put("explanation", "说明9", reason="新餐厅在装修")
    assert book.found("X04")
    book.put("room", "餐厅", heated_by="集中供暖")
    assert book.found("H02") == [] and book.found("X04") == []  # what it explained is mended
