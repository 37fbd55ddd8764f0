"""What every command is made of: the parser that speaks Chinese, its kinds of value, the answer in words or as JSON."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from xcedu_desktop.clock import today
from xcedu_desktop.errors import UserError, WrongUsage
from xcedu_desktop.periods import Month
from xcedu_desktop.values.masks import mask_any, mask_people

Command = Callable[[argparse.Namespace], int]
"""Does one command; gives the exit code."""
_YEARS = range(2000, 2100)
"""A reported month lies in these: rules look at months and school years on either side of it."""
_PARSER_SAYS = (
    (re.compile(r"the following arguments are required: (.+)"), r"还要写上 \1"),
    (
        re.compile(r"argument (.+): invalid choice: '?(.*?)'? \(choose from (.+)\)"),
        r"\1里没有「\2」，可以写 \3",
    ),
    (re.compile(r"argument (.+): expected one argument"), r"\1 后面要写一个内容"),
    (re.compile(r"argument (.+): ignored explicit argument (.+)"), r"\1 后面不写内容"),
    (re.compile(r"unrecognized arguments: (.+)"), r"不认得 \1"),
)
"""What argparse says in English, and the words for it."""


class Parser(argparse.ArgumentParser):
    def __init__(self, **settings: Any) -> None:
        super().__init__(add_help=False, formatter_class=Help, **settings)
        self._positionals.title, self._optionals.title = "要写的", "选项"
        self.add_argument("-h", "--help", action="help", help="看写法")

    def error(self, message: str) -> NoReturn:
        said = next(
            (found.expand(words) for p, words in _PARSER_SAYS if (found := p.fullmatch(message))), "写法不合"
        )
        raise WrongUsage(f"命令写得不对：{mask_any(said.replace(chr(39), ''))}；用 --help 看写法")


class Help(argparse.HelpFormatter):
    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "写法：" if prefix is None else prefix)


def month_of(text: str) -> Month:
    """--month 2026-11."""
    try:
        month = Month.parse(text)
    except UserError as error:
        raise WrongUsage(error.message) from None
    if month.year not in _YEARS:
        raise WrongUsage(f"{month.spoken}不在 {_YEARS[0]}年到 {_YEARS[-1]}年之内")
    return month


def day_of(text: str) -> date:
    """--from 2026-10-31."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUsage(f"「{text}」不是日期，请写成 2026-10-31") from None


def count_of(text: str) -> int:
    """A number of persons or things, up to six digits."""
    if not text.isdecimal() or len(text) > 6:
        raise WrongUsage(f"「{text}」不是人数或个数")
    return int(text)


class Commands:
    """The commands being declared: each module of this package adds its own."""

    def __init__(self, parser: Parser) -> None:
        self._parsers = parser.add_subparsers(required=True, metavar="命令")

    def add(self, name: str, command: Command, text: str, *, db: bool = True, json: bool = True) -> Parser:
        """One command. `db`: it takes --db, the school's file; `json`: it answers one object under --json."""
        found: Parser = self._parsers.add_parser(name, help=text, description=text, allow_abbrev=False)
        found.set_defaults(command=command)
        if db:
            found.add_argument("--db", type=Path, required=True, help="学校数据文件")
        if json:
            found.add_argument("--json", action="store_true")
        return found


def say(options: argparse.Namespace, report: dict[str, Any], words: str) -> None:
    """The answer: the words, or under --json the report."""
    print(json.dumps(report, ensure_ascii=False) if options.json else words)


def fail(message: str, code: int) -> int:
    """Says why on stderr, in one line, the numbers of persons in it (in a file's name) masked; gives the exit code."""
    print(mask_people(" ".join(message.split())), file=sys.stderr)
    return code


def say_affected(months: Iterable[Month]) -> None:
    """Reported months that the rows do not give any more; a remark beside the answer, no reason to fail."""
    for month in months:
        print(f"影响已上报的 {month.spoken}，需更正", file=sys.stderr)


def refuse_future(month: Month, act: str) -> None:
    """WrongUsage for a month that has not begun; `act`: what was wanted of it."""
    if month.first > today():
        raise WrongUsage(f"{month.spoken}还没有开始，不能{act}")
