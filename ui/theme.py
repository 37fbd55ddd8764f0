"""Every colour, size and font of the program (design/DESIGN.md). Nothing is coloured or sized anywhere else.

`Theme.current()` gives the tokens in force. They follow the system's light or dark, unless the environment variable
XCEDU_THEME or the setting says otherwise. Painters ask at each paint, so a change of the system shows at once.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

# name: (light, dark), RGB
TOKENS: dict[str, tuple[str, str]] = {
    "window": ("F3F5F7", "1B1F24"),
    "surface": ("FFFFFF", "22272E"),
    "nav": ("EAEEF2", "1F242A"),
    "ink": ("1E2A35", "E4E9EE"),
    "ink2": ("48555F", "A5B0BC"),
    "ink3": ("5F6B77", "8B97A4"),
    "line": ("DEE4EA", "363E47"),
    "hair": ("E9EDF1", "2D343C"),
    "accent": ("1A5FA0", "6FB1EA"),
    "accent_soft": ("E5EFF8", "223A50"),
    "error": ("BF2C24", "F28B82"),
    "error_soft": ("FCEBE9", "46282A"),
    "warning": ("8F5B00", "F2C063"),
    "warning_soft": ("FFF3D9", "41361F"),
    "good": ("26734A", "7CCB9C"),
    "good_soft": ("E5F3EA", "203A2D"),
    "closed": ("E1E6EB", "15181C"),
    "to_confirm": ("EAF3FB", "24323F"),
    "to_fill": ("FFF8E6", "38321F"),
    # what stands on the accent or on a filled mark: the surface's opposite, 4.5:1 in both schemes
    "on_accent": ("FFFFFF", "1B1F24"),
    "accent_over": ("164F86", "8AC1F0"),
    "neutral_soft": ("E1E6EB", "363E47"),
    "track": ("E6EBF0", "363E47"),
}

SPACE_1, SPACE_2, SPACE_3, SPACE_4 = 4, 8, 12, 16
ROW = 28
CONTROL = 32
RADIUS_BUTTON, RADIUS_CARD = 6, 8
TOP_BAR, STATUS_LINE = 52, 28
NAVIGATION, NAVIGATION_FOLDED = 176, 92
FOLD_BELOW = 1100
"""Logical width of the window under which the navigation shows short names: 125% on a 1366×768 screen."""
SMALL_WIDTH, SMALL_HEIGHT = 960, 520
"""Under this width or height a window is small (150% and 200% on a 1366×768 screen): bars and margins shrink, a page's
cards stand one under another and scroll under its header."""
SIDE_NARROW_BELOW = 800
"""Width of a window under which lists at the side and the search box are narrower: 200% on that screen."""
TOP_BAR_SMALL, STATUS_LINE_SMALL, NAVIGATION_SMALL = 38, 22, 74

BODY, GRID, SMALL, TITLE, NAME = 10.5, 9.75, 9.0, 15.0, 12.0
"""Points: body, grids and quiet lines, status line and chips, page title, school name."""

if sys.platform == "win32":
    FAMILIES = ["Microsoft YaHei UI", "Microsoft YaHei", "SimSun"]
else:
    FAMILIES = ["Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "sans-serif"]

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
SCHEMES = ("system", "light", "dark")


class Theme(QObject):
    """The tokens of one scheme as QColor attributes (`theme.ink`, `theme.error_soft` …) and the fonts."""

    changed = Signal()
    _current: Theme | None = None

    window: QColor
    surface: QColor
    nav: QColor
    ink: QColor
    ink2: QColor
    ink3: QColor
    line: QColor
    hair: QColor
    accent: QColor
    accent_soft: QColor
    accent_over: QColor
    on_accent: QColor
    error: QColor
    error_soft: QColor
    warning: QColor
    warning_soft: QColor
    good: QColor
    good_soft: QColor
    closed: QColor
    to_confirm: QColor
    to_fill: QColor
    neutral_soft: QColor
    track: QColor

    def __init__(self, dark: bool) -> None:
        super().__init__()
        self._fonts: dict[tuple[float, bool], QFont] = {}
        self._metrics: dict[tuple[float, bool], QFontMetricsF] = {}
        self._use(dark)

    def _use(self, dark: bool) -> None:
        self.dark = dark
        for name, (light_rgb, dark_rgb) in TOKENS.items():
            setattr(self, name, QColor("#" + (dark_rgb if dark else light_rgb)))

    @classmethod
    def current(cls) -> Theme:
        """The theme in force; light before `apply` was called."""
        if cls._current is None:
            cls._current = Theme(dark=False)
        return cls._current

    def font(self, points: float = BODY, bold: bool = False) -> QFont:
        """A font of the program in the given size (points). Digits are of even width."""
        key = (points, bold)
        found = self._fonts.get(key)
        if found is None:
            found = QFont()
            found.setFamilies(FAMILIES)
            found.setPointSizeF(points)
            if bold:
                found.setWeight(QFont.Weight.Bold)
            widths = QFontMetricsF(found)
            if widths.horizontalAdvance("1") != widths.horizontalAdvance("0"):
                found.setFeature(QFont.Tag("tnum"), 1)
            self._fonts[key] = found
        return found

    def metrics(self, points: float = BODY, bold: bool = False) -> QFontMetricsF:
        """How wide the texts of a font are."""
        key = (points, bold)
        found = self._metrics.get(key)
        if found is None:
            found = self._metrics[key] = QFontMetricsF(self.font(points, bold))
        return found

    def palette(self) -> QPalette:
        """The QPalette that Fusion draws with."""
        role, group = QPalette.ColorRole, QPalette.ColorGroup
        palette = QPalette()
        for which, colour in (
            (role.Window, self.window),
            (role.WindowText, self.ink),
            (role.Base, self.surface),
            (role.AlternateBase, self.window),
            (role.Text, self.ink),
            (role.PlaceholderText, self.ink3),
            (role.Button, self.surface),
            (role.ButtonText, self.ink),
            (role.BrightText, self.error),
            (role.Highlight, self.accent_soft),
            (role.HighlightedText, self.ink),
            (role.Accent, self.accent),
            (role.Link, self.accent),
            (role.LinkVisited, self.accent),
            (role.ToolTipBase, self.surface),
            (role.ToolTipText, self.ink),
            (role.Light, self.surface),
            (role.Midlight, self.hair),
            (role.Mid, self.line),
            (role.Dark, self.ink3),
            (role.Shadow, self.ink2),
        ):
            palette.setColor(which, colour)
        for which in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(group.Disabled, which, self.ink3)
        return palette

    def style_sheet(self) -> str:
        """The one style sheet, for what a palette cannot say: flat fields, thin scroll bars, quiet headers."""
        colour = {name: getattr(self, name).name() for name in TOKENS}
        arrow = RESOURCES / ("arrow-dark.png" if self.dark else "arrow-light.png")
        return _STYLE_SHEET % {**colour, "arrow": arrow.as_posix()}


_STYLE_SHEET = """
QLineEdit, QComboBox, QSpinBox, QDateEdit, QPlainTextEdit {
  background: %(surface)s; border: 1px solid %(line)s; border-radius: 2px; padding: 2px 6px; min-height: 22px;
  selection-background-color: %(accent)s; selection-color: %(on_accent)s; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDateEdit:focus, QPlainTextEdit:focus {
  border: 1px solid %(accent)s; }
QLineEdit:read-only, QLineEdit:disabled { background: %(window)s; }
QLineEdit[wrong="true"] { color: %(error)s; }
QLineEdit#cell, QLineEdit#cell:focus {
  border: 2px solid %(accent)s; border-radius: 0; padding: 0 2px; min-height: 0; }
