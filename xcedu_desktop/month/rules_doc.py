"""docs/rules.md from the rules themselves: `python -m xcedu_desktop.month.rules_doc > docs/rules.md`."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator

from xcedu_desktop.form import LiveRule, Rule
from xcedu_desktop.forms.registry import FORMS
from xcedu_desktop.month.check import MONTH_RULES, RULE_SET_VERSION
from xcedu_desktop.thresholds import ALL

_HEAD = f"""# Rules

Made from the code by `python -m xcedu_desktop.month.rules_doc > docs/rules.md`; do not edit. Rule set {RULE_SET_VERSION}.

错误 blocks the export. 须说明 blocks it until explained once. 提醒 does not block. *Live* rules read what is entered and run at
the school; *reported* rules read what the workbook carries and run at both ends, by the same code.
"""


def document() -> str:
    """The whole of docs/rules.md."""
    return "\n".join([_HEAD, *_rules(), *_thresholds()])


def _rules() -> Iterator[str]:
    for title, rules in [("上报", MONTH_RULES), *((form.title, form.rules) for form in FORMS)]:
        yield f"## {title}\n"
        yield "| rule | severity | reads | what it is called | what it looks at |"
        yield "|---|---|---|---|---|"
        yield from (_line(rule) for rule in sorted(rules, key=lambda rule: rule.id))
        yield ""


def _line(rule: Rule) -> str:
    reads = "live" if isinstance(rule, LiveRule) else "reported"
    words = " ".join((inspect.getdoc(rule.check) or "").removeprefix(f"{rule.id}: ").split())
    return f"| {rule.id} | {rule.severity.word} | {reads} | {rule.title} | {words} |"


def _thresholds() -> Iterator[str]:
    yield "## Thresholds\n"
    yield "A profile file of the bureau may say other values within the bounds (docs/profile.md).\n"
    yield "| what | key | value | bounds | unit | |"
    yield "|---|---|---|---|---|---|"
    yield from (
        f"| {limit.title} | {limit.key} | {limit.value} | {limit.low}–{limit.high} | {limit.unit} | {limit.doc} |"
        for limit in ALL
    )
    yield ""


if __name__ == "__main__":
    sys.stdout.buffer.write(document().encode())
