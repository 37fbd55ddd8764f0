"""Two reports of a month compared cell by cell."""

from datetime import date
from pathlib import Path

import pytest

from tests.month.school import OCTOBER, ident, small_school
from xcedu_desktop.errors import WrongUsage
from xcedu_desktop.forms.clubs.tables import ClubMember
from xcedu_desktop.forms.meals.tables import MealCount, count_id
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.month.revisions import GONE, MADE, Difference
from xcedu_desktop.store.base import Live
from xcedu_desktop.store.changes import Change, ChangeSet


def test_a_correction_shows_what_it_changed_and_nothing_else(tmp_path: Path, today: date) -> None:
    small_school(tmp_path / "s.db").close()
    with Ledger.open(tmp_path / "s.db") as ledger:
        ledger.export(OCTOBER, tmp_path / "上报")
        ledger.reopen(OCTOBER, "13日少记一人，设备型号写错")
        cell = count_id(ident("school_class", 0), date(2026, 10, 13), "午餐")
        blank = count_id(ident("school_class", 1), date(2026, 10, 14), "午餐")
        rows = {row["id"]: row for row in ledger.rows(MealCount)}
        member = ident("club_member", "0-0")
        ledger.apply(
            ChangeSet(
                "更正",
                (
                    Change("meal_count", cell, {"heads": rows[cell]["heads"]}, {"heads": 2}),
                    Change("meal_count", blank, whole(ledger, MealCount, blank), None),
                    Change("equipment", ident("equipment", 0), {"model": "KFR-35GW/01"}, {"model": "KFR-26GW"}),
                    Change("heating_work", ident("heating_work", 9), None, {"kind": "购置", "name": "油汀 2 台", "day": date(2026, 10, 9),
                           "quantity": 2, "unit_price_fen": 30000, "cost_fen": 60000}),
                    Change("room_temperature", ident("room_temperature", 0), {"temperature": 185}, {"temperature": 179}),
                    Change("club_member", member, whole(ledger, ClubMember, member), None),
                ),
            )
        )  # fmt: skip
        ledger.export(OCTOBER, tmp_path / "上报")
        assert [(fact.revision, fact.reason) for fact in ledger.revisions(OCTOBER)] == [
            (1, ""), (2, "13日少记一人，设备型号写错"),
        ]  # fmt: skip
        found = ledger.compare_revisions(OCTOBER, 2, 1)
    by_sheet: dict[str, list[Difference]] = {}
    for difference in found:
        by_sheet.setdefault(difference.sheet, []).append(difference)
    heads = [(d.row, d.column, d.old, d.new) for d in by_sheet["就餐人数"]]
    before = rows[cell]["heads"], rows[blank]["heads"]
    assert heads == [
        ("一(1)班 · 13日 · 午餐", "就餐人次", str(before[0]), "2"),
        ("二(1)班 · 14日 · 午餐", "就餐人次", str(before[1]), "（空白）"),
    ]
    assert [(d.column, d.old, d.new) for d in by_sheet["取暖设备"]] == [("型号", "KFR-35GW/01", "KFR-26GW")]
    assert [(d.row, d.old, d.new) for d in by_sheet["购置与改造"]] == [("购置 · 油汀 2 台", "", MADE)]
    assert [d.new for d in by_sheet["社团成员"]] == [""] and by_sheet["社团成员"][0].old == GONE
    assert ("本取暖季投入", "17,160.00", "17,760.00") in [(d.row, d.old, d.new) for d in by_sheet["封面"]]
    assert not [d for d in found if d.sheet == "班级与在校学生"]


def test_a_revision_that_is_not_kept_is_said(tmp_path: Path, today: date) -> None:
    small_school(tmp_path / "s.db").close()
    with Ledger.open(tmp_path / "s.db") as ledger, pytest.raises(WrongUsage, match="没有存着"):
        ledger.compare_revisions(OCTOBER, 1, 2)


def whole(ledger: Ledger, model: type[Live], row_id: str) -> dict[str, object]:
    """A row as a deletion has to name it."""
    row = next(row for row in ledger.rows(model) if row["id"] == row_id)
    return {key: value for key, value in row.items() if key not in ("id", "school_code")}
