"""班级收集: files for the class teachers go out, come back by folder or one by one, are shown, then taken in as one act."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout
from shiboken6 import isValid

from ui.begin_at import begin_at
from ui.forms.registry import PageSpec
from ui.grid.view import Grid
from ui.handouts.sources import AWAITED, BACK, READ, ClassStates, FileLines
from ui.month.findings import CHECK_PAGE
from ui.page import Page
from ui.settings import settings
from ui.theme import GRID, SPACE_3
from ui.widgets.side_width import SideWidth
from ui.widgets.text import Text
from xcedu_desktop.errors import UserError
from xcedu_desktop.month.handout_preview import Returned, Standing, Unanswered
from xcedu_desktop.store.changes import ChangeSet

if TYPE_CHECKING:
    from ui.shell import Shell
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.periods import Month

_SPEC = PageSpec("handouts", "班级收集", "收集", "", "ui.handouts.page:HandoutsPage")
_LIST, _LIST_SMALL = 328, 250
_SETTING = "handout_folder"
_MOST_FILES = 200
_MOST_NAMED = 6
_MAY_ANSWER = (".xlsx", ".xls", ".et", ".xlsm", ".csv", ".zip", ".rar", ".7z")
"""What in a folder is looked at: what cannot be read, and what a chat packed, is named as not taken."""
_EMPTY = (
    "点「发出收集表」生成每班一个小表格，发给班主任；填好的文件放在一个文件夹里，点「收回文件夹」，或拖进来。"
)
_NO_CLASSES = (
    "还没有班级：先在「班级与学生」里新建班级，或导入名单；一个学生也没有的班也可以发，由班主任填名单。"
)


class HandoutsPage(Page):
    """Classes at the left, the file of the chosen one at the right; laid over 班级与学生."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, _SPEC)
        assert shell.ledger is not None
        self.ledger: Ledger = shell.ledger
        self.read: dict[str, Returned] = {}
        self._planned_at: object = None
        """The state of the file that what was read is compared with."""
        self.troubles: list[str] = []
        self.classes, self.file = ClassStates(), FileLines()
        self.list = Grid(shell, self.classes, sortable=False, row_mode=True, parent=self)
        SideWidth(self.list, _LIST, _LIST_SMALL)
        self.list.chosen.connect(lambda *_: self._show_file())
        self.lines = Grid(shell, self.file, sortable=False, row_mode=True, parent=self)
        self.about = Text("", GRID, tone="ink2", elide=True, parent=self)
        self.trouble = Text("", GRID, tone="error", parent=self)
        self.trouble.hide()
        beside = QHBoxLayout()
        beside.setSpacing(SPACE_3)
        beside.addWidget(self.list)
        beside.addWidget(self.lines, 1)
        self.body.addWidget(self.about)
        self.body.addWidget(self.trouble)
        self.body.addLayout(beside, 1)
        self.add_way_back(shell.lift)
        self.give_button = self.add_button("发出收集表", self.give_out)
        self.folder_button = self.add_button("收回文件夹", self.choose_folder)
        self.files_button = self.add_button("收回文件", self.choose_files)
        self.set_main("收下", self.take_in).setToolTip("Ctrl+Enter")
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.take_in)
        self.setFocusProxy(self.list)
        self.setAcceptDrops(True)

    # --- what the shell asks

    def refresh(self) -> None:
        month = self.shell.month
        if self.read and next(iter(self.read.values())).month != month:
            self.read, self.troubles = {}, []
        if self.read and self._planned_at != self.shell.state_of_file():
            # an undo, say: what the files change is not what it was when they were read
            stale, self.read = [returned.path for returned in self.read.values()], {}
            self.bring(stale)
        chosen = self.list.current()[0]
        self.classes.show(self.ledger.handouts(month), self.read)
        self.list.set_source(self.classes)
        known = self.classes.row_ids()
        if chosen or known:  # else nobody sees that the keyboard is in the list
            self.list.show_cell(chosen or known[0], light=False)
        standings = [self.classes.standing(class_id) for class_id in self.classes.row_ids()]
        back, awaited, read = (standings.count(word) for word in (BACK, AWAITED, READ))
        self.set_quiet(
            f"{month.spoken} · {len(standings)} 个班 · 已交回 {back} · 等交回 {awaited}"
            + (f" · 待收下 {read}" if read else "")
        )
        self.set_main(f"收下 {read} 个班" if read else "收下", self.take_in)
        locked = self.ledger.month_state(month).locked
        for button in (self.give_button, self.folder_button, self.files_button):
            button.setEnabled(bool(standings) and not locked)
        if not standings:
            self.block_main("先新建班级", self.shell.lift)
        elif locked:
            self.block_main(f"{month.month}月已上报锁定", lambda: self.shell.open_page(CHECK_PAGE))
        elif read:
            self.allow_main()
        elif awaited or back:
            self.block_main("先收回班主任的文件", self.choose_folder)
        else:
            self.block_main("先发出收集表", self.give_out)
        self.trouble.setText("\n".join(self._said_troubles()))
        self.trouble.setVisible(bool(self.troubles))
        self._show_file()

    def _said_troubles(self) -> list[str]:
        more = len(self.troubles) - 3
        return self.troubles[:3] + ([f"还有 {more} 个文件没有收"] if more > 0 else [])

    def leave(self) -> bool:
        return True

    def _show_file(self) -> None:
        class_id = self.list.current()[0]
        returned = self.read.get(class_id)
        self.file.show(returned)
        self.lines.set_source(self.file)
        if returned is not None:
            counts = [(word, returned.count(word)) for word in Standing]
            said = " · ".join(f"{word} {count}" for word, count in counts if count)
            again = "（以前交过，这次的会盖过去）" if returned.before else ""
            self.about.setText(f"{returned.class_name}：{said}　{returned.path.name}{again}")
        elif class_id in self.classes.states and self.classes.standing(class_id) == BACK:
            self.about.setText(
                f"{self.classes.states[class_id].class_name}已交回。再交一次也可以，以最后一次为准。"
            )
        else:
            self.about.setText(_EMPTY if self.classes.states else _NO_CLASSES)

    # --- acts

    def give_out(self) -> None:
        """Asks for a folder and writes every class's file; the folder opens."""
        start = str(begin_at(settings().value(_SETTING, "")))
        chosen = QFileDialog.getExistingDirectory(self, "收集表放到哪个文件夹", start)
        worker, month = self.shell.worker, self.shell.month
        if not chosen or worker is None:
            return
        settings().setValue(_SETTING, chosen)
        folder = Path(chosen) / f"班级收集表_{month}"
        ledger = self.ledger

        def done(given: tuple[list[Path], ChangeSet, list[Path]]) -> None:
            paths, change_set, kept = given
            self.shell.wrote(change_set, f"已生成 {len(paths)} 个班的收集表，放在 {folder}")
            if isValid(self):  # else the page was left meanwhile
                self.troubles = _said_kept(kept)
                self.refresh()
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

        self.shell.say("正在生成收集表…")
        worker.run(lambda _progress: ledger.give_out(month, folder), done)

    def choose_files(self) -> None:
        """Asks for the files that came back."""
        start = str(begin_at(settings().value(_SETTING, "")))
        chosen, _ = QFileDialog.getOpenFileNames(
            self, "班主任交回的收集表", start, "收集表 (*.xlsx *.xls *.et)"
        )
        if chosen:
            self.bring([Path(path) for path in chosen])

    def choose_folder(self) -> None:
        """Asks for a folder and reads every sheet in it."""
        start = str(begin_at(settings().value(_SETTING, "")))
        chosen = QFileDialog.getExistingDirectory(self, "班主任交回的收集表在哪个文件夹", start)
        if chosen:
            self.bring([Path(chosen)])

    def bring(self, paths: Sequence[Path]) -> None:
        """Reads files, and folders' files, in the worker; nothing is written until they are taken in."""
        worker, month, ledger = self.shell.worker, self.shell.month, self.ledger
        if worker is None:
            return
        planned_at = self.shell.state_of_file()

        def done(found: tuple[list[Returned], list[str]]) -> None:
            read, self.troubles = found
            if not self.read:
                self._planned_at = planned_at
            for returned in read:
                self.read[returned.class_id] = returned
            self.refresh()
            if read:
                self.list.show_cell(self._first(read), light=False)
                self._show_file()
                self.list.setFocus()
            if read:
                said = f"读了 {len(read)} 个班的收集表，还没有写入"
            elif self.troubles:
                said = "没有可以收的收集表"
            else:
                said = f"「{paths[0].name}」里没有表格文件（.xlsx）；把班主任交回的文件放进去，再点「收回文件夹」"
            self.shell.say(said)

        self.shell.say("正在读收集表…")
        worker.run(lambda _progress: _read_all(ledger, month, _files(paths)), done, asker=self)

    def _first(self, read: Sequence[Returned]) -> str:
        """The class to look at first: one whose file has lines that are not taken, in the order of the classes."""
        order = self.classes.row_ids()
        worst = sorted(read, key=lambda one: (not one.count(Standing.REJECTED), order.index(one.class_id)))
        return worst[0].class_id

    def take_in(self) -> None:
        """Writes what the read files say, as one act."""
        if not self.read:
            return
        read = list(self.read.values())
        changes = tuple(change for returned in read for change in returned.changes)
        title = (
            f"收下{read[0].class_name}等 {len(read)} 个班的收集表"
            if len(read) > 1
            else read[0].change_set.title
        )
        refused = sum(returned.count(Standing.REJECTED) for returned in read)
        done = self.ledger.apply(ChangeSet(title, changes))
        self.read, self.troubles = {}, []
        self.shell.wrote(done, f"已{title}" + (f"，{refused} 行未收" if refused else ""))
        self.refresh()

    # --- files dropped here

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.bring([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])


