"""Long random sequences of edit, clear, paste, fill, notes, rows put between, delete, filter, undo, redo against the file.

After every step: what the grid shows is what another reader finds in the file; undo and redo lead back to exactly the
rows that were there.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from tests.ui.grid_desk import CTRL, SHIFT, SPECS, Desk, fill
from ui.grid.clipboard import to_tsv
from ui.grid.paste import PasteQuestion
from ui.shell import Shell
from xcedu_desktop.fields import Kind
from xcedu_desktop.forms.heating.tables import Room
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.store.base import fields_of

KEYS = ["name", "building", "use", "area", "heated_by", "circuit_id", "note"]
FIELDS = fields_of(Room)
TEXTS = {
    "name": ["X1", "实验室", "  b  ", ""],
    "building": ["1", "南楼", ""],
    "use": ["宿舍", "食堂", "ss", "nonsense", ""],
    "area": ["54", "54.25", "1,200", "-3", "many", "0", ""],
    "heated_by": ["集中供暖", "空调", "?", ""],
    "circuit_id": ["一号线路", "yhxl", "二号线路", "nothing", ""],
    "note": ["a", "第二", "x y", '"', ""],
}
ANY = sorted({text for texts in TEXTS.values() for text in texts})
cells = st.sampled_from(KEYS).flatmap(lambda key: st.tuples(st.just(key), st.sampled_from(TEXTS[key])))
Notes = dict[tuple[str, str], str]
Snapshot = tuple[dict[str, dict[str, Any]], dict[tuple[str, str], tuple[str, str]], Notes]


class GridMachine(RuleBasedStateMachine):
    """A clerk at random, at the table of rooms."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.path = Path(self._folder.name) / "学校.db"
        profile = {"code": "2137040123", "name": "试验小学", "stage": "小学", "clerk": "王芳"}
        self.ledger = Ledger.create(self.path, profile)
        fill(self.ledger)
        self.other = Ledger.open(self.path, readonly=True)
        self.window = Shell(None, SPECS)
        self.window.resize(1100, 500)
        self.window.show()
        self.window.set_ledger(self.ledger)
        self.desk = Desk(self.window, self.path)
        self.desk.open("rooms")
        self.past: list[Snapshot] = []
        self.future: list[Snapshot] = []

    def teardown(self) -> None:
        self.window.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, 0)
        QApplication.processEvents()
        self.other.close()
        self.ledger.close()
        self._folder.cleanup()

    # -- what is there

    def stored(self) -> Snapshot:
        """The rows and drafts as another reader finds them."""
        rows = {row["id"]: row for row in self.other.rows(Room)}
        return rows, self.other.drafts("room"), self.other.notes("room")

    @contextmanager
    def act(self) -> Iterator[None]:
        """Remembers what was before, if the act changed anything."""
        before, done = self.stored(), len(self.window.history.done)
        yield
        if len(self.window.history.done) > done:
            self.past.append(before)
            self.future.clear()
        else:
            assert self.stored() == before

    @property
    def count(self) -> int:
        return len(self.desk.grid.model.ids)

    # -- what the clerk does

    @rule(row=st.integers(0, 30), cell=cells, leave=st.sampled_from(["enter", "tab", "click", "escape"]))
    def edit(self, row: int, cell: tuple[str, str], leave: str) -> None:
        key, text = cell
        with self.act():
            self.desk.at(row % (self.count + 1), key)
            if not text:
                self.desk.press(Qt.Key.Key_Delete)
                return
            self.desk.type(text)
            match leave:
                case "enter":
                    self.desk.press(Qt.Key.Key_Return)
                case "tab":
                    self.desk.press(Qt.Key.Key_Tab)
                case "click":
                    self.desk.at(0, "name")
                case "escape":
                    self.desk.press(Qt.Key.Key_Escape)

    @rule(row=st.integers(0, 30), cell=cells)
    def change(self, row: int, cell: tuple[str, str]) -> None:
        """F2, then more text at the end."""
        with self.act():
            self.desk.at(row % (self.count + 1), cell[0])
            self.desk.press(Qt.Key.Key_F2)
            self.desk.type(cell[1])
            self.desk.press(Qt.Key.Key_Return)

    @rule(row=st.integers(0, 30), key=st.sampled_from(KEYS), down=st.integers(0, 3), across=st.integers(0, 3))
    def clear(self, row: int, key: str, down: int, across: int) -> None:
        with self.act():
            self.desk.select(row % (self.count + 1), key, down, across)
            self.desk.press(Qt.Key.Key_Delete)

    @rule(
        row=st.integers(0, 30),
        block=st.integers(1, 3).flatmap(
            lambda wide: st.tuples(
                st.integers(0, len(KEYS) - 1),
                st.lists(
                    st.lists(st.sampled_from(ANY), min_size=wide, max_size=wide),
                    min_size=1,
                    max_size=3,
                ),
            )
        ),
        accept=st.booleans(),
    )
    def paste(self, row: int, block: tuple[int, list[list[str]]], accept: bool) -> None:
        left, texts = block
        with self.act():
            self.desk.at(row % (self.count + 1), KEYS[left])
            self.desk.clip(to_tsv(texts))

            def answer() -> None:
                question = QApplication.activeModalWidget()
                if isinstance(question, PasteQuestion):
                    button = question.rest if accept and question.rest.isEnabled() else question.none
                    QTest.mouseClick(button, Qt.MouseButton.LeftButton)

            QTimer.singleShot(0, answer)
            self.desk.paste()
            QApplication.processEvents()

    @rule(row=st.integers(0, 30), key=st.sampled_from(KEYS), down=st.integers(0, 3), right=st.booleans())
    def fill(self, row: int, key: str, down: int, right: bool) -> None:
        with self.act():
            self.desk.select(row % (self.count + 1), key, down, 1)
            self.desk.press(Qt.Key.Key_R if right else Qt.Key.Key_D, CTRL)

    @precondition(lambda self: self.count > 0)
    @rule(
        row=st.integers(0, 30), to=st.integers(0, 30), key=st.sampled_from(KEYS), to_key=st.sampled_from(KEYS),
        down=st.integers(0, 2),
    )  # fmt: skip
    def draw_the_corner(self, row: int, to: int, key: str, to_key: str, down: int) -> None:
        with self.act():
            self.desk.select(row % self.count, key, down, 0)
            if self.desk.grid.table.handle.corner() is not None:
                self.desk.drag_corner(to % self.count, to_key)

    @rule(row=st.integers(0, 30), key=st.sampled_from(KEYS))
    def repeat_the_row_above(self, row: int, key: str) -> None:
        with self.act():
            self.desk.at(row % (self.count + 1), key)
            self.desk.press(Qt.Key.Key_Apostrophe, CTRL)

    @rule(row=st.integers(0, 30), cell=cells, down=st.integers(0, 2))
    def fill_the_selection(self, row: int, cell: tuple[str, str], down: int) -> None:
        with self.act():
            self.desk.select(row % (self.count + 1), cell[0], down, 0)
            self.desk.type(cell[1] or "z")
            self.desk.press(Qt.Key.Key_Return, CTRL)

    @rule(
        row=st.integers(0, 30),
        key=st.sampled_from(KEYS),
        text=st.sampled_from(["n1", "n2", "", "13906321234"]),
    )
    def note(self, row: int, key: str, text: str) -> None:
        with self.act():
            self.desk.at(row % (self.count + 1), key)
            self.desk.press(Qt.Key.Key_F2, SHIFT)
            lines = self.desk.focus()
            if isinstance(lines, QPlainTextEdit):
                lines.selectAll()
                if text:
                    self.desk.type(text)
                else:
                    self.desk.press(Qt.Key.Key_Delete)
                self.desk.press(Qt.Key.Key_Return)
                self.desk.press(Qt.Key.Key_Escape)  # a refused one stays open
            self.window.activateWindow()  # as after a paste's question: no window manager does it here
            QTest.qWaitForWindowActive(self.window)

    @precondition(lambda self: self.count > 0)
    @rule(row=st.integers(0, 30), text=st.sampled_from(["X9", "between", ""]))
    def put_a_row_between(self, row: int, text: str) -> None:
        with self.act():
            self.desk.at(row % self.count, "name")
            self.desk.press(Qt.Key.Key_Plus, CTRL | SHIFT)
            if text:
                self.desk.type(text)
                self.desk.press(Qt.Key.Key_Return)
            self.desk.at(self.count, "name")  # left empty it goes away
            QApplication.processEvents()

    @rule(key=st.sampled_from(["use", "building", "note"]), which=st.integers(0, 5))
    def tick(self, key: str, which: int) -> None:
        """Only the rows with one value of a column are shown, for the acts to come."""
        model = self.desk.grid.model
        texts = sorted({model.source.text(row_id, key) for row_id in model.source.row_ids()})
        if texts:
            self.desk.grid.table.tick(key, frozenset({texts[which % len(texts)]}))

    @rule()
    def show_all(self) -> None:
        self.desk.grid.setFocus()
        if self.desk.grid.model.arrangement.ticked:
            self.desk.press(Qt.Key.Key_L, CTRL | SHIFT)

    @precondition(lambda self: self.count > 0)
    @rule(row=st.integers(0, 30), down=st.integers(0, 1))
    def delete(self, row: int, down: int) -> None:
        with self.act():
            self.desk.select(row % self.count, "name", down, 0)
            self.desk.press(Qt.Key.Key_Minus, CTRL)

    @rule()
    def undo(self) -> None:
        before = self.stored()
        self.desk.grid.setFocus()
        self.desk.press(Qt.Key.Key_Z, CTRL)
        if self.past:
            self.future.append(before)
            assert self.stored() == self.past.pop()
        else:
            assert self.stored() == before

    @rule()
    def redo(self) -> None:
        before = self.stored()
        self.desk.grid.setFocus()
        self.desk.press(Qt.Key.Key_Y, CTRL)
        if self.future:
            self.past.append(before)
            assert self.stored() == self.future.pop()
        else:
            assert self.stored() == before

    @rule(key=st.sampled_from(KEYS))
    def sort(self, key: str) -> None:
        self.desk.header(key)

    # -- what must hold

    @invariant()
    def the_grid_shows_what_the_file_holds(self) -> None:
        rows, drafts, notes = self.stored()
        model = self.desk.grid.model
        if model.arrangement.ticked:
            assert set(model.ids) <= set(rows)
        else:
            assert sorted(model.ids) == sorted(rows)
        ticked = model.arrangement.hides
        if (
            model.sorted_by is None
            and not ticked
            and not self.window.history.undone
            and not self.window.history.done
        ):
            assert model.ids == list(rows)
        with self.other.names(self.window.month) as (_, reading):
            for at, row_id in enumerate(model.ids):
                for key in KEYS:
                    draft = drafts.get((row_id, key))
                    expected = (
                        draft[0] if draft is not None else FIELDS[key].format(rows[row_id][key], reading)
                    )
                    index = model.index(at, model.column_of(key))
                    assert index.data() == expected, (key, rows[row_id])
                    assert model.source.is_draft(row_id, key) == (draft is not None)
                    assert model.source.cell_note(row_id, key) == notes.get((row_id, key), "")
                    if FIELDS[key].kind is Kind.DECIMAL:
                        assert model.source.value(row_id, key) == rows[row_id][key]

    @invariant()
    def what_is_marked_is_a_draft(self) -> None:
        rows, drafts, _ = self.stored()
        for row_id, key in drafts:
            assert row_id in rows
            mark = self.desk.grid.source.mark(row_id, key)
            assert mark is not None and mark.message == drafts[row_id, key][1]


@pytest.mark.timeout(600)
def test_grid_machine(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    from ui import theme

    monkeypatch.setenv("XCEDU_TODAY", date(2026, 10, 30).isoformat())
    theme.apply(qapp, "light")
    profile = settings()
    few = profile.max_examples <= 100
    run_state_machine_as_test(
        GridMachine,
        settings=settings(profile, max_examples=15 if few else 150, stateful_step_count=40 if few else 60),
    )
