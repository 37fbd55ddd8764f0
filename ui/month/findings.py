"""The findings of the month on the screen (问题): one list for badges, overview, check page, pages and F8.

Computed in the worker after each write and when the month changes; a result that is overtaken is dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from ui.month.affected import Affected
from ui.quiet import Hands
from xcedu_desktop.glance import Counts
from xcedu_desktop.periods import Month

if TYPE_CHECKING:
    from ui.shell import Shell
    from ui.work import Progress
    from xcedu_desktop.form import Finding
    from xcedu_desktop.overview import Checked

_QUIET = 150
"""Milliseconds without a write, a key or a click before the month is checked again."""
CHECK_PAGE = "check"
EXPLAIN_VERB = "说明"


class Findings(QObject):
    """Holds what is known of the month on the screen: `checked`, None while it is computed for the first time.

    A child of the shell; `Findings.of(shell)` finds it. Pages hear of a new list by `show_findings`.
    """

    changed = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.shell = shell
        self.checked: Checked | None = None
        self.affected = Affected(shell, self)
        self.affected.changed.connect(self._tell_again)
        self._asked = 0
        self._busy = self._again = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_QUIET)
        self._soon.timeout.connect(self.check)
        # another month is computed once the page has read it: two at work at a time would take each longer
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(0)
        self._next.timeout.connect(self.check)
        shell.wrote_something.connect(self._soon.start)
        window = shell.windowHandle()
        if window is not None:
            Hands(window, self).moved.connect(self._wait_for_hands)
        shell.month_changed.connect(self._month_changed)

    @classmethod
    def of(cls, shell: Shell) -> Findings | None:
        """The service of a window, None before the file is being opened."""
        found = shell.findChild(cls)
        return found if isinstance(found, cls) else None

    def end(self) -> None:
        """The file is closed: nothing is computed any more, nobody finds this service."""
        self._soon.stop()
        self._next.stop()
        self.blockSignals(True)
        self.shell.wrote_something.disconnect(self._soon.start)
        self.shell.month_changed.disconnect(self._month_changed)
        self.setParent(None)
        self.deleteLater()

    @property
    def findings(self) -> list[Finding]:
        """Every finding of the month, open ones first, by severity."""
        return self.checked.findings if self.checked is not None else []

    @property
    def counts(self) -> Counts:
        """The open ones, counted."""
        return Counts(self.findings)

    @property
    def settled(self) -> bool:
        """Whether the list is that of the file as it is: nothing is being computed, nothing waits to be."""
        return self.checked is not None and not self._busy and not self._soon.isActive()

    def next_finding(self, after: Finding | None = None) -> Finding | None:
        """The open finding after one (the first where that is None, or the last of the list); None: none is open."""
        still = [finding for finding in self.findings if finding.open]
        if not still:
            return None
        places = [_place(finding) for finding in still]
        at = places.index(_place(after)) + 1 if after is not None and _place(after) in places else 0
        return still[at % len(still)]

    # --- computing

    def _wait_for_hands(self) -> None:
        if self._soon.isActive():
            self._soon.start()

    def _month_changed(self, _: Month) -> None:
        self.checked = None
        self._busy = self._again = False
        self.changed.emit()
        self._next.start()

    def check(self) -> None:
        """Has the month computed in the worker; while one computation runs, the next waits for its end."""
        ledger, month, worker = self.shell.ledger, self.shell.month, self.shell.worker
        if ledger is None or worker is None:
            return
        self._soon.stop()
        if self._busy:
            self._again = True
            return
        self._busy = True
        self._asked += 1
        asked = self._asked

        def work(progress: Progress) -> Checked:
            from xcedu_desktop.overview import check

            return check(ledger, month, progress.check)

        def show(checked: Checked) -> None:
            if asked == self._asked:
                self._busy = False
                self._show(checked)

        def failed(error: Exception) -> None:
            if asked == self._asked:
                self._busy = False
            raise error

        worker.run(work, show, failed)

    def _show(self, checked: Checked) -> None:
        self.checked = checked
        self.shell.show_state(checked.overview)
        self.shell.set_deadline_day(checked.overview["bureau"]["deadline_day"])
        self.shell.remembered["overview"] = checked.overview
        # a reported month lacks nothing any more: what its registers lack today shows in the running month
        locked = checked.overview["state"]["locked"]
        self.shell.set_findings(() if locked else checked.findings)
        self.changed.emit()
        if self._again:
            self._again = False
            self._soon.start()
        elif not self._soon.isActive():
            self._remember(checked)
            self.affected.look()

    def _tell_again(self) -> None:
        """The page on the screen hears of the reported months that are affected now."""
        self.shell.set_findings(self.shell.findings)

    def _remember(self, checked: Checked) -> None:
        """Keeps the figures for the next start, where they are of the month that the next start will show."""
        ledger, worker, kept = self.shell.ledger, self.shell.worker, dict(self.shell.remembered)
        starts = checked.overview["start"] == str(checked.month)
        if ledger is not None and worker is not None and starts:
            worker.run(lambda _progress: ledger.remember_overview(kept))

    # --- acting

    def act(self, finding: Any) -> bool:
        """What a finding's link does: its remedy of one step, its explanation, or its cell."""
        known = next((known for known in self.findings if _place(known) == _place(finding)), None)
        ledger = self.shell.ledger
        if known is None or ledger is None:
            return False
        if known.fix is not None:
            self.shell.wrote(ledger.apply(known.fix), f"{known.where} {known.verb}")
            self.shell.refresh()
            return True
        if known.verb != EXPLAIN_VERB and self.shell.go_to(known):
            return True
        return self.explain(known)

    def explain(self, finding: Finding) -> bool:
        """Opens the check page at a finding."""
        if not self.shell.open_page(CHECK_PAGE):
            return False
        page = self.shell.page()
        return page is not None and page.focus_finding(finding)


def _place(finding: Any) -> tuple[str, str, str]:
    return finding.rule, finding.record, finding.field
