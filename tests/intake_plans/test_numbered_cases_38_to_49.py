"""The 49 kinds of spreadsheet of DOMAIN.md, 38 to 49: each a real file through the ledger into a school file."""

import io
import zipfile
from typing import Any

import pytest
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.intake_plans.clerk_desk import states
from tests.intake_plans.clerk_office import SAMPLES, Office, Rows, words
from xcedu_desktop.errors import FileUnusable
from xcedu_desktop.workbook.intake.plan import Answers

HEAD = ["姓名", "性别", "班级"]
TWO = [["张三", "男", "三(2)班"], ["李红", "女", "三(1)班"]]
ROLL = [("张三", "三(2)班"), ("李红", "三(1)班")]
TEXT = "姓名,性别,班级\r\n张三,男,三(2)班\r\n李红,女,三(1)班\r\n"


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
