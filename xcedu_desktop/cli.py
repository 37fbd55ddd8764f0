"""The commands of PRODUCT.md: the same core, no window. Exit 0 done, 1 the data has errors, 2 wrong usage or an unusable file."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from xcedu_desktop.commands import data, files, month, received
from xcedu_desktop.commands.parser import Command, Commands, Parser, fail
from xcedu_desktop.errors import UserError
from xcedu_desktop.version import VERSION


def run(arguments: Sequence[str]) -> int:
    """Do one command; returns the exit code. Says why on stderr, in one Chinese line, never with a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        if list(arguments) == ["--self-test"]:
            from xcedu_desktop.selftest import run as run_self_test

            return run_self_test()
        options = _parser().parse_args(list(arguments))
        command: Command = options.command
        return command(options)
    except UserError as error:
        return fail(error.message, 2)
    except KeyboardInterrupt:
        return fail("已中断，没有做完的部分没有写入", 2)
    except BrokenPipeError:
        return 2
    except Exception as error:  # a bug: still one line, no traceback, no data in it
        if os.environ.get("XCEDU_DEBUG"):
            raise
        return fail(f"程序出错（{type(error).__name__}），没有写入；请把这个提示告诉电教站", 2)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="main.py", description="薛城教体填报：不带命令时打开窗口", allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"XCEdu Desktop {VERSION}", help="看版本")
    parser.add_argument("--self-test", action="store_true", help="在临时文件夹里自检一遍")
    commands = Commands(parser)
    for module in (data, month, files, received):
        module.add_to(commands)
    return parser
