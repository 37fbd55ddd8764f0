"""Long work (长任务) off the GUI thread: one worker thread, one job after another, results back on the main thread.

A job is a callable that takes a `Progress`; it calls it now and then with how far it is, and there, only there, a
cancel is felt: a job that must not be broken off (temporary file to rename) simply does not call in between.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from ui.quiet import give_way


class Cancelled(Exception):
    """Raised inside a job by `Progress` when the person cancelled it; nobody else need catch it."""


class Job(QObject):
    """One piece of work. Signals arrive on the main thread; exactly one of done, failed, cancelled ends it."""

    progressed = Signal(int, int, str)
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    _ended = Signal(str, object)

    def __init__(
        self, work: Callable[[Progress], Any], forget: Callable[[Job], object], asker: QObject | None
    ) -> None:
        super().__init__()
        self._work: Callable[[Progress], Any] | None = work
        self._forget, self._asker = forget, asker
        self._asked = threading.Event()
        self.running = True
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Asks the job to stop at its next report of progress; a job still waiting never starts."""
        self._asked.set()

    def _run(self) -> None:
        work, self._work = self._work, None
        assert work is not None
        try:
            Progress(self).check()
            outcome: tuple[str, object] = ("done", work(Progress(self)))
        except Cancelled:
            outcome = ("cancelled", None)
        except Exception as error:
            outcome = ("failed", error)
        self._ended.emit(*outcome)

    def _end(self, how: str, value: object) -> None:
        self.running = False
        try:
            if self._asker is not None and not isValid(self._asker):
                return  # the page that asked was left and is gone
            if how == "done":
                self.done.emit(value)
            elif how == "failed":
                self.failed.emit(value)
            else:
                self.cancelled.emit()
        finally:
            self._forget(self)
            self.deleteLater()  # else its connections keep for ever what they call, and all that it holds


class Progress:
    """What a job calls: `progress(3, 10, "第 3 张表")`. Raises Cancelled once the person cancelled."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def __call__(self, done: int, total: int, text: str = "") -> None:
        self.check()
        self._job.progressed.emit(done, total, text)

    def check(self) -> None:
        """Between two steps: raises Cancelled once the person cancelled, and lets the window answer a key; says nothing."""
        give_way()
        if self._job._asked.is_set():
            raise Cancelled


class Worker(QObject):
    """The one serial worker. `run` from the main thread; `stop` at the end of the program waits for the job at hand."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue: SimpleQueue[Job | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._jobs: list[Job] = []

    def run(
        self,
        work: Callable[[Progress], Any],
        on_done: Callable[[Any], object] | None = None,
        on_failed: Callable[[Exception], object] | None = None,
        asker: QObject | None = None,
    ) -> Job:
        """Queues a job; `on_failed` gets its exception, and where there is none it is raised on the main thread.

        `asker`: the page that shows the answer; where it is gone by then, nobody hears of it. Not for what writes.
        """
        job = Job(work, self._forget, asker)
        if on_done is not None:
            job.done.connect(on_done)
        job.failed.connect(on_failed if on_failed is not None else _raise)
        self._jobs.append(job)
        if self._thread is None:
            self._thread = threading.Thread(target=self._loop, name="xcedu-worker", daemon=True)
            self._thread.start()
        self._queue.put(job)
        return job

    @property
    def busy(self) -> bool:
        """Whether a job runs or waits."""
        return bool(self._jobs)

    def stop(self) -> None:
        """Cancels what can be cancelled and waits for the thread; nobody hears of what ended meanwhile."""
        for job in self._jobs:
            job.cancel()
            job.blockSignals(True)
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None
        for job in self._jobs:
            job.deleteLater()
        self._jobs.clear()

    def _loop(self) -> None:
        while (job := self._queue.get()) is not None:
            job._run()

    def _forget(self, job: Job) -> None:
        if job in self._jobs:
            self._jobs.remove(job)


def _raise(error: Exception) -> None:
    raise error
