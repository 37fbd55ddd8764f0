"""A window with two small pages, for the tests of the window itself."""

from __future__ import annotations

from ui.forms.registry import PageSpec
from ui.page import Page
from ui.shell import Shell
from xcedu_desktop.form import Finding, Severity

PAGES = (
    PageSpec("overview", "总览", "总览", "", "tests.ui.frame:PlainPage", ("school",)),
    PageSpec("classes", "班级与学生", "班级", "基础资料", "tests.ui.frame:PlainPage", ("pupil",)),
    PageSpec("meals", "配餐人数", "配餐", "本月填报", "tests.ui.frame:PlainPage", ("meals",), "own"),
    PageSpec("heating", "取暖设备", "取暖", "本月填报", "tests.ui.frame:PlainPage", ("heating",), "own"),
    PageSpec("check", "校验与上报", "上报", "上报", "tests.ui.frame:PlainPage", (), "all"),
)


class PlainPage(Page):
    """Writes down what the window asks of it."""

    def __init__(self, shell: Shell, spec: PageSpec) -> None:
        super().__init__(shell, spec)
        self.pressed = 0
        self.read = 0
        self.focused: list[str] = []
        self.held = False
        self.set_main("校验", self.press)

    def press(self) -> None:
        self.pressed += 1

    def refresh(self) -> None:
        self.read += 1

    def focus_finding(self, finding: Finding) -> bool:
        self.focused.append(finding.where)
        return True

    def leave(self) -> bool:
        return not self.held


def finding(
    rule: str, severity: Severity, form: str, where: str, message: str = "", reason: str | None = None
) -> Finding:
    return Finding(rule, severity, form, "表", f"{form}_row", where, "count", where, message, reason=reason)


FINDINGS = [
    finding("M01", Severity.ERROR, "meals", "二(1)班 · 20日", "就餐 51 人，多于当日在校 45 人"),
    finding("H02", Severity.EXPLAIN, "heating", "餐厅", "要取暖，没有在用设备"),
    finding("M03", Severity.WARNING, "meals", "29日", "10 个班还没填"),
    finding("M04", Severity.WARNING, "meals", "15日", "12 人，本班平时 41 人上下", reason="流感停课半天"),
]
