"""Step 3 of the wizard (完成): what was made, where it stands, what comes next."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import BODY, GRID, SPACE_2, SPACE_3, SPACE_4
from ui.widgets.cards import Card
from ui.widgets.text import Text
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.school.tables import Pupil, School, SchoolClass

NEXT = (
    "「校历」：看看放假和补课的日子对不对，学校自己的调整写在那里。",
    "「班级与学生」「教职工」：补齐名单；班主任交来的表格都可以直接导入。",
    "「课后服务·社团」「配餐人数」「取暖设备」：每月填报的三张表。",
    "「总览」随时告诉您本月还差几项；都齐了，到「校验与上报」导出上报表。",
)


class DoneStep(QWidget):
    """Plain words; nothing to fill."""

    def __init__(self, ledger: Ledger, path: Path, parent: QWidget) -> None:
        super().__init__(parent)
        school = ledger.rows(School)[0]
        classes, pupils = len(ledger.rows(SchoolClass)), len(ledger.rows(Pupil))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        made = Card("已建好", margins=(SPACE_4, SPACE_3, SPACE_4, SPACE_3), parent=self)
        made.body.setSpacing(SPACE_2)
        self.summary = Text(
            f"{school['name']}（{school['code']}）　{classes} 个班，{pupils} 名学生",
            BODY,
            bold=True,
            parent=made,
        )
        self.summary.setWordWrap(True)
        self.place = Text(f"数据文件：{path}", GRID, tone="ink2", elide=True, parent=made)
        made.body.addWidget(self.summary)
        made.body.addWidget(self.place)
        made.body.addWidget(
            Text("改了什么都会自动保存；备份在它旁边的「备份」文件夹里。", GRID, tone="ink2", parent=made)
        )
        column.addWidget(made)
        after = Card("接下来", margins=(SPACE_4, SPACE_3, SPACE_4, SPACE_3), parent=self)
        after.body.setSpacing(SPACE_2)
        for number, words in enumerate(NEXT, start=1):
            line = Text(f"{number}　{words}", GRID, parent=after)
            line.setWordWrap(True)
            after.body.addWidget(line)
        column.addWidget(after)
        column.addStretch(1)
