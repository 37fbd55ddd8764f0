"""Step 1 of the wizard (学校): the profile, chosen from the list or typed, each field checked as it is typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ui.theme import CONTROL, GRID, SMALL, SPACE_2, SPACE_4
from ui.widgets.buttons import Button, LinkLabel
from ui.widgets.text import Text
from ui.wizard.school_box import SchoolBox
from ui.wizard.schools import ListedSchool
from ui.wizard.ticks import Tick
from xcedu_desktop.clock import today
from xcedu_desktop.errors import WrongUsage
from xcedu_desktop.fields import Reading
from xcedu_desktop.places import SUFFIX, clerk_folder
from xcedu_desktop.school.profile import REQUIRED, checked_profile
from xcedu_desktop.school.tables import School
from xcedu_desktop.store.base import fields_of
from xcedu_desktop.values.identifiers import parse_school_code

LEFT = ("code", "name", "stage", "township")
RIGHT = ("clerk", "phone", "principal", "village")
_HINTS = {
    "code": "10 位数字，例如 2137040107", "name": "学校全称", "clerk": "每月填报的人", "phone": "手机或 0632 开头的固话",
    "principal": "在封面上签字的校长",
}  # fmt: skip

_CODE = 10
"""Digits of a 学校标识码."""


def wrong_with(key: str, text: str) -> str:
    """What is wrong with a field's text; "" where nothing is, or where it is blank."""
    if not text.strip():
        return ""
    field = fields_of(School)[key]
    digits = text.strip()
    if key == "code" and digits.isdecimal() and len(digits) < _CODE:
        return f"已输 {len(digits)} 位，应为 {_CODE} 位"  # on the way: not wrong yet
    parsed = parse_school_code(text) if key == "code" else field.parse(text, Reading(today=today()))
    return parsed.error.message if parsed.error is not None else ""


def usual_place(name: str) -> Path:
    """Where a school's file goes unless another place is chosen: 文档/薛城教体填报/<学校名>.xcedu (opens by double click)."""
    plain = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "", name).strip(" .")
    return clerk_folder() / f"{plain or '学校'}{SUFFIX}"


