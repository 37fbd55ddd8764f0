"""Cells written as a clerk writes them: parsed, kept as drafts, masked, undone."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event, select

from xcedu_desktop.editing import CellEdit
from xcedu_desktop.errors import UserError
from xcedu_desktop.forms.heating.tables import Equipment
from xcedu_desktop.forms.meals.tables import MealCount, count_id
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.periods import Month
from xcedu_desktop.school.tables import Pupil, SchoolClass
from xcedu_desktop.store.changes import Change, ChangeSet
from xcedu_desktop.store.tables import LogEntry

OCTOBER = Month(2026, 10)
DAY = date(2026, 10, 12)
PROFILE = {
    "code": "2137000003", "name": "沙沟试验小学", "stage": "小学", "township": "沙沟镇", "village": True, "clerk": "孙丽",
    "phone": "13906320003", "principal": "周全",
}  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path, today_is: Callable[[date], None]) -> Iterator[Ledger]:
    today_is(date(2026, 10, 30))
    with Ledger.create(tmp_path / "s.db", PROFILE) as found:
        found.insert("school_class", {"id": "c", "stage": "小学", "entry_year": 2026, "number": 1})
        found.insert("pupil", {"id": "p", "name": "张三"})
        yield found


def _heads(ledger: Ledger, text: str) -> tuple[str, CellEdit]:
    row = count_id("c", DAY, "午餐")
    return row, CellEdit("meal_count", row, "heads", text, {"class_id": "c", "day": DAY, "meal": "午餐"})


def test_a_number_is_kept_and_undone(ledger: Ledger) -> None:
    row, edit = _heads(ledger, "３８ 人")
    done = ledger.edit([edit], month=OCTOBER)
    assert not done.errors
    assert [r["heads"] for r in ledger.rows(MealCount)] == [38]
    ledger.undo(done.change_set)
    assert ledger.rows(MealCount) == []
    ledger.apply(done.change_set)
    assert [(r["id"], r["heads"]) for r in ledger.rows(MealCount)] == [(row, 38)]


def test_text_that_is_no_number_stays_as_a_draft_and_travels_with_undo(ledger: Ledger) -> None:
    row, first = _heads(ledger, "38")
    ledger.edit([first], month=OCTOBER)
    _, second = _heads(ledger, "3o")
    done = ledger.edit([second], month=OCTOBER)
    assert (row, "heads") in done.errors
    assert ledger.drafts("meal_count")[row, "heads"][0] == "3o"
    assert [r["heads"] for r in ledger.rows(MealCount)] == [None]
    ledger.undo(done.change_set)
    assert ledger.drafts("meal_count") == {}
    assert [r["heads"] for r in ledger.rows(MealCount)] == [38]


def test_a_right_value_takes_the_draft_away(ledger: Ledger) -> None:
    _, wrong = _heads(ledger, "三十多")
    _, right = _heads(ledger, "31")
    ledger.edit([wrong], month=OCTOBER)
    ledger.edit([right], month=OCTOBER)
    assert ledger.drafts("meal_count") == {}
    assert [r["heads"] for r in ledger.rows(MealCount)] == [31]


def test_blank_is_not_zero(ledger: Ledger) -> None:
    for text, kept in (("0", 0), ("", None), ("  ", None)):
        ledger.edit([_heads(ledger, text)[1]], month=OCTOBER)
        assert [r["heads"] for r in ledger.rows(MealCount)] == [kept]


def test_references_and_classes_are_typed_by_name(ledger: Ledger) -> None:
    ledger.insert("room", {"id": "r", "name": "一(1)班教室", "use": "教室"})
    ledger.insert("equipment", {"id": "e", "tag": "XC-1"})
    edits = [CellEdit("equipment", "e", "room_id", "一(1)班教室"), CellEdit("equipment", "e", "power_w", "2.2"),
             CellEdit("equipment", "e", "cost_fen", "2,860.00"), CellEdit("equipment", "e", "kind", "挂机")]  # fmt: skip
    done = ledger.edit(edits, month=OCTOBER)
    assert not done.errors
    row = ledger.rows(Equipment)[0]
    assert (row["room_id"], row["power_w"], row["cost_fen"], row["kind"]) == ("r", 2200, 286000, "壁挂式空调")
    wrong = ledger.edit([CellEdit("equipment", "e", "room_id", "没有的房间")], month=OCTOBER)
    assert "没有找到" in wrong.errors["e", "room_id"]


def test_a_class_name_is_read_on_the_months_date(ledger: Ledger) -> None:
    ledger.insert("class_alias", {"id": "a"})
    assert not ledger.edit([CellEdit("class_alias", "a", "class_id", "一（1）班")], month=OCTOBER).errors
    june = ledger.edit([CellEdit("class_alias", "a", "class_id", "一(1)班")], month=Month(2026, 6))
    assert "没有" in june.errors["a", "class_id"]


def test_an_id_number_is_masked_everywhere_but_in_its_cell(ledger: Ledger) -> None:
    ledger.edit([CellEdit("pupil", "p", "id_number", "11010519491231002x")])
    assert ledger.rows(Pupil)[0]["id_number"] == "11010519491231002X"
    with ledger.store.read() as session:
        lines = [f"{e.old} {e.new}" for e in session.execute(select(LogEntry)).scalars()]
    assert not any("194912" in line for line in lines)
    masked = ledger.edit([CellEdit("pupil", "p", "id_number", "**************002X")])
    assert "遮住" in masked.errors["p", "id_number"]
    assert not masked.change_set
    assert ledger.rows(Pupil)[0]["id_number"] == "11010519491231002X"
    wrong = ledger.edit([CellEdit("pupil", "p", "id_number", "110105194912310021")])
    assert "110105194912310021" not in wrong.errors["p", "id_number"]


def test_several_cells_are_one_change(ledger: Ledger) -> None:
    before = len(ledger.rows(SchoolClass))
    done = ledger.edit(
        [CellEdit("school_class", "n", "stage", "小学", {}), CellEdit("school_class", "n", "entry_year", "2025"),
         CellEdit("school_class", "n", "number", "2")]
    )  # fmt: skip
    assert len(done.change_set.changes) == 1
    ledger.undo(done.change_set)
    assert len(ledger.rows(SchoolClass)) == before


def test_rows_in_use_cannot_be_deleted_and_say_by_what(ledger: Ledger) -> None:
    ledger.insert("class_membership", {"pupil_id": "p", "class_id": "c", "from_date": date(2026, 9, 1)})
    with pytest.raises(UserError, match="编班"):
        ledger.delete("pupil", ["p"])
    ledger.insert("room", {"id": "r", "name": "餐厅"})
    done = ledger.delete("room", ["r"])
    ledger.undo(done)


def test_a_row_that_is_gone_is_told(ledger: Ledger) -> None:
    with pytest.raises(UserError, match="不在"):
        ledger.edit([CellEdit("pupil", "gone", "name", "王五")])


def test_the_version_grows_with_every_write(ledger: Ledger) -> None:
    before = ledger.version
    ledger.edit([CellEdit("pupil", "p", "name", "张三丰")])
    assert ledger.version > before


def _statements(ledger: Ledger) -> list[str]:
    """What is asked of the file from now on."""
    asked: list[str] = []
    event.listen(ledger.store.engine, "before_cursor_execute", lambda *args: asked.append(args[2].split()[0]))
    return asked


def test_many_cells_are_read_and_written_in_a_few_statements(ledger: Ledger) -> None:
    made = [Change("pupil", f"p{n}", None, {"name": f"张{n}"}) for n in range(1200)]
    ledger.apply(ChangeSet("导入", tuple(made)))
    asked = _statements(ledger)
    done = ledger.edit([CellEdit("pupil", f"p{n}", "name", f"李{n}") for n in range(1200)])
    assert len(done.change_set.changes) == 1200
    assert len(asked) < 20
    names = {row["id"]: row["name"] for row in ledger.rows(Pupil)}
    assert names["p"] == "张三" and names["p1199"] == "李1199"
    asked.clear()
    gone = ledger.delete("pupil", [f"p{n}" for n in range(1200)])
    assert len(asked) < 60
    assert [row["id"] for row in ledger.rows(Pupil)] == ["p"]
    ledger.undo(gone)
    assert {row["id"]: row["name"] for row in ledger.rows(Pupil)} == names


def test_one_row_of_many_that_is_gone_leaves_all_as_they_were(ledger: Ledger) -> None:
    with pytest.raises(UserError, match="已经不在"):
        ledger.edit([CellEdit("pupil", "p", "name", "李四"), CellEdit("pupil", "nobody", "name", "王五")])
    assert [row["name"] for row in ledger.rows(Pupil)] == ["张三"]
