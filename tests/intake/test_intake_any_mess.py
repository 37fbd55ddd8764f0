"""However a roster is dressed up, exactly its pupils come out."""

import tempfile
from pathlib import Path
from typing import Any

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from xcedu_desktop.workbook.intake.header import IntakeColumn
from xcedu_desktop.workbook.intake.lists import find_lists
from xcedu_desktop.workbook.intake.read import read_file

COLUMNS = (
    IntakeColumn("name", "姓名", ("学生姓名",), required=True),
    IntakeColumn("sex", "性别"),
    IntakeColumn("class", "班级", ("所在班级",)),
    IntakeColumn("phone", "联系电话"),
)
HEADERS = {
    "name": ("姓名", "* 姓 名", "学生姓名", "1、您的姓名？", "姓\n名（必填）"),
    "sex": ("性别", "性 别*"),
    "class": ("班级", "所在班级", "班级（如三年级2班）"),
    "phone": ("联系电话",),
    "serial": ("序号", "编号"),
    "other": ("家庭住址", "备注", "家长姓名"),
}
names = st.text("张王李赵伟芳娜敏静军洋艳·", min_size=2, max_size=4).filter(lambda name: "·" not in name[::3])
people = st.lists(
    st.tuples(names, st.sampled_from("男女"), st.sampled_from(["三(2)班", "3-1", "302"])), min_size=1
)
keys = st.permutations(["name", "sex", "class", "other"]).flatmap(
    lambda order: st.sampled_from([order, ["serial", *order], ["serial", *order, "phone"]])
)
TOPS = (["花名册"], ["填报单位：北陈郝小学", None, "2026年10月9日"], [], ["填表说明：请各班认真核对"])
BELOW = ([1, 2, 3, 4], ["XM", "XB", "BJ"], ["例", "张三", "男", "三(2)班"], [])
ENDS = ([], ["合计", 3], ["制表人：王", None, "审核人：李"], [None, "备注"], ["注：本表一式两份。"])


@given(
    keys,
    people,
    st.lists(st.sampled_from(TOPS), max_size=4),
    st.lists(st.sampled_from(BELOW), max_size=1),
    st.lists(st.sampled_from(ENDS), max_size=4),
    st.integers(0, 2),
    st.integers(0, 9),
    st.data(),
)
def test_exactly_the_pupils_come_out(
    order: list[str],
    pupils: list[tuple[str, str, str]],
    tops: list[list[Any]],
    below: list[list[Any]],
    ends: list[list[Any]],
    indent: int,
    page: int,
    data: st.DataObject,
) -> None:
    header = [data.draw(st.sampled_from(HEADERS[key])) for key in order]
    rows = [*tops, header, *below]
    for number, (name, sex, grade_class) in enumerate(pupils):
        if page > 2 and number and number % page == 0:
            rows.append(header)
        said = {
            "serial": number + 1,
            "name": name,
            "sex": sex,
            "class": grade_class,
            "other": None,
            "phone": None,
        }
        rows.append([said[key] for key in order])
    rows += ends
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append([None] * indent + row)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "名单.xlsx"
        book.save(path)
        lists = find_lists(read_file(path).sheets[0], COLUMNS)
    assert len(lists) == 1
    read = [tuple(row.cells[key].value for key in ("name", "sex", "class")) for row in lists[0].rows]
    assert read == pupils
    accounted = {row.number for row in lists[0].rows} | {skipped.row for skipped in lists[0].skipped}
    first = lists[0].header_rows[1] + 2
    filled = {number for number, row in enumerate(rows, 1) if any(value is not None for value in row)}
    assert {number for number in filled if number >= first} == accounted
