"""The 49 kinds of spreadsheet of DOMAIN.md, 25 to 49: each a real file through the ledger into a school file."""

import io
import zipfile
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


def _bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    "what", ["password", "truncated", "empty", "picture", "big", "bomb", "blank", "folder", "absent"]
)
def test_case_38_a_file_that_cannot_be_used(office: Office, what: str) -> None:
    whole = office.write([HEAD, *TWO]).read_bytes()
    content = {
        "password": (SAMPLES / "password.xls").read_bytes(), "truncated": whole[: len(whole) // 2], "empty": b"",
        "picture": b"\x89PNG\r\n\x1a\n" + bytes(200), "blank": office.write([]).read_bytes(),
    }  # fmt: skip
    path = office.folder / "坏文件.xlsx"
    if what == "folder":
        path.mkdir()
    elif what == "big":
        with path.open("wb") as sparse:
            sparse.write(whole)
            sparse.truncate(201 * 2**20)
    elif what != "absent":
        path.write_bytes(_bomb() if what == "bomb" else content[what])
    with pytest.raises(FileUnusable) as caught:
        office.take("students", path)
    assert "\n" not in caught.value.message and "坏文件.xlsx" in caught.value.message
    assert not office.rows("pupil") and not office.rows("school_class")


def test_case_39_grade_and_class_in_two_columns(office: Office) -> None:
    rows = [
        ["年级", "班级", "姓名"], ["三年级", "二班", "张三"], ["三", 1, "李红"], ["三年级", "三年级2班", "王五"],
        ["二年级", "三(2)班", "赵六"], ["2024级", "2", "钱七"], [3, "2班", "孙八"],
    ]  # fmt: skip
    plan = office.take("students", rows)
    assert [class_ for _, class_ in office.roll()] == [
        "三(2)班",
        "三(1)班",
        "三(2)班",
        "三(2)班",
        "三(2)班",
        "三(2)班",
    ]
    assert not plan.rejected


@pytest.mark.parametrize(
    "cell",
    [
        "三年二班",
        "3年2班",
        "三年(2)班",
        "三 （2）班",
        "三年级（二）班",
        "三.2班",
        "'3.2",
        "3（2）",
        "小三（2）班",
        "三（02）班",
        "2024级2班",
        "24级2班",
        "３－２",
    ],
)
def test_case_40_ways_of_writing_a_class(office: Office, cell: str) -> None:
    plan = office.take("students", [["姓名", "班级"], ["张三", cell]])
    assert office.roll() == [("张三", "三(2)班")], [row.remark for row in plan.rows]


@pytest.mark.parametrize("cell", ["1608班", 1608, "2017101", 2017101, "2017101班", "16年级1班"])
def test_case_40_codes_are_asked(office: Office, cell: object) -> None:
    plan = office.take("students", [["姓名", "班级"], ["张三", cell], ["李红", "三(1)班"]])
    assert states(plan)[0] in ("ask", "rejected") and states(plan)[1] == "new"
    assert list(office.classes().values()) == ["三(1)班"]


@pytest.mark.parametrize(
    "header",
    [
        "学生",
        "姓名*",
        "姓名(必填)",
        "学生昵称",
        "2、您的姓名？",
        "1.学生姓名：",
        "Q1_姓名",
        "您孩子的姓名",
        "请输入孩子姓名",
        "3、学生姓名（必填）",
    ],
)
def test_case_41_what_the_name_column_is_called(office: Office, header: str) -> None:
    rows = [
        [
            "序号",
            "提交答卷时间",
            "所用时间",
            "来自IP",
            header,
            "2、您的性别：",
            "3、孩子所在班级",
            "4、家长姓名",
        ],
        [1, "2026/9/2 8:30:11", "56秒", "10.1.1.1", "张三", "男", "三(2)班", "张大"],
        [2, "2026/9/2 8:31:40", "70秒", "10.1.1.2", "李红", "女", "三(1)班", "李大"],
    ]
    office.take("students", rows)
    assert office.roll() == ROLL


def test_case_42_codes_instructions_and_samples_around_the_header(office: Office) -> None:
    rows = [
        ["填表说明：1.姓名须与户口本一致；2.班级按“三(1)班”填写；3.性别填男或女。"],
        ["XM", "XB", "BJ"],
        HEAD,
        [1, 2, 3],
        ["必填", "必填，下拉选择", "必填，如三(1)班"],
        ["例：王小明", "男", "一(1)班"],
        ["李示范", "女", "此行不录"],
        *TWO,
    ]
    plan = office.take("students", rows)
    assert office.roll() == ROLL and plan.rows_read == 2


def test_case_43_rows_of_a_serial_number_and_words_in_the_name_column(office: Office) -> None:
    rows = [
        ["序号", *HEAD], [1, *TWO[0]], [2, *TWO[1]], [3], [4, " "], [None, "合计", 2, None], [None, "平均", 1.5, None],
        [None, "备注", None, "以学籍为准"],
    ]  # fmt: skip
    plan = office.take("students", rows)
    assert office.roll() == ROLL and plan.rows_read == 2


@pytest.mark.parametrize("gap", [0, 1, 2])
def test_case_44_two_lists_side_by_side(office: Office, gap: int) -> None:
    between = [None] * gap
    rows = [
        ["三年级花名册"],
        ["序号", *HEAD, *between, "序号", *HEAD],
        [1, "张三", "男", "三(2)班", *between, 3, "王五", "男", "三(3)班"],
        [2, "李红", "女", "三(1)班", *between, 4, "赵六", "女", "三(3)班"],
    ]
    office.take("students", rows)
    assert sorted(office.roll()) == sorted([*ROLL, ("王五", "三(3)班"), ("赵六", "三(3)班")])


def test_case_44_another_list_beside_is_named_as_left_out(office: Office) -> None:
    rows = [[*HEAD, None, "书名", "数量"], [*TWO[0], None, "语文", 3], [*TWO[1], None, "数学", 4]]
    plan = office.take("students", rows)
    assert office.roll() == ROLL and "第 E、F 列另有内容" in words(plan)


def test_case_45_further_sheets_that_are_no_list(office: Office) -> None:
    sheets: dict[str, Rows] = {
        "填写说明": [["一、请按学籍填写姓名、性别、班级"], ["二、不得改动表头"]],
        "第一小组": [HEAD, *TWO],
        "代码表": [["性别", "代码"], ["男", 1], ["女", 2]],
        "学生登记表": [["姓名", None, "性别", None], ["班级", None, "出生日期", None]],
        "班主任": [["班级", "班主任", "联系电话"], ["三(1)班", "孙丽", "13906320001"]],
    }
    plan = office.take("students", office.book(sheets))
    assert office.roll() == ROLL and sorted(office.classes().values()) == ["三(1)班", "三(2)班"]
    assert plan.as_json()["sheet"] == "第一小组"
    assert all(name in words(plan) for name in ("代码表", "学生登记表", "班主任"))


def _without_fonts(path: Any) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(packed, "w") as target:
        for member in source.namelist():
            data = source.read(member)
            if member == "xl/styles.xml":
                data = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
            target.writestr(member, data)
    return packed.getvalue()


def test_case_46_no_fonts_table_and_formats_up_to_xfd(office: Office) -> None:
    path = office.data(_without_fonts(office.write([HEAD, TWO[0]])), "php.xlsx")
    office.take("students", path)

    def far(page: Worksheet) -> None:
        page.column_dimensions["XFD"].width = 3
        page["XFD1"].font = Font(bold=True)
        page["XFD2"] = "x"

    plan = office.take("students", office.write([HEAD, TWO[1]], finish=far))
    assert office.roll() == ROLL and "很远的单元格" in words(plan)


def test_case_46_a_damaged_xls_container_is_read_and_what_is_unknown_is_said(office: Office) -> None:
    content = bytearray((SAMPLES / "filtered.xls").read_bytes())
    content[28] = 5  # the container's byte order
    office.take("students", office.data(bytes(content), "三(2)班.xls"))
    assert [name for name, _ in office.roll()] == ["张三", "李四", "王五"]
    content[3048] = 185  # a record of formats
    plan = office.take("students", office.data(bytes(content), "三(2)班.xls"))
    assert states(plan) == ["same"] * 3 and "看不出哪些行、列是隐藏的" in words(plan)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("xlsx", "名单.xls"),
        ("xlsx", "名单.csv"),
        ("xls", "名单.xlsx"),
        ("text", "名单.xlsx"),
        ("text", "名单.xls"),
        ("ods", "名单.xls"),
    ],
)
def test_case_47_extensions_that_lie(office: Office, source: str, name: str) -> None:
    content = {
        "xlsx": office.write([HEAD, *TWO]).read_bytes(), "xls": (SAMPLES / "roster.xls").read_bytes(),
        "text": TEXT.replace(",", "\t").encode("gbk"), "ods": (SAMPLES / "roster.ods").read_bytes(),
    }[source]  # fmt: skip
    office.take("students", office.data(content, name), answers=Answers(without_all=True))
    assert ROLL[0] in office.roll()


def test_case_48_several_rows_a_pupil(office: Office) -> None:
    rows = [
        ["班级", "姓名", "学科", "成绩"],
        *([class_, name, subject, 90] for name, class_ in ROLL for subject in ("语文", "数学", "英语")),
    ]
    plan = office.take("students", rows)
    assert office.roll() == ROLL and states(plan) == ["new", "same", "same"] * 2


def test_case_49_a_roster_without_any_usable_class(office: Office) -> None:
    rows = [["学生名单"], ["姓名", "性别"], ["张三", "男"], ["李红", "女"]]
    with pytest.raises(FileUnusable, match="班级"):
        office.take("students", rows)
    assert not office.rows("pupil") and not office.rows("school_class")
    office.take("students", rows, answers=Answers(whole_class="三(2)班"))
    assert [class_ for _, class_ in office.roll()] == ["三(2)班", "三(2)班"]
