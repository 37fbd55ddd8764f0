"""The text of a page (正文): Markdown in the theme's inks, pictures no wider than the view, links followed inside the guide."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QPixmap,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from ui.theme import BODY, NAME, SPACE_1, SPACE_2, SPACE_3, SPACE_4, TITLE, Theme

_COLUMN = 800
"""Widest column of text, logical pixels: a longer line is hard to read."""
_LINE_HEIGHT, _IN_TABLES = 140, 120
"""Per cent."""
_INDENT = 22
"""Of a list, logical pixels."""
_POINTS = {1: TITLE, 2: NAME, 3: BODY}
_ABOVE = {1: 0, 2: SPACE_4 + SPACE_2, 3: SPACE_4}


class Reader(QTextBrowser):
    """`followed(target)`: a link was pressed; its page is shown by whoever owns this."""

    followed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._markdown, self._folder = "", Path()
        self.setAccessibleName("帮助正文")
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(Theme.current().font(BODY))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(SPACE_4)
        self.document().setIndentWidth(_INDENT)
        self.anchorClicked.connect(lambda url: self.followed.emit(url.toString()))
        Theme.current().changed.connect(self._again)

    def show_markdown(self, markdown: str, folder: Path) -> None:
        """Shows a text from its top; its pictures lie in `folder`."""
        self._markdown, self._folder = markdown, folder
        self._fill()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def show_plain(self, text: str) -> None:
        """Shows a text as it is (a licence)."""
        self._markdown = ""
        self.setPlainText(text)

    def go_to_paragraph(self, number: int) -> None:
        """Scrolls to a paragraph and selects it."""
        block = self.document().findBlockByNumber(number)
        if not block.isValid():
            return
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        top = self.document().documentLayout().blockBoundingRect(block).top()
        self.verticalScrollBar().setValue(max(0, round(top) - 2 * SPACE_4))

    def loadResource(self, kind: int, url: QUrl | str) -> object:
        """Pictures of the guide from its folder; nothing from elsewhere, never the network."""
        path = self._folder / (url.path() if isinstance(url, QUrl) else url)
        if kind != QTextDocument.ResourceType.ImageResource.value or not path.is_file():
            return None
        return QPixmap(str(path))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_column()
        self._fit_pictures()

    def _again(self) -> None:
        """The colours are others now."""
        if self._markdown:
            at = self.verticalScrollBar().value()
            self._fill()
            self.verticalScrollBar().setValue(at)

    # --- looks

    def _fill(self) -> None:
        self.document().setMarkdown(self._markdown)
        for block in _blocks(self.document()):
            self._dress(block)
        for table in _tables(self.document()):
            _dress_table(table)
        self._fit_column()
        self._fit_pictures()

    def _dress(self, block: QTextBlock) -> None:
        """Line height, room above, size of headings, ground of keys."""
        theme, cursor = Theme.current(), QTextCursor(block)
        level = block.blockFormat().headingLevel()
        form = QTextBlockFormat(block.blockFormat())
        in_table = cursor.currentTable() is not None
        form.setLineHeight(
            _IN_TABLES if in_table else _LINE_HEIGHT,
            QTextBlockFormat.LineHeightTypes.ProportionalHeight.value,
        )
        if level:
            form.setTopMargin(_ABOVE.get(level, SPACE_3))
            form.setBottomMargin(SPACE_1)
        elif not in_table:
            form.setTopMargin(SPACE_1)
            form.setBottomMargin(SPACE_1)
        cursor.setBlockFormat(form)
        spans = []
        walk = block.begin()
        while not walk.atEnd():
            fragment = walk.fragment()
            spans.append((fragment.position(), fragment.length(), fragment.charFormat()))
            walk += 1
        for start, length, was in spans:
            char = QTextCharFormat(was)
            if level:
                char.clearProperty(QTextFormat.Property.FontSizeAdjustment)
                char.setFont(theme.font(_POINTS.get(level, BODY), bold=True))
            elif was.fontFixedPitch():
                char.setFont(theme.font(BODY))
                char.setBackground(theme.neutral_soft)
            elif was.isAnchor():
                char.setForeground(theme.accent)
                char.setFontUnderline(False)
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(char)

    def _fit_column(self) -> None:
        """What is wider than the column stays empty at the right."""
        form = self.document().rootFrame().frameFormat()
        form.setRightMargin(max(SPACE_4, self.viewport().width() - _COLUMN - SPACE_4))
        self.document().rootFrame().setFrameFormat(form)

    def _fit_pictures(self) -> None:
        """Pictures are as wide as they are, and no wider than the view."""
        room, ratio = self.viewport().width() - 2 * SPACE_4, self.devicePixelRatioF()
        for block in _blocks(self.document()):
            walk = block.begin()
            while not walk.atEnd():
                fragment = walk.fragment()
                walk += 1
                if not fragment.charFormat().isImageFormat():
                    continue
                picture = QTextImageFormat(fragment.charFormat().toImageFormat())
                whole = QPixmap(str(self._folder / picture.name()))
                if whole.isNull():
                    continue
                width = min(room, whole.width())
                picture.setWidth(width)
                picture.setHeight(round(whole.height() * width / whole.width()))
                # made smaller here: the document would leave out lines of it
                fitted = whole.scaledToWidth(round(width * ratio), Qt.TransformationMode.SmoothTransformation)
                fitted.setDevicePixelRatio(ratio)
                image = QTextDocument.ResourceType.ImageResource
                self.document().addResource(image.value, QUrl(picture.name()), fitted)
                cursor = QTextCursor(self.document())
                cursor.setPosition(fragment.position())
                cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
                cursor.setCharFormat(picture)


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _tables(document: QTextDocument) -> Iterator[QTextTable]:
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            yield frame


def _dress_table(table: QTextTable) -> None:
    """Thin lines, room in the cells, as wide as the column."""
    theme, form = Theme.current(), table.format()
    form.setBorderCollapse(True)
    form.setCellPadding(5)
    form.setCellSpacing(0)
    form.setTopMargin(SPACE_2)
    form.setBottomMargin(SPACE_2)
    form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    table.setFormat(form)
    for row in range(table.rows()):
        for column in range(table.columns()):
            cell = table.cellAt(row, column)
            look = cell.format().toTableCellFormat()
            look.setBorder(1)
            look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            look.setBorderBrush(theme.line)
            if row == 0:
                look.setBackground(theme.window)
            cell.setFormat(look)
