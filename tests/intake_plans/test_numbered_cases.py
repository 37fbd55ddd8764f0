"""The 49 kinds of spreadsheet of DOMAIN.md, 1 to 24: each a real file through the ledger into a school file."""

from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

from tests.intake_plans.clerk_desk import id_number, states
from tests.intake_plans.clerk_office import SAMPLES, Office, said, words
from xcedu_desktop.workbook.intake.plan import Answers

HEAD = ["姓名", "性别", "班级"]
TWO = [["张三", "男", "三(2)班"], ["李红", "女", "三(1)班"]]
ROLL = [("张三", "三(2)班"), ("李红", "三(1)班")]


def test_case_01_a_title_merged_over_all_columns(office: Office) -> None:
    title = ["薛城区邹坞镇北陈郝小学2026—2027学年度第一学期学生基本情况登记表"]
    office.take("students", [title, HEAD, *TWO], "A1:C1")
    assert office.roll() == ROLL


def test_case_02_a_line_of_who_filled_it_in_and_when(office: Office) -> None:
    line = ["填报单位（盖章）：北陈郝小学", None, "填表人：王芳  填表日期：2026年9月5日"]
    plan = office.take("students", [["学生名册"], line, HEAD, *TWO], "A1:C1", "A2:B2")
    assert office.roll() == ROLL and plan.rows_read == 2


def test_case_03_a_header_of_two_rows_with_groups(office: Office) -> None:
    rows = [
        ["序号", "学生基本信息", None, None, "就读信息", None, "监护人", None],
        [None, "姓名", "性别", "证件号码", "年级", "班级", "姓名", "联系电话"],
        [1, "张三", "男", id_number(), "三年级", "2班", "张大", "13906320001"],
        [2, "李红", "女", None, "三年级", "1班", "李大", "13906320002"],
    ]
    plan = office.take("students", rows, "A1:A2", "B1:D1", "E1:F1", "G1:H1")
    assert office.roll() == ROLL, "the guardian's name is no pupil's"
    assert [row["id_number"] for row in office.rows("pupil")] == [id_number(), None] and not plan.rejected


@pytest.mark.parametrize("above", [2, 3, 4])
def test_case_04_the_header_in_row_3_4_or_5(office: Office, above: int) -> None:
    lines = [["花名册"], ["学校：北陈郝小学"], ["学年：2026-2027"], ["单位：人"]][:above]
    plan = office.take("students", [*lines, HEAD, *TWO])
    assert office.roll() == ROLL and plan.heads[0].header_rows == (above, above)


def test_case_05_empty_columns_before_and_blank_rows_between(office: Office) -> None:
    rows: list[list[Any]] = [[], [None, None, "花名册"], [], [None, None, *HEAD], []]
    rows += [line for row in TWO for line in ([None, None, *row], [], [None, None, " ", "\u3000"])]
    office.take("students", rows)
    assert office.roll() == ROLL


@pytest.mark.parametrize("serial", ["序号", "编号", "NO.", "序 号", "顺序", None])
def test_case_06_a_serial_number_first_or_none(office: Office, serial: str | None) -> None:
    rows = [[*([serial] if serial else []), *HEAD]]
    rows += [[*([at] if serial else []), *row] for at, row in enumerate(TWO, 1)]
    plan = office.take("students", rows)
    assert office.roll() == ROLL and not plan.rejected


def test_case_07_totals_and_signatures_below(office: Office) -> None:
    rows = [
        HEAD,
        TWO[0],
        ["小计", "1人", None],
        TWO[1],
        ["合 计：", 2, None],
        ["制表人：王芳", None, "审核人：赵刚"],
        [None, None, "2026年9月5日"],
        ["注：以上信息以学籍系统为准。"],
    ]
    plan = office.take("students", rows)
    assert office.roll() == ROLL and plan.rows_read == 2


