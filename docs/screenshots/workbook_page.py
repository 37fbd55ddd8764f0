"""The workbook on paper: LibreOffice's pages of the cover and the lunch sheet, side by side on a grey table."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from story import MONTH

from xcedu_desktop.ledger import Ledger

_TABLE, _SHADOW = QColor(0x8B, 0x93, 0x9C), QColor(0, 0, 0, 50)
_MARGIN, _SIZE = 24, (1560, 800)
_COVER_HEIGHT = 736
_SHEET = "就餐人数统计表"
_SERIF = ("宋体", "SimSun", "仿宋", "FangSong", "方正小标宋简体", "serif")
_MATCH = (
    "<match target='pattern'><test name='family'><string>{}</string></test>"
    "<edit name='family' mode='assign' binding='strong'><string>{}</string></edit></match>"
)
_FONTS = (
    "<?xml version='1.0'?><fontconfig><include ignore_missing='yes'>/etc/fonts/fonts.conf</include>"
    + "".join(_MATCH.format(family, "Noto Serif CJK SC") for family in _SERIF)
    + _MATCH.format("Calibri", "Nimbus Roman")
    + "</fontconfig>"
)
"""Schools' PCs have the official faces; here Noto Serif stands for them. Calibri, by whose digits columns are measured, has
digits as narrow as Nimbus Roman: with a wide face all columns would be a third too wide, and the page would shrink."""


def side_by_side(school: Path, folder: Path, target: Path) -> None:
    """Exports the month of a copy of the school, prints it and keeps the picture."""
    copy = Path(shutil.copy(school, folder / "工作簿.db"))
    with Ledger.open(copy) as ledger:
        workbook = ledger.export(MONTH, folder / "上报").file
    pdf = _pdf(workbook, folder)
    cover, lunch = _page(pdf, 1, folder), _page(pdf, _page_with(pdf, _SHEET), folder)
    _draw(cover, lunch).save(str(target))


def _pdf(workbook: Path, folder: Path) -> Path:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    (folder / "fonts.conf").write_text(_FONTS, encoding="utf-8")
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(workbook),
    ]
    environment = {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")}
    subprocess.run(command, check=True, capture_output=True, timeout=300, env=environment)
    return folder / f"{workbook.stem}.pdf"


def _page_with(pdf: Path, words: str) -> int:
    """The number of the first page that holds the words."""
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True
    ).stdout.decode()
    return next(n for n, page in enumerate(text.split("\f"), start=1) if words in page)


def _page(pdf: Path, number: int, folder: Path) -> QImage:
    stem = folder / f"page{number}"
    span = ["-f", str(number), "-l", str(number)]
    subprocess.run(["pdftoppm", "-png", "-singlefile", "-r", "144", *span, str(pdf), str(stem)], check=True)
    return QImage(f"{stem}.png")


def _draw(cover: QImage, lunch: QImage) -> QImage:
    """The cover as high as the table; the other page as wide as what is left."""
    canvas = QImage(*_SIZE, QImage.Format.Format_RGB32)
    canvas.fill(_TABLE)
    painter = QPainter(canvas)
    left, smooth = _MARGIN, Qt.TransformationMode.SmoothTransformation
    shown = cover.scaledToHeight(_COVER_HEIGHT, smooth)
    room = _SIZE[0] - 3 * _MARGIN - shown.width()
    for page in (shown, lunch.scaledToWidth(room, smooth)):
        painter.fillRect(left + 2, _MARGIN + 3, page.width(), page.height(), _SHADOW)
        painter.drawImage(left, _MARGIN, page)
        left += page.width() + _MARGIN
    painter.end()
    return canvas
