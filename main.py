"""薛城教体填报 XCEdu Desktop. No command: the window; a command: xcedu_desktop.cli (PRODUCT.md)."""

import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    """The window is for no arguments or --db F alone; everything else is the command line's."""
    if not arguments or (len(arguments) == 2 and arguments[0] == "--db"):
        from ui.app import run

        return run(Path(arguments[1]) if arguments else None)
    from xcedu_desktop.cli import run as run_command

    return run_command(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
