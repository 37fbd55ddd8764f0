"""设置: the school's profile, backups, the bureau's parameters, the numbering after a lost file, the data file, the look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.page import Page
from ui.settings_page.backup_card import BackupCard
from ui.settings_page.erasure_card import ErasureCard
from ui.settings_page.file_card import FileCard, LookCard
from ui.settings_page.handover_card import HandoverCard
from ui.settings_page.norms_card import NormsCard
from ui.settings_page.profile_card import ProfileCard
from ui.settings_page.sent_card import SentCard
from ui.theme import SPACE_3
from ui.widgets.wrapping import WrappingRow

if TYPE_CHECKING:
    from ui.forms.registry import PageSpec
    from ui.shell import Shell
    from xcedu_desktop.form import Finding


class SettingsPage(Page):
    """Everything here is saved as it is typed or pressed; there is no main button."""

    def __init__(self, shell: Shell, spec: PageSpec) -> None:
        super().__init__(shell, spec)
        self.profile = ProfileCard(shell, self)
        self.backups = BackupCard(shell, self)
        self.sent = SentCard(shell, self)
        self.norms = NormsCard(shell, self)
        self.norms.shown.connect(self.profile.hint_season)
        self.handover = HandoverCard(shell, self)
        self.erasure = ErasureCard(shell, self)
        self.look = LookCard(shell, self)
        self.file = FileCard(shell, self)
        self.backups.checked.connect(self.file.show_check)
        self.file.check.clicked.connect(lambda: self._check())
        self.body.addWidget(self.profile)
        sides = WrappingRow(self, SPACE_3)
        for share, cards in (
            (5, ((self.backups, 1), (self.norms, 0), (self.handover, 0), (self.sent, 0), (self.erasure, 0))),
            (2, ((self.look, 0), (self.file, 1))),
        ):
            side = QWidget(sides)
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(SPACE_3)
            for card, stretch in cards:
                column.addWidget(card, stretch)
            sides.add(side, stretch=share)
        self.body.addWidget(sides, 1)
        self.setFocusProxy(self.profile.inputs["name"])
        self.set_quiet("改了就保存")

    # --- what the shell asks

    def refresh(self) -> None:
        self.profile.show_profile()
        self.backups.show_backups()
        self.norms.show_norms()
        self.sent.show_month()
        self.file.show_file()
        self.erasure.show_records()

    def show_findings(self, findings: list[Finding]) -> None:
        self.backups.show_backups()

    def focus_finding(self, finding: Finding) -> bool:
        card: QWidget
        if finding.table == "month_state":
            card, found = self.sent, self.sent.focus_reason()
        else:
            card, found = self.profile, self.profile.focus_field(finding.field)
        self.room.ensureWidgetVisible(card)
        return found

    def leave(self) -> bool:
        self.profile.commit()
        return True

    # --- acting

    def _check(self) -> None:
        self.file.show_waiting()
        self.backups.read()
