"""Long work off the GUI thread, and trouble told to a person."""

import gc
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.rosters import when_dialog
from ui.crash import Guard, report
from ui.forms.registry import PAGES
from ui.opening import Opening
from ui.shell import Shell, load_page
from ui.work import Progress, Worker
from xcedu_desktop.errors import UserError


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker()
    yield made
    made.stop()


def test_results_come_back_on_the_main_thread(qtbot: QtBot, worker: Worker) -> None:
    threads: list[str] = []
    steps: list[tuple[int, int, str]] = []
    heard = threading.Event()

    def work(progress: Progress) -> int:
        heard.wait()
        threads.append(threading.current_thread().name)
        progress(1, 2, "第 1 张表")
        return 42

    job = worker.run(work, lambda value: threads.append(f"{threading.current_thread().name} {value}"))
    job.progressed.connect(lambda *step: steps.append(step))
    heard.set()
    qtbot.waitUntil(lambda: not worker.busy)
    assert threads == ["xcedu-worker", "MainThread 42"]
    assert steps == [(1, 2, "第 1 张表")]


def test_one_job_after_another(qtbot: QtBot, worker: Worker) -> None:
    order: list[int] = []
    for number in range(5):
        worker.run(lambda _progress, number=number: order.append(number))
    qtbot.waitUntil(lambda: not worker.busy)
    assert order == [0, 1, 2, 3, 4]


def test_a_cancel_is_felt_at_the_next_report_of_progress(qtbot: QtBot, worker: Worker) -> None:
    begun, may_go_on = threading.Event(), threading.Event()
    done: list[object] = []

    def work(progress: Progress) -> None:
        begun.set()
        may_go_on.wait()
        progress(1, 2)
        done.append("too far")

    job = worker.run(work, done.append)
    waiting = worker.run(lambda _progress: done.append("never begun"))
    begun.wait()
    job.cancel()
    waiting.cancel()
    with qtbot.waitSignal(waiting.cancelled):
        may_go_on.set()
    assert done == []


def test_a_failure_reaches_the_main_thread(qtbot: QtBot, worker: Worker) -> None:
    failed: list[str] = []

    def work(_: Progress) -> None:
        raise UserError("文件正被 Excel 打开，请先关闭")

    worker.run(work, on_failed=lambda error: failed.append(str(error)))
    qtbot.waitUntil(lambda: not worker.busy)
    assert failed == ["文件正被 Excel 打开，请先关闭"]


def a_crash() -> Exception:
    try:
        try:
            raise ValueError("no pupil 张子涵 370403201504120311 in 'class 3'")
        except ValueError as error:
            raise RuntimeError("[SQL: SELECT] [parameters: ('李梓轩', '13906320000')]") from error
    except RuntimeError as error:
        return error


def test_a_report_holds_no_personal_data() -> None:
    text = report(a_crash())
    for secret in ("张子涵", "李梓轩", "3704", "1390", "class 3"):
        assert secret not in text
    assert "builtins.ValueError: no pupil" in text
    assert "test_ui_work.py" in text
    assert str(Path.home()) not in text


def answered(qtbot: QtBot, button: str) -> list[str]:
    """Presses a button of the next message box, whenever it comes; its texts."""
    seen: list[str] = []

    def press(box: QDialog) -> None:
        assert isinstance(box, QMessageBox)
        seen.append(f"{box.text()} {box.informativeText()}")
        next(b for b in box.findChildren(QPushButton) if b.text() == button).click()

    when_dialog(QMessageBox, press)
    return seen


def test_trouble_is_told_in_its_own_sentence(qtbot: QtBot) -> None:
    guard = Guard()
    seen = answered(qtbot, "知道了")
    guard._hook(UserError, UserError("磁盘已满，没有写入"), None)
    assert seen == ["磁盘已满，没有写入 "]


def test_a_crash_is_told_without_a_traceback(qtbot: QtBot, capsys: pytest.CaptureFixture[str]) -> None:
    guard = Guard()
    seen = answered(qtbot, "继续使用")
    guard._hook(RuntimeError, a_crash(), None)
    assert "这一步没有做成" in seen[0]
    assert "张子涵" not in seen[0]
    assert capsys.readouterr() == ("", "")