def test_case_08_spaced_broken_starred_headers_with_units(office: Office) -> None:
    head = ["* 姓 名", "性\n别", "所在班级\n（如三（2）班）", "＊身份证\n号码（18位）", "出生\r\n日期"]
    rows = [head, ["张三", "男", "三(2)班", id_number(), None], ["李红", "女", "三(1)班", None, "2017.3.5"]]
    office.take("students", rows)
    assert office.roll() == ROLL and office.rows("pupil")[0]["id_number"] == id_number()
    equipment = [
        ["设备名称", "额定\n功率（W）", "＊资产 编号"],
        ["电暖气", "2,000", "XC-1"],
        ["空调", 3500, "XC-2"],
    ]
    office.take("heating", equipment)
    assert [row["power_w"] for row in office.rows("equipment")] == [2000, 3500]


@pytest.mark.parametrize(
    ("name", "sex", "class_", "number"),
    [
        ("学生姓名", "性别代码", "所在班级", "证件号码"),
        ("名字", "性别码", "行政班", "身份证件号"),
        ("学生", "性别(1男2女)", "班", "公民身份号码"),
        ("姓名（必填）", "*性别", "班级名称", "身份证件号码"),
    ],
)
def test_case_09_other_words_in_another_order(
    office: Office, name: str, sex: str, class_: str, number: str
) -> None:
    office.take(
        "students",
        [[number, class_, sex, name], [id_number(), "三(2)班", 1, "张三"], [None, "三(1)班", "2", "李红"]],
    )
    assert office.roll() == ROLL
    assert [(row["sex"], row["id_number"]) for row in office.rows("pupil")] == [
        ("男", id_number()),
        ("女", None),
    ]


@pytest.mark.parametrize(
    "lost", [370403201703050110.0, "370403201703050000", "3.70403E+17", "3.70403201703051E+17"]
)
def test_case_10_an_id_number_that_lost_its_digits(office: Office, lost: object) -> None:
    plan = office.take("students", [[*HEAD, "身份证号"], [*TWO[0], lost], [*TWO[1], id_number(sequence=22)]])
    assert states(plan) == ["rejected", "new"] and said(plan)[2] == {"digits_lost"}
    assert office.roll() == ROLL[1:]


def test_case_11_an_id_number_as_text_in_many_spellings(office: Office) -> None:
    full = id_number(sequence=33)
    ends_in_x = next(n for n in (id_number(sequence=s) for s in range(101, 400, 2)) if n.endswith("X"))
    spelled = [
        f"'{id_number(sequence=11)}",
        f" {id_number(sequence=13)[:6]} {id_number(sequence=13)[6:14]}\u00a0{id_number(sequence=13)[14:]} ",
        full.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789X"}),
        ends_in_x.lower(),
    ]
    plan = office.take(
        "students",
        [
            [*HEAD, "身份证号"],
            *([f"张{n}", "男", "三(2)班", n_] for n, n_ in zip("甲乙丙丁", spelled, strict=True)),
        ],
    )
    assert states(plan) == ["new"] * 4
    stored = [row["id_number"] for row in office.rows("pupil")]
    assert stored == [id_number(sequence=11), id_number(sequence=13), full, ends_in_x]


def test_case_12_a_phone_as_a_float(office: Office) -> None:
    path = office.folder / "教师.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["教师姓名", "联系方式"])
        page.write_row(1, 0, ["孙丽", 13906320000.0])
        page.write_row(2, 0, ["钱进", "13906320001.0"])
        page.write_row(3, 0, ["周全", "0632－4411234"])
    office.take("staff", path)
    assert [row["phone"] for row in office.rows("staff")] == ["13906320000", "13906320001", "0632-4411234"]


def test_case_13_days_in_many_spellings(office: Office) -> None:
    written = [
        42248,
        "2015.9.1",
        "2015/9/1",
        "20150901",
        20150901,
        "2015年9月1日",
        "15-9-1",
        date(2015, 9, 1),
        "２０１５－０９－０１",
        datetime(2015, 9, 1, 8),
    ]
    rows = [
        ["姓名", "班级", "出生年月日"],
        *([f"学{n}", "三(1)班", day] for n, day in zip("甲乙丙丁戊己庚辛壬癸", written, strict=True)),
    ]
    plan = office.take("students", rows)
    assert states(plan) == ["new"] * 10
    assert {row["birth_date"] for row in office.rows("pupil")} == {"2015-09-01"}
    assert "two_digit_year" in said(plan)[8]


