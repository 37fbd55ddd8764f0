"""薛城教体填报 XCEdu Desktop. No command: the window; a command: xcedu_desktop.cli (PRODUCT.md)."""

import os
import sys
from pathlib import Path

RECEIVED = (".xcr", ".xcp")
"""Endings of the files that the bureau sends: a double click on one opens the window with it."""


def main(arguments: list[str]) -> int:
    """The window is for --db F, a file that the bureau sent, both or neither; everything else is the command line's."""
    if (
        arguments[:1] == ["-platform"] and len(arguments) > 1
    ):  # as Qt programs have it; Wine hides Qt's variables
        os.environ["QT_QPA_PLATFORM"] = arguments[1]
        arguments = arguments[2:]
    rest = arguments[2:] if arguments[:1] == ["--db"] and len(arguments) > 1 else arguments
    if not rest or (len(rest) == 1 and rest[0].lower().endswith(RECEIVED) and not rest[0].startswith("-")):
        from ui.app import run

        db = Path(arguments[1]) if rest is not arguments else None
        return run(db, Path(rest[0]) if rest else None)
    from xcedu_desktop.cli import run as run_command

    return run_command(arguments)


def guarded(arguments: list[str]) -> int:
    """main; where the window does not even come up, a report is left and one sentence is said."""
    try:
        return main(arguments)
    except Exception as error:
        from xcedu_desktop.trouble import leave, report

        left = leave(report(error))
        say(
            f"薛城教体填报没有启动起来，学校数据没有动。请把{f'「{left}」' if left else '这个提示'}交给电教站。"
        )
        return 1


def say(sentence: str) -> None:
    """On stderr; in a windowed program, which has none, in Windows' own box, since Qt may be what failed."""
    if sys.stderr is not None:
        print(sentence, file=sys.stderr)
    elif sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, sentence, "薛城教体填报", 0x10)


if __name__ == "__main__":
    sys.exit(guarded(sys.argv[1:]))