def test_a_foreign_file_is_told_and_the_clerk_can_leave(qtbot: QtBot, tmp_path: Path) -> None:
    foreign = tmp_path / "名单.db"
    foreign.write_text("这不是学校数据文件", encoding="utf-8")
    shell = Shell(None, ())
    qtbot.addWidget(shell)
    shell.show()
    opening = Opening(shell, foreign)
    seen = answered(qtbot, "关闭程序")
    with qtbot.waitSignal(shell.closed):
        opening.begin()
    assert "「名单.db」不是学校数据文件（或已损坏），没有改动它" in seen[0]
    assert foreign.read_text(encoding="utf-8") == "这不是学校数据文件"


def test_every_page_of_the_registry_can_be_loaded() -> None:
    assert len({spec.key for spec in PAGES}) == len(PAGES)
    for spec in PAGES:
        assert load_page(spec.factory).__name__ == spec.factory.split(":")[1]


def test_nobody_hears_of_work_that_ended_while_the_window_closed(qtbot: QtBot, worker: Worker) -> None:
    begun, go_on = threading.Event(), threading.Event()
    heard: list[object] = []

    def work(_progress: Progress) -> str:
        begun.set()
        go_on.wait()
        return "done"

    worker.run(work, heard.append)
    begun.wait()
    threading.Timer(0.05, go_on.set).start()
    worker.stop()
    QApplication.processEvents()
    assert heard == []
    worker.run(lambda _progress: "again", heard.append)
    qtbot.waitUntil(lambda: heard == ["again"])


def test_what_a_job_called_is_given_up_with_it(qtbot: QtBot, worker: Worker) -> None:
    shown: list[bool] = []

    class Page(QObject):
        def show(self, _value: object) -> None:
            shown.append(True)

    def ask() -> weakref.ref[Page]:
        page = Page()
        worker.run(lambda _progress: 1, lambda value: page.show(value))
        return weakref.ref(page)

    kept = ask()
    qtbot.waitUntil(lambda: gc.collect() >= 0 and kept() is None)
    assert shown == [True]


def test_nobody_answers_a_page_that_is_gone(qtbot: QtBot, worker: Worker) -> None:
    heard: list[str] = []
    may_go_on = threading.Event()
    page = QObject()
    worker.run(
        lambda _progress: may_go_on.wait(),
        lambda _: heard.append(page.objectName()),
        lambda _: heard.append(page.objectName()),
        asker=page,
    )
    page.deleteLater()
    with qtbot.waitSignal(page.destroyed):
        pass
    may_go_on.set()
    qtbot.waitUntil(lambda: not worker.busy)
    assert heard == []


def test_what_breaks_in_each_paint_is_told_once(qtbot: QtBot) -> None:
    guard = Guard()
    seen = answered(qtbot, "继续使用")
    error = a_crash()
    guard._hook(RuntimeError, error, None)
    guard._hook(RuntimeError, error, None)  # a second dialog would find nobody to press its button
    assert len(seen) == 1


def test_a_window_that_breaks_while_it_closes_stays(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> bool:
        raise RuntimeError("broken")

    shell = Shell(None, ())
    qtbot.addWidget(shell)
    shell.show()
    monkeypatch.setattr(shell, "_may_move", broken)
    with pytest.raises(RuntimeError, match="broken"):
        shell.close()
    assert shell.isVisible()
    monkeypatch.undo()
    assert shell.close()


def test_what_breaks_again_is_said_in_the_status_line(qtbot: QtBot) -> None:
    shell = Shell(None, ())
    qtbot.addWidget(shell)
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is shell)
    guard = Guard()
    seen = answered(qtbot, "继续使用")
    error = a_crash()
    guard._hook(RuntimeError, error, None)
    guard._hook(RuntimeError, error, None)
    assert len(seen) == 1
    assert "又出了一次" in shell.status.middle.text()