def test_case_14_names_with_spaces_dots_and_rare_characters(office: Office) -> None:
    names = ["张 三", "李\u3000红", "买买提·吐尔逊", "阿依古丽•艾合买提", "古丽．买买提", "王𬭎", "欧阳 娜娜"]
    office.take("students", [["姓名", "班级"], *([name, "三(1)班"] for name in names)])
    assert [name for name, _ in office.roll()] == [
        "张三", "李红", "买买提·吐尔逊", "阿依古丽·艾合买提", "古丽·买买提", "王𬭎", "欧阳娜娜",
    ]  # fmt: skip


def test_case_15_a_class_merged_down_a_column(office: Office) -> None:
    rows = [["班级", "姓名"], ["三(2)班", "张三"], [None, "李红"], ["三(1)班", "王五"], [None, "赵六"]]
    office.take("students", rows, "A2:A3", "A4:A5")
    assert office.roll() == [
        ("张三", "三(2)班"),
        ("李红", "三(2)班"),
        ("王五", "三(1)班"),
        ("赵六", "三(1)班"),
    ]


def _hide(page: Worksheet) -> None:
    page.row_dimensions[3].hidden = True
    page.column_dimensions["B"].hidden = True


def test_case_16_hidden_rows_columns_and_sheets_are_read_and_said(office: Office) -> None:
    def hide(page: Worksheet) -> None:
        _hide(page)
        page.parent.worksheets[1].sheet_state = "hidden"

    plan = office.take(
        "students",
        office.book({"花名册": [HEAD, *TWO], "旧": [HEAD, ["王五", "男", "三(3)班"]]}, finish=hide),
    )
    assert office.roll() == [*ROLL, ("王五", "三(3)班")]
    assert (
        "1 行照读" in words(plan) and "隐藏的 1 列照读" in words(plan) and "1 张隐藏的工作表" in words(plan)
    )


def test_case_17_a_sheet_a_class_by_its_name_or_its_title(office: Office) -> None:
    sheets = {
        "三(2)班": [["学生名单"], ["姓名", "性别"], ["张三", "男"]],
        "Sheet2": [["北陈郝小学三年级一班学生名单"], ["姓名", "性别"], ["李红", "女"]],
        "3.3": [["姓名", "性别"], ["王五", "男"]],
        "四年级3班花名册": [["姓名", "性别"], ["赵六", "男"]],
    }
    plan = office.take("students", office.book(sheets))
    assert office.roll() == [*ROLL, ("王五", "三(3)班"), ("赵六", "四(3)班")]
    assert plan.as_json()["sheet"] is None and [s["created"] for s in plan.as_json()["sheets"]] == [
        1,
        1,
        1,
        1,
    ]


TEXT = "姓名,性别,班级\r\n张三,男,三(2)班\r\n李红,女,三(1)班\r\n"
HTML = "<html><meta charset='{}'><table><tr><td colspan=3>花名册</td></tr><tr><td>姓名<td>性别<td>班级</tr>{}</table></html>"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("名单.csv", TEXT.encode("gbk")),
        ("名单.csv", TEXT.encode("gb18030")),
        ("名单.csv", TEXT.encode()),
        ("名单.csv", TEXT.encode("utf-8-sig")),
        ("名单.xls", TEXT.replace(",", "\t").encode("gbk")),
        ("名单.txt", TEXT.replace(",", "\t").encode("utf-16")),
        (
            "名单.xls",
            HTML.format("gb2312", "<tr><td>张三<td>男<td>三(2)班<tr><td>李红<td>女<td>三(1)班").encode("gbk"),
        ),
    ],
)
def test_case_18_text_and_html_tables(office: Office, name: str, content: bytes) -> None:
    plan = office.take("students", office.data(content, name))
    assert office.roll() == ROLL and not plan.rejected


