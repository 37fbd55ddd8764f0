"""The text of a page (正文): Markdown in the theme's inks, pictures no wider than the view, links followed inside the guide."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QPainter,
    QPaintEvent,
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
from ui.widgets.buttons import paint_focus, shows_focus

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
        self._kept: dict[str, QTextDocument] = {}
        """Texts laid out for this width and these colours; the view does not own them."""
        self.setAccessibleName("帮助正文")
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(Theme.current().font(BODY))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # one width, so one layout
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
        plain = self._kept[""] = QTextDocument(text)
        plain.setDefaultFont(self.font())
        plain.setDocumentMargin(SPACE_4)
        self.setDocument(plain)

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

    def paintEvent(self, event: QPaintEvent) -> None:
        """The page with a ring around what is in sight, where arrows and PgDn turn it."""
        super().paintEvent(event)
        if shows_focus(self):
            painter = QPainter(self.viewport())
            paint_focus(painter, QRectF(self.viewport().rect()), Theme.current().accent)
            painter.end()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if shows_focus(self):
            self.viewport().update()  # else the ring would be scrolled along

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._again()

    def _again(self) -> None:
        """The colours or the width are others now."""
        before = self._kept
        self._kept = {}
        if self._markdown:
            at = self.verticalScrollBar().value()
            self._fill()
            self.verticalScrollBar().setValue(at)
        del before  # not until the view has let the one go that it showed

    # --- looks

    def _fill(self) -> None:
        document = self._kept.get(self._markdown)
        if document is None:
            document = self._kept[self._markdown] = self._laid_out()
        self.setDocument(document)

    def _laid_out(self) -> QTextDocument:
        document = QTextDocument()
        document.setDefaultFont(self.font())
        document.setDocumentMargin(SPACE_4)
        document.setIndentWidth(_INDENT)
        document.setUndoRedoEnabled(False)
        document.setMarkdown(self._markdown)
        together = QTextCursor(document)
        together.beginEditBlock()  # else each change of a format lays the whole text out again
        for block in _blocks(document):
            _dress(document, block)
        for table in _tables(document):
            _dress_table(table)
        self._fit(document)
        together.endEditBlock()
        return document

    def _fit(self, document: QTextDocument) -> None:
        """What is wider than the column stays empty at the right; pictures are as wide as they are, and no wider than
        the view."""
        form = document.rootFrame().frameFormat()
        form.setRightMargin(max(SPACE_4, self.viewport().width() - _COLUMN - SPACE_4))
        document.rootFrame().setFrameFormat(form)
        room, ratio = self.viewport().width() - 2 * SPACE_4, self.devicePixelRatioF()
        spots = [spot for block in _blocks(document) for spot in _fragments(block)]
        for start, length, was in spots:
            if not was.isImageFormat():
                continue
            picture = QTextImageFormat(was.toImageFormat())
            whole = QPixmap(str(self._folder / picture.name()))
            if whole.isNull():
                continue
            width = min(room, whole.width())
            picture.setWidth(width)
            picture.setHeight(round(whole.height() * width / whole.width()))
            # made smaller here: the document would leave out lines of it
            fitted = whole.scaledToWidth(round(width * ratio), Qt.TransformationMode.SmoothTransformation)
            fitted.setDevicePixelRatio(ratio)
            document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(picture.name()), fitted)
            _select(document, start, length).setCharFormat(picture)


def _dress(document: QTextDocument, block: QTextBlock) -> None:
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
    for start, length, was in _fragments(block):
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
        else:
            continue
        _select(document, start, length).setCharFormat(char)


def _fragments(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    """Position, length and format of each run of a block; a list, since a change of a format ends the walk."""
    found = []
    walk = block.begin()
    while not walk.atEnd():
        fragment = walk.fragment()
        found.append((fragment.position(), fragment.length(), fragment.charFormat()))
        walk += 1
    return found


def _select(document: QTextDocument, start: int, length: int) -> QTextCursor:
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
    return cursor


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
