"""The first-run wizard (新建学校): three steps in one window. The school's file is made when step 1 is left."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QCloseEvent,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from ui.alt_letters import AltLetters
from ui.begin_at import begin_at
from ui.room import Room
from ui.shell import Shell
from ui.theme import BODY, SMALL, SPACE_2, SPACE_3, SPACE_4, TITLE, Theme
from ui.widgets.buttons import Button, LinkLabel
from ui.widgets.current_stack import CurrentStack
from ui.widgets.text import Text
from ui.wizard.classes_step import ClassesStep
from ui.wizard.done_step import DoneStep
from ui.wizard.profile_form import ProfileForm
from ui.wizard.schools import listed_schools
from ui.work import Worker
from xcedu_desktop.errors import UserError
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.school.tables import School
from xcedu_desktop.store.changes import ChangeSet, altered

STEPS = ("学校", "班级和学生", "完成")
SCHOOL, CLASSES, DONE = range(3)


class Wizard(QDialog):
    """`path` is the school file to open when the dialog was accepted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        opened = parent.ledger if isinstance(parent, Shell) else None
        self.setWindowTitle("新建学校")
        AltLetters.keep_out()
        self.path: Path | None = None
        self._ledger: Ledger | None = None
        self._made_folder: Path | None = None
        self._worker = Worker(self)
        self.step = SCHOOL
        self.steps = _Steps(self)
        self.title = Text("", TITLE, bold=True, parent=self)
        self.quiet = Text("", BODY, tone="ink2", elide=True, parent=self)
        self.form = ProfileForm(listed_schools(opened), self)
        self.form.changed.connect(self._show_foot)
        self.form.open_instead.connect(self._use_existing)
        self.classes: ClassesStep | None = None
        self.stack = CurrentStack(self)
        self.stack.addWidget(self.form)
        self._lay_out()
        self._size()
        self._show(SCHOOL)
        QShortcut(QKeySequence("F1"), self).activated.connect(self._help)

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SPACE_4 + 4, SPACE_4, SPACE_4 + 4, SPACE_4)
        outer.setSpacing(SPACE_3)
        head = QHBoxLayout()
        head.setSpacing(SPACE_3)
        head.addWidget(self.title)
        head.addWidget(self.quiet, 1)
        head.addWidget(self.steps)
        outer.addLayout(head)
        room = Room(self)
        room.body.addWidget(self.stack)
        outer.addWidget(room, 1)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_2)
        self.other = LinkLabel("已有学校数据文件，打开它", self.open_other, parent=self)
        self.reason = LinkLabel(points=SMALL, tone="error", parent=self)
        self.leave = Button("取消", parent=self)
        self.back = Button("上一步(&B)", parent=self)
        self.main = Button("下一步(&N)", primary=True, parent=self)
        for button in (self.leave, self.back):
            button.setAutoDefault(False)
        self.main.setDefault(True)
        self.leave.clicked.connect(self.reject)
        self.back.clicked.connect(lambda: self._show(self.step - 1))
        self.main.clicked.connect(self.go_on)
        self.reason.on_press(self._go_to_obstacle)
        foot.addWidget(self.other)
        foot.addStretch(1)
        for part in (self.reason, self.leave, self.back, self.main):
            foot.addWidget(part)
        outer.addLayout(foot)

    def _size(self) -> None:
        room = self.screen().availableGeometry()
        self.resize(min(1040, room.width() - 32), min(640, room.height() - 48))

    def _help(self) -> None:
        from ui.help.dialog import show_help  # the reader is loaded when it is wanted

        show_help("wizard", self)

    # -- steps ---------------------------------------------------------------------------------------------------------

    def _show(self, step: int) -> None:
        self.step = step
        if step == SCHOOL:
            self.stack.setCurrentWidget(self.form)
            (self.form.found if self.form.found.isEnabled() else self.form.inputs["clerk"]).setFocus()
        elif step == CLASSES and self.classes is not None:
            self.stack.setCurrentWidget(self.classes)
            self.classes.ways[self.classes.way].setFocus()
        self.title.setText(f"第 {step + 1} 步　{STEPS[step]}")
        self.quiet.setText(("以后都可以在「设置」里改", "有花名册就先导入，没有也能往下走", "")[step])
        self.steps.show_step(step)
        self._show_foot()

    def _show_foot(self) -> None:
        self.other.setVisible(self.step == SCHOOL and self._ledger is None)
        self.back.setVisible(self.step == CLASSES)
        self.leave.setVisible(self.step != DONE)
        obstacle = self._obstacle()
        text = "开始填报(&N)" if self.step == DONE else "下一步(&N)"
        if self.step == CLASSES and self.classes is not None:
            text = f"{self.classes.main_text}(&N)"
        choose = self.step == CLASSES and self.classes is not None and self.classes.waits_for_file
        if self.classes is not None and choose:
            self.classes.pick.setDefault(True)  # Enter asks for the file, as the blue button there says
        else:
            self.main.setDefault(True)
        self.main.setText(text)
        self.main.updateGeometry()
        self.main.setEnabled(not obstacle)
        self.reason.set_text(f"{obstacle} ›")
        self.reason.setVisible(bool(obstacle))

    def _obstacle(self) -> str:
        if self.step == SCHOOL:
            return self.form.obstacle()[0]
        return self.classes.obstacle if self.step == CLASSES and self.classes is not None else ""

    def _go_to_obstacle(self) -> None:
        if self.step == SCHOOL:
            widget = self.form.obstacle()[1]
            if widget is not None:
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.classes is not None:
            self.classes.go_to_obstacle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field goes to what is still to be filled in, as in a spreadsheet, until the step can go on."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.step == SCHOOL and not self.main.isEnabled():
            self._go_to_obstacle()
        else:
            super().keyPressEvent(event)

    def go_on(self) -> None:
        """What the main button does."""
        try:
            if self.step == SCHOOL:
                self._make_school()
                self._show(CLASSES)
            elif self.step == CLASSES and self.classes is not None:
                if self.classes.go():
                    self._finish()
            else:
                self.accept()
        except UserError as trouble:
            self._tell(trouble.message)

    def _finish(self) -> None:
        assert self._ledger is not None and self.path is not None
        done = DoneStep(self._ledger, self.path, self)
        self.stack.addWidget(done)
        self.stack.setCurrentWidget(done)
        self._show(DONE)
        self.main.setFocus()

    # -- the file ------------------------------------------------------------------------------------------------------

    def _make_school(self) -> None:
        values, path = self.form.values(), self.form.path
        if self._ledger is not None:
            if path == self.path and values["code"] == self._ledger.store.school_code:
                self._alter_school(values)
                return
            self._discard()
        folder = path.parent
        self._made_folder = None if folder.exists() else folder
        self._ledger = Ledger.create(path, values)
        self.path = path
        if self.classes is not None:
            self.stack.removeWidget(self.classes)
            self.classes.deleteLater()
        self.classes = ClassesStep(self._ledger, self._worker, str(values["stage"]), self)
        self.classes.changed.connect(self._show_foot)
        self.classes.done.connect(self._finish)
        self.stack.addWidget(self.classes)
        self.form.hold_place(path)

    def _alter_school(self, values: dict[str, object]) -> None:
        """The profile as it is now said; a step back and forth alters the row, it makes no second file."""
        assert self._ledger is not None
        row = self._ledger.rows(School)[0]
        change = altered("school", str(row["id"]), row, values)
        if change is not None:
            self._ledger.apply(ChangeSet("修改学校概况", (change,)))

    def _discard(self) -> None:
        """Takes away the file that this wizard made, with all that SQLite and the lock laid beside it."""
        ledger, path = self._ledger, self.path
        self._ledger = self.path = None
        if ledger is None or path is None:
            return
        ledger.close()
        for name in (path.name, path.name + "-wal", path.name + "-shm", path.name + ".lock"):
            path.with_name(name).unlink(missing_ok=True)
        folder = self._made_folder
        if folder is not None and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()

    def _use_existing(self, path: Path) -> None:
        self._discard()
        self.path = path
        super().accept()

    def open_other(self) -> None:
        """A school file that is there already."""
        name, _ = QFileDialog.getOpenFileName(
            self,
            "选择学校数据文件",
            str(begin_at()),
            "学校数据文件 (*.db *.xcedu *.sqlite);;所有文件 (*)",
        )
        if name:
            self._use_existing(Path(name))

    # -- the end -------------------------------------------------------------------------------------------------------

    def accept(self) -> None:
        """Done: the file is closed, so that the window can open it."""
        if self.step != DONE:
            return
        self._worker.stop()
        if self._ledger is not None:
            self._ledger.close()
            self._ledger = None
        super().accept()

    def reject(self) -> None:
        """取消 or Esc: the file that has nothing in it yet goes; at the last step it stays, and is opened."""
        if self.classes is not None and self.classes.session.writing:
            return
        if self.step == DONE:
            self.accept()
            return
        if self.step == CLASSES and not self._may_discard():
            return
        self._worker.stop()
        self._discard()
        super().reject()

    def _may_discard(self) -> bool:
        """Asks before the school just made goes, so that one Esc too many costs nothing."""
        box = QMessageBox(
            QMessageBox.Icon.Question,
            "新建学校",
            "学校还没有建完，现在离开，填好的内容和新建的数据文件都不保留。",
            QMessageBox.StandardButton.NoButton,
            self,
        )
        stay = box.addButton("接着建", QMessageBox.ButtonRole.RejectRole)
        leave = box.addButton("不建了", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.exec()
        return box.clickedButton() is leave

    def closeEvent(self, event: QCloseEvent) -> None:
        self.reject()
        if self.isVisible():
            event.ignore()
        else:
            event.accept()

    def _tell(self, sentence: str) -> None:
        box = QMessageBox(QMessageBox.Icon.Warning, "新建学校", sentence, QMessageBox.StandardButton.Ok, self)
        box.exec()


class _Steps(QWidget):
    """1 学校 — 2 班级和学生 — 3 完成: where one is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._step = 0

    def show_step(self, step: int) -> None:
        self._step = step
        self.setAccessibleName(f"第 {step + 1} 步，共 {len(STEPS)} 步")
        self.update()

    def sizeHint(self) -> QSize:
        metrics = Theme.current().metrics(SMALL, bold=True)
        return QSize(round(sum(metrics.horizontalAdvance(name) + 44 for name in STEPS)), 28)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, middle = 0.0, self.height() / 2
        for number, name in enumerate(STEPS):
            here, over = number == self._step, number < self._step
            font = theme.font(SMALL, bold=here)
            disc = QRectF(x, middle - 10, 20, 20)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.accent if here else theme.good_soft if over else theme.neutral_soft)
            painter.drawEllipse(disc)
            painter.setFont(theme.font(SMALL, bold=True))
            painter.setPen(theme.on_accent if here else theme.good if over else theme.ink2)
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(number + 1))
            painter.setFont(font)
            painter.setPen(theme.ink if here else theme.ink2)
            width = QFontMetricsF(font).horizontalAdvance(name)
            painter.drawText(QRectF(x + 25, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, name)
            x += 25 + width + 19
        painter.end()


def run(parent: QWidget | None) -> Path | None:
    """Shows the wizard; the school file to open, None where it was left."""
    wizard = Wizard(parent)
    accepted = wizard.exec() == QDialog.DialogCode.Accepted
    path = wizard.path if accepted else None
    wizard.deleteLater()
    return path
