"""Light and dark, and whether everything can be read in both."""

import pytest
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from ui import theme
from ui.theme import TOKENS, Theme
from ui.widgets.chips import CHIPS
from ui.widgets.fields import set_wrong


def luminance(rgb: str) -> float:
    colour = QColor("#" + rgb)
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(ink: str, ground: str, dark: bool) -> float:
    one, other = luminance(TOKENS[ink][dark]), luminance(TOKENS[ground][dark])
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


PAIRS = [(ink, ground) for ink in ("ink", "ink2", "ink3") for ground in ("window", "surface", "nav")]
PAIRS += [(ink, "surface") for ink in ("accent", "error", "warning", "good")]
PAIRS += [
    (ink, ground) for ink in ("ink", "ink2") for ground in ("closed", "to_confirm", "to_fill", "accent_soft")
]
PAIRS += [("on_accent", "accent"), ("on_accent", "accent_over"), ("accent", "accent_soft")]
PAIRS += sorted({(chip.ink, chip.ground) for chip in CHIPS.values()})


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_stands_out(ink: str, ground: str, dark: bool) -> None:
    assert contrast(ink, ground, dark) >= 4.5


def test_environment_goes_before_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XCEDU_THEME", "dark")
    assert theme.wanted_scheme("light") == "dark"
    monkeypatch.setenv("XCEDU_THEME", "purple")
    assert theme.wanted_scheme("light") == "light"
    monkeypatch.delenv("XCEDU_THEME")
    assert theme.wanted_scheme("nonsense") == "system"


def test_dark_and_back(qapp: QApplication) -> None:
    try:
        assert theme.apply(qapp, "dark").dark
        assert qapp.palette().window().color() == QColor("#1B1F24")
        assert Theme.current().ink == QColor("#E4E9EE")
    finally:
        theme.apply(qapp, "light")
    assert qapp.palette().window().color() == QColor("#F3F5F7")


@pytest.mark.parametrize("bold", [False, True])
def test_digits_are_of_even_width(qapp: QApplication, bold: bool) -> None:
    metrics = QFontMetricsF(Theme.current().font(theme.GRID, bold))
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_a_field_that_was_marked_follows_light_and_dark(qapp: QApplication, qtbot: QtBot) -> None:
    field = QLineEdit("413")
    qtbot.addWidget(field)
    field.show()
    try:
        set_wrong(field, True)
        assert field.palette().text().color() == theme.Theme.current().error
        set_wrong(field, False)
        theme.apply(qapp, "dark")
        assert field.palette().text().color() == QColor("#E4E9EE")
        set_wrong(field, True)
        theme.apply(qapp, "light")
        assert field.palette().text().color() == QColor("#BF2C24")
    finally:
        theme.apply(qapp, "light")


def test_the_buttons_of_a_box_hold_their_words(qtbot: QtBot) -> None:
    box = QMessageBox()
    qtbot.addWidget(box)
    box.setText("请选择一个文件。")
    for words in ("选择文件", "新建学校", "从备份恢复", "关闭程序"):
        box.addButton(words, QMessageBox.ButtonRole.ActionRole)
    box.show()
    for button in box.buttons():
        words = button.fontMetrics().horizontalAdvance(button.text())
        assert button.width() >= words + 2 * 14, f"{button.text()} is cut off"
