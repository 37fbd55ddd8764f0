"""关于: version, schema and rules of the program, and whose parts it is made of, as a page of the help."""

from __future__ import annotations

from itertools import pairwise

from xcedu_desktop.about import About, Part
from xcedu_desktop.month.check import RULE_SET_VERSION
from xcedu_desktop.store.norms import Norms

LICENCE = "licence:"
"""A link to the texts of a part's licence: licence:<name>."""


def about_text(facts: About, norms: Norms) -> str:
    """The page as Markdown."""
    lines = [
        "# 关于",
        f"薛城教体填报 XCEdu Desktop，版本 **{facts.version}**。薛城区教体局电教站。不联网，不收集任何数据。",
        "| 项目 | 内容 |",
        "|---|---|",
        f"| 数据格式 | 第 {facts.schema} 版 |",
        f"| 校验规则 | {RULE_SET_VERSION}，{norms.spoken} |",
        f"| 系统 | {_plain(facts.system)} |",
        "## 用到的开源软件",
        "本程序由下列各部分组成，各按自己的许可使用；点许可的名称看全文。Qt（PySide6）按 LGPL 第 3 版使用，"
        "是可以替换的动态库。",
        "| 名称 | 版本 | 许可 |",
        "|---|---|---|",
        *(f"| {_plain(part.name)} | {_plain(part.version)} | {_licence(part)} |" for part in facts.parts),
    ]
    # a table's rows follow one another, everything else is a paragraph
    text = lines[0]
    for before, line in pairwise(lines):
        text += ("\n" if before.startswith("|") and line.startswith("|") else "\n\n") + line
    return text + "\n"


def licence_text(part: Part) -> str:
    """The texts of a part's licence, one after another."""
    return "\n\n".join(path.read_text(encoding="utf-8", errors="replace") for path in part.texts)


def _licence(part: Part) -> str:
    name = _plain(part.licence) or "见全文"
    return f"[{name}]({LICENCE}{part.name})" if part.texts else name


def _plain(text: str) -> str:
    """One line, nothing of Markdown in it."""
    line = text.splitlines()[0] if text else ""
    return "".join(f"\\{mark}" if mark in "|*_`[]<>" else mark for mark in line)
