"""设置: the school's profile, backups, the bureau's parameters, the numbering after a lost file, the data file, the look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.page import Page
from ui.settings_page.backup_card import BackupCard
from ui.settings_page.erasure_card import ErasureCard
from ui.settings_page.file_card import FileCard, LookCard
from ui.settings_page.handover_card import HandoverCard
from ui.settings_page.norms_card import NormsCard
from ui.settings_page.profile_card import ProfileCard
from ui.settings_page.sent_card import SentCard
from ui.theme import SPACE_3

if TYPE_CHECKING:
    from ui.forms.registry import PageSpec
    from ui.shell import Shell
    from xcedu_desktop.form import Finding


class SettingsPage(Page):
    """Everything here is saved as it is typed or pressed; there is no main button."""

    def __init__(self, shell: Shell, spec: PageSpec) -> None:
        super().__init__(shell, spec)
        inside = QWidget(self)
        self.profile = ProfileCard(shell, inside)
        self.backups = BackupCard(shell, inside)
        self.sent = SentCard(shell, inside)
        self.norms = NormsCard(shell, inside)
        self.norms.shown.connect(self.profile.hint_season)
        self.handover = HandoverCard(shell, inside)
        self.erasure = ErasureCard(shell, inside)
        self.look = LookCard(shell, inside)
        self.file = FileCard(shell, inside)
        self.backups.checked.connect(self.file.show_check)
        self.file.check.clicked.connect(lambda: self._check())
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        column.addWidget(self.profile)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side, share, cards in (
            (
                left,
                5,
                ((self.backups, 1), (self.norms, 0), (self.handover, 0), (self.sent, 0), (self.erasure, 0)),
            ),
            (right, 2, ((self.look, 0), (self.file, 1))),
        ):
            side.setSpacing(SPACE_3)
            for card, stretch in cards:
                side.addWidget(card, stretch)
            row.addLayout(side, share)
        column.addLayout(row, 1)
        self.scroll = QScrollArea(self)
        self.scroll.setWidget(inside)
        self.scroll.setWidgetResizable(True)
        self.scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self.body.addWidget(self.scroll, 1)
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
        self.scroll.ensureWidgetVisible(card)
        return found

    def leave(self) -> bool:
        self.profile.commit()
        return True

    # --- acting

    def _check(self) -> None:
        self.file.show_waiting()
        self.backups.read()