QLineEdit#search { background: %(window)s; border-radius: 6px; padding: 2px 10px; }
QListWidget#found { background: %(surface)s; border: 1px solid %(ink3)s; border-radius: 6px; padding: 1px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: %(line)s; border-radius: 4px; margin: 1px; }
QScrollBar::handle:vertical { min-height: 32px; } QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: %(ink3)s; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
QComboBox::drop-down, QDateEdit::drop-down { border: 0; width: 22px; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url("%(arrow)s"); width: 10px; height: 10px; }
QSpinBox::up-button, QSpinBox::down-button { width: 0; border: 0; }
QDialogButtonBox QPushButton { background: %(surface)s; border: 1px solid %(line)s; border-radius: 6px;
  padding: 0 14px; min-height: 28px; }
QDialogButtonBox QPushButton:hover { background: %(window)s; }
QDialogButtonBox QPushButton:focus { border-color: %(accent)s; }
QDialogButtonBox QPushButton:default { background: %(accent)s; color: %(on_accent)s; border-color: %(accent)s; }
QDialogButtonBox QPushButton:disabled { background: %(neutral_soft)s; color: %(ink3)s;
  border-color: %(neutral_soft)s; }
QToolTip { background: %(surface)s; color: %(ink)s; border: 1px solid %(line)s; padding: 4px 6px; }
"""


def is_small(size: QSize) -> bool:
    """Whether a window of this size has to be laid out sparingly."""
    return size.width() < SMALL_WIDTH or size.height() < SMALL_HEIGHT


def wanted_scheme(setting: str = "system") -> str:
    """`light`, `dark` or `system`: the environment variable XCEDU_THEME before the setting."""
    forced = os.environ.get("XCEDU_THEME", "")
    if forced in ("light", "dark"):
        return forced
    return setting if setting in SCHEMES else "system"


def system_is_dark() -> bool:
    """Whether the system asks for dark."""
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def apply(app: QApplication, setting: str = "system") -> Theme:
    """Puts palette, font and sheet on the application and follows the system from then on; the theme in force.

    The style is Fusion: `make_application` names it in the arguments, which costs no look at the style from Python.
    """
    theme = Theme.current()
    scheme = wanted_scheme(setting)
    hints = app.styleHints()
    if scheme == "system":
        hints.unsetColorScheme()
    else:
        # colours the title bar too, where the platform can
        hints.setColorScheme(Qt.ColorScheme.Dark if scheme == "dark" else Qt.ColorScheme.Light)
    app.setProperty("xcedu_scheme", scheme)
    _repaint(app, theme, system_is_dark() if scheme == "system" else scheme == "dark")
    if not app.property("xcedu_follows"):
        app.setProperty("xcedu_follows", True)
        hints.colorSchemeChanged.connect(_system_changed)
    return theme


def _system_changed() -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication) and app.property("xcedu_scheme") == "system":
        _repaint(app, Theme.current(), system_is_dark())


def _repaint(app: QApplication, theme: Theme, dark: bool) -> None:
    theme._use(dark)
    app.setPalette(theme.palette())
    app.setFont(theme.font())
    app.setStyleSheet(theme.style_sheet())
    theme.changed.emit()
