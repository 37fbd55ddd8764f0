"""The 49 kinds of spreadsheet of DOMAIN.md, 25 to 37: each a real file through the ledger into a school file."""

from datetime import date
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from tests.intake_plans.clerk_desk import id_number, states
from tests.intake_plans.clerk_office import SAMPLES, Office, Rows, said, words
from xcedu_desktop.errors import FileUnusable
from xcedu_desktop.workbook.intake.plan import Answers

HEAD = ["姓名", "性别", "班级"]
TWO = [["张三", "男", "三(2)班"], ["李红", "女", "三(1)班"]]
ROLL = [("张三", "三(2)班"), ("李红", "三(1)班")]
TEXT = "姓名,性别,班级\r\n张三,男,三(2)班\r\n李红,女,三(1)班\r\n"


YES_AND_NO = [
    ("是", "否"),
    ("√", "×"),
    ("1", "0"),
    ("Y", "N"),
    ("有", "无"),
    (1, 0),
    ("参加", "不参加"),
    ("✓", "✗"),
]


@pytest.mark.parametrize(("yes", "no"), YES_AND_NO)
def test_case_25_yes_and_no_in_many_words(staffed: Office, yes: object, no: object) -> None:
    rows = [
        ["姓名", "班级", "是否参加课后服务"],
        ["甲一", "三(1)班", yes],
        ["甲二", "三(1)班", no],
        ["乙一", "三(2)班", None],
    ]
    plan = staffed.take("participants", rows)
    assert states(plan) == ["new", "same", "same"] and said(plan)[4] == {"not_said"}
    assert len(staffed.rows("service_pupil")) == 1
    teachers = [["教师姓名", "是否校外"], ["孙丽", no], ["周外", yes]]
    assert states(staffed.take("participants", teachers, sheet="教师"))[1] == "new"


def test_case_26_cells_of_blanks_only(office: Office) -> None:
    rows = [
        HEAD,
        ["张三", " ", "三(2)班"],
        [" ", "\u3000", "\t"],
        ["李红", "\u00a0", "三(1)班"],
        ["\u200b", None, " \n"],
    ]
    plan = office.take("students", rows)
    assert office.roll() == ROLL and plan.rows_read == 2


def test_case_27_ten_thousand_empty_formatted_rows(office: Office) -> None:
    def formats(page: Worksheet) -> None:
        for row in range(4, 10_004):
            page.cell(row, 1).fill = PatternFill("solid", fgColor="FFFF00")
        page.cell(20_000, 3).font = Font(bold=True)

    plan = office.take("students", office.write([HEAD, *TWO], finish=formats))
    assert office.roll() == ROLL and plan.rows_read == 2 and not plan.findings


COUNTS = ["日期", "班级", "餐次", "用餐人数", "登记人数"]


def test_case_28_counts_in_words(staffed: Office) -> None:
    written: list[tuple[Any, Any]] = [
        ("35人", 35), ("３５", 35), (" 35 ", 35), ("35名", 35), ("0", 0), (0, 0), ("约30", None), ("30+", None),
        ("30左右", None), ("/", None), ("—", None), ("无", None),
    ]  # fmt: skip
    days = [f"2026-09-{day:02d}" for day in (1, 2, 3, 4, 7, 8, 9, 10, 11, 14, 15, 16)]
    rows = [
        COUNTS,
        *([day, "三(1)班", "午餐", count, 2] for day, (count, _) in zip(days, written, strict=True)),
    ]
    plan = staffed.take("meals", rows)
    heads = {day: count for (_, day, _), count in staffed.heads().items()}
    assert [heads.get(day) for day in days] == [value for _, value in written]
    assert states(plan)[6:9] == ["rejected"] * 3 and "rejected" not in states(plan)[9:]
    assert all("blank_mark" in said(plan)[row] for row in (11, 12, 13))


def test_case_29_days_that_are_none_or_doubtful(office: Office) -> None:
    days = ["2016-2-30", "2-30", "2016年9月", "2016.09", "16-9-1", "2016年13月1日", "2016.9.31"]
    rows = [
        ["姓名", "班级", "出生日期"],
        *([f"学{n}", "三(1)班", day] for n, day in zip("甲乙丙丁戊己庚", days, strict=True)),
    ]
    plan = office.take("students", rows)
    assert states(plan) == ["rejected", "rejected", "new", "new", "new", "rejected", "rejected"]
    assert all(said(plan)[row] for row in (4, 5, 6)), "taken in, with a warning"


def test_case_30_the_1904_date_flag(office: Office) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in (
        ["姓名", "班级", "出生日期"],
        ["张三", "三(2)班", date(2015, 9, 1)],
        ["李红", "三(1)班", 40786],
    ):
        book.worksheets[0].append(row)
    book.save(office.folder / "mac.xlsx")
    office.take("students", office.folder / "mac.xlsx")
    assert [row["birth_date"] for row in office.rows("pupil")] == ["2015-09-01", "2015-09-01"]
    old = office.take("students", office.data((SAMPLES / "days1904.xls").read_bytes(), "三(3)班.xls"))
    assert old.rows[0].cells["birth_date"] == "2015-09-01"


