"""薛城教体填报 XCEdu Desktop. No command: the window; a command: xcedu_desktop.cli (PRODUCT.md)."""

import sys
from pathlib import Path

RECEIVED = (".xcr", ".xcp")
"""Endings of the files that the bureau sends: a double click on one opens the window with it."""


def main(arguments: list[str]) -> int:
    """The window is for --db F, a file that the bureau sent, both or neither; everything else is the command line's."""
    rest = arguments[2:] if arguments[:1] == ["--db"] and len(arguments) > 1 else arguments
    if not rest or (len(rest) == 1 and rest[0].lower().endswith(RECEIVED) and not rest[0].startswith("-")):
        from ui.app import run

        db = Path(arguments[1]) if rest is not arguments else None
        return run(db, Path(rest[0]) if rest else None)
    from xcedu_desktop.cli import run as run_command

    return run_command(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
