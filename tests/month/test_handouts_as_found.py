"""班级收集表 as they really come back: handed in twice, sorted apart, with words where a name belongs, written out again."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.month.school import OCTOBER, ident
from tests.month.test_handouts import CLASS, fill, lines
from tests.workbook.test_libreoffice import convert
from xcedu_desktop.errors import UserError
from xcedu_desktop.forms.clubs.tables import ServicePupil
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.month.handout_mark import is_handout
from xcedu_desktop.month.handout_preview import Standing
from xcedu_desktop.school.tables import Pupil
from xcedu_desktop.store.changes import Change, ChangeSet


def edited(path: Path, edit: Callable[[Worksheet], None]) -> None:
    book = openpyxl.load_workbook(path)
    edit(book["收集表"])
    book.save(path)


def test_a_file_handed_in_twice_takes_the_same_pupil_once(ledger: Ledger, given: Path) -> None:
    fill(given, {("13", "name"): "新来的", ("13", "service"): "是", ("13", "meal"): "是"})
    ledger.apply(ledger.read_handout(OCTOBER, given).change_set)
    again = ledger.read_handout(OCTOBER, given)
    assert again.before and again.count(Standing.SAME) == 10 == len(again.lines)
    assert again.persons == 9  # who came is signed up still
    assert not again.changes


def test_a_wrong_word_in_one_column_leaves_the_answer_in_the_other(ledger: Ledger, given: Path) -> None:
    fill(given, {("学0生6", "service"): "也许", ("学0生5", "left_on"): "转学"})
    found = ledger.read_handout(OCTOBER, given)
    assert lines(found, Standing.REJECTED).keys() == {"学0生6", "学0生5"}
    assert found.persons == 8


def test_names_and_hidden_ids_sorted_apart_go_by_the_name(ledger: Ledger, given: Path) -> None:
    fill(given, {("学0生1", "service"): "否"})

    def sort_without_the_hidden_column(sheet: Worksheet) -> None:
        seen = [[cell.value for cell in row[2:]] for row in sheet.iter_rows(min_row=5, max_row=12)]
        for at, values in enumerate(reversed(seen), start=5):
            for place, value in enumerate(values, start=3):
                sheet.cell(at, place).value = value

    edited(given, sort_without_the_hidden_column)
    found = ledger.read_handout(OCTOBER, given)
    assert lines(found, Standing.CHANGED) == {"学0生1": "不再参加课后服务"}
    ledger.apply(found.change_set)
    ended = [row["pupil_id"] for row in ledger.rows(ServicePupil) if row["to_date"] is not None]
    assert ended == [ident("pupil", "0-1")]


def test_another_name_over_a_pupils_line_is_nobody_of_the_roster(ledger: Ledger, given: Path) -> None:
    fill(given, {("学0生1", "name"): "王小明", ("学0生1", "service"): "否"})
    found = ledger.read_handout(OCTOBER, given)
    said = lines(found, Standing.REJECTED)
    assert said["王小明"].startswith("这一行发出时是「学0生1」；")
    assert said["就餐登记"] == "1 人没有填清是否就餐（学0生1），就餐登记人数没有改"
    assert {change.table for change in found.changes} == {"class_handout"}


def test_words_where_a_name_belongs_make_no_pupil(ledger: Ledger, given: Path) -> None:
    fill(
        given,
        {
            ("13", "name"): "无",
            ("14", "name"): "合计",
            ("15", "name"): "班主任：王芳",
            ("16", "name"): "以上属实",
        },
    )
    found = ledger.read_handout(OCTOBER, given)
    assert lines(found, Standing.REJECTED).keys() == {"合计", "班主任：王芳", "以上属实"}
    assert not [change for change in found.changes if change.table == "pupil"]


def test_a_pupil_written_twice_or_known_in_another_class_is_said(ledger: Ledger, given: Path) -> None:
    cells = {(row, key): value for row in ("13", "14") for key, value in (("name", "新来的"), ("meal", "是"))}
    fill(given, {**cells, ("15", "name"): "学1生0", ("15", "meal"): "是"})
    found = ledger.read_handout(OCTOBER, given)
    assert lines(found, Standing.NEW).keys() == {"新来的"}
    said = lines(found, Standing.REJECTED)
    assert said["新来的"] == "与上面一行重复"
    assert said["学1生0"] == "二(1)班有同名的学生：是同一人请在名册里调班，不是请在名册里新增"
    assert "1 人没有填清是否就餐（学1生0）" in said["就餐登记"]


def test_a_class_without_pupils_is_filled_from_its_file(ledger: Ledger, tmp_path: Path) -> None:
    new = {"stage": "小学", "entry_year": 2026, "number": 9}
    ledger.apply(ChangeSet("新班", (Change("school_class", "k9", None, new),)))
    (path,), *_ = ledger.give_out(OCTOBER, tmp_path / "新班", ["k9"])
    with pytest.raises(UserError, match="和发出时一样"):
        ledger.read_handout(OCTOBER, path)
    fill(path, {(str(row), "name"): f"新生{row}" for row in range(5, 50)})
    fill(path, {(str(row), "meal"): "是" for row in range(5, 50)})
    found = ledger.read_handout(OCTOBER, path)
    assert found.count(Standing.NEW) == 45 and found.persons == 45
    ledger.apply(found.change_set)
    came = [row["from_date"] for row in ledger.rows(Pupil) if row["name"].startswith("新生")]
    # as a list that is imported: the first of a class are in it since the school year began, so that October's meals fit
    assert came == [date(2026, 9, 1)] * 45


def test_what_a_teacher_filled_in_is_never_written_over(ledger: Ledger, given: Path) -> None:
    fill(given, {})
    filled = given.read_bytes()
    paths, _, kept = ledger.give_out(OCTOBER, given.parent)
    assert kept == [given] and given not in paths and len(paths) == 2
    assert given.read_bytes() == filled
    again, _, kept = ledger.give_out(OCTOBER, given.parent, [CLASS])
    assert (again, kept) == ([], [given])


@pytest.mark.parametrize("name", ["交.xls", "交.et", "交.zip"])
def test_a_file_saved_otherwise_is_said_with_what_to_do(ledger: Ledger, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le"))
    with pytest.raises(UserError, match="请另存为"):
        ledger.read_handout(OCTOBER, path)


def test_who_left_by_the_first_file_is_no_trouble_in_the_second(ledger: Ledger, given: Path) -> None:
    fill(given, {("学0生2", "left_on"): date(2026, 10, 20)})
    first = ledger.read_handout(OCTOBER, given)
    ledger.apply(first.change_set)
    again = ledger.read_handout(OCTOBER, given)
    assert lines(again, Standing.SAME)["学0生2"] == "已离校 2026-10-20"
    assert not lines(again, Standing.REJECTED) and not again.changes
    assert again.persons == first.persons == 8  # signed up for the days until then


def test_a_sheet_under_another_name_is_still_the_one_that_went_out(ledger: Ledger, given: Path) -> None:
    fill(given, {("学0生1", "service"): "否"})
    edited(given, lambda sheet: setattr(sheet, "title", "一(1)班"))
    assert lines(ledger.read_handout(OCTOBER, given), Standing.CHANGED) == {"学0生1": "不再参加课后服务"}


def test_of_a_sheet_and_its_copy_the_one_filled_in_counts(ledger: Ledger, given: Path) -> None:
    """A teacher copies the sheet before filling it in, and fills either of the two; or both, in different ways."""
    book = openpyxl.load_workbook(given)
    copy = book.copy_worksheet(book["收集表"])
    copy.title = "收集表 (2)"
    for row in range(5, 13):
        copy.cell(row, 6).value = "是"
    copy["E6"] = "否"
    book.save(given)
    assert lines(ledger.read_handout(OCTOBER, given), Standing.CHANGED) == {"学0生1": "不再参加课后服务"}
    fill(given, {})
    with pytest.raises(UserError, match="「收集表」、「收集表 \\(2\\)」填得不一样，看不出以哪一张为准"):
        ledger.read_handout(OCTOBER, given)


def test_without_the_words_over_the_header_no_pupil_is_lost(ledger: Ledger, given: Path) -> None:
    fill(given, {("学0生0", "service"): "否"})

    def without_the_hint(sheet: Worksheet) -> None:
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        sheet.delete_rows(3)

    edited(given, without_the_hint)
    found = ledger.read_handout(OCTOBER, given)
    assert lines(found, Standing.CHANGED)["学0生0"] == "不再参加课后服务" and found.persons == 8
    assert not found.count(Standing.MISSING)


@pytest.mark.slow
def test_a_file_saved_as_xls_is_read_like_any_other(ledger: Ledger, given: Path, tmp_path: Path) -> None:
    """Dates and words stand in it as the teacher typed them."""
    fill(
        given,
        {
            ("学0生1", "service"): "否", ("学0生2", "left_on"): date(2026, 10, 20),
            ("13", "name"): "新来的", ("13", "service"): "是", ("13", "meal"): "否",
        },
    )  # fmt: skip
    expected = ledger.read_handout(OCTOBER, given)
    saved = convert(given, tmp_path / "xls", "xls")
    assert is_handout(saved)  # so that 导入名单 takes it for no roster either
    found = ledger.read_handout(OCTOBER, saved)
    assert found.lines == expected.lines
    assert (found.persons, found.count(Standing.NEW), found.count(Standing.CHANGED)) == (8, 1, 2)


@pytest.mark.parametrize(
    "word",
    [
        "吃",
        "在校就餐",
        "订餐",
        "参加",
        "中午在校吃",
        "就餐",
        "不吃",
        "不订",
        "未订餐",
        "回家吃",
        "没在学校吃",
        "不参加",
    ],
)
def test_a_plain_word_in_the_meal_column_is_an_answer(ledger: Ledger, given: Path, word: str) -> None:
    fill(given, {("学0生6", "meal"): word})
    found = ledger.read_handout(OCTOBER, given)
    assert not lines(found, Standing.REJECTED)
    assert found.persons == (7 if word[0] in "不未没回" else 8)


@pytest.mark.parametrize(
    ("word", "joins"),
    [("参加", True), ("自愿参加", True), ("同意", True), ("不参加", False), ("没报名", False)],
)
def test_a_plain_word_in_the_service_column_is_an_answer(
    ledger: Ledger, given: Path, word: str, joins: bool
) -> None:
    fill(given, {("学0生1", "service"): word})
    found = ledger.read_handout(OCTOBER, given)
    assert not lines(found, Standing.REJECTED)
    assert lines(found, Standing.CHANGED) == ({} if joins else {"学0生1": "不再参加课后服务"})


@pytest.mark.parametrize("word", ["吃面", "只吃周一", "周三不吃", "不知道", "也许"])
def test_a_word_that_may_mean_something_else_is_no_answer(ledger: Ledger, given: Path, word: str) -> None:
    fill(given, {("学0生6", "meal"): word})
    found = ledger.read_handout(OCTOBER, given)
    assert lines(found, Standing.REJECTED).keys() == {"学0生6", "就餐登记"} and found.persons is None
