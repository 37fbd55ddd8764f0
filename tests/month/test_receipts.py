"""回执: taken in once, refused with a sentence, its cells found, its questions answered in the next revision."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.month.conftest import TODAY
from tests.month.receipt_maker import altered, given, question, receipt_for
from tests.month.school import CODE, OCTOBER, ident, small_school
from xcedu_desktop.change_log import read_log
from xcedu_desktop.editing import CellEdit
from xcedu_desktop.errors import FileUnusable, MonthLocked, WrongUsage
from xcedu_desktop.form import MonthView
from xcedu_desktop.forms.meals.tables import count_id
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.month.book import read_workbook
from xcedu_desktop.month.receipt_file import ReceiptCell
from xcedu_desktop.month.receipt_lines import ReceiptLine, lines_of
from xcedu_desktop.month.receipts import KeptReceipt, answering, receipts_of
from xcedu_desktop.store.sealed_file import LARGEST, Spoilt, digest_of
from xcedu_desktop.store.tables import LogEntry

FIRST = ident("school_class", 0)
CELL = count_id(FIRST, date(2026, 10, 20), "午餐")


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small school's file, its October reported once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XCEDU_TODAY", TODAY.isoformat())
        folder = tmp_path_factory.mktemp("reported")
        small_school(folder / "school.db").close()
        with Ledger.open(folder / "school.db") as ledger:
            ledger.export(OCTOBER, folder / "out")
    return folder / "school.db"


@pytest.fixture
def ledger(reported: Path, tmp_path: Path, today: date) -> Iterator[Ledger]:
    with Ledger.open(Path(shutil.copy(reported, tmp_path / "school.db"))) as opened:
        yield opened


@pytest.fixture
def file(ledger: Ledger, tmp_path: Path) -> Path:
    return given(tmp_path / "stick", receipt_for(ledger.store, OCTOBER, question(CELL)))


def view_of(session: Session) -> MonthView:
    return MonthView(session, CODE, OCTOBER, TODAY)


def lines(ledger: Ledger, kept: KeptReceipt) -> list[ReceiptLine]:
    with ledger.view(OCTOBER) as view:
        return lines_of(view, kept)


def answer(ledger: Ledger, kept: KeptReceipt, text: str, which: str = "q1") -> None:
    with ledger.view(OCTOBER) as view:
        planned = answering(view, kept, which, text)
    ledger.apply(planned)


# -- taken in --------------------------------------------------------------------------------------------------------


def test_a_receipt_is_kept_whole_and_taken_in_once(ledger: Ledger, file: Path) -> None:
    kept = ledger.take_receipt(file)
    assert kept.fresh and kept.receipt.word == "已接收"
    again = ledger.take_receipt(file)
    assert not again.fresh and again.digest == kept.digest and again.receipt == kept.receipt
    with ledger.store.read() as session:
        assert [one.digest for one in receipts_of(session, CODE, OCTOBER)] == [kept.digest]
        assert receipts_of(session, CODE, OCTOBER.next()) == []
        logged = session.query(LogEntry).filter(LogEntry.table_name == "receipt").all()
        told = [(line.place, line.column, line.new) for line in read_log(view_of(session))][:1]
    assert [(line.act, line.new) for line in logged] == [("读入回执 2026年10月第 1 次上报", "已接收")]
    assert told == [("回执 2026-10", "收到回执", "已接收")]


def test_a_copy_that_was_formatted_anew_is_the_same_receipt(ledger: Ledger, file: Path) -> None:
    kept = ledger.take_receipt(file)
    altered(file, lambda said: None)  # no line breaks any more
    assert not ledger.take_receipt(file).fresh
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert ledger.take_receipt(file).digest == kept.digest


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            {"school_code": "2137040999", "school_name": "沙沟小学"},
            "是给沙沟小学（2137040999）的回执，不是本校的",
        ),
        ({"revision": 2}, "对2026年10月第 2 次上报的回执，这个数据文件里没有那次上报"),
        ({"month": OCTOBER.next()}, "对2026年11月第 1 次上报的回执，这个数据文件里没有那次上报"),
        ({"workbook": "0" * 64}, "与本机存的2026年10月第 1 次上报不是同一份"),
    ],
)
def test_what_is_not_this_schools_is_refused(
    ledger: Ledger, tmp_path: Path, said: dict[str, Any], words: str
) -> None:
    path = given(tmp_path / "stick", receipt_for(ledger.store, OCTOBER, question(CELL), **said))
    with pytest.raises(FileUnusable, match=words):
        ledger.take_receipt(path)
    with ledger.store.read() as session:
        assert receipts_of(session, CODE, OCTOBER) == []


def sealed_again(said: dict[str, Any]) -> None:
    said["sha256"] = digest_of(said["content"])


def put(key: str, value: object) -> Callable[[dict[str, Any]], None]:
    """A content whose digest is right, and one value is not."""

    def change(said: dict[str, Any]) -> None:
        said["content"][key] = value
        sealed_again(said)

    return change


def put_in_question(key: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(said: dict[str, Any]) -> None:
        said["content"]["questions"][0][key] = value
        sealed_again(said)

    return change


def twice(said: dict[str, Any]) -> None:
    said["content"]["questions"] *= 2
    sealed_again(said)


DEEP: dict[str, Any] = {}
_inner = DEEP
for _ in range(10):
    _inner["a"] = _inner = {}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda said: said.update(format=2), "更新版本的程序做的回执"),
        (lambda said: said.update(file="xcedu-profile"), "不是回执"),
        (lambda said: said.pop("file"), "不是回执"),
        (lambda said: said.update(format="1"), "不完整或被改动过"),
        (lambda said: said.update(format=True), "不完整或被改动过"),
        (lambda said: said.update(extra=1), "不完整或被改动过"),
        (lambda said: said.update(content=[1]), "不完整或被改动过"),
        (lambda said: said["content"].update(revision=3), "不完整或被改动过"),
        (lambda said: said["content"]["questions"][0].update(row="x"), "不完整或被改动过"),
        (put("revision", "1"), "不完整或被改动过"),
        (put("revision", True), "不完整或被改动过"),
        (put("revision", 10**30), "不完整或被改动过"),
        (put("revision", None), "不完整或被改动过"),
        (put("month", "2026-13"), "不完整或被改动过"),
        (put("when", "2026-11-06"), "不完整或被改动过"),
        (put("result", "perhaps"), "不完整或被改动过"),
        (put("result", "rejected"), "写着退回，却没有写原因"),
        (put("questions", {"a": 1}), "不完整或被改动过"),
        (put("questions", ["x"]), "不完整或被改动过"),
        (put("questions", [DEEP]), "不完整或被改动过"),
        (put("unheard", 1), "不完整或被改动过"),
        (put("by", "   "), "不完整或被改动过"),
        (put("by", "张" * 101), "不完整或被改动过"),
        (put_in_question("message", ["a"]), "不完整或被改动过"),
        (put_in_question("message", ""), "不完整或被改动过"),
        (put_in_question("row", 7), "不完整或被改动过"),
        (put_in_question("path", "../../x"), "不完整或被改动过"),
        (twice, "不完整或被改动过"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_one_sentence(
    ledger: Ledger, file: Path, change: Callable[[dict[str, Any]], object], words: str
) -> None:
    altered(file, change)
    with pytest.raises(FileUnusable, match=words) as refused:
        ledger.take_receipt(file)
    assert "\n" not in refused.value.message and "没有读入" in refused.value.message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "不是回执"),
        (b"PK\x03\x04 a zip", "不是回执"),
        (b"\xff\xfe\x00", "不是回执"),
        ("班级,人数\n一(1)班,30".encode("gbk"), "不是回执"),
        (b"[]", "不是回执"),
        (b"null", "不是回执"),
        (b"[" * 100_000, "不是回执"),
        (b'{"file": "xcedu-receipt", "x": ' + b'{"a":' * 100_000, "不完整或被改动过"),
        (b'{"file": "xcedu-receipt", "format": 1, "sha256": "x", "content": {"a": NaN}}', "不完整或被改动过"),
        (b'{"file": "xcedu-receipt", "format": 1, "sha256": "x", "content": {"a": 1.5}}', "不完整或被改动过"),
        (
            b'{"file": "xcedu-receipt", "format": 1, "format": 1, "sha256": "x", "content": {}}',
            "不完整或被改动过",
        ),
        (
            b'{"file": "xcedu-receipt", "format": 1, "sha256": "x", "content": {"a": "\\ud800"}}',
            "不完整或被改动过",
        ),
        (b'{"file": "xcedu-receipt", "format": ' + b"9" * 9000 + b"}", "不完整或被改动过"),
    ],
    ids=lambda value: value[:24] if isinstance(value, bytes) else None,
)
def test_any_bytes_are_one_sentence(ledger: Ledger, tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "来的.xcr"
    path.write_bytes(data)
    with pytest.raises(FileUnusable, match=words):
        ledger.take_receipt(path)


def test_a_file_cut_short_anywhere_is_one_sentence(ledger: Ledger, file: Path) -> None:
    whole = file.read_bytes().rstrip()
    for end in range(0, len(whole), 97):
        file.write_bytes(whole[:end])
        with pytest.raises(FileUnusable):
            ledger.take_receipt(file)


def test_a_huge_file_a_folder_and_no_file(ledger: Ledger, tmp_path: Path) -> None:
    huge = tmp_path / "大.xcr"
    with huge.open("wb") as out:
        out.truncate(200_000_000)
    with pytest.raises(FileUnusable, match="有 200 MB，不是回执"):
        ledger.take_receipt(huge)
    huge.write_bytes(b" " * (LARGEST + 1))
    with pytest.raises(FileUnusable, match="不是回执"):
        ledger.take_receipt(huge)
    folder = tmp_path / "夹.xcr"
    folder.mkdir()
    with pytest.raises(FileUnusable, match="不是文件"):
        ledger.take_receipt(folder)
    with pytest.raises(FileUnusable, match="找不到"):
        ledger.take_receipt(tmp_path / "没有.xcr")
    with pytest.raises(FileUnusable):
        ledger.take_receipt(tmp_path / "零\0字.xcr")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "管.xcr")
        with pytest.raises(FileUnusable, match="不是文件"):
            ledger.take_receipt(tmp_path / "管.xcr")


def test_the_bureau_cannot_write_a_receipt_that_no_school_reads(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(Spoilt):
        given(tmp_path / "stick", receipt_for(ledger.store, OCTOBER, is_accepted=False))
    assert list((tmp_path / "stick").iterdir()) == []


# -- its cells -----------------------------------------------------------------------------------------------------------


def test_a_cell_is_found_in_the_live_table(ledger: Ledger, tmp_path: Path) -> None:
    equipment, member = ident("equipment", 1), ident("club_member", "0-0")
    receipt = receipt_for(
        ledger.store,
        OCTOBER,
        question(CELL),
        question(CELL, id="q2", table="r_meal_subsidised"),
        question(equipment, id="q3", table="r_equipment", column="room", sheet="取暖设备"),
        question(member, id="q4", table="r_club_member", column="name", sheet="社团成员"),
        question(FIRST, id="q5", table="r_class", column="pupils", sheet="班级与在校学生"),
        question("x", id="q6", table="r_enrolment", column="pupils", sheet="在校人数（按日）"),
        question(
            equipment, id="q7", table="equipment", column="power_w", sheet="取暖设备", old="1.5", new="2.2"
        ),
        question("x", id="q8", table="r_of_a_later_program", column="a"),
        accepted=(question(CELL, id="a1", message="", old="7", new="8"),),
    )
    found = {
        line.cell.id: line for line in lines(ledger, ledger.take_receipt(given(tmp_path / "s", receipt)))
    }
    assert {key: (line.form, line.table, line.key, line.there) for key, line in found.items()} == {
        "q1": ("meals", "meal_count", "heads", True),
        "q2": ("meals", "meal_count", "subsidised", True),
        "q3": ("heating", "equipment", "room_id", True),
        "q4": ("clubs", "club_member", "pupil_id", True),
        "q5": ("school", "school_class", "number", True),
        "q6": ("school", "", "pupils", False),
        "q7": ("heating", "equipment", "power_w", True),
        "q8": ("", "", "a", False),
        "a1": ("meals", "meal_count", "heads", True),
    }
    assert (found["q3"].now, found["q4"].now, found["q7"].now) == ("教室2", "学0生0", "2.215 kW")
    assert found["q7"].cell.said.endswith("表上改成了 2.2，原来是 1.5")
    assert [line.is_question for line in found.values()] == [True] * 8 + [False]


def test_a_row_that_is_gone_is_said(ledger: Ledger, tmp_path: Path) -> None:
    inspection = ident("inspection", 1)
    asked = question(inspection, table="r_inspection", column="finding", sheet="自查与整改")
    kept = ledger.take_receipt(given(tmp_path / "s", receipt_for(ledger.store, OCTOBER, asked)))
    assert lines(ledger, kept)[0].there
    ledger.reopen(OCTOBER, "回执")
    ledger.delete("inspection", [inspection])
    line = lines(ledger, kept)[0]
    assert (line.table, line.there, line.now, line.was) == ("inspection", False, "", "插座松动")
    assert line.changed and not line.is_open


def test_what_was_put_right_is_known_from_what_was_reported(ledger: Ledger, tmp_path: Path) -> None:
    piece = ident("equipment", 1)
    asked = (
        question(CELL),
        question(CELL, id="q2", table="meal_count"),
        question(piece, id="q3", table="r_equipment", column="room"),
        question(piece, id="q4", table="equipment", column="serial"),
    )
    kept = ledger.take_receipt(given(tmp_path / "s", receipt_for(ledger.store, OCTOBER, *asked)))
    before = lines(ledger, kept)
    assert [(line.now, line.was) for line in before[:3]] == [("8 人次", "8 人次")] * 2 + [("教室2", "教室2")]
    assert (before[3].now, before[3].was) == ("空白", "")  # the workbook has no such column
    assert all(line.is_open and not line.changed for line in before)
    ledger.reopen(OCTOBER, "回执")
    ledger.edit([CellEdit("meal_count", CELL, "heads", "")], month=OCTOBER)
    ledger.edit([CellEdit("equipment", piece, "room_id", "教室3")])
    ledger.edit([CellEdit("equipment", piece, "serial", "A1")])
    after = lines(ledger, kept)
    assert [line.now for line in after] == ["空白", "空白", "教室3", "A1"]
    assert [line.changed for line in after] == [True, True, True, False]


# -- answered -------------------------------------------------------------------------------------------------------------


def test_answers_wait_for_the_correction_and_travel_with_the_next_revision(
    ledger: Ledger, file: Path, tmp_path: Path
) -> None:
    kept = ledger.take_receipt(file)
    with pytest.raises(MonthLocked):
        answer(ledger, kept, "那天全校在校吃饭")
    ledger.reopen(OCTOBER, "回执")
    answer(ledger, kept, "那天全校在校吃饭")
    answer(ledger, kept, "那天开家长会，全校都在")
    assert [line.answer for line in lines(ledger, kept)] == ["那天开家长会，全校都在"]
    ledger.edit([CellEdit("meal_count", CELL, "heads", "7")], month=OCTOBER)
    second = ledger.export(OCTOBER, tmp_path / "out")
    assert second.revision == 2
    book = read_workbook(second.file)
    assert book.changes == [] and book.problems == []
    said = [row.values for row in book.tables["r_explanation"] if row.values["severity"] == "答复"]
    assert said == [
        {
            "severity": "答复", "form": "就餐人数（午餐）", "place": "一(1)班 · 20日", "rule": "M04", "record": CELL,
            "message": "10月20日午餐 8 人，比平时多，请核对", "reason": "那天开家长会，全校都在", "field": "heads", "cells": 1,
        }
    ]  # fmt: skip
    assert all(f.rule for f in ledger.findings(OCTOBER))  # an answer is no finding of the locked month
    assert lines(ledger, kept)[0].now == "7 人次"


def test_an_answer_is_taken_back_and_undone(ledger: Ledger, file: Path) -> None:
    kept = ledger.take_receipt(file)
    ledger.reopen(OCTOBER, "回执")
    with ledger.view(OCTOBER) as view:
        planned = answering(view, kept, "q1", "核对过，没有错")
    done = ledger.apply(planned)
    ledger.undo(done)
    assert lines(ledger, kept)[0].answer == ""
    ledger.apply(done)
    answer(ledger, kept, "  ")
    assert lines(ledger, kept)[0].answer == ""


@pytest.mark.parametrize("text", ["学生身份证 370403201501012319", "打 13906320011 问", "长" * 301])
def test_what_may_not_travel_is_refused(ledger: Ledger, file: Path, text: str) -> None:
    kept = ledger.take_receipt(file)
    ledger.reopen(OCTOBER, "回执")
    with pytest.raises(WrongUsage):
        answer(ledger, kept, text)
    with pytest.raises(WrongUsage):
        answer(ledger, kept, "没有这个问题", which="q9")


def test_a_second_receipt_comes_first_in_the_list(ledger: Ledger, file: Path, tmp_path: Path) -> None:
    first = ledger.take_receipt(file)
    ledger.reopen(OCTOBER, "回执")
    ledger.export(OCTOBER, tmp_path / "out")
    refused = receipt_for(ledger.store, OCTOBER, is_accepted=False, reason="缺「就餐人数（晚餐）」")
    second = ledger.take_receipt(given(tmp_path / "stick", refused))
    assert second.receipt.word == "退回" and second.receipt.revision == 2
    with ledger.store.read() as session:
        assert [kept.digest for kept in receipts_of(session, CODE, OCTOBER)] == [second.digest, first.digest]


def test_cells_are_shown_as_plain_text() -> None:
    cell = ReceiptCell("a", "表", "t", "r", "c", old="", new="8")
    assert cell.said == "表上改成了 8，原来是 空白"
