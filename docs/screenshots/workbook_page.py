"""The workbook on paper: LibreOffice's pages of the cover and the lunch sheet, side by side on a grey table."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from story import MONTH

from xcedu_desktop.ledger import Ledger

_TABLE, _SHADOW = QColor(0x8B, 0x93, 0x9C), QColor(0, 0, 0, 50)
_MARGIN, _SIZE = 24, (1560, 800)
_SHEET = "就餐人数统计表"


def side_by_side(school: Path, folder: Path, target: Path) -> None:
    """Exports the month of a copy of the school, prints it and keeps the picture."""
    copy = Path(shutil.copy(school, folder / "工作簿.db"))
    with Ledger.open(copy) as ledger:
        workbook = ledger.export(MONTH, folder / "上报").file
    pdf = _pdf(workbook, folder)
    cover, lunch = _page(pdf, 1, folder), _page(pdf, _page_with(pdf, _SHEET), folder)
    _draw([cover, lunch]).save(str(target))


def _pdf(workbook: Path, folder: Path) -> Path:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
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
    subprocess.run(command, check=True, capture_output=True, timeout=300)
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


def _draw(pages: list[QImage]) -> QImage:
    QGuiApplication.instance() or QGuiApplication([])
    canvas = QImage(*_SIZE, QImage.Format.Format_RGB32)
    canvas.fill(_TABLE)
    room = _SIZE[0] - _MARGIN * (len(pages) + 1)
    scale = min(
        room / sum(page.width() for page in pages), (_SIZE[1] - 2 * _MARGIN) / max(p.height() for p in pages)
    )
    painter = QPainter(canvas)
    left = _MARGIN
    for page in pages:
        size = page.size() * scale
        painter.fillRect(left + 2, _MARGIN + 3, size.width(), size.height(), _SHADOW)
        smooth = page.scaled(
            size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        painter.drawImage(left, _MARGIN, smooth)
        left += size.width() + _MARGIN
    painter.end()
    return canvas
