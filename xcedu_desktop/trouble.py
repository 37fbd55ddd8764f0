"""The report of an error that nobody foresaw (出错报告): its text, and the copy left in the folder of such reports.

It bears no personal data: of an exception only its kind, its ASCII words and the lines of our code it passed.
"""

from __future__ import annotations

import platform
import re
import traceback
from pathlib import Path

from xcedu_desktop.clock import now
from xcedu_desktop.places import trouble_folder
from xcedu_desktop.version import VERSION

_NOT_PLAIN = re.compile(r"'[^']*'|\"[^\"]*\"|[^\x00-\x7f]+|\d{4,}")
_KEPT = 20
"""So many reports are kept; older ones go."""


def report(error: BaseException, *versions: str) -> str:
    """The text of a report: versions and the way of the error through the code, every value left out."""
    lines = _head(*versions)
    chain: BaseException | None = error
    while chain is not None:
        # SQLAlchemy appends the statement's parameters: names and numbers of people
        message = str(chain).split("[parameters:")[0].split("[SQL:")[0]
        lines.append(
            f"{type(chain).__module__}.{type(chain).__qualname__}: {_NOT_PLAIN.sub('…', message).strip()}"
        )
        for frame in traceback.extract_tb(chain.__traceback__):
            lines.append(f"  {_short(frame.filename)}:{frame.lineno} {frame.name}")
        chain = chain.__cause__ or chain.__context__
    return "\n".join(lines) + "\n"


def of_last_words(words: str) -> str:
    """The text of a report from what faulthandler wrote when a run ended at once: files, lines and functions."""
    return "\n".join([*_head("上一次运行中途停止"), *(line for line in words.splitlines() if line)]) + "\n"


def _head(*more: str) -> list[str]:
    return [
        "薛城教体填报 出错报告",
        "　".join((f"程序 {VERSION}", f"Python {platform.python_version()}", *more)),
        f"系统 {platform.platform()}",
        f"时间 {now():%Y-%m-%d %H:%M:%S}",
        "",
    ]


def _short(filename: str) -> str:
    """The last three parts of a path: the rest holds the name of the person's account."""
    return "/".join(Path(filename).parts[-3:])


def leave(text: str) -> Path | None:
    """Lays a report into the folder of reports; where it lies, None where nothing can be written there."""
    folder = trouble_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stem = f"出错报告_{now():%Y%m%d-%H%M%S}"
        of_this_second = sorted(folder.glob(f"{stem}-*.txt"))
        number = int(of_this_second[-1].stem[-2:]) + 1 if of_this_second else 1
        path = folder / f"{stem}-{number:02}.txt"
        path.write_text(text, encoding="utf-8")
        for old in sorted(folder.glob("出错报告_*.txt"))[:-_KEPT]:
            old.unlink()
    except OSError:
        return None
    return path