def _files(paths: Sequence[Path]) -> list[Path]:
    """The files themselves, and those of the folders and the folders in them (as they went out, a folder a month), the
    newest last; not the lock files that Excel and WPS leave. What is no sheet, but may hold an answer, is said by its name."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            lying = (*path.glob("*"), *path.glob("*/*"))
            found += [one for one in lying if one.suffix.lower() in _MAY_ANSWER]
        else:
            found.append(path)
    whole = [path for path in found if path.is_file() and not path.name.startswith(("~$", ".~"))]
    return sorted(whole, key=lambda path: path.stat().st_mtime)[:_MOST_FILES]


def _read_all(ledger: Ledger, month: Month, paths: Sequence[Path]) -> tuple[list[Returned], list[str]]:
    read: dict[str, Returned] = {}
    troubles: list[str] = []
    unanswered: list[Unanswered] = []
    for path in paths:
        try:
            returned = ledger.read_handout(month, path)
        except Unanswered as error:
            unanswered.append(error)
            continue
        except UserError as error:
            troubles.append(error.message)
            continue
        if (other := read.get(returned.class_id)) is not None:
            troubles.append(
                f"{returned.class_name}有两个文件，用了「{path.name}」，没有用「{other.path.name}」"
            )
        read[returned.class_id] = returned
    return list(read.values()), troubles + _said_unanswered(unanswered)


def _said_unanswered(found: Sequence[Unanswered]) -> list[str]:
    """Many files that are as they went out (the folder of all) are one line, not a wall of red."""
    if len(found) < 2:
        return [error.message for error in found]
    classes = _some([error.class_name for error in found])
    return [f"{classes} {len(found)} 个班的收集表还没有填，没有收；请班主任填好、保存再交"]


def _said_kept(kept: Sequence[Path]) -> list[str]:
    """What was not written over, in one line."""
    if not kept:
        return []
    names = _some([f"「{path.name}」" for path in kept])
    return [f"{names} {len(kept)} 个文件已经填过，留着没有重写；要重新发，请换一个文件夹"]


def _some(names: Sequence[str]) -> str:
    """The first names of a long list."""
    return "、".join(names[:_MOST_NAMED]) + ("等" if len(names) > _MOST_NAMED else "")
