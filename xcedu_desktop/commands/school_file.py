"""The school file that a command writes to, and what is kept in it for the window's next start."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xcedu_desktop.errors import UserError
from xcedu_desktop.ledger import Ledger


@contextmanager
def written(db: Path) -> Iterator[Ledger]:
    """The opened file; at its end the overview is kept where something was written, so that the window's first paint has
    the month's figures though it did not make them."""
    with Ledger.open(db) as ledger:
        before = ledger.version
        yield ledger
        if ledger.version != before:
            keep(ledger)


def keep(ledger: Ledger) -> None:
    """Keeps the overview. What hinders that (a disk just full) is no failure of the command: its rows are saved."""
    from xcedu_desktop.overview import keep_overview

    try:
        keep_overview(ledger)
    except UserError:
        return  # the next start computes it
