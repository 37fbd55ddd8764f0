"""The day's automatic backup (自动备份): made in the worker when the file was opened, once a day, beside the school file.

What keeps it from being made (a full disk, no rights) is said in the status line: the clerk can work on without it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from xcedu_desktop.errors import UserError

if TYPE_CHECKING:
    from ui.shell import Shell


def back_up_of_the_day(shell: Shell) -> None:
    """Has the backup made where none was taken today; the status line then names its time."""
    ledger, worker = shell.ledger, shell.worker
    if ledger is None or worker is None:
        return

    def done(made: Path | None) -> None:
        if made is not None:
            shell.wrote_something.emit()  # the overview says when the last backup was

    def failed(error: Exception) -> None:
        if not isinstance(error, (UserError, OSError)):
            raise error
        message = error.message if isinstance(error, UserError) else "备份文件夹不能写"
        shell.set_backup_trouble(message)
        shell.say(message)

    worker.run(lambda _progress: ledger.back_up_of_the_day(), done, failed)