def test_case_31_headers_repeated_for_each_printed_page(office: Office) -> None:
    page = [["三年级花名册"], HEAD]
    plan = office.take(
        "students", [*page, TWO[0], ["第1页 共2页"], *page, TWO[1], ["第 2 页"]], "A1:C1", "A5:C5"
    )
    assert office.roll() == ROLL and plan.rows_read == 2


@pytest.mark.parametrize(
    ("cell", "read", "code"),
    [
        (date(2026, 3, 2), "三(2)班", "class_from_date"), ("3月2日", "三(2)班", "class_from_date"), ("3-2", "三(2)班", ""),
        (3.1, "三(1)班", "maybe_tenth"), (3.2, "三(2)班", ""), ("3.10", "三(10)班", ""),
    ],
)  # fmt: skip
def test_case_32_a_class_that_excel_made_a_date_or_a_number(
    office: Office, cell: object, read: str, code: str
) -> None:
    plan = office.take("students", [["姓名", "班级"], ["张三", cell]])
    assert office.roll() == [("张三", read)]
    assert said(plan).get(2, set()) == ({code} if code else set())


def test_case_32_a_number_that_shows_a_last_zero(office: Office) -> None:
    def shown(page: Worksheet) -> None:
        for row, look in ((2, "0.00"), (3, "0.0"), (4, "0.00_ ")):
            page.cell(row, 2).number_format = look

    rows = [["姓名", "班级"], ["张三", 3.2], ["李红", 3.2], ["王五", 3.4]]
    plan = office.take("students", rows, finish=shown)
    assert dict(office.roll()) == {"张三": "三(2)班", "李红": "三(2)班", "王五": "三(4)班"}
    assert said(plan) == {2: {"maybe_tenth"}, 4: {"maybe_tenth"}} and "3.20" in words(plan)


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_case_32_a_last_zero_in_old_and_open_formats(office: Office, ending: str) -> None:
    plan = office.take("students", SAMPLES / f"last_zero.{ending}")
    assert said(plan) == {2: {"maybe_tenth"}}, words(plan)


def test_case_33_an_unknown_class_is_asked_once_and_remembered(staffed: Office) -> None:
    rows = [HEAD, ["吴十", "男", "启明星班"], ["郑一", "女", "启明星班"], ["冯二", "女", "302"]]
    plan = staffed.take("students", rows)
    assert states(plan) == ["ask"] * 3 and "没有叫「启明星班」的班" in plan.why() and plan.rejected == 3
    answered = Answers(classes={"启明星班": "三(2)班", "302": "三(2)班"})
    assert states(staffed.take("students", rows, answers=answered)) == ["new"] * 3
    assert (
        states(staffed.take("students", [HEAD, ["陈三", "男", "启明星班"], ["卫四", "男", "302"]]))
        == ["new"] * 2
    )
    assert dict(staffed.roll())["卫四"] == "三(2)班"


def test_case_34_private_use_characters_and_letters_like_x(office: Office) -> None:
    ends_in_x = next(n for n in (id_number(sequence=s) for s in range(101, 400, 2)) if n.endswith("X"))
    rows = [
        ["姓名", "班级", "身份证号"],
        ["张\ue123", "三(2)班", ends_in_x[:-1] + "Х"],
        ["李红", "三(1)班", id_number()[:17] + id_number()[17]],
    ]
    plan = office.take("students", rows)
    assert states(plan) == ["new", "new"] and said(plan)[2] == {"private_use", "normalised"}
    assert office.rows("pupil")[0]["id_number"] == ends_in_x
    times = office.take(
        "students", [["姓名", "班级", "身份证号"], ["张\ue123", "三(2)班", ends_in_x[:-1] + "×"]]
    )
    assert states(times) == ["same"]


def test_case_35_utf_16_is_read_and_mojibake_is_rejected(office: Office) -> None:
    office.take("students", office.data(TEXT.encode("utf-16"), "名单.csv"))
    assert office.roll() == ROLL
    garbled = "王小明".encode().decode("gbk", errors="replace")
    plan = office.take("students", [HEAD, *TWO, ["周九", "男", "三(2)班"], [garbled, "男", "三(2)班"]])
    assert states(plan) == ["same", "same", "new", "rejected"] and said(plan)[5] == {"mojibake"}
    with pytest.raises(FileUnusable):
        office.take("students", office.data(TEXT.encode().decode("latin-1").encode(), "乱码.csv"))


def test_case_36_plain_blanks_below_a_class_are_not_filled(office: Office) -> None:
    rows = [["班级", "姓名"], ["三(2)班", "张三"], [None, "李红"], ["三(1)班", "王五"]]
    plan = office.take("students", rows)
    assert states(plan) == ["new", "rejected", "new"] and said(plan)[3] == {"no_class"}
    assert office.roll() == [("张三", "三(2)班"), ("王五", "三(1)班")]


def test_case_37_a_total_that_is_not_the_sum_above(staffed: Office) -> None:
    rows: Rows = [
        ["2026年9月"], ["班级", "登记人数"], ["三(1)班", 2], ["三(2)班", 2], ["小计", 4], ["三(3)班", 1], ["合计", 6],
    ]  # fmt: skip
    plan = staffed.take("meals", rows)
    assert [row["persons"] for row in staffed.rows("meal_signup")] == [2, 2, 1]
    assert said(plan) == {7: {"total_mismatch"}} and "写的是 6" in words(plan)