class ProfileForm(QWidget):
    """`changed` at each edit; `open_instead(Path)` where the file is there already and is to be opened.

    `schools`: the list to choose from.
    """

    changed = Signal()
    open_instead = Signal(object)

    def __init__(self, schools: list[ListedSchool], parent: QWidget) -> None:
        super().__init__(parent)
        self._schools = schools
        self._own_place = False
        self._made: Path | None = None
        self.inputs: dict[str, QLineEdit | QComboBox] = {}
        self.said: dict[str, Text] = {}
        self.found = SchoolBox(self._schools, self)
        self.found.picked.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        column.addWidget(self._caption("从名单里找(&S)", self.found))
        column.addWidget(self.found)
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_4 * 2)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for side, keys in enumerate((LEFT, RIGHT)):
            for place, key in enumerate(keys):
                self._add(grid, key, 4 * place, side)
                # room below, so that what is said of a field is not taken for the next one's
                grid.setRowMinimumHeight(4 * place + 3, SPACE_2)
        column.addLayout(grid)
        column.addLayout(self._place_row())
        column.addStretch(1)
        self.refresh()

    # -- making --------------------------------------------------------------------------------------------------------

    def _caption(self, text: str, buddy: QWidget) -> Text:
        label = Text(text, GRID, tone="ink2", parent=self)
        label.setBuddy(buddy)
        return label

    def _add(self, grid: QGridLayout, key: str, row: int, side: int) -> None:
        field = fields_of(School)[key]
        if key == "village":
            self.village = Tick("村小（课后服务收费上限按村小算）", self)
            self.village.toggled.connect(lambda _: self.changed.emit())
            grid.addWidget(self.village, row + 1, side)
            return
        box: QLineEdit | QComboBox
        if field.choices:
            box = QComboBox(self)
            box.addItems(["", *field.choices])
            box.currentTextChanged.connect(lambda _: self.refresh())
        else:
            box = QLineEdit(self)
            box.setPlaceholderText(_HINTS.get(key, ""))
            box.textChanged.connect(lambda _: self.refresh())
            box.setMaxLength(60)
        box.setFixedHeight(CONTROL)
        box.setAccessibleName(field.title)
        self.inputs[key] = box
        self.said[key] = Text("", SMALL, tone="error", elide=True, parent=self)
        self.said[key].setFixedHeight(16)
        grid.addWidget(self._caption(field.title, box), row, side)
        grid.addWidget(box, row + 1, side)
        grid.addWidget(self.said[key], row + 2, side)

    def _place_row(self) -> QVBoxLayout:
        self.place = QLineEdit(self)
        self.place.setFixedHeight(CONTROL)
        self.place.setAccessibleName("数据文件放在")
        self.place.textEdited.connect(self._place_typed)
        self.choose = Button("选位置(&P)", parent=self)
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self._choose_place)
        self.place_said = Text("", SMALL, tone="error", elide=True, parent=self)
        self.existing = LinkLabel(
            "打开已有的这个文件", lambda: self.open_instead.emit(self.path), SMALL, parent=self
        )
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self._caption("数据文件放在（记住这个位置，备份也在它旁边）", self.place))
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self.place, 1)
        row.addWidget(self.choose)
        column.addLayout(row)
        below = QHBoxLayout()
        below.addWidget(self.place_said, 1)
        below.addWidget(self.existing)
        column.addLayout(below)
        return column

    # -- reading -------------------------------------------------------------------------------------------------------

    def text(self, key: str) -> str:
        """What stands in a field."""
        box = self.inputs[key]
        return (box.currentText() if isinstance(box, QComboBox) else box.text()).strip()

    @property
    def path(self) -> Path:
        """Where the file is to be made."""
        path = Path(self.place.text().strip())
        with suppress(RuntimeError):  # ~ and a name that no user of the PC has: a file called so
            path = path.expanduser()
        return path if path.suffix or not path.name else path.with_name(path.name + SUFFIX)

    def values(self) -> dict[str, object]:
        """The profile as the core checks it; raises WrongUsage naming what is missing or wrong."""
        return checked_profile(
            {**{key: self.text(key) for key in self.inputs}, "village": self.village.isChecked()}
        )

    def obstacle(self) -> tuple[str, QWidget | None]:
        """What keeps the step from going on, in words, and where; ("", None) where nothing does."""
        fields = fields_of(School)
        for key in REQUIRED:
            if not self.text(key):
                return f"还没有填「{fields[key].title}」", self.inputs[key]
        for key, box in self.inputs.items():
            if wrong_with(key, self.text(key)):
                return f"「{fields[key].title}」不对", box
        if not self.path.name or not self.path.is_absolute():
            return "还没有选数据文件的位置", self.place
        if self._is_taken():
            return "数据文件已经存在", self.place
        try:
            self.values()
        except WrongUsage as trouble:
            return trouble.message, None
        return "", None

    def hold_place(self, made: Path) -> None:
        """The file made by this wizard is no obstacle of its own."""
        self._made = made
        self.refresh()

    def _is_taken(self) -> bool:
        return bool(self.path.name) and self.path != self._made and _taken(self.path)

    def fill(self, values: Mapping[str, str]) -> None:
        """Puts texts into the fields."""
        for key, text in values.items():
            box = self.inputs[key]
            if isinstance(box, QComboBox):
                box.setCurrentText(text)
            else:
                box.setText(text)

    # -- acts ----------------------------------------------------------------------------------------------------------

    def _take(self, school: ListedSchool) -> None:
        self.fill(school._asdict())
        self.inputs["clerk"].setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Says what is wrong with each field, and where the file would stand."""
        if not hasattr(self, "place"):
            return
        for key, label in self.said.items():
            label.setText(wrong_with(key, self.text(key)))
        known = {school.code for school in self._schools}
        code = self.text("code")
        if code and known and not self.said["code"].text() and code not in known:
            self.said["code"].setText("不在区里的学校名单里，请核对")
        if not self._own_place:
            self.place.setText(str(usual_place(self.text("name"))) if self.text("name") else "")
        taken = self._is_taken()
        self.place_said.setText("这个文件已经存在；打开它，或换一个文件名" if taken else "")
        self.existing.setVisible(taken)
        self.changed.emit()

    def _place_typed(self, text: str) -> None:
        self._own_place = bool(text.strip())
        self.refresh()

    def _choose_place(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "学校数据文件放在哪里", self.place.text(), f"学校数据文件 (*{SUFFIX})", "",
            QFileDialog.Option.DontConfirmOverwrite,
        )  # fmt: skip
        if name:
            self.place.setText(name)
            self._place_typed(name)


def _taken(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False