@pytest.mark.parametrize("name", ["roster.xls", "roster.ods", "roster.et"])
def test_case_18_old_formats_and_et_renamed(office: Office, name: str) -> None:
    source = SAMPLES / name.replace(".et", ".xls")
    plan = office.take("students", office.data(source.read_bytes(), name), answers=Answers(without_all=True))
    assert ("张三", "三(2)班") in office.roll() and ("赵六", "三(1)班") in office.roll()
    assert {"digits_lost", "check_digit"} <= {finding.code for finding in plan.findings}


def test_case_19_duplicates_in_the_file_and_against_the_school(office: Office) -> None:
    rows = [[*HEAD, "身份证号"], [*TWO[0], id_number()], [*TWO[0], id_number()], [*TWO[1], None]]
    assert states(office.take("students", rows)) == ["new", "same", "new"]
    assert states(office.take("students", rows)) == ["same", "same", "same"]
    assert office.roll() == ROLL


def test_case_20_a_pupil_who_moved_to_another_class(office: Office) -> None:
    office.take("students", [[*HEAD, "身份证号"], [*TWO[0], id_number()]])
    plan = office.take("students", [["身份证号", "班级", "姓名"], [id_number(), "三(3)班", "张三"]])
    assert states(plan) == ["changed"] and office.roll() == [("张三", "三(3)班")]
    assert [row["to_date"] for row in office.rows("class_membership")] == ["2026-10-11", None]


def test_case_21_one_name_with_two_numbers_is_two_pupils(office: Office) -> None:
    rows = [[*HEAD, "身份证号"], [*TWO[0], id_number(sequence=1)], [*TWO[0], id_number(sequence=3)]]
    assert states(office.take("students", rows)) == ["new", "new"]
    assert office.roll() == [ROLL[0], ROLL[0]]


def test_case_22_filtered_and_grouped_rows(office: Office) -> None:
    plan = office.take("students", office.data((SAMPLES / "filtered.xls").read_bytes(), "三(2)班.xls"))
    assert [name for name, _ in office.roll()] == [
        "张三",
        "李四",
        "王五",
    ] and "被筛选隐藏的 1 行照读" in words(plan)

    def group(page: Worksheet) -> None:
        page.row_dimensions.group(2, 3, hidden=True)

    grouped = office.take(
        "students", office.write([HEAD, ["钱七", "男", "三(2)班"], ["孙八", "女", "三(1)班"]], finish=group)
    )
    assert states(grouped) == ["new", "new"] and "2 行照读" in words(grouped)


def test_case_23_formulas_give_their_value_and_errors_are_rejected(office: Office) -> None:
    path = office.folder / "公式.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEAD)
        page.write_formula(1, 0, '="张"&"三"', value="张三")
        page.write_row(1, 1, ["男", "三(2)班"])
        page.write_row(2, 0, ["李红", "女"])
        page.write_formula(2, 2, "=VLOOKUP(A3,X:Y,2,0)", value="#N/A")
        page.write_row(3, 1, ["女", "三(1)班"])
        page.write_formula(3, 0, "=#REF!", value="#REF!")
    plan = office.take("students", path)
    assert states(plan) == ["new", "rejected", "rejected"] and said(plan)[3] == said(plan)[4] == {
        "error_cell"
    }
    assert office.roll() == ROLL[:1]
    unsaved = openpyxl.Workbook()
    for row in (HEAD, ["=A9", "男", "三(2)班"], TWO[1]):
        unsaved.worksheets[0].append(row)
    unsaved.save(office.folder / "没算.xlsx")
    assert states(office.take("students", office.folder / "没算.xlsx")) == ["rejected", "new"]


def test_case_24_numbers_as_text_with_commas_and_spaces(office: Office) -> None:
    rows = [
        ["类别", "内容", "数量", "单价（元）", "金额"],
        ["购置", "空调", " 1,200 ", "２，５００", "3,000,000.00 "],
    ]
    office.take("works", rows)
    [work] = office.rows("heating_work")
    assert (work["quantity"], work["unit_price_fen"], work["cost_fen"]) == (1200, 250000, 300000000)
